import type { App } from '../../app.ts';
import { notFound, partners, where, type Ctx } from '../../core/http/index.ts';
import { renderPage, type PageProps } from '../../ui/index.ts';

export const INSURER = '/professionnel/assurances';
/** Every user of an insurer; those of them who may say something in its name. */
export const insurers = partners('insurer');
export const insurersWhoAct = where(insurers, 'manager or operator', (actor) => actor.kind === 'partner' && actor.roles.some((role) => role === 'manager' || role === 'operator'));

export function insurerOf({ actor }: Ctx) {
  if (actor.kind !== 'partner') throw notFound();
  return actor;
}

const NAV = [['/professionnel', 'Accueil'], [INSURER, 'Contrats'], [`${INSURER}/contrat`, 'Ajouter ou corriger'], [`${INSURER}/fichier`, 'Envoyer un fichier'], [`${INSURER}/interruptions`, 'Interruptions']] as const;

/** A page of an insurer: its own contracts, and nothing of anybody else. */
export function show(ctx: Ctx, app: App, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>): string {
  const path = ctx.req.url.split('?')[0];
  return renderPage({
    door: { id: 'professional', name: 'Professionnels', home: '/professionnel' }, demo: app.demo, csrf: ctx.csrf, flash: ctx.session.takeFlash(), width: 'wide',
    nav: NAV.map(([href, label]) => ({ href, label, current: href === path })), user: { name: insurerOf(ctx).name, logoutHref: '/professionnel/deconnexion' }, ...page,
  });
}
