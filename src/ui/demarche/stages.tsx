import type { Demarche, DossierState } from '../../core/demarche/index.ts';
import type { Stage } from '../stage-tracker.tsx';
import type { TagKind } from '../tag.tsx';
import { DateTimeFr } from '../values.tsx';

export type StageEvent = { at: Date; from_state: string | null; to_state: string; what: string };

const WORDS: Readonly<Record<DossierState, { label: string; kind: TagKind }>> = {
  draft: { label: 'Brouillon', kind: 'neutral' }, submitted: { label: 'Déposée', kind: 'info' }, to_complete: { label: 'À compléter', kind: 'warning' },
  in_review: { label: 'En examen', kind: 'info' }, to_pay: { label: 'À payer', kind: 'warning' }, decided: { label: 'Acceptée', kind: 'success' },
  issued: { label: 'Terminée', kind: 'success' }, refused: { label: 'Refusée', kind: 'danger' }, cancelled: { label: 'Abandonnée', kind: 'neutral' },
};

/** The stage of a dossier in a word, for its applicant. */
export const stateWords = (state: DossierState): { label: string; kind: TagKind } => WORDS[state];

/** The real way of one dossier: what its events say is passed, where it stands, what its démarche still has ahead. */
export function stagesOf(dossier: { state: DossierState }, events: readonly StageEvent[], d: Pick<Demarche, 'pay'>, reader: 'applicant' | 'agent' = 'applicant'): Stage[] {
  const when = (...states: string[]) => events.findLast(({ to_state, from_state }) => states.includes(to_state) && from_state !== to_state)?.at;
  const { state } = dossier;
  // What it was waiting for when it was stopped never came.
  const unmet = events.findLast(({ to_state }) => to_state === state)?.from_state;
  const over = state === 'refused' || state === 'cancelled';
  const seen = (one: string) => events.some(({ to_state }) => to_state === one);
  const stages: (Stage & { at: readonly DossierState[] })[] = [
    stage('Saisie', ['draft'], events[0]?.at),
    stage('Dépôt', ['submitted'], when('submitted')),
    ...(seen('to_complete') ? [stage('Compléments', ['to_complete'], when('to_complete'), reader === 'agent' ? 'Au demandeur, ou à qui signe avec lui' : 'À vous, ou à qui signe avec vous')] : []),
    ...(seen('in_review') ? [stage('Examen par un agent', ['in_review'], when('in_review'), 'C’est à l’administration')] : []),
    ...(seen('to_pay') || (d.pay === 'before-decision' && !over && state !== 'issued' && state !== 'decided') ? [stage('Paiement', ['to_pay'], when('to_pay'), reader === 'agent' ? 'C’est au demandeur' : 'C’est à vous')] : []),
    over ? stage(state === 'refused' ? 'Refus' : 'Abandon', [state], when(state)) : stage('Décision et papiers', ['decided', 'issued'], when('decided')),
  ].filter(({ at }) => !(over && (unmet === 'to_pay' || unmet === 'to_complete') && at.includes(unmet)));
  const here = stages.findIndex(({ at }) => at.includes(state));
  return stages.map(({ name, at, note }, index) => ({
    name,
    state: over && index === here ? 'stopped' : index < here || (state === 'issued' && index === here) ? 'done' : index === here ? 'now' : 'todo',
    note: index <= here ? (index === here && state !== 'issued' ? note : when(...at) ? <DateTimeFr at={when(...at) as Date} /> : undefined) : undefined,
  }));
}

function stage(name: string, at: readonly DossierState[], on: Date | undefined, whose?: string): Stage & { at: readonly DossierState[] } {
  return { name, at, state: 'todo', note: whose ?? (on ? <DateTimeFr at={on} /> : undefined) };
}
