import type { Sql } from '../../core/db/sql.ts';
import { addDays, formatDate, type LawDate } from '../../core/values/time.ts';
import { poolRules } from './pools.ts';

/** What is left of a stock of numbers or of blank titles. `owner`: null for everybody, else `site:<office>` or `company:<id>`. `used`: over the last 30 days. */
export type Stock = { name: string; owner: string | null; left: number; used: number };

const DAYS = 30;

/** Every series that has an end, every open block of numbers, and the blank titles of every site. */
export async function stocks(sql: Sql, now: Date, today: LawDate): Promise<Stock[]> {
  const since = new Date(now.getTime() - DAYS * 86_400_000);
  // Ids of acts grow with time (UUID v7): those of the last days are the end of an index.
  const hex = since.getTime().toString(16).padStart(12, '0');
  const bound = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  const [pools, used, blocks, blanks] = await Promise.all([
    sql<{ pool: string; free: number; last: number }[]>`select pool, count(*) filter (where act_id is null and status = 'free')::int as free, max(position) as last from number_pool group by pool`,
    sql<{ pool: string; used: number }[]>`select pool, count(*)::int as used from number_pool where act_id >= ${bound} group by pool`,
    sql<Stock[]>`
      select b.pool as name, b.owner, count(*) filter (where p.act_id is null)::int as left, count(*) filter (where p.act_id >= ${bound})::int as used
      from number_block b join number_pool p on p.pool = b.pool and p.position between b.first and b.last where b.returned_at is null group by b.block_id order by b.pool, b.owner`,
    sql<{ site: string; free: number; used: number }[]>`
      select site, coalesce(sum(last - first + 1) filter (where status = 'free'), 0)::int as free, coalesce(sum(last - first + 1) filter (where status = 'used' and since >= ${since}), 0)::int as used
      from blank_range group by site order by site`,
  ]);
  const series = poolRules(today).filter(({ last }) => last !== undefined).map(({ pool, first, last = first }): Stock => {
    const row = pools.find((one) => one.pool === pool);
    return { name: pool, owner: null, left: (row?.free ?? 0) + last - (row?.last ?? first - 1), used: used.find((one) => one.pool === pool)?.used ?? 0 };
  });
  return [...series, ...blocks, ...blanks.map(({ site, free, used: printed }) => ({ name: 'blanks', owner: /^[0-9a-f-]{36}$/.test(site) ? `company:${site}` : `site:${site}`, left: free, used: printed }))];
}

/** In how many days a stock ends at the pace of the last thirty; null when nothing was used. */
export const daysLeft = ({ left, used }: Pick<Stock, 'left' | 'used'>): number | null => (left === 0 ? 0 : used === 0 ? null : Math.floor((left * DAYS) / used));

/** The end of a stock, in words. */
export function endWords(stock: Pick<Stock, 'left' | 'used'>, today: LawDate): string {
  const days = daysLeft(stock);
  if (days === null) return 'Rien n’a servi en 30 jours : aucune fin à prévoir.';
  if (stock.left === 0) return 'Épuisé.';
  if (days > 36_500) return 'À ce rythme, dans plus d’un siècle.';
  if (days > 3_650) return `À ce rythme, dans plus de dix ans (${Math.floor(days / 365)} ans).`;
  return days === 0 ? 'À ce rythme, aujourd’hui même.' : `À ce rythme, le ${formatDate(addDays(today, days))}, dans ${days} jour${days > 1 ? 's' : ''}.`;
}
