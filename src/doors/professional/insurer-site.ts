import type { App } from '../../app.ts';
import { partners, where, type Ctx } from '../../core/http/index.ts';
import type { PageProps } from '../../ui/index.ts';
import { HOME, mayAct, partnerOf, show as professional } from './site.ts';

export const INSURER = `${HOME}/assurances`;
/** Every user of an insurer; those of them who may say something in its name. */
export const insurers = partners('insurer');
export const insurersWhoAct = where(insurers, 'manager or operator', (actor) => actor.kind === 'partner' && mayAct(actor));
export const insurerOf = partnerOf;

const READ = [[HOME, 'Accueil'], [INSURER, 'Contrats']] as const;
const ACT = [[`${INSURER}/contrat`, 'Ajouter ou corriger'], [`${INSURER}/fichier`, 'Envoyer un fichier']] as const;

/** A page of the professional door about contracts: those of this insurer, and nothing of anybody else. What a role may not open is not offered to it. */
export function show(ctx: Ctx, app: App, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>): string {
  const path = ctx.req.url.split('?')[0];
  const nav = [...READ, ...(mayAct(insurerOf(ctx)) ? ACT : []), [`${INSURER}/interruptions`, 'Interruptions'] as const];
  return professional(ctx, app, { nav: nav.map(([href, label]) => ({ href, label, current: href === path })), ...page });
}
