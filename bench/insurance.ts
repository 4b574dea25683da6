import type { App } from '../src/app.ts';
import { deterministicId } from '../src/core/values/ids.ts';
import { addDays, today } from '../src/core/values/time.ts';
import { coverOn, coversOf, gaps, pushContracts, readContracts } from '../src/domains/insurance/index.ts';
import { percentiles, type Say } from './timing.ts';

const FILE = 100_000;

/** A file of a hundred thousand contracts, read, judged and kept; the same again; the gaps; then one contract pushed until a check sees it. */
export async function benchInsurance(app: App, sitt: string, say: Say): Promise<void> {
  const { acts, report, read } = app.pools;
  const now = new Date();
  const day = today(now);
  const known = await report<{ id: string; plate: string; chassis: string }[]>`
    select p.vehicle_id as id, p.value as plate, c.value as chassis from vehicle_identifier p join vehicle_identifier c on c.vehicle_id = p.vehicle_id and c.kind = 'chassis' and c.until is null
    where p.kind = 'plate' and p.until is null limit ${FILE}`;
  // Where the country is smaller than the file, the other lines are of vehicles that the register does not have.
  const lines = Array.from({ length: FILE }, (_, n) => { const one = known[n]; return `B-${n};${one?.plate ?? ''};${one?.chassis ?? `BANC${String(n).padStart(13, '0')}`};${addDays(day, -200)};;`; });
  const csv = Buffer.from(['contrat;plaque;vin;debut;fin;motif', ...lines].join('\n'));
  const sending = { insurerId: deterministicId('demo-company', 'assureur'), userId: null, channel: 'file' as const, filename: 'banc.csv', now };
  for (const [title, requestId] of [['premier envoi', 'bench:1'], ['le même, rien de changé', 'bench:2']] as const) {
    const began = performance.now();
    const rows = await readContracts(csv);
    const parsed = performance.now();
    const { counts } = await pushContracts(acts, { ...sending, requestId }, rows);
    const done = performance.now();
    say(`  fichier de ${FILE} contrats (${(csv.length / 1e6).toFixed(1)} Mo), ${title} : lu en ${((parsed - began) / 1000).toFixed(1)} s, jugé et gardé en ${((done - parsed) / 1000).toFixed(1)} s (${JSON.stringify(counts)})`);
  }
  const began = performance.now();
  await gaps(report, null, '2000-01-01');
  say(`  interruptions, tous assureurs, sur ${FILE} garanties : ${((performance.now() - began) / 1000).toFixed(2)} s`);
  const times: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    const one = known[(n * 37) % known.length];
    if (!one) return;
    const start = performance.now();
    const answer = await fetch(`${sitt}/api/v1/insurance/contracts`, { method: 'POST', headers: { authorization: 'Bearer demo-insurer', 'content-type': 'application/json' }, body: JSON.stringify({ contract: `U-${n}`, plate: one.plate, vin: one.chassis, from: day }) });
    if (!answer.ok || coverOn(await coversOf(read, { vehicleId: one.id }), one.id, day).status !== 'known') throw new Error(`contract ${n}: ${answer.status}`);
    times.push(performance.now() - start);
  }
  say(`  un contrat, de l’envoi de l’assureur à ce que lit le contrôle : ${percentiles(times.sort((a, b) => a - b))}`);
}
