/** A freeze ends by itself, at its hour, when nobody by delegation has confirmed it: told to the company, and to the managers on their page. */
import { perform } from '../../core/act/perform.ts';
import { act as draft, type Json } from '../../core/act/types.ts';
import { loadStates } from '../../core/act/store.ts';
import { transaction } from '../../core/db/sql.ts';
import type { World } from '../../core/demarche/index.ts';
import { enqueue, findAct, JobFailed, type DoneAct, type Reaction, type Task } from '../../core/jobs/index.ts';
import type { Fields, Template } from '../../core/messages/template.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { accreditationFacet, accreditationRef } from './facet.ts';
import type { AccreditationAct, AccreditationState } from './model/index.ts';
import { openSuspension } from './rules/freeze.ts';
import { tell, type TellEnv } from '../people/index.ts';

export const FREEZE = 'partner-freeze';
const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

export const freezeTexts = {
  'freeze-begun': t({
    title: 'Accréditation gelée à titre provisoire', kind: 'alert', fields: { number: 20, until: 30, basis: 200, grounds: 'list' }, page: { label: 'Voir vos raisons et y répondre' },
    subject: 'Votre accréditation {number} est gelée jusqu’au {until}',
    body: ['Votre accréditation {number} est gelée à titre provisoire jusqu’au {until} : aucune démarche n’est possible. Fondement : {basis}.', '{grounds}', 'Sans suspension signée avant cette heure, vous agissez de nouveau. Vous pouvez présenter vos observations dès maintenant.'],
    sms: 'Votre accréditation {number} est gelée jusqu’au {until}. Raisons et réponse dans votre espace.',
  }),
  'freeze-lapsed': t({
    title: 'Fin du gel provisoire d’une accréditation', kind: 'notice', fields: { number: 20 }, page: { label: 'Ouvrir votre espace' },
    subject: 'Votre accréditation {number} vaut de nouveau',
    body: ['Le gel provisoire de votre accréditation {number} a pris fin sans être confirmé : vous agissez de nouveau, par la même convention.', 'Un lot qui s’était arrêté attend que quelqu’un le reprenne.'],
    sms: 'Le gel de votre accréditation {number} a pris fin : vous agissez de nouveau.',
  }),
};

type Suspended = Extract<AccreditationAct, { kind: 'accreditation.suspended' }>['payload'];
const stateOf = async ({ acts, facets }: World, { subjects }: DoneAct) => {
  const ref = subjects.find(({ kind }) => kind === 'accreditation');
  return ref && { id: ref.id, state: (await loadStates(acts, facets, [ref])).get(ref.id)?.['accreditation'] as AccreditationState };
};

const begun: Reaction<TellEnv> = { name: 'tell-freeze', run: async (env, act, once) => {
  const { provisionalUntil, text } = act.payload as unknown as Suspended;
  const found = provisionalUntil ? await stateOf(env.world, act) : undefined;
  if (!provisionalUntil || !found) return;
  const { state, id } = found;
  await transaction(env.world.acts, async (tx) => {
    await enqueue(tx, FREEZE, { accreditationId: id, actId: act.id }, { runAt: new Date(provisionalUntil), jobKey: `${FREEZE}:${act.id}` });
    const grounds = state.suspensions.find(({ from }) => from === act.effectiveAt)?.reason;
    await tell(env, tx, {
      key: once, personId: state.companyId, texts: freezeTexts, template: 'freeze-begun', page: '/professionnel', subject: accreditationRef(id), at: act.recordedAt, actId: act.id,
      data: { number: state.number ?? '', until: formatDateTime(new Date(provisionalUntil)), basis: text, grounds: grounds ? [grounds] : [] },
    });
  });
} };

export const freezeReactions = { 'accreditation.suspended': [begun] };

/**
 * Tells, once, that a freeze is over. It was over at its hour whether or not this has run (rules/freeze.ts): what is recorded here,
 * with that instant, is for the journal and the company's software. Confirmed or lifted meanwhile: nothing.
 */
export function freezeTask(env: TellEnv): Task {
  const { world } = env;
  return async (payload) => {
    const { accreditationId, actId } = payload as { accreditationId: string; actId: string };
    const ref = accreditationRef(accreditationId);
    const frozen = await findAct(world.acts, actId);
    if (!frozen) throw new JobFailed('unknown-act');
    await perform<Json>(world, {
      requestId: `freeze-lapse:${actId}`, author: { kind: 'system', job: 'fin d’un gel provisoire' }, judgedOn: world.today(world.clock()), subjects: [ref],
      decide: async ({ get, now }) => {
        const open = openSuspension(get(accreditationFacet, accreditationId));
        if (!open?.provisionalUntil || open.from !== frozen.effectiveAt) return { none: 'confirmed' };
        if (open.provisionalUntil > now) throw new JobFailed('freeze-not-over');
        return { acts: [draft<AccreditationAct>({ kind: 'accreditation.restored', subjects: [ref], payload: { lapsed: true }, effectiveAt: open.provisionalUntil })], result: 'lapsed' };
      },
      alongside: ({ tx }, acts) => world.follow(tx, acts),
    });
    const found = await stateOf(world, frozen);
    if (!found?.state.suspensions.some(({ from, lapsed }) => lapsed && from === frozen.effectiveAt)) return;
    const { companyId, number } = found.state;
    await transaction(world.acts, (tx) => tell(env, tx, {
      key: `freeze-lapsed:${actId}`, personId: companyId, texts: freezeTexts, template: 'freeze-lapsed', data: { number: number ?? '' }, page: '/professionnel', subject: ref, at: world.clock().toISOString(),
    }));
  };
}
