import { LabelledControl, describedBy, type ControlProps } from './field-frame.tsx';
import { fieldId, type FieldSpec } from './field-spec.ts';

const WIDTHS = [2, 3, 4, 5, 10, 20, 30] as const;

/** One line or several: text, e-mail, phone, number, amount, plate, day and hour. Numbers are text with a numeric keypad. */
export function TextField({ spec, text, error, asHeading }: ControlProps) {
  return <LabelledControl spec={spec} error={error} asHeading={asHeading}>{spec.control === 'textarea' ? <TextArea spec={spec} text={text} error={error} /> : <WithUnit spec={spec} text={text} error={error} />}</LabelledControl>;
}

function TextArea({ spec, text, error }: ControlProps) {
  return <textarea class={`govuk-textarea${error ? ' govuk-textarea--error' : ''}`} rows={spec.rows ?? 4} value={text} {...common(spec, error)} />;
}

function WithUnit({ spec, text, error }: ControlProps) {
  const unit = spec.unit ?? (spec.control === 'money' ? 'F' : undefined);
  const input = <input class={inputClass(spec, error)} value={text} type={htmlType(spec)} inputMode={spec.inputmode ?? keypad(spec)} {...common(spec, error)} />;
  if (!unit) return input;
  return <div class="govuk-input__wrapper">{input}<div class="govuk-input__suffix" id={`${fieldId(spec.path)}-unit`}>{unit}</div></div>;
}

function common(spec: FieldSpec, error: string | undefined) {
  const raw = spec.upper || spec.control === 'plate' || spec.control === 'email';
  return {
    id: fieldId(spec.path), name: spec.path, autoComplete: spec.autocomplete, 'aria-describedby': describedBy(spec, error),
    'aria-invalid': error ? ('true' as const) : undefined, spellcheck: raw ? false : undefined, autoCapitalize: raw ? ('none' as const) : undefined,
  };
}

/** Preact types an input by one literal type; ours varies, with the same attributes for all. */
function htmlType({ control }: FieldSpec): 'text' {
  if (control === 'email' || control === 'tel' || control === 'password') return control as 'text';
  return (control === 'datetime' ? 'datetime-local' : 'text') as 'text';
}

function keypad({ control }: FieldSpec) {
  if (control === 'money') return 'numeric' as const;
  return control === 'number' ? ('decimal' as const) : undefined;
}

function inputClass(spec: FieldSpec, error: string | undefined): string {
  const asked = spec.width ?? { number: 10, money: 10, plate: 10, tel: 20, datetime: 20 }[spec.control as string];
  const width = WIDTHS.find((step) => asked !== undefined && step >= asked);
  return ['govuk-input', width && `govuk-input--width-${width}`, error && 'govuk-input--error', (spec.upper || spec.control === 'plate') && 'sitt-upper govuk-input--extra-letter-spacing'].filter(Boolean).join(' ');
}
