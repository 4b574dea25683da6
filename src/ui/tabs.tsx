import type { NavItem } from './masthead.tsx';

/** Views of one thing, each with its own address. */
export function Tabs({ label, items }: { label: string; items: readonly (NavItem & { count?: number | undefined })[] }) {
  return (
    <nav class="moj-sub-navigation" aria-label={label}>
      <ul class="moj-sub-navigation__list">
        {items.map(({ href, label: text, current, count, key }) => (
          <li class="moj-sub-navigation__item">
            <a class="moj-sub-navigation__link" href={href} aria-current={current ? 'page' : undefined} data-key={key}>{text}{count === undefined ? null : <span class="sitt-count">{count}</span>}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
