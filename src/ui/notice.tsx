import type { ComponentChildren } from 'preact';

/** A quiet aside: a rule to know, a definition, a delay. */
export function Inset({ children }: { children: ComponentChildren }) {
  return <div class="govuk-inset-text">{children}</div>;
}

/** A consequence that costs: a fine, a right lost, something that cannot be undone. */
export function Warning({ children }: { children: ComponentChildren }) {
  return (
    <div class="govuk-warning-text">
      <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Attention : </span>{children}</strong>
    </div>
  );
}

/** More for those who want it, closed at first; works without script. */
export function Details({ summary, open = false, children }: { summary: string; open?: boolean; children: ComponentChildren }) {
  return (
    <details class="govuk-details" open={open}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{summary}</span></summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  );
}

/** Nothing here yet: says so, and what one can do. */
export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="sitt-empty">
      <span class="sitt-empty__art" />
      <h2 class="govuk-heading-m">{title}</h2>
      {children}
    </div>
  );
}
