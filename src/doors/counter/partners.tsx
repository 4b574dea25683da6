import type { ComponentChildren } from 'preact';
import { history } from '../../core/act/read.ts';
import { loadStates } from '../../core/act/store.ts';
import { liveDelegation } from '../../core/access/delegations.ts';
import type { States } from '../../core/act/types.ts';
import { bringHeldToDecision, viewOf } from '../../core/demarche/index.ts';
import { notFound, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { addDays, formatDateTime, formatShortDate, parseDate, today } from '../../core/values/time.ts';
import { accreditationById, allAccreditations, asOf, coversAct, dossiersOf, examinationOf, heldActs, oddActsOf, openSuspension, openToTrade, partnerKinds, quotaOf, standsWords, usedByDemarche, type Accreditation, type AccreditationState, type CompanyDossier, type Examined } from '../../domains/partners/index.ts';
import { photosWhere, type Photo } from '../../domains/inspections/index.ts';
import { actSentence } from '../../domains/registrations/index.ts';
import { territory } from '../../territory/index.ts';
import { Banner, Button, ButtonGroup, DateTimeFr, EmptyState, Field, Form, SummaryList, Table, Tag, Timeline, type TagKind } from '../../ui/index.ts';
import { stateWords } from '../../ui/demarche/index.ts';
import { Reasons } from './oddness.tsx';
import { openPhoto, PhotoLinks } from './inspection/photo.tsx';
import { companyPart } from './partner-actions.tsx';
import { wrongActs } from './partner-checks.tsx';
import { drivesPart } from './partner-drives.tsx';
import { agentOf, callerOf, isUuid, managesPartnersOnly, partnerAgents, show, textOf, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

const HOME = '/guichet/professionnels';
const PURPOSE = 'gestion des professionnels';
const MOST_SHOWN = 3;
const KINDS: Readonly<Record<Accreditation['status'], TagKind>> = { active: 'success', suspended: 'danger', ended: 'neutral' };

/** Professionals as their manager sees them: who is accredited for what, what they did, and how to stop one. */
export function partnerRoutes(app: CounterApp): RouteLine[] {
  const { pools, world } = app;
  return [
    { method: 'GET', path: HOME, who: partnerAgents, purpose: PURPOSE, handler: async (ctx) => {
      const [all, held] = await Promise.all([allAccreditations(pools.read, world.clock()), heldActs(pools.read)]);
      const [names, states] = await Promise.all([namesOf(ctx, app, all.map(({ companyId }) => companyId)), loadStates(pools.read, world.facets, all.map(({ id }) => ({ kind: 'accreditation', id })))]);
      const freezes = freezesOf(all, states, world.clock());
      const rows = all.toSorted((a, b) => Number(a.status === 'ended') - Number(b.status === 'ended') || (names.get(a.companyId) ?? '').localeCompare(names.get(b.companyId) ?? '', 'fr'));
      return page(show(ctx, app, { title: 'Professionnels', children: (
        <>
          <h1 class="govuk-heading-l">Professionnels</h1>
          <ButtonGroup><Button href="/guichet/files/examen">Demandes à examiner</Button><Button kind="secondary" href="/guichet/demarches">Enregistrer une demande</Button></ButtonGroup>
          <Freezes rows={freezes} names={names} />
          <Held acts={held} all={all} names={names} app={app} opens={!managesPartnersOnly(ctx)} refuse={refuseForm(ctx)} />
          {await wrongActs(ctx, app)}
          {rows.length ? <Table caption="Accréditations" rows={rows} columns={[
            { label: 'Entreprise', cell: (one) => <a class="govuk-link" href={`${HOME}/${one.id}`}>{names.get(one.companyId) ?? 'Identité effacée'}</a> },
            { label: 'Métier', cell: ({ kind }) => partnerKinds[kind] }, { label: 'Numéro', cell: ({ number }) => <span class="sitt-num">{number}</span> },
            { label: 'État', cell: (one) => <Tag kind={KINDS[one.status]}>{standsWords(one)}</Tag> }, { label: 'Jusqu’au', cell: ({ convention }) => formatShortDate(convention.to) },
          ]} /> : <EmptyState title="Aucun professionnel n’est accrédité" />}
        </>
      ) }));
    } },
    // Held, it is a draft: brought to a decision, it may be refused as any file, by whoever has the delegation for it.
    { method: 'POST', path: `${HOME}/retenus/:dossier/decision`, who: partnerAgents, purpose: PURPOSE, handler: async (ctx) => {
      const id = ctx.params['dossier'] ?? '';
      const found = isUuid(id) ? await examinationOf(pools.read, id) : undefined;
      if (!found?.held || found.released || !['draft', 'to_complete'].includes(found.state)) throw notFound('Cet acte n’est pas retenu, ou ne l’est plus.');
      if (!(await liveDelegation(pools.read, agentOf(ctx).agentId, found.demarche, world.today(world.clock())))) return seeOther(HOME, { kind: 'error', text: 'Vous n’avez pas de délégation de signature pour cette démarche : un agent qui l’a amène cet acte à la décision.' });
      await bringHeldToDecision(world, { ...callerOf(ctx), actor: agentOf(ctx) }, id);
      return seeOther(`/guichet/dossiers/${id}`, 'L’acte retenu est à la décision : refusez-le avec ses motifs, ou rendez-le en demandant un complément.');
    } },
    { method: 'GET', path: `${HOME}/:accreditation`, who: partnerAgents, purpose: PURPOSE, handler: async (ctx) => page(await accreditationPage(ctx, app)) },
    { method: 'GET', path: `${HOME}/:accreditation/photos/:piece`, who: partnerAgents, purpose: 'photographies d’une visite', handler: async (ctx) => {
      const id = ctx.params['accreditation'] ?? '';
      const found = isUuid(id) ? await accreditationById(pools.read, id, world.clock()) : undefined;
      return openPhoto(ctx, app, ({ companyId }) => found !== undefined && companyId === found.companyId);
    } },
  ];
}

type Freeze = { of: Accreditation; until: Date; lapsed: boolean };

/** Freezes that wait for a suspension by delegation, and those that ended without one in the last days. */
function freezesOf(all: readonly Accreditation[], states: Awaited<ReturnType<typeof loadStates>>, now: Date): Freeze[] {
  const since = addDays(today(now), -territory.parameter('partnerFreezeAgainDays', today(now)).value);
  const suspensionsOf = (found: unknown) => (found ? asOf(found as AccreditationState, now.toISOString()).suspensions : []);
  return all.flatMap((of) => suspensionsOf(states.get(of.id)?.['accreditation']).flatMap(({ to, lapsed, provisionalUntil }): Freeze[] =>
    (provisionalUntil && (to === null || (lapsed && to.slice(0, 10) >= since)) ? [{ of, until: new Date(to ?? provisionalUntil), lapsed: lapsed === true }] : [])));
}

function Freezes({ rows, names }: { rows: readonly Freeze[]; names: ReadonlyMap<string, string> }) {
  if (!rows.length) return null;
  return <Table caption="Gels provisoires" rows={rows} columns={[
    { label: 'Entreprise', cell: ({ of }) => <a class="govuk-link" href={`${HOME}/${of.id}`}>{names.get(of.companyId) ?? 'Identité effacée'}</a> },
    { label: 'État', cell: ({ lapsed }) => <Tag kind={lapsed ? 'neutral' : 'danger'}>{lapsed ? 'a pris fin sans suspension' : 'attend une suspension signée'}</Tag> },
    { label: 'Fin', cell: ({ until }) => <DateTimeFr at={until} /> },
  ]} />;
}

/** Acts that the control held before they were done: who frees one does so from its accreditation. */
function Held({ acts, all, names, app, opens, refuse }: { refuse: Refuse;  acts: readonly Examined[]; all: readonly Accreditation[]; names: ReadonlyMap<string, string>; app: CounterApp; opens: boolean }) {
  if (!acts.length) return null;
  const link = (id: string) => { const of = all.find((one) => one.companyId === id); const name = names.get(id) ?? 'Identité effacée'; return of ? <a class="govuk-link" href={`${HOME}/${of.id}`}>{name}</a> : name; };
  const byCompany = Map.groupBy(acts, ({ company_id }) => company_id);
  return (
    <section>
      <h2 class="govuk-heading-m">Actes retenus, à voir</h2>
      {[...byCompany].map(([id, rows]) => <HeldOf company={link(id)} rows={rows} app={app} opens={opens} refuse={refuse} />)}
    </section>
  );
}

/** Those of one company: a burst is folded, so that it hides nobody else. */
function HeldOf({ company, rows, app, opens, refuse }: { refuse: Refuse;  company: ComponentChildren; rows: readonly Examined[]; app: CounterApp; opens: boolean }) {
  const table = <HeldTable rows={rows} app={app} opens={opens} refuse={refuse} />;
  return (
    <>
      <p class="govuk-body govuk-!-margin-bottom-1"><strong>{company}</strong> : {rows.length === 1 ? 'un acte' : `${rows.length} actes`}. Pour en libérer un, ouvrez son accréditation ; pour le refuser, avec ses motifs, amenez-le à la décision.</p>
      {rows.length > MOST_SHOWN ? <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Les {rows.length} actes et leurs raisons</span></summary>{table}</details> : table}
    </>
  );
}

type Refuse = (one: Examined) => ComponentChildren;
const refuseForm = (ctx: Ctx): Refuse => ({ dossier_id: id, number }) => <Form action={`${HOME}/retenus/${id}/decision`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="secondary">Amener à la décision<span class="govuk-visually-hidden"> le dossier {number}</span></Button></Form>;

function HeldTable({ rows, app, opens, refuse }: { refuse: Refuse;  rows: readonly Examined[]; app: CounterApp; opens: boolean }) {
  return <Table caption="Actes retenus" captionHidden rows={rows} columns={[
    { label: 'Dossier', cell: ({ number }) => <span class="sitt-num">{number}</span> }, { label: 'Démarche', cell: ({ demarche }) => app.world.catalogue.get(demarche)?.title ?? 'Démarche' },
    { label: 'Envoyé', cell: ({ sent_at }) => <DateTimeFr at={sent_at} /> }, { label: 'Raisons', cell: (one) => <Reasons of={one} opens={opens} /> }, { label: 'Suite', cell: refuse },
  ]} />;
}

async function namesOf(ctx: Ctx, app: CounterApp, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await ctx.disclose(await personsById(app.pools.read, ids))).map(({ person_id, name }) => [person_id, name]));
}

async function accreditationPage(ctx: Ctx, app: CounterApp): Promise<string> {
  const { world, pools } = app;
  const id = ctx.params['accreditation'] ?? '';
  const found = isUuid(id) ? await accreditationById(pools.read, id, world.clock()) : undefined;
  if (!found) throw notFound('Cette accréditation n’existe pas.');
  const here = world.today(world.clock());
  const span = { from: parseDate(textOf(ctx.query['du'] as string)) ?? addDays(here, -30), to: parseDate(textOf(ctx.query['au'] as string)) ?? here };
  const [names, states, used, acts, past, odd] = await Promise.all([
    namesOf(ctx, app, [found.companyId]), loadStates(pools.read, world.facets, [{ kind: 'accreditation', id }]), usedByDemarche(pools.read, found.companyId, here),
    dossiersOf(pools.read, found.companyId, { ...span, limit: 200 }), history(pools.read, world.facets, { kind: 'accreditation', id }), oddActsOf(pools.read, found.companyId, span.from, span.to),
  ]);
  const state = asOf(states.get(id)?.['accreditation'] as AccreditationState, world.clock().toISOString());
  const photos = await photosWhere(pools.read, { dossierIds: acts.map((one) => one.id) });
  const name = names.get(found.companyId) ?? 'Identité effacée';
  return show(ctx, app, { title: name, crumbs: [{ label: 'Professionnels', href: HOME }, { label: name }], children: (
    <>
      <h1 class="govuk-heading-l">{name} <Tag kind={KINDS[found.status]}>{standsWords(found)}</Tag></h1>
      <Stopped state={state} />
      <Convention of={found} used={used} state={state} app={app} />
      <Steps ctx={ctx} app={app} id={id} state={state} states={states.get(id)} />
      {await companyPart(ctx, app, found, state.people?.manager)}
      <h2 class="govuk-heading-m">Ses actes</h2>
      <p class="govuk-body"><a class="govuk-link" href={`${HOME}/${id}/actes`}>Actes faits, tiers de bonne foi, et suites proposées</a></p>
      <form class="sitt-inline" method="get" action={`${HOME}/${id}`}>
        <Field spec={{ path: 'du', control: 'text', label: 'Du', width: 10 }} values={{ du: formatShortDate(span.from) }} />
        <Field spec={{ path: 'au', control: 'text', label: 'Au', width: 10 }} values={{ au: formatShortDate(span.to) }} />
        <Button kind="secondary">Montrer</Button>
      </form>
      <Acts rows={acts} app={app} opens={!managesPartnersOnly(ctx)} photos={photos} at={`${HOME}/${id}`} />
      <Odd acts={odd} opens={!managesPartnersOnly(ctx)} />
      {await drivesPart(ctx, app, found.companyId, span)}
      <h2 class="govuk-heading-m">Son histoire</h2>
      <Timeline items={past.toReversed().map(({ act }) => { const said = actSentence(act as never); return { when: formatDateTime(new Date(act.recordedAt)), title: said.title, ...(said.details.length ? { details: said.details.map((one) => <p class="govuk-body govuk-!-margin-bottom-1">{one}</p>) } : {}) }; })} />
    </>
  ) });
}

/** Why it is stopped, and until when its company may answer. */
function Stopped({ state }: { state: AccreditationState }) {
  const open = openSuspension(state);
  if (!open) return null;
  return <Banner kind="warning" title={open.provisionalUntil ? 'Gelée à titre provisoire : aucune démarche n’est possible, à aucune porte' : 'Suspendue : aucune démarche n’est possible, à aucune porte'}>{open.provisionalUntil ? <p class="govuk-body">Le gel prend fin le <DateTimeFr at={new Date(open.provisionalUntil)} /> si personne n’a signé de suspension par délégation.</p> : null}<p class="govuk-body">{open.reason ?? 'Motifs effacés'}</p><p class="govuk-body govuk-!-margin-bottom-0">Fondement : {open.text}. Depuis le <DateTimeFr at={new Date(open.from)} />. Observations de l’entreprise jusqu’au {formatShortDate(open.hearingUntil)}.</p></Banner>;
}

function Convention({ of: { number, kind, convention }, used, state, app }: { of: Accreditation; used: ReadonlyMap<string, number>; state: AccreditationState; app: CounterApp }) {
  const today = app.world.today(app.world.clock());
  const opened = [...app.world.catalogue.values()].filter((d) => coversAct(convention.acts, d.id) && openToTrade(d, { kind: 'partner', userId: '', companyId: '', partnerKind: kind, name: '', roles: ['operator'] }));
  const quotas = [...new Set([...Object.keys(convention.quotas), ...used.keys()])].map((one) => `${app.world.catalogue.get(one)?.title ?? one} : ${used.get(one) ?? 0} aujourd’hui, sur ${quotaOf(convention, one)}`);
  return <SummaryList rows={[
    { label: 'Accréditation', value: <span class="sitt-num">{number}</span> }, { label: 'Métier', value: partnerKinds[kind] }, { label: 'Représentant', value: state.people?.representative ?? 'Effacé' },
    { label: 'Convention', value: `du ${formatShortDate(convention.from)} au ${formatShortDate(convention.to)}${convention.from > today ? ' : rien n’est possible avant' : ''}` }, { label: 'Démarches', value: <ul class="govuk-list govuk-!-margin-bottom-0">{opened.map(({ title }) => <li>{title}</li>)}</ul> },
    { label: 'Par jour', value: <>{convention.perDay} de chaque démarche{quotas.map((one) => <div>{one}</div>)}</> }, { label: 'Titres imprimés', value: convention.printing ? 'par l’entreprise, sur les titres vierges qui lui sont remis' : 'par le guichet, à retirer' }, { label: 'Papiers', value: keptText(app, convention, state) }, ...(convention.sites.length ? [{ label: 'Sites', value: convention.sites.join(', ') }] : []),
  ]} />;
}

/** Whose papers the company keeps, or why they are read again. */
function keptText({ world }: CounterApp, { kept }: Accreditation['convention'], { distrust }: AccreditationState): string {
  if (kept) return `gardés par l’entreprise à partir du ${formatShortDate(kept.from)} : ${kept.acts.map((id) => world.catalogue.get(id)?.title ?? id).join(', ')}`;
  return distrust ? `de nouveau lus par un agent depuis le ${formatShortDate(world.today(new Date(distrust.at)))} : ${distrust.reason ?? 'motifs effacés'}` : 'lus par un agent avant chaque acte';
}

/** The acts of the period that the control found odd, the oddest first. */
function Odd({ acts, opens }: { acts: readonly Examined[]; opens: boolean }) {
  if (!acts.length) return null;
  return <Table caption="Anomalies de la période" rows={acts} columns={[
    { label: 'Dossier', cell: ({ number }) => <span class="sitt-num">{number}</span> }, { label: 'Score', cell: ({ score }) => score },
    { label: 'Raisons', cell: (one) => <Reasons of={one} opens={opens} /> }, { label: 'Par', cell: ({ user_name }) => user_name.split(',')[0] ?? '' },
    { label: 'Suite', cell: ({ held, released }) => (held ? <Tag kind={released ? 'success' : 'danger'}>{released ? 'Libéré' : 'Retenu'}</Tag> : '') },
  ]} />;
}

/** What may be done about it: each a démarche of the catalogue, signed by delegation. */
function Steps({ ctx, app, id, state, states }: { ctx: Ctx; app: CounterApp; id: string; state: AccreditationState; states: States | undefined }) {
  const { actor } = ctx;
  const about = [...app.world.catalogue.values()].filter(({ subject, who }) => subject.mode === 'existing' && subject.view.kind === 'accreditation' && who.some((one) => one.holds({ actor, subject: { kind: 'accreditation', id }, state: {}, get: (facet) => facet.initial, today: '' })))
    // What would be blocked before its first question is not offered.
    .filter((d) => !d.blocks({ state: { ...viewOf(d, states) as object, accreditation: state }, today: app.world.today(app.world.clock()), now: app.world.clock().toISOString() } as never).length);
  if (!about.length) return null;
  return <ButtonGroup>{about.map((d) => <Form action={`/guichet/demarches/${d.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="sujet" value={id} /><Button kind="secondary">{d.title}</Button></Form>)}</ButtonGroup>;
}

function Acts({ rows, app, opens, photos, at }: { rows: readonly CompanyDossier[]; app: CounterApp; opens: boolean; photos: readonly Photo[]; at: string }) {
  if (!rows.length) return <EmptyState title="Aucune démarche dans cette période" />;
  return <Table caption="Ses démarches de la période" captionHidden rows={rows} columns={[
    { label: 'Dossier', cell: ({ number, id }) => (opens ? <a class="govuk-link" href={`/guichet/dossiers/${id}`}>{number}</a> : <span class="sitt-num">{number}</span>) }, { label: 'Démarche', cell: ({ demarche }) => app.world.catalogue.get(demarche)?.title ?? 'Démarche' },
    { label: 'Par', cell: ({ user_name }) => user_name.split(',')[0] ?? '' }, { label: 'Déposée', cell: ({ submitted_at }) => (submitted_at ? <DateTimeFr at={submitted_at} /> : '') },
    { label: 'Où elle en est', cell: ({ state }) => <Tag kind={stateWords(state).kind}>{stateWords(state).label}</Tag> },
    ...(photos.length ? [{ label: 'Photographies', cell: ({ id }: CompanyDossier) => <PhotoLinks photos={photos.filter(({ dossierId }) => dossierId === id)} hrefOf={(one) => `${at}/photos/${one.id}`} /> }] : []),
  ]} />;
}
