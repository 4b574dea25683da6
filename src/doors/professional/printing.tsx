import type { App } from '../../app.ts';
import { notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { batchOf, type Batch } from '../../domains/partners/index.ts';
import { freeAt, printJobs, PrintRefused, printsItself, startPrint, toPrint } from '../../domains/registrations/index.ts';
import { listOf, printJobRoutes } from '../../domains/registrations/print/index.ts';
import { PrintChoice, PrintJobs } from '../../domains/registrations/screens/index.ts';
import { territory } from '../../territory/index.ts';
import { ErrorSummary, Inset } from '../../ui/index.ts';
import { HOME, mayAct, operators, partnerOf, show, users } from './site.ts';

const JOBS = `${HOME}/impressions`;
const PURPOSE = 'impression des titres';

/** The titles of the company's own batches, on the blanks that it holds; where its convention says nothing of it, the counter prints them. */
export function printingRoutes(app: App): RouteLine[] {
  const { world } = app;
  const ofBatch = (method: 'GET' | 'POST', who: RouteLine['who'], handler: (ctx: Ctx, batch: Batch) => Promise<Answer>): RouteLine => ({
    method, path: `${HOME}/lots/:batch/titres`, who, purpose: PURPOSE, handler: async (ctx) => {
      const id = ctx.params['batch'] ?? '';
      const batch = isUuid(id) ? await batchOf(world.read, partnerOf(ctx).companyId, id) : undefined;
      if (!batch) throw notFound('Ce lot n’existe pas.');
      return handler(ctx, batch);
    } });
  return [
    ofBatch('GET', users, async (ctx, batch) => page(await choicePage(ctx, app, batch))),
    ofBatch('POST', operators, async (ctx, batch) => {
      try {
        return seeOther(`${JOBS}/${await startPrint(world, partnerOf(ctx), { source: { kind: 'batch', batchId: batch.id }, titles: listOf(ctx.form['titres']), requestId: ctx.requestId })}`);
      } catch (error) {
        if (error instanceof PrintRefused) return unprocessable(await choicePage(ctx, app, batch, error.message));
        throw error;
      }
    }),
    ...printJobRoutes({
      app, base: JOBS, who: { looks: users, prints: operators }, actor: partnerOf, mine: (ctx, job) => job.company_id === partnerOf(ctx).companyId, mayPrint: (ctx) => mayAct(partnerOf(ctx)),
      show: (ctx, { here, ...props }) => show(ctx, app, { ...props, crumbs: [{ label: 'Lots', href: `${HOME}/lots` }, { label: here }] }),
    }),
  ];
}

async function choicePage(ctx: Ctx, app: App, batch: Batch, error?: string): Promise<string> {
  const { world } = app;
  const { companyId } = partnerOf(ctx);
  const most = territory.parameter('printMost', world.today(world.clock())).value;
  const [rows, free, jobs, prints] = await Promise.all([toPrint(world.read, { kind: 'batch', batchId: batch.id }, most), freeAt(world.read, companyId), printJobs(world.read, { batchId: batch.id }), printsItself(world.read, companyId, world)]);
  return show(ctx, app, { title: `Titres du lot ${batch.number}`, hasErrors: error !== undefined, crumbs: [{ label: 'Lots', href: `${HOME}/lots` }, { label: batch.number, href: `${HOME}/lots/${batch.id}` }, { label: 'Titres' }], children: (
    <>
      <h1 class="govuk-heading-l">Titres du lot {batch.number}</h1>
      {prints && mayAct(partnerOf(ctx)) ? <><p class="sitt-lede">Chaque titre prend le titre vierge suivant de votre stock. Il vous en reste {free.toLocaleString('fr-FR')}.</p><PrintChoice rows={rows} free={free} action={`${HOME}/lots/${batch.id}/titres`} hidden={{}} chosen={error ? listOf(ctx.form['titres']) : undefined} error={error} csrf={ctx.csrf} requestId={ctx.freshRequest} /></>
        : <><ErrorSummary errors={error ? [{ path: '', message: error }] : []} /><Inset>{prints ? 'Un responsable ou un opérateur de l’entreprise les imprime.' : `Le guichet imprime ces titres${rows.length ? ` (${rows.length} attendent)` : ''}, et vous les retirez : votre convention ne prévoit pas que l’entreprise imprime.`}</Inset></>}
      <PrintJobs rows={jobs.filter(({ company_id }) => company_id === companyId)} base={JOBS} />
    </>
  ) });
}
