import { fieldsOf, validateSome, type Demarche, type Field, type Flat, type InputError, type Step } from '../../core/demarche/index.ts';
import { unflatten } from '../../core/demarche/index.ts';

/** The steps that these answers lead through, in order. */
export function stepsFor(d: Demarche, flat: Flat): readonly Step[] {
  const input = unflatten(d.input, flat);
  return d.steps.filter((step) => step.when?.(input) ?? true);
}

/** The fields of one step, in the order the schema was written. */
export function stepFields(d: Demarche, step: Pick<Step, 'paths'>): Field[] {
  return fieldsOf(d.input).filter(({ path }) => step.paths.some((wanted) => path === wanted || path.startsWith(`${wanted}.`)));
}

/** What is missing or wrong in one step. */
export function stepErrors(d: Demarche, flat: Flat, step: Pick<Step, 'paths'>): InputError[] {
  return validateSome(d.input, flat, step.paths);
}
