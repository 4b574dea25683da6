/** The face of insurance: insurance contracts pushed by insurers. */
import type { AnyFacet } from '../../core/act/types.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import type { PaperTemplates } from '../documents/index.ts';
import { insuranceFacet } from './attested.ts';

export const insuranceFacets: readonly AnyFacet[] = [insuranceFacet];
/** None here: what concerns a vehicle's holder stands with the holders' errands, in registrations. */
export const insuranceDemarches: readonly Demarche[] = [];
export const insurancePapers: PaperTemplates = {};

export { attestedOn, insuranceFacet, type Attested, type InsuranceAct, type InsuranceState } from './attested.ts';
export { coverFact } from './cover-fact.ts';
export { columns, contractNotice, endReasons, MOST_ROWS, normalizeContract, readContracts, UnreadableContracts, type ContractNotice, type Cover, type EndReason, type FileRow, type Match, type RowOutcome } from './model/index.ts';
export { coverOn, type CoverFact, type CoverStanding } from './rules/index.ts';
export {
  batchesOf, batchOf, batchRows, contractHistory, coversOf, gaps, matchAgain, ownCovers, plateKnown, pushContracts, sweepReports,
  type Batch, type BatchCounts, type BatchRow, type Gap, type NoticeLine, type OwnCover, type Pushed, type Sending,
} from './store/index.ts';
export { mayPush, NOT_ACCREDITED } from './standing.ts';
export { matchWords, outcomeWords } from './words.ts';
