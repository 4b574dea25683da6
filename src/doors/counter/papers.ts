const WORDS: Readonly<Record<string, string>> = {
  certificat: 'Certificat d’immatriculation', 'accuse-cession': 'Accusé de déclaration de vente', 'code-acheteur': 'Bordereau de l’acheteur, avec son code', situation: 'Certificat de situation administrative',
  attestation: 'Attestation d’inscription', historique: 'Historique du véhicule', recepisse: 'Récépissé de dépôt', quittance: 'Quittance', convocation: 'Convocation à un rendez-vous', 'accuse-recours': 'Accusé de réception du recours',
  'pv-visite': 'Procès-verbal de visite technique', 'pv-homologation': 'Procès-verbal d’homologation', 'refus-homologation': 'Refus d’homologation',
};

/** What a paper is called, by its template. */
export const paperWords = (template: string): string => WORDS[template] ?? 'Papier';
