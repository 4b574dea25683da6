/**
 * The table of contents of SITT: the domains, who provides what the engine asks for, and the doors.
 * Nothing is decided here; whoever looks for something begins here.
 */
import type { AccessStores } from './core/access/identify.ts';
import { liveDelegation } from './core/access/delegations.ts';
import { Facets } from './core/act/facets.ts';
import type { Config } from './core/config.ts';
import type { KeyRing } from './core/crypto/index.ts';
import type { Pools, Tx } from './core/db/sql.ts';
import { openToHelpers, openToProfessionals, type Demarche, type World } from './core/demarche/index.ts';
import { follow } from './core/jobs/index.ts';
import type { Adapters, Messaging } from './core/messages/index.ts';
import { today } from './core/values/time.ts';
import { appointmentDemarches, appointmentPapers } from './domains/appointments/index.ts';
import { orderPapers, quittance, recepisse, type PaperTemplates } from './domains/documents/index.ts';
import { inspectionDemarches, inspectionPapers, type Above } from './domains/inspections/index.ts';
import { insuranceDemarches, insurancePapers } from './domains/insurance/index.ts';
import { accountMoney, partnerDemarches, partnerPapers, professionalControls, type partnerLinks } from './domains/partners/index.ts';
import { money, type CardDesk } from './domains/payments/index.ts';
import { peopleDemarches } from './domains/people/index.ts';
import { type contestLink, locateVehicle, matterOf, measureLimits, partIn, pastOf, registrationDemarches, registrationFacet, registrationPapers, standingOf, type Texts, vehiclesNumbered } from './domains/registrations/index.ts';
import { allFacets } from './facets.ts';
import { reactions } from './reactions.ts';

/** Everything a door needs: the engine, the keys, the money desk and what kind of installation this is. */
export type App = {
  config: Config;
  pools: Pools;
  world: World;
  keys: KeyRing;
  desk: CardDesk;
  stores: AccessStores;
  /** True when the database carries the demo mark. */
  demo: boolean;
  publicUrl: () => string;
  /** Folder of the bytes of supporting documents and papers. */
  data: string;
  /** The words and keys of messages, and their ways out. */
  messages?: Messaging<Texts> & { readonly adapters: Adapters };
  /** What the one-tap links of messages do, by their purpose. */
  links?: Readonly<Record<string, ReturnType<typeof contestLink> | ReturnType<typeof partnerLinks>[string]>>;
};

/** What inspections must know of registrations, which stand on them. */
export const aboveInspections: Above = { facet: registrationFacet, standing: standingOf, locate: locateVehicle };

/** Every démarche of every domain, by the name that the API gives it. */
export const catalogue: ReadonlyMap<string, Demarche> = new Map([
  ...registrationDemarches, ...peopleDemarches, ...inspectionDemarches(aboveInspections), ...insuranceDemarches, ...partnerDemarches, ...appointmentDemarches({ locateVehicle, partIn }),
].map(openToHelpers).map(openToProfessionals).map((one) => [one.id, one]));

/** Every paper that an act may order, by template. */
export const paperTemplates: PaperTemplates = { ...registrationPapers, ...inspectionPapers(aboveInspections), ...insurancePapers, ...partnerPapers, ...appointmentPapers, recepisse, quittance };

/** The engine with its domains: the same for the server, the worker, the import and the tests. */
export function buildWorld(pools: Pick<Pools, 'acts' | 'read'>, options: { clock?: () => Date; mode: World['mode']; keys?: KeyRing }): World {
  const facets = new Facets(allFacets);
  // Without keys (an import, a test of rules) papers are ordered but neither signed nor drawn.
  const signing = options.keys && { keys: options.keys, facets, templates: paperTemplates };
  return {
    acts: pools.acts, read: pools.read, facets, clock: options.clock ?? (() => new Date()), catalogue, mode: options.mode, today, money: accountMoney(money, { clock: options.clock ?? (() => new Date()), mode: options.mode }),
    papers: { order: (tx, orders, acts, dossierId) => orderPapers(tx, orders, acts, dossierId, signing) as never },
    delegation: async (tx: Tx, agentId, demarche, on) => {
      const live = await liveDelegation(tx, agentId, demarche, on);
      return live ? { agentId, name: '', capacity: live.capacity, delegationId: live.id } : null;
    },
    controls: professionalControls({ limits: measureLimits, odd: { matter: matterOf, past: pastOf, twins: vehiclesNumbered } }),
    follow: follow(reactions),
  };
}
