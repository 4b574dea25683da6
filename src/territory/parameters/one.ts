import { type Dated } from '../dated.ts';

export type Unit = 'jours' | 'heures' | 'minutes' | 'mois' | 'ans' | 'kg' | 'km' | 'F' | 'essais' | 'jours après la vente' | 'numéro' | 'rubriques' | 'étapes' | 'actes' | 'actes par jour' | 'points' | 'fois' | 'places' | '%' | 'km par jour' | 'oui (1) ou non (0)' | 'démarches' | 'métiers' | 'lignes' | 'adresses';
export type Value = number | readonly number[] | readonly string[];
export type Parameter<V> = { label: string; unit: Unit; lines: readonly (Dated & { value: V })[] };

/** A parameter with one value since always. A changed value is a new line with its `from`, never an edit. */
export const one = <V>(label: string, unit: Unit, value: V, dated: Dated): Parameter<V> => ({ label, unit, lines: [{ ...dated, value }] });
