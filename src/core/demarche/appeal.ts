/**
 * Contesting a decision: an appeal to whoever decided (gracieux), to whoever is above (hiérarchique), or to a court
 * (contentieux). An appeal is an act with its receipt. Late, it is recorded as late; a person decides, never a machine.
 */
import type { Actor } from '../access/actor.ts';
import { addDays, addMonths, today as dayOf, type LawDate } from '../values/time.ts';
import type { AppealKind, DecisionState, LodgedAppeal } from './decision-facet.ts';
import type { Dossier } from './dossier.ts';
import { demarcheOf } from './life.ts';
import { actOnDossier, citing, inWords, ProcedureRefusal, signatoryFor, writerOf, type Procedure } from './procedure.ts';
import { silenceOf, type SilenceDelay } from './silence.ts';
import type { Caller, World } from './world.ts';

type AgentCaller = Caller & { actor: Extract<Actor, { kind: 'agent' }> };

/** The appeal that waits for an answer of the administration, if any. */
export const pendingAppeal = ({ appeals = [] }: DecisionState): LodgedAppeal | undefined => appeals.find(({ decided, kind }) => !decided && kind !== 'litigation');

/** What may be contested now: the refusal, or the silence that the law takes for one. */
export function contestable(dossier: Dossier, state: DecisionState, silence: ReturnType<typeof silenceOf>): { against: 'refusal' | 'silence'; since: LawDate } | null {
  if (dossier.state === 'refused' && state.refused) return { against: 'refusal', since: dayOf(new Date(state.refused.on)) };
  if (silence?.passed && silence.means === 'refusal') return { against: 'silence', since: silence.on };
  return null;
}

/** The last day to contest by each way, and whether it is past. */
export function deadlinesOf(since: LawDate, ways: Procedure['ways'], today: LawDate): (Procedure['ways'][number] & { deadline: LawDate; past: boolean })[] {
  return ways.map((way) => { const deadline = addMonths(since, way.months); return { ...way, deadline, past: deadline < today }; });
}

/**
 * Lodges an appeal. The caller has made sure that it is the applicant's own dossier, or that an agent keys what they
 * signed; a litigation is lodged at the court, so that only an agent records it here.
 * @throws ProcedureRefusal (nothing to contest, one pending already, an unknown way, too short)
 */
export async function lodgeAppeal(
  world: World, caller: Caller, dossierId: string, given: { kind: AppealKind; grounds: string; procedure: Procedure; silence: SilenceDelay; requestId: string },
): Promise<Dossier> {
  const grounds = inWords(given.grounds, 'Vos raisons');
  return actOnDossier(world, caller, { dossierId, requestId: given.requestId, decide: ({ dossier, state, today }) => {
    const found = contestable(dossier, state, silenceOf(dossier, demarcheOf(world, dossier), given.silence, today));
    if (!found) throw new ProcedureRefusal('nothing-to-contest', 'Aucune décision de ce dossier ne se conteste aujourd’hui.');
    const litigation = given.kind === 'litigation';
    if (!litigation && pendingAppeal(state)) throw new ProcedureRefusal('already-contested', 'Un recours attend déjà sa réponse sur ce dossier.');
    // The ways and delays of a refusal are those that its letter said.
    const ways = state.refused?.appeals ?? given.procedure.ways;
    const way = ways.find(({ kind }) => kind === given.kind) ?? given.procedure.ways.find(({ kind }) => kind === given.kind);
    if (!way || (litigation && writerOf(caller) !== 'agent')) throw new ProcedureRefusal('unknown-way', 'Ce recours se dépose devant le tribunal, non ici.');
    const deadline = addMonths(found.since, way.months);
    const late = deadline < today;
    const receipt = `RC-${dossier.number.slice(2)}-${(state.appeals?.length ?? 0) + 1}`;
    const answerBy = litigation ? null : addDays(today, given.procedure.answerDays);
    return {
      act: { kind: 'dossier.appealed', payload: { number: dossier.number, receipt, appeal: way.kind, before: way.before, against: found.against, deadline, late, answerBy, toConfirm: way.toConfirm, by: writerOf(caller) } },
      private: [{ class: 'identity', name: 'grounds', content: grounds }], cites: state.refused ? [state.refused.actId] : [],
      what: `${appealNames[way.kind]} ${late ? 'reçu hors délai' : 'reçu'}`,
      papers: (act) => [{
        template: 'accuse-recours', number: receipt, subject: { kind: dossier.subject_kind, id: dossier.subject_id }, ...(dossier.applicant_id ? { personId: dossier.applicant_id } : {}),
        data: { actId: act.id, office: dossier.office, demarche: demarcheOf(world, dossier).title, ...(act.payload as Record<string, never>), lodgedOn: today },
      }],
    };
  } });
}

/**
 * An agent with a live delegation, who is not the first signatory, answers the pending appeal. Reversed: the dossier is
 * open again for a new decision. Confirmed: the refusal stands.
 * @throws ProcedureRefusal
 */
export async function decideAppeal(
  world: World, caller: AgentCaller, dossierId: string, given: { outcome: 'confirmed' | 'reversed'; reasons: string; texts: readonly string[]; requestId: string },
): Promise<Dossier> {
  const reasons = inWords(given.reasons, 'Les motifs');
  const texts = citing(given.texts);
  return actOnDossier(world, caller, { dossierId, requestId: given.requestId, decide: async ({ scope, dossier, state }) => {
    const appeal = pendingAppeal(state);
    if (!appeal) throw new ProcedureRefusal('nothing-to-contest', 'Aucun recours n’attend de réponse sur ce dossier.');
    if (state.refused?.by === caller.actor.agentId) throw new ProcedureRefusal('first-signatory', 'Vous avez signé le refus : un autre agent répond au recours.');
    if (appeal.against === 'silence' && given.outcome === 'confirmed') {
      throw new ProcedureRefusal('silence-not-confirmed', 'Un silence ne se confirme pas : signez un refus motivé, ou approuvez la demande.');
    }
    const signatory = await signatoryFor(world, scope.tx, caller.actor.agentId, dossier);
    const { outcome } = given;
    return {
      act: { kind: 'dossier.appeal-decided', payload: { number: dossier.number, appealId: appeal.actId, outcome, texts } },
      private: [{ class: 'identity', name: 'reasons', content: reasons }], cites: [appeal.actId, ...(state.refused ? [state.refused.actId] : [])], signatory,
      what: outcome === 'reversed' ? 'recours accueilli, dossier rouvert' : 'recours rejeté, refus confirmé',
      ...(outcome === 'reversed' && dossier.state === 'refused' ? { move: reopening(dossier, scope.now), onSubject: 'reopened' as const } : {}),
    };
  } });
}

/** Back to whoever decides, from today: what silence means is counted anew. */
export function reopening(dossier: Dossier, now: string): { to: 'in_review'; set: () => Partial<Dossier> } {
  return { to: 'in_review', set: () => ({ complete_at: new Date(now), reviewers: Math.max(1, dossier.reviewers), result: { acts: [], titles: [] } }) };
}

export const appealNames: Readonly<Record<AppealKind, string>> = { gracious: 'recours gracieux', hierarchical: 'recours hiérarchique', litigation: 'recours contentieux' };
