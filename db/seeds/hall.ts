/** The hall of Nouméa as a stranger finds it: people were received for an hour, a dozen are there, two counters call. */
import { demoAgentId } from '../../src/core/access/demo.ts';
import type { World } from '../../src/core/demarche/index.ts';
import { absent, callNext, closeDays, motivesAt, openCounter, present, queueRevision, recall, takeTicket, type Hall } from '../../src/domains/appointments/index.ts';
import type { QueueMotiveId, QueuePriorityId } from '../../src/territory/index.ts';

/** Why they came, in order, one each four minutes. */
const CAME: readonly QueueMotiveId[] = ['retrait', 'dossier', 'vente', 'retrait', 'renseignement', 'dossier', 'adresse', 'import', 'retrait', 'vente', 'dossier', 'retrait', 'renseignement', 'vente', 'dossier', 'import', 'retrait', 'adresse'];
/** The last two, whom nobody has called yet. */
const FIRST: readonly (readonly [QueueMotiveId, QueuePriorityId])[] = [['dossier', 'elder'], ['retrait', 'far']];
/** Counter 1 stays free, for whoever opens one. Minutes ago when they called somebody. */
const COUNTERS = [['2', 'instruction', [72, 60, 47, 33, 18]], ['3', 'caisse', [68, 56, 42, 28]]] as const;

type Step = readonly [ago: number, what: (world: World) => Promise<object>];

function steps(hall: Hall): Step[] {
  const take = (motive: string, priority: string, index: number) => (world: World) => takeTicket(world, hall, { motive, priority, phone: '' }, `seed:hall:${hall.day}:${index}`);
  const [, [, caisse]] = COUNTERS;
  const marc = { agentId: demoAgentId(caisse), hall };
  const told: Step[] = [
    ...CAME.map((motive, index): Step => [78 - 4 * index, take(motive, 'none', index)]),
    ...COUNTERS.flatMap(([name, key, calls]): Step[] => {
      const seat = { agentId: demoAgentId(key), hall };
      return [[75, (world) => openCounter(world, seat, name, motivesAt(hall).map(({ id }) => id))], ...calls.flatMap((ago): Step[] => [[ago, (world) => callNext(world, seat)], [ago - 1, (world) => present(world, seat)]])];
    }),
    // Called twice, nobody came: called again later. The next one has just been called.
    [9, (world) => callNext(world, marc)], [7, (world) => recall(world, marc)], [3, (world) => absent(world, marc)], [2, (world) => callNext(world, marc)],
    ...FIRST.map(([motive, priority], index): Step => [1, take(motive, priority, CAME.length + index)]),
  ];
  return told.toSorted(([a], [b]) => b - a);
}

/** Once a day, before anything happens there; what was left of earlier days is ended first, as each night does. */
export async function seedHall(world: World, now: Date): Promise<void> {
  const hall: Hall = { office: 'noumea', day: world.today(now) };
  await closeDays(world.acts, hall.day, now.toISOString());
  if (await queueRevision(world, hall) !== `${hall.day}/0`) return;
  for (const [ago, what] of steps(hall)) {
    const done = await what({ ...world, clock: () => new Date(now.getTime() - ago * 60_000) });
    if ('refused' in done) throw new Error(`the hall of the demo: ${String(done.refused)}`);
  }
}
