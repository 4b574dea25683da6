export type PaginationProps = {
  page: number;
  /** Pages in all. */
  pages: number;
  /** Address of a page of the list. */
  href: (page: number) => string;
};

/** Pages of a long list: first, around here, last. */
export function Pagination({ page, pages, href }: PaginationProps) {
  if (pages < 2) return null;
  return (
    <nav class="govuk-pagination" aria-label="Pages">
      {page > 1 ? <div class="govuk-pagination__prev"><a class="govuk-link govuk-pagination__link" href={href(page - 1)} rel="prev">‹ <span class="govuk-pagination__link-title">Page précédente</span></a></div> : null}
      <ul class="govuk-pagination__list">{around(page, pages).map((number) => <Item number={number} page={page} href={href} />)}</ul>
      {page < pages ? <div class="govuk-pagination__next"><a class="govuk-link govuk-pagination__link" href={href(page + 1)} rel="next"><span class="govuk-pagination__link-title">Page suivante</span> ›</a></div> : null}
    </nav>
  );
}

function Item({ number, page, href }: { number: number | undefined; page: number; href: (page: number) => string }) {
  if (number === undefined) return <li class="govuk-pagination__item govuk-pagination__item--ellipsis">…</li>;
  const here = number === page;
  return (
    <li class={`govuk-pagination__item${here ? ' govuk-pagination__item--current' : ''}`}>
      <a class="govuk-link govuk-pagination__link" href={href(number)} aria-label={`Page ${number}`} aria-current={here ? 'page' : undefined}>{number}</a>
    </li>
  );
}

/** @returns the page numbers to show; undefined stands for a gap. */
function around(page: number, pages: number): (number | undefined)[] {
  const kept = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages).sort((a, b) => a - b);
  return kept.flatMap((number, index) => (index && number - (kept[index - 1] ?? 0) > 1 ? [undefined, number] : [number]));
}
