import type { Sql, Tx } from '../../core/db/sql.ts';
import type { Matter, Past, Twin } from '../partners/index.ts';
import type { HoldType } from './model/acts.ts';
import { holdRules } from './rules/blocks.ts';

/** What makes any act on a vehicle suspect, whoever asks. */
const GRAVE: readonly HoldType[] = ['theft', 'seizure', 'judicial', 'plate-theft', 'identity-dispute'];
const TOLD = ['registration.registered', 'registration.holders-changed', 'registration.title-issued'];

type Done = { actId: string; kind: string; on: Date; duplicate: boolean };

/** What was done to a vehicle (or to that of a sale), the latest first, and the grave measures on it. What an old file brought in is no act of these days. */
export async function pastOf(tx: Sql | Tx, { vehicleId, saleId }: Pick<Matter, 'vehicleId' | 'saleId'>): Promise<Past> {
  const [row] = await tx<{ vehicleId: string | null; done: Done[]; measures: HoldType[] }[]>`
    with v as materialized (select coalesce(${vehicleId}::uuid, (select vehicle_id from vehicle_sale where sale_id = ${saleId})) as id)
    select v.id as "vehicleId",
      (select coalesce(jsonb_agg(jsonb_build_object('actId', a.id, 'kind', a.kind, 'on', a.effective_at, 'duplicate', a.payload ->> 'reason' like 'duplicata:%') order by s.version desc), '[]')
       from act_subject s join act a on a.id = s.act_id where s.subject_id = v.id and a.kind = any(${TOLD}::text[]) and a.payload ->> 'origin' is distinct from 'legacy') as done,
      array(select h.type from vehicle_hold h where h.vehicle_id = v.id and h.until is null and h.type = any(${GRAVE as string[]}::text[])) as measures
    from v`;
  const done = row?.done ?? [];
  const first = (kind: string, duplicate = false) => { const found = done.find((one) => one.kind === kind && (!duplicate || one.duplicate)); return found ? { actId: found.actId, on: iso(found.on) } : null; };
  return {
    vehicleId: row?.vehicleId ?? null,
    registered: first('registration.registered'), duplicate: first('registration.title-issued', true),
    changes: done.filter(({ kind }) => kind === 'registration.holders-changed').map(({ actId, on }) => ({ actId, on: iso(on) })),
    measures: (row?.measures ?? []).map((type) => holdRules[type].label.toLowerCase()),
  };
}

const iso = (at: Date | string): string => new Date(at).toISOString();

/** Vehicles that bear one of these numbers today, and whether something grave stands on them. */
export async function vehiclesNumbered(tx: Sql | Tx, numbers: readonly string[], except: string): Promise<Twin[]> {
  return tx<Twin[]>`
    select i.vehicle_id as "vehicleId", i.value as chassis, exists (select from vehicle_hold h where h.vehicle_id = i.vehicle_id and h.until is null and h.type = any(${GRAVE as string[]}::text[])) as stolen
    from vehicle_identifier i where i.kind = 'chassis' and i.until is null and i.value = any(${[...numbers]}::text[]) and i.vehicle_id <> ${except} limit 12`;
}
