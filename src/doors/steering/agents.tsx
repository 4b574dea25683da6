import type { App } from '../../app.ts';
import type { AccountAct } from '../../core/access/account-facet.ts';
import { history } from '../../core/act/read.ts';
import { agents, notFound, page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { isUuid } from '../../core/values/ids.ts';
import { territory } from '../../territory/index.ts';
import { Button, Details, ErrorSummary, Field, Fields, Form, Inset, SummaryList, Table, Tag, Timeline, Warning, type FormError, type FormValues } from '../../ui/index.ts';
import { agentFields, AUTHORITIES, emailField, ROLES } from './agent-form.tsx';
import { DelegationPart, loadDelegationPart } from './agent-delegations.tsx';
import { findAgent, listAgents, type AgentLine } from './agents-store.ts';
import { show, steeringAgents } from './site.tsx';

/** Who opens, changes and closes the accounts of others; never their own. */
export const accountAdmins = agents('referential-admin');

/** The accounts: everyone who steers reads them, an administrator of accounts opens a new one. */
export function agentRoutes(app: App): RouteLine[] {
  return [
    { method: 'GET', path: '/pilotage/agents', who: steeringAgents, handler: async (ctx) => page(show(ctx, app, { title: 'Agents', children: <List lines={await listAgents(app.pools.read)} mayOpen={isAdmin(ctx)} /> })) },
    { method: 'GET', path: '/pilotage/agents/nouveau', who: accountAdmins, handler: (ctx) => page(newPage(ctx, app)) },
    { method: 'GET', path: '/pilotage/agents/:id', who: steeringAgents, handler: async (ctx) => page(await agentPage(ctx, app)) },
  ];
}

export const isAdmin = ({ actor }: Ctx): boolean => actor.kind === 'agent' && actor.roles.includes('referential-admin');

/** The form of a new account, empty or as it was typed. */
export function newPage(ctx: Ctx, app: App, values: FormValues = {}, errors: readonly FormError[] = []): string {
  return show(ctx, app, { title: 'Ouvrir un compte', ...(errors.length ? { hasErrors: true } : {}), children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Ouvrir un compte</h1>
      <Form action="/pilotage/agents/nouveau" csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Fields specs={[...agentFields(), emailField]} values={values} errors={errors} />
        <Inset>Vous obtiendrez un lien à remettre à la personne. Elle y choisit son mot de passe et relie son application d’authentification ; vous ne les connaîtrez jamais.</Inset>
        <Button>Ouvrir le compte</Button>
      </Form>
    </>
  ) });
}

/** The page of one account, with what may be done about it. @param typed what was typed in one of its forms, with its errors */
export async function agentPage(ctx: Ctx, app: App, typed: { values?: FormValues; errors?: readonly FormError[]; part?: 'place' | 'delegation' | 'link' } = {}): Promise<string> {
  const id = ctx.params['id'] ?? '';
  const agent = await agentOf(ctx, app);
  const own = ctx.actor.kind === 'agent' && ctx.actor.agentId === id;
  const may = isAdmin(ctx) && !own;
  const data = await loadDelegationPart(app, agent);
  const past = await history(app.pools.read, app.world.facets, { kind: 'agent', id });
  const names = new Map((await listAgents(app.pools.read)).map((one) => [one.id, one.name]));
  const errors = typed.errors ?? [];
  const of = (part: typeof typed.part) => (typed.part === part ? { values: typed.values ?? {}, errors } : { values: {}, errors: [] });
  return show(ctx, app, { title: agent.name, ...(errors.length ? { hasErrors: true } : {}), children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{agent.name} {agent.active ? null : <Tag kind="warning">compte fermé</Tag>}</h1>
      <SummaryList rows={[{ label: 'Place', value: placeOf(agent) }, { label: 'Rôles', value: rolesOf(agent) }, { label: 'Connexion', value: agent.entered ? 'mot de passe et application d’authentification choisis' : agent.demo ? 'démonstration, en un clic' : 'n’a pas encore utilisé son lien' }]} />
      {own ? <Inset>C’est votre compte : personne ne change ses propres droits. Demandez à un autre administrateur des comptes.</Inset> : null}
      <DelegationPart app={app} ctx={ctx} agent={agent} may={may} typed={of('delegation')} data={data} />
      {may ? <Actions ctx={ctx} agent={agent} place={of('place')} link={of('link')} /> : null}
      {past.length ? <><h2 class="govuk-heading-m">Ce qui a été fait sur ce compte</h2><Timeline items={past.toReversed().map(({ act }) => ({ when: formatDateTime(new Date(act.recordedAt)), title: sentence(act as never, names) }))} /></> : null}
    </>
  ) });
}

/** The account of the address. Throws 404. */
export async function agentOf({ params: { id = '' } }: Ctx, app: App): Promise<AgentLine> {
  const agent = isUuid(id) ? await findAgent(app.pools.read, id) : undefined;
  if (!agent) throw notFound();
  return agent;
}

type Part = { values: FormValues; errors: readonly FormError[] };

function Actions({ ctx, agent, place, link }: { ctx: Ctx; agent: AgentLine; place: Part; link: Part }) {
  const to = `/pilotage/agents/${agent.id}`;
  const now = { name: agent.name, kind: agent.authority ? 'authority' : 'office', office: agent.office ?? '', roles: agent.roles, authority: agent.authority ?? '', unit: agent.unit ?? '' };
  const form = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  return (
    <>
      <h2 class="govuk-heading-m">Administrer ce compte</h2>
      <Details summary="Changer le nom, le bureau ou les rôles" open={place.errors.length > 0}>
        <Form action={`${to}/place`} {...form}><Fields specs={agentFields()} values={{ ...now, ...place.values }} errors={place.errors} /><Button kind="secondary">Enregistrer</Button></Form>
      </Details>
      {agent.active ? (
        <Details summary="Donner un lien d’entrée, le premier ou après une perte" open={link.errors.length > 0}>
          <Form action={`${to}/lien`} {...form}>
            <Field spec={emailField} values={{ email: agent.email ?? '', ...link.values }} errors={link.errors} />
            <Warning>Le mot de passe et l’application actuels cessent aussitôt de servir, et ses sessions se ferment.</Warning>
            <Button kind="secondary">Faire le lien</Button>
          </Form>
        </Details>
      ) : null}
      <Form action={`${to}/${agent.active ? 'fermer' : 'rouvrir'}`} {...form}><Button kind={agent.active ? 'warning' : 'secondary'}>{agent.active ? 'Fermer ce compte' : 'Rouvrir ce compte'}</Button></Form>
    </>
  );
}

function List({ lines, mayOpen }: { lines: readonly AgentLine[]; mayOpen: boolean }) {
  return (
    <>
      <h1 class="govuk-heading-l">Agents</h1>
      <p class="sitt-lede">Chaque droit donné ou retiré est un acte du journal, avec qui l’a donné.</p>
      {mayOpen ? <Button href="/pilotage/agents/nouveau">Ouvrir un compte</Button> : null}
      <Table caption="Comptes des agents et des autorités" captionHidden rows={lines} columns={[
        { label: 'Nom', cell: (one) => <><a class="govuk-link" href={`/pilotage/agents/${one.id}`}>{one.name}</a>{one.active ? null : <>{' '}<Tag kind="warning">fermé</Tag></>}</> },
        { label: 'Place', cell: placeOf }, { label: 'Rôles', cell: rolesOf },
      ]} />
    </>
  );
}

const placeOf = ({ office, authority, unit }: AgentLine): string => (authority ? `${AUTHORITIES[authority] ?? authority}, ${unit ?? ''}` : territory.office(office ?? '')?.name ?? office ?? '');
const rolesOf = ({ roles, authority }: AgentLine): string => (authority ? 'autorité' : roles.map((role) => (ROLES[role] ?? role).split(' : ')[0]).join(', '));

function sentence(act: AccountAct, names: ReadonlyMap<string, string>): string {
  const by = act.payload.by === null ? 'par la commande de la machine' : `par ${names.get(act.payload.by) ?? 'un administrateur'}`;
  switch (act.kind) {
    case 'account.placed': return `Nom et droits enregistrés ${by} : ${'office' in act.payload.place ? act.payload.place.roles.map((role) => (ROLES[role] ?? role).split(' : ')[0]).join(', ') : act.payload.place.unit}`;
    case 'account.closed': return `Compte fermé ${by}`;
    case 'account.reopened': return `Compte rouvert ${by}`;
    case 'account.invited': return `Lien d’entrée fait ${by}`;
    case 'delegation.recorded': return `Délégation « ${act.payload.delegation.capacity} »${act.payload.delegation.to ? ` jusqu’au ${act.payload.delegation.to}` : ''} enregistrée ${by}`;
    default: return 'Autre acte';
  }
}
