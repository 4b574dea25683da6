/** A court has judged: an agent records it, by an act that cites what was judged. It reopens a refusal, or confirms it. */
import type { Actor } from '../access/actor.ts';
import { isLawDate, type LawDate } from '../values/time.ts';
import { reopening } from './appeal.ts';
import type { JudgmentOutcome } from './decision-facet.ts';
import type { Dossier } from './dossier.ts';
import { actOnDossier, plain, ProcedureRefusal, signatoryFor } from './procedure.ts';
import type { Caller, World } from './world.ts';

export type GivenJudgment = {
  court: string; reference: string; on: LawDate; outcome: JudgmentOutcome;
  /** The day before which a new decision is ordered; null when the court gave none. */
  within: LawDate | null;
  summary: string; requestId: string;
};

/**
 * Records a judgment on a refusal or on a decision that was issued. Annulled or enjoined, a refusal gives way to a new
 * decision; an act that was issued is undone by the démarche that cancels it, on the strength of this act.
 * @throws ProcedureRefusal (no delegation, no decision, a date in the future, no court or reference)
 */
export async function recordJudgment(world: World, caller: Caller & { actor: Extract<Actor, { kind: 'agent' }> }, dossierId: string, given: GivenJudgment): Promise<Dossier> {
  const [court, reference] = [plain(given.court).slice(0, 200), plain(given.reference).slice(0, 60)];
  if (court.length < 5 || reference.length < 2) throw new ProcedureRefusal('too-short', 'Nommez la juridiction et le numéro du jugement.');
  return actOnDossier(world, caller, { dossierId, requestId: given.requestId, decide: async ({ scope, dossier, state, today }) => {
    if (!isLawDate(given.on) || given.on > today || (given.within !== null && (!isLawDate(given.within) || given.within < given.on))) {
      throw new ProcedureRefusal('bad-date', 'Vérifiez les dates : un jugement est passé, son délai le suit.');
    }
    const judged = dossier.state === 'refused' && state.refused ? [state.refused.actId] : dossier.state === 'issued' ? dossier.result?.acts.map(({ id }) => id) ?? [] : [];
    if (!judged.length) throw new ProcedureRefusal('nothing-to-contest', 'Ce dossier ne porte aucune décision qui puisse être jugée.');
    const signatory = await signatoryFor(world, scope.tx, caller.actor.agentId, dossier);
    const reopens = given.outcome !== 'dismissed' && dossier.state === 'refused';
    const { outcome, on, within } = given;
    return {
      act: { kind: 'dossier.judged', payload: { number: dossier.number, court, reference, on, outcome, within, reopens } },
      private: [{ class: 'justice', name: 'summary', content: plain(given.summary).slice(0, 10_000) }], cites: judged, signatory,
      what: `jugement : ${judgmentWords[outcome]}${reopens ? ', dossier rouvert' : ''}`,
      ...(reopens ? { move: reopening(dossier, scope.now), onSubject: 'reopened' as const } : {}),
    };
  } });
}

export const judgmentWords: Readonly<Record<JudgmentOutcome, string>> = { annulled: 'décision annulée', injunction: 'nouvelle décision ordonnée', dismissed: 'requête rejetée' };
