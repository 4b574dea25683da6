import type { App } from '../../app.ts';
import { demoIdentities, demoKeys, type DemoIdentity } from '../../core/access/demo.ts';
import { demoCitizens } from '../../core/access/demo-citizens.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { renderHomePage, type DemoEntry, type DoorCardProps } from '../../ui/index.ts';
import { partnerKinds, type PartnerKind } from '../../domains/partners/index.ts';
import { forCitizens } from '../../ui/demarche/index.ts';
import { nav } from './site.ts';

type DoorLine = Omit<DoorCardProps, 'more'> & {
  home: string;
  /** Where its demo identities log in. */
  login?: string;
  /** Those that its demonstration proposes first, by what they may do. */
  takes?: (actor: DemoIdentity['actor']) => boolean;
  /** No more than these: the others are on the door's own log-in page. */
  most?: number;
  /** Who the others are. */
  more?: string;
};
const hasRole = (...roles: string[]) => (actor: DemoIdentity['actor']) => actor.kind === 'agent' && roles.includes(actor.roles[0] ?? '');

/** The doors as a newcomer reads them. `built` comes from the server's own routes: a door without a home says so. */
const DOORS: readonly DoorLine[] = [
  { id: 'citizen', name: 'Usagers', text: 'Mes véhicules, mes démarches, qui a lu mon dossier.', home: '/usager' },
  { id: 'counter', name: 'Guichet', text: 'Les agents reçoivent, instruisent, encaissent, contrôlent.', home: '/guichet', takes: hasRole('clerk', 'examining-clerk', 'supervisor', 'cashier', 'inspector', 'partner-manager', 'helper') },
  { id: 'police', name: 'Police et autorités', text: 'Contrôler une plaque, poser ou lever une opposition.', home: '/police', takes: ({ kind }) => kind === 'authority' },
  { id: 'steering', name: 'Pilotage', text: 'Ce qui reste à confirmer, tarifs, délégations, redevance.', home: '/pilotage', login: '/guichet', takes: hasRole('director', 'auditor', 'referential-admin') },
  { id: 'professional', name: 'Professionnels', text: 'Douze métiers agréés, du négoce à la banque : un à un ou par lots.', more: 'Centre de contrôle, VHU, banque, huissier, douane, fourrière, commune', home: '/professionnel', takes: (actor) => actor.kind === 'partner' && actor.roles.includes('manager') && ['dealer', 'importer', 'lessor', 'used-yard', 'insurer'].includes(actor.partnerKind), most: 5 },
  { id: 'kiosk', name: 'Borne', text: 'Une question par écran, sans appareil à soi.', home: '/borne' },
  { id: 'api', name: 'Interface de programmation', text: `Les mêmes démarches en JSON, par clé : ${demoKeys.join(', ')}.`, home: '/api' },
];

/** The front of the house. In a demonstration, one click is one identity. */
export function homeRoute(app: App, built: (path: string) => boolean): RouteLine {
  const errands = usual([...app.world.catalogue.values()]).map(({ id, title }) => ({ href: `/demarches/${id}`, title }));
  return { method: 'GET', path: '/', who: 'public', handler: async (ctx) => {
    const identities = app.demo ? await demoIdentities(app.pools.read) : [];
    const csrf = identities.length ? ctx.csrf : undefined;
    const doors = DOORS.map(({ home, login = home, takes, most = 20, more, ...door }): DoorCardProps => {
      const text = app.demo ? door.text : door.text.replace(/ : demo-.*/, '.');
      if (!built(home)) return { ...door, text };
      const action = `${login}/connexion/demonstration`;
      return { ...door, text, href: home, csrf, demo: app.demo && built(action) ? entriesOf(identities, takes, action, home).slice(0, most) : [], more: more ? { href: `${login}/connexion`, label: more } : undefined };
    });
    return page(renderHomePage({ demo: app.demo, csrf, nav: nav('/'), flash: ctx.session.takeFlash(), doors, errands }));
  } };
}

/** What most people come for, the catalogue's first ones: two about a vehicle of theirs, one about a sale, one about a paper. */
function usual(all: readonly Demarche[]): Demarche[] {
  const first = (family: Demarche['family'], kind: string, count: number) => all.filter((d) => d.family === family && d.subject.view.kind === kind && d.subject.mode === 'existing' && forCitizens(d)).slice(0, count);
  const [sell, move] = first('titulaire', 'vehicle', 2);
  return [sell, ...first('titulaire', 'sale', 1), move, ...first('titre', 'vehicle', 1)].filter((d) => d !== undefined);
}

/** « Camille Exemple, guichet » is a name and what it does. Without `takes`: the citizens, with their story. */
function entriesOf(identities: readonly DemoIdentity[], takes: DoorLine['takes'], action: string, retour: string): DemoEntry[] {
  if (!takes) return demoCitizens.map(({ sub, givenNames, familyName, story }) => ({ label: `${givenNames.split(' ')[0] ?? ''} ${familyName}`, hint: story, action, fields: { identite: sub, retour } }));
  return identities.filter(({ actor }) => takes(actor)).map(({ id, actor }) => {
    const [name = '', ...role] = 'name' in actor ? actor.name.split(', ') : [];
    return { label: name, hint: actor.kind === 'authority' ? actor.unit.replace(' (démonstration)', '') : actor.kind === 'partner' ? [...role, partnerKinds[actor.partnerKind as PartnerKind]?.toLowerCase() ?? actor.partnerKind].join(', ') : role.join(', '), action, fields: { identite: id, retour } };
  });
}
