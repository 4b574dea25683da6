import { REACT, reactTask, runDue, type Tasks } from '../../src/core/jobs/index.ts';
import { FREEZE, freezeTask } from '../../src/domains/partners/index.ts';
import { reactions } from '../../src/reactions.ts';
import type { Country } from './country.ts';
import { testMessages } from './sale-code.ts';

/** What the worker does at this hour: reactions, and what is due; nothing leaves and nothing is drawn. `more`: other tasks that a test is about. */
export async function work({ app: { world }, at }: Country, more: Tasks = {}): Promise<void> {
  const env = { world, messaging: testMessages };
  const quiet = Object.fromEntries(['send-message', 'draw-paper'].map((name) => [name, () => Promise.resolve()]));
  await runDue(world.acts, { ...quiet, [REACT]: reactTask(env, world.read, reactions), [FREEZE]: freezeTask(env), ...more }, at.now);
}

export type Told = { template: string; to_person: string; contact: { name: string; email?: string }; data: Record<string, unknown>; id: string };
/** What was written to somebody, of these templates: the first first. */
export const toldTo = ({ db }: Country, personId: string, like: string): Promise<Told[]> => db.owner<Told[]>`select id, template, to_person, contact, data from message where to_person = ${personId} and template like ${like} order by queued_at, key`;
