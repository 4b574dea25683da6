import type { Demarche } from '../../core/demarche/index.ts';
import { absence, lever, ouvrir, terminer } from './demarches/agenda.ts';
import { prendre } from './demarches/prendre.ts';
import { annuler, confirmer, deplacer, pointer, repondre } from './demarches/suivre.ts';

/** Everything that one may ask about appointments, in the order of the catalogue. */
export const appointmentDemarches: readonly Demarche[] = [prendre, deplacer, annuler, confirmer, repondre, pointer, ouvrir, terminer, absence, lever];
