import { broughtTo, dossierEvents, evaluateDossier, piecesOf, readingSentence, signaturesOf, transitions, type Dossier, type Party } from '../../core/demarche/index.ts';
import { liveDelegation } from '../../core/access/delegations.ts';
import type { Ctx } from '../../core/http/index.ts';
import { examinationOf } from '../../domains/partners/index.ts';
import { papersOfDossier, paperWords } from '../../domains/documents/index.ts';
import { balanceOf, dueOf, meansWords, receiptsOf, refundsOf, refundWords, sessionOf } from '../../domains/payments/index.ts';
import { eventWords } from '../../domains/registrations/index.ts';
import { formatF } from '../../core/values/money.ts';
import { Banner, BlockerPanel, Button, ButtonGroup, Card, DateTimeFr, Details, ErrorSummary, FeeTable, Field, Form, Inset, MoneyF, StageTracker, SummaryList, Table, Tag, Timeline } from '../../ui/index.ts';
import { blockerViews, eventBy, feeViews, piecesSent, Recap, RefusalForm, stagesOf, stateWords } from '../../ui/demarche/index.ts';
import type { FormError, FormValues } from '../../ui/field-spec.ts';
import { buyerCode } from './buyer-code.tsx';
import type { Errand } from './errand.ts';
import { Oddness } from './oddness.tsx';
import { readableAnswers } from './readable.ts';
import { counterDecision } from './recourse.tsx';
import { SignForm, signedKind } from './sign-form.tsx';
import { Remarks } from './remarks.tsx';
import { agentOf, beginAt, cite, show, type CounterApp } from './site.tsx';
import { dossierLine, type DossierLine } from './store.ts';
import { pageOfSubject, subjectText, vehicleIdOf } from './subject.ts';
import { Marks, WhoSigns } from './who-signs.tsx';

/** @param wrong what a form of this page could not take: said above and beside it, with everything as it was typed */
export async function dossierPage(ctx: Ctx, app: CounterApp, errand: Errand, wrong: readonly FormError[] = []): Promise<string> {
  const { world, pools } = app;
  const { dossier, d } = errand;
  const agent = agentOf(ctx);
  const [lineSealed, events, sent, papers, receipts, refunds, balance, session, evaluation, subject, vehicleId, due, delegation, brought, odd, marks] = await Promise.all([
    dossierLine(pools.read, dossier.id), dossierEvents(pools.read, dossier.id, { names: true }), piecesOf(pools.read, dossier.id), papersOfDossier(pools.read, dossier.id), receiptsOf(pools.read, dossier.id),
    refundsOf(pools.read, dossier.id), balanceOf(pools.read, dossier.id), sessionOf(pools.read, agent.agentId), evaluateDossier(world, dossier, dossier.actor), subjectText(app, dossier), vehicleIdOf(world, dossier),
    dossier.state === 'to_pay' ? dueOf(pools.read, dossier.id) : 0, liveDelegation(pools.read, agent.agentId, dossier.demarche, world.today(world.clock())), broughtTo(pools.read, dossier.id), examinationOf(pools.read, dossier.id), signaturesOf(pools.read, dossier.id),
  ]);
  const line = lineSealed ? await ctx.disclose(lineSealed) : undefined;
  const code = await buyerCode(ctx, app, dossier);
  const decision = await counterDecision(ctx, app, errand);
  const readable = await readableAnswers(ctx, app, errand);
  const back = `/guichet/dossiers/${dossier.id}`;
  const about = pageOfSubject(dossier, vehicleId);
  const why = Array.isArray(dossier.blockers) ? { reasons: [], blockers: [] } : dossier.blockers;
  const open = ['to_complete', 'in_review', 'to_pay', 'submitted'].includes(dossier.state);
  const form = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  const typed = wrong.length ? (ctx.form as FormValues) : {};
  return show(ctx, app, { title: `${d.title}, ${dossier.number}`, hasErrors: wrong.length > 0, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: `Dossier ${dossier.number}` }], children: (
    <>
      <ErrorSummary errors={wrong} />
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="govuk-body">
        {subject ? <strong>{about ? <a class="govuk-link" href={about}>{subject}</a> : subject}. </strong> : null}Dossier {dossier.number} <Tag kind={stateWords(dossier.state).kind}>{stateWords(dossier.state).label}</Tag>
        {line?.applicant && line.applicant_id ? <> Demandé par <a class="govuk-link" href={`/guichet/personnes/${line.applicant_id}`}>{line.applicant}</a>.</> : null} {dossier.door === 'counter' ? 'Saisi au guichet.' : 'Reçu en ligne.'}
      </p>
      <StageTracker stages={stagesOf(dossier, events, d, 'agent')} />
      <Oddness found={odd} />
      {dossier.state === 'in_review' && evaluation.because.length ? <Inset>Dit au professionnel : « {readingSentence(evaluation.because)} »</Inset> : null}
      {code}
      {decision}
      {why.blockers.length ? <BlockerPanel blockers={blockerViews(why.blockers, cite, undefined, beginAt)} /> : null}
      {why.reasons.length ? <Banner kind="warning" title="Il manque quelque chose"><ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">{why.reasons.map(({ label, kind }) => <li>{kind === 'signature' ? 'Signature : ' : ''}{label}</li>)}</ul></Banner> : null}
      {open ? <Remarks remarks={evaluation.remarks} linked={false} /> : null}
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {dossier.state === 'to_pay' && dossier.quote ? (
            <Card title="Encaisser">
              <FeeTable lines={feeViews(dossier.quote.lines, cite)} total={dossier.quote.total} />
              {session?.state === 'open' ? (
                <Form action={`${back}/encaisser`} {...form}>
                  <p class="govuk-body">Reste à payer : <strong><MoneyF amount={due} /></strong></p>
                  <Field spec={{ path: 'moyen', control: 'radios', label: 'Moyen de paiement', options: [{ value: 'especes', label: 'Espèces' }, { value: 'carte', label: 'Carte, au terminal' }] }} values={{ moyen: 'especes', ...typed }} errors={wrong} />
                  <Field spec={{ path: 'remis', control: 'money', label: 'Somme remise en espèces', hint: 'Vide : le compte juste. Le rendu est calculé.', width: 10 }} values={typed} errors={wrong} />
                  <Field spec={{ path: 'payeur', control: 'text', label: 'Nom du payeur', required: false, width: 20 }} values={typed} errors={wrong} />
                  <Button shortcut="F9">Encaisser</Button>
                </Form>
              ) : <Inset>Votre caisse n’est pas ouverte. <a class="govuk-link" href="/guichet/caisse">Ouvrir une caisse</a>, puis revenez ici.</Inset>}
            </Card>
          ) : null}
          {dossier.state === 'issued' && dossier.subject_kind === 'fleet' ? <Button href={`${back}/flotte`}>Voir le résultat, véhicule par véhicule</Button> : null}
          {papers.length || receipts.length ? (
            <Card title="À remettre">
              <SummaryList rows={[
                ...papers.map(({ number, template, drawn_at }) => ({ label: paperWords(template), value: <><a class="govuk-link" href={`/guichet/titres/${number}.pdf`}>{number} (PDF)</a>{drawn_at ? null : ' en préparation'}</> })),
                ...receipts.map(({ number, total, means }) => ({ label: 'Quittance', value: <><a class="govuk-link" href={`/guichet/quittances/${number}`}>{number}</a>, <MoneyF amount={total} />, {meansWords[means].toLowerCase()}</> })),
              ]} />
            </Card>
          ) : null}
          <Card title="Pièces">
            {evaluation.pieces.length || sent.length ? <Table caption="Pièces du dossier" captionHidden rows={[...evaluation.pieces.filter(({ kind, optional }) => !optional && !piecesSent(kind, sent).length).map(({ label }) => ({ label, id: null })), ...sent.map((one) => ({ label: evaluation.pieces.find(({ kind }) => kind === one.kind)?.label ?? signedLabel(evaluation.signatures, one.kind), id: one.id, filename: one.filename, void: one.verdict === 'rejected' ? one.reason : null }))]} columns={[
              { label: 'Pièce', cell: ({ label }) => label },
              { label: 'Reçue', cell: (one) => ('filename' in one ? <><a class="govuk-link" href={`${back}/pieces/${one.id}`}>{one.filename}</a>{one.void ? <>{' '}<Tag kind="danger">ne compte plus</Tag> {one.void}</> : null}</> : <Tag kind="warning">manque</Tag>) },
            ]} /> : <p class="govuk-body">Aucune pièce demandée.</p>}
            <ButtonGroup>{dossier.state === 'to_complete' ? <Button href={`${back}/saisie`}>Compléter et renvoyer</Button> : null}<Button kind="secondary" href={`${back}/recapitulatif`} shortcut="Alt+R">Lire ou imprimer</Button></ButtonGroup>
          </Card>
          <Recap demarche={d} flat={readable} reader={dossier.actor.kind === 'partner' ? dossier.actor : ctx.actor} />
        </div>
        <div class="govuk-grid-column-one-third">
          {open ? <Hand line={line} agentId={agent.agentId} back={back} form={form} /> : null}
          {dossier.state === 'in_review' && line ? <Review line={line} read={dossier.input_hash?.toString('hex') ?? ''} agentId={agent.agentId} entitled={Boolean(delegation)} back={back} form={form} /> : null}
          <WhoSigns parties={evaluation.signatures} signed={brought.signed} state={dossier.state} />
          <Marks signed={marks} />
          {dossier.state === 'to_complete' ? evaluation.signatures.filter(({ paper }) => !paper).map((party) => <SignForm party={party} back={back} form={form} />) : null}
          {open && transitions[dossier.state].includes('to_complete') ? (
            <Card title="Demander un complément"><Form action={`${back}/completer`} {...form}><Field spec={{ path: 'demande', control: 'textarea', label: 'Ce qu’il faut apporter', rows: 3 }} values={typed} errors={wrong} /><Button kind="secondary">Demander</Button></Form></Card>
          ) : null}
          {open && transitions[dossier.state].includes('refused') ? (delegation
            ? <RefusalForm form={{ at: `${back}/refuser`, ...form, open: wrong.some(({ path }) => path === 'motifs' || path === 'textes'), values: typed, errors: wrong }} texts={d.law} cite={cite} />
            : <Details summary="Refuser la demande"><Inset>Vous n’avez pas de délégation de signature pour cette démarche.</Inset></Details>) : null}
          <Money dossier={dossier} balance={balance} refunds={refunds} form={form} />
          <Card title="Historique"><Timeline items={[...events].reverse().map((event) => ({ title: `${event.what.charAt(0).toUpperCase()}${event.what.slice(1)}`, when: <DateTimeFr at={event.at} />, by: eventBy(event, eventWords), ...(event.to_state === 'issued' ? { weight: 'strong' as const } : {}) }))} /></Card>
          {transitions[dossier.state].includes('cancelled') ? <Form action={`${back}/abandonner`} {...form}><Button kind="link">Abandonner à la demande de l’usager</Button></Form> : null}
        </div>
      </div>
    </>
  ) });
}

type FormKeys = { csrf: string; requestId: string };

function Hand({ line, agentId, back, form }: { line: DossierLine | undefined; agentId: string; back: string; form: FormKeys }) {
  const mine = line?.taken_by_id === agentId;
  return (
    <Card title="Qui s’en occupe">
      <p class="govuk-body">{mine ? 'Vous.' : line?.taken_by ?? 'Personne pour l’instant.'}</p>
      <Form action={`${back}/prendre`} {...form}>{mine ? <input type="hidden" name="rendre" value="1" /> : null}<Button kind="secondary">{mine ? 'Rendre à la file' : 'Prendre ce dossier'}</Button></Form>
    </Card>
  );
}

/** Approving: who did it before, and why one agent never counts twice. */
function Review({ line, read, agentId, entitled, back, form }: { line: DossierLine; read: string; agentId: string; entitled: boolean; back: string; form: FormKeys }) {
  const already = line.approvals.some((one) => one.agentId === agentId);
  return (
    <Card title={line.two_persons ? 'Décision à deux agents' : 'Décision'}>
      {line.approvals.length ? <ul class="govuk-list">{line.approvals.map(({ name, at }) => <li>Avis favorable de <strong>{name}</strong>, <DateTimeFr at={new Date(at)} /></li>)}</ul> : null}
      {already ? <Inset>Vous avez donné votre avis : le second doit venir d’un autre agent.</Inset>
        : !entitled ? <Inset>Vous n’avez pas de délégation de signature pour cette démarche : un agent qui l’a doit décider.</Inset>
          : <Form action={`${back}/approuver`} {...form}><input type="hidden" name="empreinte" value={read} /><Button>{line.two_persons && line.approvals.length === 0 ? 'Approuver en premier' : 'Approuver'}</Button></Form>}
    </Card>
  );
}

/** A paper signed by one party, by the party it was signed by. */
function signedLabel(parties: readonly Party[], kind: string): string {
  const party = parties.find(({ key }) => kind === signedKind(key));
  return party ? `Papier signé : ${party.label}` : 'Papier signé';
}

type Balance = Awaited<ReturnType<typeof balanceOf>>;
function Money({ dossier, balance, refunds, form }: { dossier: Dossier; balance: Balance; refunds: Awaited<ReturnType<typeof refundsOf>>; form: FormKeys }) {
  if (!balance.received && !refunds.length) return null;
  return (
    <Card title="Argent">
      <SummaryList rows={[
        { label: 'Reçu', value: <MoneyF amount={balance.received} /> }, { label: 'Affecté à l’acte', value: <MoneyF amount={balance.allocated} /> },
        ...(balance.refundable ? [{ label: 'Remboursable', value: <MoneyF amount={balance.refundable} /> }] : []),
        ...refunds.map(({ number, amount, state }) => ({ label: `Remboursement ${number}`, value: `${formatF(amount)}, ${refundWords[state].toLowerCase()}` })),
      ]} />
      {balance.refundable > 0 ? <Form action={`/guichet/dossiers/${dossier.id}/rembourser`} {...form}><Field spec={{ path: 'motif', control: 'text', label: 'Motif du remboursement' }} /><Button kind="secondary">Demander le remboursement</Button></Form> : null}
    </Card>
  );
}
