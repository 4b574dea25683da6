import type { ComponentChildren } from 'preact';

export type TimelineItem = {
  title: string;
  /** When it took effect and, if different, when it was recorded. */
  when: ComponentChildren;
  by?: string | undefined;
  details?: ComponentChildren;
  /** 'strong': an act that changed the right · 'cancelled': later undone, kept in sight. */
  weight?: 'strong' | 'cancelled' | undefined;
};

/** What happened to a vehicle, a licence or a démarche, latest first. Nothing is ever removed from it. */
export function Timeline({ items, level = 3 }: { items: readonly TimelineItem[]; level?: 2 | 3 | 4 }) {
  const Heading = `h${level}` as const;
  return (
    <ol class="sitt-timeline">
      {items.map(({ title, when, by, details, weight }) => (
        <li class={`sitt-timeline__item${weight ? ` sitt-timeline__item--${weight}` : ''}`}>
          <Heading class="sitt-timeline__title">{title}{weight === 'cancelled' ? <span class="govuk-visually-hidden"> (annulé)</span> : null}</Heading>
          <p class="sitt-timeline__date">{when}{by ? `, ${by}` : ''}</p>
          {details ? <div class="sitt-timeline__description">{details}</div> : null}
        </li>
      ))}
    </ol>
  );
}
