/** « Parc Exemple » buys to sell again: two vehicles wait in its yard, without a certificate in its name. */
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { fromCounter, fromPool } from '../../src/core/act/draws.ts';
import { act } from '../../src/core/act/types.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, instantOf, type LawDate } from '../../src/core/values/time.ts';
import type { BlankAct, BookletAct, NumberAct, RegistrationAct, SaleAct } from '../../src/domains/registrations/index.ts';
import { demoCompanyId } from './partners.ts';
import { car, sole, type SeedVehicle } from './stories.ts';

/** Sold to the yard `days` ago, and bought for resale the day after: the chain of owners has no hole. */
function bought(key: string, seller: string, days: number, today: LawDate): NonNullable<SeedVehicle['then']> {
  const soldAt = instantOf(addDays(today, -days), '10:00').toISOString();
  const sale = { kind: 'sale', id: deterministicId('demo-sale', key), fresh: true as const };
  return (ref) => {
    const entered = { subjects: [ref], effectiveAt: instantOf(addDays(today, 1 - days), '09:00').toISOString() };
    return [
      act<SaleAct>({ kind: 'sale.declared', subjects: [sale], payload: { vehicleId: ref.id, sellers: [seller], soldAt, purpose: 'use', what: 'DACIA DUSTER' }, private: [{ class: 'identity', name: 'buyer', content: { name: 'Parc Exemple' } }] }),
      act<RegistrationAct>({ kind: 'registration.sale-opened', subjects: [ref], effectiveAt: soldAt, payload: { saleId: sale.id, soldAt, titleUntil: addDays(today, 15 - days) } }),
      act<SaleAct>({ kind: 'sale.completed', subjects: [sale], payload: { buyerId: demoCompanyId('parc') } }),
      act<RegistrationAct>({ kind: 'registration.sale-closed', ...entered, payload: { saleId: sale.id, outcome: 'completed' } }),
      act<RegistrationAct>({ kind: 'registration.holders-changed', ...entered, payload: { holders: sole(demoCompanyId('parc')), commune: '98818', reason: 'achat pour revente', titleNumber: null } }),
      // The mark of the title that it came with: the same number.
      act<RegistrationAct>({ kind: 'registration.title-revoked', ...entered, payload: { number: fromPool('titre', key), reason: 'achat pour revente' } }),
      act<RegistrationAct>({ kind: 'registration.life-changed', ...entered, payload: { status: 'stock', reason: 'achat pour revente', reference: null, titleNumber: null } }),
    ];
  };
}

const one = (key: string, plate: string, seller: string, days: number, today: LawDate): SeedVehicle => ({
  key, plate, chassis: `UU1DEMO0000${plate.slice(0, 6)}`, technical: { ...car, B: { precision: 'month', value: '2023-04' } }, since: '2023-05-02T22:00:00.000Z', holders: sole(seller), commune: '98818', usage: 'private', then: bought(key, seller, days, today),
});

/** The yard's vehicles on the day of the seed. */
export const stockVehicles = (today: LawDate): readonly SeedVehicle[] => [one('stock-1', '474101NC', demoPersonId('jean'), 20, today), one('stock-2', '474102NC', demoPersonId('sacha'), 6, today)];

type Use = { key: string; vehicleId: string | null; named: string; stands: 'stock' | 'new'; driver: string };
function booklet(key: string, companyId: string, today: LawDate, count: number, days: number, use?: Use) {
  const subjects = [{ kind: 'w-booklet', id: deterministicId('demo-booklet', key), fresh: true as const }];
  const numbers = Array.from({ length: count }, (_, index) => fromPool('plaque-dealer', `${key}-${index}`));
  // Out since this morning for as long as a drive may last: whoever tries the demo finds it on the road.
  const from = instantOf(today, '00:00');
  return [
    act<BookletAct>({ kind: 'w.granted', subjects, payload: { booklet: fromCounter('CW-2026', key), companyId, numbers, from: addDays(today, days - 364), to: addDays(today, days) } }),
    ...(use ? [act<BookletAct>({
      kind: 'w.out', subjects, payload: { id: deterministicId('demo-use', key), number: numbers[0] as string, vehicleId: use.vehicleId, named: use.named, stands: use.stands, from: from.toISOString(), until: new Date(from.getTime() + 72 * 3_600_000).toISOString() },
      private: [{ class: 'identity', name: 'driver', content: use.driver }],
    })] : []),
  ];
}

/** Two W numbers of the yard, one of them on the first vehicle of its stock. */
export const yardBooklet = (today: LawDate) => booklet('yard', demoCompanyId('parc'), today, 2, 250, { key: 'yard', vehicleId: deterministicId('demo-vehicle', 'stock-1'), named: '474101NC', stands: 'stock', driver: 'Aline Exemple' });

/** In the order of their numbers: 3 W, 4 W, 5 W follow those of the yard. */
const ORDER = { renew: 'a', out: 'b', back: 'c' } as const;
/** @returns the booklet that an example of the API is about. */
export const exampleBooklet = (key: keyof typeof ORDER): string => deterministicId('demo-booklet', `example-${ORDER[key]}`);
export const exampleBooklets = (today: LawDate) => [
  ...booklet('example-a', demoCompanyId('garage'), today, 1, 20), ...booklet('example-b', demoCompanyId('garage'), today, 1, 200),
  ...booklet('example-c', demoCompanyId('garage'), today, 1, 200, { key: 'c', vehicleId: null, named: 'EX1DEMORETOUR0001', stands: 'new', driver: 'Teva Exemple' }),
];

/** The lot of blank titles that the demo's counters print on: most in Nouméa, a hundred and twenty sent to Koné, sixty handed to « Import Exemple », which prints itself; one was torn. */
export const exampleLot: string = deterministicId('demo-blanks', 'first');
export const demoBlanks = () => {
  const subjects = [{ kind: 'blank-lot', id: exampleLot, fresh: true as const }];
  return [
    act<BlankAct>({ kind: 'blanks.received', subjects, payload: { first: 800_001, last: 801_120, site: 'noumea', delivery: 'BL-EXEMPLE-1' } }),
    act<BlankAct>({ kind: 'blanks.moved', subjects, payload: { first: 801_001, last: 801_120, to: 'kone' } }),
    act<BlankAct>({ kind: 'blanks.moved', subjects, payload: { first: 800_901, last: 800_960, to: demoCompanyId('import') } }),
    act<BlankAct>({ kind: 'blanks.spoiled', subjects, payload: { first: 800_001, last: 800_001, reason: 'Papier déchiré (exemple)' } }),
  ];
};

/** Numbers kept: forty for Koné, ten W for « Garage Exemple », and five that an example gives back. */
export const exampleBlock: string = deterministicId('demo-numbers', 'example');
export const demoNumbers = (today: LawDate, first: number) => ([['kone', 'plaque-nc', 'site:kone', first + 200, 40], ['garage', 'plaque-dealer', `company:${demoCompanyId('garage')}`, 101, 10], ['example', 'plaque-nc', 'site:noumea', first + 250, 5]] as const).map(([key, pool, owner, from, count]) => act<NumberAct>({
  kind: 'numbers.reserved', subjects: [{ kind: 'number-block', id: deterministicId('demo-numbers', key), fresh: true as const }], payload: { pool, owner, first: from, last: from + count - 1, since: today, until: addDays(today, 120) },
}));
