import type { Actor } from '../../core/access/actor.ts';
import type { Demarche, FeeLine, Piece, World } from '../../core/demarche/index.ts';

/**
 * What a démarche asks of somebody about whom nothing is known yet, for the information sheet: the fees and papers
 * that depend on no answer. null: they cannot be told without knowing the situation.
 */
export function sampleOf(d: Demarche, today: string, now: string, actor: Actor): { fees: readonly FeeLine[] | null; pieces: readonly Piece[] | null } {
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

type Sheet = { sample: ReturnType<typeof sampleOf>; reader: Actor; silence: { days: number; toConfirm: boolean } | undefined };

/**
 * What the information sheet of a démarche says to this reader today, the same at every door.
 * @param silenceDelay the days that the law of the day gives the administration, as the territory tells them
 */
export function sheetOf(d: Demarche, reader: Actor, world: Pick<World, 'clock' | 'today'>, silenceDelay: (parameter: string, on: string) => { days: number; toConfirm: boolean }): Sheet {
  const now = world.clock();
  const today = world.today(now);
  return { sample: sampleOf(d, today, now.toISOString(), reader), reader, silence: d.silence && silenceDelay(d.silence.parameter, today) };
}
