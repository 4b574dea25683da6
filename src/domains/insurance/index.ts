/** The face of insurance: insurance contracts pushed by insurers. */
import type { AnyFacet } from '../../core/act/types.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import type { PaperTemplates } from '../documents/index.ts';

export const insuranceFacets: readonly AnyFacet[] = [];
export const insuranceDemarches: readonly Demarche[] = [];
export const insurancePapers: PaperTemplates = {};
