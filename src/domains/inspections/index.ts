/** The face of inspections: homologation, technical visits, approved centres, odometer. */
import type { AnyFacet } from '../../core/act/types.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import type { PaperTemplates } from '../documents/index.ts';

export const inspectionFacets: readonly AnyFacet[] = [];
export const inspectionDemarches: readonly Demarche[] = [];
export const inspectionPapers: PaperTemplates = {};
