import type { App } from '../../app.ts';
import { notFound, type Ctx } from '../../core/http/index.ts';
import type { Actor } from '../../core/access/actor.ts';
import { territory, type TextId } from '../../territory/index.ts';
import { renderPage, type PageProps } from '../../ui/index.ts';
import type { Cite } from '../../ui/demarche/index.ts';

export type Officer = Extract<Actor, { kind: 'authority' }>;

export function officerOf({ actor }: Ctx): Officer {
  if (actor.kind !== 'authority') throw notFound();
  return actor;
}

/** A page of this door, one thumb wide: who is on duty, for which unit. */
export function show(ctx: Ctx, app: App, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>): string {
  const { name, unit } = officerOf(ctx);
  return renderPage({
    door: { id: 'police', name: 'Contrôle', home: '/police' }, demo: app.demo, csrf: ctx.csrf, flash: ctx.session.takeFlash(),
    user: { name, role: unit, logoutHref: '/police/deconnexion' }, ...page,
  });
}

/** What is recorded of a reading: who reads stands in the log; the unit and the reason, here. */
export const purposeOf = (officer: Officer, what: string, motive: string): string => `${what} : ${motive} (${officer.unit})`;

export const cite: Cite = (id) => {
  const found = territory.legalText(id as TextId);
  return found.title ? found : { title: id, reference: 'Texte à préciser', status: 'to-confirm' };
};

/** One text of a form, without the control characters that no number has and PostgreSQL refuses. */
export function textOf(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.at(-1) ?? '').replace(/[\u0000-\u001f\u007f]/g, '').trim();
}
