import type { ComponentChildren } from 'preact';
import { fieldId, type FormError } from './field-spec.ts';

export type FormProps = {
  action: string;
  csrf: string;
  /** Under which the work is done once, however often it is sent. A new one for each form shown. */
  requestId: string;
  /** Needed when it holds a file. */
  multipart?: boolean | undefined;
  /** Where the script saves what is being typed, now and then. */
  autosave?: string | undefined;
  children: ComponentChildren;
};

/** A form that changes something: POST, once. Our server checks it, in French, not the browser. */
export function Form({ action, csrf, requestId, multipart, autosave, children }: FormProps) {
  return (
    <form method="post" action={action} encType={multipart ? 'multipart/form-data' : undefined} noValidate data-once data-autosave={autosave}>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="_request" value={requestId} />
      {children}
      {autosave ? <p class="sitt-autosave" role="status" data-autosave-status /> : null}
    </form>
  );
}

/** Every error of the form, each a link to its field; takes the focus when the page opens. */
export function ErrorSummary({ errors }: { errors: readonly FormError[] }) {
  if (errors.length === 0) return null;
  return (
    <div class="govuk-error-summary" role="alert" tabIndex={-1} data-focus>
      <h2 class="govuk-error-summary__title">{errors.length === 1 ? 'Une réponse est à corriger' : `${errors.length} réponses sont à corriger`}</h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          {errors.map(({ path, message }) => <li>{path ? <a href={`#${fieldId(path)}`}>{message}</a> : message}</li>)}
        </ul>
      </div>
    </div>
  );
}

/** Questions that belong together. `quiet`: a heading just above says it already, and the legend is only read aloud. */
export function Fieldset({ legend, size = 'm', quiet, children }: { legend: string; size?: 'm' | 'l'; quiet?: boolean | undefined; children: ComponentChildren }) {
  return (
    <fieldset class="govuk-fieldset">
      <legend class={quiet ? 'govuk-visually-hidden' : `govuk-fieldset__legend govuk-fieldset__legend--${size}`}><h2 class="govuk-fieldset__heading">{legend}</h2></legend>
      {children}
    </fieldset>
  );
}

/** How far one is: « Étape 2 sur 4 : l'acheteur ». The bar adds nothing that the words do not say. */
export function Steps({ now, total, name }: { now: number; total: number; name?: string | undefined }) {
  return (
    <div class="sitt-steps">
      <p class="sitt-steps__text">Étape {now} sur {total}{name ? ` : ${name}` : ''}</p>
      <ol class="sitt-steps__bar" aria-hidden="true">{Array.from({ length: total }, (_, index) => <li class={index + 1 < now ? 'is-done' : index + 1 === now ? 'is-now' : undefined} />)}</ol>
    </div>
  );
}
