/**
 * The flat form of an input: path → text, as a form posts it, a CSV row holds it and a kiosk asks it.
 * `unflatten` never throws: what cannot be read stays as typed, so that the schema says why beside the field.
 */
import { z } from 'zod';
import { encodePartialDate, parsePartialDate, type PartialDate } from '../values/partial-date.ts';
import { parseF } from '../values/money.ts';
import { parseDate } from '../values/time.ts';
import { defOf, fieldsFor, fieldsOf, isPartialDate, type Asked, type Field } from './fields.ts';

// What zod says by itself is said in French too; our own sentences come first.
z.config(z.locales.fr());

export type Flat = Record<string, string>;
export type InputError = { path: string; message: string };
export type Validated<T> = { ok: true; input: T } | { ok: false; errors: InputError[] };

/** Form, CSV or kiosk texts → the JSON the schema expects. Fields that are not shown are left out. */
export function unflatten(schema: z.ZodType, flat: Flat): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const field of fieldsOf(schema)) {
    if (!isShown(field, flat)) continue;
    const value = readField(field, flat);
    if (value !== undefined) put(root, field.keys, value);
  }
  return root;
}

/** The inverse: what a form shows again, and a CSV exports. */
export function flatten(schema: z.ZodType, input: unknown): Flat {
  const flat: Flat = {};
  for (const field of fieldsOf(schema)) {
    const value = pick(input, field.keys);
    if (value === undefined || value === null) continue;
    flat[field.path] = writeField(field, value);
  }
  return flat;
}

export function isShown(field: Field, flat: Flat): boolean {
  return field.shown.every(({ path, values }) => values.includes(flat[path]?.trim() ?? ''));
}

/** Validates JSON; every error has the path of a field and a French sentence. */
export function validate<T>(schema: z.ZodType<T>, json: unknown): Validated<T> {
  const flat = flatten(schema, json);
  const fields = fieldsOf(schema);
  const hole = fields.find((field) => field.required && field.shown.length > 0 && isShown(field, flat) && !flat[field.path]?.trim() && field.control !== 'checkbox');
  const result = schema.safeParse(whole(schema, json));
  if (result.success && !hole) return { ok: true, input: result.data };
  const errors = result.success ? [] : result.error.issues.map((issue) => {
    const path = issue.path.join('.');
    const field = fields.find((candidate) => candidate.path === path) ?? fields.find((candidate) => path !== '' && path.startsWith(`${candidate.path}.`));
    const missing = field && !flat[field.path]?.trim();
    return { path: field?.path ?? path, message: missing ? missingSentence(field) : field?.options && (issue.code === 'invalid_value' || issue.code === 'invalid_union') ? unknownAnswer(field.options) : issue.message };
  });
  if (hole && !errors.some((error) => error.path === hole.path)) errors.push({ path: hole.path, message: missingSentence(hole) });
  return { ok: false, errors: errors.filter((error, index) => errors.findIndex((other) => other.path === error.path) === index) };
}

/**
 * What can be read of an input that is not whole yet, or not well typed: each answer that its own schema takes, as that
 * schema reads it; the others are left out. The only form in which unchecked JSON reaches a fact or a subject.
 */
export function readable(schema: z.ZodType, json: unknown): unknown {
  const { type, shape, element, innerType, discriminator, options } = defOf(schema);
  const isGroup = typeof json === 'object' && json !== null && !Array.isArray(json);
  const given = json as Record<string, unknown>;
  switch (isPartialDate(schema) ? 'leaf' : type) {
    case 'object':
      return isGroup ? Object.fromEntries(Object.entries(shape ?? {}).map(([key, child]) => [key, readable(child, given[key])] as const).filter(([, value]) => value !== undefined)) : undefined;
    case 'array': return Array.isArray(json) && element ? json.map((item) => readable(element, item)).filter((item) => item !== undefined) : undefined;
    case 'optional': case 'nullable': case 'default': case 'prefault': case 'readonly': case 'nonoptional': return innerType && readable(innerType, json);
    case 'union': {
      if (!discriminator) break;
      const branch = isGroup && options?.find((option) => defOf(option).shape?.[discriminator]?.safeParse(given[discriminator]).success);
      return branch ? readable(branch, json) : undefined;
    }
  }
  const read = schema.safeParse(json);
  return read.success ? read.data : undefined;
}

/** A group that was not sent is an empty group: its fields (of a choice, the question that opens it) are named, and not the group. */
export function whole(schema: z.ZodType, json: unknown): unknown {
  const { type, shape, discriminator, options } = defOf(schema);
  if (type === 'union' && discriminator && json === undefined) return {};
  if (json !== undefined && (typeof json !== 'object' || json === null || Array.isArray(json))) return json;
  const given = (json ?? {}) as Record<string, unknown>;
  if (type === 'union' && discriminator) {
    const branch = options?.find((option) => defOf(option).shape?.[discriminator]?.safeParse(given[discriminator]).success);
    return branch ? whole(branch, json) : json;
  }
  if (type !== 'object' || !shape) return json;
  const filled = Object.entries(shape).map(([key, child]) => [key, whole(child, given[key])] as const).filter(([, value]) => value !== undefined);
  return { ...given, ...Object.fromEntries(filled) };
}

/** Answers that were not this caller's to give: said beside each field, whatever door they came by. */
export function reserved(schema: z.ZodType, json: unknown, actor: Asked): InputError[] {
  const asked = new Set(fieldsFor(schema, actor).map(({ path }) => path));
  const given = flatten(schema, json);
  return fieldsOf(schema).filter(({ path }) => !asked.has(path) && given[path]?.trim()).map(({ path, audience, exceptTrades }) => ({ path, message: exceptTrades && !audience ? 'C’est votre entreprise : laissez cette réponse vide.' : `Cette réponse est réservée à un ${audience === 'partner' ? 'professionnel' : 'agent'} : laissez-la vide.` }));
}

/** Validates the flat form of some of the paths only: one step of a wizard, one question of a kiosk. */
export function validateSome(schema: z.ZodType, flat: Flat, paths: readonly string[]): InputError[] {
  const result = validate(schema, unflatten(schema, flat));
  return result.ok ? [] : result.errors.filter(({ path }) => paths.some((wanted) => path === wanted || path.startsWith(`${wanted}.`)));
}

/** A label that is not the name of a thing: « Depuis le », « Jusqu’au », « Le véhicule est transmis par », « Pourquoi … ». */
const NO_NAME = /^(?:à|au|aux|dès|d[eu]|depuis|en|jusqu|par|pour|pourquoi|quand|comment|qui|que|quoi|quel|où|avec|sans|sous|sur|chez|avant|après|si|est|dites|indiquez|donnez|choisissez|décrivez|expliquez)(?![\p{L}-])|\?$|\s(?:par|à|le|la|de|du|au|en|est)$/iu;

/** What is not answered: never a sentence broken by a label that is half of one. */
export function missingSentence({ control, label }: Pick<Field, 'control' | 'label'>): string {
  // A label over a list is often a question or half a sentence: it is quoted, never made part of ours.
  if (control === 'radios' || control === 'select') return `Choisissez une réponse : « ${label} ».`;
  if (NO_NAME.test(label)) return `Répondez à « ${label} ».`;
  // A sigle keeps its capitals: « PTAC », « VIN ».
  return `Renseignez : ${/^\p{Lu}[\p{Lu}\d]/u.test(label) ? label : `${label.charAt(0).toLowerCase()}${label.slice(1)}`}.`;
}

/** An answer that none of those offered is: said with their codes, as a file or a program writes them. */
function unknownAnswer(options: NonNullable<Field['options']>): string {
  const few = options.slice(0, 20).map(({ value, label }) => (value === label ? value : `${value} (${label.charAt(0).toLowerCase()}${label.slice(1)})`));
  return `Réponse inconnue. Choisissez parmi : ${few.join(', ')}${options.length > few.length ? '…' : ''}.`;
}

function readField(field: Field, flat: Flat): unknown {
  const text = (flat[field.path] ?? '').trim().normalize('NFC');
  if (text === '') return undefined;
  if (field.control === 'checkbox') return ['1', 'oui', 'true', 'on'].includes(text.toLowerCase());
  switch (field.control) {
    case 'number': return number(text) ?? text;
    case 'money': return parseF(text) ?? text;
    case 'date': return parseDate(text) ?? text;
    case 'partial-date': return parsePartialDate(text) ?? text;
    case 'select': case 'radios': return field.options?.find((option) => option.label.toLowerCase() === text.toLowerCase())?.value ?? text;
    default: return text;
  }
}

function writeField(field: Field, value: unknown): string {
  if (field.control === 'partial-date' && typeof value === 'object') return encodePartialDate(value as PartialDate);
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function number(text: string): number | undefined {
  const clean = text.replace(/[\s\u202f\u00a0]/gu, '').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(clean) ? Number(clean) : undefined;
}

function put(root: Record<string, unknown>, keys: readonly (string | number)[], value: unknown): void {
  let target: Record<string | number, unknown> = root;
  keys.slice(0, -1).forEach((key, index) => {
    target[key] ??= typeof keys[index + 1] === 'number' ? [] : {};
    target = target[key] as Record<string | number, unknown>;
  });
  const last = keys.at(-1) as string | number;
  target[last] = value;
}

function pick(value: unknown, keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((current, key) => (current && typeof current === 'object' ? (current as Record<string | number, unknown>)[key] : undefined), value);
}
