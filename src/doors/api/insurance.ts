import { z } from 'zod';
import type { App } from '../../app.ts';
import { addMonths, today } from '../../core/values/time.ts';
import { apiScope, conflict, forbidden, HttpFault, invalid, json, notFound, where, type Answer, type Ctx, type RouteLine, type Who } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import {
  batchOf, batchRows, contractHistory, contractNotice, gaps, mayPush, normalizeContract, NOT_ACCREDITED, ownCovers, plateKnown, pushContracts, readContracts, UnreadableContracts, type FileRow,
} from '../../domains/insurance/index.ts';
import { territory } from '../../territory/index.ts';
import { printable } from './problems.ts';

const MOST = 1000;
const insurers = (scope: string): Who => where(apiScope(scope), 'insurer', (actor) => actor.kind === 'partner' && actor.partnerKind === 'insurer');

/** The door of insurers: what they say of their contracts, and what became of it. Nothing of a holder comes out of here. */
export function insuranceRoutes(app: App): RouteLine[] {
  const { read, report } = app.pools;
  return [
    { method: 'POST', path: '/api/v1/insurance/contracts', who: insurers('contracts:write'), perMinute: 1200, handler: (ctx) => take(app, ctx) },
    { method: 'GET', path: '/api/v1/insurance/contracts/:contract', who: insurers('contracts:read'), handler: async (ctx) => {
      const contract = normalizeContract(printable(ctx.params['contract'], 60));
      const [covers, notices] = await Promise.all([ownCovers(read, insurerOf(ctx).companyId, { text: contract }), contractHistory(read, insurerOf(ctx).companyId, contract)]);
      if (!notices.length) throw notFound('Aucun de vos contrats ne porte ce numéro.');
      return json({ contract, covers: covers.filter((one) => one.contract === contract), notices });
    } },
    { method: 'GET', path: '/api/v1/insurance/sendings/:id', who: insurers('contracts:read'), handler: async (ctx) => {
      const id = ctx.params['id'] ?? '';
      const batch = isUuid(id) ? await batchOf(read, insurerOf(ctx).companyId, id) : undefined;
      if (!batch) throw notFound('Aucun de vos envois ne porte ce numéro.');
      return json({ ...batch, lines: await batchRows(report, batch.id) });
    } },
    { method: 'GET', path: '/api/v1/insurance/gaps', who: insurers('contracts:read'), perMinute: 30, handler: async (ctx) => json({ gaps: await gaps(report, insurerOf(ctx).companyId, gapsSince(app)) }) },
    { method: 'GET', path: '/api/v1/insurance/plates/:plate', who: insurers('contracts:read'), perMinute: 60, handler: async (ctx) => {
      const plate = territory.normalizePlate(printable(ctx.params['plate'], 20));
      return json({ plate, known: await plateKnown(read, plate) });
    } },
  ];
}

function gapsSince(app: App): string {
  const day = today(app.world.clock());
  return addMonths(day, -territory.parameter('coverGapMonths', day).value);
}

function insurerOf({ actor }: Ctx) {
  if (actor.kind !== 'partner') throw notFound();
  return actor;
}

/** One contract, a list of them, or a file: the same judgment, and one transaction. */
async function take(app: App, ctx: Ctx): Promise<Answer> {
  const { companyId, userId } = insurerOf(ctx);
  if (!await mayPush(app.pools.read, companyId, today(app.world.clock()))) throw forbidden(NOT_ACCREDITED);
  const [upload] = ctx.files;
  const send = (channel: 'api' | 'file', rows: readonly FileRow[]) => pushContracts(app.pools.acts, { insurerId: companyId, userId, channel, filename: upload?.name ?? null, requestId: ctx.requestId, now: app.world.clock() }, rows);
  if (upload) {
    const { batchId, counts } = await send('file', await fileRows(upload.bytes));
    return json({ sending: batchId, counts, remarks: await batchRows(app.pools.acts, batchId, { only: true, limit: MOST }), href: `/api/v1/insurance/sendings/${batchId}` }, 201);
  }
  const body = ctx.req.body as { contracts?: unknown } | null;
  if (Array.isArray(body?.contracts)) {
    if (!body.contracts.length || body.contracts.length > MOST) throw invalid([{ path: 'contracts', message: `De 1 à ${MOST} contrats ; au-delà, envoyez un fichier CSV.` }]);
    const { batchId, counts } = await send('api', body.contracts.map((one, index) => listed(one, index)));
    return json({ sending: batchId, counts, lines: await batchRows(app.pools.acts, batchId), href: `/api/v1/insurance/sendings/${batchId}` }, 201);
  }
  const notice = contractNotice.safeParse(body);
  if (!notice.success) throw invalid(notice.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  const { batchId, replayed } = await send('api', [{ line: 1, notice: notice.data }]);
  const [line] = await batchRows(app.pools.acts, batchId);
  if (line?.outcome === 'refused') throw conflict(line.remark ?? 'Refusé.', []);
  return json({ sending: batchId, ...line }, replayed || line?.outcome === 'unchanged' ? 200 : 201);
}

function listed(value: unknown, index: number): FileRow {
  const read = contractNotice.safeParse(value);
  const line = index + 1;
  const named = (value as { contract?: unknown } | null)?.contract;
  return read.success ? { line, notice: read.data } : { line, contract: typeof named === 'string' ? printable(named, 40) : '', refused: read.error.issues.map(({ path, message }) => `${path.join('.')} : ${message}`).join(' ') };
}

async function fileRows(bytes: Buffer): Promise<FileRow[]> {
  try {
    return await readContracts(bytes);
  } catch (error) {
    if (error instanceof UnreadableContracts) throw new HttpFault(422, error.message);
    throw error;
  }
}

const answer = (description: string) => ({ description, content: { 'application/json': { schema: { type: 'object' } } } });
const key = [{ key: [] }];
const within = (name: string, description: string) => ({ name, in: 'path', description, required: true, schema: { type: 'string' } });

/** These addresses in OpenAPI; `refusals` are the door's own. */
export const insurancePaths = (refusals: Readonly<Record<number, object>>) => ({
  '/api/v1/insurance/contracts': { post: {
    operationId: 'pushContracts', summary: 'Un contrat, une liste ou un fichier CSV : ce qu’un assureur dit de ses garanties', security: key, 'x-demo-key': 'demo-insurer',
    parameters: [{ name: 'Idempotency-Key', in: 'header', description: 'La même clé ne fait la chose qu’une fois', required: false, schema: { type: 'string' } }],
    requestBody: { required: true, content: {
      'application/json': { schema: z.toJSONSchema(contractNotice, { io: 'input', unrepresentable: 'any' }), example: { contract: 'AE-2001', plate: '471001NC', vin: 'MR0DEMO0000000001', from: '2026-11-01' } },
      'multipart/form-data': { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary', description: 'CSV : contrat;plaque;vin;debut;fin;motif' } } } },
    } },
    responses: { 200: answer('Déjà connu, rien de changé'), 201: answer('Enregistré ; pour une liste ou un fichier, le compte par résultat'), ...refusals },
  } },
  '/api/v1/insurance/contracts/{contract}': { get: { operationId: 'readContract', summary: 'Un de vos contrats : ce qui vaut, et tout ce que vous en avez dit', security: key, parameters: [within('contract', 'Numéro du contrat')], responses: { 200: answer('Le contrat'), ...refusals } } },
  '/api/v1/insurance/sendings/{id}': { get: { operationId: 'readSending', summary: 'Ce qu’est devenue chaque ligne d’un envoi', security: key, parameters: [within('id', 'Identifiant de l’envoi')], responses: { 200: answer('L’envoi'), ...refusals } } },
  '/api/v1/insurance/gaps': { get: { operationId: 'readGaps', summary: 'Les interruptions entre vos propres garanties d’un même véhicule', security: key, responses: { 200: answer('Les interruptions'), ...refusals } } },
  '/api/v1/insurance/plates/{plate}': { get: { operationId: 'knowPlate', summary: 'Si une plaque est connue du registre, et rien d’autre', security: key, parameters: [within('plate', 'Numéro d’immatriculation')], responses: { 200: answer('Oui ou non'), ...refusals } } },
});
