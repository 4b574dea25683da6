import { LabelledControl, describedBy, type ControlProps } from './field-frame.tsx';
import { fieldId } from './field-spec.ts';

/** A paper to join: a scan or a photo taken with the phone. */
export function FileField({ spec, error, asHeading }: ControlProps) {
  const shown = spec.hint ? spec : { ...spec, hint: 'Une photo nette ou un PDF.' };
  return (
    <LabelledControl spec={shown} error={error} asHeading={asHeading}>
      <input
        class={`govuk-file-upload${error ? ' govuk-file-upload--error' : ''}`} id={fieldId(spec.path)} name={spec.path} type="file"
        accept={spec.accept ?? 'application/pdf,image/*'} multiple={spec.multiple} capture={spec.capture ? 'environment' : undefined} aria-describedby={describedBy(shown, error)} aria-invalid={error ? 'true' : undefined}
      />
    </LabelledControl>
  );
}
