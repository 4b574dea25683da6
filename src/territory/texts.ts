/**
 * The registry of legal texts: every rule, parameter, tariff and blocker cites one of these ids.
 * - 'sourced': seen on a public page, given in `source`;
 * - 'to-confirm': the rule is known to exist, its text, number or date was not seen;
 * - 'house-rule': no text; a choice of this system, which the administration may change.
 */
export type LegalText = {
  readonly id: TextId;
  readonly title: string;
  readonly reference: string;
  readonly source?: string;
  readonly status: 'sourced' | 'to-confirm' | 'house-rule';
};

type Entry = Omit<LegalText, 'id'>;
const sourced = (title: string, reference: string, source: string): Entry => ({ title, reference, source, status: 'sourced' });
const toConfirm = (title: string, reference: string, source?: string): Entry => ({ title, reference, status: 'to-confirm', ...(source ? { source } : {}) });
const houseRule = (title: string): Entry => ({ title, reference: 'Règle interne, sans texte', status: 'house-rule' });

const entries = {
  // The code and its four families of vehicles
  'code-route': sourced('Code de la route de la Nouvelle-Calédonie', 'Délibération n° 55/CP du 28 août 2001', 'https://fr.readkong.com/page/recueil-de-textes-portant-code-de-la-route-de-3813472'),
  'code-route-1965': sourced('Code de la route, texte d’origine', 'Délibération n° 224 des 9, 10 et 11 juin 1965', 'https://pdfslide.fr/documents/code-de-la-route-de-nouvelle-caledonie.html'),
  'code-route-plaques': sourced('Plaques des quatre familles de véhicules', 'Code de la route NC, art. R.91, R.143, R.166, R.184', 'http://uprnc.e-monsite.com/pages/nos-actions/plaques.html'),
  'code-route-numero': sourced('Numéro définitif d’immatriculation', 'Code de la route NC, art. R.104, R.143, R.168, R.184', 'https://www.ufcnouvellecaledonie.nc/plaques-dimmatriculation-ce-sera-pour-mars-2019'),
  'code-route-etat': sourced('Code de la route applicable en Nouvelle-Calédonie (partie de l’État)', 'Version du 13 décembre 2019', 'https://pdfslide.fr/documents/code-de-la-route-applicable-en-nouvelle-caldonie-partie-.html'),
  'L325-7': sourced('Véhicule réputé abandonné 30 jours après la mise en demeure', 'Code de la route (État), art. L. 325-7', 'https://sign.qual.skazy.site/fourriere-vehicules'),
  'L143-2': sourced('Constat du défaut d’apposition du certificat d’assurance', 'Code de la route (État), art. L. 143-2', 'https://app.livv.eu/books/LEGITEXT000006074228/'),
  'presentation-certificat': sourced('Présentation du certificat au contrôle (15 000 F)', 'Page officielle de la DITTT', 'http://dittt.gouv.nc/node/157'),
  guichets: sourced('Guichet unique de la DITTT et antenne de Koné', 'Page officielle de la DITTT', 'http://dittt.gouv.nc/node/157'),
  'changement-obligatoire': sourced('Certificat à changer après vente, déménagement ou changement d’état civil', 'Communication du 10 août 2023', 'https://voixducaillou.nc/2023/08/10/attention-a-votre-carte-grise/'),
  // Plates
  'plaques-2018': sourced('Normalisation des plaques d’immatriculation', 'Délibération n° 301 du 23 février 2018', 'http://uprnc.e-monsite.com/pages/nos-actions/plaques.html'),
  'plaques-arrete-2018': sourced('Caractéristiques des plaques', 'Arrêté n° 2018-1597/GNC du 10 juillet 2018', 'https://www.ufcnouvellecaledonie.nc/plaques-dimmatriculation-ce-sera-pour-mars-2019'),
  'plaques-prix': sourced('Prix maximal de vente des plaques', 'Arrêté du 11 septembre 2018', 'https://www.lnc.nc/breve/le-prix-des-plaques-d-immatriculation-reglemente'),
  'serie-nc': sourced('Série normale « NC », depuis 1953', 'Presse, 16 novembre 2016', 'http://www.ladepeche.pf/400-000-voitures-immatriculees-caillou/'),
  'series-particulieres': toConfirm('Séries spéciale, provisoire, de garage, de transit et administratives', 'Composition et format des numéros non vus'),
  // The reform of 2023
  'reforme-2023': toConfirm('Certificat d’immatriculation : permis et assurance exigés, destruction déclarée, amendes', 'Délibération adoptée fin novembre 2023, numéro et entrée en vigueur non vus', 'https://oceane.nc/2023/06/08/des-nouvelles-mesures-pour-ameliorer-la-securite-routiere-en-nouvelle-caledonie/'),
  'exceptions-2023': toConfirm('Exceptions aux conditions de permis et d’assurance', 'Amendement signalé par la presse, texte non vu', 'https://la1ere.francetvinfo.fr/nouvellecaledonie/code-de-la-route-ce-qui-va-changer-1447025.html'),
  'assurance-2024': sourced('Obligation d’assurance automobile', 'Loi du pays n° 2024-1 du 11 janvier 2024', 'https://www.ufcnouvellecaledonie.nc/22673-2'),
  'fichier-assurances': toConfirm('Transmission des contrats d’assurance à l’administration', 'Aucun fichier des véhicules assurés ni texte trouvé en Nouvelle-Calédonie ; modèle : fichier des véhicules assurés de métropole'),
  // Sale
  'cession-15-jours': sourced('Le vendeur envoie la déclaration de vente sous 15 jours', 'service-public.nc, « Cession de véhicule » (page antérieure au télé-service)', 'https://service-public.nc/particuliers/transports/automobile/cession-de-vehicule'),
  'titre-vendu-15-jours': sourced('L’ancien certificat portant « vendu le… » vaut 15 jours pour l’acheteur', 'service-public.nc, « Cession de véhicule »', 'https://service-public.nc/particuliers/transports/automobile/cession-de-vehicule'),
  'controle-vente': sourced('Contrôle technique à la vente : série NC, plus de 5 ans, PTAC jusqu’à 3,5 t', 'service-public.nc, « Cession de véhicule »', 'https://service-public.nc/particuliers/transports/automobile/cession-de-vehicule'),
  'controle-periodique': sourced('Visites techniques périodiques au CCTV', 'Communication du gouvernement, 16 juillet 2021', 'https://gouv.nc/actualites/16-07-2021/controle-technique-des-vehicules-sur-la-cote-est'),
  'controle-anciens': sourced('Visite des véhicules de plus de 20 ans et de la série spéciale de plus de 10 ans', 'Fiche « Bureau des contrôles » (la fréquence n’y est pas)', 'https://service-public.nc/competences/etat/nouvelle-caledonie/province-nord/poya-nord?page=4'),
  'contre-visite': toConfirm('Contre-visite et sursis après une visite technique', 'Délais non vus', 'https://dittt.gouv.nc/controle-technique/controle-technique-periodique/procedure-et-tarifs'),
  'points-controles': toConfirm('Points contrôlés et gravité des défauts', 'Catalogue non vu : liste provisoire'),
  'encheres-fourriere': sourced('Vente aux enchères des véhicules de fourrière', 'Communication de mars 2023', 'https://radiococotier.nc/2023/03/08/les-vehicules-abandonnes-seront-vendus-aux-encheres/'),
  destruction: sourced('Cession en vue de la destruction, filière des véhicules hors d’usage', 'Province Sud, réglementation REP', 'https://www.province-sud.nc/environnement/odec/nos-actions/filieres-des-dechets-reglementes/vehicules-usages-rep/'),
  oppositions: toConfirm('Gages, oppositions et certificat de situation administrative', 'Texte et teneur du registre non vus', 'https://www.certificatnongage.fr/d/certificat-de-non-gage-nouvelle-caledonie'),
  // First registration and customs
  homologation: sourced('Homologation avant immatriculation, et ses tarifs', 'Page officielle de la DITTT', 'https://dittt.gouv.nc/vehicule-formalites/importation-ou-transformation-dun-vehicule'),
  'douane-non-transferable': sourced('Mention « non transférable pendant 5 ans » après franchise', 'Douane de Nouvelle-Calédonie, questions fréquentes', 'https://douane.gouv.nc/faq'),
  'douane-residence': sourced('Franchise pour transfert de résidence', 'Douane de Nouvelle-Calédonie (ancien site)', 'https://magellan-transit.fr/?p=270'),
  // Money
  'adresse-gratuite': sourced('Le changement d’adresse est gratuit', 'Communication du gouvernement, août 2023', 'https://gouv.nc/node/13559'),
  'redevance-communale': toConfirm('Redevance communale d’immatriculation (depuis 2008)', 'Existence et versement sourcés ; prix unitaire par commune non vu', 'https://www.lnc.nc/article/nouvelle-caledonie/economie/le-gouvernement-va-verser-pres-de-400-millions-aux-communes'),
  'grille-tarifaire': toConfirm('Droits et frais des actes d’immatriculation', 'Grille non vue : montants provisoires'),
  exonerations: toConfirm('Exonérations des droits d’immatriculation', 'Liste non vue'),
  paiement: sourced('Espèces, carte ou services en ligne : plus de timbres fiscaux', 'Communiqué de la DITTT, juillet 2025', 'https://ladepeche.nc/?p=9307'),
  // Persons
  'statut-civil': sourced('Statut civil commun et statut civil coutumier', 'Loi organique n° 99-209 du 19 mars 1999', 'https://affaires-coutumieres.gouv.nc/actualites/les-demarches-de-letat-civil-coutumier-en-ligne'),
  'acte-coutumier': sourced('Les actes coutumiers ont valeur authentique', 'Direction de la gestion et de la réglementation des affaires coutumières', 'https://affaires-coutumieres.gouv.nc/actualites/les-demarches-de-letat-civil-coutumier-en-ligne'),
  capacite: toConfirm('Mineurs, majeurs protégés, successions et indivision', 'Droit civil applicable en Nouvelle-Calédonie'),
  representation: toConfirm('Représentation des personnes morales et des GDPL, mandats', 'Droit applicable en Nouvelle-Calédonie'),
  domicile: toConfirm('Justificatifs de domicile admis', 'Liste non vue'),
  donnees: sourced('Protection des données personnelles', 'Ordonnance n° 2018-1125 du 12 décembre 2018, en vigueur le 1er juin 2019', 'https://www.legifrance.gouv.fr/'),
  'jours-feries': toConfirm('Jours fériés légaux', 'Code du travail de Nouvelle-Calédonie, à vérifier jour par jour'),
  'consultation-differee': toConfirm('Consultations des forces de l’ordre montrées à la personne après un délai', 'Fondement et durée du report non vus'),
  'controle-hors-ligne': toConfirm('Contrôle des véhicules sans réseau par les forces de l’ordre', 'Fondement, durée des listes et conservation des contrôles non vus'),
  // Professionals
  'prix-declare': toConfirm('Prix qu’un professionnel du négoce déclare avec sa vente ou son achat, pour le seul contrôle de ses actes', 'Aucun texte vu ne le demande ; clause à écrire dans la convention type'),
  'convention-professionnel': toConfirm('Accréditation des professionnels par convention : actes, quotas, contrôles avant l’acte, suspension', 'Texte et modèle de convention non vus'),
  'stock-professionnel': toConfirm('Achat par un professionnel pour revente, sans certificat à son nom', 'Aucun texte de Nouvelle-Calédonie vu ; modèle : déclaration d’achat de métropole'),
  // Decisions that go against somebody
  contradictoire: toConfirm('Procédure contradictoire avant une décision défavorable', 'Texte applicable en Nouvelle-Calédonie et délai non vus'),
  recours: toConfirm('Recours gracieux, hiérarchique et contentieux', 'Autorités, juridiction et délais non vus'),
  silence: toConfirm('Effet du silence de l’administration', 'Texte applicable en Nouvelle-Calédonie et délai non vus'),
  // Standards of the field
  'codes-harmonises': sourced('Codes harmonisés du certificat d’immatriculation', 'Directive 1999/37/CE, annexe I ; arrêté du 9 février 2009, annexe III (France)', 'https://eur-lex.europa.eu/eli/dir/1999/37/oj'),
  'iso-3779': sourced('Numéro d’identification du véhicule (VIN)', 'ISO 3779, ISO 3780', 'https://www.iso.org/standard/52200.html'),
  // House rules
  'maison-relances': houseRule('Relances de l’acheteur après une cession'),
  'maison-dossier': houseRule('Délais de la vie d’un dossier'),
  'maison-contact': houseRule('L’ancien contact est encore averti après un changement'),
  'maison-code': houseRule('Code à usage unique remis à l’acheteur'),
  'maison-devis': houseRule('Durée de validité d’un devis'),
  'maison-compteur': houseRule('Relevés du compteur kilométrique et leur cohérence'),
  'maison-photos': toConfirm('Photographies jointes à une visite', 'Texte non vu ; règle de service supposée'),
  'maison-visites': houseRule('Correction d’une visite ou d’un relevé mal saisis'),
  'numeros-reserves': toConfirm('Numéros réservés à un site ou à un professionnel', 'Texte non vu ; règle de service supposée'),
  'maison-titres': houseRule('Certificats provisoires et attestations'),
  'maison-rendez-vous': houseRule('Rendez-vous : délais, rappels, places gardées'),
  'rendez-vous-motifs': toConfirm('Motifs, durées, papiers et tarifs des rendez-vous', 'Règlement de service non vu'),
  'maison-file': houseRule('File d’attente : appels, retours, délais'),
  'file-accueil': toConfirm('Motifs d’accueil, lettres et papiers d’une file', 'Règlement de service non vu'),
  'file-priorites': toConfirm('Priorités dans une file d’attente, et leur plafond', 'Règlement de service non vu'),
  'rendez-vous-tirage': toConfirm('Priorités et tirage au sort des places rares', 'Règlement de service non vu'),
} satisfies Record<string, Entry>;

export type TextId = keyof typeof entries;

/** Every text, in the order of the registry. */
export const legalTexts: readonly LegalText[] = (Object.keys(entries) as TextId[]).map(legalText);

/** @returns the text of an id. */
export function legalText(id: TextId): LegalText {
  return { id, ...(entries[id] as Entry) };
}

/** @returns how a text is cited to users: its title, its reference, and « à confirmer » when it was not seen. */
export function citeText(id: TextId): string {
  const { title, reference, status } = legalText(id);
  return `${title} (${reference})${status === 'to-confirm' ? ' — à confirmer' : ''}`;
}
