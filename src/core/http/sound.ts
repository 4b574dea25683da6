import { HttpFault } from './faults.ts';
import type { Form } from './uploads.ts';

/** No démarche nests further; beyond, a body is made to exhaust whoever reads it. */
const DEEPEST = 32;

/**
 * Throws what a JSON body cannot be: nested without end (400), or with half of a character, which no database keeps
 * (422). Walks without calling itself.
 */
export function checkBody(body: unknown): void {
  const left: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, depth } = next;
    if (depth > DEEPEST) throw new HttpFault(400, 'Le corps de la demande emboîte trop d’objets.');
    if (typeof value === 'string') checkText(value);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    for (const [name, part] of Object.entries(value)) {
      checkText(name);
      left.push({ value: part, depth: depth + 1 });
    }
  }
}

function checkText(text: string): void {
  if (!text.isWellFormed()) throw new HttpFault(422, 'Un texte contient un caractère interdit.');
}

/** A form without what no keyboard writes and no text of the register can hold: what a person typed is never lost for it. */
export function soundForm(form: Form): Form {
  const sound = (text: string) => text.replaceAll('\0', '').toWellFormed();
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [sound(name), typeof value === 'string' ? sound(value) : Array.isArray(value) ? value.map(sound) : value]));
}
