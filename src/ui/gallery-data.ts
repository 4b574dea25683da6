import type { BlockerView } from './blocker-panel.tsx';

/** Three unlike blockers: another authority's, the applicant's own, an expired paper. Invented; texts as the domain notes give them. */
export const THREE_BLOCKERS: readonly BlockerView[] = [
  {
    code: 'OPPOSITION', message: 'Une opposition au transfert est inscrite sur le véhicule 412 345 NC depuis le 12 mars 2026.',
    law: { title: 'Opposition au transfert du certificat', reference: 'texte non vu', toConfirm: true },
    clearedBy: { who: 'Le service qui l’a ordonnée', how: 'La mainlevée est inscrite par ce service, dès qu’il la prononce. Le guichet ne peut pas la lever.' },
  },
  {
    code: 'CO-HOLDER-SIGNATURE', message: 'La cotitulaire, Anne-Marie Kaïlo-Exemple, n’a pas encore signé la vente.',
    law: { title: 'Accord de tous les titulaires', reference: 'règle interne, sans texte' },
    clearedBy: { who: 'Vous', how: 'Envoyez-lui le lien de signature, ou venez ensemble au guichet.', href: '#signature', action: 'Envoyer le lien de signature' }, yours: true,
  },
  {
    code: 'INSURANCE-UNKNOWN', message: 'Aucune assurance en cours n’est connue pour ce véhicule.',
    law: { title: 'Obligation d’assurance automobile', reference: 'loi du pays n° 2024-1 du 11 janvier 2024', href: '#texte' },
    clearedBy: { who: 'L’acheteur', how: 'Il joint une attestation où figurent l’assureur, le numéro de contrat et la plaque.', href: '#attestation', action: 'Joindre l’attestation' },
  },
];

export type Row = { plate: string; vehicle: string; holder: string; since: string; state: readonly ['success' | 'warning' | 'danger', string]; fee: number };

export const ROWS: readonly Row[] = [
  { plate: '412345 NC', vehicle: 'Toyota Hilux 2.4 D-4D', holder: 'Jean-Baptiste Poapidawa-Exemple', since: '2019-03-01', state: ['success', 'En règle'], fee: 12500 },
  { plate: '98112 NC', vehicle: 'Peugeot 203 (collection)', holder: 'Indivision Exemple, tribu de Poindah', since: '1948~', state: ['warning', 'Titre à remplacer'], fee: 0 },
  { plate: '467890 NC', vehicle: 'Véhicule utilitaire à dénomination commerciale exceptionnellement longue', holder: 'Société calédonienne de terrassement et de transport du Grand Nord SARL', since: '2024-07', state: ['danger', 'Opposition'], fee: 1234567 },
];
