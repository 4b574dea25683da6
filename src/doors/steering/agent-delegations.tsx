import type { App } from '../../app.ts';
import type { Delegation } from '../../core/access/delegations.ts';
import type { Ctx, Form as Typed } from '../../core/http/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { parseDate } from '../../core/values/time.ts';
import { Button, Details, Fields, Form, joinDates, Table, type FieldSpec, type FormError, type FormValues } from '../../ui/index.ts';
import { text } from './agent-form.tsx';
import { delegationsOf, listAgents, type AgentLine } from './agents-store.ts';
import { dayOf, period } from './site.tsx';

/** What one agent may sign, and the forms that record a delegation and end one. */
export async function loadDelegationPart(app: App, agent: AgentLine): Promise<{ lines: Delegation[]; others: AgentLine[] }> {
  const [lines, all] = await Promise.all([delegationsOf(app.pools.read, agent.id), listAgents(app.pools.read)]);
  return { lines, others: all.filter(({ id, authority }) => id !== agent.id && !authority) };
}

export type DelegationData = Awaited<ReturnType<typeof loadDelegationPart>>;

export function DelegationPart({ app, ctx, agent, may, typed, data }: { app: App; ctx: Ctx; agent: AgentLine; may: boolean; typed: { values: FormValues; errors: readonly FormError[] }; data: DelegationData }) {
  if (agent.authority || agent.roles.includes('helper')) return null;
  const on = dayOf(app);
  const end = (one: Delegation) => (may && (one.to === null || one.to > on) ? (
    <Form action={`/pilotage/agents/${agent.id}/delegations/${one.id}/fin`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="link">Finir aujourd’hui</Button></Form>
  ) : null);
  return (
    <>
      <h2 class="govuk-heading-m">Délégations de signature</h2>
      {data.lines.length ? <Table caption="Délégations de cet agent" captionHidden rows={data.lines} columns={[
        { label: 'Qualité', cell: ({ capacity }) => capacity }, { label: 'Démarches', cell: ({ acts }) => acts.map((one) => (one === '*' ? 'toutes' : app.world.catalogue.get(one)?.title ?? one)).join(', ') },
        { label: 'Période', cell: ({ from, to }) => period(from, to) }, { label: 'Texte', cell: ({ reference }) => reference }, { label: 'Fin', cell: end },
      ]} /> : <p class="govuk-body">Aucune : cet agent ne peut signer aucune décision.</p>}
      {may && agent.active ? (
        <Details summary="Enregistrer une délégation" open={typed.errors.length > 0}>
          <Form action={`/pilotage/agents/${agent.id}/delegations`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
            <Fields specs={delegationFields(app, data.others)} values={typed.values} errors={typed.errors} />
            <Button kind="secondary">Enregistrer la délégation</Button>
          </Form>
        </Details>
      ) : null}
    </>
  );
}

const delegationFields = (app: App, others: readonly AgentLine[]): FieldSpec[] => [
  { path: 'capacity', control: 'text', label: 'Qualité sous la signature', hint: 'Par exemple : La cheffe du service, par délégation', required: true },
  { path: 'acts', control: 'checkboxes', label: 'Démarches', required: true, options: [{ value: '*', label: 'Toutes' }, ...[...app.world.catalogue.values()].map(({ id, title }) => ({ value: id, label: title }))] },
  { path: 'from', control: 'date', label: 'À partir du', required: true },
  { path: 'to', control: 'date', label: 'Jusqu’au', hint: 'Vide : sans terme. Un intérim a toujours un terme.' },
  { path: 'interimOf', control: 'select', label: 'Par intérim de', options: [{ value: '', label: 'Personne' }, ...others.map(({ id, name }) => ({ value: id, label: name }))] },
  { path: 'reference', control: 'text', label: 'Arrêté de délégation', hint: 'Numéro et date de l’acte publié.', required: true },
];

/** @returns the delegation that was typed, or what is wrong with it */
export function readDelegation(app: App, agent: AgentLine, others: readonly AgentLine[], form: Typed): Delegation | { errors: FormError[] } {
  const dates = joinDates(form as FormValues);
  const day = (path: string) => parseDate(text(dates[path]));
  const acts = [form['acts'] ?? []].flat().filter((one) => one === '*' || app.world.catalogue.has(one));
  const [from, to] = [day('from'), text(dates['to']) ? day('to') : null];
  const interimOf = others.find(({ id }) => id === text(form['interimOf']))?.id ?? null;
  const [capacity, reference] = [text(form['capacity']).slice(0, 200), text(form['reference']).slice(0, 200)];
  const errors: FormError[] = [
    ...(capacity ? [] : [{ path: 'capacity', message: 'Indiquez la qualité qui figurera sous la signature.' }]),
    ...(acts.length ? [] : [{ path: 'acts', message: 'Choisissez au moins une démarche.' }]),
    ...(from ? [] : [{ path: 'from', message: 'Indiquez le premier jour, par exemple 27/03/2026.' }]),
    ...(to === undefined || (from && to && to < from) ? [{ path: 'to', message: 'Indiquez un dernier jour réel, qui ne précède pas le premier.' }] : []),
    ...(interimOf && to === null ? [{ path: 'to', message: 'Un intérim a toujours un terme.' }] : []),
    ...(reference ? [] : [{ path: 'reference', message: 'Citez l’acte publié qui donne cette délégation.' }]),
  ];
  if (errors.length || !from || to === undefined) return { errors };
  return { id: uuid(), agentId: agent.id, capacity, acts: acts.includes('*') ? ['*'] : acts, office: null, from, to, interimOf, reference, toConfirm: false };
}
