/** Answers that a door offers from what the subject holds: a measure to lift is chosen, its reference is never copied. */
import type { Before, Demarche } from './define.ts';
import type { Field } from './fields.ts';
import type { Flat } from './flat.ts';

/** Path → what may be answered there, in the words of whoever chooses. */
export type Choices = Readonly<Record<string, readonly { value: string; label: string }[]>>;

/**
 * The fields as this subject lets them be answered: a list in place of a box. Where nothing is offered the field stays as it is.
 * @param flat an answer that is none of those offered stays among them, to be seen and corrected
 */
export function offered(d: Demarche, before: Before<unknown, unknown>, fields: readonly Field[], flat: Flat): Field[] {
  const choices: Choices = d.choices?.(before) ?? {};
  return fields.map((field) => {
    const found = choices[field.path];
    if (!found?.length) return field;
    const { hint: _copied, width: _box, ...rest } = field;
    const given = flat[field.path];
    const options = given && !found.some(({ value }) => value === given) ? [...found, { value: given, label: field.options?.find(({ value }) => value === given)?.label ?? given }] : found;
    return { ...rest, control: options.length > 5 ? 'select' : 'radios', options };
  });
}
