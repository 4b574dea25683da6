/** Powers and situations as cases of their own: who gave what to whom, and until when. */
import type { Facet, Json, PrivateClass, Recorded, SubjectRef } from '../../core/act/types.ts';
import { act, type ActDraft } from '../../core/act/types.ts';
import { recordMandate, revokeMandate } from '../../core/access/index.ts';
import { deterministicId } from '../../core/values/ids.ts';
import { addDays } from '../../core/values/time.ts';
import { personRef } from './facet.ts';
import { caseOf, powerIn, situationIn, type PowerAct, type PowerPrivate, type SituationAct, type SituationPrivate } from './model/acts.ts';
import type { Power, Proof, Situation } from './model/index.ts';

export type PowerState = { number: string | null; power: Power | null; parties: { grantor: string; holder: string } | null; endedOn: string | null };
export type SituationState = { number: string | null; personId: string | null; situation: Situation | null; endedOn: string | null };

export const powerFacet: Facet<PowerState, PowerAct> = {
  name: 'power', subject: 'power', initial: { number: null, power: null, parties: null, endedOn: null }, slice: (state) => state,
  evolve: (state, one) => {
    if (one.kind === 'power.ended') return { ...state, endedOn: one.payload.on };
    const recorded = one as Recorded<Extract<PowerAct, { kind: 'power.recorded' }>>;
    const { number, grantor, holder } = recorded.payload;
    return { ...state, number, power: powerIn(recorded), parties: { grantor, holder } };
  },
  // What lists and sessions read; the decision itself re-reads the power.
  save: (tx, id, before, { power, endedOn }) => {
    if (!before.power && power) return [recordMandate(tx, { id, ...mandateOf(power) })];
    return endedOn && !before.endedOn ? [revokeMandate(tx, id, endedOn)] : [];
  },
};

export const situationFacet: Facet<SituationState, SituationAct> = {
  name: 'situation', subject: 'situation', initial: { number: null, personId: null, situation: null, endedOn: null }, slice: (state) => state,
  evolve: (state, one) => {
    if (one.kind === 'situation.ended') return { ...state, endedOn: one.payload.on };
    const recorded = one as Recorded<Extract<SituationAct, { kind: 'situation.recorded' }>>;
    return { ...state, number: recorded.payload.number, personId: recorded.payload.personId, situation: situationIn(recorded) };
  },
  // The owner of a share acts on what is held in common: the same list.
  save: (tx, id, before, { personId, situation, endedOn }) => {
    const members = situation?.kind === 'members' ? situation.personIds : [];
    const idOf = (member: string) => deterministicId('member', id, member);
    if (!before.situation && situation?.kind === 'members' && personId) {
      const { from, to, proof } = situation;
      return members.map((holder) => recordMandate(tx, { id: idOf(holder), ...mandateOf({ grantor: personId, holder, acts: 'any', from, to, proof }) }));
    }
    return endedOn && !before.endedOn ? members.map((holder) => revokeMandate(tx, idOf(holder), endedOn)) : [];
  },
};

function mandateOf({ grantor, holder, acts, from, to, proof }: Omit<Power, 'kind'>) {
  return {
    principalId: grantor, mandatary: { kind: 'person' as const, id: holder }, acts: acts === 'any' ? ['*'] : acts,
    // A power is [from, to); a mandate names its last day.
    from, to: to && addDays(to, -1), proof: proofLine(proof), recordedBy: null,
  };
}

export const proofLine = ({ kind, number, date }: Proof): string => [kind, number && `n° ${number}`, date && `du ${date}`].filter(Boolean).join(' ');

/** The act that records a power, on a fresh case and in the chain of whoever gives it: what changes is who may sign for them. */
export function recordPower(id: string, number: string, power: Power): ActDraft {
  const { kind, grantor, holder, acts, from, to, proof } = power;
  const hidden: PowerPrivate = { kind, proof };
  return act<PowerAct>({
    kind: 'power.recorded', subjects: [{ kind: 'power', id, fresh: true }, personRef(grantor)], payload: { number, grantor, holder, acts, from, to },
    private: [{ class: classOf(kind), name: 'power', content: hidden as unknown as Json }],
  });
}

/** The act that records a situation, on a fresh case. */
export function recordSituation(id: string, number: string, personId: string, situation: Situation): ActDraft {
  const hidden: SituationPrivate = { kind: situation.kind, ...(situation.kind === 'protected' ? { regime: situation.regime } : {}), proof: situation.proof };
  const memberIds = situation.kind === 'members' ? situation.personIds : [];
  const { from, to } = situation.kind === 'deceased' ? { from: situation.on.value, to: null } : situation;
  return act<SituationAct>({
    kind: 'situation.recorded', subjects: [{ kind: 'situation', id, fresh: true }, ...[personId, ...memberIds].map(personRef)], payload: { number, personId, memberIds, from, to },
    private: [{ class: situation.kind === 'protected' ? 'justice' : 'identity', name: 'situation', content: hidden as unknown as Json }],
  });
}

const JUDGED: readonly string[] = ['minor-guardian', 'tutelle', 'curatelle', 'habilitation-familiale'];
const classOf = (kind: Power['kind']): PrivateClass => (JUDGED.includes(kind) ? 'justice' : 'identity');
export const caseRef = (kind: 'power' | 'situation', id: string): SubjectRef => ({ kind, id });
export { caseOf };
