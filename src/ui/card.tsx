import type { ComponentChildren } from 'preact';

/** A thing of its own among others, with its title. */
export function Card({ title, level = 2, children }: { title?: string | undefined; level?: 2 | 3; children: ComponentChildren }) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return <section class="sitt-card">{title ? <Heading class="govuk-heading-m">{title}</Heading> : null}{children}</section>;
}
