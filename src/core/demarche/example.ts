/** A request that a stranger can copy: what every door and the API's documentation show of a démarche. */
import type { z } from 'zod';
import { formatShortDate, type LawDate } from '../values/time.ts';
import type { Field } from './fields.ts';
import { fieldsOf } from './fields.ts';
import { isShown, unflatten, type Flat } from './flat.ts';

/**
 * An invented input that the schema accepts: every field that is required, and those whose words give an example.
 * @param today the day on which it is read: an event is said to have happened that day
 */
export function exampleOf(schema: z.ZodType, today: LawDate): Record<string, unknown> {
  const flat: Flat = {};
  for (const field of fieldsOf(schema)) {
    if ((field.required || field.example !== undefined) && isShown(field, flat)) flat[field.path] = exampleText(field, today);
  }
  return unflatten(schema, flat);
}

function exampleText(field: Field, today: LawDate): string {
  if (field.example !== undefined) return field.example;
  if (field.options?.[0]) return field.options[0].value;
  switch (field.control) {
    case 'date': return formatShortDate(today);
    case 'partial-date': return '12/05/1980';
    case 'number': case 'money': return '1';
    case 'checkbox': return 'oui';
    case 'textarea': return 'Un motif en une phrase, à remplacer.';
    default: return 'Exemple';
  }
}
