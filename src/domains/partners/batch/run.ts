import { actorOf } from '../../../core/access/password-login.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { Json } from '../../../core/act/types.ts';
import { transaction, type Sql } from '../../../core/db/sql.ts';
import { unflatten, type Caller, type Demarche, type World } from '../../../core/demarche/index.ts';
import { enqueue, JobFailed, type Task } from '../../../core/jobs/index.ts';
import { formatF } from '../../../core/values/money.ts';
import { quotaOf } from '../model/index.ts';
import { liveAccreditation } from '../store/accreditations.ts';
import { stoppedBlocks } from '../stopped.ts';
import { lockAccount } from '../store/accounts.ts';
import { usedOn } from '../store/quotas.ts';
import { keyQuota } from '../users.ts';
import { checkRow, commitRow, withoutTwins } from './rows.ts';
import { batchById, finishBatch, finishRow, lockBatch, markChecked, markConfirmed, markResumed, receiveBatch, resumable, rowsOf, saveChecked, stopRows, tally, tieDossier, type Batch, type BatchRow, type NewBatch } from './store.ts';
import { unknownColumns } from './table.ts';

export const BATCH = 'batch';
/** Up to here a batch is checked while its sender waits; beyond, by the worker. */
export const AT_ONCE = 200;
const TOGETHER = 40;
/** Rows of one turn of the worker: then others have theirs. */
const SLICE = 250;

type Partner = Extract<Actor, { kind: 'partner' }>;
const callerOf = (actor: Partner): Caller => ({ actor, door: 'batch' });

/** A batch that cannot go on; the message is for its sender. */
export class BatchRefused extends Error {
  override name = 'BatchRefused';
}

/** A request that has served already, for another batch: what was sent now is not taken. */
export class BatchKeyTaken extends Error {
  override name = 'BatchKeyTaken';
}

/** Keeps a batch and checks it, now or by the worker. @returns its id. Throws BatchRefused, BatchKeyTaken. */
export async function sendBatch(world: World, actor: Partner, d: Demarche, given: Pick<NewBatch, 'records' | 'lines' | 'source' | 'filename' | 'requestId'> & { most: number }): Promise<string> {
  const { records, lines, source, filename, requestId, most } = given;
  if (!records.length) throw new BatchRefused('Ce lot ne contient aucune ligne.');
  if (records.length > most) throw new BatchRefused(`Un lot contient ${most} lignes au plus : celui-ci en a ${records.length}.`);
  const at = world.clock();
  const id = await transaction(world.acts, async (tx) => {
    const made = await receiveBatch(tx, { company_id: actor.companyId, user_id: actor.userId, demarche: d.id, source, filename, requestId, records, lines, unknown: unknownColumns(d, callerOf(actor), records), at });
    if (!made) throw new BatchKeyTaken();
    if (records.length > AT_ONCE) await enqueue(tx, BATCH, { batchId: made }, { jobKey: `${BATCH}:${made}` });
    return made;
  });
  if (records.length <= AT_ONCE) await checkReceived(world, id);
  return id;
}

/** Every row against one snapshot, plus the earlier rows: twins, and the quota that is left. Done again after a cut, it says the same. */
export async function checkReceived(world: World, id: string): Promise<void> {
  const batch = await batchById(world.acts, id);
  if (batch?.state !== 'received') return;
  const d = world.catalogue.get(batch.demarche);
  const actor = await sender(world, batch);
  if (!d || !actor) throw new JobFailed('batch-without-sender');
  const left = await quotaLeft(world, actor, d);
  const seen = new Map<string, number>();
  let good = 0;
  await world.acts.begin('isolation level repeatable read read only', async (tx) => {
    // One snapshot for all of them; what was found is written apart, as it comes.
    const frozen = { ...world, read: tx as unknown as Sql };
    for (let after = 0; ;) {
      const rows = await rowsOf(tx, id, { after, limit: TOGETHER });
      if (!rows.length) return;
      const checked = withoutTwins(await Promise.all(rows.map(({ flat, line }) => checkRow(frozen, callerOf(actor), d, flat, line))), seen);
      for (const row of checked) {
        if (row.problems.length) continue;
        good += 1;
        if (good > left) row.problems.push(`Le quota du jour est atteint : il ne reste que ${left} fois « ${d.title} ».`);
      }
      await saveChecked(world.acts, id, checked.map(({ line, subject, problems, because, fee }) => ({ line, subject: subject?.id ?? null, problems, because, fee })));
      after = rows.at(-1)?.line ?? after;
    }
  });
  await markChecked(world.acts, id, world.clock());
}

/** What the day still allows of this démarche: to the company by its convention, to the key that sends by its own number. */
async function quotaLeft(world: World, actor: Partner, d: Demarche): Promise<number> {
  const standing = await liveAccreditation(world.read, actor.companyId, actor.partnerKind, world.clock());
  if (!standing) return Infinity; // what is missing is said row by row
  const day = world.today(world.clock());
  const counted = { companyId: actor.companyId, demarche: d.id };
  const company = quotaOf(standing.convention, d.id) - await usedOn(world.read, counted, day);
  const perKey = await keyQuota(world.read, actor.userId);
  const key = perKey === undefined ? Infinity : perKey - await usedOn(world.read, { ...counted, userId: actor.userId }, day);
  return Math.max(0, Math.min(company, key));
}

/** A person confirms: the sum is set aside on the account, and the worker begins. Twice is once. Throws BatchRefused. */
export async function confirmBatch(world: World, actor: Partner, id: string): Promise<void> {
  await transaction(world.acts, async (tx) => {
    const batch = await lockBatch(tx, id);
    if (batch?.company_id !== actor.companyId || batch.state === 'abandoned' || batch.state === 'received') throw new BatchRefused('Ce lot n’attend pas de confirmation.');
    if (batch.state !== 'checked') return;
    const at = world.clock();
    const { total, good } = await tally(tx, id);
    if (!good) throw new BatchRefused('Aucune ligne de ce lot ne peut être faite.');
    const { available } = await lockAccount(tx, actor.companyId, at);
    if (total > available) throw new BatchRefused(`Le compte de l’entreprise ne couvre pas ce lot : il faut ${formatF(total)}, il reste ${formatF(available)}.`);
    await markConfirmed(tx, id, { userId: actor.userId, at });
    await enqueue(tx, BATCH, { batchId: id }, { jobKey: `${BATCH}:${id}` });
  });
}

/** Takes up again the rows that were stopped or blocked: sums set aside once more, the same dossiers, nothing done twice. Throws BatchRefused. */
export async function resumeBatch(world: World, actor: Partner, id: string): Promise<void> {
  await transaction(world.acts, async (tx) => {
    const batch = await lockBatch(tx, id);
    if (batch?.company_id !== actor.companyId || !['confirmed', 'done'].includes(batch.state)) throw new BatchRefused('Ce lot n’a rien à reprendre.');
    if (batch.state === 'confirmed') return;
    const [stop] = await stoppedBlocks(tx, actor, world.clock());
    if (stop) throw new BatchRefused(stop.message);
    const at = world.clock();
    const { rows, due } = await resumable(tx, id);
    if (!rows) throw new BatchRefused('Ce lot n’a rien à reprendre.');
    const { available } = await lockAccount(tx, actor.companyId, at);
    if (due > available) throw new BatchRefused(`Le compte de l’entreprise ne couvre pas ces lignes : il faut ${formatF(due)}, il reste ${formatF(available)}.`);
    await markResumed(tx, id, { userId: actor.userId, at });
    await enqueue(tx, BATCH, { batchId: id }, { jobKey: `${BATCH}:${id}` });
  });
}

/** The worker's task: checks a batch that came, or does the next rows of one that was confirmed. Killed in the middle, it goes on where it stood. */
export function batchTask(world: World): Task {
  return async (payload, { signal }) => {
    const { batchId } = payload as { batchId: string };
    const batch = await batchById(world.acts, batchId);
    if (batch?.state === 'received') return checkReceived(world, batchId);
    if (batch?.state !== 'confirmed') return;
    if (await runSlice(world, batch, signal)) await transaction(world.acts, (tx) => enqueue(tx, BATCH, { batchId }, { jobKey: `${BATCH}:${batchId}` }));
  };
}

/** Does the next rows. @returns whether some are left */
export async function runSlice(world: World, batch: Batch, signal?: AbortSignal, most = SLICE): Promise<boolean> {
  const d = world.catalogue.get(batch.demarche);
  if (!d) throw new JobFailed('batch-without-demarche');
  const actor = await sender(world, batch);
  const rows = await rowsOf(world.acts, batch.id, { limit: most, only: 'undone' });
  for (const row of rows) {
    if (signal?.aborted) return true;
    // Stopped while it runs: what is left waits for a person, not for a machine that would try each row.
    const [stop] = actor ? await stoppedBlocks(world.acts, actor, world.clock()) : [];
    if (stop) {
      await stopRows(world.acts, batch.id, stop.message, world.clock());
      break;
    }
    await doRow(world, batch, d, actor, row);
  }
  await finishBatch(world.acts, batch.id, world.clock());
  return rows.length === most;
}

/** Whose dossier may still cost what was reserved for it. */
const WAITING = ['submitted', 'to_complete', 'in_review', 'to_pay', 'blocked'];

async function doRow(world: World, batch: Batch, d: Demarche, actor: Partner | undefined, row: BatchRow): Promise<void> {
  const subject = row.subject_id ? { kind: d.subject.view.kind, id: row.subject_id } : null;
  const result = actor
    ? await commitRow(world, callerOf(actor), d, batch.id, { line: row.line, subject, input: unflatten(d.input, row.flat) as Json }, (dossierId) => tieDossier(world.acts, batch.id, row.line, dossierId))
    : { line: row.line, state: 'rejected', said: 'Le compte de qui a confirmé ce lot est fermé.' };
  await finishRow(world.acts, batch.id, { ...result, keep: WAITING.includes(result.state), at: world.clock() });
}

/** Whoever confirmed it, as they are today; before, whoever sent it. */
async function sender(world: World, batch: Batch): Promise<Partner | undefined> {
  const actor = await actorOf<Actor>(world.read, { kind: 'partner', id: batch.confirmed_by ?? batch.user_id });
  return actor?.kind === 'partner' && actor.companyId === batch.company_id ? actor : undefined;
}
