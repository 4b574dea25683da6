/** What doors show of agendas and appointments. Names are sealed; free places concern nobody. */
import { seal, type Sealed } from '../../core/access/sealed.ts';
import { history } from '../../core/act/read.ts';
import { loadStates } from '../../core/act/store.ts';
import type { World } from '../../core/demarche/index.ts';
import { addDays, instantOf, type LawDate } from '../../core/values/time.ts';
import { territory, type Motive } from '../../territory/index.ts';
import type { AgendaState } from './model/agenda.ts';
import { appointmentRef, appointmentRules, type AppointmentState, type AppointmentStatus, type Place } from './model/appointment.ts';
import { bookable, freeFrom, receives, type FreeTime } from './rules/slots.ts';
import { drawRef, type DrawState } from './model/draw.ts';
import { agendaOf, appointmentFacet, appointmentOf, bookedAfter, takenAt } from './store.ts';
import { drawFacet, drawnDays } from './store-draw.ts';

type Reader = Pick<World, 'read' | 'facets' | 'clock' | 'today'>;

/** The days on which one may book today, both included. */
export function bookableDays({ clock, today }: Pick<World, 'clock' | 'today'>): { from: LawDate; to: LawDate } {
  const from = today(clock());
  return { from, to: addDays(from, territory.parameter('appointmentHorizonDays', from).value) };
}

/** Free times at a place for a motive, from today to the horizon or within `days`; `most` stops it early. */
export async function freeAt(world: Reader, motive: Motive, office: string, days = bookableDays(world), most = Infinity): Promise<FreeTime[]> {
  const now = world.clock();
  const [agenda, taken] = await Promise.all([agendaOf(world.read, world.facets, office), takenAt(world.read, office, days.from, days.to)]);
  if (motive.mode === 'open') return freeFrom(agenda, motive, days, taken, bookable(now.toISOString(), world.today(now)), most);
  const over = await drawnDays(world.read, office, motive.id);
  return freeFrom(agenda, motive, days, taken, bookable(now.toISOString(), world.today(now))).filter(({ start }) => over.some(({ from, to }) => from <= world.today(new Date(start)) && world.today(new Date(start)) <= to)).slice(0, most);
}

/** The places where a motive is received: those whose agenda has somebody for it. */
export async function officesFor(world: Reader, motive: Motive): Promise<string[]> {
  const all = await Promise.all(territory.receivingPlaces.map(async ({ id }) => ({ id, agenda: await agendaOf(world.read, world.facets, id) })));
  return all.filter(({ agenda }) => agenda.resources.some(({ kind, openings }) => kind === motive.kind && openings.length)).map(({ id }) => id);
}

export const readAgenda = (world: Reader, office: string): Promise<AgendaState> => agendaOf(world.read, world.facets, office);

/** One appointment as it stands, and nobody's name: of its contact only what it is about. Undefined when there is none. */
export async function readAppointment(world: Reader, id: string): Promise<AppointmentState | undefined> {
  const state = await appointmentOf(world.read, world.facets, id);
  return state && withoutName(state);
}

/** The place that it has or last had; undefined where it never had one. */
export async function lastPlaceOf({ read, facets }: Pick<Reader, 'read' | 'facets'>, id: string): Promise<Place | undefined> {
  let [state, last] = [appointmentRules.initial, undefined as Place | undefined];
  for (const { act } of await history(read, facets, appointmentRef(id))) {
    state = appointmentRules.evolve(state, { ...act, private: {} } as never, id);
    last = state.place ?? last;
  }
  return last;
}

/** The same for whoever proved that it is theirs: what they gave is theirs, and is not shown again. */
export const withoutName = (state: AppointmentState): AppointmentState => ({ ...state, contact: state.contact && { name: '', ...(state.contact.about ? { about: state.contact.about } : {}) } });

export type MyAppointment = { id: string; state: AppointmentState };
/** Those of a person or a company, the next ones first, then the last of the past. */
export async function appointmentsOf(world: Reader, holder: string): Promise<Sealed<MyAppointment[]>> {
  const rows = await world.read<{ appointment_id: string }[]>`
    select appointment_id from pub_appointments_mine where person_id = ${holder} order by coalesce(starts_at, asked_at) desc limit 30`;
  return seal(await statesOf(world, rows.map((row) => row.appointment_id)), { personIds: [holder], kind: 'rendez-vous' });
}

export type Expected = { id: string; status: AppointmentStatus; state: AppointmentState };
/** Who is expected at an office on a day, in order of time. */
export async function expectedOn(world: Reader, office: string, day: LawDate): Promise<Sealed<Expected[]>> {
  const rows = await world.read<{ appointment_id: string; holder_id: string | null }[]>`
    select appointment_id, holder_id from pub_appointments_day
    where office = ${office} and starts_at >= ${instantOf(day, '00:00')} and starts_at < ${instantOf(addDays(day, 1), '00:00')} order by starts_at, resource, number`;
  const found = await statesOf(world, rows.map((row) => row.appointment_id));
  return seal(found.map(({ id, state }) => ({ id, status: state.status ?? 'booked', state })), { personIds: [...new Set(rows.flatMap(({ holder_id }) => holder_id ?? []))], kind: 'rendez-vous du jour' });
}

export type Marks = { motive: string; week: LawDate; arrived: number; missed: number; total: number };
/** Who came and who did not, by week (its Monday) and motive, where somebody was noted: counts, nobody. */
export async function marksAt(world: Pick<World, 'read'>, office: string): Promise<Marks[]> {
  return world.read<Marks[]>`select motive, week, arrived, missed, total from pub_appointments_marks where office = ${office} and arrived + missed > 0 order by week desc, motive limit 24`;
}

/** Appointments that stand while nobody receives: to be moved, one by one, by a person. */
export async function stranded(world: Reader, office: string): Promise<{ id: string; number: string; start: string }[]> {
  const [agenda, booked] = await Promise.all([agendaOf(world.read, world.facets, office), bookedAfter(world.read, office, world.clock())]);
  return booked.filter((one) => !receives(agenda, one)).map(({ id, number, start }) => ({ id, number, start }));
}

/** True for an appointment to come at a time at which nobody receives any more. */
export async function isStranded(world: Reader, { status, place }: AppointmentState): Promise<boolean> {
  return status === 'booked' && place !== null && place.start > world.clock().toISOString() && !receives(await agendaOf(world.read, world.facets, place.office), place);
}

async function statesOf(world: Reader, ids: readonly string[]): Promise<MyAppointment[]> {
  const states = await loadStates(world.read, world.facets, ids.map(appointmentRef));
  return ids.map((id) => ({ id, state: states.get(id)?.[appointmentFacet.name] as AppointmentState }));
}

/** Times of each other office that are offered for a move: the rest is a press away, at that office. */
const ELSEWHERE = 12;

/** Other times for whoever wants to move: at the same office first, then the next ones at each other office that receives for it. */
export async function freeForMove(world: Reader, state: AppointmentState): Promise<FreeTime[]> {
  const motive = territory.motive(state.motive ?? '', world.today(world.clock()));
  if (!motive || !state.office || state.status !== 'booked' || motive.mode !== 'open') return [];
  const others = (await officesFor(world, motive)).filter((office) => office !== state.office);
  const [here, ...there] = await Promise.all([freeAt(world, motive, state.office), ...others.map((office) => freeAt(world, motive, office, bookableDays(world), ELSEWHERE))]);
  return [...here ?? [], ...there.flat()];
}

/** A draw as it stands; undefined when there is none. All of it is public. */
export async function readDraw(world: Reader, id: string): Promise<DrawState | undefined> {
  const state = (await loadStates(world.read, world.facets, [drawRef(id)])).get(id)?.[drawFacet.name] as DrawState | undefined;
  return state?.status ? state : undefined;
}
