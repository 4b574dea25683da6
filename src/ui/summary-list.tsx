import type { ComponentChildren } from 'preact';
import { Letter } from './field-frame.tsx';

export type SummaryRow = {
  label: string;
  value: ComponentChildren;
  letter?: string | undefined;
  /** Where this answer is changed; the link is read with the label. */
  changeHref?: string | undefined;
};

/** What was answered, or what the register knows: one line a fact. */
export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl class="govuk-summary-list">
      {rows.map(({ label, value, letter, changeHref }) => (
        <div class={`govuk-summary-list__row${changeHref ? '' : ' govuk-summary-list__row--no-actions'}`}>
          <dt class="govuk-summary-list__key">{letter ? <Letter code={letter} /> : null}{label}</dt>
          <dd class="govuk-summary-list__value">{value === '' || value === null || value === undefined ? <span class="sitt-optional">Non renseigné</span> : value}</dd>
          {changeHref ? <dd class="govuk-summary-list__actions"><a class="govuk-link" href={changeHref}>Modifier<span class="govuk-visually-hidden"> : {label}</span></a></dd> : null}
        </div>
      ))}
    </dl>
  );
}
