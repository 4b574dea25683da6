import { hashInput } from '../../core/demarche/index.ts';
import { page, type Answer, type Ctx } from '../../core/http/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { FeeTable, SummaryList } from '../../ui/index.ts';
import { feeViews, Recap } from '../../ui/demarche/index.ts';
import { examine, type Errand } from './errand.ts';
import { personLine } from './lookup.ts';
import { readableAnswers } from './readable.ts';
import { agentOf, cite, officeName, show, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';
import { subjectText } from './subject.ts';

/** What the person asks, in words, on one page: read aloud from the screen, or printed and signed. */
export async function recapPage(ctx: Ctx, app: CounterApp, errand: Errand): Promise<Answer> {
  const { d, dossier } = errand;
  const [{ evaluation, sent }, flat, subject, persons] = await Promise.all([
    examine(ctx, app, errand), readableAnswers(ctx, app, errand), subjectText(app, dossier),
    personsById(app.pools.read, dossier.applicant_id ? [dossier.applicant_id] : []).then((one) => ctx.disclose(one)),
  ]);
  const [applicant] = persons;
  const agent = agentOf(ctx);
  // The paper that is signed is this very page.
  const papers = evaluation.pieces.filter(({ signed }) => !signed);
  const parties = evaluation.signatures.length ? evaluation.signatures.map(({ label }) => label) : ['La personne qui demande'];
  return page(show(ctx, app, { title: `Récapitulatif, ${d.title}`, width: 'reading', crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: `Dossier ${dossier.number}`, href: `/guichet/dossiers/${dossier.id}` }, { label: 'Récapitulatif' }], children: (
    <>
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="sitt-lede sitt-screen-only">À lire à voix haute, ou à imprimer (Ctrl + P). La personne corrige s’il le faut, puis signe ou appose sa marque.</p>
      <SummaryList rows={[
        { label: 'Dossier', value: dossier.number }, ...(subject ? [{ label: 'Véhicule', value: subject }] : []),
        ...(applicant ? [{ label: 'Demandé par', value: [applicant.name, personLine(applicant)].filter(Boolean).join(', ') }] : []),
        { label: 'Saisi par', value: `${agent.name}, ${officeName(agent)}` }, { label: 'Le', value: formatDateTime(app.world.clock()) },
      ]} />
      <Recap demarche={d} flat={flat} reader={ctx.actor} />
      {papers.length ? <><h2 class="govuk-heading-m">Papiers remis ou montrés</h2><ul class="govuk-list govuk-list--bullet">{papers.map(({ kind, label }) => <li>{label}{sent.some((one) => one.kind === kind) ? '' : ' (à apporter)'}</li>)}</ul></> : null}
      {evaluation.fees.length ? <FeeTable lines={feeViews(evaluation.fees, cite)} total={evaluation.total} /> : null}
      <section class="sitt-sign">
        <h2 class="govuk-heading-m">Signature</h2>
        <p class="govuk-body">Ce qui est écrit ci-dessus m’a été lu, ou je l’ai lu. C’est ce que je demande.</p>
        {parties.map((label) => <div class="sitt-sign__box"><p class="sitt-sign__who">{label}</p><p class="sitt-sign__what">Nom, date, signature ou marque</p></div>)}
        <div class="sitt-sign__box"><p class="sitt-sign__who">Témoin, si la personne a apposé une marque</p><p class="sitt-sign__what">Nom, qualité, date, signature</p></div>
        <p class="govuk-body-s">Empreinte de la demande : <span class="sitt-num">{fingerprint(hashInput(dossier.input))}</span>. Elle change dès qu’une réponse change : la signature ne vaut que pour ce texte.</p>
      </section>
    </>
  ) }));
}

const fingerprint = (hash: Buffer): string => hash.toString('hex').slice(0, 16).toUpperCase().replace(/(.{4})(?=.)/g, '$1\u00a0');
