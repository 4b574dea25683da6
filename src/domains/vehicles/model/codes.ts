/**
 * Code lists of the certificate. They start from the French lists (arrêté of 9 February 2009), which the New Caledonian
 * ones resemble; the local additions are to confirm. Legacy files hold other codes: these lists serve choices in forms,
 * they never refuse an old value.
 */
export type Code = { readonly label: string; readonly toConfirm?: true };

/** The four chapters of the local code de la route (art. R.91, R.143, R.166, R.184), and the trailers of the first. */
export type Family = 'motor' | 'machine' | 'motorcycle' | 'moped' | 'trailer';

export const familyWords: Record<Family, string> = {
  motor: 'Automobiles et ensembles', machine: 'Engins agricoles et de travaux publics', motorcycle: 'Motocyclettes, tricycles et quadricycles',
  moped: 'Cyclomoteurs', trailer: 'Remorques et semi-remorques',
};

type Kind = Code & { readonly family: Family };

/** J.1: genre national. */
export const kinds = {
  VP: { label: 'Voiture particulière', family: 'motor' },
  CTTE: { label: 'Camionnette (pick-up, fourgon)', family: 'motor' },
  'DERIV-VP': { label: 'Dérivé de voiture particulière', family: 'motor' },
  VASP: { label: 'Véhicule automoteur spécialisé', family: 'motor' },
  CAM: { label: 'Camion', family: 'motor' },
  TRR: { label: 'Tracteur routier', family: 'motor' },
  TCP: { label: 'Transport en commun de personnes', family: 'motor' },
  REM: { label: 'Remorque', family: 'trailer' },
  SREM: { label: 'Semi-remorque', family: 'trailer' },
  RESP: { label: 'Remorque spécialisée (caravane)', family: 'trailer' },
  MTL: { label: 'Motocyclette légère', family: 'motorcycle' },
  MTT1: { label: 'Motocyclette, puissance limitée', family: 'motorcycle' },
  MTT2: { label: 'Motocyclette', family: 'motorcycle' },
  MTTE: { label: 'Motocyclette électrique', family: 'motorcycle' },
  TM: { label: 'Tricycle à moteur', family: 'motorcycle' },
  QM: { label: 'Quadricycle à moteur', family: 'motorcycle' },
  CL: { label: 'Cyclomoteur', family: 'moped' },
  CYCL: { label: 'Cyclomoteur à trois roues', family: 'moped' },
  TRA: { label: 'Tracteur agricole', family: 'machine' },
  MAGA: { label: 'Machine agricole automotrice', family: 'machine' },
  VTSU: { label: 'Véhicule très spécial', family: 'motor', toConfirm: true },
  ENGIN: { label: 'Engin de travaux publics ou de mine', family: 'machine', toConfirm: true },
  VOITURETTE: { label: 'Voiturette', family: 'motorcycle', toConfirm: true },
  QUAD: { label: 'Quad', family: 'motorcycle', toConfirm: true },
} as const satisfies Record<string, Kind>;

export type KindCode = keyof typeof kinds;

/** J.3: carrosserie nationale. */
export const bodies = {
  CI: { label: 'Conduite intérieure' }, BREAK: { label: 'Break' }, CABR: { label: 'Cabriolet' }, 'PICK-UP': { label: 'Pick-up', toConfirm: true },
  DERIV_VP: { label: 'Dérivé de voiture particulière' }, FOURGON: { label: 'Fourgon' }, FG_TD: { label: 'Fourgon à température dirigée' },
  BENNE: { label: 'Benne' }, PLATEAU: { label: 'Plateau' }, PLSC: { label: 'Plateau, savoyarde, bâche' }, BACHE: { label: 'Bâché' }, PTE_ENG: { label: 'Porte-engins' },
  PTE_BAT: { label: 'Porte-bateau' }, PTE_VOIT: { label: 'Porte-voitures' }, CIT_EAU: { label: 'Citerne à eau' }, CARB_LEG: { label: 'Citerne à carburant' },
  BETAIL: { label: 'Bétaillère' }, BETON: { label: 'Toupie à béton' }, BOM: { label: 'Benne à ordures ménagères' }, DEPANNAG: { label: 'Dépannage' },
  INCENDIE: { label: 'Incendie et secours' }, CAR: { label: 'Autocar' }, BUS: { label: 'Autobus' }, CARAVANE: { label: 'Caravane, auto-caravane' },
  AMBULANC: { label: 'Ambulance' }, HANDICAP: { label: 'Transport de personnes handicapées' }, FG_FUNER: { label: 'Fourgon funéraire' }, PR_SREM: { label: 'Pour semi-remorque' },
  TRAVAUX: { label: 'Travaux' }, AGRICOLE: { label: 'Agricole' }, SOLO: { label: 'Solo' }, SIDE_CAR: { label: 'Side-car' },
  QLEM: { label: 'Quadricycle léger à moteur' }, QLOM_P: { label: 'Quadricycle lourd, personnes' }, NON_SPEC: { label: 'Non spécifiée' },
} as const satisfies Record<string, Code>;

/** P.3: énergie. */
export const energies = {
  ES: { label: 'Essence' }, GO: { label: 'Gazole' }, EL: { label: 'Électricité' },
  EH: { label: 'Essence et électricité, non rechargeable' }, EE: { label: 'Essence et électricité, rechargeable' },
  GH: { label: 'Gazole et électricité, non rechargeable' }, GL: { label: 'Gazole et électricité, rechargeable' },
  GP: { label: 'GPL' }, EG: { label: 'Essence et GPL' }, GN: { label: 'Gaz naturel' }, EN: { label: 'Essence et gaz naturel' },
  FE: { label: 'Superéthanol' }, H2: { label: 'Hydrogène' }, HE: { label: 'Hydrogène et électricité, rechargeable' }, HH: { label: 'Hydrogène et électricité, non rechargeable' },
  AC: { label: 'Air comprimé' }, XX: { label: 'Autre' },
} as const satisfies Record<string, Code>;

/** R: basic colours. Registers add « CLAIR » and « FONCE », even to black and white. */
export const colours = ['BLANC', 'NOIR', 'GRIS', 'BLEU', 'ROUGE', 'VERT', 'JAUNE', 'ORANGE', 'MARRON', 'BEIGE', 'VIOLET', 'ROSE', 'MULTICOLORE', 'INCONNU'] as const;

/** @returns the family of a genre, whose chapter of the code applies; undefined for a genre of no list. */
export function familyOf(kind: string): Family | undefined {
  return Object.hasOwn(kinds, kind) ? kinds[kind as KindCode].family : undefined;
}

/** @returns « Camionnette (pick-up, fourgon) », or the code itself when it is in no list. */
export function codeLabel(list: Readonly<Record<string, Code>>, code: string): string {
  return Object.hasOwn(list, code) ? (list[code]?.label ?? code) : code;
}

/** @returns the list as the choices of a form, code → label. */
export function optionsOf(list: Readonly<Record<string, Code>>): Record<string, string> {
  return Object.fromEntries(Object.entries(list).map(([code, { label }]) => [code, label]));
}
