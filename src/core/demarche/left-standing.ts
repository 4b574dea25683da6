import { advance } from './life.ts';
import type { World } from './world.ts';

/** So old, a sending is under way no more: nothing between it and what follows waits for anybody. */
const CUT_MS = 2 * 60_000;
const AT_ONCE = 200;

/** Takes up dossiers whose server was killed between their sending and what follows it. @returns how many went on */
export async function advanceLeftStanding(world: World): Promise<number> {
  const left = await world.acts<{ id: string }[]>`
    select id from dossier where state = 'submitted' and updated_at < ${new Date(world.clock().getTime() - CUT_MS)} order by updated_at limit ${AT_ONCE}`;
  for (const { id } of left) await advance(world, { actor: { kind: 'system', job: 'reprise' }, door: 'system' }, id);
  return left.length;
}
