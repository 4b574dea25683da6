import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';
import { parameter, type ParameterName } from './parameters/index.ts';

/** A way to contest a decision: before whom, and the parameter of its delay. */
export type AppealWay = Dated & { readonly kind: 'gracious' | 'hierarchical' | 'litigation'; readonly label: string; readonly before: string; readonly delay: ParameterName };

/** Nobody of these was read in a text: each is shown « à confirmer », on the letter too. */
export const appealWays: readonly AppealWay[] = [
  { kind: 'gracious', label: 'Recours gracieux', before: 'la DITTT, qui a pris la décision', delay: 'administrativeAppealMonths', ...placeholder('recours') },
  { kind: 'hierarchical', label: 'Recours hiérarchique', before: 'le gouvernement de la Nouvelle-Calédonie', delay: 'administrativeAppealMonths', ...placeholder('recours') },
  { kind: 'litigation', label: 'Recours contentieux', before: 'le tribunal administratif de Nouvelle-Calédonie', delay: 'appealMonths', ...placeholder('recours') },
];

/** @returns the delays and ways of that day for a decision that goes against somebody, as the engine of dossiers wants them. */
export function procedure(on: LawDate) {
  const hearing = parameter('hearingDays', on);
  const answer = parameter('appealAnswerDays', on);
  const ways = appealWays.filter((way) => standsOn(way, on)).map(({ kind, before, delay, toConfirm }) => {
    const months = parameter(delay, on);
    return { kind, before, months: months.value as number, toConfirm: toConfirm || months.toConfirm };
  });
  return { hearingDays: hearing.value, answerDays: answer.value, ways, toConfirm: hearing.toConfirm };
}

/** @returns the delay after which silence means something for a démarche, by the name of its parameter. */
export function silenceDelay(name: string | undefined, on: LawDate): { days: number; toConfirm: boolean } {
  const { value, toConfirm } = parameter((name ?? 'silenceDays') as ParameterName, on);
  return { days: typeof value === 'number' ? value : 0, toConfirm };
}
