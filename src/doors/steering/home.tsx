import type { App } from '../../app.ts';
import type { Actor } from '../../core/access/actor.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { dayOf, PAGES, show, steeringAgents } from './site.tsx';
import { unconfirmed } from './unconfirmed.ts';

/** The door's own home: its pages, each with what one finds there. */
export function homeRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage', who: steeringAgents, handler: (ctx) => page(show(ctx, app, { title: 'Pilotage', children: home(unconfirmed(dayOf(app)).reduce((sum, { lines }) => sum + lines.length, 0), elsewhere(ctx.actor)) })) };
}

/** What the counter shows of how the service goes, for those whom that door lets in. */
const ELSEWHERE = [
  { href: '/guichet/professionnels', label: 'Professionnels', text: 'Qui est accrédité, pour quoi, ce que le contrôle a retenu, et comment en arrêter un.', roles: ['supervisor', 'partner-manager', 'director'] },
  { href: '/guichet/salle/attentes', label: 'Attentes du jour', text: 'Combien de temps on attend, par motif.', roles: ['supervisor'] },
  { href: '/guichet/rendez-vous', label: 'Rendez-vous', text: 'Qui est attendu, et qui n’est pas venu.', roles: ['supervisor'] },
  { href: '/guichet/planning', label: 'Planning des agents', text: 'Qui tient quel poste, et ce qui est ouvert sans personne.', roles: ['supervisor'] },
] as const;
type Elsewhere = Pick<(typeof ELSEWHERE)[number], 'href' | 'label' | 'text'>;
const elsewhere = (actor: Actor): readonly Elsewhere[] => ELSEWHERE.filter(({ roles }) => actor.kind === 'agent' && actor.roles.some((role) => (roles as readonly string[]).includes(role)));

function home(waiting: number, others: readonly Elsewhere[]) {
  return (
    <>
      <h1 class="govuk-heading-l">Pilotage</h1>
      <ul class="sitt-doors">
        {PAGES.map(([href, label, text]) => (
          <li class="sitt-door">
            <h2 class="sitt-door__name"><a href={href}>{label}</a></h2>
            <p class="sitt-door__text">{text}{href === '/pilotage/a-confirmer' ? ` ${waiting} lignes aujourd’hui.` : ''}</p>
          </li>
        ))}
      </ul>
      {others.length ? (
        <section>
          <h2 class="govuk-heading-m">Au guichet</h2>
          <ul class="sitt-doors">{others.map(({ href, label, text }) => <li class="sitt-door"><h3 class="sitt-door__name"><a href={href}>{label}</a></h3><p class="sitt-door__text">{text}</p></li>)}</ul>
        </section>
      ) : null}
    </>
  );
}
