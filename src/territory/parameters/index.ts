import type { LawDate } from '../../core/values/time.ts';
import { standsOn, type Dated } from '../dated.ts';
import { appointmentParameters } from './appointments.ts';
import { inspectionParameters } from './inspections.ts';
import { insuranceParameters } from './insurance.ts';
import type { Parameter, Unit, Value } from './one.ts';
import { partnerParameters } from './partners.ts';
import { paymentParameters } from './payments.ts';
import { policeParameters } from './police.ts';
import { queueParameters } from './queue.ts';
import { registrationParameters } from './registrations.ts';
import { stockParameters } from './stock.ts';

/** A legal parameter as it stands on a day. */
export type ParameterAt<V> = Dated & { readonly value: V; readonly label: string; readonly unit: Unit };

/** Numbers of the law and of the house, one file a domain. A changed value is a new line with its `from`, never an edit. */
const parameters = {
  ...registrationParameters, ...inspectionParameters, ...partnerParameters, ...appointmentParameters, ...queueParameters, ...insuranceParameters, ...policeParameters, ...paymentParameters, ...stockParameters,
} satisfies Record<string, Parameter<Value>>;

type Parameters = typeof parameters;
export type ParameterName = keyof Parameters;
export type ParameterValue<N extends ParameterName> = Parameters[N]['lines'][number]['value'];

export const parameterNames = Object.keys(parameters) as readonly ParameterName[];

/**
 * @returns the parameter as the law of that day sets it (`on`: the day the request was first complete).
 * @throws RangeError when no line stands on that day: a gap in the data, never a case to guess.
 */
export function parameter<N extends ParameterName>(name: N, on: LawDate): ParameterAt<ParameterValue<N>> {
  const { label, unit, lines } = parameters[name];
  const found = lines.find((candidate) => standsOn(candidate, on));
  if (found === undefined) throw new RangeError(`no ${name} on ${on}`);
  return { ...found, value: found.value as ParameterValue<N>, label, unit };
}

/** @returns every line of a parameter, the oldest first, for the page of parameters. */
export function parameterLines(name: ParameterName): readonly ParameterAt<Value>[] {
  const { label, unit, lines } = parameters[name];
  return lines.map((dated) => ({ ...dated, label, unit }));
}
