import { anonymous, type Actor } from '../../core/access/actor.ts';
import type { Demarche, FeeLine, Piece } from '../../core/demarche/index.ts';

/**
 * What a démarche asks of somebody about whom nothing is known yet, for the information sheet: the fees and papers
 * that depend on no answer. null: they cannot be told without knowing the situation.
 */
export function sampleOf(d: Demarche, today: string, now: string, actor: Actor = anonymous): { fees: readonly FeeLine[] | null; pieces: readonly Piece[] | null } {
  const state = Object.fromEntries(Object.entries(d.subject.view.facets).map(([name, facet]) => [name, (facet as { initial: unknown }).initial]));
  const nobody = { today, now, actor, subject: { kind: d.subject.view.kind, id: '' }, state, facts: {}, get: (facet: { initial: unknown }) => facet.initial, input: {}, newId: () => '' };
  const ask = <T>(question: (c: never) => readonly T[]): readonly T[] | null => {
    try {
      return question(nobody as never);
    } catch {
      // A rule that reads an answer cannot speak before there is one.
      return null;
    }
  };
  return { fees: ask<FeeLine>(d.fees as never), pieces: ask<Piece>(d.pieces as never) };
}
