import type { Query } from '../../core/db/sql.ts';
import type { LawDate } from '../../core/values/time.ts';
import { normalizeContract } from './model/index.ts';
import { coverOn, namedCover, type CoverFact } from './rules/index.ts';
import { coversOf, type Named } from './store/index.ts';

/**
 * What the insurers' file says of a vehicle's cover on a day; unknown is never « no ».
 * @param named.contract the contract that an applicant names: then only that one is looked at. @param named.notBefore the first day it may begin
 */
export async function coverFact(sql: Query, named: Named & { contract?: string | undefined; notBefore?: LawDate | undefined }, on: LawDate): Promise<CoverFact> {
  const covers = await coversOf(sql, named);
  const { vehicleId, chassis, contract } = named;
  if (contract) {
    // A vehicle that has no number yet is its chassis number: a contract that gives a plate too means another one, or one to come.
    return namedCover(covers, normalizeContract(contract), (one) => (vehicleId ? one.match === 'matched' && one.vehicleId === vehicleId : one.chassis === chassis && one.plate === null && one.match === 'unknown'), on, named.notBefore ?? null);
  }
  if (!vehicleId) return 'unknown';
  const { status } = coverOn(covers, vehicleId, on);
  return status === 'known' ? 'valid' : status === 'ended' ? 'invalid' : 'unknown';
}
