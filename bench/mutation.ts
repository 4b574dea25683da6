import { perform } from '../src/core/act/perform.ts';
import { fromPool } from '../src/core/act/draws.ts';
import { Facets } from '../src/core/act/facets.ts';
import { act, type Facet, type Json, type RecordedAct } from '../src/core/act/types.ts';
import { connect, type Sql, type Tx } from '../src/core/db/sql.ts';
import { openDossier, submitDossier, type World } from '../src/core/demarche/index.ts';
import { deterministicId, uuid } from '../src/core/values/ids.ts';
import { movePerson, personRef, type Address } from '../src/domains/people/index.ts';
import type { RegistrationAct } from '../src/domains/registrations/index.ts';
import { vehicleRef } from '../src/domains/vehicles/index.ts';
import { percentiles, timed, type Say } from './timing.ts';

const home: Address = { commune: '98818', placeKind: 'street', place: '1 rue du Banc' };
const ids = (n: number, vehicles: number) => ({ vehicle: deterministicId('country-vehicle', 1, n % vehicles), person: deterministicId('country-person', 1, n % vehicles) });

type Works = Readonly<Record<'minimal' | 'equivalent' | 'performed' | 'demarche', (n: number) => Promise<unknown>>>;

/**
 * The least that a transaction could do; `perform` doing the same and no more (one subject, one act, three states, two
 * ledger lines, beside what it never leaves out: request id, chain, hash); `perform` of a change of address; its démarche.
 */
export async function mutations(world: World, owner: Sql, vehicles: number): Promise<Works> {
  await owner.unsafe(`
    create table if not exists bench_act (like act including all); create table if not exists bench_state (like state including all);
    create table if not exists bench_line (entry uuid, account text, amount bigint, primary key (entry, account)); grant insert on bench_line to sitt_app`);
  const benches = await owner<{ id: string }[]>`insert into subject (id, kind) select gen_random_uuid(), 'bench' from generate_series(1, ${vehicles}) returning id`;
  return {
    minimal: (n) => minimal(owner, ids(n, vehicles).vehicle),
    equivalent: (n) => equivalent(world, benches[n % vehicles]?.id ?? ''),
    performed: (n) => performed(world, ids(n, vehicles)),
    demarche: (n) => demarche(world, ids(n, vehicles)),
  };
}

/** Each beside the minimal transaction, measured one after the other in short turns, so that a busy machine slows them alike. */
export async function benchMutation(world: World, ownerUrl: string, vehicles: number, seconds: number, say: Say): Promise<void> {
  const owner = connect(ownerUrl, { max: 16, app: 'sitt-bench' });
  const works = await mutations(world, owner, vehicles);
  const names = { minimal: 'transaction minimale', equivalent: 'perform, la même chose', performed: 'perform, adresse et nouveau titre', demarche: 'démarche entière « changer-adresse »' };
  for (const clients of [1, 16]) {
    const taken: Record<string, { times: number[]; perSecond: number[] }> = {};
    for (const turn of [0, 1, 2]) {
      for (const [name, work] of Object.entries(works)) {
        const { times, perSecond } = await timed(clients, seconds / 2, (n) => work(n * 37 + clients * 1000 + turn * 300));
        const so = taken[name] ??= { times: [], perSecond: [] };
        so.times.push(...times);
        so.perSecond.push(perSecond);
      }
    }
    const rate = (name: string) => taken[name]?.perSecond.toSorted((a, b) => a - b)[1] ?? 0;
    for (const [name, label] of Object.entries(names)) {
      const times = taken[name]?.times.toSorted((a, b) => a - b) ?? [];
      say(`  ${clients} client(s), ${label} : ${rate(name).toFixed(0)}/s, ${percentiles(times)}${name === 'minimal' ? '' : ` → ${((rate(name) / rate('minimal')) * 100).toFixed(0)} % de la minimale`}`);
    }
  }
  const counted = async (pools: readonly Sql[], name: keyof Works) => `${names[name]} ${await statements(pools, () => works[name](2))}`;
  const counts = [await counted([owner], 'minimal')];
  for (const name of ['equivalent', 'performed', 'demarche'] as const) counts.push(await counted([world.acts, world.read], name));
  say(`  instructions SQL, BEGIN et COMMIT compris : ${counts.join(' ; ')}`);
  await owner.end({ timeout: 5 });
}

async function minimal(sql: Sql, vehicle: string): Promise<void> {
  const [id, now] = [uuid(), new Date()];
  const data = sql.json(tiny(now.toISOString()));
  await sql.begin(async (tx) => {
    await tx`select version, head from subject where id = ${vehicle} for update`;
    await Promise.all([
      tx`insert into bench_act values (${id}, 'bench', 1, ${id}, ${now}, ${now}, '2026-01-01', '{}', null, ${data}, '{}', '{}', '{}', ${Buffer.alloc(32)})`.execute(),
      tx`insert into bench_state ${tx(['a', 'b', 'c'].map((facet) => ({ subject_id: vehicle, facet, data })) as never)} on conflict (subject_id, facet) do update set data = excluded.data`.execute(),
      twoLines(tx, id),
    ]);
  });
}

const tiny = (from: string) => ({ plates: [{ plate: 'X', from, to: null }] });
const twoLines = (tx: Tx, entry: string) => tx`insert into bench_line values (${entry}, 'debit', 1000), (${entry}, 'credit', -1000)`.execute();

const facets = new Facets(['a', 'b', 'c'].map((name) => ({ name: `bench-${name}`, subject: 'bench', initial: null, slice: (state) => state, evolve: (_, act) => tiny(act.recordedAt) }) satisfies Facet<unknown, RecordedAct>));

const equivalent = ({ acts, clock }: World, id: string): Promise<unknown> => perform({ acts, clock, facets }, {
  requestId: `bench:${uuid()}`, author: { kind: 'system', job: 'banc' }, judgedOn: '2026-01-01', subjects: [{ kind: 'bench', id }],
  decide: async ({ now }) => ({ acts: [{ kind: 'bench.done', version: 1, subjects: [{ kind: 'bench', id }], payload: tiny(now) }], result: null }),
  alongside: async ({ tx }, [done]) => { await twoLines(tx, done?.id ?? id); },
});

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

async function statements(pools: readonly Sql[], work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const all = pools.map(({ options }) => options as { debug?: unknown });
  for (const options of all) options.debug = () => { count += 1; };
  await work();
  for (const options of all) options.debug = undefined;
  return count;
}
