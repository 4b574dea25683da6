import { advance, afterwardsOf, cancelDossier, dossierEvents, evaluateDossier, piecesOf, transitions, WrongStage } from '../../core/demarche/index.ts';
import { citizens, file, leaveFor, notFound, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { seal } from '../../core/access/sealed.ts';
import { openPieceStore, readPiece } from '../../core/pieces/index.ts';
import { findPaper, mayReadPaper, papersOfDossier, paperWords } from '../../domains/documents/index.ts';
import { cardOrdersOf, CardUnavailable, checkCard, MoneyRefusal, receiptsOf, startCard } from '../../domains/payments/index.ts';
import { eventWords } from '../../domains/registrations/index.ts';
import { Banner, BlockerPanel, Button, ButtonGroup, DateTimeFr, Details, Form, Inset, MoneyF, StageTracker, SummaryList, Tag, Timeline } from '../../ui/index.ts';
import { Afterwards, blockerViews, eventBy, PieceList, Recap, stagesOf, stateWords } from '../../ui/demarche/index.ts';
import { cite, citizenOf, show, type CitizenApp } from './site.ts';
import { purseOf, StillYours, ToPay } from './money.tsx';
import { citizenRecourse } from './recourse.ts';
import { myDecision } from '../../ui/demarche/recourse.tsx';
import { blockedPage, nextOf, notEntitledPage, type Draft } from '../../ui/demarche/wizard.tsx';
import { citizenWizard, openMine } from './wizard.ts';

const PURPOSE = 'suivi de ma propre démarche';

/** One of my démarches: a draft goes on where it stood; anything else shows its real stage and what is mine to do. */
export function dossierRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  const at = '/usager/dossiers/:dossier';
  const mine = (method: 'GET' | 'POST', path: string, handler: (ctx: Ctx, draft: Draft) => ReturnType<RouteLine['handler']>): RouteLine =>
    ({ method, path: `${at}${path}`, who: citizens, purpose: PURPOSE, handler: async (ctx) => handler(ctx, await openMine(ctx, app)) });
  return [
    mine('GET', '', async (ctx, draft) => {
      const { dossier } = draft;
      if (dossier.state !== 'draft') return page(await filePage(ctx, app, draft));
      const evaluation = await evaluateDossier(world, dossier, ctx.actor);
      if (!evaluation.capacity) return page(notEntitledPage(ctx, citizenWizard(app), draft, draft.d.who.map(({ label }) => label)), 403);
      if (evaluation.blockers.length && !evaluation.ctx) return page(blockedPage(ctx, citizenWizard(app), draft, blockerViews(evaluation.blockers, cite)), 409);
      return seeOther(nextOf(draft, evaluation, await piecesOf(world.acts, dossier.id)));
    }),
    mine('POST', '/payer', async (ctx, { dossier, d }) => {
      try {
        const { redirectTo } = await startCard(app.desk, { dossierId: dossier.id, label: `${d.title}, dossier ${dossier.number}`, returnPath: `/usager/dossiers/${dossier.id}/paiement`, payerId: citizenOf(ctx).personId });
        return leaveFor(new URL(redirectTo));
      } catch (error) {
        if (error instanceof MoneyRefusal || error instanceof CardUnavailable) return seeOther(`/usager/dossiers/${dossier.id}`, { kind: 'error', text: error.message });
        throw error;
      }
    }),
    // The browser's return proves nothing: we ask the provider ourselves, then look where the dossier stands.
    mine('GET', '/paiement', async (_ctx, { dossier }) => {
      const [last] = await cardOrdersOf(world.acts, dossier.id);
      if (last) await checkCard(app.desk, last.id).catch(() => undefined);
      const { balance } = await purseOf(world.acts, dossier.id);
      const outcome = await advance(world, { actor: dossier.actor, door: 'citizen' }, dossier.id);
      const waits = outcome.kind === 'moved' && outcome.dossier.state === 'to_pay';
      // When it is not there yet, the page itself says what became of the attempt, for as long as it is true.
      return seeOther(`/usager/dossiers/${dossier.id}`, !waits && balance.received > 0 ? 'Paiement reçu.' : undefined);
    }),
    mine('POST', '/abandonner', async (ctx, { dossier }) => {
      try {
        await cancelDossier(world, { actor: ctx.actor, door: 'citizen' }, dossier.id, 'à la demande de l’usager');
      } catch (error) {
        if (error instanceof WrongStage) return seeOther(`/usager/dossiers/${dossier.id}`);
        throw error;
      }
      return seeOther('/usager/dossiers', 'La démarche est abandonnée. Rien ne vous sera demandé.');
    }),
    { method: 'GET', path: '/usager/papiers/:number', who: citizens, purpose: PURPOSE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const paper = await findPaper(world.read, (ctx.params['number'] ?? '').slice(0, 60));
      if (!paper || !(await mayReadPaper(world.read, paper, me))) throw notFound();
      const { number, pdf_sha256: drawn } = await ctx.disclose(seal(paper, { personIds: [paper.person_id ?? me.personId], kind: 'titre', subjectId: paper.subject_id }));
      if (drawn) return file(await readPiece(openPieceStore(app.data), drawn.toString('hex')), 'application/pdf', `${number}.pdf`, true);
      return page(show(ctx, app, { title: 'Votre papier se prépare', children: (
        <><h1 class="govuk-heading-l">Votre papier se prépare</h1><p class="govuk-body">Le numéro {number} est déjà valable. Son PDF est en cours d’écriture : rechargez cette page dans un instant.</p><Button href={`/usager/papiers/${number}`}>Recharger</Button></>
      ) }), 202, { 'retry-after': '3' });
    } },
  ];
}

async function filePage(ctx: Ctx, app: CitizenApp, draft: Draft): Promise<string> {
  const { world } = app;
  const { dossier, d, flat, label } = draft;
  const back = `/usager/dossiers/${dossier.id}`;
  const [events, papers, receipts, sent, purse] = await Promise.all([
    dossierEvents(world.read, dossier.id, { names: false }), papersOfDossier(world.read, dossier.id), receiptsOf(world.read, dossier.id), piecesOf(world.acts, dossier.id), purseOf(world.acts, dossier.id),
  ]);
  const waiting = dossier.state === 'to_complete' ? await evaluateDossier(world, dossier, dossier.actor) : null;
  const [decision, afterwards] = await Promise.all([myDecision(ctx, citizenRecourse(app), draft), afterwardsOf(world, dossier)]);
  const why = Array.isArray(dossier.blockers) ? { reasons: [], blockers: [] } : dossier.blockers;
  return show(ctx, app, { title: d.title, width: 'wide', crumbs: [{ label: 'Mes démarches', href: '/usager/dossiers' }, { label: dossier.number }], children: (
    <>
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="govuk-body">{label ? `${label}. ` : ''}Dossier <span class="sitt-num">{dossier.number}</span> <Tag kind={stateWords(dossier.state).kind}>{stateWords(dossier.state).label}</Tag></p>
      <StageTracker stages={stagesOf(dossier, events, d)} />
      {why.blockers.length ? <BlockerPanel blockers={blockerViews(why.blockers, cite)} /> : null}
      {why.reasons.length ? <Banner kind="warning" title="Il manque quelque chose"><ul class="govuk-list govuk-list--bullet">{why.reasons.map(({ label: what, kind }) => <li>{kind === 'signature' ? 'Signature : ' : ''}{what}</li>)}</ul></Banner> : null}
      {dossier.state === 'to_complete' ? (
        <ButtonGroup>
          {waiting?.pieces.length ? <Button href={`${back}/pieces`}>Joindre les papiers</Button> : null}
          <Button kind="secondary" href={`${back}/verifier`}>Revoir et renvoyer</Button>
        </ButtonGroup>
      ) : null}
      <ToPay dossier={dossier} purse={purse} now={world.clock()} csrf={ctx.csrf} requestId={ctx.freshRequest} />
      <StillYours dossier={dossier} purse={purse} />
      {dossier.state === 'in_review' ? <Inset>Un agent examine votre dossier. Vous serez prévenu de sa décision.</Inset> : null}
      {decision}
      <Afterwards said={afterwards} />
      {papers.length || receipts.length ? (
        <>
          <h2 class="govuk-heading-m">Vos papiers</h2>
          <SummaryList rows={[
            ...papers.filter(({ number }) => !receipts.some((one) => one.number === number)).map(({ number, template }) => ({ label: paperWords(template), value: <a class="govuk-link" href={`/usager/papiers/${number}`}>{number} (PDF)</a> })),
            ...receipts.map(({ number, total }) => ({ label: 'Quittance', value: <>{papers.some((one) => one.number === number) ? <a class="govuk-link" href={`/usager/papiers/${number}`}>{number} (PDF)</a> : `${number}, PDF en préparation`}, <MoneyF amount={total} /></> })),
          ]} />
        </>
      ) : null}
      <Details summary="Ce que vous avez déclaré"><Recap demarche={d} flat={flat} level={3} />{waiting?.pieces.length ? <PieceList pieces={waiting.pieces} sent={sent} /> : null}</Details>
      <h2 class="govuk-heading-m">Historique</h2>
      <Timeline items={[...events].reverse().map((event) => ({ title: `${event.what.charAt(0).toUpperCase()}${event.what.slice(1)}`, when: <DateTimeFr at={event.at} />, by: eventBy(event, eventWords), ...(event.to_state === 'issued' ? { weight: 'strong' as const } : {}) }))} />
      {transitions[dossier.state].includes('cancelled') ? <Form action={`${back}/abandonner`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="link">Abandonner cette démarche</Button></Form> : null}
    </>
  ) });
}
