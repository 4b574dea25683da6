/** Powers and situations as cases of their own: who gave what to whom, and until when. */
import type { Facet, Json, PrivateClass, Recorded, SubjectRef } from '../../core/act/types.ts';
import { act, type ActDraft } from '../../core/act/types.ts';
import type { Tx } from '../../core/db/sql.ts';
import { recordMandate, revokeMandate } from '../../core/access/index.ts';
import { deterministicId } from '../../core/values/ids.ts';
import { addDays } from '../../core/values/time.ts';
import { personRef } from './facet.ts';
import { powerIn, situationIn, type PowerAct, type PowerPrivate, type SituationAct, type SituationPrivate } from './model/acts.ts';
import type { Power, Situation } from './model/index.ts';

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
  save: (tx, id, before, { number, power, endedOn }) => {
    if (!before.power && power) return [recordMandate(tx, { id, ...mandateOf(power, number) })];
    // Erased: what nobody can read gives no right.
    if (before.power && !power) return [revokeMandate(tx, id, before.power.from)];
    return endedOn && !before.endedOn ? [revokeMandate(tx, id, endedOn)] : [];
  },
  verify: (tx, folded) => differences(tx, [...folded].flatMap(([id, { number, power, endedOn }]) => (power ? [{ id, subjectId: id, mandate: mandateOf(power, number), endedOn }] : []))),
};

export const situationFacet: Facet<SituationState, SituationAct> = {
  name: 'situation', subject: 'situation', initial: { number: null, personId: null, situation: null, endedOn: null }, slice: (state) => state,
  evolve: (state, one) => {
    if (one.kind === 'situation.ended') return { ...state, endedOn: one.payload.on };
    const recorded = one as Recorded<Extract<SituationAct, { kind: 'situation.recorded' }>>;
    return { ...state, number: recorded.payload.number, personId: recorded.payload.personId, situation: situationIn(recorded) };
  },
  // The owner of a share acts on what is held in common: the same list.
  save: (tx, id, before, after) => {
    const shares = sharesOf(id, after);
    if (!before.situation) return shares.map(({ id: share, mandate }) => recordMandate(tx, { id: share, ...mandate }));
    if (!after.situation) return sharesOf(id, before).map(({ id: share, mandate }) => revokeMandate(tx, share, mandate.from));
    const { endedOn } = after;
    return endedOn && !before.endedOn ? shares.map(({ id: share }) => revokeMandate(tx, share, endedOn)) : [];
  },
  verify: (tx, folded) => differences(tx, [...folded].flatMap(([id, state]) => sharesOf(id, state).map((share) => ({ ...share, subjectId: id, endedOn: state.endedOn })))),
};

/** Each owner's line of an indivision. */
function sharesOf(id: string, { number, personId, situation }: SituationState) {
  if (situation?.kind !== 'members' || !personId) return [];
  const { from, to } = situation;
  return situation.personIds.map((holder) => ({ id: deterministicId('member', id, holder), mandate: mandateOf({ grantor: personId, holder, acts: 'any', from, to }, number) }));
}

type Expected = { readonly id: string; readonly subjectId: string; readonly mandate: ReturnType<typeof mandateOf>; readonly endedOn: string | null };

/** The lines of the list of who stands for whom that are not what the acts give. */
async function differences(tx: Tx, expected: readonly Expected[]): Promise<{ subjectId: string; sentence: string }[]> {
  const rows = await tx<{ id: string; line: string }[]>`
    select id, concat_ws(' ', principal_id, mandatary_id, array_to_string(acts, ','), from_day, to_day, 'revoked', revoked_on) as line from mandate where id = any(${expected.map(({ id }) => id)}::uuid[])`;
  const found = new Map(rows.map(({ id, line }) => [id, line]));
  return expected.filter(({ id, mandate, endedOn }) => found.get(id) !== [mandate.principalId, mandate.mandatary.id, mandate.acts.join(','), mandate.from, mandate.to, 'revoked', endedOn].filter((one) => one !== null).join(' '))
    .map(({ id, subjectId }) => ({ subjectId, sentence: `La ligne ${id} de la table « mandate » n’est pas celle que donnent les actes.` }));
}

function mandateOf({ grantor, holder, acts, from, to }: Pick<Power, 'grantor' | 'holder' | 'acts' | 'from' | 'to'>, number: string | null) {
  return {
    principalId: grantor, mandatary: { kind: 'person' as const, id: holder }, acts: acts === 'any' ? ['*'] : acts,
    // A power is [from, to); a mandate names its last day.
    from, to: to && addDays(to, -1), recordedBy: null,
    // The paper itself is private content, erasable: here only the number that finds it.
    proof: `pouvoir ${number ?? ''}`,
  };
}

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
