import type { App } from '../../app.ts';
import { agents, notFound, type Ctx } from '../../core/http/index.ts';
import { formatShortDate, today, type LawDate } from '../../core/values/time.ts';
import { territory, type TextId } from '../../territory/index.ts';
import { renderPage, Tag, type PageProps } from '../../ui/index.ts';

/** Who steers: they read how the house is set and whether it holds; nothing is decided here. */
export const steeringAgents = agents('director', 'auditor', 'referential-admin', 'supervisor');

const DOOR = { id: 'steering', name: 'Pilotage', home: '/pilotage' } as const;

/** Every page of the door: address, name, and what one finds there. */
export const PAGES = [
  ['/pilotage/a-confirmer', 'À confirmer', 'Ce qui n’est pas du droit établi : valeurs provisoires et textes non vus.'],
  ['/pilotage/tarifs', 'Grille tarifaire', 'Chaque montant avec sa formule, son texte et sa période.'],
  ['/pilotage/delegations', 'Délégations', 'Qui peut signer quoi, et jusqu’à quand.'],
  ['/pilotage/agents', 'Agents', 'Qui a un compte, avec quels rôles, et qui les lui a donnés.'],
  ['/pilotage/redevance', 'Redevance par commune', 'Ce que chaque commune doit recevoir, rapproché des reçus.'],
  ['/pilotage/assurances', 'Assurances', 'Les jours sans garantie connue entre deux garanties connues d’un véhicule.'],
  ['/pilotage/numeros', 'Numéros', 'Ce qui reste de chaque série et des titres vierges de chaque site, et quand cela finit.'],
  ['/pilotage/confiance', 'Actes de confiance', 'Ce que les professionnels font sans agent, ce que le sort fait relire, et la suite donnée aux écarts.'],
  ['/pilotage/verification', 'Vérification', 'Le dernier scellé, et comment contrôler tout le registre.'],
] as const;

/** A page of this door. */
export function show(ctx: Ctx, app: App, props: Pick<PageProps, 'title' | 'children' | 'hasErrors'>): string {
  if (ctx.actor.kind !== 'agent') throw notFound();
  const path = ctx.req.url.split('?')[0];
  return renderPage({
    door: DOOR, demo: app.demo, csrf: ctx.csrf, flash: ctx.session.takeFlash(), width: 'wide',
    nav: PAGES.map(([href, label]) => ({ href, label, current: href === path })),
    user: { name: ctx.actor.name, role: territory.office(ctx.actor.office)?.name, logoutHref: '/guichet/deconnexion' }, ...props,
  });
}

/** The day it is in the country, by the clock of this installation. */
export const dayOf = (app: App): LawDate => today(app.world.clock());

/** « depuis le 01/01/2024 », « du … au … »; both ends unknown says so. */
export function period(from: LawDate | null, to: LawDate | null): string {
  if (from && to) return `du ${formatShortDate(from)} au ${formatShortDate(to)}`;
  if (from) return `depuis le ${formatShortDate(from)}`;
  return to ? `jusqu’au ${formatShortDate(to)}` : 'sans date connue';
}

/** A legal text under which a value stands; a text that was not seen says so. Under it, since when the value stands and who wrote it. */
export function Cited({ text, line }: { text: TextId; line?: { from: LawDate | null; to: LawDate | null; author: string | null } }) {
  const { title, reference, status } = territory.legalText(text);
  return <>{title}<br /><span class="sitt-optional">{reference}{status === 'to-confirm' ? ' (texte non vu)' : ''}{line ? <><br />{capital(period(line.from, line.to))}{line.author ? `, par ${line.author}` : ''}</> : null}</span></>;
}
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export const Unsure = () => <Tag kind="warning">à confirmer</Tag>;
