import type { VNode } from 'preact';
import { isShown, type Field as CoreField, type Flat } from '../../core/demarche/index.ts';
import { fold } from '../../core/values/text.ts';
import { Field } from '../field.tsx';
import { joinDates, type FormError, type FormValues } from '../field-spec.ts';
import { Fieldset } from '../form.tsx';
import { RareFields } from './rare-fields.tsx';

/** Hidden names of a form: which questions the page showed, and whether the browser runs scripts. */
export const NEW_QUESTIONS = '_vues';
export const WITHOUT_SCRIPT = '_sans-script';

export type DemarcheFieldsProps = { fields: readonly CoreField[]; flat: Flat; errors?: readonly FormError[] | undefined;
  /** The heading just above: a group of the same name does not say it again. */
  under?: string | undefined;
  /** Answers that may wait but that the decision will ask for (`evaluation.awaited`). */
  awaited?: readonly string[] | undefined;
};

/**
 * The questions of a step. One that depends on another's answer stands closed under it: the script opens it at once;
 * without script the form is sent, kept, and shown again with what the answer opens (see `unanswered`).
 */
export function DemarcheFields({ fields: asked, flat, errors, under = '', awaited = [] }: DemarcheFieldsProps) {
  const fields = asked.map((field): Asked => (field.required || !awaited.includes(field.path) ? field : { ...field, awaited: true }));
  const open = fields.filter((field) => isShown(field, flat)).map(({ path }) => path);
  return (
    <>
      <input type="hidden" name={NEW_QUESTIONS} value={open.join(' ')} />
      {fields.some(({ shown }) => shown.length) ? <noscript><input type="hidden" name={WITHOUT_SCRIPT} value="1" /></noscript> : null}
      {groupsOf(fields).map((group) => <Group {...group} flat={flat} errors={errors} under={under} />)}
    </>
  );
}

/** « L’acheteur » and « Acheteur » are one heading. */
const bare = (title: string): string => fold(title).replace(/^(le|la|les|l|son|sa|ses|votre|vos) /, '');

type Asked = CoreField & { awaited?: true };
type FieldGroup = { title: string | undefined; fields: Asked[] };
/** More than these stand side by side where the screen is wide enough. */
const MANY = 8;

function Group({ title, fields, flat, errors, under = '' }: FieldGroup & Omit<DemarcheFieldsProps, 'fields'>) {
  const common = commonOf(fields);
  const boxes = (some: readonly Asked[]) => some.map((field) => <Conditional shown={field.shown.slice(common.length)} flat={flat}><Field spec={field} values={flat as FormValues} errors={errors} /></Conditional>);
  const rare = fields.filter((field) => field.rare && !field.awaited);
  const usual = boxes(fields.filter((field) => !rare.includes(field)));
  const body = fields.length > MANY ? [<div class="sitt-fieldgrid">{usual}</div>, <RareFields fields={rare} flat={flat} errors={errors} boxes={boxes} />] : boxes(fields);
  const visible = fields.some(({ control }) => control !== 'hidden');
  return <Conditional shown={common} flat={flat}>{title && visible && fields.length > 1 && fields[0]?.label !== title ? <Fieldset legend={title} quiet={bare(title) === bare(under)}>{body}</Fieldset> : <>{body}</>}</Conditional>;
}

/** What stands around questions that all hang on the same answer: shown with the first of them, so that no heading stands over nothing. */
export function WhenAsked({ fields, flat, children }: { fields: readonly CoreField[]; flat: Flat; children: VNode }) {
  return <Conditional shown={commonOf(fields)} flat={flat}>{children}</Conditional>;
}

function Conditional({ shown, flat, children }: { shown: CoreField['shown']; flat: Flat; children: VNode | VNode[] }) {
  if (!shown.length) return <>{children}</>;
  const open = shown.every(({ path, values }) => values.includes(flat[path]?.trim() ?? ''));
  return <div class="sitt-when" data-shown={JSON.stringify(shown)} hidden={!open}>{children}</div>;
}

/** Neighbours with the same title and the same first conditions stand in one fieldset. */
function groupsOf(fields: readonly Asked[]): FieldGroup[] {
  const groups: (FieldGroup & { key: string })[] = [];
  for (const field of fields) {
    const key = `${field.group ?? ''}|${JSON.stringify(field.shown[0] ?? null)}`;
    const last = groups.at(-1);
    if (last?.key === key) last.fields.push(field);
    else groups.push({ key, title: field.group, fields: [field] });
  }
  return groups.map(({ title, fields: own }, index) => ({ title: groups.slice(0, index).some((earlier) => earlier.title === title) ? undefined : title, fields: own }));
}

/** The conditions that all the fields of a group begin with. */
function commonOf(fields: readonly CoreField[]): CoreField['shown'] {
  const [first] = fields;
  if (!first) return [];
  const differs = first.shown.findIndex((condition, index) => !fields.every(({ shown }) => JSON.stringify(shown[index]) === JSON.stringify(condition)));
  return differs < 0 ? first.shown : first.shown.slice(0, differs);
}

/** A posted form as flat texts: dates joined, several values kept apart by a comma, the frame's names left out. */
export function readForm(form: Readonly<Record<string, string | readonly string[]>>): Flat {
  const flat: Flat = {};
  for (const [name, value] of Object.entries(joinDates(form))) {
    if (!name.startsWith('_') && value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(',');
  }
  return flat;
}

/** Questions that the last answers opened and that a browser without script could not show yet. */
export function unanswered(form: Readonly<Record<string, string | readonly string[]>>, fields: readonly CoreField[], flat: Flat): boolean {
  if (form[WITHOUT_SCRIPT] !== '1') return false;
  const seen = new Set(String(form[NEW_QUESTIONS] ?? '').split(' '));
  return fields.some((field) => field.control !== 'hidden' && !seen.has(field.path) && isShown(field, flat));
}

/**
 * For a door that cannot search the register: an answer that asks for the id of a person of the register is not offered,
 * nor is the box for that id.
 */
export function withoutLookups(fields: readonly CoreField[]): CoreField[] {
  const lookups = fields.filter(({ keys, shown }) => keys.at(-1) === 'personId' && shown.length > 0);
  return fields.filter((field) => !lookups.includes(field)).map((field) => {
    const closed = lookups.flatMap(({ shown }) => shown.filter(({ path }) => path === field.path).flatMap(({ values }) => values));
    return closed.length && field.options ? { ...field, options: field.options.filter(({ value }) => !closed.includes(value)) } : field;
  });
}
