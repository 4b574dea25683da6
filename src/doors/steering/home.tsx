import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { dayOf, PAGES, show, steeringAgents } from './site.tsx';
import { unconfirmed } from './unconfirmed.ts';

/** The door's own home: its pages, each with what one finds there. */
export function homeRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage', who: steeringAgents, handler: (ctx) => page(show(ctx, app, { title: 'Pilotage', children: home(unconfirmed(dayOf(app)).reduce((sum, { lines }) => sum + lines.length, 0)) })) };
}

function home(waiting: number) {
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
    </>
  );
}
