/** Two invented insurers and what they have said: a vehicle known insured, one whose plate and VIN disagree, a plate alone, an end, and a gap. */
import { demoAgentId } from '../../src/core/access/demo.ts';
import type { Pools } from '../../src/core/db/sql.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { pushContracts, type ContractNotice } from '../../src/domains/insurance/index.ts';
import { demoDelivery } from './delivery.ts';
import type { SeedPerson } from './stories.ts';

const company = (key: string) => deterministicId('demo-company', key);
const insurer = (key: string, legalName: string, ridet: string): SeedPerson => ({
  id: company(key), known: { person: { kind: 'company', legalName, ridet, form: 'SA' }, address: { commune: '98818', placeKind: 'street', place: '4 rue de l’Essai' }, contact: { preferred: 'letter' } },
});
export const insurers: readonly SeedPerson[] = [insurer('assureur', 'Assureur Exemple', '0000011'), insurer('mutuelle', 'Mutuelle de l’Essai', '0000012')];

const first: readonly ContractNotice[] = [
  { contract: 'AE-1001', plate: '471001NC', vin: 'MR0DEMO0000000001', from: '2025-01-01' },
  // The plate of one vehicle, the chassis number of another.
  { contract: 'AE-1002', plate: '455321NC', vin: 'UU1DEMO0000000003', from: '2026-01-01' },
  { contract: 'AE-1003', plate: '468200NC', vin: 'UU1DEMO0000000003', from: '2024-07-01', to: '2026-03-31', endReason: 'terminated' },
  { contract: 'AE-1004', plate: '469800NC', from: '2026-02-01' },
  { contract: 'AE-1005', plate: '472100NC', vin: 'UU1DEMO0000000010', from: '2022-11-01', to: '2026-08-31', endReason: 'expired' },
  { contract: 'AE-1006', plate: '473900NC', vin: 'VF3DEMO0000000007', from: '2026-01-01' },
];
/** New pick-ups of « Garage Exemple », insured before they have a number: named by their chassis number alone. */
const delivery: readonly ContractNotice[] = demoDelivery.map(({ contract, chassis }) => ({ contract, vin: chassis, from: '2026-09-01' }));
const mutual: readonly ContractNotice[] = [{ contract: 'ME-77', plate: '468200NC', vin: 'UU1DEMO0000000003', from: '2026-06-01' }];
/** Said late, and true since before: the journal of notices keeps both days. */
const late: readonly ContractNotice[] = [{ contract: 'AE-1006', plate: '473900NC', vin: 'VF3DEMO0000000007', from: '2026-01-01', to: '2026-09-30', endReason: 'sold' }];

/** After the vehicles: a contract means one by its plate and chassis number. */
export async function seedInsurance({ acts }: Pick<Pools, 'acts'>): Promise<void> {
  for (const [index, [key, notices, at]] of ([['assureur', first, '2026-10-01T20:00:00Z'], ['mutuelle', mutual, '2026-10-02T20:00:00Z'], ['assureur', late, '2026-11-02T20:00:00Z'], ['assureur', delivery, '2026-11-03T20:00:00Z']] as const).entries()) {
    await pushContracts(acts, { insurerId: company(key), userId: demoAgentId(key), channel: 'file', filename: `contrats-exemple-${index + 1}.csv`, requestId: `seed:insurance:${index}`, now: new Date(at) },
      notices.map((notice, row) => ({ line: row + 2, notice })));
  }
}
