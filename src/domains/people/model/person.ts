import { z } from 'zod';
import { partialDate } from '../../../core/values/partial-date.ts';

const name = z.string().trim().min(1, 'Ne laissez pas ce champ vide.').max(100, '100 caractères au plus.');
const ridetNumber = z
  .string()
  .overwrite((typed) => typed.replace(/[\s.\u00a0\u202f]/g, ''))
  .regex(/^\d{7}(\d{3})?$/, 'Un RIDET a sept chiffres, ou dix avec le numéro d’établissement.');
const ridet = ridetNumber.meta({ label: 'RIDET', hint: 'Sept chiffres, ou dix avec l’établissement.', width: 10 });

/**
 * The names of a person, as civil status writes them. Either may be absent, not both: some people have a single name,
 * and customary civil status has its own rules. Given names stay in order, separated by commas: « Jean-Luc, Marie ».
 */
const names = {
  familyName: name.optional().meta({ label: 'Nom de famille', hint: 'Laissez vide si l’état civil n’en donne pas.', letter: 'C.1', autocomplete: 'family-name', examples: ['Exemple'] }),
  givenNames: name
    .overwrite((typed) => typed.split(',').map((one) => one.trim()).filter(Boolean).join(', '))
    .optional()
    .meta({ label: 'Prénoms', hint: 'Tous, dans l’ordre de l’état civil, séparés par des virgules. Laissez vide s’il n’y en a pas.', letter: 'C.1', autocomplete: 'given-name', examples: ['Ada, Marie'] }),
};

export const naturalPerson = z
  .object({
    kind: z.literal('natural'),
    ...names,
    usageName: name.optional().meta({ label: 'Nom d’usage', hint: 'Nom d’époux ou d’épouse, par exemple.' }),
    birthDate: partialDate.meta({ label: 'Date de naissance', hint: '27/03/1971, mars 1971, 1971 ou « vers 1948 ».', autocomplete: 'bday' }),
    birthPlace: name.optional().meta({ label: 'Lieu de naissance', hint: 'La commune ; le pays s’il est autre.' }),
    sex: z.enum(['female', 'male']).optional().meta({ label: 'Sexe', options: { female: 'Femme', male: 'Homme' } }),
    civilStatus: z.enum(['common', 'customary']).meta({ label: 'Statut civil', options: { common: 'De droit commun', customary: 'Coutumier' } }),
    customaryNumber: name.optional().meta({
      label: 'Numéro d’état civil coutumier', width: 20, requiredWhenShown: true, showWhen: { path: 'civilStatus', values: ['customary'] },
    }),
  })
  .superRefine((person, context) => {
    if (person.familyName === undefined && person.givenNames === undefined) {
      context.addIssue({ code: 'custom', path: ['familyName'], message: 'Donnez au moins un nom ou un prénom.' });
    }
    if (person.civilStatus === 'customary' && person.customaryNumber === undefined) {
      context.addIssue({ code: 'custom', path: ['customaryNumber'], message: 'Donnez le numéro d’état civil coutumier.' });
    }
  })
  .meta({ label: 'Une personne' });

/** Who acts for an organisation, as its papers name them; the power itself, with its proof, is a `Power`. */
const representative = {
  representativeName: name.optional().meta({ label: 'Nom du représentant' }),
  representativeCapacity: name.optional().meta({ label: 'Qualité du représentant', hint: 'Gérant, président, mandataire…' }),
};

export const companyForms = {
  SARL: 'SARL', EURL: 'EURL', SAS: 'SAS', SASU: 'SASU', SA: 'SA', SNC: 'SNC', SCI: 'SCI', SELARL: 'SELARL', GIE: 'GIE', SEM: 'SEM', EI: 'Entreprise individuelle', other: 'Autre',
} as const;

export const company = z
  .object({
    kind: z.literal('company'),
    legalName: name.meta({ label: 'Raison sociale', letter: 'C.1', autocomplete: 'organization' }),
    ridet,
    form: z.enum(Object.keys(companyForms) as [keyof typeof companyForms, ...(keyof typeof companyForms)[]]).meta({ label: 'Forme', options: companyForms }),
    ...representative,
  })
  .meta({ label: 'Une entreprise' });

export const gdpl = z
  .object({
    kind: z.literal('gdpl'),
    legalName: name.meta({ label: 'Nom du groupement', letter: 'C.1' }),
    ridet: ridetNumber.optional().meta({ label: 'RIDET', hint: 'S’il en a un.', width: 10 }),
    tribe: name.optional().meta({ label: 'Tribu' }),
    representativeName: name.meta({ label: 'Nom du mandataire', hint: 'La personne que le groupement a désignée pour signer.' }),
  })
  .meta({ label: 'Un groupement de droit particulier local (GDPL)' });

export const association = z
  .object({
    kind: z.literal('association'),
    legalName: name.meta({ label: 'Nom de l’association', letter: 'C.1' }),
    registration: name.optional().meta({ label: 'Numéro de récépissé de déclaration', width: 20 }),
    ridet: ridetNumber.optional().meta({ label: 'RIDET', hint: 'Si elle en a un.', width: 10 }),
    ...representative,
  })
  .meta({ label: 'Une association' });

export const publicBodies = {
  state: 'État', country: 'Nouvelle-Calédonie', province: 'Province', commune: 'Commune', establishment: 'Établissement public', 'customary-authority': 'Autorité coutumière', consular: 'Représentation étrangère',
} as const;

export const publicBody = z
  .object({
    kind: z.literal('public-body'),
    legalName: name.meta({ label: 'Nom du service ou de l’établissement', letter: 'C.1' }),
    level: z.enum(Object.keys(publicBodies) as [keyof typeof publicBodies, ...(keyof typeof publicBodies)[]]).meta({ label: 'Catégorie', options: publicBodies }),
    ridet: ridetNumber.optional().meta({ label: 'RIDET', width: 10 }),
    ...representative,
  })
  .meta({ label: 'Une administration' });

/** Several people who own together, most often heirs before the sharing. Its members are a situation, with a period. */
export const indivision = z
  .object({
    kind: z.literal('indivision'),
    legalName: name.meta({ label: 'Nom de l’indivision', hint: 'Par exemple : indivision Exemple.', letter: 'C.1' }),
    origin: z.enum(['succession', 'purchase', 'customary', 'other']).meta({
      label: 'Origine', options: { succession: 'Succession', purchase: 'Achat en commun', customary: 'Acte coutumier', other: 'Autre' },
    }),
    representativeName: name.optional().meta({ label: 'Nom du mandataire commun' }),
  })
  .meta({ label: 'Une indivision' });

/** Whoever may hold a vehicle or ask for something, as the law knows them here. */
export const person = z
  .discriminatedUnion('kind', [naturalPerson, company, gdpl, association, publicBody, indivision])
  .meta({ label: 'Qui est-ce ?' });

export type NaturalPerson = z.infer<typeof naturalPerson>;
export type Person = z.infer<typeof person>;
export type PersonKind = Person['kind'];

/** @returns the given names one by one: « Jean-Luc, Marie » → ['Jean-Luc', 'Marie']; none → []. */
export function givenNamesOf({ givenNames }: Pick<NaturalPerson, 'givenNames'>): readonly string[] {
  return givenNames?.split(', ') ?? [];
}
