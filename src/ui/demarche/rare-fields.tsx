import type { VNode } from 'preact';
import type { Field, Flat } from '../../core/demarche/index.ts';
import type { FormError } from '../field-spec.ts';
import { Details } from '../notice.tsx';

type Props<F extends Field> = { fields: readonly F[]; flat: Flat; errors: readonly FormError[] | undefined; boxes: (fields: readonly F[]) => VNode[] };

/** The part of a long form that few papers fill, section by section: folded until one of its answers is given, or is wrong. */
export function RareFields<F extends Field>({ fields, flat, errors = [], boxes }: Props<F>) {
  if (!fields.length) return null;
  const sections = [...new Set(fields.map(({ rare = '' }) => rare))];
  const needed = fields.some(({ path }) => flat[path]?.trim() || errors.some((error) => error.path === path));
  return (
    <Details summary={`Autres rubriques, rarement demandées (${fields.length}) : ${sections.map((title) => title.toLowerCase()).join(', ')}`} open={needed}>
      {sections.map((title) => <><h3 class="govuk-heading-s">{title}</h3><div class="sitt-fieldgrid">{boxes(fields.filter(({ rare }) => rare === title))}</div></>)}
    </Details>
  );
}
