import { citizens, page, type RouteLine } from '../../core/http/index.ts';
import { approvalsOf, approvalVerdictWords, originWords, siteName, statusOf, statusWords, type MyApproval } from '../../domains/inspections/index.ts';
import { papersOfSubject, paperWords, type PaperRow } from '../../domains/documents/index.ts';
import { Banner, Button, Card, DateFr, EmptyState, SummaryList, Tag } from '../../ui/index.ts';
import { citizenOf, show, type CitizenApp } from './site.ts';

const kinds: Readonly<Record<string, 'success' | 'danger' | 'warning' | 'info'>> = { approved: 'success', favourable: 'success', refused: 'danger', unfavourable: 'danger', incomplete: 'warning', deferred: 'warning' };

/** My homologation files: where each stands, what is missing, when the vehicle is awaited, its PV. */
export function approvalRoutes(app: CitizenApp): RouteLine[] {
  return [{ method: 'GET', path: '/usager/homologations', who: citizens, purpose: 'consultation de mon propre dossier', handler: async (ctx) => {
    const { personId } = citizenOf(ctx);
    const mine = await ctx.disclose(await approvalsOf(app.world.read, personId));
    const papers = (await Promise.all(mine.map(({ id }) => papersOfSubject(app.world.read, id)))).flat().filter(({ person_id }) => person_id === personId);
    return page(show(ctx, app, { title: 'Mes homologations', children: (
      <>
        <h1 class="govuk-heading-l">Mes homologations</h1>
        {mine.length ? mine.map((one) => <Approval one={one} papers={papers.filter(({ subject_id }) => subject_id === one.id)} />) : <EmptyState title="Aucun dossier d’homologation"><p class="govuk-body">Un véhicule importé ou transformé est homologué avant d’être immatriculé.</p></EmptyState>}
        <Button kind="secondary" href="/usager/demarches">Commencer une démarche</Button>
      </>
    ) }));
  } }];
}

function Approval({ one: { state }, papers }: { one: MyApproval; papers: readonly PaperRow[] }) {
  const status = statusOf(state) ?? 'filed';
  const visit = state.visits.at(-1);
  const refusal = status === 'refused' ? papers.find(({ template, dossier_id }) => template === 'refus-homologation' && dossier_id) : undefined;
  return (
    <Card title={[state.technical['D.1'], state.technical['D.3']].filter(Boolean).join(' ') || state.file || 'Véhicule'}>
      <p class="govuk-body"><Tag kind={kinds[status] ?? 'info'}>{statusWords[status]}</Tag> Dossier <span class="sitt-num">{state.file}</span></p>
      {state.missing && status === 'incomplete' ? <Banner kind="warning" title="Ce qui manque">{state.missing}</Banner> : null}
      <SummaryList rows={[
        { label: 'Objet', value: originWords[state.origin] }, ...(state.chassis ? [{ label: 'Numéro de série (VIN)', letter: 'E', value: state.chassis }] : []),
        ...(status === 'appointed' && state.appointment ? [{ label: 'Présentation du véhicule', value: <><DateFr date={state.appointment.on} />, {siteName(state.appointment.site)}</> }] : []),
        ...(visit ? [{ label: 'Vu le', value: <><DateFr date={visit.on} /> : {approvalVerdictWords[visit.verdict].toLowerCase()}{visit.until ? <> jusqu’au <DateFr date={visit.until} /></> : null}</> }] : []),
        ...(state.number && !papers.length ? [{ label: 'Procès-verbal', letter: 'K', value: state.number }] : []),
        ...papers.map(({ number, template }) => ({ label: paperWords(template), value: <a class="govuk-link" href={`/usager/papiers/${number}`}>{number} (PDF)</a> })),
      ]} />
      {refusal ? <Button kind="secondary" href={`/usager/dossiers/${refusal.dossier_id}`}>Lire la décision, la contester</Button> : null}
    </Card>
  );
}
