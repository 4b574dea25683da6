import type { ComponentChildren } from 'preact';
import { fieldId, type FieldSpec } from './field-spec.ts';

/** What every kind of field receives. */
export type ControlProps = { spec: FieldSpec; text: string; error: string | undefined; asHeading?: boolean | undefined };

/** The harmonised letter of the registration certificate (E, P.6 …), read aloud as « repère ». */
export function Letter({ code }: { code: string }) {
  return <span class="sitt-letter"><span class="govuk-visually-hidden">repère </span>{code}</span>;
}

const mayWait = ({ required, awaited }: FieldSpec): string => (awaited ? 'à donner avant la décision' : required === false ? 'facultatif' : '');

/** Letter, words, and « facultatif » when it is, or « à donner avant la décision »: everything else must be answered. */
export function LabelText({ spec }: { spec: FieldSpec }) {
  return <>{spec.letter ? <Letter code={spec.letter} /> : null}{spec.label}{mayWait(spec) ? <span class="sitt-optional"> ({mayWait(spec)})</span> : null}</>;
}

/** @returns the ids of hint, unit and error, for aria-describedby; undefined when there is none. */
export function describedBy(spec: FieldSpec, error: string | undefined): string | undefined {
  const id = fieldId(spec.path);
  return [spec.hint ? `${id}-hint` : '', spec.unit || spec.control === 'money' ? `${id}-unit` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
}

export function HintAndError({ spec, error }: { spec: FieldSpec; error: string | undefined }) {
  const id = fieldId(spec.path);
  return (
    <>
      {spec.hint ? <div class="govuk-hint" id={`${id}-hint`}>{spec.hint}</div> : null}
      {error ? <p class="govuk-error-message" id={`${id}-error`}><span class="govuk-visually-hidden">Erreur : </span>{error}</p> : null}
    </>
  );
}

/** Frame of a field that is one control: a label tied to it. */
export function LabelledControl({ spec, error, asHeading, children }: Omit<ControlProps, 'text'> & { children: ComponentChildren }) {
  const label = <label class="govuk-label" htmlFor={fieldId(spec.path)}><LabelText spec={spec} /></label>;
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      {asHeading ? <h1 class="govuk-label-wrapper">{label}</h1> : label}
      <HintAndError spec={spec} error={error} />
      {children}
    </div>
  );
}

/** Frame of a field that is several controls: a fieldset with its legend. */
export function GroupedControls({ spec, error, asHeading, children }: Omit<ControlProps, 'text'> & { children: ComponentChildren }) {
  return (
    <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(spec, error)}>
        <legend class="govuk-fieldset__legend">{asHeading ? <h1 class="govuk-fieldset__heading"><LabelText spec={spec} /></h1> : <LabelText spec={spec} />}</legend>
        <HintAndError spec={spec} error={error} />
        {children}
      </fieldset>
    </div>
  );
}
