import { perform } from '../../../core/act/perform.ts';
import { act, type Json } from '../../../core/act/types.ts';
import { transaction } from '../../../core/db/sql.ts';
import { JobFailed, type Task, type Tasks } from '../../../core/jobs/index.ts';
import { requestId } from '../../../core/values/ids.ts';
import { agendaRef } from '../model/agenda.ts';
import { appointmentRef, officesOf, type AppointmentAct, type AppointmentState } from '../model/appointment.ts';
import { appointmentFacet, lineAt } from '../store.ts';
import { isStranded } from '../reading.ts';
import { tellStranded } from './absence.ts';
import { CLOSE, closeTask, DRAW, drawTask } from './draw.ts';
import { expectedFacts, stateIn, tell, type AppointmentEnv } from './tell.ts';

export const REMIND = 'appointment-reminder';
export const EXPIRE = 'appointment-expiry';
export const LAPSE = 'appointment-lapse';

/** What the worker does for appointments: each looks again at what it is about, and leaves alone what has changed. */
export function appointmentTasks(env: AppointmentEnv): Tasks {
  return { [REMIND]: remind(env), [EXPIRE]: expire(env), [LAPSE]: lapse(env), [CLOSE]: closeTask(env), [DRAW]: drawTask(env) };
}

const remind = (env: AppointmentEnv): Task => async (payload) => {
  const { appointmentId: id, start, day, actId } = payload as { appointmentId: string; start: string; day: number; actId: string };
  await transaction(env.world.acts, async (tx) => {
    const state = await stateIn(env, tx, id);
    if (state.status !== 'booked' || state.place?.start !== start) return;
    // Nobody is told to come where nobody receives.
    if (await isStranded(env.world, state)) return tellStranded(env, tx, requestId(actId, `reminder-${day}`), id, state, actId);
    await tell(env, tx, requestId(actId, `reminder-${day}`), id, 'appointment-reminder', expectedFacts(env, state), { actId });
  });
};

/** No code came in time: the place is given back. */
const expire = (env: AppointmentEnv): Task => async (payload) => {
  const { appointmentId: id } = payload as { appointmentId: string };
  await onOne(env, id, requestId(id, 'expiry'), async (state, now, tx) => {
    if (state.status !== 'unconfirmed' || !state.confirmBy) return null;
    notBefore(state.confirmBy, now);
    const freed = state.place !== null && state.office !== null && state.motive !== null && await lineAt(tx, state.office, state.motive) > 0;
    return { kind: 'appointment.expired', payload: { freed } };
  });
};

/** An offer that nobody took goes on to the next; the person keeps what they had, and their turn. */
const lapse = (env: AppointmentEnv): Task => async (payload) => {
  const { appointmentId: id, until } = payload as { appointmentId: string; until: string };
  await onOne(env, id, requestId(id, 'lapse', until), (state, now) => {
    if (state.offer?.until !== until) return Promise.resolve(null);
    notBefore(until, now);
    return Promise.resolve({ kind: 'appointment.offer-ended', payload: { how: 'lapsed' } });
  });
};

/** A job that comes too early, by a difference of clocks, is tried again: « nothing to do » would be remembered as its answer. */
function notBefore(due: string, now: string): void {
  if (due > now) throw new JobFailed('appointment-not-due');
}

async function onOne(env: AppointmentEnv, id: string, request: string, what: (state: AppointmentState, now: string, tx: Parameters<typeof lineAt>[0]) => Promise<AppointmentAct | null>): Promise<void> {
  const { world } = env;
  const offices = officesOf(await stateIn(env, world.acts, id));
  if (!offices.length) return;
  const subject = appointmentRef(id);
  await perform<Json>(world, {
    requestId: request, author: { kind: 'system', job: 'rendez-vous' }, judgedOn: world.today(world.clock()), subjects: [subject, ...offices.map(agendaRef)],
    decide: async ({ tx, get, now }) => {
      const done = await what(get(appointmentFacet, id), now, tx);
      return done ? { acts: [act<AppointmentAct>({ ...done, subjects: [subject] })], result: null } : { none: null };
    },
    alongside: ({ tx }, acts) => world.follow(tx, acts),
  });
}
