/** Answers that a door offers from what the subject holds: a measure to lift is chosen, its reference is never copied. */
import type { Before, Demarche } from './define.ts';
import type { Field } from './fields.ts';
import { readable, unflatten, type Flat } from './flat.ts';

/** Path → what may be answered there, in the words of whoever chooses. */
export type Choices = Readonly<Record<string, readonly { value: string; label: string }[]>>;

/**
 * The fields as this subject lets them be answered: a list in place of a box. Where nothing is offered the field stays as it is.
 * @param flat an answer that is none of those offered stays among them, to be seen and corrected
 */
export function offered(d: Demarche, before: Before<unknown, unknown>, fields: readonly Field[], flat: Flat): Field[] {
  const choices: Choices = d.choices?.({ ...before, input: readable(d.input, unflatten(d.input, flat)) as Record<string, unknown> }) ?? {};
  return fields.map((field) => {
    const found = choices[field.path];
    if (!found?.length) return field;
    const { hint: _copied, width: _box, ...rest } = field;
    const given = flat[field.path];
    const answers = field.several === undefined ? (given ? [given] : []) : listed(given);
    const strange = answers.filter((one) => !found.some(({ value }) => value === one));
    const options = [...found, ...strange.map((value) => ({ value, label: field.options?.find((one) => one.value === value)?.label ?? value }))];
    if (field.several !== undefined) return { ...rest, control: 'checkboxes', options, hint: field.several };
    // A box that was ticked among radios is never unticked: an answer that may be left out is taken from a list with an empty line.
    return { ...rest, control: options.length > 5 || !field.required ? 'select' : 'radios', options };
  });
}

/** Several answers in one text: « a, b ; c ». */
export const listed = (text: string | undefined): string[] => [...new Set((text ?? '').split(/[,;\n]/).map((one) => one.trim()).filter(Boolean))];
