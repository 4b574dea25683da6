import { commune } from './communes.ts';
import { placeholder, type Dated } from './dated.ts';
import { office, offices, type Office } from './offices.ts';

/** A visit of the technicians far from a centre: it receives like an office, on the days that its agenda opens. */
export type Tour = Dated & { readonly id: string; readonly name: string; readonly commune: string; readonly address: string };

/** Tours went out on a yearly published planning (2009); the stops of today were not seen. */
export const tours: readonly Tour[] = [
  { id: 'tour-lifou', name: 'Tournée du contrôle technique à Lifou', commune: '98814', address: 'Wé, près de la province', ...placeholder('controle-periodique') },
  { id: 'tour-canala', name: 'Tournée du contrôle technique à Canala', commune: '98804', address: 'Canala village', ...placeholder('controle-periodique') },
];

/** A place where people are received by appointment. */
export type ReceivingPlace = Pick<Office, 'id' | 'name' | 'commune' | 'address'> & { readonly kind: Office['kind'] | 'tour' };

export const receivingPlaces: readonly ReceivingPlace[] = [...offices, ...tours.map((one) => ({ ...one, kind: 'tour' as const }))];

/** @returns the place of an id; undefined when nobody is received there by appointment. */
export function receivingPlace(id: string): ReceivingPlace | undefined {
  return receivingPlaces.find((one) => one.id === id) ?? office(id);
}

/** « Guichet unique de la DITTT (Nouméa) »: a name alone does not say in which town. */
export function placeName(id: string): string {
  const found = receivingPlace(id);
  const town = found && commune(found.commune)?.name;
  return found ? (town && !found.name.includes(town) ? `${found.name}, ${town}` : found.name) : id;
}
