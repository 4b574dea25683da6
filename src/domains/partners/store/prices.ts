import type { Sql, Tx } from '../../../core/db/sql.ts';
import { addDays, instantOf, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { Prices } from '../model/index.ts';
import type { Marks } from './examinations.ts';

/** The latest prices of a company of which the median is taken: more of them would say no more. */
const MOST = 200;
/** What one vehicle went for in some days. */
const TIMES = 12;

/**
 * What this company declared for the same démarche in the days of its habits, and what any professional declared of the same
 * vehicle in those of a chain, before this act: in one statement on its indexes. What was held or stopped says no price.
 */
export async function pricesOf(tx: Sql | Tx, dossierId: string, { companyId, demarche, at, vehicleId }: Marks): Promise<Prices> {
  const on = today(at);
  const since = (name: 'partnerHabitDays' | 'partnerChainDays') => instantOf(addDays(on, -territory.parameter(name, on).value), '00:00');
  const [row] = await tx<{ median: number | null; of: number; same: { dossierId: string; price: number; on: string }[] }[]>`
    select
      usual.median, usual.of,
      (select coalesce(jsonb_agg(jsonb_build_object('dossierId', dossier_id, 'price', price, 'on', sent_at) order by sent_at desc), '[]') from (
         select dossier_id, price, sent_at from partner_examination
         where vehicle_id = ${vehicleId} and price > 0 and sent and sent_at > ${since('partnerChainDays')} and sent_at <= ${at} and dossier_id <> ${dossierId} order by sent_at desc limit ${TIMES}) near) as same
    from (
      select percentile_disc(0.5) within group (order by price) as median, count(*)::int as of from (
        select price from partner_examination
        where company_id = ${companyId} and demarche = ${demarche} and price > 0 and not scrapped and sent and sent_at > ${since('partnerHabitDays')} and sent_at <= ${at} and dossier_id <> ${dossierId}
        order by sent_at desc limit ${MOST}) latest) usual`;
  return { usual: row?.median ? { median: row.median, of: row.of } : null, same: (row?.same ?? []).map((one) => ({ ...one, on: new Date(one.on) })) };
}

/** Some thousands at a time: no transaction of the sweep is long. */
const SWEPT = 5000;
/** Forgets the prices, and of which vehicle, that nothing is compared with any more. The reasons found with them stay. @returns how many */
export async function forgetPrices(sql: Sql, now: Date): Promise<number> {
  const on = today(now);
  const before = instantOf(addDays(on, -territory.parameter('partnerPriceKeepDays', on).value), '00:00');
  for (let all = 0; ;) {
    const { count } = await sql`
      update partner_examination set price = null, vehicle_id = null
      where dossier_id in (select dossier_id from partner_examination where price is not null and sent_at < ${before} order by sent_at limit ${SWEPT})`;
    all += count;
    if (count < SWEPT) return all;
  }
}
