import type { Issuer, Paper } from './paper.ts'

// Invented papers of invented persons, to look at and to test the drawing. Wordings, texts and amounts prove nothing of the law.

const ISSUER: Issuer = {
  country: 'Nouvelle-Calédonie',
  authority: 'Direction des infrastructures, de la topographie et des transports terrestres',
  office: ['Service des immatriculations — Nouméa'],
}
const CODE = { text: 'SITT1:RRQT 9O60GO0O1A6L6/VD%-C8CKWZ7980A+95W58469%6646746QF60R6B$6MDDQW6*96%K6A+9%I0RVLRVLRVLRVLRVLRVLRVLRVLEN0ZBASU0ZM8VY0SCA27B PVM8KXGI*7K/7JSLJX-KOTJH2KERPDA3EG5RSSAMD/NAMDEJSIL.AR-ALX1MJFZ3WKM3008I1QD1HWL0*OS$1Q01P3S8M4K', caption: 'Code signé, vérifiable sans réseau' }
const SIGNATURE = {
  place: 'Nouméa', date: 'le 10 mars 2026', signatory: 'Hnaë Exemple-Wamytan', capacity: 'La cheffe du service des immatriculations',
  delegation: 'Par délégation du directeur, arrêté inventé n° 2026-000 du 2 janvier 2026',
}
const CHECK = 'sitt.example.nc/verifier'

export const CERTIFICATE: Paper = {
  kind: 'certificate', language: 'fr-FR', title: 'Certificat d’immatriculation', subtitle: 'Carte grise — véhicule de la série normale',
  number: 'CI-2026-0001234', issuedAt: '2026-03-10T22:15:00Z', issuer: ISSUER, watermark: 'SPÉCIMEN',
  hero: { look: 'plate', text: '450123 NC', code: 'A', label: 'Numéro d’immatriculation', beside: [
    { code: 'B', label: 'Première mise en circulation', value: '12/03/2019' }, { code: 'I', label: 'Date du certificat', value: '10/03/2026' }] },
  body: [
    { type: 'fields', title: 'Titulaire', columns: 4, fields: [
      { code: 'C.1', label: 'Titulaire', value: 'WAÏTHIHMWEJË-EXEMPLE Marie-Thérèse, Œdonie, Nāmakau', span: 3 },
      { code: 'C.4', label: 'Qualité', value: 'Propriétaire' },
      { code: 'C.4.1', label: 'Cotitulaire', value: 'EXEMPLE Jean-Baptiste', span: 2 },
      { code: 'C.3', label: 'Adresse', value: 'Tribu de Tiendanite, lot 12\n98815 Hienghène', span: 2 }] },
    { type: 'fields', title: 'Véhicule', columns: 4, fields: [
      { code: 'D.1', label: 'Marque', value: 'TOYOTA' }, { code: 'D.2', label: 'Type, variante, version', value: 'GUN125L-DTTHXW', span: 2 }, { code: 'D.3', label: 'Dénomination commerciale', value: 'HILUX' },
      { code: 'E', label: 'Numéro d’identification (VIN)', value: 'MR0EXEMPLE0001234', span: 2 }, { code: 'J', label: 'Catégorie', value: 'N1' }, { code: 'J.1', label: 'Genre national', value: 'CTTE' },
      { code: 'J.3', label: 'Carrosserie', value: 'PICK UP' }, { code: 'K', label: 'Numéro de réception', value: 'NC-RT-0456' }, { code: 'R', label: 'Couleur', value: 'Blanc' }, { code: 'X.1', label: 'Prochaine visite technique', value: '03/2027' }] },
    { type: 'fields', title: 'Caractéristiques techniques', columns: 6, fields: [
      { code: 'F.1', label: 'Masse max. (kg)', value: '3\u202f210' }, { code: 'F.2', label: 'PTAC (kg)', value: '3\u202f210' }, { code: 'F.3', label: 'PTRA (kg)', value: '6\u202f410' }, { code: 'G', label: 'En service (kg)', value: '2\u202f155' }, { code: 'G.1', label: 'Poids à vide (kg)', value: '2\u202f080' }, { code: 'Q', label: 'kW/kg', value: '' },
      { code: 'P.1', label: 'Cylindrée (cm³)', value: '2\u202f393' }, { code: 'P.2', label: 'Puissance (kW)', value: '110' }, { code: 'P.3', label: 'Énergie', value: 'GO' }, { code: 'P.6', label: 'Puissance (CV)', value: '9' }, { code: 'S.1', label: 'Places assises', value: '5' }, { code: 'S.2', label: 'Debout', value: '' },
      { code: 'U.1', label: 'Bruit (dB(A))', value: '79' }, { code: 'U.2', label: 'à (min⁻¹)', value: '2\u202f550' }, { code: 'V.7', label: 'CO₂ (g/km)', value: '194' }, { code: 'V.9', label: 'Classe environnementale', value: 'EURO 5' }, { code: 'L', label: 'Essieux', value: '2' }, { code: 'T', label: 'Vitesse (km/h)', value: '175' }] },
    { type: 'fields', title: 'Mentions', columns: 4, fields: [
      { code: 'Z.1', label: 'Usage', value: 'Particulier' }, { code: 'Z.2', label: 'Régime douanier', value: 'Mis à la consommation' }, { code: 'Z.3', label: 'Mention', value: 'Aucune', span: 2 }] },
  ],
  signature: SIGNATURE, code: CODE, checkUrl: CHECK, footer: 'Direction des infrastructures, de la topographie et des transports terrestres (DITTT)',
  notes: ['Ce spécimen est un document inventé. Le certificat ne prouve pas la propriété du véhicule. Il est à présenter à toute demande des forces de l’ordre.'],
}

export const RECEIPT: Paper = {
  kind: 'receipt', language: 'fr-FR', title: 'Quittance', subtitle: 'Paiement reçu au guichet', number: 'Q-NOU3-2026-004512', issuedAt: '2026-03-10T22:20:00Z', issuer: ISSUER, watermark: 'DÉMONSTRATION',
  body: [
    { type: 'fields', columns: 3, fields: [{ label: 'Payé par', value: 'EXEMPLE Jean-Baptiste' }, { label: 'Le', value: '10 mars 2026 à 9 h 20' }, { label: 'Moyen', value: 'Carte bancaire' }, { label: 'Démarche', value: 'Changement de titulaire', span: 2 }, { code: 'A', label: 'Immatriculation', value: '450123 NC' }] },
    { type: 'table', title: 'Détail', columns: [{ label: 'Objet', share: 3 }, { label: 'Calcul', share: 2 }, { label: 'Montant', align: 'right' }], rows: [
      [{ text: 'Droit d’immatriculation', small: 'Tarif inventé, à confirmer' }, '1 titre × 4\u202f500\u00a0F', '4\u202f500\u00a0F'],
      [{ text: 'Redevance communale — Hienghène', small: 'Tarif inventé, à confirmer' }, '9 CV × 700\u00a0F', '6\u202f300\u00a0F'],
      ['Envoi du titre', 'gratuit (titre numérique)', '0\u00a0F']], total: { label: 'Total payé', value: '10\u202f800\u00a0F' } },
    { type: 'notice', tone: 'info', text: 'Conservez cette quittance : elle est demandée pour tout remboursement.' },
  ],
  signature: { place: 'Nouméa', date: 'le 10 mars 2026', signatory: 'Warren Exemple', capacity: 'Le régisseur de recettes, caisse 3' }, code: CODE, checkUrl: CHECK,
  notes: ['Document de démonstration, sans valeur : aucun franc n’a été encaissé.'],
}

export const LETTER: Paper = {
  kind: 'letter', language: 'fr-FR', title: 'Objet : votre demande d’immatriculation est refusée', number: 'L-2026-000077', issuedAt: '2026-03-11T01:00:00Z', issuer: ISSUER,
  recipient: ['Madame Nguyễn Thị Exemple', 'chez M. Exemple', 'BP 0000', '98800 Nouméa Cedex'],
  body: [
    { type: 'text', paragraphs: ['Madame,', 'Vous avez demandé le 3 mars 2026 l’immatriculation d’un véhicule importé d’occasion. Après examen de votre dossier, cette demande est refusée pour les raisons suivantes.'] },
    { type: 'list', title: 'Raisons', items: ['Le numéro d’identification frappé sur le châssis ne correspond pas à celui de la facture.', 'Le régime douanier du véhicule ne permet pas encore sa mise en circulation.'] },
    { type: 'notice', tone: 'warning', title: 'Vos recours', text: 'Texte inventé : les voies et délais de recours sont donnés par l’autorité qui signe.' },
    { type: 'text', paragraphs: ['Le service des immatriculations reste à votre disposition pour vous aider à compléter votre dossier.', 'Nous vous prions d’agréer, Madame, l’expression de notre considération distinguée.'] },
  ],
  signature: SIGNATURE, code: CODE, checkUrl: CHECK,
}

export const ATTESTATION: Paper = {
  kind: 'attestation', language: 'fr-FR', title: 'Certificat de situation administrative', subtitle: 'Établi à la demande du titulaire', number: 'ATT-2026-000310', issuedAt: '2026-03-11T01:30:00Z', issuer: ISSUER, watermark: 'PROVISOIRE',
  hero: { look: 'plate', text: '450123 NC', code: 'A', label: 'Numéro d’immatriculation', beside: [{ code: 'D.1', label: 'Marque', value: 'TOYOTA' }, { code: 'E', label: 'VIN', value: 'MR0EXEMPLE0001234' }] },
  body: [
    { type: 'text', paragraphs: ['Le registre des véhicules ne porte à ce jour aucune inscription qui s’oppose au transfert du certificat d’immatriculation du véhicule désigné ci-dessus.'] },
    { type: 'table', title: 'Inscriptions examinées', columns: [{ label: 'Nature', share: 2 }, { label: 'Résultat' }, { label: 'À la date du', align: 'right' }], rows: [['Gage connu de SITT', 'Néant', '11/03/2026'], ['Opposition', 'Néant', '11/03/2026'], ['Vol', 'Néant', '11/03/2026']] },
  ],
  signature: SIGNATURE, code: CODE, checkUrl: CHECK, notes: ['Ce certificat dit l’état du registre à sa date ; il ne dit rien de ce qui y sera inscrit ensuite.'],
}

export const SLIP: Paper = {
  kind: 'slip', language: 'fr-FR', title: 'Cession déclarée', subtitle: 'À remettre à l’acheteur', number: 'CES-2026-000981', issuedAt: '2026-03-10T22:30:00Z', watermark: 'DÉMONSTRATION',
  issuer: { country: 'Nouvelle-Calédonie', authority: 'DITTT — Service des immatriculations', office: ['Borne 2, Nouméa'] },
  hero: { look: 'code', label: 'Code de l’acheteur, à usage unique', text: 'K7M4-2XQP', beside: [{ label: 'Valable jusqu’au', value: '25/03/2026' }] },
  body: [
    { type: 'fields', fields: [{ code: 'A', label: 'Immatriculation', value: '450123 NC' }, { code: 'D.1', label: 'Marque', value: 'TOYOTA HILUX' }, { label: 'Vendu le', value: '10/03/2026 à 9 h 12' }] },
    { type: 'table', title: 'Reçu', columns: [{ label: 'Objet' }, { label: 'Montant' }], rows: [['Déclaration de cession', 'gratuit']], total: { label: 'Total', value: '0\u00a0F' } },
    { type: 'text', paragraphs: ['L’acheteur complète la vente avec ce code sur le site, à la borne ou au guichet.'] },
  ],
  code: { text: 'SITT:K7M42XQP', caption: 'À lire à la borne ou au guichet' }, checkUrl: CHECK,
}

/** A table and paragraphs too long for one page. */
export const LONG: Paper = {
  ...RECEIPT, title: 'Relevé des opérations', subtitle: 'Historique du véhicule',
  body: [
    { type: 'table', columns: [{ label: 'Rang' }, { label: 'Opération', share: 5 }, { label: 'Date', align: 'right', share: 2 }], rows: Array.from({ length: 70 }, (_, i) => [`${i + 1}`, { text: `Opération inventée n° ${i + 1}`, small: 'reprise d’un ancien registre' }, '10/03/2026']) },
    { type: 'text', title: 'Observations', paragraphs: Array.from({ length: 9 }, (_, i) => `Paragraphe ${i + 1}. ` + 'Une phrase assez longue pour aller à la ligne, avec ses accents : à, é, è, ç, œ, ï, et son point final. '.repeat(6)) },
  ],
}

export const INVENTED = { certificate: CERTIFICATE, receipt: RECEIPT, letter: LETTER, attestation: ATTESTATION, slip: SLIP, long: LONG }
