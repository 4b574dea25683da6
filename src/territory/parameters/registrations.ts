import { line, placeholder } from '../dated.ts';
import { one } from './one.ts';

/** Numbers of the law and of the house for vehicles, their titles, the life of dossiers and contested decisions. */
export const registrationParameters = {
  // Sale
  saleDeclarationDays: one('Délai du vendeur pour déclarer la vente', 'jours', 15, line('cession-15-jours')),
  soldTitleDays: one('Validité de l’ancien certificat après la vente', 'jours', 15, line('titre-vendu-15-jours')),
  saleReminderDays: one('Relances de l’acheteur', 'jours après la vente', [3, 10, 15, 30] as readonly number[], line('maison-relances')),
  unfinishedSaleDays: one('Vente signalée « non mutée » aux forces de l’ordre', 'jours après la vente', 30, line('maison-relances')),
  saleContestDays: one('Délai de l’acheteur déclaré pour contester', 'jours', 60, placeholder('maison-relances')),
  buyerCodeDays: one('Vie du code à usage unique de l’acheteur', 'jours', 60, line('maison-code')),
  buyerCodeTries: one('Essais permis du code de l’acheteur', 'essais', 5, line('maison-code')),
  saleInspectionYears: one('Âge à partir duquel la vente exige un contrôle technique', 'ans', 5, line('controle-vente')),
  saleInspectionMaxMassKg: one('PTAC jusqu’auquel la vente exige un contrôle technique', 'kg', 3500, line('controle-vente')),
  saleInspectionValidityMonths: one('Validité du contrôle technique à la vente', 'mois', 6, placeholder('controle-vente')),
  // Persons
  majorityYears: one('Majorité', 'ans', 18, placeholder('capacite')),
  addressChangeDays: one('Délai pour déclarer un changement d’adresse', 'jours', 30, placeholder('changement-obligatoire')),
  successionDays: one('Délai des héritiers pour mettre le certificat à jour', 'jours', 90, placeholder('capacite')),
  proofOfAddressMonths: one('Ancienneté admise d’un justificatif de domicile', 'mois', 3, placeholder('domicile')),
  // First certificate
  firstTitleCodes: one('Rubriques sans lesquelles un premier certificat n’est pas délivré', 'rubriques', ['D.1', 'J.1', 'F.2', 'P.3', 'B'] as readonly string[], placeholder('codes-harmonises')),
  newVehicleMonths: one('Première mise en circulation d’un véhicule dit neuf : au-delà, un agent relit', 'mois', 6, placeholder('codes-harmonises')),
  // Customs
  customsHoldMonths: one('Durée de la mention douanière « non transférable »', 'mois', 60, line('douane-non-transferable')),
  customsOwnedMonths: one('Possession exigée avant un transfert de résidence', 'mois', 18, line('douane-residence')),
  // Wrecks and pound
  abandonedDays: one('Véhicule réputé abandonné après mise en demeure', 'jours', 30, line('L325-7')),
  auctionProceedsMonths: one('Conservation du produit d’une vente de fourrière', 'mois', 24, line('encheres-fourriere')),
  // Life of a dossier
  quoteDays: one('Validité d’un devis', 'jours', 30, line('maison-devis')),
  draftDays: one('Conservation d’un brouillon sans activité', 'jours', 90, line('maison-dossier')),
  incompleteDays: one('Délai pour compléter un dossier avant proposition de clôture', 'jours', 60, line('maison-dossier')),
  silenceDays: one('Délai au-delà duquel le silence a un effet', 'jours', 60, placeholder('silence')),
  silenceWarningDays: one('Alerte des agents avant la date du silence', 'jours', 15, line('maison-dossier')),
  // Contested decisions
  appealMonths: one('Délai de recours contentieux', 'mois', 3, placeholder('recours')),
  administrativeAppealMonths: one('Délai de recours gracieux ou hiérarchique', 'mois', 3, placeholder('recours')),
  appealAnswerDays: one('Délai de réponse à un recours, au-delà duquel le silence vaut rejet', 'jours', 60, placeholder('recours')),
  hearingDays: one('Délai laissé pour présenter des observations', 'jours', 15, placeholder('contradictoire')),
  // Contacts and readings of a person's data
  earlierContactDays: one('Ancien contact encore averti après un changement', 'jours', 30, line('maison-contact')),
  // Titles and numbers
  provisionalDays: one('Validité d’un certificat provisoire', 'jours', 30, placeholder('reforme-2023')),
  statusCertificateDays: one('Âge au-delà duquel un certificat de situation n’est plus récent', 'jours', 15, placeholder('maison-titres')),
  firstNumberToIssue: one('Premier numéro de la série NC à délivrer', 'numéro', 480_000, placeholder('serie-nc')),
  // Fines, shown for information only
  fineNoCertificate: one('Amende pour certificat non présenté', 'F', 15_000, line('presentation-certificat')),
};
