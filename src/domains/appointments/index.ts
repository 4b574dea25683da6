/** The face of appointments: offices, calendars, slots, bookings, draws and queues. */
import type { AnyFacet } from '../../core/act/types.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import type { PaperTemplates } from '../documents/index.ts';

export const appointmentFacets: readonly AnyFacet[] = [];
export const appointmentDemarches: readonly Demarche[] = [];
export const appointmentPapers: PaperTemplates = {};
