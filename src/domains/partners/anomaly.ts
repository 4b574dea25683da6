import type { Sql, Tx } from '../../core/db/sql.ts';
import type { Controlled } from '../../core/demarche/index.ts';

/** How unusual an act is, in points, and why, each reason a French sentence for the agent who looks. */
export type Anomalies = { score: number; reasons: readonly string[] };
export const NOTHING_ODD: Anomalies = { score: 0, reasons: [] };

/**
 * The anomaly score of one act of a professional: hours, bursts, same buyer or address, twins, price, chains of acts.
 * Asked before the act, at every door, and again under lock: it reads, and writes nothing. Nothing is looked at yet.
 */
export function anomaliesOf(_tx: Sql | Tx, _c: Controlled): Promise<Anomalies> {
  return Promise.resolve(NOTHING_ODD);
}
