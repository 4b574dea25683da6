import { transaction } from '../../../core/db/sql.ts';
import { enqueueAll, reminderTimes, type DoneAct, type NewJob, type Reaction } from '../../../core/jobs/index.ts';
import { revokeTokens } from '../../../core/messages/index.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { AppointmentAct, AppointmentState } from '../model/appointment.ts';
import { lastPlaceOf } from '../reading.ts';
import { offerNext } from './refill.ts';
import { EXPIRE, LAPSE, REMIND } from './tasks.ts';
import { expectedFacts, facts, stateIn, tell, type AppointmentEnv } from './tell.ts';
import { ACCEPT, CANCEL, CONFIRM } from './texts.ts';

type React = Reaction<AppointmentEnv>;
type Of<K extends AppointmentAct['kind']> = Extract<AppointmentAct, { kind: K }>['payload'];

export function appointmentIdOf(act: DoneAct): string {
  const found = act.subjects.find(({ kind }) => kind === 'appointment');
  if (!found) throw new Error(`act ${act.kind} of no appointment`);
  return found.id;
}

/** A text told after an act, when `says` has something to say of the appointment as it is now. */
const telling = (name: string, says: (env: AppointmentEnv, tx: Parameters<typeof tell>[1], state: AppointmentState, told: { once: string; id: string; act: DoneAct }) => Promise<void>): React => ({
  name, run: async (env, act, once) => {
    const id = appointmentIdOf(act);
    await transaction(env.world.acts, async (tx) => says(env, tx, await stateIn(env, tx, id), { once, id, act }));
  },
});

/** The confirmation; without an account, first a code. Whoever cancelled meanwhile is not told that they are expected. */
const told = telling('tell-booked', async (env, tx, state, { once, id, act }) => {
  if (state.status === 'unconfirmed') {
    const { when, office } = facts(state);
    await tell(env, tx, once, id, 'appointment-code', { when: state.place ? when : 'votre demande', office }, { actId: act.id });
  } else if (state.status === 'booked' && state.place) await tell(env, tx, once, id, 'appointment-booked', expectedFacts(env, state), { actId: act.id });
});

const asked = telling('tell-requested', async (env, tx, state, { once, id, act }) => {
  if (state.status === 'unconfirmed') await tell(env, tx, once, id, 'appointment-code', { when: 'votre demande', office: facts(state).office }, { actId: act.id });
  else if (state.status === 'requested' && state.draw) {
    const [draw] = await tx<{ closes_at: Date }[]>`select closes_at from appointment_draw where draw_id = ${state.draw.id}`;
    await tell(env, tx, once, id, 'appointment-requested', { office: facts(state).office, ticket: state.draw.ticket, closes: draw ? formatDateTime(draw.closes_at) : '' }, { actId: act.id, page: `/rendez-vous/tirages/${state.draw.id}` });
  }
});

const drawn = telling('tell-drawn', async (env, tx, state, { once, id, act }) => {
  if (state.status === 'booked') await tell(env, tx, once, id, 'appointment-booked', expectedFacts(env, state), { actId: act.id });
  else if (state.status === 'waiting' && state.draw) await tell(env, tx, once, id, 'appointment-waiting', { office: facts(state).office, ticket: state.draw.ticket, rank: String(state.draw.rank ?? '') }, { actId: act.id, page: `/rendez-vous/tirages/${state.draw.id}` });
});

const cancelled = telling('tell-cancelled', async (env, tx, state, { once, id, act }) => {
  const { by, reason } = act.payload as Of<'appointment.cancelled'>;
  await revokeTokens(tx, id, CANCEL, env.world.clock());
  await revokeTokens(tx, id, ACCEPT, env.world.clock());
  const place = await lastPlaceOf({ read: env.world.acts, facets: env.world.facets }, id);
  await tell(env, tx, once, id, 'appointment-cancelled', { when: place ? formatDateTime(new Date(place.start)) : 'sans date', office: facts(state).office, why: by === 'office' ? [reason || 'Le service ne peut pas vous recevoir à cette heure. Nous vous prions de nous excuser.'] : [] }, { actId: act.id, page: '/rendez-vous' });
});

const offered = telling('tell-offered', async (env, tx, state, { once, id, act }) => {
  if (!state.offer) return;
  await tell(env, tx, once, id, 'appointment-offered', { when: formatDateTime(new Date(state.offer.start)), office: facts(state).office, until: formatDateTime(new Date(state.offer.until)) }, { actId: act.id });
});

const queue = (name: string, jobs: (act: DoneAct, env: AppointmentEnv, id: string) => NewJob[]): React => ({
  name, run: async (env, act) => { const found = jobs(act, env, appointmentIdOf(act)); if (found.length) await transaction(env.world.acts, (tx) => enqueueAll(tx, found)); },
});

/** Days before, at nine; those that are passed already are not sent all at once. A moved appointment has its own. */
const reminders = (placeIn: (act: DoneAct, env: AppointmentEnv, id: string) => string | undefined): React => queue('schedule-reminders', (act, env, id) => {
  const start = placeIn(act, env, id);
  if (!start) return [];
  const days = territory.parameter('appointmentReminderDays', act.judgedOn).value;
  return reminderTimes(new Date(start), days.map((day) => -day)).filter(({ runAt }) => runAt.toISOString() > act.recordedAt)
    .map(({ day, runAt }) => ({ task: REMIND, payload: { appointmentId: id, start, day: -day, actId: act.id }, jobKey: `${REMIND}:${act.id}:${day}`, runAt }));
});
const payloadPlace = (act: DoneAct): string | undefined => (act.payload as { place?: { start: string } | null }).place?.start;
/** Of an act that says no place, the one that stands now. */
const standing: React = { name: 'schedule-reminders', run: async (env, act, once) => {
  const id = appointmentIdOf(act);
  const { place, status } = await stateIn(env, env.world.acts, id);
  if (place && status === 'booked') await reminders(() => place.start).run(env, act, once);
} };

const expiry: React = queue('schedule-expiry', (act, _env, id) => {
  const { confirmBy } = act.payload as Of<'appointment.booked'>;
  return confirmBy ? [{ task: EXPIRE, payload: { appointmentId: id }, jobKey: `${EXPIRE}:${id}`, runAt: new Date(confirmBy) }] : [];
});
const lapse: React = queue('schedule-lapse', (act, _env, id) => [{ task: LAPSE, payload: { appointmentId: id, until: (act.payload as Of<'appointment.offered'>).until }, jobKey: `${LAPSE}:${act.id}`, runAt: new Date((act.payload as Of<'appointment.offered'>).until) }]);

/** The place that is kept goes to the next in line, or to all. */
const refill: React = { name: 'refill', run: async (env, act, once) => { await offerNext(env, appointmentIdOf(act), once); } };

const endCode: React = { name: 'end-code', run: async (env, act) => { await transaction(env.world.acts, (tx) => revokeTokens(tx, appointmentIdOf(act), CONFIRM, env.world.clock())); } };

export const appointmentReactions = {
  'appointment.booked': [told, reminders(payloadPlace), expiry],
  'appointment.requested': [asked, expiry],
  'appointment.confirmed': [telling('tell-confirmed', async (env, tx, state, more) => (state.place ? tell(env, tx, more.once, more.id, 'appointment-booked', expectedFacts(env, state), { actId: more.act.id }) : asked.run(env, more.act, more.once))), standing],
  'appointment.expired': [endCode, refill],
  'appointment.moved': [told, reminders(payloadPlace), refill],
  'appointment.cancelled': [cancelled, refill],
  'appointment.drawn': [drawn, reminders(payloadPlace)],
  'appointment.offered': [offered, lapse],
  'appointment.offer-accepted': [told, standing, refill],
  'appointment.offer-ended': [refill],
  'appointment.released': [],
  'appointment.marked': [],
} satisfies Record<AppointmentAct['kind'], readonly React[]>;
