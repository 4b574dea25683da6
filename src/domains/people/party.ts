import { z } from 'zod';
import type { Actor } from '../../core/access/actor.ts';
import { loadStates } from '../../core/act/store.ts';
import { Facets } from '../../core/act/facets.ts';
import type { ActDraft } from '../../core/act/types.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { communeOf, personFacet, recordPerson, type PersonState } from './facet.ts';
import { address, contact, person, type PersonKind } from './model/index.ts';

/**
 * Who takes part in an errand: the person of the account, one the register knows (by id), or someone new.
 * A machine never merges two persons: the choice between a homonym and a new person is a human's.
 */
export const partyInput = z.discriminatedUnion('who', [
  z.object({ who: z.literal('self').meta({ examples: ['fresh'], options: { self: 'Moi-même', known: 'Une personne du registre', fresh: 'Une nouvelle personne' } }) }).meta({ label: 'Moi-même' }),
  z.object({ who: z.literal('known'), personId: z.uuid('Choisissez la personne dans la liste.').meta({ label: 'Personne du registre', hint: 'Identifiant trouvé par la recherche.', examples: ['00000000-0000-4000-8000-000000000000'] }) }).meta({ label: 'Une personne du registre' }),
  z.object({ who: z.literal('fresh'), person, address, contact: contact.optional() }).meta({ label: 'Une nouvelle personne' }),
]);
export type Party = z.output<typeof partyInput>;

/** What the register knows of a party: null when the id is of nobody. `fresh` has no id yet. */
export type KnownParty = { id: string | null; kind: PersonKind; commune: string | null; deceased: boolean; birth: { least: number; most: number } | null };

const facets = new Facets([personFacet]);

/** Fact: the register's knowledge of the party that the input names. */
export async function partyFacts(tx: Sql | Tx, party: Partial<Party> | undefined, actor: Actor): Promise<KnownParty | null> {
  if (party?.who === 'fresh') return { id: null, kind: party.person?.kind ?? 'natural', commune: party.address?.commune ?? null, deceased: false, birth: null };
  const id = party?.who === 'known' ? party.personId : actor.kind === 'citizen' ? actor.personId : undefined;
  if (!id || !z.uuid().safeParse(id).success) return null;
  const state = (await loadStates(tx, facets, [{ kind: 'person', id }])).get(id)?.['person'] as PersonState | undefined;
  if (!state?.kind) return null;
  return { id, kind: state.kind, commune: communeOf(state), deceased: state.deceasedOn !== null, birth: null };
}

/** The id of the party and the act that brings a new person in, when it is one. */
export function partyActs(party: Party, known: KnownParty | null, newId: (name: string) => string, name: string): { personId: string; acts: ActDraft[] } | null {
  if (party.who === 'fresh') {
    const personId = newId(name);
    return { personId, acts: [recordPerson(personId, { person: party.person, address: party.address, contact: party.contact ?? null })] };
  }
  return known?.id ? { personId: known.id, acts: [] } : null;
}
