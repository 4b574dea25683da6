/** An agenda that closes over appointments: each of these people is told, and keeps their appointment until it is moved or cancelled. */
import { transaction, type Tx } from '../../../core/db/sql.ts';
import type { DoneAct, Reaction } from '../../../core/jobs/index.ts';
import { requestId } from '../../../core/values/ids.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { agendaRef, type Absence, type AgendaAct, type AgendaState } from '../model/agenda.ts';
import type { AppointmentState } from '../model/appointment.ts';
import { freeAt, bookableDays } from '../reading.ts';
import { receives, weekdayOf, type Taken } from '../rules/slots.ts';
import { dayOf, timeOf } from '../when.ts';
import { agendaOf, bookedAfter } from '../store.ts';
import { facts, stateIn, tell, type AppointmentEnv } from './tell.ts';

type React = Reaction<AppointmentEnv>;

/** Other places named in the message: enough to see that there are some, few enough for a letter. */
const OTHERS = 3;

/** That the appointment cannot be, and the next places from its day on at the same office, as they stand now: none of them is held. */
export async function tellStranded(env: AppointmentEnv, tx: Tx, key: string, id: string, state: AppointmentState, actId: string): Promise<void> {
  const { when, office, number } = facts(state);
  const motive = territory.motive(state.motive ?? '', env.world.today(env.world.clock()));
  const free = motive && state.office ? await freeAt(env.world, motive, state.office, { from: state.place ? dayOf(state.place.start) : bookableDays(env.world).from, to: bookableDays(env.world).to }, OTHERS) : [];
  const others = free.map(({ start }) => formatDateTime(new Date(start)));
  await tell(env, tx, key, id, 'appointment-unreceived', { when, office, number, others: others.length ? others : ['aucune ici en ce moment ; la page en propose ailleurs'] }, { actId });
}

const officeOf = (act: DoneAct): string | undefined => {
  const agenda = act.subjects.find(({ kind }) => kind === 'agenda')?.id;
  return territory.receivingPlaces.find(({ id }) => agendaRef(id).id === agenda)?.id;
};

/** Everybody with an appointment to come that nobody receives any more, of the resource of the act; once for each act and person. */
const closed: React = { name: 'tell-stranded', run: async (env, act, once) => {
  const office = officeOf(act);
  if (!office) return;
  const { world } = env;
  const { resource } = act.payload as { resource: string };
  const [agenda, booked] = await Promise.all([agendaOf(world.acts, world.facets, office), bookedAfter(world.acts, office, world.clock())]);
  const touched = booked.filter((one) => one.resource === resource && !receives(agenda, one) && isNew(act, agenda, one));
  for (const { id } of touched) await transaction(world.acts, async (tx) => tellStranded(env, tx, requestId(once, id), id, await stateIn(env, tx, id), act.id));
} };

/** Whether this act is what touches it: an absence over its time, or the end of the very opening that held it. Whoever another act had touched was told then. */
function isNew({ payload }: DoneAct, agenda: AgendaState, { resource, start, end }: Taken): boolean {
  const { absence, opening: id, last } = payload as { absence?: Absence; opening?: string; last?: string };
  if (absence) return absence.from < end && start < absence.to;
  const opening = agenda.resources.find((one) => one.id === resource)?.openings.find((one) => one.id === id);
  return opening !== undefined && last !== undefined && dayOf(start) > last && opening.weekdays.includes(weekdayOf(dayOf(start))) && opening.from <= timeOf(start) && timeOf(start) < opening.to;
}

/** An absence that will not be: whoever was told that nobody receives is told that somebody does. */
const reopened: React = { name: 'tell-received', run: async (env, act, once) => {
  const office = officeOf(act);
  if (!office) return;
  const { world } = env;
  const { resource, absence: absenceId } = act.payload as Extract<AgendaAct, { kind: 'agenda.absence-lifted' }>['payload'];
  const [set] = await world.acts<{ absence: Absence; at: Date }[]>`
    select a.payload -> 'absence' as absence, a.recorded_at as at from act a join act_subject l on l.act_id = a.id
    where l.subject_id = ${agendaRef(office).id} and a.kind = 'agenda.absence-set' and a.payload -> 'absence' ->> 'id' = ${absenceId}`;
  if (!set) return;
  const [agenda, booked] = await Promise.all([agendaOf(world.acts, world.facets, office), bookedAfter(world.acts, office, world.clock())]);
  const again = booked.filter((one) => one.resource === resource && one.start < set.absence.to && set.absence.from < one.end && receives(agenda, one));
  for (const { id } of again) {
    await transaction(world.acts, async (tx) => {
      const { when, office: where, number } = facts(await stateIn(env, tx, id));
      await tell(env, tx, requestId(once, id), id, 'appointment-received-again', { when, office: where, number }, { actId: act.id });
    });
  }
} };

export const agendaReactions = {
  'agenda.created': [], 'agenda.resource-set': [], 'agenda.opening-set': [], 'agenda.opening-ended': [closed], 'agenda.absence-set': [closed], 'agenda.absence-lifted': [reopened],
} satisfies Record<AgendaAct['kind'], readonly React[]>;
