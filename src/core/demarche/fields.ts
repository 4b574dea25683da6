/**
 * What a form, a CSV header, a kiosk question and the API's documentation have in common: the leaves of an
 * input schema, each with its path, its control and its words. Words live in the schema's `.meta()`.
 */
import type { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { partialDate } from '../values/partial-date.ts';
import { lawDate } from '../values/time.ts';

export type Control =
  | 'text' | 'textarea' | 'email' | 'tel' | 'number' | 'money' | 'date' | 'datetime' | 'partial-date' | 'select' | 'radios' | 'checkbox' | 'checkboxes' | 'hidden';

/** Who alone is asked a question, by the kind of whoever answers. */
export type Audience = 'agent' | 'partner';

export type Shown = { path: string; values: readonly string[] };

export type Field = {
  /** 'buyer.address.commune': its name in a form, a CSV column, an error. */
  path: string;
  keys: readonly (string | number)[];
  control: Control;
  label: string;
  hint?: string;
  /** Harmonised letter of the certificate: E, P.6 … */
  letter?: string;
  unit?: string;
  required: boolean;
  options?: readonly { value: string; label: string }[];
  autocomplete?: string;
  width?: number;
  /** What an invented answer looks like, as typed. */
  example?: string;
  /** The example of a date: days from the one on which it is read, 0 when absent. */
  exampleDays?: number;
  /** Shown (and kept) only while every one of these fields has one of these values. */
  shown: readonly Shown[];
  /** Title of the group it stands in, when the group has one. */
  group?: string;
  /** Seldom asked for: the section of the folded part of its group where it waits. */
  rare?: string;
  /** The words of some choices for a user of a professional. */
  partnerOptions?: Readonly<Record<string, string>>;
  /** Who is asked: absent, everybody; else an agent only, or a user of a professional only. */
  audience?: Audience;
  /** Professionals of these trades are not asked: it is themselves, and the démarche knows them. */
  exceptTrades?: readonly string[];
  /** What a door that can read it offers to choose from, in place of an id to copy: the acts of the subject. */
  offers?: 'acts';
  /** Of a text that holds several answers, apart by commas: where they are offered to choose from they are boxes, with this hint. */
  several?: string;
};

export type FieldMeta = {
  label?: string; hint?: string; letter?: string; unit?: string; control?: Control; autocomplete?: string; width?: number;
  /** The words of some choices for a user of a professional, who answers for a company and not for themselves. */
  partnerOptions?: Record<string, string>;
  options?: Record<string, string>; max?: number; showWhen?: { path: string; values: readonly string[] }; requiredWhenShown?: boolean;
  /** JSON Schema's own word: the first one is shown. */
  examples?: readonly string[];
  /** Of a date, instead of `examples`: -1 is the day before it is read. */
  exampleDays?: number;
  /** Of an optional field that few papers fill: it waits in the folded part of its group, under this title. */
  rare?: string;
  /** Asked of an agent only, or of a user of a professional only, at whatever door; a group's audience is that of its fields. */
  audience?: Audience | 'all';
  exceptTrades?: readonly string[];
  offers?: 'acts';
  several?: string;
};

type Walk = { audience?: Audience; keys: readonly (string | number)[]; shown: readonly Shown[]; required: boolean; group?: string; meta: FieldMeta };
type Def = {
  type: string; innerType?: z.ZodType; shape?: Record<string, z.ZodType>; entries?: Record<string, string>;
  element?: z.ZodType; options?: readonly z.ZodType[]; discriminator?: string; values?: readonly unknown[]; in?: z.ZodType; format?: string;
};

const DATE = lawDate._zod.def as unknown;
const PARTIAL = partialDate._zod.def as unknown;
/** One answer, though it is an object inside: whole, or not at all. */
export const isPartialDate = (schema: z.ZodType): boolean => (defOf(schema) as unknown) === PARTIAL;
const cache = new WeakMap<z.ZodType, Field[]>();

/** Every leaf of a schema, in the order it was written. */
export function fieldsOf(schema: z.ZodType): Field[] {
  const known = cache.get(schema);
  if (known) return known;
  const fields = withinConditions(merge(walk(schema, { keys: [], shown: [], required: true, meta: {} })));
  cache.set(schema, fields);
  return fields;
}

/** A question that hangs on another one is not asked where that one is not. */
function withinConditions(fields: Field[]): Field[] {
  const all = (shown: readonly Shown[], seen: readonly string[]): Shown[] => shown.flatMap((one) => {
    const over = seen.includes(one.path) ? undefined : fields.find(({ path }) => path === one.path);
    return [...(over ? all(over.shown, [...seen, one.path]) : []), one];
  });
  return fields.map((field) => (field.shown.length ? { ...field, shown: all(field.shown, [field.path]).filter((one, index, list) => list.findIndex(({ path }) => path === one.path) === index) } : field));
}

/** Who answers: what they are, and of which trade. */
export type Asked = Pick<Actor, 'kind'> & { partnerKind?: string };

/** The fields that this reader is asked: no door shows, takes or documents another for them. */
export function fieldsFor(schema: z.ZodType, { kind, partnerKind }: Asked): Field[] {
  return fieldsOf(schema).filter(({ audience, exceptTrades }) => (audience === undefined || audience === kind) && !(partnerKind !== undefined && exceptTrades?.includes(partnerKind)))
    .map((field) => (kind === 'partner' && field.partnerOptions && field.options ? { ...field, options: field.options.map(({ value, label }) => ({ value, label: field.partnerOptions?.[value] ?? label })) } : field));
}

export const defOf = (schema: z.ZodType): Def => schema._zod.def as unknown as Def;
export const metaOf = (schema: z.ZodType): FieldMeta => (schema.meta() ?? {}) as FieldMeta;

function walk(schema: z.ZodType, at: Walk): Field[] {
  const def = defOf(schema);
  const meta = { ...metaOf(schema), ...at.meta };
  const here = { ...at, meta: {} };
  if ((def as unknown) === PARTIAL) return [leaf(here, meta, meta.control ?? 'partial-date')];
  switch (def.type) {
    case 'optional': case 'default': case 'nullable': case 'prefault':
      return walk(def.innerType as z.ZodType, { ...at, required: false, meta });
    case 'readonly': case 'nonoptional': return walk(def.innerType as z.ZodType, { ...at, meta });
    case 'pipe': return walk(def.in as z.ZodType, { ...at, meta });
    case 'object': return walkObject(def.shape ?? {}, within(here, meta));
    case 'array': return walkArray(def.element as z.ZodType, meta, here);
    case 'union': return walkUnion(def, meta, here);
    case 'enum': {
      const options = Object.values(def.entries ?? {}).map((value) => ({ value: String(value), label: meta.options?.[String(value)] ?? String(value) }));
      return [{ ...leaf(here, meta, meta.control ?? (options.length > 5 ? 'select' : 'radios')), options }];
    }
    case 'boolean': return [leaf({ ...here, required: false }, meta, 'checkbox')];
    case 'number': case 'int': return [leaf(here, meta, meta.control ?? 'number')];
    case 'literal': return [leaf(here, meta, 'hidden')];
    default: return [leaf(here, meta, meta.control ?? ((def as unknown) === DATE ? 'date' : def.format === 'email' ? 'email' : 'text'))];
  }
}

function within(at: Walk, meta: FieldMeta): Walk {
  // Its own condition names a neighbour: a field of the object that the group stands in, not one of its own.
  const shown = meta.showWhen ? [...at.shown, absolute(meta.showWhen, at.keys.slice(0, -1))] : at.shown;
  return { ...at, shown, ...(meta.label ? { group: meta.label } : {}), ...audienceOf(meta.audience) };
}

const audienceOf = (audience: FieldMeta['audience']): { audience?: Audience } => (audience && audience !== 'all' ? { audience } : {});

function walkObject(shape: Record<string, z.ZodType>, at: Walk): Field[] {
  return Object.entries(shape).flatMap(([key, child]) => walk(child, { ...at, keys: [...at.keys, key], meta: {} }));
}

function walkArray(element: z.ZodType, meta: FieldMeta, outer: Walk): Field[] {
  const at = within(outer, meta);
  return Array.from({ length: meta.max ?? 3 }, (_, index) =>
    walk(element, { ...at, keys: [...at.keys, index], required: false, meta: {}, ...(meta.label ? { group: `${meta.label} ${index + 1}` } : {}) })).flat();
}

/** A union told apart by a field: that field becomes a choice, and each branch is shown for its value. */
function walkUnion(def: Def, meta: FieldMeta, at: Walk): Field[] {
  const key = def.discriminator;
  const here = within(at, meta);
  if (!key) return walk(def.options?.[0] as z.ZodType, here);
  const branches = (def.options ?? []).map((option) => {
    const shape = defOf(option).shape ?? {};
    const tag = shape[key] as z.ZodType;
    return { value: String(defOf(tag).values?.[0]), label: metaOf(option).label ?? String(defOf(tag).values?.[0]), shape, tagMeta: metaOf(tag) };
  });
  const keys = [...at.keys, key];
  const choice: Field = {
    ...leaf({ ...here, keys }, { label: meta.label ?? 'Type', ...branches[0]?.tagMeta }, branches.length > 5 ? 'select' : 'radios'),
    options: branches.map(({ value, label }) => ({ value, label: branches[0]?.tagMeta.options?.[value] ?? label })),
  };
  return [choice, ...branches.flatMap((branch) => {
    const rest = Object.fromEntries(Object.entries(branch.shape).filter(([name]) => name !== key));
    return walkObject(rest, { ...here, shown: [...here.shown, { path: keys.join('.'), values: [branch.value] }] });
  })];
}

function leaf(at: Walk, meta: FieldMeta, control: Control): Field {
  const path = at.keys.join('.');
  return {
    path, keys: at.keys, control, label: meta.label ?? path, required: at.required || meta.requiredWhenShown === true,
    shown: meta.showWhen ? [...at.shown, absolute(meta.showWhen, at.keys.slice(0, -1))] : at.shown,
    ...(meta.hint ? { hint: meta.hint } : {}), ...(meta.letter ? { letter: meta.letter } : {}), ...(meta.unit ? { unit: meta.unit } : {}),
    ...(meta.options ? { options: Object.entries(meta.options).map(([value, label]) => ({ value, label })) } : {}),
    ...(meta.examples?.[0] === undefined ? {} : { example: meta.examples[0] }), ...(meta.exampleDays === undefined ? {} : { exampleDays: meta.exampleDays }), ...(meta.autocomplete ? { autocomplete: meta.autocomplete } : {}), ...(meta.width ? { width: meta.width } : {}), ...(at.group ? { group: at.group } : {}), ...(meta.rare ? { rare: meta.rare } : {}),
    ...(meta.partnerOptions ? { partnerOptions: meta.partnerOptions } : {}),
    ...(meta.offers ? { offers: meta.offers } : {}), ...(meta.several === undefined ? {} : { several: meta.several }), ...audienceOf(at.audience ?? meta.audience), ...(meta.exceptTrades ? { exceptTrades: meta.exceptTrades } : {}),
  };
}

/** `showWhen.path` is relative to the object the field stands in. */
function absolute(shown: { path: string; values: readonly string[] }, keys: readonly (string | number)[]): Shown {
  return { path: [...keys, shown.path].join('.'), values: shown.values };
}

/** Branches of a union that share a field show it once, for either value. */
function merge(fields: readonly Field[]): Field[] {
  const byPath = new Map<string, Field>();
  for (const field of fields) {
    const twin = byPath.get(field.path);
    if (!twin) byPath.set(field.path, field);
    else {
      const shown = twin.shown.map((condition, index) => ({ ...condition, values: [...new Set([...condition.values, ...(field.shown[index]?.values ?? [])])] }));
      byPath.set(field.path, { ...twin, shown, required: twin.required && field.required });
    }
  }
  return [...byPath.values()];
}
