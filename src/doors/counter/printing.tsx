import { page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatShortDate, parseDate } from '../../core/values/time.ts';
import { freeAt, printJobs, PrintRefused, startPrint, toPrint, type PrintSource } from '../../domains/registrations/index.ts';
import { listOf, printJobRoutes } from '../../domains/registrations/print/index.ts';
import { PrintChoice, PrintJobs } from '../../domains/registrations/screens/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, Field, Table } from '../../ui/index.ts';
import { agentOf, isUuid, show, textOf, titleAgents, type CounterApp } from './site.tsx';
import { batchesToPrint } from './store-printing.ts';

const HOME = '/guichet/impressions';

/** Titles printed on the blanks of the office: a day's titles of the counter, or the batch of a company, for pickup. */
export function printingRoutes(app: CounterApp): RouteLine[] {
  const { world } = app;
  return [
    { method: 'GET', path: HOME, who: titleAgents, handler: async (ctx) => page(await choicePage(ctx, app)) },
    { method: 'POST', path: HOME, who: titleAgents, perMinute: 30, handler: async (ctx) => {
      try {
        const job = await startPrint(world, agentOf(ctx), { source: sourceOf(ctx, app), titles: listOf(ctx.form['titres']), requestId: ctx.requestId });
        return seeOther(`${HOME}/${job}`);
      } catch (error) {
        if (error instanceof PrintRefused) return unprocessable(await choicePage(ctx, app, error.message));
        throw error;
      }
    } },
    ...printJobRoutes({
      app, base: HOME, who: { looks: titleAgents, prints: titleAgents }, actor: agentOf, mine: (ctx, job) => job.site === agentOf(ctx).office, mayPrint: () => true,
      show: (ctx, { here, ...props }) => show(ctx, app, { ...props, crumbs: [{ label: 'Impressions', href: HOME }, { label: here }] }),
    }),
  ];
}

/** What is asked for: `lot`, the batch of a company; else `jour`, a day of this office. */
function sourceOf(ctx: Ctx, { world }: CounterApp): PrintSource {
  const asked = (name: string) => textOf(ctx.form[name] ?? ctx.query[name]);
  return isUuid(asked('lot')) ? { kind: 'batch', batchId: asked('lot') } : { kind: 'office', office: agentOf(ctx).office, day: parseDate(asked('jour')) ?? world.today(world.clock()) };
}

async function choicePage(ctx: Ctx, app: CounterApp, error?: string): Promise<string> {
  const { read } = app.world;
  const { office } = agentOf(ctx);
  const source = sourceOf(ctx, app);
  const most = territory.parameter('printMost', app.world.today(app.world.clock())).value;
  const [rows, free, jobs, batches] = await Promise.all([toPrint(read, source, most), freeAt(read, office), printJobs(read, { site: office }), batchesToPrint(read)]);
  const batch = source.kind === 'batch' ? batches.find(({ id }) => id === source.batchId) : undefined;
  return show(ctx, app, { title: 'Impressions', hasErrors: error !== undefined, children: (
    <>
      <h1 class="govuk-heading-l">Imprimer des titres</h1>
      <p class="sitt-lede">Chaque titre prend le titre vierge suivant du stock de votre site : {territory.placeName(office)}. Il en reste {free.toLocaleString('fr-FR')}.</p>
      {batches.length ? <Table caption="Lots de professionnels à imprimer" rows={batches} columns={[
        { label: 'Lot', cell: (one) => <a class="govuk-link" href={`${HOME}?lot=${one.id}`}>{one.number}</a> }, { label: 'Titres à imprimer', numeric: true, cell: ({ titles }) => titles.toLocaleString('fr-FR') },
      ]} /> : null}
      {source.kind === 'office' ? (
        <form class="sitt-inline" method="get" action={HOME}><Field spec={{ path: 'jour', control: 'text', label: 'Titres délivrés ici le', width: 10 }} values={{ jour: formatShortDate(source.day) }} /><Button kind="secondary">Montrer</Button></form>
      ) : <h2 class="govuk-heading-m">{batch ? `Lot ${batch.number}, à retirer au guichet` : 'Lot'}</h2>}
      <PrintChoice rows={rows} free={free} action={HOME} hidden={source.kind === 'batch' ? { lot: source.batchId } : { jour: formatShortDate(source.day) }} chosen={error ? listOf(ctx.form['titres']) : undefined} error={error} csrf={ctx.csrf} requestId={ctx.freshRequest} />
      <PrintJobs rows={jobs} base={HOME} />
    </>
  ) });
}
