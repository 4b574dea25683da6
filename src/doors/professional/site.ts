import type { App } from '../../app.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import { notFound, partners, where, type Ctx } from '../../core/http/index.ts';
import { ACTING, companyRoles, coversAct, openToTrade, partnerKinds, type Accreditation, type CompanyRole } from '../../domains/partners/index.ts';
import { territory, type TextId } from '../../territory/index.ts';
import type { Cite } from '../../ui/demarche/index.ts';
import { renderPage, type PageProps } from '../../ui/index.ts';

export type Partner = Extract<Actor, { kind: 'partner' }>;
const holding = (...roles: CompanyRole[]) => (actor: Actor): boolean => actor.kind === 'partner' && actor.roles.some((role) => roles.includes(role as CompanyRole));

/** Every user of a company; those who act; those who see its money; those who answer for it. */
export const users = partners();
export const operators = where(partners(), 'manager or operator', holding('manager', 'operator'));
export const accountants = where(partners(), 'manager or accountant', holding('manager', 'accountant'));
export const managers = where(partners(), 'manager', holding('manager'));

/** The user of this request: the route let nobody else pass. */
export function partnerOf(ctx: Ctx): Partner {
  if (ctx.actor.kind !== 'partner') throw notFound();
  return ctx.actor;
}

export const mayAct = ({ roles }: Partner): boolean => roles.some((role) => ACTING.includes(role));
export const seesMoney = holding('manager', 'accountant');
export const HOME = '/professionnel';
/** Pages of the public door that this door has too: a démarche that asks better on one begins there. */
const OWN: Readonly<Record<string, string>> = { '/rendez-vous': `${HOME}/rendez-vous/prendre`, '/rendez-vous/suivi': `${HOME}/rendez-vous` };
export const ownPage = ({ page }: Pick<Demarche, 'page'>): string | undefined => OWN[page ?? ''];
const NAV = [[HOME, 'Accueil'], [`${HOME}/demarches`, 'Démarches'], [`${HOME}/vehicules`, 'Véhicules'], [`${HOME}/mandats`, 'Mandats'], [`${HOME}/lots`, 'Lots'], [`${HOME}/dossiers`, 'Dossiers'], [`${HOME}/rendez-vous`, 'Rendez-vous'], [`${HOME}/compte`, 'Compte'], [`${HOME}/equipe`, 'Équipe'], [`${HOME}/webhooks`, 'Webhooks']] as const;

/** A page of this door: for which company, in which role, what has just happened. */
export function show(ctx: Ctx, app: App, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>): string {
  const path = ctx.req.url.split('?')[0] ?? '';
  const me = partnerOf(ctx);
  const { name, roles, partnerKind } = me;
  return renderPage({
    door: { id: 'professional', name: 'Professionnels', home: HOME }, demo: app.demo, csrf: ctx.csrf, flash: ctx.session.takeFlash(), width: 'wide',
    // What a role may not open is not offered to it.
    nav: [...NAV.filter(([href]) => href !== `${HOME}/compte` || seesMoney(me)), ...(partnerKind === 'insurer' ? [[`${HOME}/assurances`, 'Contrats'] as const] : [])].map(([href, label]) => ({ href, label, current: href === HOME ? path === href : path.startsWith(href) })),
    user: { name: name.split(',')[0] ?? name, role: [partnerKinds[partnerKind as never] ?? partnerKind, ...roles.map((role) => companyRoles[role as CompanyRole] ?? role)].join(', '), logoutHref: `${HOME}/deconnexion` }, ...page,
  });
}

/** What its convention opens, and what it may ask about its own accreditation. */
export function openTo(app: App, actor: Partner, standing: Accreditation | undefined): Demarche[] {
  const own = (d: Demarche) => ['accreditation', 'undoing'].includes(d.subject.view.kind) && d.who.some(({ name }) => name === 'company-manager') && actor.roles.includes('manager');
  return [...app.world.catalogue.values()].filter((d) => own(d) || (standing !== undefined && coversAct(standing.convention.acts, d.id) && openToTrade(d, actor)));
}

export const cite: Cite = (id) => {
  const found = territory.legalText(id as TextId);
  return found.title ? found : { title: id, reference: 'Texte à préciser', status: 'to-confirm' };
};

/** One text of a form or query, without the control characters that no answer has. */
export function textOf(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.at(-1) ?? '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim();
}
