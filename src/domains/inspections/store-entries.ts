import type { Sql, Tx } from '../../core/db/sql.ts';
import type { Entry } from './rules/correction.ts';

/** Fact: the acts that entered a visit or a reading of a vehicle, each with the corrections that cite it; the latest first. */
export async function entriesOf(tx: Sql | Tx, vehicleId: string): Promise<Entry[]> {
  const rows = await tx<(Omit<Entry, 'at' | 'recordedAt'> & { at: Date; recordedAt: Date })[]>`
    select a.id as "actId", a.kind, a.payload ->> 'id' as "visitId", a.effective_at as at, a.recorded_at as "recordedAt",
      coalesce((select array_agg(c.id order by c.recorded_at) from act_subject cs join act c on c.id = cs.act_id
        where cs.subject_id = ${vehicleId} and c.kind = 'inspection.corrected' and a.id = any(c.cites)), '{}') as corrections,
      exists (select 1 from act_subject cs join act c on c.id = cs.act_id left join dossier d on d.id = (c.author ->> 'dossierId')::uuid
        where cs.subject_id = ${vehicleId} and c.kind = 'inspection.corrected' and a.id = any(c.cites) and (c.author ->> 'kind' = 'authority' or d.actor ->> 'kind' = 'agent')) as "byOffice"
    from act_subject s join act a on a.id = s.act_id
    where s.subject_id = ${vehicleId} and a.kind in ('inspection.recorded', 'odometer.read') order by a.recorded_at desc limit 200`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), recordedAt: row.recordedAt.toISOString() }));
}
