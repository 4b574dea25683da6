import { listed } from '../core/demarche/index.ts';
import { ChoiceField, SelectField } from './field-choice.tsx';
import { DateField } from './field-date.tsx';
import { FileField } from './field-file.tsx';
import { fieldId, type FieldSpec, type FormError, type FormValues } from './field-spec.ts';
import { TextField } from './field-text.tsx';

export type FieldProps = {
  spec: FieldSpec;
  values?: FormValues | undefined;
  errors?: readonly FormError[] | undefined;
  /** True when the question is the whole screen: its label is the page's h1. */
  asHeading?: boolean | undefined;
};

/** Any field of any form, from its description: label, letter, hint, error and control, tied together. */
export function Field({ spec, values = {}, errors = [], asHeading }: FieldProps) {
  const value = values[spec.path];
  const error = errors.find(({ path }) => path === spec.path)?.message;
  const text = typeof value === 'string' ? value : (value?.[0] ?? '');
  const props = { spec, text, error, asHeading };
  switch (spec.control) {
    case 'hidden': return <input type="hidden" name={spec.path} value={text} />;
    case 'select': return <SelectField {...props} />;
    case 'radios': return <ChoiceField {...props} chosen={text === '' ? [] : [text]} />;
    case 'checkboxes': return <ChoiceField {...props} chosen={typeof value === 'string' ? listed(value) : (value ?? [])} />;
    case 'checkbox': return <SingleCheckbox {...props} />;
    case 'date': case 'partial-date': return <DateField {...props} />;
    case 'file': return <FileField {...props} />;
    default: return <TextField {...props} />;
  }
}

/** Fields one after the other. A field that depends on another's answer is marked, and closed by the script. */
export function Fields({ specs, values, errors }: { specs: readonly FieldSpec[]; values?: FormValues | undefined; errors?: readonly FormError[] | undefined }) {
  return <>{specs.map((spec) => {
    const field = <Field spec={spec} values={values} errors={errors} />;
    if (!spec.shown?.length) return field;
    return <div class="sitt-when" data-shown={JSON.stringify(spec.shown)}>{field}</div>;
  })}</>;
}

const YES = new Set(['1', 'oui', 'true', 'on']);

/** A statement to tick. Its label is the statement itself. */
function SingleCheckbox({ spec, text, error }: { spec: FieldSpec; text: string; error: string | undefined }) {
  const id = fieldId(spec.path);
  const described = [spec.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      {error ? <p class="govuk-error-message" id={`${id}-error`}><span class="govuk-visually-hidden">Erreur : </span>{error}</p> : null}
      <div class="govuk-checkboxes">
        <div class="govuk-checkboxes__item">
          <input class="govuk-checkboxes__input" id={id} type="checkbox" name={spec.path} value="oui" checked={YES.has(text.toLowerCase())} aria-describedby={described || undefined} aria-invalid={error ? 'true' : undefined} />
          <label class="govuk-label govuk-checkboxes__label" htmlFor={id}>{spec.label}</label>
          {spec.hint ? <div class="govuk-hint govuk-checkboxes__hint" id={`${id}-hint`}>{spec.hint}</div> : null}
        </div>
      </div>
    </div>
  );
}
