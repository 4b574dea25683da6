export type Crumb = { label: string; href?: string | undefined };

/** Where this page stands. The last crumb has no link: it is here. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  if (crumbs.length === 0) return null;
  return (
    <nav class="govuk-breadcrumbs govuk-breadcrumbs--collapse-on-mobile" aria-label="Fil d’Ariane">
      <ol class="govuk-breadcrumbs__list">
        {crumbs.map(({ label, href }) => (
          <li class="govuk-breadcrumbs__list-item" aria-current={href ? undefined : 'page'}>
            {href ? <a class="govuk-breadcrumbs__link" href={href}>{label}</a> : label}
          </li>
        ))}
      </ol>
    </nav>
  );
}
