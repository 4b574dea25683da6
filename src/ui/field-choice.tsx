import { GroupedControls, LabelledControl, describedBy, type ControlProps } from './field-frame.tsx';
import { fieldId, type FieldOption } from './field-spec.ts';

/** Radios (one answer) or check boxes (several). The first control has the field's own id, for the error summary. */
export function ChoiceField({ spec, error, asHeading, chosen }: ControlProps & { chosen: readonly string[] }) {
  const kind = spec.control === 'radios' ? 'radio' : 'checkbox';
  return (
    <GroupedControls spec={spec} error={error} asHeading={asHeading}>
      <div class={kind === 'radio' ? 'govuk-radios' : 'govuk-checkboxes'}>
        {(spec.options ?? []).map((option, index) => (
          <Choice kind={kind} id={`${fieldId(spec.path)}${index ? `-${index}` : ''}`} name={spec.path} option={option} checked={chosen.includes(option.value)} />
        ))}
      </div>
    </GroupedControls>
  );
}

function Choice({ kind, id, name, option, checked }: { kind: 'radio' | 'checkbox'; id: string; name: string; option: FieldOption; checked: boolean }) {
  const block = kind === 'radio' ? 'govuk-radios' : 'govuk-checkboxes';
  return (
    <div class={`${block}__item`}>
      <input class={`${block}__input`} id={id} name={name} type={kind} value={option.value} checked={checked} aria-describedby={option.hint ? `${id}-hint` : undefined} />
      <label class={`govuk-label ${block}__label`} htmlFor={id}>{option.label}</label>
      {option.hint ? <div class={`govuk-hint ${block}__hint`} id={`${id}-hint`}>{option.hint}</div> : null}
    </div>
  );
}

/** A long closed list. The empty line asks; it is never an answer. */
export function SelectField({ spec, text, error, asHeading }: ControlProps) {
  return (
    <LabelledControl spec={spec} error={error} asHeading={asHeading}>
      <select class={`govuk-select${error ? ' govuk-select--error' : ''}`} id={fieldId(spec.path)} name={spec.path} autoComplete={spec.autocomplete} aria-describedby={describedBy(spec, error)} aria-invalid={error ? 'true' : undefined}>
        <option value="" selected={text === ''}>{spec.required === false ? 'Sans réponse' : 'Choisissez…'}</option>
        {headings(spec.options ?? []).map(([heading, options]) => { const all = options.map(({ value, label }) => <option value={value} selected={value === text}>{label}</option>); return heading ? <optgroup label={heading}>{all}</optgroup> : all; })}
      </select>
    </LabelledControl>
  );
}

const headings = (options: readonly FieldOption[]): [string, readonly FieldOption[]][] => [...Map.groupBy(options, ({ within }) => within ?? '')];
