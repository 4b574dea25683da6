import autocannon from 'autocannon';
import { createServer } from 'node:http';
import type { Sql } from '../src/core/db/sql.ts';
import { syntheticPlate } from '../src/import/country.ts';
import type { Say } from './timing.ts';

/** The plate check through the API (right checked, read logged before the answer) beside a bare server doing the same selects. */
export async function benchCheck(read: Sql, sitt: string, vehicles: number, seconds: number, say: Say): Promise<void> {
  const bare = createServer((request, response) => {
    void (async () => {
      const plate = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
      const [found] = await read<{ vehicle_id: string }[]>`select vehicle_id from vehicle_identifier where value = ${plate} and (until is null or kind = 'title') limit 5`;
      const rows = found ? await read`select facet, data from state where subject_id = ${found.vehicle_id}` : [];
      response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
    })().catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => { bare.listen(0, '127.0.0.1', resolve); });
  const address = bare.address();
  const bareUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const requests = Array.from({ length: 500 }, (_, index) => ({ path: `/api/v1/vehicles/${syntheticPlate((index * 7919) % vehicles)}` }));
  for (const connections of [32, 1]) {
    const run = (url: string) => autocannon({ url, connections, duration: seconds, workers: 1, requests, headers: { authorization: 'Bearer demo-police' } });
    await run(bareUrl).then(() => undefined);
    const [plain, ours] = [await run(bareUrl), await run(sitt)];
    for (const [name, one] of [['serveur nu', plain], ['SITT', ours]] as const) {
      say(`  ${connections} client(s), ${name} : ${one.requests.average.toFixed(0)}/s, p50 ${one.latency.p50} ms, p99 ${one.latency.p99} ms${one.non2xx || one.errors ? `, ${one.non2xx} réponses hors 2xx, ${one.errors} erreurs` : ''}`);
    }
    say(`  → ${((ours.requests.average / plain.requests.average) * 100).toFixed(0)} % du serveur nu ; p99 × ${(ours.latency.p99 / Math.max(1, plain.latency.p99)).toFixed(1)}`);
  }
  bare.close();
}
