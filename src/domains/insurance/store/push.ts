import { copyRows } from '../../../core/db/copy.ts';
import { transaction, type Sql, type Tx } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import { addMonths, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { FileRow, RowOutcome } from '../model/index.ts';

export type Sending = {
  insurerId: string; userId: string | null; channel: 'api' | 'file' | 'portal'; filename: string | null;
  /** The same id is loaded once, and answered each time. */
  requestId: string; now: Date;
};
export type BatchCounts = Partial<Record<RowOutcome, number>> & { rows: number; mismatch: number };
export type Pushed = { batchId: string; counts: BatchCounts; replayed: boolean };

/**
 * Takes what an insurer says of its contracts: each line judged, the good ones kept with the day they are true from and the instant they
 * are known since, all in one transaction and in sets. A line that says what is known already writes nothing.
 * @param acts pool of the application role. @returns the counts by outcome; the lines are read with `batchRows`
 */
export async function pushContracts(acts: Sql, sending: Sending, rows: readonly FileRow[]): Promise<Pushed> {
  return transaction(acts, async (tx) => {
    await tx`select set_config('statement_timeout', '120000', true), pg_advisory_xact_lock(hashtext(${`insurer:${sending.insurerId}`}))`;
    const [earlier] = await tx<{ id: string; counts: BatchCounts }[]>`select id, counts from insurance_batch where request_id = ${sending.requestId}`;
    if (earlier) return { batchId: earlier.id, counts: earlier.counts, replayed: true };
    const batchId = uuid();
    await stage(tx, rows);
    await judge(tx, sending);
    await write(tx, sending, batchId);
    return { batchId, counts: await report(tx, sending, batchId, rows.length), replayed: false };
  }, 3);
}

/** A table of this transaction only: it may be analysed, so that a hundred thousand lines are joined in sets. */
async function stage(tx: Tx, rows: readonly FileRow[]): Promise<void> {
  await tx`
    create temp table incoming (line int primary key, contract text not null, plate text, chassis text, from_day date, to_day date, reason text, corrects_from date,
      withdrawn boolean not null, outcome text, match text, remark text) on commit drop`;
  const columns = ['line', 'contract', 'plate', 'chassis', 'from_day', 'to_day', 'reason', 'corrects_from', 'withdrawn', 'outcome', 'remark'];
  await copyRows(tx, 'incoming', columns, rows.map((row) => ('notice' in row ? {
    line: row.line, contract: row.notice.contract, plate: row.notice.plate, chassis: row.notice.vin, from_day: row.notice.from, to_day: row.notice.to,
    reason: row.notice.endReason, corrects_from: row.notice.correctsFrom, withdrawn: row.notice.withdrawn ?? false,
  } : { line: row.line, contract: row.contract, withdrawn: false, outcome: 'refused', remark: row.refused })));
  await tx`analyze incoming`;
}

async function judge(tx: Tx, { insurerId, now }: Sending): Promise<void> {
  const months = territory.parameter('coverAheadMonths', today(now)).value;
  const limit = addMonths(today(now), months);
  await tx`
    update incoming set outcome = 'refused', remark = case when from_day > ${limit} then 'Le début (' || to_char(from_day, 'DD/MM/YYYY') || ') est à plus de ' || ${months}::int || ' mois.'
      else 'La fin (' || to_char(to_day, 'DD/MM/YYYY') || ') est à plus de ' || ${months}::int || ' mois : un contrat en cours se donne sans date de fin.' end
    where outcome is null and not withdrawn and (from_day > ${limit} or to_day > ${limit})`;
  await tx`
    update incoming i set outcome = 'refused', remark = 'Repris plus bas, ligne ' || w.last || ' : c’est elle qui compte.'
    from (select line, max(line) over (partition by contract, from_day) as last from incoming where outcome is null) w where w.line = i.line and w.last > i.line`;
  await tx`
    update incoming i set outcome = 'refused', remark = 'Aucune garantie de ce contrat ne commence ce jour-là : rien n’est à corriger ni à retirer.'
    where outcome is null and (withdrawn or corrects_from is not null)
      and not exists (select from insurance_cover c where c.insurer_id = ${insurerId} and c.contract = i.contract and c.from_day = coalesce(i.corrects_from, i.from_day))`;
  await tx`
    update incoming i set outcome = 'unchanged' from insurance_cover c
    where i.outcome is null and not i.withdrawn and i.corrects_from is null and c.insurer_id = ${insurerId} and c.contract = i.contract and c.from_day = i.from_day
      and (c.to_day, c.plate, c.chassis, c.reason) is not distinct from (i.to_day, i.plate, i.chassis, i.reason)`;
  // A line refused leaves what it would have replaced: the others are looked at again, until none falls.
  while ((await refuseOverlaps(tx, insurerId)) > 0);
  await tx`
    update incoming i set outcome = coalesce(i.outcome, case when i.withdrawn then 'withdrawn' when i.corrects_from is not null then 'corrected' when known.from_day is null then 'new'
        when i.to_day is not null and (known.to_day is null or i.to_day < known.to_day) then 'ended' else 'corrected' end),
      match = case when i.outcome is distinct from 'refused' then m.match end
    from incoming j left join insurance_cover known on known.insurer_id = ${insurerId} and known.contract = j.contract and known.from_day = j.from_day
      cross join lateral insurance_match(j.plate, j.chassis) m
    where j.line = i.line`;
  await tx`update incoming set remark = 'La plaque et le numéro de série ne désignent pas le même véhicule : à vérifier. Ce contrat ne prouve rien tant qu’ils ne s’accordent pas.' where match = 'mismatch' and outcome <> 'withdrawn'`;
  await tx`update incoming set remark = 'Reconnu par la plaque seule : donnez aussi le numéro de série.' where match = 'weak' and outcome <> 'withdrawn'`;
  await tx`update incoming set remark = 'Aucun véhicule de ce numéro au registre, pour le moment.' where match = 'unknown' and outcome <> 'withdrawn'`;
}

async function refuseOverlaps(tx: Tx, insurerId: string): Promise<number> {
  const { count } = await tx`
    with after as (
      select c.contract, c.from_day, c.to_day, null::int as line from insurance_cover c
      where c.insurer_id = ${insurerId} and c.contract in (select contract from incoming where outcome is null)
        and not exists (select from incoming i where i.outcome is null and i.contract = c.contract and c.from_day in (i.from_day, i.corrects_from))
      union all select contract, from_day, to_day, line from incoming where outcome is null and not withdrawn),
    clash as (
      select a.line, min(o.from_day) as other from after a join after o on o.contract = a.contract and o.from_day <> a.from_day
        and a.from_day <= coalesce(o.to_day, 'infinity') and o.from_day <= coalesce(a.to_day, 'infinity')
      where a.line is not null group by a.line)
    update incoming i set outcome = 'refused', remark = 'Chevauche la garantie de ce contrat qui commence le ' || to_char(clash.other, 'DD/MM/YYYY') || ' : envoyez d’abord sa fin, ou corrigez son début.'
    from clash where clash.line = i.line`;
  return count;
}

async function write(tx: Tx, { insurerId, now }: Sending, batchId: string): Promise<void> {
  const at = now.toISOString();
  await tx`
    insert into insurance_notice (insurer_id, contract, from_day, to_day, plate, chassis, reason, withdrawn, known_at, batch_id, line)
    select ${insurerId}::uuid, i.contract, c.from_day, c.to_day, c.plate, c.chassis, c.reason, true, ${at}::timestamptz, ${batchId}::uuid, i.line
    from incoming i join insurance_cover c on c.insurer_id = ${insurerId} and c.contract = i.contract and c.from_day = i.corrects_from
    where i.outcome = 'corrected' and i.corrects_from is not null
    union all
    select ${insurerId}::uuid, contract, from_day, to_day, plate, chassis, reason, withdrawn, ${at}::timestamptz, ${batchId}::uuid, line from incoming where outcome not in ('refused', 'unchanged')`;
  await tx`
    delete from insurance_cover c using incoming i where c.insurer_id = ${insurerId} and c.contract = i.contract
      and ((i.outcome = 'withdrawn' and c.from_day = i.from_day) or (i.outcome = 'corrected' and c.from_day = i.corrects_from))`;
  await tx`
    insert into insurance_cover (insurer_id, contract, from_day, to_day, plate, chassis, reason, match, first_known_at, known_at)
    select ${insurerId}::uuid, contract, from_day, to_day, plate, chassis, reason, match, ${at}::timestamptz, ${at}::timestamptz from incoming where outcome in ('new', 'corrected', 'ended')
    on conflict (insurer_id, contract, from_day) do update set to_day = excluded.to_day, plate = excluded.plate, chassis = excluded.chassis, reason = excluded.reason,
      match = excluded.match, known_at = excluded.known_at`;
}

async function report(tx: Tx, { insurerId, userId, channel, filename, requestId, now }: Sending, batchId: string, rows: number): Promise<BatchCounts> {
  await tx`
    insert into insurance_batch_row (batch_id, line, contract, plate, chassis, from_day, to_day, outcome, match, remark)
    select ${batchId}::uuid, line, contract, plate, chassis, from_day, to_day, outcome, match, remark from incoming`;
  const found = await tx<{ outcome: RowOutcome; many: number; mismatch: number }[]>`
    select outcome, count(*)::int as many, count(*) filter (where match = 'mismatch')::int as mismatch from incoming group by outcome`;
  const counts: BatchCounts = { rows, mismatch: found.reduce((sum, one) => sum + one.mismatch, 0), ...Object.fromEntries(found.map(({ outcome, many }) => [outcome, many])) };
  await tx`
    insert into insurance_batch (id, insurer_id, user_id, channel, request_id, filename, received_at, counts)
    values (${batchId}, ${insurerId}, ${userId}, ${channel}, ${requestId}, ${filename}, ${now.toISOString()}, ${tx.json(counts)})`;
  return counts;
}

/** Looks again at what meant no vehicle, or not surely: the register learns of vehicles after their insurers do. @returns how many changed */
export async function matchAgain(acts: Sql): Promise<number> {
  const { count } = await acts`
    update insurance_cover c set match = m.match
    from insurance_cover d cross join lateral insurance_match(d.plate, d.chassis) m
    where d.match <> 'matched' and m.match <> d.match and (c.insurer_id, c.contract, c.from_day) = (d.insurer_id, d.contract, d.from_day)`;
  return count;
}

/** Reports by line are for the sender's next weeks: the notices stay. */
export async function sweepReports(acts: Sql, before: Date): Promise<void> {
  await acts`delete from insurance_batch_row r using insurance_batch b where b.id = r.batch_id and b.received_at < ${before.toISOString()}`;
}
