/** A month of ordinary registrations behind the demonstration: numbers drawn in turn and titles printed, so that the end of each series and stock can be foreseen. */
import { fromPool } from '../../src/core/act/draws.ts';
import { perform } from '../../src/core/act/perform.ts';
import { act } from '../../src/core/act/types.ts';
import type { World } from '../../src/core/demarche/index.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, instantOf, type LawDate } from '../../src/core/values/time.ts';
import { recordPerson } from '../../src/domains/people/index.ts';
import type { BlankAct } from '../../src/domains/registrations/index.ts';
import { vehicleActs } from './acts.ts';
import { exampleLot } from './stock.ts';
import { car, sole } from './stories.ts';

const DAYS = 30;
const HOLDER = deterministicId('demo-person', 'month');
/** Where, how many, and the first blank title of that site that they were printed on. Their numbers are everybody's: one kept for a site is drawn by a dossier of that site alone, and `verify` sees to it. */
const SITES = [
  { site: 'noumea', count: 36, blank: 800_501, commune: '98818' },
  { site: 'kone', count: 24, blank: 801_061, commune: '98811' },
] as const;

/** Told once, at the first start: the holder, then each site's vehicles in one transaction. No test begins with them. */
export async function seedMonth(world: World, today: LawDate): Promise<void> {
  const base = { author: { kind: 'system', job: 'pays de démonstration' }, judgedOn: today } as const;
  const company = recordPerson(HOLDER, { person: { kind: 'company', legalName: 'Flotte Exemple', ridet: '0000044', form: 'SARL' }, address: { commune: '98818', placeKind: 'street', place: '9 rue de la Flotte fictive' }, contact: { preferred: 'letter' } });
  await perform(world, { ...base, requestId: 'seed:month', subjects: [], decide: async () => ({ acts: [company], result: null }) });
  const lot = { kind: 'blank-lot', id: exampleLot };
  for (const { site, count, blank, commune } of SITES) {
    const keys = Array.from({ length: count }, (_, index) => `month-${site}-${index}`);
    await perform(world, {
      ...base, requestId: `seed:month:${site}`, subjects: [lot],
      decide: async () => ({
        acts: [
          ...keys.flatMap((key, index) => vehicleActs({
            key, plate: null, chassis: `UU1DEMO${site.slice(0, 1).toUpperCase()}M${String(index).padStart(8, '0')}`, technical: { ...car, B: { precision: 'month', value: today.slice(0, 7) as LawDate } },
            since: instantOf(addDays(today, -DAYS + Math.floor((index * DAYS) / count)), '10:00').toISOString(), holders: sole(HOLDER), commune, usage: 'private',
          })),
          act<BlankAct>({ kind: 'blanks.printed', subjects: [lot], payload: { job: `IMP-EXEMPLE-${site}`, first: blank, titles: keys.map((key) => fromPool('titre', key)) } }),
        ],
        result: null,
      }),
    });
  }
}
