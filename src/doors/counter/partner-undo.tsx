import { stringify } from 'csv-stringify/sync';
import { loadStates } from '../../core/act/store.ts';
import { hearingStanding, type Demarche } from '../../core/demarche/index.ts';
import { file, notFound, page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { addDays, formatDateTime, formatShortDate, parseDate } from '../../core/values/time.ts';
import { accreditationById, doneBy, undoingChoices, type Accreditation, type Done, type UndoingState } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, ButtonGroup, DateTimeFr, Details, EmptyState, Field, Form, Inset, Table, Tag } from '../../ui/index.ts';
import { isUuid, partnerAgents, show, textOf, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

const HOME = '/guichet/professionnels';
const PURPOSE = 'actes d’un professionnel et tiers de bonne foi';
type Named = Done & { parties: readonly string[] };

/** What one professional did over a period, with whoever holds the vehicles since; and what is proposed of each act, one by one. */
export function undoRoutes(app: CounterApp): RouteLine[] {
  return [
    { method: 'GET', path: `${HOME}/:accreditation/actes`, who: partnerAgents, purpose: PURPOSE, handler: async (ctx) => page(await donePage(ctx, app, await asked(ctx, app))) },
    { method: 'GET', path: `${HOME}/:accreditation/actes.csv`, who: partnerAgents, purpose: PURPOSE, handler: async (ctx) => {
      const { found, span } = await asked(ctx, app);
      const { rows } = await named(ctx, app, found, span);
      const lines = rows.map((one) => ({
        dossier: one.number, demarche: titleOf(app, one), vehicule: one.plate ? territory.formatPlate(one.plate) : '', decide: formatDateTime(one.decided_at), par: one.user_name, acte: one.act_id,
        tiers: one.parties.join(' ; '), suite: one.choice ? undoingChoices[one.choice] : '', decision: outcomeOf(one),
      }));
      return file(Buffer.from(`\uFEFF${stringify(lines, { header: true, delimiter: ';', escape_formulas: true, columns: ['dossier', 'demarche', 'vehicule', 'decide', 'par', 'acte', 'tiers', 'suite', 'decision'] })}`), 'text/csv; charset=utf-8', `actes-${found.number}-${span.from}-${span.to}.csv`);
    } },
  ];
}

type Span = { from: string; to: string };
async function asked(ctx: Ctx, app: CounterApp): Promise<{ found: Accreditation; span: Span }> {
  const id = ctx.params['accreditation'] ?? '';
  const found = isUuid(id) ? await accreditationById(app.pools.read, id, app.world.clock()) : undefined;
  if (!found) throw notFound('Cette accréditation n’existe pas.');
  const today = app.world.today(app.world.clock());
  return { found, span: { from: parseDate(textOf(ctx.query['du'] as string)) ?? addDays(today, -30), to: parseDate(textOf(ctx.query['au'] as string)) ?? today } };
}

/** The acts, and the names of third parties: both disclosed, each person reads it in their own log. */
async function named(ctx: Ctx, app: CounterApp, { companyId }: Accreditation, { from, to }: Span): Promise<{ rows: Named[]; company: string }> {
  const rows = await ctx.disclose(await doneBy(app.pools.read, companyId, from, to));
  const names = new Map((await ctx.disclose(await personsById(app.pools.read, [...new Set([companyId, ...rows.flatMap((one) => one.third_parties)])]))).map(({ person_id, name }) => [person_id, name]));
  return { company: names.get(companyId) ?? 'Identité effacée', rows: rows.map((one) => ({ ...one, parties: one.third_parties.map((id) => names.get(id) ?? 'Identité effacée') })) };
}

const titleOf = (app: CounterApp, { demarche }: Done): string => app.world.catalogue.get(demarche)?.title ?? 'Démarche';
const outcomeOf = ({ choice, outcome, answered, until }: Done): string => {
  if (!choice) return '';
  if (outcome) return outcome === 'carried' ? 'Retenue' : 'Abandonnée';
  return answered ? 'Observations reçues' : `Observations jusqu’au ${formatShortDate(until ?? '')}`;
};

async function donePage(ctx: Ctx, app: CounterApp, { found, span }: { found: Accreditation; span: Span }): Promise<string> {
  const { rows, company } = await named(ctx, app, found, span);
  const open = rows.filter((one) => one.undoing_id);
  const states = await loadStates(app.pools.read, app.world.facets, open.map((one) => ({ kind: 'undoing', id: one.undoing_id as string })));
  const here = `${HOME}/${found.id}`;
  const about = errands(app);
  return show(ctx, app, { title: `Actes de ${company}`, crumbs: [{ label: 'Professionnels', href: HOME }, { label: company, href: here }, { label: 'Actes et tiers' }], children: (
    <>
      <h1 class="govuk-heading-l">Actes de {company}, et tiers de bonne foi</h1>
      <form class="sitt-inline" method="get" action={`${here}/actes`}>
        <Field spec={{ path: 'du', control: 'text', label: 'Du', width: 10 }} values={{ du: formatShortDate(span.from) }} />
        <Field spec={{ path: 'au', control: 'text', label: 'Au', width: 10 }} values={{ au: formatShortDate(span.to) }} />
        <Button kind="secondary">Montrer</Button>
      </form>
      <Inset>Rien ne s’annule en lot. Chaque acte mis en cause a sa proposition : l’entreprise est entendue, les tiers sont prévenus, une personne tranche. L’annulation elle-même est ensuite un acte signé par deux agents.</Inset>
      <ButtonGroup>
        {about.filter(({ subject }) => subject.mode === 'creates').map((d) => <Form action={`/guichet/demarches/${d.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button>{d.title}</Button></Form>)}
        <Button kind="secondary" href={`${here}/actes.csv?du=${span.from}&au=${span.to}`}>Télécharger (CSV)</Button>
      </ButtonGroup>
      {rows.length ? <Table caption="Actes de la période" rows={rows} columns={[
        { label: 'Dossier', cell: ({ number }) => <span class="sitt-num">{number}</span> }, { label: 'Démarche', cell: (one) => titleOf(app, one) }, { label: 'Véhicule', cell: ({ plate }) => (plate ? territory.formatPlate(plate) : '') },
        { label: 'Décidé', cell: ({ decided_at }) => <DateTimeFr at={decided_at} /> }, { label: 'Par', cell: ({ user_name }) => user_name.split(',')[0] ?? '' },
        { label: 'Tiers', cell: ({ parties }) => parties.join(', ') || 'Aucun' }, { label: 'Suite', cell: (one) => (one.choice ? <Tag kind={one.outcome ? 'success' : 'warning'}>{outcomeOf(one)}</Tag> : '') },
      ]} /> : <EmptyState title="Aucun acte sur un véhicule dans cette période" />}
      {open.length ? <h2 class="govuk-heading-m">Propositions</h2> : null}
      {open.map((one) => <Proposal ctx={ctx} app={app} of={one} state={states.get(one.undoing_id as string)?.['undoing'] as UndoingState} about={about} />)}
    </>
  ) });
}

/** The démarches about acts called into question. */
const errands = (app: CounterApp): Demarche[] => [...app.world.catalogue.values()].filter(({ subject }) => subject.view.kind === 'undoing');

function Proposal({ ctx, app, of: one, state, about }: { ctx: Ctx; app: CounterApp; of: Named; state: UndoingState; about: readonly Demarche[] }) {
  const { hearing, decided, choice } = state;
  const standing = hearingStanding({ ...(hearing ? { hearing } : {}) }, app.world.today(app.world.clock()));
  return (
    <Details summary={`Dossier ${one.number} : ${choice ? undoingChoices[choice].toLowerCase() : ''} (${outcomeOf(one).toLowerCase()})`} open={!decided}>
      <p class="govuk-body"><strong>Griefs.</strong> {hearing?.grounds ?? 'Effacés'} Fondement : {state.basis}.</p>
      {hearing?.answers.map(({ at, late, by, text }) => <p class="govuk-body"><strong>Observations{late ? ', hors délai' : ''}</strong>, {by === 'agent' ? 'reçues par un agent' : 'de l’entreprise'}, le {formatDateTime(new Date(at))} : {text ?? 'effacées'}</p>)}
      {decided ? <p class="govuk-body"><strong>{decided.outcome === 'carried' ? 'Retenue' : 'Abandonnée'}</strong> le {formatDateTime(new Date(decided.at))} : {decided.reasons ?? 'motifs effacés'}</p> : <p class="govuk-body">{standing === 'running' ? `L’entreprise peut répondre jusqu’au ${formatShortDate(hearing?.until ?? '')}.` : 'La proposition peut être tranchée.'}</p>}
      {decided?.outcome === 'carried' && choice !== 'leave' ? <p class="govuk-body">À faire maintenant, par le guichet, sur la fiche du <a class="govuk-link" href={`/guichet/vehicules/${one.vehicle_id}`}>{one.plate ? territory.formatPlate(one.plate) : 'véhicule'}</a> : {choice ? undoingChoices[choice].toLowerCase() : ''}. Acte en cause : <span class="sitt-hash">{one.act_id}</span></p> : null}
      {decided ? null : <ButtonGroup>{about.filter(({ subject }) => subject.mode === 'existing').map((d) => <Form action={`/guichet/demarches/${d.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="sujet" value={one.undoing_id ?? ''} /><Button kind="secondary">{d.title}</Button></Form>)}</ButtonGroup>}
    </Details>
  );
}
