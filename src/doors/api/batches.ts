import type { App } from '../../app.ts';
import type { Demarche, Flat } from '../../core/demarche/index.ts';
import { apiScope, HttpFault, json, notFound, where, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { UnreadableText } from '../../core/values/file-text.ts';
import { isUuid } from '../../core/values/ids.ts';
import { abandonBatch, ACTING, batchOf, BatchKeyTaken, BatchRefused, confirmBatch, outcomesOf, readTable, reportRows, resumeBatch, rowsOf, sendBatch, tally, titlesOf, type Batch, type Table } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { keyTaken, unknownDemarche } from './problems.ts';
import { afterLine } from './query.ts';

const PATH = '/api/v1/batches';
// A key acts as its user: one who only reads or counts moves nothing.
const writers = where(apiScope('demarches:write'), 'partner', (actor) => actor.kind === 'partner' && actor.roles.some((role) => ACTING.includes(role)));
const readers = where(apiScope('dossiers:read'), 'partner', ({ kind }) => kind === 'partner');

/** A professional's batches by key: check, then commit, then follow, then the report. */
export function batchRoutes(app: App): RouteLine[] {
  const { world } = app;
  const line = (method: 'GET' | 'POST', path: string, who: RouteLine['who'], handler: (ctx: Ctx, batch: Batch) => Promise<ReturnType<typeof json>>, whenStopped = method === 'GET'): RouteLine =>
    ({ method, path: `${PATH}/:id${path}`, who, whenStopped, purpose: 'lot par API', handler: async (ctx) => handler(ctx, await ours(app, ctx)) });
  return [
    { method: 'POST', path: PATH, who: writers, purpose: 'lot par API', handler: async (ctx) => {
      const most = territory.parameter('partnerBatchRows', world.today(world.clock())).value;
      const { demarche, table } = await bodyOf(ctx, app, most);
      const id = await refusing(() => sendBatch(world, partnerOf(ctx), demarche, { ...table, source: 'api', filename: null, requestId: ctx.requestId, most }));
      return json(await view(app, await batchOf(world.acts, partnerOf(ctx).companyId, id) as Batch) as never, 201, { location: `${PATH}/${id}` });
    } },
    line('GET', '', readers, async (_ctx, batch) => json(await view(app, batch) as never)),
    line('GET', '/rows', readers, async (ctx, batch) => json((await rowsOf(world.acts, batch.id, { after: afterLine(ctx), limit: 500 })).map(({ line: n, problems, fee, state, said, dossier_id }) => ({ line: n, problems, fee, state, said, dossierId: dossier_id })) as never)),
    line('GET', '/report', readers, async (_ctx, batch) => json(await reportRows(world.acts, batch.id) as never)),
    line('POST', '/commit', writers, async (ctx, batch) => {
      await refusing(() => confirmBatch(world, partnerOf(ctx), batch.id));
      return json(await view(app, await ours(app, ctx)) as never, 202);
    }),
    line('POST', '/abandon', writers, async (ctx, batch) => {
      if (!await abandonBatch(world.acts, batch.id) && batch.state !== 'abandoned') throw new HttpFault(409, 'Ce lot est confirmé : il ne s’abandonne plus.');
      return json(await view(app, await ours(app, ctx)) as never);
    }, true),
    line('POST', '/resume', writers, async (ctx, batch) => {
      await refusing(() => resumeBatch(world, partnerOf(ctx), batch.id));
      return json(await view(app, await ours(app, ctx)) as never, 202);
    }),
  ];
}

function partnerOf({ actor }: Ctx) {
  if (actor.kind !== 'partner') throw notFound();
  return actor;
}

/** A batch of the key's own company; another's does not exist. */
async function ours({ world }: App, ctx: Ctx): Promise<Batch> {
  const id = ctx.params['id'] ?? '';
  const found = isUuid(id) ? await batchOf(world.acts, partnerOf(ctx).companyId, id) : undefined;
  if (!found) throw notFound('Ce lot n’existe pas, ou n’est pas à vous.');
  return found;
}

async function view({ world }: App, batch: Batch) {
  const [sum, outcomes] = await Promise.all([tally(world.acts, batch.id), outcomesOf(world.acts, batch.id)]);
  return { id: batch.id, number: batch.number, demarche: batch.demarche, state: batch.state, unknownColumns: batch.unknown, rows: sum.rows, checked: sum.checked, good: sum.good, done: sum.done, total: sum.total, reserved: sum.reserved, outcomes: Object.fromEntries(outcomes), href: `${PATH}/${batch.id}` };
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BatchKeyTaken) throw keyTaken();
    if (error instanceof BatchRefused) throw new HttpFault(409, error.message);
    throw error;
  }
}

/** `rows` as objects of flat answers, or `csv` as one text. */
async function bodyOf({ req, actor }: Ctx, { world }: App, most: number): Promise<{ demarche: Demarche; table: Table }> {
  const { demarche, rows, csv } = (req.body ?? {}) as { demarche?: unknown; rows?: unknown; csv?: unknown };
  const d = typeof demarche === 'string' ? world.catalogue.get(demarche) : undefined;
  if (!d) throw unknownDemarche();
  if (typeof csv === 'string') {
    try {
      return { demarche: d, table: await readTable(csv.replaceAll('\0', ''), most, titlesOf(d, { actor })) };
    } catch (error) {
      throw error instanceof UnreadableText ? new HttpFault(422, error.message) : error;
    }
  }
  if (!Array.isArray(rows)) throw new HttpFault(422, 'Envoyez « rows » (des objets, une réponse par clé) ou « csv ».');
  const lines = rows.map((_, index) => index + 2);
  return { demarche: d, table: { records: rows.map((row, index) => flatOf(row, lines[index] as number)), lines } };
}

/** A row as flat answers. What is none of them is said, never dropped. */
function flatOf(row: unknown, line: number): Flat {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new HttpFault(422, `Ligne ${line} : un objet est attendu, une réponse par clé.`);
  const entries = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  const nested = entries.find(([, value]) => typeof value === 'object');
  if (nested) throw new HttpFault(422, `Ligne ${line}, colonne ${nested[0].slice(0, 60)} : un texte, un nombre ou un booléen est attendu. Écrivez ce qu’elle contient à plat, par exemple « ${nested[0].slice(0, 60)}.… ».`);
  return Object.fromEntries(entries.map(([path, value]) => [path, String(value).replaceAll('\0', '')]));
}
