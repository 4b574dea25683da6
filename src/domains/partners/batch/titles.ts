/** What the titles of a spreadsheet stand for: a path as the model writes it, or the words of the question, whatever their capitals, accents and spaces. */
import { fieldsFor, type Caller, type Demarche } from '../../../core/demarche/index.ts';
import { fold } from '../../../core/values/text.ts';
import { headerOf, questionOf, SUBJECT } from './table.ts';

/** @returns the column of a title; undefined: none, or several that it could be */
export function titlesOf(d: Demarche, caller: Pick<Caller, 'actor'>): (title: string) => string | undefined {
  const paths = new Map(headerOf(d, caller).map((path) => [fold(path), path]));
  const words = new Map<string, Set<string>>();
  const add = (text: string, path: string) => { for (const one of namesIn(text)) words.set(one, (words.get(one) ?? new Set()).add(path)); };
  if (d.subject.mode === 'existing') add(d.subject.view.question, SUBJECT);
  for (const field of fieldsFor(d.input, caller.actor)) {
    add(field.label, field.path);
    for (const one of [questionOf(field), `${field.group ?? ''} ${field.label}`, field.letter ?? '']) if (fold(one)) words.set(fold(one), (words.get(fold(one)) ?? new Set()).add(field.path));
  }
  return (title) => {
    const exact = paths.get(fold(title));
    if (exact) return exact;
    const found = words.get(fold(title)) ?? words.get(bare(title));
    return found?.size === 1 ? [...found][0] : undefined;
  };
}

/** « Numéro d’immatriculation, de série (VIN) ou de certificat » is also « Immatriculation », « N° de série », « VIN » and « Certificat ». */
const namesIn = (text: string): string[] => [text, ...text.split(/[(),]|\sou\s/u)].map(bare).filter((one) => one.length > 1);

/** Without the small words that open it: « N° de série » and « Numéro de série » are « serie ». */
const bare = (text: string): string => fold(text).replace(/^(?:(?:n|no|num|numero|de|du|d|la|le|les|l|son|un|code)\s+)+/u, '');
