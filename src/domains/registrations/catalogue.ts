import type { Demarche } from '../../core/demarche/index.ts';
import { acheterPourRevente } from './demarches/acheter-pour-revente.ts';
import { annulerCession } from './demarches/annuler-cession.ts';
import { annulerActe } from './demarches/annuler-acte.ts';
import { attestations } from './demarches/attestations.ts';
import { declarerSortieW, demanderCarnetW, renouvelerCarnetW, terminerSortieW } from './demarches/carnet-w.ts';
import { changerAdresse } from './demarches/changer-adresse.ts';
import { changerEtatCivil } from './demarches/changer-etat-civil.ts';
import { changerUsage } from './demarches/changer-usage.ts';
import { completerAchat } from './demarches/completer-achat.ts';
import { contesterCession, trancherContestation } from './demarches/contester-cession.ts';
import { cotitulaires } from './demarches/cotitulaires.ts';
import { declarerAssurance } from './demarches/declarer-assurance.ts';
import { declarerCession } from './demarches/declarer-cession.ts';
import { delivrerWw } from './demarches/delivrer-ww.ts';
import { duplicata } from './demarches/duplicata.ts';
import { mettreAJourFlotte } from './demarches/flotte.ts';
import { leverOpposition } from './demarches/lever-opposition.ts';
import { commencerLocation, terminerLocation } from './demarches/location.ts';
import { modificationTechnique } from './demarches/modification-technique.ts';
import { montrerConsultations } from './demarches/montrer-consultations.ts';
import { nouveauNumero } from './demarches/nouveau-numero.ts';
import { rendreNumeros, reserverNumeros } from './demarches/numeros-reserves.ts';
import { poserOpposition } from './demarches/poser-opposition.ts';
import { premiereImmatriculation } from './demarches/premiere-immatriculation.ts';
import { rectifier } from './demarches/rectifier.ts';
import { trancherIdentite } from './demarches/trancher-identite.ts';
import { mouvementTitresVierges, recevoirTitresVierges } from './demarches/titres-vierges.ts';
import { transmettre } from './demarches/transmettre.ts';
import { detruire, exporter, remettre, retirer } from './demarches/vie.ts';

/** Everything LISA promises, in the order of the catalogue. */
export const registrationDemarches: readonly Demarche[] = [
  premiereImmatriculation, declarerCession, completerAchat, acheterPourRevente, annulerCession, contesterCession, trancherContestation, changerAdresse, changerEtatCivil, duplicata, cotitulaires, transmettre,
  changerUsage, declarerAssurance, modificationTechnique, nouveauNumero, commencerLocation, terminerLocation, retirer, remettre, exporter, detruire, attestations,
  demanderCarnetW, renouvelerCarnetW, declarerSortieW, terminerSortieW, delivrerWw, mettreAJourFlotte, recevoirTitresVierges, mouvementTitresVierges, reserverNumeros, rendreNumeros,
  poserOpposition, leverOpposition, montrerConsultations, rectifier, trancherIdentite, annulerActe,
];
