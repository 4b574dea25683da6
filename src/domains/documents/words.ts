const WORDS: Readonly<Record<string, string>> = {
  certificat: 'Certificat d’immatriculation', 'certificat-ww': 'Certificat provisoire WW', 'carnet-w': 'Carnet de numéros W', 'accuse-cession': 'Accusé de déclaration de vente', 'code-acheteur': 'Code à remettre à l’acheteur',
  attestation: 'Attestation d’inscription', historique: 'Historique du véhicule', situation: 'Certificat de situation administrative', recepisse: 'Récépissé de dépôt', quittance: 'Quittance', convocation: 'Convocation à un rendez-vous',
  'accuse-recours': 'Accusé de réception du recours', 'pv-visite': 'Procès-verbal de visite technique', 'pv-homologation': 'Procès-verbal d’homologation', 'refus-homologation': 'Refus d’homologation',
};

/** What a paper is called at every door, by its template. */
export const paperWords = (template: string): string => WORDS[template] ?? 'Document';
