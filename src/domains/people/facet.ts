import { close, sliceAt, succeed, type Period } from '../../core/act/periods.ts';
import { derived } from '../../core/act/derived.ts';
import type { ActDraft, Facet, Recorded, SubjectRef } from '../../core/act/types.ts';
import type { Json } from '../../core/act/types.ts';
import { fold } from '../../core/values/text.ts';
import { encodePartialDate } from '../../core/values/partial-date.ts';
import { displayName, type Address, type Contact, type Person, type PersonKind, type Power, type Situation } from './model/index.ts';
import { caseOf, powerIn, situationIn, type PowerAct, type SituationAct } from './model/acts.ts';

/** A person of the register. What identifies them is private content: null once erased. */
export type PersonState = {
  kind: PersonKind | null;
  identity: Person | null;
  pastNames: { name: string; until: string }[];
  communes: (Period & { insee: string })[];
  addresses: (Period & { address: Address })[];
  contacts: (Period & { contact: Contact })[];
  deceasedOn: string | null;
  /** What changes who signs, and the powers given over this person: absent while there is none. */
  situations?: KnownSituation[];
  powers?: GivenPower[];
};
/** As recorded; `what` is null once erased. `endedOn`: the day it ended before its time. */
export type KnownSituation = { id: string; what: Situation | null; endedOn: string | null };
export type GivenPower = { id: string; what: Power | null; endedOn: string | null };

export type PersonAct =
  | { kind: 'person.recorded'; payload: { personKind: PersonKind; commune: string | null } }
  | { kind: 'person.moved'; payload: { commune: string } }
  | { kind: 'person.renamed'; payload: { by: string } }
  | { kind: 'person.reachable'; payload: Record<string, never> }
  | { kind: 'person.deceased'; payload: { on: string; proof: string } };

const initial: PersonState = { kind: null, identity: null, pastNames: [], communes: [], addresses: [], contacts: [], deceasedOn: null };

function evolve(state: PersonState, act: Recorded<PersonAct | PowerAct | SituationAct>, id: string): PersonState {
  const at = act.effectiveAt;
  const hidden = act.private as { identity?: Person | null; address?: Address | null; contact?: Contact | null };
  switch (act.kind) {
    case 'person.recorded': return {
      ...state, kind: act.payload.personKind, identity: hidden.identity ?? null,
      communes: act.payload.commune ? [{ insee: act.payload.commune, from: at, to: null }] : [],
      addresses: hidden.address ? [{ address: hidden.address, from: at, to: null }] : [],
      contacts: hidden.contact ? [{ contact: hidden.contact, from: at, to: null }] : [],
    };
    case 'person.moved': return {
      ...state, communes: succeed(state.communes, { insee: act.payload.commune, from: at, to: null }),
      addresses: hidden.address ? succeed(state.addresses, { address: hidden.address, from: at, to: null }) : close(state.addresses, at),
    };
    case 'person.renamed': return {
      ...state, identity: hidden.identity ?? null,
      pastNames: state.identity ? [...state.pastNames, { name: displayName(state.identity), until: at }] : state.pastNames,
    };
    case 'person.reachable': return hidden.contact ? { ...state, contacts: succeed(state.contacts, { contact: hidden.contact, from: at, to: null }) } : state;
    case 'person.deceased': return { ...state, deceasedOn: act.payload.on };
    case 'power.recorded': return act.payload.grantor === id ? { ...state, powers: [...(state.powers ?? []), { id: caseOf(act, 'power'), what: powerIn(act), endedOn: null }] } : state;
    case 'power.ended': return state.powers ? { ...state, powers: ended(state.powers, caseOf(act, 'power'), act.payload.on) } : state;
    case 'situation.recorded': {
      if (act.payload.personId !== id) return state;
      const what = situationIn(act);
      const died = what?.kind === 'deceased' ? { deceasedOn: encodePartialDate(what.on) } : {};
      return { ...state, ...died, situations: [...(state.situations ?? []), { id: caseOf(act, 'situation'), what, endedOn: null }] };
    }
    case 'situation.ended': return state.situations ? { ...state, situations: ended(state.situations, caseOf(act, 'situation'), act.payload.on) } : state;
    default: return state;
  }
}

const ended = <T extends { id: string; endedOn: string | null }>(all: readonly T[], id: string, on: string): T[] => all.map((one) => (one.id === id ? { ...one, endedOn: on } : one));

function rowsOf(id: string, state: PersonState) {
  const { identity } = state;
  if (!identity || !state.kind) return [];
  const past = state.pastNames.map((one) => one.name).join(' ');
  return [{
    person_id: id, kind: state.kind, name: displayName(identity), folded: fold(`${displayName(identity)} ${past}`.trim()),
    birth: identity.kind === 'natural' ? encodePartialDate(identity.birthDate) : null,
    ridet: 'ridet' in identity ? identity.ridet ?? null : null, deceased_on: state.deceasedOn,
  }];
}

export const personFacet: Facet<PersonState, PersonAct | PowerAct | SituationAct> = {
  name: 'person', subject: 'person', initial, evolve,
  slice: (state, at) => ({ ...state, communes: sliceAt(state.communes, at), addresses: sliceAt(state.addresses, at), contacts: sliceAt(state.contacts, at) }),
  ...derived({ table: 'person_entry', key: ['person_id'], rows: rowsOf }),
};

export const personRef = (id: string): SubjectRef => ({ kind: 'person', id });

/** The act that brings a person into the register, with their identity as private content. */
export function recordPerson(id: string, known: { person: Person; address: Address | null; contact: Contact | null }): ActDraft {
  return {
    kind: 'person.recorded', version: 1, subjects: [{ kind: 'person', id, fresh: true }],
    payload: { personKind: known.person.kind, commune: known.address?.commune ?? null },
    private: [
      { class: 'identity', name: 'identity', content: known.person as unknown as Json },
      ...(known.address ? [{ class: 'identity' as const, name: 'address', content: known.address as unknown as Json }] : []),
      ...(known.contact ? [{ class: 'identity' as const, name: 'contact', content: known.contact as unknown as Json }] : []),
    ],
  };
}

/** A person's new address: the commune is fiscal and enters the chain; the street is private. */
export function movePerson(id: string, address: Address, effectiveAt?: string): ActDraft {
  return {
    kind: 'person.moved', version: 1, subjects: [personRef(id)], payload: { commune: address.commune },
    private: [{ class: 'identity', name: 'address', content: address as unknown as Json }], ...(effectiveAt ? { effectiveAt } : {}),
  };
}

export function communeOf(state: PersonState): string | null {
  return state.communes.find((period) => period.to === null)?.insee ?? null;
}
