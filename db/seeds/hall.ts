/** The hall of Nouméa as a stranger finds it: people were received for an hour, a dozen are there, two counters call. */
import { demoAgentId } from '../../src/core/access/demo.ts';
import type { World } from '../../src/core/demarche/index.ts';
import { absent, callNext, closeDays, motivesAt, openCounter, present, queueLastAt, queueRevision, recall, served, takeTicket, type Hall } from '../../src/domains/appointments/index.ts';
import type { QueueMotiveId, QueuePriorityId } from '../../src/territory/index.ts';

/** Why they came, in order, one each four minutes. */
const CAME: readonly QueueMotiveId[] = ['retrait', 'dossier', 'vente', 'retrait', 'renseignement', 'dossier', 'adresse', 'import', 'retrait', 'vente', 'dossier', 'retrait', 'renseignement', 'vente', 'dossier', 'import', 'retrait', 'adresse'];
/** The last two, whom nobody has called yet. */
const FIRST: readonly (readonly [QueueMotiveId, QueuePriorityId])[] = [['dossier', 'elder'], ['retrait', 'far']];
/** Counter 1 stays free, for whoever opens one. Minutes ago when they called somebody. */
const COUNTERS = [['2', 'instruction', [72, 60, 47, 33, 18]], ['3', 'caisse', [68, 56, 42, 28]]] as const;

type Step = readonly [ago: number, what: (world: World) => Promise<object>];

/** @param round what makes the tickets of this telling its own */
function steps(hall: Hall, round: string): Step[] {
  const take = (motive: string, priority: string, index: number) => (world: World) => takeTicket(world, hall, { motive, priority, phone: '' }, `seed:hall:${round}:${index}`);
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

/** A hall in which nothing has happened for so long has no visitor: it begins again. */
const QUIET_MINUTES = 120;

/**
 * Where nobody is about: what was left of earlier days is ended, as each night does; the counters of the seed serve those who
 * wait since; then the hall is told anew. Where somebody has just done something, nothing changes.
 */
export async function seedHall(world: World, now: Date): Promise<void> {
  const hall: Hall = { office: 'noumea', day: world.today(now) };
  await closeDays(world.acts, hall.day, now.toISOString());
  const last = await queueLastAt(world, hall);
  if (last && now.getTime() - last.getTime() < QUIET_MINUTES * 60_000) return;
  if (last) await serveAll(world, hall, last);
  for (const [ago, what] of steps(hall, await queueRevision(world, hall))) {
    const done = await what({ ...world, clock: () => new Date(now.getTime() - ago * 60_000) });
    // A visitor may have left a counter otherwise than the seed has it: the rest of the story is still told.
    if ('refused' in done && !last) throw new Error(`the hall of the demo: ${String(done.refused)}`);
  }
}

/** Minutes for one person: whoever waits is served before the next telling begins. */
const EACH = 3;

async function serveAll(world: World, hall: Hall, from: Date): Promise<void> {
  let at = from.getTime();
  for (const [, key] of COUNTERS) {
    const seat = { agentId: demoAgentId(key), hall };
    for (let more = true; more;) {
      at += EACH * 60_000;
      const then = { ...world, clock: () => new Date(at) };
      await present(then, seat);
      await served(then, seat);
      more = 'ticket' in await callNext(then, seat);
    }
  }
}
