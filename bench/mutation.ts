import { perform } from '../src/core/act/perform.ts';
import { fromPool } from '../src/core/act/draws.ts';
import { act, type Json } from '../src/core/act/types.ts';
import { connect, type Sql } from '../src/core/db/sql.ts';
import { openDossier, submitDossier, type World } from '../src/core/demarche/index.ts';
import { deterministicId, uuid } from '../src/core/values/ids.ts';
import { movePerson, personRef, type Address } from '../src/domains/people/index.ts';
import type { RegistrationAct } from '../src/domains/registrations/index.ts';
import { vehicleRef } from '../src/domains/vehicles/index.ts';
import { percentiles, timed, type Say } from './timing.ts';

const home: Address = { commune: '98818', placeKind: 'street', place: '1 rue du Banc' };
const ids = (n: number, vehicles: number) => ({ vehicle: deterministicId('country-vehicle', 1, n % vehicles), person: deterministicId('country-person', 1, n % vehicles) });

/** A change of address: `perform` alone, then the whole démarche, beside the least that a transaction could do. */
export async function benchMutation(world: World, ownerUrl: string, vehicles: number, seconds: number, say: Say): Promise<void> {
  const owner = connect(ownerUrl, { max: 16, app: 'sitt-bench' });
  await owner.unsafe('create table bench_act (like act including all); create table bench_state (like state including all); create table bench_line (entry uuid, account text, amount bigint, primary key (entry, account))');
  for (const clients of [1, 16]) {
    const least = await timed(clients, seconds, (n) => minimal(owner, ids(n * 31, vehicles).vehicle));
    const engine = await timed(clients, seconds, (n) => performed(world, ids(n * 37 + clients * 1000, vehicles)));
    say(`  ${clients} client(s), transaction minimale : ${least.perSecond.toFixed(0)}/s, ${percentiles(least.times)}`);
    say(`  ${clients} client(s), perform (adresse et nouveau titre) : ${engine.perSecond.toFixed(0)}/s, ${percentiles(engine.times)} → ${((engine.perSecond / least.perSecond) * 100).toFixed(0)} % de la minimale`);
    const whole = await timed(clients, seconds, (n) => demarche(world, ids(n * 41 + clients * 5000, vehicles)));
    say(`  ${clients} client(s), démarche entière « changer-adresse » : ${whole.perSecond.toFixed(0)}/s, ${percentiles(whole.times)}`);
  }
  say(`  instructions SQL : minimale ${await statements(owner, () => minimal(owner, ids(1, vehicles).vehicle))}, perform ${await statements(world.acts, () => performed(world, ids(2, vehicles)))}, démarche entière ${await statements(world.acts, () => demarche(world, ids(3, vehicles)))}`);
  await owner.end({ timeout: 5 });
}

async function minimal(sql: Sql, vehicle: string): Promise<void> {
  const [id, now] = [uuid(), new Date()];
  const data = sql.json({ plates: [{ plate: 'X', from: now.toISOString(), to: null }] });
  await sql.begin(async (tx) => {
    await tx`select version, head from subject where id = ${vehicle} for update`;
    await Promise.all([
      tx`insert into bench_act values (${id}, 'bench', 1, ${id}, ${now}, ${now}, '2026-01-01', '{}', null, ${data}, '{}', '{}', '{}', ${Buffer.alloc(32)})`.execute(),
      tx`insert into bench_state ${tx(['a', 'b', 'c'].map((facet) => ({ subject_id: vehicle, facet, data })) as never)} on conflict (subject_id, facet) do update set data = excluded.data`.execute(),
      tx`insert into bench_line values (${id}, 'debit', 1000), (${id}, 'credit', -1000)`.execute(),
    ]);
  });
}

const performed = (world: World, { vehicle, person }: { vehicle: string; person: string }): Promise<unknown> => perform(world, {
  requestId: `bench:${uuid()}`, author: { kind: 'system', job: 'banc' }, judgedOn: world.today(world.clock()), subjects: [vehicleRef(vehicle), personRef(person)],
  decide: async () => ({
    acts: [movePerson(person, home), act<RegistrationAct>({ kind: 'registration.commune-changed', subjects: [vehicleRef(vehicle)], payload: { commune: '98818', titleNumber: fromPool('titre') } })], result: null,
  }),
});

async function demarche(world: World, { vehicle, person }: { vehicle: string; person: string }): Promise<void> {
  const caller = { actor: { kind: 'citizen' as const, personId: person, accountId: person, name: 'Banc', assurance: 'verified' as const }, door: 'api' };
  const opened = await openDossier(world, caller, { demarche: world.catalogue.get('changer-adresse') as never, subject: { kind: 'vehicle', id: vehicle }, input: { address: home as Json } });
  const outcome = await submitDossier(world, caller, opened.id);
  if (outcome.kind === 'moved' && ['decided', 'issued'].includes(outcome.dossier.state)) return;
  if (outcome.kind === 'blocked') return; // a stolen one among the invented: its blockers were looked for all the same
  throw new Error(`the démarche did not go through: ${JSON.stringify(outcome).slice(0, 300)}`);
}

async function statements(sql: Sql, work: () => Promise<unknown>): Promise<number> {
  const options = sql.options as { debug?: unknown };
  let count = 0;
  const before = options.debug;
  options.debug = () => { count += 1; };
  await work();
  options.debug = before;
  return count;
}
