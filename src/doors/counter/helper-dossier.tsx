import { dossierEvents, evaluateDossier, piecesOf, signaturesOf } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';
import { Banner, BlockerPanel, Button, ButtonGroup, Card, StageTracker, Tag } from '../../ui/index.ts';
import { blockerViews, PieceList, Recap, stagesOf, stateWords } from '../../ui/demarche/index.ts';
import type { Errand } from './errand.ts';
import { readableAnswers } from './readable.ts';
import { Marks } from './who-signs.tsx';
import { SignForm } from './sign-form.tsx';
import { cite, show, type CounterApp } from './site.tsx';
import { subjectText } from './subject.ts';

/** A dossier as the helper who keyed it follows it: its stage, what it waits for, what was keyed. No decision, no money, no register. */
export async function helperDossierPage(ctx: Ctx, app: CounterApp, errand: Errand): Promise<string> {
  const { d, dossier } = errand;
  const [events, sent, evaluation, subject, flat, signed] = await Promise.all([
    dossierEvents(app.pools.read, dossier.id, { names: false }), piecesOf(app.pools.read, dossier.id), evaluateDossier(app.world, dossier, dossier.actor), subjectText(app, dossier), readableAnswers(ctx, app, errand), signaturesOf(app.pools.read, dossier.id),
  ]);
  const why = Array.isArray(dossier.blockers) ? { reasons: [], blockers: [] } : dossier.blockers;
  const back = `/guichet/dossiers/${dossier.id}`;
  const state = stateWords(dossier.state);
  return show(ctx, app, { title: `${d.title}, ${dossier.number}`, width: 'reading', crumbs: [{ label: 'Aide aux démarches', href: '/guichet' }, { label: `Dossier ${dossier.number}` }], children: (
    <>
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="govuk-body">{subject ? <strong>{subject}. </strong> : null}Dossier {dossier.number} <Tag kind={state.kind}>{state.label}</Tag></p>
      <StageTracker stages={stagesOf(dossier, events, d, 'agent')} />
      {why.blockers.length ? <BlockerPanel blockers={blockerViews(why.blockers, cite)} /> : null}
      {why.reasons.length ? <Banner kind="warning" title="Il manque quelque chose"><ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">{why.reasons.map(({ label, kind }) => <li>{kind === 'signature' ? 'Signature : ' : ''}{label}</li>)}</ul></Banner> : null}
      {dossier.state === 'to_pay' ? <Banner kind="information" title="À payer">La personne paie au guichet, ou en ligne depuis son compte.</Banner> : null}
      {dossier.state === 'to_complete' ? evaluation.signatures.filter(({ paper }) => !paper).map((party) => <SignForm party={party} back={back} form={{ csrf: ctx.csrf, requestId: ctx.freshRequest }} />) : null}
      <ButtonGroup>
        {dossier.state === 'to_complete' ? <Button href={`${back}/saisie`}>Compléter et renvoyer</Button> : null}
        <Button kind="secondary" href={`${back}/recapitulatif`}>Récapitulatif à lire ou à signer</Button>
      </ButtonGroup>
      {evaluation.pieces.length ? <Card title="Pièces"><PieceList pieces={evaluation.pieces} sent={sent} /></Card> : null}
      <Marks signed={signed} />
      <Recap demarche={d} flat={flat} reader={ctx.actor} />
    </>
  ) });
}
