import { fieldId } from './field-spec.ts';

export type SearchBoxProps = {
  action: string;
  label: string;
  hint?: string | undefined;
  query?: string | undefined;
  /** Address that answers with a fragment while one types, and the id of the element that receives it. */
  live?: { url: string; target: string } | undefined;
  /** Keyboard shortcut that brings the focus here. */
  shortcut?: string | undefined;
};

/** One box for everything: plate, VIN, title number, name, démarche. A GET form: the result has an address. */
export function SearchBox({ action, label, hint, query = '', live, shortcut }: SearchBoxProps) {
  const id = fieldId('q');
  return (
    <form class="moj-search" role="search" method="get" action={action}>
      <div class="govuk-form-group">
        <label class="govuk-label moj-search__label" htmlFor={id}>{label}{shortcut ? <>{' '}<kbd>{shortcut}</kbd></> : null}</label>
        {hint ? <div class="govuk-hint" id={`${id}-hint`}>{hint}</div> : null}
        <div class="moj-search__input-wrapper">
          <input
            class="govuk-input moj-search__input" id={id} name="q" type="search" value={query} autoComplete="off" spellcheck={false} autocapitalize="none"
            aria-describedby={hint ? `${id}-hint` : undefined} data-live-search={live?.url} data-live-target={live?.target} aria-controls={live?.target} data-key={shortcut}
          />
          <button class="govuk-button moj-search__button" type="submit">Rechercher</button>
        </div>
      </div>
    </form>
  );
}
