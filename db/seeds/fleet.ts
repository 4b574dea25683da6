/** The fleet of « Location Exemple », in its name and rented by the day: what its list, its file and its change of address are tried on. */
import type { LawDate } from '../../src/core/values/time.ts';
import type { Technical } from '../../src/domains/vehicles/index.ts';
import { demoCompanyId } from './partners.ts';
import { car, sole, type SeedVehicle } from './stories.ts';

const since = (year: string): string => `${year}-03-02T22:00:00.000Z`;
const rented = (n: number, plate: string, year: string, what: Technical = {}): SeedVehicle => ({
  key: `fleet-${n}`, plate, chassis: `UU1DEMO0000${plate.slice(0, 6)}`, technical: { ...car, ...what, B: { precision: 'month', value: `${year}-02` as LawDate } },
  since: since(year), holders: sole(demoCompanyId('location')), commune: '98818', usage: 'rental',
});

export const fleetVehicles: readonly SeedVehicle[] = [
  rented(1, '474201NC', '2021'), rented(2, '474202NC', '2023'), rented(3, '474203NC', '2024', { 'D.3': 'SANDERO' }), rented(4, '474204NC', '2025', { 'D.3': 'SANDERO' }),
];
