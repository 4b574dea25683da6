/**
 * Persons of the register in a form: an input asks for the id of a person; a clerk types a name, chooses among homonyms,
 * and the id is filled in. Works on any path that ends in `personId`, without script.
 */
import { isShown, type Field, type Flat } from '../../core/demarche/index.ts';
import { formatPartialDate, parsePartialDate } from '../../core/values/partial-date.ts';
import { formatRidet, type PersonEntry } from '../../domains/people/index.ts';

/** The answer that opens the search of a party. */
const KNOWN = 'known';
/** The name of the search box of a path: begins with _, so that it never enters the input. */
export const searchName = (path: string): string => `_qui.${path}`;
/** Path → whom the search found, or the one chosen before. */
export type Matches = Readonly<Record<string, readonly PersonEntry[]>>;

export const lookupFields = (fields: readonly Field[]): Field[] => fields.filter(({ keys }) => keys.at(-1) === 'personId');

/** What tells a person from their homonyms: birth or RIDET. */
export function personLine({ birth, ridet, kind }: PersonEntry): string {
  const born = birth ? parsePartialDate(birth) : undefined;
  if (born) return `naissance : ${formatPartialDate(born)}`;
  return ridet ? `RIDET ${formatRidet(ridet)}` : kind === 'natural' ? '' : 'organisation';
}

/** The fields with each id replaced by a search and a choice; «moi-même» is not an answer of an agent.
 * Who may not search the register is offered the applicant alone, and nobody of the register without one. */
export function withSearch(fields: readonly Field[], matches: Matches, mayAsk = true): Field[] {
  const lookups = lookupFields(fields);
  const choices = new Set(lookups.flatMap(({ shown }) => shown.filter(({ values }) => values.includes(KNOWN)).map(({ path }) => path)));
  return fields.flatMap((field): Field[] => {
    if (choices.has(field.path)) return [{ ...field, options: (field.options ?? []).filter(({ value }) => value !== 'self' && (mayAsk || value !== KNOWN || Object.values(matches).some((found) => found.length))) }];
    if (!lookups.includes(field)) return [field];
    const found = matches[field.path] ?? [];
    const rank = field.keys.find((key) => typeof key === 'number');
    const { hint: _technical, ...rest } = field;
    return [
      ...(!mayAsk ? [] : [{ ...rest, path: searchName(field.path), control: 'text', label: rank === undefined ? 'Chercher la personne' : `Chercher la personne ${rank + 1}`, hint: 'Nom, prénom ou RIDET, puis Entrée.', required: true } as Field]),
      { ...rest, control: found.length ? 'radios' : 'hidden', label: rank === undefined ? 'Personne trouvée' : `Personne ${rank + 1} trouvée`, required: true, options: found.map((one) => ({ value: one.person_id, label: [one.name, personLine(one)].filter(Boolean).join(', ') })) },
    ];
  });
}

/** An act to cite is chosen by what it did; without its subject's acts, its id is typed. @param acts newest first @param flat an id that is none of them stays, to be seen and corrected */
export function withActs(fields: readonly Field[], acts: readonly { id: string; label: string }[], flat: Flat): Field[] {
  return fields.map((field) => {
    if (field.offers !== 'acts' || !acts.length) return field;
    const { hint: _copied, ...rest } = field;
    const given = flat[field.path];
    const offered = given && !acts.some(({ id }) => id === given) ? [...acts, { id: given, label: given }] : acts;
    return { ...rest, control: 'select', options: offered.map(({ id, label }) => ({ value: id, label })) };
  });
}

/** A form that names nobody yet begins with the register: most people who come are known. */
export function withDefaults(fields: readonly Field[], flat: Flat, applicantId: string | null): Flat {
  const filled: Record<string, string> = { ...flat };
  for (const [index, lookup] of lookupFields(fields).entries()) {
    for (const { path, values } of lookup.shown) if (values.includes(KNOWN)) filled[path] ||= KNOWN;
    if (index === 0 && applicantId && isShown(lookup, filled)) filled[lookup.path] ||= applicantId;
  }
  return filled;
}
