import { loadStates } from '../../../core/act/store.ts';
import type { SubjectRef } from '../../../core/act/types.ts';
import { transaction, type Tx } from '../../../core/db/sql.ts';
import type { DoneAct, Reaction } from '../../../core/jobs/index.ts';
import type { DataOf } from '../../../core/messages/template.ts';
import { formatDate } from '../../../core/values/time.ts';
import { tell, type TellEnv as Env } from '../../people/index.ts';
import { undoingChoices, type UndoingState } from '../model/index.ts';
import { undoingTexts } from './texts.ts';

type Texts = typeof undoingTexts;
const tellOf = <K extends keyof Texts>(env: Env, tx: Tx, act: DoneAct, key: string, personId: string | null, template: K, data: DataOf<Texts[K]>, page: string) =>
  tell(env, tx, { key, personId, texts: undoingTexts, template, data, page, subject: act.subjects[0] as SubjectRef, at: act.recordedAt, actId: act.id });

/** The professional is told the grounds and has a delay; third parties are told that something is looked at. */
const proposed: Reaction<Env> = { name: 'tell-undoing-proposed', run: (env, act, once) => about(env, act, async (tx, state) => {
  const number = state.number ?? '';
  await tellOf(env, tx, act, `${once}:company`, state.companyId, 'undoing-proposed', { number, until: formatDate(state.hearing?.until ?? ''), choice: state.choice ? undoingChoices[state.choice] : '', grounds: [state.hearing?.grounds ?? 'Effacé'] }, '/professionnel');
  for (const [rank, person] of state.thirdParties.entries()) await tellOf(env, tx, act, `${once}:${rank}`, person, 'undoing-third-party', { number }, '/usager');
}) };

const decided: Reaction<Env> = { name: 'tell-undoing-decided', run: (env, act, once) => about(env, act, async (tx, state) => {
  const outcome = state.decided?.outcome === 'dropped' ? 'l’acte reste tel qu’il est' : state.choice === 'leave' ? 'l’acte reste, au bénéfice de qui était de bonne foi' : 'une correction du registre est retenue';
  const data = { number: state.number ?? '', outcome };
  await tellOf(env, tx, act, `${once}:company`, state.companyId, 'undoing-decided', data, '/professionnel');
  for (const [rank, person] of state.thirdParties.entries()) await tellOf(env, tx, act, `${once}:${rank}`, person, 'undoing-decided', data, '/usager');
}) };

export const undoingReactions = { 'undoing.proposed': [proposed], 'undoing.answered': [], 'undoing.decided': [decided] };

async function about({ world }: Env, act: DoneAct, work: (tx: Tx, state: UndoingState) => Promise<void>): Promise<void> {
  const ref = act.subjects.find(({ kind }) => kind === 'undoing');
  const state = ref && (await loadStates(world.acts, world.facets, [ref])).get(ref.id)?.['undoing'] as UndoingState | undefined;
  if (state?.number) await transaction(world.acts, (tx) => work(tx, state));
}
