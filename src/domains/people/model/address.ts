import { z } from 'zod';
import { communeCode, postcode, territory } from '../../../territory/index.ts';

const words = (max: number) => z.string().trim().min(1, 'Ne laissez pas ce champ vide.').max(max, `${max} caractères au plus.`);

/** Where the letters go when it is not where the person lives: a post box, or « chez … ». */
export const postalLine = z.object({
  careOf: words(80).optional().meta({ label: 'Chez', hint: 'Le nom écrit sur la boîte aux lettres, si ce n’est pas le vôtre.' }),
  box: words(20).optional().meta({ label: 'Boîte postale', hint: 'Par exemple BP 1234.', width: 10 }),
  postcode: postcode.optional().meta({ label: 'Code postal', hint: 'Il ne donne pas la commune : 98830 dessert Dumbéa.', width: 5, autocomplete: 'postal-code' }),
  town: words(40).optional().meta({ label: 'Bureau distributeur', hint: 'Par exemple Nouméa Cedex, Wé, La Tontouta.' }),
});

export const placeKinds = { street: 'Une rue', tribe: 'Une tribu', lot: 'Un lot', locality: 'Un lieu-dit' } as const;

/**
 * Where a person lives. The commune (INSEE code) is fiscal: it receives the redevance. Half of the country has no street:
 * a tribe, a lot or a locality is as good a place. The postal line is apart, and often the only one that a letter finds.
 */
export const address = z.object({
  commune: communeCode.meta({
    label: 'Commune où vous habitez', hint: 'Elle reçoit la redevance communale.', letter: 'C.3',
    options: Object.fromEntries(territory.communes.map(({ insee, name }) => [insee, name])),
  }),
  placeKind: z.enum(['street', 'tribe', 'lot', 'locality']).meta({ label: 'Vous habitez dans', options: placeKinds }),
  place: words(120).meta({ label: 'Adresse', hint: 'Par exemple : 12 rue des Essais ; tribu de Démo ; lot 45, lotissement Modèle.', autocomplete: 'street-address', examples: ['12 rue des Essais'] }),
  complement: words(80).optional().meta({ label: 'Complément', hint: 'Bâtiment, appartement, étage.' }),
  postal: postalLine.optional().meta({ label: 'Pour le courrier' }),
});

/** The address of someone who lives elsewhere: no local commune, so an act that needs the redevance cannot use it. */
export const addressAbroad = z.object({
  lines: words(200).meta({ label: 'Adresse complète', control: 'textarea' }),
  country: z.string().regex(/^[A-Z]{2}$/, 'Indiquez le code du pays en deux lettres, par exemple FR.').meta({ label: 'Pays', width: 3 }),
});

export type Address = z.infer<typeof address>;
export type AddressAbroad = z.infer<typeof addressAbroad>;

/** What may prove an address. The list is to confirm; the attestations are for those who have no bill in their name. */
export const addressProofs = {
  bill: 'Facture d’eau, d’électricité ou de téléphone',
  rent: 'Quittance de loyer',
  tax: 'Avis d’imposition',
  'town-hall': 'Attestation de la mairie',
  chiefdom: 'Attestation de la chefferie',
  host: 'Attestation de l’hébergeant, avec sa pièce d’identité et son justificatif',
} as const;

export const addressProof = z.enum(Object.keys(addressProofs) as [keyof typeof addressProofs, ...(keyof typeof addressProofs)[]]).meta({
  label: 'Justificatif de domicile', options: addressProofs,
});

/** The papers of an address: the one that was chosen, or any of the list; who is lodged brings what their host gives. */
export function addressPieces(chosen: keyof typeof addressProofs | undefined, more: { label?: string } = {}): { kind: string; label: string; text: string; hint?: string }[] {
  const label = chosen ? `Justificatif de domicile : ${addressProofs[chosen].charAt(0).toLowerCase()}${addressProofs[chosen].slice(1)}` : more.label ?? 'Justificatif de domicile';
  const piece = { kind: 'justificatif-domicile', label, text: 'domicile', ...(chosen ? {} : { hint: 'Facture, ou attestation de la mairie, de la chefferie ou de l’hébergeant.' }) };
  return chosen === 'host' ? [piece, { kind: 'identite-hebergeant', label: 'Pièce d’identité de l’hébergeant', text: 'domicile' }] : [piece];
}
