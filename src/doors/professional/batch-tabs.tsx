import type { Batch } from '../../domains/partners/index.ts';
import { Tabs } from '../../ui/index.ts';

/** The rows of a batch by whose turn it is. Whatever is in none of them (a row not yet done) is among all. */
const GROUPS = {
  'a-completer': { label: 'À compléter', states: ['to_complete', 'to_pay'] },
  agent: { label: 'En attente d’un agent', states: ['in_review', 'submitted', 'held'] },
  faites: { label: 'Faites', states: ['issued', 'decided'] },
  arretees: { label: 'Arrêtées', states: ['rejected', 'blocked', 'invalid', 'not-entitled', 'stopped', 'refused', 'cancelled'] },
} as const satisfies Record<string, { label: string; states: readonly string[] }>;
type GroupId = keyof typeof GROUPS;
const IDS = Object.keys(GROUPS) as GroupId[];
/** What a dealer can do something about, the nearest first. */
const OURS: readonly GroupId[] = ['a-completer', 'arretees'];

export type View = { id: GroupId | 'toutes'; label: string; states: readonly string[] | undefined; counts: Readonly<Record<GroupId | 'toutes', number>> };

/**
 * Which rows a page shows: those asked for, else those that need the dealer, else all. A batch that nobody has confirmed has no tabs.
 * @param asked of the address (`?voir=`), whatever was written there
 */
export function viewOf({ confirmed_at }: Pick<Batch, 'confirmed_at'>, outcomes: ReadonlyMap<string, number>, asked: unknown): View {
  const count = (states: readonly string[]) => states.reduce((sum, state) => sum + (outcomes.get(state) ?? 0), 0);
  const counts = { ...Object.fromEntries(IDS.map((id) => [id, count(GROUPS[id].states)])), toutes: [...outcomes.values()].reduce((sum, n) => sum + n, 0) } as View['counts'];
  const id = !confirmed_at || asked === 'toutes' ? 'toutes' : IDS.find((one) => one === asked) ?? OURS.find((one) => counts[one] > 0) ?? 'toutes';
  return id === 'toutes' ? { id, label: 'Les lignes', states: undefined, counts } : { id, label: GROUPS[id].label, states: GROUPS[id].states, counts };
}

/** The views of one batch, each with its address and its count. */
export function BatchTabs({ at, view: { id, counts } }: { at: string; view: View }) {
  return <Tabs label="Les lignes du lot" items={[...IDS, 'toutes' as const].map((one) => ({ href: `${at}?voir=${one}#lignes`, label: one === 'toutes' ? 'Toutes' : GROUPS[one].label, count: counts[one], current: one === id }))} />;
}
