import type { Query, Sql } from '../../../core/db/sql.ts';
import { sha256 } from '../../../core/crypto/index.ts';
import { readCheck, type OfflineCheck, type SignedCheck } from './report.ts';

/** A check received apart; `check` is what it says, when it can be read. */
export type LateCheck = { digest: string; reason: 'revoked' | 'unreadable'; receivedAt: Date; signed: string; check: OfflineCheck | undefined; decision: 'kept' | 'set-aside' | null; decidedBy: string | null; decidedAt: Date | null; motive: string | null };

/** Each text once, however often it is handed over. */
export async function keepLate(acts: Sql, deviceId: string, reason: LateCheck['reason'], checks: readonly (SignedCheck & { position: number | null })[], now: Date): Promise<void> {
  if (!checks.length) return;
  const rows = checks.map(({ text, signature, position }) => ({ device_id: deviceId, digest: sha256(Buffer.from(text)), reason, position, received_at: now.toISOString(), signed: text.replaceAll('\u0000', '').toWellFormed(), signature }));
  await acts`insert into police_late_check ${acts(rows)} on conflict (device_id, digest) do nothing`;
}

/** How many of a phone wait for a reader. */
export async function waitingOf(read: Query, deviceId: string): Promise<number> {
  return (await read<{ many: number }[]>`select count(*)::int as many from police_late_check where device_id = ${deviceId} and decision is null`)[0]?.many ?? 0;
}

/** All that was received apart of a phone: what waits first, in the order that the phone numbered. */
export async function lateOf(read: Query, deviceId: string): Promise<LateCheck[]> {
  const rows = await read<Omit<LateCheck, 'check'>[]>`
    select encode(l.digest, 'hex') as digest, l.reason, l.received_at as "receivedAt", l.signed, l.decision, a.name as "decidedBy", l.decided_at as "decidedAt", l.motive
    from police_late_check l left join agent a on a.id = l.decided_by where l.device_id = ${deviceId}
    order by l.decision nulls first, l.position, l.digest limit 500`;
  return rows.map((row) => ({ ...row, check: readCheck(row.signed) }));
}

/** Phones of this officer's unit that have something to be read, with the person who withdrew each. */
export async function unitsLate(read: Query, agentId: string): Promise<{ id: string; name: string; many: number; by: string | null }[]> {
  return [...await read<{ id: string; name: string; many: number; by: string | null }[]>`
    select d.id, d.name, count(*)::int as many, by.name as by
    from police_late_check l join police_device d on d.id = l.device_id join agent a on a.id = d.agent_id join agent me on me.id = ${agentId} and me.authority = a.authority and me.unit = a.unit
      left join agent by on by.id = d.revoked_by
    where l.decision is null group by d.id, d.name, by.name order by d.name`];
}

/** Writes what a person decided of these; one decided meanwhile by somebody else keeps that decision. @returns those that this decision is of */
export async function decideLate(tx: Query, deviceId: string, digests: readonly string[], by: { agentId: string; decision: 'kept' | 'set-aside'; motive: string; now: Date }): Promise<string[]> {
  const rows = await tx<{ digest: string }[]>`
    update police_late_check set decision = ${by.decision}, decided_by = ${by.agentId}, decided_at = ${by.now.toISOString()}, motive = ${by.motive}
    where device_id = ${deviceId} and encode(digest, 'hex') = any(${[...digests]}::text[]) and decision is null returning encode(digest, 'hex') as digest`;
  return rows.map(({ digest }) => digest);
}
