import { createServer, type Server } from 'node:http';
import type { Sql } from '../src/core/db/sql.ts';
import { syntheticPlate } from '../src/import/country.ts';
import type { Say } from './timing.ts';

/**
 * The plate check through the API (key checked in the database, right checked, read logged before the answer) beside a
 * bare server that only finds the vehicle and its state by its plate, in one select. Both are warmed, then asked in
 * turn, second by second, so that whatever else the machine does weighs on both: the figures are medians of the rounds.
 */
export async function benchCheck(read: Sql, sitt: string, vehicles: number, seconds: number, say: Say): Promise<void> {
  // Asked for here: a production installation has no tools of measure, and the server must start without.
  const { default: autocannon } = await import('autocannon');
  const bare = bareServer(read);
  await new Promise<void>((resolve) => { bare.listen(0, '127.0.0.1', resolve); });
  const address = bare.address();
  const bareUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const requests = Array.from({ length: 500 }, (_, index) => ({ path: `/api/v1/vehicles/${syntheticPlate((index * 7919) % vehicles)}` }));
  for (const connections of [32, 1]) {
    const run = async (url: string, duration = 1) => {
      const { requests: { average: rate }, latency: { p50, p99 }, non2xx, errors } = await autocannon({ url, connections, duration, workers: 1, requests, headers: { authorization: 'Bearer demo-police' } });
      return { rate, p50, p99, failed: non2xx + errors };
    };
    for (const url of [bareUrl, sitt]) await run(url, Math.max(2, seconds));
    const rounds: { plain: Round; ours: Round }[] = [];
    for (let round = 0; round < Math.max(5, seconds); round += 1) rounds.push({ plain: await run(bareUrl), ours: await run(sitt) });
    for (const [name, each] of [['serveur nu', rounds.map(({ plain }) => plain)], ['SITT', rounds.map(({ ours }) => ours)]] as const) {
      const failed = each.reduce((sum, one) => sum + one.failed, 0);
      say(`  ${connections} client(s), ${name} : ${middle(each.map(({ rate }) => rate)).toFixed(0)}/s, p50 ${middle(each.map(({ p50 }) => p50))} ms, p99 ${middle(each.map(({ p99 }) => p99))} ms${failed ? `, ${failed} demandes sans réponse 2xx` : ''}`);
    }
    const share = rounds.map(({ plain, ours }) => (ours.rate / plain.rate) * 100);
    say(`  → ${middle(share).toFixed(0)} % du serveur nu (tours : ${share.map((one) => one.toFixed(0)).join(', ')}) ; p99 × ${middle(rounds.map(({ plain, ours }) => ours.p99 / Math.max(1, plain.p99))).toFixed(1)}`);
  }
  bare.close();
}

type Round = { readonly rate: number; readonly p50: number; readonly p99: number; readonly failed: number };

/** The least that answers the same question: no key, no right, no log. */
function bareServer(read: Sql): Server {
  return createServer((request, response) => {
    void (async () => {
      const plate = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
      const rows = await read`
        select i.vehicle_id, s.facet, s.data from vehicle_identifier i join state s on s.subject_id = i.vehicle_id
        where i.value = ${plate} and (i.until is null or i.kind = 'title')`;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
    })().catch(() => response.writeHead(500).end());
  });
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
