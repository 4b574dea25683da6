/** What makes the demonstration a working office, on the day it starts and on each day that it still runs; tests begin on an empty one. */
import { demoAgentId } from '../../src/core/access/demo.ts';
import type { World } from '../../src/core/demarche/index.ts';
import { perform } from '../../src/core/act/perform.ts';
import { instantOf, type LawDate } from '../../src/core/values/time.ts';
import { readPlan, setShift, type AppointmentEnv } from '../../src/domains/appointments/index.ts';
import { territory } from '../../src/territory/index.ts';
import { EXPECTED, expectedActs } from './appointments.ts';
import { seedDrawn } from './drawn.ts';
import { seedHall } from './hall.ts';
import { seedMonth } from './month.ts';

/** Who receives where in Nouméa: Camille and Noé all day, Hélène where the morning is busiest, Marc when Noé is away for an hour. */
const LINES = [
  ['guichet', 'poste-1', '07:45', '11:30'], ['guichet', 'poste-1', '12:15', '15:30'], ['responsable', 'poste-1', '07:45', '11:30'],
  ['instruction', 'poste-2', '07:45', '11:30'], ['caisse', 'poste-2', '12:15', '13:15'], ['instruction', 'poste-2', '13:15', '15:30'],
] as const;
const DAYS = 5;

/** The plan of today and of the next open days, where nobody planned anything yet. */
async function seedPlan(world: World, today: LawDate): Promise<void> {
  const first = territory.nextOpenDay(today);
  for (let after = 0; after < DAYS; after += 1) {
    const hall = { office: 'noumea', day: territory.addOpenDays(first, after) };
    if ((await readPlan(world, hall)).shifts.length) continue;
    for (const [key, resource, from, to] of LINES) {
      const refused = await setShift(world, hall, demoAgentId('responsable'), { agent: demoAgentId(key), resource, from, to });
      if (refused) throw new Error(`the plan of the demo: ${refused}`);
    }
  }
}

/** Who is expected in Nouméa today: in the country's own seed on its first day, here on each later one. */
async function seedExpected(world: World, today: LawDate): Promise<void> {
  const at = (time: string) => instantOf(today, time);
  const known = await world.read<{ starts_at: Date }[]>`select starts_at from pub_appointments_day where office = 'noumea' and starts_at between ${at('00:00')} and ${at('23:59')}`;
  const taken = new Set(known.map(({ starts_at }) => starts_at.getTime()));
  const acts = territory.isOpenDay(today) && taken.size < EXPECTED.length ? expectedActs(today, EXPECTED.filter((time) => !taken.has(at(time).getTime()))) : [];
  // Said once for a day: whoever cancels one of them does not find it again an hour later.
  if (acts.length) await perform(world, { requestId: `seed:expected:${today}`, author: { kind: 'system', job: 'pays de démonstration' }, judgedOn: today, subjects: [], decide: async () => ({ acts, result: null }) });
}

/** At each start of a demonstration and every hour after, by its clock: what is there already stays. */
export async function seedDay(env: AppointmentEnv): Promise<void> {
  const { world } = env;
  const now = world.clock();
  const today = world.today(now);
  await seedMonth(world, today);
  await seedDrawn(env, today);
  await seedHall(world, now);
  await seedPlan(world, today);
  await seedExpected(world, today);
}
