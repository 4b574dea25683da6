import { z } from 'zod';
import type { Actor } from '../../core/access/actor.ts';
import { loadStates } from '../../core/act/store.ts';
import { Facets } from '../../core/act/facets.ts';
import type { ActDraft } from '../../core/act/types.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { blocker, type Blocker, type Party as Signatory, type Piece } from '../../core/demarche/index.ts';
import { ageOn } from '../../core/values/partial-date.ts';
import type { LawDate } from '../../core/values/time.ts';
import { communeOf, personFacet, recordPerson, type PersonState } from './facet.ts';
import { address, addressPieces, addressProof, contact, person, type PersonKind } from './model/index.ts';
import { newcomerBlocks, newcomerPieces } from './rules/newcomer.ts';
import { partiesOf, personOf, powerBlocks, type Asked, type Side } from './rules/parties.ts';
import type { Signing } from './rules/signers.ts';
import { knownPerson, loadSigning } from './signing.ts';

/**
 * Who takes part in an errand: the person of the account, one the register knows (by id), or someone new.
 * A machine never merges two persons: the choice between a homonym and a new person is a human's.
 */
export const partyInput = z.discriminatedUnion('who', [
  z.object({ who: z.literal('self').meta({ examples: ['fresh'], options: { self: 'Moi-même', known: 'Une personne du registre', fresh: 'Une nouvelle personne' }, partnerOptions: { self: 'Mon entreprise', fresh: 'Quelqu’un d’autre, que je décris' } }) }).meta({ label: 'Moi-même' }),
  z.object({ who: z.literal('known'), personId: z.uuid('Choisissez la personne dans la liste.').meta({ label: 'Personne du registre', hint: 'Identifiant trouvé par la recherche.', examples: ['00000000-0000-4000-8000-000000000000'] }) }).meta({ label: 'Une personne du registre' }),
  z.object({ who: z.literal('fresh'), person, address, addressProof: addressProof.optional(), contact: contact.optional() }).meta({ label: 'Une nouvelle personne' }),
]);
export type Party = z.output<typeof partyInput>;

/** What the register knows of a party: null when the id is of nobody. `fresh` has no id yet. */
export type KnownParty = { id: string | null; kind: PersonKind; commune: string | null; deceased: boolean; protected: boolean; birth: { least: number; most: number } | null };

const facets = new Facets([personFacet]);

/** Fact: the register's knowledge of the party that the input names, on a day. */
export async function partyFacts(tx: Sql | Tx, party: Partial<Party> | undefined, actor: Actor, today?: LawDate): Promise<KnownParty | null> {
  if (party?.who === 'fresh') {
    const described = person.safeParse(party.person).data;
    return { id: null, kind: party.person?.kind ?? 'natural', commune: party.address?.commune ?? null, deceased: false, protected: false, birth: today && described?.kind === 'natural' ? ageOn(described.birthDate, today) : null };
  }
  const id = idOf(party, actor);
  if (!id || !z.uuid().safeParse(id).success) return null;
  const state = (await loadStates(tx, facets, [{ kind: 'person', id }])).get(id)?.['person'] as PersonState | undefined;
  if (!state?.kind) return null;
  const known = today ? knownPerson(id, state) : null;
  const regime = known?.situations.some((one) => one.kind === 'protected' && one.regime !== 'sauvegarde' && today && one.from <= today && (one.to === null || today < one.to)) ?? false;
  return { id, kind: state.kind, commune: communeOf(state), deceased: state.deceasedOn !== null, protected: regime, birth: today && known?.person.kind === 'natural' ? ageOn(known.person.birthDate, today) : null };
}

const idOf = (party: Partial<Party> | undefined, actor: Actor): string | undefined => (party?.who === 'known' ? party.personId : personOf(actor) ?? undefined);

/** Fact: who signs for the party that the input names, and for `others` of the register. */
export const partySigning = (tx: Sql | Tx, party: Partial<Party> | undefined, actor: Actor, others: readonly string[] = []): Promise<Signing> =>
  loadSigning(tx, [...(party?.who === 'fresh' ? [] : [idOf(party, actor)]), ...others]);

/** How a démarche calls a party: « l’acheteur ». `path`: where the input names it. `own`: the applicant's own side, which nobody else may fill. */
export type PartySide = { readonly key: string; readonly role: string; readonly called: string; readonly path: string; readonly own: boolean };
type Seen = { readonly party: Party; readonly known: KnownParty | null; readonly signing: Signing };

/** Who signs for a party: the same rule as for whoever the register knows; a newcomer's errand is signed by whoever sends it. */
export function partySignatures({ party, known, signing }: Seen, side: PartySide, asked: Asked): Signatory[] {
  if (party.who === 'fresh') {
    const me = asked.actor.kind === 'citizen' ? asked.actor.personId : null;
    return [{ key: side.key, label: `Pour ${side.called}`, personId: me, role: side.role, ...(me ? {} : { paper: true as const }) }];
  }
  return known?.id ? partiesOf(sideOf(known.id, side), signing, asked) : [];
}

/** The power that is missing to sign for a party, beside where the input names it. */
export function partyBlocks({ party, known, signing }: Seen, side: PartySide, asked: Asked): Blocker[] {
  if (party.who === 'fresh') return newcomerBlocks(party.person, asked.on, side.called, `${side.path}.person`);
  // Heirs sign for an estate that gives; nothing new comes into the name of the dead.
  if (known?.deceased) return [blocker('personne-decedee', `${side.called.charAt(0).toUpperCase()}${side.called.slice(1)} est décédé(e) : rien ne s’inscrit plus à son nom.`, 'capacite', 'le demandeur', 'choisir la personne qui en hérite', `${side.path}.${party.who === 'known' ? 'personId' : 'who'}`)];
  return known?.id ? powerBlocks(sideOf(known.id, side), signing, asked, `${side.path}.${party.who === 'known' ? 'personId' : 'who'}`) : [];
}

/** What a newcomer's errand will be blocked without: an organisation says who signs for it. */
export const partyAwaited = (party: Party | undefined, { path }: PartySide): string[] => (party?.who === 'fresh' && party.person?.kind && party.person.kind !== 'natural' ? [`${path}.person.representativeName`] : []);

/** The papers of the address of a party: a newcomer says by which one they prove it. */
export const partyAddressPieces = (party: Party): Piece[] => addressPieces(party.who === 'fresh' ? party.addressProof : undefined);

/** The proof of the power of whoever signs for an organisation that is new to the register. */
export const partyPieces = (party: Party, called: string): Piece[] => (party.who === 'fresh' ? newcomerPieces(party.person, called) : []);

const sideOf = (id: string, { key, role, called, own }: PartySide): Side => ({ ids: [id], key, role, called: () => called, need: 'all', own });

/** The id of the party and the act that brings a new person in, when it is one. */
export function partyActs(party: Party, known: KnownParty | null, newId: (name: string) => string, name: string): { personId: string; acts: ActDraft[] } | null {
  if (party.who === 'fresh') {
    const personId = newId(name);
    return { personId, acts: [recordPerson(personId, { person: party.person, address: party.address, contact: party.contact ?? null })] };
  }
  return known?.id ? { personId: known.id, acts: [] } : null;
}
