import { address, type Address } from '../domains/people/index.ts';
import { territory } from '../territory/index.ts';

type Fields = Readonly<Record<string, string>>;
const places = { holderStreet: 'street', holderTribe: 'tribe', holderLot: 'lot', holderLocality: 'locality' } as const;
const postal = { holderCareOf: 'careOf', holderBox: 'box', holderPostcode: 'postcode', holderTown: 'town' } as const;

/** Whether the file says anything of where the holder lives or receives letters. */
export const saysAddress = (fields: Fields): boolean => [...Object.keys(places), ...Object.keys(postal), 'holderCommune', 'place'].some((field) => fields[field] !== undefined);

/** Where the holder lives: the commune (INSEE; the one of the redevance when no other is given), a place, and the postal line apart. Undefined when the file does not say enough. */
export function addressIn(fields: Fields): Address | undefined {
  const commune = fields['holderCommune'] ?? fields['commune'];
  const place = placeIn(fields);
  if (!commune || !place || !territory.commune(commune)) return undefined;
  const line = Object.fromEntries(Object.entries(postal).flatMap(([field, name]) => (fields[field] ? [[name, fields[field]]] : [])));
  const complement = fields['holderComplement'];
  return address.safeParse({ commune, ...place, ...(complement ? { complement } : {}), ...(Object.keys(line).length ? { postal: line } : {}) }).data;
}

/** One line without a kind is read by its own first word; what is neither a tribe, a lot nor a street is a locality. */
function placeIn(fields: Fields): Pick<Address, 'placeKind' | 'place'> | undefined {
  for (const [field, placeKind] of Object.entries(places)) {
    const place = fields[field];
    if (place) return { placeKind, place };
  }
  const { place } = fields;
  if (!place) return undefined;
  if (/^tribu\b/i.test(place)) return { placeKind: 'tribe', place };
  if (/^lot\b/i.test(place)) return { placeKind: 'lot', place };
  return { placeKind: /^(\d|(rue|avenue|route|chemin|impasse|all[ée]e|boulevard|promenade|place)\b)/i.test(place) ? 'street' : 'locality', place };
}
