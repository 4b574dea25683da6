import { z } from 'zod';
import { partialDate } from '../../../core/values/partial-date.ts';
import { lawDate } from '../../../core/values/time.ts';
import type { NaturalPerson, Person } from './person.ts';

/** The paper that proves something: what it is, its number, its day, who made it. */
export const proof = z.object({
  kind: z.string().trim().min(1).meta({ label: 'Nature du document' }),
  number: z.string().trim().min(1).optional().meta({ label: 'Numéro' }),
  date: lawDate.optional().meta({ label: 'Date' }),
  issuedBy: z.string().trim().min(1).optional().meta({ label: 'Établi par' }),
});
export type Proof = z.infer<typeof proof>;

const period = { from: lawDate, to: lawDate.nullable() };

export const protections = {
  tutelle: 'Tutelle', curatelle: 'Curatelle', 'habilitation-familiale': 'Habilitation familiale', sauvegarde: 'Sauvegarde de justice',
} as const;

/** What changes who may sign. A minor is not listed: the birth date says it. */
export const situation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('protected'), regime: z.enum(['tutelle', 'curatelle', 'habilitation-familiale', 'sauvegarde']), ...period, proof }),
  z.object({ kind: z.literal('emancipated'), ...period, proof }),
  // The birth date leaves a doubt, and an agent saw a paper that ends it: « né en 2008 » is of age.
  z.object({ kind: z.literal('adult'), ...period, proof }),
  z.object({ kind: z.literal('deceased'), on: partialDate, proof }),
  z.object({ kind: z.literal('members'), personIds: z.array(z.string()).min(2), ...period, proof }),
]);
export type Situation = z.infer<typeof situation>;

/** A name that was, with the act that ended it: the register keeps both, and finds by both. */
export type PastName = Pick<NaturalPerson, 'familyName' | 'givenNames' | 'usageName'> & { readonly until: string; readonly by: Proof };

/** A person of the register. */
export type KnownPerson = {
  readonly id: string;
  readonly person: Person;
  readonly situations: readonly Situation[];
  readonly pastNames: readonly PastName[];
};

export type NameChange = { readonly names: Pick<NaturalPerson, 'familyName' | 'givenNames' | 'usageName'>; readonly on: string; readonly by: Proof };

/**
 * @returns the person under the new names, the old ones kept with the act (acte coutumier, judgment, civil status).
 * @throws TypeError for anyone who is not a natural person: an organisation has its own act.
 */
export function rename(known: KnownPerson, { names, on, by }: NameChange): KnownPerson {
  if (known.person.kind !== 'natural') throw new TypeError('only a natural person is renamed');
  const { familyName, givenNames, usageName, ...rest } = known.person;
  const past: PastName = { ...(familyName && { familyName }), ...(givenNames && { givenNames }), ...(usageName && { usageName }), until: on, by };
  return { ...known, person: { ...rest, ...names }, pastNames: [...known.pastNames, past] };
}
