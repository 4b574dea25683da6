import { fold } from '../core/values/text.ts';

/**
 * Which column of an old file means what. A field is the harmonised code of a technical value, or one of the names below;
 * headings are compared without accent, case or punctuation. The list is documented for those who export (docs/import.md).
 */
export const headings: Readonly<Record<string, readonly string[]>> = {
  key: ['vehicule', 'id vehicule', 'numero interne'],
  plate: ['immatriculation', 'plaque', 'numero immatriculation'], series: ['serie'],
  chassis: ['numero chassis', 'chassis', 'vin', 'e'], title: ['numero titre', 'titre', 'numero carte grise'],
  registeredOn: ['date immatriculation', 'i'], commune: ['commune', 'commune insee'], usage: ['usage', 'z'], situation: ['situation'],
  holderRef: ['titulaire ref'], holderName: ['titulaire nom', 'c 1'], holderGiven: ['titulaire prenoms'], holderBirth: ['titulaire naissance'],
  holderRidet: ['titulaire ridet'], place: ['titulaire adresse', 'c 3'],
  holderCommune: ['titulaire commune'], holderStreet: ['titulaire rue'], holderTribe: ['titulaire tribu'], holderLot: ['titulaire lot'], holderLocality: ['titulaire lieu dit'], holderComplement: ['titulaire complement'],
  holderCareOf: ['titulaire chez'], holderBox: ['titulaire boite postale', 'titulaire bp'], holderPostcode: ['titulaire code postal'], holderTown: ['titulaire bureau distributeur'],
  B: ['date premiere immatriculation', 'mois premiere immat', 'b'],
  'D.1': ['marque'], 'D.2': ['tvv', 'type variante version'], 'D.2.1': ['num cnit', 'cnit'], 'D.3': ['nom commercial', 'denomination commerciale'],
  'F.1': ['pt tech adm f1'], 'F.2': ['ptac f2', 'ptac'], 'F.3': ['ptra f3', 'ptra'], G: ['pt service g'], 'G.1': ['ptav g1', 'poids a vide'],
  J: ['ctec rlib categorie'], 'J.1': ['ctec rlib genre', 'genre'], 'J.2': ['ctec rlib carrosserie ce'], 'J.3': ['ctec rlib carrosserie nat', 'carrosserie'],
  K: ['cveh num reception', 'numero reception'], 'P.1': ['ctec cylindree', 'cylindree'], 'P.2': ['ctec puissance nette', 'puissance nette'],
  'P.3': ['ctec rlib energie', 'energie'], 'P.6': ['ctec puiss cv', 'puissance administrative'], Q: ['ctec rapport puis masse'],
  'S.1': ['ctec places assises', 'places assises'], 'S.2': ['ctec places debout', 'places debout'], 'U.1': ['ctec niveau sonore'],
  'U.2': ['ctec vitesse moteur'], 'V.7': ['ctec co2', 'co2'], 'V.9': ['ctec rlib pollution'], R: ['couleur'],
};

export const historyHeadings: Readonly<Record<string, readonly string[]>> = {
  key: ['vehicule', 'id vehicule', 'numero interne'], ordering: ['ordre source', 'ordre'], month: ['mois', 'date'], code: ['operation', 'code'], cancelled: ['annulee'],
};

export const holdHeadings: Readonly<Record<string, readonly string[]>> = {
  key: ['vehicule', 'id vehicule', 'numero interne'], type: ['type', 'mesure'], authority: ['autorite'], reference: ['reference'], from: ['depuis', 'date debut'], to: ['jusqu au', 'date fin'], basis: ['fondement', 'motif'],
};

/** `doubled`: headings that say the same thing: which one is meant, nobody can tell. */
export type Mapping = { readonly fields: readonly (string | null)[]; readonly ignored: readonly string[]; readonly doubled: readonly (readonly string[])[] };

/** Reads a heading line. A column named by its harmonised letter alone (« F.2 ») is understood too. */
export function mapColumns(header: readonly string[], known: Readonly<Record<string, readonly string[]>> = headings): Mapping {
  const byName = new Map(Object.entries(known).flatMap(([field, names]) => [...names, fold(field)].map((name) => [name, field] as const)));
  const fields = header.map((name) => byName.get(fold(name)) ?? null);
  const sameAs = Map.groupBy(header.filter((_name, index) => fields[index] !== null), (name) => byName.get(fold(name)));
  return { fields, ignored: header.filter((_name, index) => fields[index] === null), doubled: [...sameAs.values()].filter((names) => names.length > 1) };
}
