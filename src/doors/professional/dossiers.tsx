import type { App } from '../../app.ts';
import { seal } from '../../core/access/sealed.ts';
import { advance, afterwardsOf, cancelDossier, evaluateDossier, loadDossier, piecesOf, readingSentence, transitions, whyRead, WrongStage, type Field } from '../../core/demarche/index.ts';
import { file, notFound, page, pieceFile, seeOther, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { openPieceStore, readPiece } from '../../core/pieces/index.ts';
import { findPaper, papersOfDossier, paperWords } from '../../domains/documents/index.ts';
import { decisionsAbout, dossiersOf, type CompanyDossier } from '../../domains/partners/index.ts';
import { companyNamed } from '../../domains/people/index.ts';
import { fleetCsv, fleetResults, type FleetResults } from '../../domains/registrations/index.ts';
import { FleetTable } from '../../domains/registrations/screens/index.ts';
import { Banner, BlockerPanel, Button, ButtonGroup, DateTimeFr, Details, EmptyState, FeeTable, Form, Inset, MoneyF, StageTracker, SummaryList, Table, Tag, Timeline } from '../../ui/index.ts';
import { Afterwards, blockerViews, feeViews, PieceList, Recap, stagesOf, stateWords, type StageEvent } from '../../ui/demarche/index.ts';
import { blockedPage, nextOf, notEntitledPage, type Draft, type WizardSite } from '../../ui/demarche/wizard.tsx';
import { myDecision } from '../../ui/demarche/recourse.tsx';
import { Decisions, sentRecourse } from './decisions.tsx';
import { openOurs } from './ours.ts';
import { cite, HOME, operators, partnerOf, show, users } from './site.ts';

const PURPOSE = 'dossiers de l’entreprise';

/** The wizard of this door: the company's démarches, by whoever acts for it. */
export const companyWizard = (app: App): WizardSite => ({
  world: app.world, data: app.data, base: HOME, door: 'professional', who: operators, purpose: 'saisie par un professionnel', cite,
  home: { href: HOME, label: 'Accueil' }, list: { href: `${HOME}/dossiers`, label: 'Dossiers' }, due: 'Ce qui sera pris sur votre compte',
  open: (ctx) => openOurs(ctx, app), worded: (ctx, fields) => byItsName(ctx, app, fields), show: (ctx, one) => show(ctx, app, one), signer: (actor) => (actor.kind === 'partner' ? actor.companyId : null),
});

/** Its own side of an errand is said by the company's name: « Mon entreprise (Garage Exemple) ». */
async function byItsName(ctx: Ctx, { world }: App, fields: Field[]): Promise<Field[]> {
  if (!fields.some(({ partnerOptions }) => partnerOptions?.['self'])) return fields;
  const name = (await companyNamed(world.read, partnerOf(ctx).companyId))?.name;
  return name ? fields.map((field) => (field.partnerOptions?.['self'] && field.options ? { ...field, options: field.options.map((one) => (one.value === 'self' ? { ...one, label: `${one.label} (${name})` } : one)) } : field)) : fields;
}

/** The company's dossiers: where each stands, what is missing, its papers. */
export function dossierRoutes(app: App): RouteLine[] {
  const { world } = app;
  const at = `${HOME}/dossiers/:dossier`;
  const ours = (method: 'GET' | 'POST', path: string, who: RouteLine['who'], handler: (ctx: Ctx, draft: Draft) => Promise<Answer>, whenStopped = method === 'GET'): RouteLine =>
    ({ method, whenStopped, path: `${at}${path}`, who, purpose: PURPOSE, handler: async (ctx) => handler(ctx, await openOurs(ctx, app)) });
  return [
    { method: 'GET', path: `${HOME}/dossiers`, who: users, handler: async (ctx) => {
      const { companyId } = partnerOf(ctx);
      const [rows, decisions] = await Promise.all([dossiersOf(world.read, companyId, { limit: 200 }), decisionsAbout(world.read, companyId)]);
      return page(show(ctx, app, { title: 'Dossiers', children: <><h1 class="govuk-heading-l">Dossiers</h1><Decisions app={app} rows={decisions} />{rows.length ? <Dossiers app={app} rows={rows} /> : <EmptyState title="Aucun dossier encore" />}</> }));
    } },
    ours('GET', '', users, async (ctx, draft) => {
      const { dossier } = draft;
      if (dossier.state !== 'draft') return page(await filePage(ctx, app, draft));
      const evaluation = await evaluateDossier(world, dossier, ctx.actor);
      if (evaluation.blockers.length && !evaluation.ctx) return page(blockedPage(ctx, companyWizard(app), draft, blockerViews(evaluation.blockers, cite)), 409);
      if (!evaluation.capacity) return page(notEntitledPage(ctx, companyWizard(app), draft, draft.d.who.map(({ label }) => label)), 403);
      return seeOther(nextOf(draft, evaluation, await piecesOf(world.acts, dossier.id)));
    }),
    ours('GET', '/flotte', users, async (ctx, draft) => page(await fleetPage(ctx, app, draft))),
    ours('GET', '/flotte.csv', users, async (_ctx, draft) => file(Buffer.from(`\uFEFF${fleetCsv(await resultsOf(app, draft))}`), 'text/csv; charset=utf-8', `flotte-${draft.dossier.number}.csv`)),
    ours('GET', '/pieces/:piece', users, async (ctx, { dossier }) => {
      const piece = (await piecesOf(world.read, dossier.id)).find(({ id }) => id === ctx.params['piece']);
      if (!piece) throw notFound();
      return pieceFile(app.data, { storedAs: piece.stored_as, mediaType: piece.media_type, filename: piece.filename });
    }),
    ours('POST', '/payer', operators, async (_ctx, { dossier }) => {
      const outcome = await advance(world, { actor: dossier.actor, door: 'professional' }, dossier.id);
      const waits = outcome.kind === 'moved' && outcome.dossier.state === 'to_pay';
      return seeOther(`${HOME}/dossiers/${dossier.id}`, waits ? { kind: 'error', text: 'Le compte de l’entreprise ne couvre pas encore ce dossier.' } : undefined);
    }),
    ours('POST', '/abandonner', operators, async (ctx, { dossier }) => {
      try {
        await cancelDossier(world, { actor: ctx.actor, door: 'professional' }, dossier.id, 'à la demande du professionnel');
      } catch (error) {
        if (!(error instanceof WrongStage)) throw error;
      }
      return seeOther(`${HOME}/dossiers/${dossier.id}`);
    }, true),
    { method: 'GET', path: `${HOME}/papiers/:number`, who: users, purpose: PURPOSE, handler: (ctx) => paper(ctx, app) },
  ];
}

async function resultsOf({ world }: App, { dossier }: Draft): Promise<FleetResults> {
  const found = dossier.subject_kind === 'fleet' ? await fleetResults(world, dossier.subject_id, world.clock().toISOString()) : null;
  if (!found) throw notFound('Ce dossier n’a pas changé de flotte.');
  return found;
}

async function fleetPage(ctx: Ctx, app: App, draft: Draft): Promise<string> {
  const { number, id } = draft.dossier;
  const title = 'Résultat, véhicule par véhicule';
  return show(ctx, app, { title, crumbs: [{ label: 'Dossiers', href: `${HOME}/dossiers` }, { label: number, href: `${HOME}/dossiers/${id}` }, { label: title }], children: <><h1 class="govuk-heading-l">{title}</h1><FleetTable results={await resultsOf(app, draft)} csv={`${HOME}/dossiers/${id}/flotte.csv`} /></> });
}

async function paper(ctx: Ctx, app: App): Promise<Answer> {
  const found = await findPaper(app.world.read, (ctx.params['number'] ?? '').slice(0, 60));
  const dossier = found?.dossier_id ? await loadDossier(app.world.read, found.dossier_id) : undefined;
  // Its own, or one that is made out to it: the letter of a decision.
  const { companyId } = partnerOf(ctx);
  if (!found || !(found.person_id === companyId || (dossier?.actor.kind === 'partner' && dossier.actor.companyId === companyId))) throw notFound();
  const { number, pdf_sha256: drawn } = await ctx.disclose(seal(found, { personIds: found.person_id ? [found.person_id] : [], kind: 'titre', subjectId: found.subject_id }));
  if (drawn) return file(await readPiece(openPieceStore(app.data), drawn.toString('hex')), 'application/pdf', `${number}.pdf`, true);
  return page(show(ctx, app, { title: 'Le papier se prépare', children: <><h1 class="govuk-heading-l">Le papier se prépare</h1><p class="govuk-body">Le numéro {number} est déjà valable ; son PDF est en cours d’écriture.</p><Button href={`${HOME}/papiers/${number}`}>Recharger</Button></> }), 202, { 'retry-after': '3' });
}

async function filePage(ctx: Ctx, app: App, draft: Draft): Promise<string> {
  const { world } = app;
  const { dossier, d, flat, label } = draft;
  const back = `${HOME}/dossiers/${dossier.id}`;
  const [events, papers, sent] = await Promise.all([
    world.read<StageEvent[]>`select at, from_state, to_state, what from dossier_event where dossier_id = ${dossier.id} order by position`, papersOfDossier(world.read, dossier.id), piecesOf(world.acts, dossier.id),
  ]);
  const waiting = dossier.state === 'to_complete' ? await evaluateDossier(world, dossier, dossier.actor) : null;
  const reading = dossier.state === 'in_review' ? readingSentence((await whyRead(world.read, [dossier.id])).get(dossier.id) ?? []) : '';
  const [decision, afterwards] = await Promise.all([myDecision(ctx, sentRecourse(app), draft), afterwardsOf(world, dossier)]);
  const why = Array.isArray(dossier.blockers) ? { reasons: [], blockers: [] } : dossier.blockers;
  const form = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  // Done without a paper (a place booked, a sale declared): what was asked is what there is to read.
  const unfolded = dossier.state === 'issued' && !papers.length;
  return show(ctx, app, { title: d.title, crumbs: [{ label: 'Dossiers', href: `${HOME}/dossiers` }, { label: dossier.number }], children: (
    <>
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="govuk-body">{label ? `${label}. ` : ''}Dossier <span class="sitt-num">{dossier.number}</span> <Tag kind={stateWords(dossier.state).kind}>{stateWords(dossier.state).label}</Tag></p>
      <StageTracker stages={stagesOf(dossier, events, d)} />
      {why.blockers.length ? <BlockerPanel blockers={blockerViews(why.blockers, cite)} /> : null}
      {why.reasons.length ? <Banner kind="warning" title="Il manque quelque chose"><ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">{why.reasons.map(({ label: what, kind }) => <li>{kind === 'signature' ? 'Signature : ' : ''}{what}</li>)}</ul></Banner> : null}
      {dossier.state === 'to_complete' ? <ButtonGroup>{waiting?.pieces.length ? <Button href={`${back}/pieces`}>Joindre les papiers</Button> : null}<Button kind="secondary" href={`${back}/verifier`}>Revoir et renvoyer</Button></ButtonGroup> : null}
      {dossier.state === 'to_pay' && dossier.quote ? <><FeeTable lines={feeViews(dossier.quote.lines, cite)} total={dossier.quote.total} caption="À prendre sur votre compte" /><Form action={`${back}/payer`} {...form}><Button>Payer par le compte</Button></Form></> : null}
      {dossier.state === 'issued' && dossier.subject_kind === 'fleet' ? <Button href={`${back}/flotte`}>Voir le résultat, véhicule par véhicule</Button> : null}
      {dossier.state === 'in_review' ? <Inset>{reading || 'Un agent examine ce dossier.'}</Inset> : null}
      {decision}
      <Afterwards said={afterwards} />
      {papers.length ? <><h2 class="govuk-heading-m">Papiers</h2><SummaryList rows={papers.map(({ number, template }) => ({ label: paperWords(template), value: <a class="govuk-link" href={`${HOME}/papiers/${number}`}>{number} (PDF)</a> }))} /></> : null}
      <Details summary="Ce qui a été déclaré" open={unfolded}><Recap demarche={d} flat={flat} level={unfolded ? 2 : 3} reader={ctx.actor} />{waiting?.pieces.length ? <PieceList pieces={waiting.pieces} sent={sent} /> : sent.length ? <><h3 class="govuk-heading-s">Ce que vous avez joint</h3><ul class="govuk-list">{sent.map((one) => <li><a class="govuk-link" href={`${back}/pieces/${one.id}`}>{one.filename}</a></li>)}</ul></> : null}</Details>
      <h2 class="govuk-heading-m">Historique</h2>
      <Timeline items={[...events].reverse().map(({ what, at, to_state }) => ({ title: `${what.charAt(0).toUpperCase()}${what.slice(1)}`, when: <DateTimeFr at={at} />, ...(to_state === 'issued' ? { weight: 'strong' as const } : {}) }))} />
      {transitions[dossier.state].includes('cancelled') ? <Form action={`${back}/abandonner`} {...form}><Button kind="link">Abandonner ce dossier</Button></Form> : null}
    </>
  ) });
}

/** Dossiers as a list: no name of a person stands in it. */
export function Dossiers({ app, rows }: { app: App; rows: readonly CompanyDossier[] }) {
  return <Table caption="Dossiers" captionHidden rows={rows} columns={[
    { label: 'Dossier', cell: (one) => <a class="govuk-link" href={`${HOME}/dossiers/${one.id}`}>{one.number}</a> }, { label: 'Démarche', cell: ({ demarche }) => app.world.catalogue.get(demarche)?.title ?? 'Démarche' },
    { label: 'Par', cell: ({ user_name }) => user_name.split(',')[0] ?? '' }, { label: 'Où il en est', cell: ({ state }) => <Tag kind={stateWords(state).kind}>{stateWords(state).label}</Tag> },
    { label: 'Prix', numeric: true, cell: ({ total }) => (total === null ? '' : <MoneyF amount={total} />) }, { label: 'Dernier changement', cell: ({ updated_at }) => <DateTimeFr at={updated_at} /> },
  ]} />;
}
