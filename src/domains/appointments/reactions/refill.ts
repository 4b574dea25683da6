import { perform } from '../../../core/act/perform.ts';
import { act, type Json } from '../../../core/act/types.ts';
import { territory } from '../../../territory/index.ts';
import { agendaRef } from '../model/agenda.ts';
import { appointmentRef, type AppointmentAct } from '../model/appointment.ts';
import { appointmentFacet, nextInLine } from '../store.ts';
import { stateIn, type AppointmentEnv } from './tell.ts';

const JOB = 'place libérée';

/**
 * A freed place goes to the next in line and is held for them; with nobody in line, or too late, it is open to all. One
 * transaction: the place is never without a keeper, so nobody slips in between.
 */
export async function offerNext(env: AppointmentEnv, fromId: string, requestId: string): Promise<void> {
  const { world } = env;
  const before = await stateIn(env, world.acts, fromId);
  if (!before.freed || !before.motive) return;
  const from = appointmentRef(fromId);
  await perform<Json>(world, {
    requestId, author: { kind: 'system', job: JOB }, judgedOn: world.today(world.clock()), subjects: [from, agendaRef(before.freed.office)],
    decide: async ({ tx, get, states, now }) => {
      const { freed, motive } = get(appointmentFacet, fromId);
      if (!freed || !motive) return { none: null };
      const today = world.today(new Date(now));
      const held = Date.parse(now) + territory.parameter('appointmentOfferHours', today).value * 3_600_000;
      const last = Date.parse(freed.start) - territory.parameter('appointmentNoticeMinutes', today).value * 60_000;
      const released = act<AppointmentAct>({ kind: 'appointment.released', subjects: [from], payload: {} });
      const next = last > Date.parse(now) ? await nextInLine(tx, freed, motive, fromId) : undefined;
      if (!next) return { acts: [released], result: null };
      if (!states.has(next)) return { more: [appointmentRef(next)] };
      const until = new Date(Math.min(held, last)).toISOString();
      return { acts: [released, act<AppointmentAct>({ kind: 'appointment.offered', subjects: [appointmentRef(next)], payload: { place: freed, until } })], result: next };
    },
    alongside: ({ tx }, acts) => world.follow(tx, acts),
  });
}
