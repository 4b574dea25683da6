/** What any interpreter hands to the form components; the fields of a démarche (core/demarche/fields.ts) fit as they are. */
export type FieldControl =
  | 'text' | 'textarea' | 'email' | 'tel' | 'number' | 'money' | 'date' | 'datetime' | 'partial-date'
  | 'select' | 'radios' | 'checkbox' | 'checkboxes' | 'file' | 'hidden' | 'plate' | 'password';

/** `within`: of a list, the heading under which it stands; options of one heading follow each other. */
export type FieldOption = { value: string; label: string; hint?: string | undefined; within?: string | undefined };

export type FieldSpec = {
  /** Name of the control and path of its value and error: 'buyer.address.commune'. */
  path: string;
  control: FieldControl;
  label: string;
  hint?: string | undefined;
  /** Harmonised letter of the certificate: E, P.6, F.2 … */
  letter?: string | undefined;
  /** 'kg', 'kW', 'F': said after the box and read with it. */
  unit?: string | undefined;
  required?: boolean | undefined;
  /** May be left for later, but nothing is decided without it: never called optional. */
  awaited?: boolean | undefined;
  options?: readonly FieldOption[] | undefined;
  autocomplete?: string | undefined;
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search' | undefined;
  /** In characters. */
  width?: number | undefined;
  rows?: number | undefined;
  /** Of a file: 'application/pdf,image/*'. */
  accept?: string | undefined;
  /** Of a file: a phone or a tablet opens its camera, the one that looks away from whoever holds it. */
  capture?: boolean | undefined;
  multiple?: boolean | undefined;
  /** Letters are shown as capitals while typing (VIN, plate). */
  upper?: boolean | undefined;
  /** Asked only while these fields have one of these values. */
  shown?: readonly { path: string; values: readonly string[] }[] | undefined;
  /** Title of the group it stands in. */
  group?: string | undefined;
};

/** The flat form: path → text as typed; a list for check boxes. */
export type FormValues = Readonly<Record<string, string | readonly string[] | undefined>>;
export type FormError = { readonly path: string; readonly message: string };

/** @returns the id of the control of a path, the same for its label, its error and the error summary's link. */
export function fieldId(path: string): string {
  return `f-${path.replace(/[^\w-]+/g, '-')}`;
}

/** The names of the three boxes of a date. */
export const DATE_BOXES = ['day', 'month', 'year'] as const;
export type DateBox = (typeof DATE_BOXES)[number];

/** @returns the name of one box of a date: 'birth' → 'birth.$day'. No path of a schema begins with $. */
export function dateBoxName(path: string, box: DateBox | 'about'): string {
  return `${path}.$${box}`;
}

/**
 * Puts the three boxes of each date of a posted form back into one text at the date's own path: '27/03/1971',
 * '03/1971', '1971', 'vers 1948', or what was typed ('32/13/x'), which the schema then refuses beside the field.
 * Everything else passes unchanged.
 */
export function joinDates(form: FormValues): Record<string, string | readonly string[] | undefined> {
  const joined: Record<string, string | readonly string[] | undefined> = {};
  for (const [name, value] of Object.entries(form)) {
    const box = /^(.+)\.\$(day|month|year|about)$/.exec(name);
    if (!box) joined[name] = value;
    else if (box[2] === 'year') joined[box[1] as string] = oneText(form, box[1] as string);
  }
  return joined;
}

function oneText(form: FormValues, path: string): string {
  const read = (box: DateBox | 'about') => String(form[dateBoxName(path, box)] ?? '').trim();
  const typed = DATE_BOXES.map(read);
  const text = typed.every((part) => part === '') ? '' : typed.join('/').replace(/^\/+/, '');
  return read('about') !== '' && text !== '' ? `vers ${text}` : text;
}

/** The inverse, for the three boxes: reads ISO, French, EDTF ('1948~') and half-typed texts alike. */
export function splitDate(text: string): Record<DateBox, string> & { about: boolean } {
  const about = /^vers |~$/.test(text);
  const clean = text.replace(/^vers |~$/g, '');
  const iso = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(clean);
  const parts = iso ? [iso[3], iso[2], iso[1]] : clean.split('/');
  const [year = '', month = '', day = ''] = iso ? [iso[1], iso[2], iso[3]] : [...parts].reverse();
  return { day, month, year, about };
}
