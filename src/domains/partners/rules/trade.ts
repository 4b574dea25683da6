import type { Actor } from '../../../core/access/actor.ts';
import { standsAs, type Demarche } from '../../../core/demarche/index.ts';

/** Capacities by the state of what a démarche is about: whoever has no such thing before them may still have one. */
const BY_STATE: readonly string[] = ['representative', 'holder'];

/** True when a user of this trade may have a capacity for it, on some vehicle or other: what agents or other trades do is not offered. */
export function openToTrade(d: Demarche, actor: Extract<Actor, { kind: 'partner' }>): boolean {
  const seen = standsAs(d, actor);
  const state = Object.fromEntries(Object.entries(d.subject.view.facets).map(([name, facet]) => [name, (facet as { initial: unknown }).initial]));
  return d.who.some(({ name, holds }) => BY_STATE.includes(name) || holds({ actor: seen, subject: { kind: d.subject.view.kind, id: '' }, state, get: (facet) => facet.initial, today: '' }));
}
