import { demoIdentities, demoKeys, type DemoIdentity } from '../core/access/demo.ts';
import { demoCitizens } from '../core/access/demo-citizens.ts';
import type { Query } from '../core/db/sql.ts';

type DoorLine = { path: string; text: string; as?: (identities: readonly DemoIdentity[]) => string[] };
const named = (kinds: (actor: DemoIdentity['actor']) => boolean) => (identities: readonly DemoIdentity[]) => identities.filter(({ actor }) => kinds(actor)).map(({ actor }) => ('name' in actor ? actor.name.split(',')[0] ?? '' : ''));
const roles = (...some: string[]) => named((actor) => actor.kind === 'agent' && some.includes(actor.roles[0] ?? ''));

/** The doors, as the terminal shows them: address, what is behind, and whom a demonstration lets in by one press. */
const doors: readonly DoorLine[] = [
  { path: '/usager', text: 'Usagers : mes véhicules, vendre, acheter', as: () => demoCitizens.map(({ givenNames }) => givenNames.split(' ')[0] ?? '') },
  { path: '/guichet', text: 'Guichet : tout chercher, instruire, encaisser', as: roles('clerk', 'examining-clerk', 'supervisor', 'cashier', 'inspector', 'partner-manager', 'helper') },
  { path: '/professionnel', text: 'Professionnels : un à un ou par lots', as: named((actor) => actor.kind === 'partner' && actor.roles.includes('manager') && ['dealer', 'importer', 'lessor', 'used-yard', 'insurer'].includes(actor.partnerKind)) },
  { path: '/police', text: 'Police et gendarmerie : contrôler une plaque', as: named(({ kind }) => kind === 'authority') },
  { path: '/borne', text: 'Borne : une question par écran' },
  { path: '/pilotage', text: 'Pilotage : à confirmer, tarifs, délégations, redevance', as: roles('director', 'auditor', 'referential-admin') },
  { path: '/api', text: 'Interface de programmation (OpenAPI)' },
];

/** @param built whether the server answers there: a door without a home says so */
export async function printDoors(address: string, demo: boolean, read: Query, built: (path: string) => boolean): Promise<void> {
  const identities = demo ? await demoIdentities(read) : [];
  console.log(`\n  SITT est ouvert : ${address}\n`);
  for (const { path, text, as } of doors) {
    const people = demo && built(path) ? as?.(identities).slice(0, 7) ?? [] : [];
    console.log(`    ${(address + path).padEnd(address.length + 16)} ${text}${built(path) ? '' : ' (pas encore construit)'}`);
    if (people.length) console.log(`    ${' '.repeat(address.length + 16)} └ ${people.join(', ')}`);
  }
  if (demo) console.log(`\n  Démonstration : personnes et véhicules inventés. Chaque nom ci-dessus entre d’un clic depuis ${address}\n  Les messages que SITT enverrait : ${address}/demonstration/messages\n  Clés d’API : ${demoKeys.join(', ')}.`);
  console.log('\n  Ctrl-C pour tout arrêter.\n');
}
