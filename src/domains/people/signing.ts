import { Facets } from '../../core/act/facets.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { parsePartialDate } from '../../core/values/partial-date.ts';
import { personFacet, type PersonState } from './facet.ts';
import type { KnownPerson, Power, Situation } from './model/index.ts';
import type { Signing } from './rules/signers.ts';

const facets = new Facets([personFacet]);
/** A minor heir of a member of an indivision: nobody real needs more. */
const DEPTH = 4;

/** Fact: what the register knows of these persons, of those who stand for them, and of the powers between them. */
export async function loadSigning(tx: Sql | Tx, ids: readonly (string | null | undefined)[]): Promise<Signing> {
  const people: Record<string, KnownPerson> = {};
  const powers: Power[] = [];
  const asked = new Set<string>();
  let wanted = [...new Set(ids)].filter((id): id is string => UUID.test(id ?? ''));
  for (let depth = 0; wanted.length && depth < DEPTH; depth += 1) {
    for (const id of wanted) asked.add(id);
    const states = await loadStates(tx, facets, wanted.map((id) => ({ kind: 'person', id })));
    const next: string[] = [];
    for (const [id, found] of states) {
      const state = found['person'] as PersonState;
      const known = knownPerson(id, state);
      if (known) people[id] = known;
      powers.push(...powersIn(state));
      next.push(...powersIn(state).map(({ holder }) => holder), ...(known?.situations ?? []).flatMap((one) => (one.kind === 'members' ? one.personIds : [])));
    }
    wanted = [...new Set(next)].filter((id) => !asked.has(id));
  }
  return { people, powers };
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The powers over a person, each cut where it was ended. */
export function powersIn({ powers = [] }: PersonState): Power[] {
  return powers.flatMap(({ what, endedOn }) => (what ? [cut(what, endedOn)] : []));
}

/** A person as the rules of capacity see them; null for nobody, or whose identity is erased. */
export function knownPerson(id: string, { identity, situations = [], deceasedOn }: PersonState): KnownPerson | null {
  if (!identity) return null;
  const found = situations.flatMap(({ what, endedOn }): Situation[] => (what ? [what.kind === 'deceased' ? what : cut(what, endedOn)] : []));
  const on = deceasedOn && !found.some(({ kind }) => kind === 'deceased') ? parsePartialDate(deceasedOn) : undefined;
  return { id, person: identity, pastNames: [], situations: on ? [...found, { kind: 'deceased', on, proof: { kind: 'Registre' } }] : found };
}

function cut<T extends { to: string | null }>(one: T, endedOn: string | null): T {
  return endedOn === null || (one.to !== null && one.to <= endedOn) ? one : { ...one, to: endedOn };
}
