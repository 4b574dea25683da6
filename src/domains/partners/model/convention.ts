import type { LawDate } from '../../../core/values/time.ts';

/** What a professional may do, from when to when (both days included), how often a day, and where. */
export type Convention = {
  /** Patterns of démarches: `*` stands for anything ('changer-*', '*homologation*'). */
  acts: string[];
  from: LawDate;
  to: LawDate;
  /** Sites where it works, in words. */
  sites: string[];
  /** How many of each démarche a day. */
  perDay: number;
  /** Other numbers for some of them, by démarche. */
  quotas: Record<string, number>;
  /** Francs that it may owe until its monthly statement; absent or 0: it pays in advance. */
  credit?: number;
  /** The company prints its own titles, on blanks that it holds; absent: the counter prints them, for pickup. */
  printing?: boolean;
  /** Acts whose papers it keeps at the administration's disposal, from that day on: no agent reads them before. Absent: none. */
  kept?: { acts: string[]; from: LawDate };
};

/** True when one of the patterns covers this name; `*` stands for anything, anywhere. */
export function coversAct(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => pattern === name || (pattern.includes('*') && matcher(pattern).test(name)));
}

const matchers = new Map<string, RegExp>();
function matcher(pattern: string): RegExp {
  const known = matchers.get(pattern) ?? new RegExp(`^${pattern.split('*').map((part) => part.replace(/[^a-z0-9-]/g, '')).join('.*')}$`);
  matchers.set(pattern, known);
  return known;
}

/** Whether the papers of a démarche are left with this professional on a day. */
export const keepsPapers = ({ kept }: Pick<Convention, 'kept'>, demarche: string, on: LawDate): boolean => kept !== undefined && kept.from <= on && coversAct(kept.acts, demarche);

/** @returns how many of this démarche a day the convention allows */
export const quotaOf = ({ quotas, perDay }: Pick<Convention, 'quotas' | 'perDay'>, demarche: string): number => quotas[demarche] ?? perDay;
