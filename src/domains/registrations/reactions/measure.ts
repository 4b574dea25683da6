import type { DoneAct, Reaction } from '../../../core/jobs/index.ts';
import type { HoldType } from '../model/acts.ts';
import { authorities, holdRules } from '../rules/blocks.ts';
import type { Registered } from '../views.ts';
import { tellHolders, type FollowEnv } from './reach.ts';

/** The measures that take the vehicle from whoever holds it: they learn it at once. Debts and inquiries are told by who orders them. */
const TOLD: readonly HoldType[] = ['pound', 'immobilisation'];

/** The hold of an act, if its holder is told of it; what an old file brought in tells nobody. */
const heldBy = ({ registration }: Registered, { payload, author }: DoneAct) =>
  (author.kind === 'system' ? undefined : registration.holds.find(({ id, type }) => id === (payload as { holdId?: string }).holdId && TOLD.includes(type)));

/** Each holder is told that their vehicle is held, and what would free it. */
export const measureSet: Reaction<FollowEnv> = { name: 'measure-set', run: (env, act, once) => tellHolders(env, act, once, (state) => {
  const hold = heldBy(state, act);
  return hold && { template: 'measure-set', data: { measure: holdRules[hold.type].label, by: authorities[hold.authority as keyof typeof authorities] ?? hold.authority, how: holdRules[hold.type].how } };
}) };

/** And that it is free again. */
export const measureLifted: Reaction<FollowEnv> = { name: 'measure-lifted', run: (env, act, once) => tellHolders(env, act, once, (state) => {
  const hold = heldBy(state, act);
  return hold && { template: 'measure-lifted', data: { measure: holdRules[hold.type].label } };
}) };
