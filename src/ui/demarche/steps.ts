import type { Actor } from '../../core/access/actor.ts';
import { fieldsFor, validateSome, type Demarche, type Field, type Flat, type InputError, type Step } from '../../core/demarche/index.ts';
import { unflatten } from '../../core/demarche/index.ts';

/** Who is asked: an agent sees what is asked of agents too. Nobody named: what everybody is asked. */
export type Reader = Pick<Actor, 'kind'>;
const EVERYBODY: Reader = { kind: 'anonymous' };

/** The steps that these answers lead through, in order; one that asks this reader nothing is passed over. */
export function stepsFor(d: Demarche, flat: Flat, reader: Reader = EVERYBODY): readonly Step[] {
  const input = unflatten(d.input, flat);
  return d.steps.filter((step) => (step.when?.(input) ?? true) && stepFields(d, step, reader).length > 0);
}

/** The fields of one step that this reader is asked, in the order the schema was written. */
export function stepFields(d: Demarche, step: Pick<Step, 'paths'>, reader: Reader = EVERYBODY): Field[] {
  return fieldsFor(d.input, reader).filter(({ path }) => step.paths.some((wanted) => path === wanted || path.startsWith(`${wanted}.`)));
}

/** What is missing or wrong in one step. */
export function stepErrors(d: Demarche, flat: Flat, step: Pick<Step, 'paths'>): InputError[] {
  return validateSome(d.input, flat, step.paths);
}
