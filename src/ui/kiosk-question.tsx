import type { ComponentChildren } from 'preact';
import { Button } from './button.tsx';
import { ErrorSummary, Form, Steps } from './form.tsx';
import type { FormError } from './field-spec.ts';

export type KioskQuestionProps = {
  action: string;
  csrf: string;
  requestId: string;
  step: { now: number; total: number };
  backHref?: string | undefined;
  /** The one question: a Field with `asHeading`. */
  children: ComponentChildren;
  errors?: readonly FormError[] | undefined;
  next?: string | undefined;
  help?: ComponentChildren;
};

/** One question a screen, with targets for a thumb; the same fields as everywhere, only larger. */
export function KioskQuestion({ action, csrf, requestId, step, backHref, children, errors = [], next = 'Continuer', help }: KioskQuestionProps) {
  return (
    <div class="sitt-kiosk">
      <Steps {...step} />
      <ErrorSummary errors={errors} />
      <Form action={action} csrf={csrf} requestId={requestId}>
        {children}
        <div class="sitt-kiosk__actions">
          {backHref ? <Button kind="secondary" href={backHref}>Revenir</Button> : null}
          <Button>{next}</Button>
        </div>
      </Form>
      {help ? <p class="sitt-kiosk__help">{help}</p> : null}
    </div>
  );
}
