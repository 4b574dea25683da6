import type { ComponentChildren } from 'preact';

/** To the page before: what was typed there is kept. */
export function BackLink({ href, children }: { href: string; children: ComponentChildren }) {
  return <p class="govuk-body"><span aria-hidden="true">← </span><a class="govuk-link" href={href}>{children}</a></p>;
}
