import type { Query } from '../../../core/db/sql.ts';
import type { OfflineCheck } from './report.ts';

/** Minutes by which a phone may be ahead of the register, or behind it, and still be believed. */
const DRIFT = 10;

/**
 * Whether the clock of a phone was wrong: it dates a check after its report came, or before the phone was registered. Such a check
 * is kept as it was signed, and the gap is said wherever it is read.
 */
export const isHourWrong = ({ at }: Pick<OfflineCheck, 'at'>, { registeredAt, receivedAt }: { registeredAt: Date; receivedAt: Date }): boolean =>
  Date.parse(at) > receivedAt.getTime() + DRIFT * 60_000 || Date.parse(at) < registeredAt.getTime() - DRIFT * 60_000;

export type Misdated = { position: number; asked: string; checkedAt: Date; receivedAt: Date };
/** The checks of a phone that its clock dated wrong, the last received first. */
export async function misdatedOf(read: Query, deviceId: string): Promise<Misdated[]> {
  return [...await read<Misdated[]>`
    select position, asked, checked_at as "checkedAt", received_at as "receivedAt" from police_offline_check
    where device_id = ${deviceId} and wrong_hour order by received_at desc, position limit 200`];
}
