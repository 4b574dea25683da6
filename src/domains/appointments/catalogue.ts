import type { Demarche } from '../../core/demarche/index.ts';
import { absence, lever, ouvrir, terminer } from './demarches/agenda.ts';
import { demander, ouvrirTirage, type AboveAppointments } from './demarches/tirage.ts';
import { prendre } from './demarches/prendre.ts';
import { annuler, confirmer, deplacer, pointer, repondre } from './demarches/suivre.ts';

/** Everything that one may ask about appointments, in the order of the catalogue. */
export const appointmentDemarches = (above: AboveAppointments): readonly Demarche[] => [prendre, demander(above), deplacer, annuler, confirmer, repondre, pointer, ouvrir, terminer, absence, lever, ouvrirTirage];
