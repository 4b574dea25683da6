import type { Sql, Tx } from '../../core/db/sql.ts';
import { addDays, type LawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { coverFact } from '../insurance/index.ts';
import type { ProofFacts, Proofs } from './rules/proofs.ts';

/**
 * What the machines know of the insurance and the licence that an errand must prove, for every errand that asks for them.
 * The contract that the new holder names is looked for in the insurers' file; one that began long before the change of
 * hands is the former holder's, and proves nothing. Licences are not known yet.
 * @param asked.on the day on which it is decided: a contract that has ended since the sending proves nothing. @param asked.changesOn the day on which the vehicle changes hands; absent when it had no holder
 */
export async function proofChecks(
  sql: Sql | Tx, asked: { vehicleId?: string | undefined; chassis?: string | undefined; given: Proofs | undefined; changesOn?: LawDate | undefined; on: LawDate },
): Promise<ProofFacts> {
  const { given, changesOn, on, vehicleId, chassis } = asked;
  if (!given?.contract || (!vehicleId && !chassis)) return { cover: 'unknown', licence: 'unknown' };
  const notBefore = changesOn && addDays(changesOn, -(territory.parameter('coverBeforeTransferDays', on).value));
  return { cover: await coverFact(sql, { vehicleId, chassis, contract: given.contract, notBefore }, on), licence: 'unknown' };
}
