/**
 * A message that SITT sends, as data: French words with {places}. A text states no law of its own: delays, ways of
 * recourse and conditions come in by its fields, from the act that it tells of.
 */
export type Template<F extends Fields = Fields> = {
  /** What it is, in French, for the agents who see the outbox. */
  readonly title: string;
  /**
   * notice: told once, by the cheapest way that reaches the person ·
   * alert: told at once by every quick way (something may be wrong) ·
   * formal: a decision that opens delays, on paper when there is a postal address, with a copy by e-mail.
   */
  readonly kind: 'notice' | 'alert' | 'formal';
  readonly fields: F;
  readonly subject: string;
  /** Paragraphs; one that is only the {place} of a list becomes that list. */
  readonly body: readonly string[];
  readonly sms: string;
  /** A signed link that works once: one tap. Its place is {link}. */
  readonly link?: { readonly label: string; readonly purpose: string; readonly days: number };
  /** A code that works once, typed or read aloud. Its place is {code}. */
  readonly code?: { readonly label: string; readonly purpose: string; readonly days: number };
  /** A page of the service, for people who sign in. Its place is {page}. */
  readonly page?: { readonly label: string };
};

/** Field → the most signs that it takes in a text message, or a list (never in a text message). */
export type Fields = { readonly [field: string]: number | 'list' };
export type Templates = { readonly [id: string]: Template };

export type DataOf<T extends Template> = { readonly [K in keyof T['fields']]: T['fields'][K] extends 'list' ? readonly string[] : string };
export type Data = { readonly [field: string]: string | readonly string[] };

export const PLACE = /\{(\w+)\}/g;

/** @returns the places of a text that no field nor link fills: a test wants none. */
export function unfilled(template: Template): string[] {
  const known = new Set([...Object.keys(template.fields), ...(template.link ? ['link'] : []), ...(template.code ? ['code'] : []), ...(template.page ? ['page'] : [])]);
  const text = [template.subject, ...template.body, template.sms].join(' ');
  return [...text.matchAll(PLACE)].map(([, name = '']) => name).filter((name) => !known.has(name));
}
