import { loadStates } from '../act/store.ts';
import type { Dossier } from './dossier.ts';
import { viewOf } from './evaluate.ts';
import { demarcheOf } from './life.ts';
import type { World } from './world.ts';

/** What whoever asked does next, once their dossier is done: sentences, none where there is nothing to do. */
export async function afterwardsOf(world: World, dossier: Dossier): Promise<readonly string[]> {
  const d = demarcheOf(world, dossier);
  if (!d.afterwards || dossier.state !== 'issued') return [];
  const state = viewOf(d, (await loadStates(world.read, world.facets, [{ kind: dossier.subject_kind, id: dossier.subject_id }])).get(dossier.subject_id));
  const today = world.today(world.clock());
  return d.afterwards({ state, actor: dossier.actor, on: dossier.decided_at ? world.today(dossier.decided_at) : today, today });
}
