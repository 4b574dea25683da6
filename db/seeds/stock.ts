/** « Parc Exemple » buys to sell again: two vehicles wait in its yard, without a certificate in its name. */
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { fromPool } from '../../src/core/act/draws.ts';
import { act } from '../../src/core/act/types.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, instantOf, type LawDate } from '../../src/core/values/time.ts';
import type { RegistrationAct, SaleAct } from '../../src/domains/registrations/index.ts';
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
