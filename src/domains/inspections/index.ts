/** The face of inspections: homologation, visits, and the odometer. */
import type { AnyFacet } from '../../core/act/types.ts';
import { approvalFacet, inspectionFacet } from './store.ts';

/** What this domain knows of each subject (see src/facets.ts). */
export const inspectionFacets: readonly AnyFacet[] = [approvalFacet, inspectionFacet];

export { inspectionDemarches, inspectionPapers, inspectionPools } from './catalogue.ts';
export { approvalFacet, approvalFact, approvalsOf, approvedTypes, dueVehicles, inspectionFacet, locateApproval, openFiles, sealedFile, visitsOf, type DueLine, type FileLine, type MyApproval, type VisitLine } from './store.ts';
export { DUE, listDue } from './due.ts';
export { readOdometer } from './demarches/enregistrer-visite.ts';
export { approvalRef, statusOf, type ApprovalAct, type ApprovalState } from './model/approval.ts';
export { siteName } from './model/fields.ts';
export { lastVisit, type Correction, type InspectionAct, type InspectionState, type Reading, type Visit } from './model/inspection.ts';
export type { Above, Standing } from './model/standing.ts';
export { beyond, completed, statusWords, useBlocks, type ApprovalFact } from './rules/approval.ts';
export { kilometres, odometerVerdict } from './rules/odometer.ts';
export { freshSaleVisit, inspectionStanding, isFresh, saleInspectionAsked, type InspectionStanding } from './rules/periodicity.ts';
export { photoWords } from './rules/photos.ts';
export { photosWhere, type Photo } from './store-photos.ts';
export { pointsOf } from './rules/visit.ts';
export { approvalKindWords, approvalVerdictWords, correctedWords, nextVisitWords, originWords, readingWords, sourceWords, standingWords, visitKindWords, visitVerdictWords } from './words.ts';
