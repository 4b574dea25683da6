import type { App } from '../../app.ts';
import { demoIdentities } from '../../core/access/demo.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { renderHomePage, type DoorCardProps } from '../../ui/index.ts';
import { nav } from './site.ts';

/** The doors as a newcomer reads them. `built` comes from the server's own routes: a door without a home says so. */
const DOORS: readonly (DoorCardProps & { home: string; takes?: (actor: { kind: string }) => boolean })[] = [
  { id: 'citizen', name: 'Usagers', text: 'Mes véhicules, mes démarches, qui a lu mon dossier.', home: '/usager' },
  { id: 'counter', name: 'Guichet', text: 'Les agents reçoivent, instruisent, encaissent.', home: '/guichet', takes: ({ kind }) => kind === 'agent' },
  { id: 'professional', name: 'Professionnels', text: 'Concessionnaires et loueurs agréés, un à un ou par lots.', home: '/professionnel', takes: ({ kind }) => kind === 'partner' },
  { id: 'police', name: 'Police et autorités', text: 'Contrôler une plaque, poser ou lever une opposition.', home: '/police', takes: ({ kind }) => kind === 'authority' },
  { id: 'kiosk', name: 'Borne', text: 'Une question par écran, sans appareil à soi.', home: '/borne' },
  { id: 'steering', name: 'Pilotage', text: 'Délais, files, paramètres à confirmer.', home: '/pilotage' },
  { id: 'api', name: 'Interface de programmation', text: 'Les mêmes démarches en JSON, par clé.', home: '/api' },
];

/** The front of the house. In a demonstration, one click is one identity. */
export function homeRoute(app: App, built: (path: string) => boolean): RouteLine {
  return { method: 'GET', path: '/', who: 'public', handler: async (ctx) => {
    const identities = app.demo ? await demoIdentities(app.pools.read) : [];
    const csrf = identities.length ? ctx.csrf : undefined;
    const doors = DOORS.map(({ home, takes, ...door }): DoorCardProps => {
      if (!built(home)) return door;
      const mine = takes && built(`${home}/connexion/demonstration`) ? identities.filter(({ actor }) => takes(actor)).slice(0, 3) : [];
      return { ...door, href: home, csrf, demo: mine.map(({ id, actor }) => ({ label: 'name' in actor ? actor.name : 'Démonstration', action: `${home}/connexion/demonstration`, fields: { identite: id, retour: home } })) };
    });
    return page(renderHomePage({ demo: app.demo, csrf, nav: nav('/'), flash: ctx.session.takeFlash(), doors }));
  } };
}
