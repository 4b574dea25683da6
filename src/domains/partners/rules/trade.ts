import type { Actor } from '../../../core/access/actor.ts';
import { standsAs, type Choices, type Demarche } from '../../../core/demarche/index.ts';
import { coversAct, type PartnerKind } from '../model/index.ts';
import { actsOpenTo } from './convention.ts';

/** Capacities by the state of what a démarche is about: whoever has no such thing before them may still have one. */
const BY_STATE: readonly string[] = ['representative', 'holder', 'booklet-owner'];

/** True when a user of this trade may have a capacity for it, on some vehicle or other: what agents or other trades do is not offered. */
export function openToTrade(d: Demarche, actor: Extract<Actor, { kind: 'partner' }>): boolean {
  const seen = standsAs(d, actor);
  const state = Object.fromEntries(Object.entries(d.subject.view.facets).map(([name, facet]) => [name, (facet as { initial: unknown }).initial]));
  return d.who.some(({ name, holds }) => BY_STATE.includes(name) || holds({ actor: seen, subject: { kind: d.subject.view.kind, id: '' }, state, get: (facet) => facet.initial, today: '' }));
}

/** The démarches that this trade may ask for on a day, by title: for boxes to tick. */
export function actsOffered(catalogue: ReadonlyMap<string, Demarche>, kind: PartnerKind, on: string): { value: string; label: string }[] {
  const user = { kind: 'partner' as const, userId: '', companyId: '', partnerKind: kind, name: '', roles: ['operator'] };
  return [...catalogue.values()].filter((d) => coversAct(actsOpenTo(kind, on), d.id) && openToTrade(d, user))
    .map(({ id, title }) => ({ value: id, label: title })).sort((a, b) => a.label.localeCompare(b.label, 'fr'));
}

/** The same for each question of a convention that names a démarche; nothing where the trade is not known yet. */
export function conventionChoices({ catalogue, today }: { catalogue: ReadonlyMap<string, Demarche>; today: string }, kind: PartnerKind | null | undefined): Choices {
  if (!kind) return {};
  const acts = actsOffered(catalogue, kind, today);
  return { acts, ...Object.fromEntries([0, 1, 2].map((index) => [`quotas.${index}.act`, acts])) };
}
