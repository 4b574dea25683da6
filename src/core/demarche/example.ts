/** A request that a stranger can copy: what every door and the API's documentation show of a démarche. */
import type { z } from 'zod';
import type { Query } from '../db/sql.ts';
import { addDays, formatShortDate, type LawDate } from '../values/time.ts';
import type { Field } from './fields.ts';
import { fieldsOf } from './fields.ts';
import { isShown, unflatten, type Flat } from './flat.ts';

/**
 * What a demonstration prepared for one démarche: the demo key that has the right to it, what to name as its subject, and
 * the answers that only this register knows. An empty answer leaves an optional field out.
 */
export type PreparedExample = { readonly key: string; readonly subject: string | null; readonly answers: Flat };

/** Written by the seed of a demonstration, as the owner: the application has no right to. */
export async function recordExamples(owner: Query, examples: ReadonlyMap<string, PreparedExample>): Promise<void> {
  const rows = [...examples].map(([demarche, one]) => ({ demarche, ...one }));
  await owner`insert into demo_example select * from jsonb_populate_recordset(null::demo_example, ${owner.json(rows)})`;
}

/** By the name of the démarche; none outside a demonstration. */
export async function preparedExamples(read: Query): Promise<ReadonlyMap<string, PreparedExample>> {
  const rows = await read<(PreparedExample & { demarche: string })[]>`select demarche, key, subject, answers from demo_example where is_demo()`;
  return new Map(rows.map(({ demarche, ...one }) => [demarche, one]));
}

/**
 * An input that the schema accepts: every field that is required, those whose words give an example, and those that were prepared.
 * @param today the day on which it is read: an event is said to have happened that day, unless its field says otherwise
 */
export function exampleOf(schema: z.ZodType, today: LawDate, answers: Flat = {}): Record<string, unknown> {
  const flat: Flat = {};
  for (const field of fieldsOf(schema)) {
    const given = answers[field.path];
    if ((given !== undefined || field.required || field.example !== undefined) && isShown(field, flat)) flat[field.path] = given ?? exampleText(field, today);
  }
  return unflatten(schema, flat);
}

function exampleText(field: Field, today: LawDate): string {
  if (field.example !== undefined) return field.example;
  if (field.options?.[0]) return field.options[0].value;
  switch (field.control) {
    case 'date': return formatShortDate(addDays(today, field.exampleDays ?? 0));
    case 'partial-date': return '12/05/1980';
    case 'number': case 'money': return '1';
    case 'checkbox': return 'oui';
    case 'textarea': return 'Un motif en une phrase, à remplacer.';
    default: return 'Exemple';
  }
}
