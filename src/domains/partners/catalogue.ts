import type { Demarche } from '../../core/demarche/index.ts';
import { observerAnnulation, proposerAnnulation, trancherAnnulation } from './demarches/annulation.ts';
import { controlerActe } from './demarches/controler-acte.ts';
import { demanderAccreditation } from './demarches/demander-accreditation.ts';
import { gelerAccreditation } from './demarches/geler-accreditation.ts';
import { libererActe } from './demarches/liberer-acte.ts';
import { mettreFinAccreditation } from './demarches/mettre-fin-accreditation.ts';
import { renouvelerAccreditation } from './demarches/renouveler-accreditation.ts';
import { retablirAccreditation } from './demarches/retablir-accreditation.ts';
import { repondreControle } from './demarches/repondre-controle.ts';
import { retirerConfiance } from './demarches/retirer-confiance.ts';
import { suspendreAccreditation } from './demarches/suspendre-accreditation.ts';

/** What is promised to professionals about themselves, in the order of the catalogue. */
export const partnerDemarches: readonly Demarche[] = [demanderAccreditation, renouvelerAccreditation, gelerAccreditation, suspendreAccreditation, retablirAccreditation, mettreFinAccreditation, libererActe, controlerActe, repondreControle, retirerConfiance, proposerAnnulation, observerAnnulation, trancherAnnulation];
