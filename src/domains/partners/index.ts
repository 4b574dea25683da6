/** The face of partners: the accreditation of professionals, their users, quotas, controls and stock. */
import type { AnyFacet } from '../../core/act/types.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import type { PaperTemplates } from '../documents/index.ts';

export const partnerFacets: readonly AnyFacet[] = [];
export const partnerDemarches: readonly Demarche[] = [];
export const partnerPapers: PaperTemplates = {};
