import { derived } from '../../core/act/derived.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Facets } from '../../core/act/facets.ts';
import type { Row } from '../../core/act/rows.ts';
import type { Facet } from '../../core/act/types.ts';
import { sha256 } from '../../core/crypto/index.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { formatHumanCode, parseHumanCode } from '../../core/values/human-code.ts';
import { fold } from '../../core/values/text.ts';
import { addDays, instantOf, type LawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { agendaFacet, agendaRef, type AgendaState } from './model/agenda.ts';
import { appointmentRef, appointmentRules, LIVE, placeKey, type AppointmentAct, type AppointmentContact, type AppointmentState, type Place } from './model/appointment.ts';
import type { Taken } from './rules/slots.ts';

export const appointmentFacet: Facet<AppointmentState, AppointmentAct> = {
  name: 'appointment', subject: 'appointment', ...appointmentRules,
  ...derived(
    { table: 'appointment_place', key: ['appointment_id', 'role'], rows: placeRows },
    { table: 'appointment_entry', key: ['appointment_id'], rows: entryRows },
  ),
};

/** The appointment that has this number. */
export async function locateAppointment(tx: Sql | Tx, text: string): Promise<string[]> {
  const number = parseHumanCode(text);
  if (!number) return [];
  const rows = await tx<{ appointment_id: string }[]>`select appointment_id from appointment_entry where number = ${number}`;
  return rows.map((row) => row.appointment_id);
}

/** The agenda of a place, by its code or its name. */
export async function locateAgenda(tx: Sql | Tx, text: string): Promise<string[]> {
  const typed = fold(text);
  const ids = territory.receivingPlaces.filter(({ id, name }) => id === text.trim().toLowerCase() || fold(name) === typed || fold(territory.placeName(id)) === typed).map(({ id }) => agendaRef(id).id);
  if (!ids.length) return [];
  const rows = await tx<{ id: string }[]>`select id from subject where id in ${tx(ids)}`;
  return rows.map((row) => row.id);
}

/** What is taken, freed or offered at an office between two days, both included. Read under the lock of its agenda, it is exact. */
export async function takenAt(tx: Sql | Tx, office: string, from: LawDate, to: LawDate): Promise<Taken[]> {
  const rows = await tx<{ resource: string; place: number; starts_at: Date; ends_at: Date }[]>`
    select resource, place, starts_at, ends_at from appointment_place
    where office = ${office} and starts_at >= ${instantOf(from, '00:00')} and starts_at < ${instantOf(addDays(to, 1), '00:00')}`;
  return rows.map((row) => ({ resource: row.resource, place: row.place, start: row.starts_at.toISOString(), end: row.ends_at.toISOString() }));
}

/** Appointments to come at an office, in order of time: five hundred are more than a person settles one by one. */
export async function bookedAfter(tx: Sql | Tx, office: string, now: Date): Promise<(Taken & { id: string; number: string })[]> {
  const rows = await tx<{ id: string; number: string; resource: string; place: number; starts_at: Date; ends_at: Date }[]>`
    select e.appointment_id as id, e.number, p.resource, p.place, p.starts_at, p.ends_at from appointment_entry e join appointment_place p on p.appointment_id = e.appointment_id and p.role = 'booked'
    where e.office = ${office} and e.status = 'booked' and p.starts_at > ${now} order by p.starts_at limit 500`;
  return rows.map(({ starts_at, ends_at, ...row }) => ({ ...row, number: formatHumanCode(row.number), start: starts_at.toISOString(), end: ends_at.toISOString() }));
}

/** The agenda of an office or a tour; empty while nobody has opened it. */
export async function agendaOf(sql: Sql | Tx, facets: Facets, office: string): Promise<AgendaState> {
  const ref = agendaRef(office);
  return (await loadStates(sql, facets, [ref])).get(ref.id)?.[agendaFacet.name] as AgendaState;
}

/** One appointment, its contact included; undefined when there is none. */
export async function appointmentOf(sql: Sql | Tx, facets: Facets, id: string): Promise<AppointmentState | undefined> {
  const state = (await loadStates(sql, facets, [appointmentRef(id)])).get(id)?.[appointmentFacet.name] as AppointmentState | undefined;
  return state?.number ? state : undefined;
}

/** Appointments still to come of a person, a company or a contact: what one may have at a time is limited. */
export async function liveCount(tx: Sql | Tx, who: { holder: string | null; contact: Partial<Pick<AppointmentContact, 'phone' | 'email'>> | undefined }, now: string): Promise<number> {
  const { phone, email } = who.contact ?? {};
  // Either of the two receives the code: invented phones beside one e-mail are one contact.
  const digests = [contactHash({ phone }), contactHash({ email })].filter((one) => one !== null);
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from appointment_entry
    where status in ${tx([...LIVE])} and (starts_at is null or starts_at > ${now}) and (holder_id = ${who.holder} or contact_hash = any(${digests}::text[]) or email_hash = any(${digests}::text[]))`;
  return row?.count ?? 0;
}

/** Places of an office that wait for the code of somebody without an account. */
export async function unconfirmedAt(tx: Sql | Tx, office: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`select count(*)::int as count from appointment_entry where office = ${office} and status = 'unconfirmed' and starts_at is not null`;
  return row?.count ?? 0;
}

/** How many at that office, for that motive, would take a place that came free before the one they have. */
export async function lineAt(tx: Sql | Tx, office: string, motive: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from appointment_entry
    where office = ${office} and motive = ${motive} and not offered and ((status = 'booked' and earlier) or status = 'waiting')`;
  return row?.count ?? 0;
}

/** The next in line for a freed place: those whom a draw left waiting, by rank; then those who want to come earlier, by order of asking. */
export async function nextInLine(tx: Tx, freed: Place, motive: string, except: string): Promise<string | undefined> {
  const [row] = await tx<{ appointment_id: string }[]>`
    select appointment_id from appointment_entry
    where office = ${freed.office} and motive = ${motive} and not offered and appointment_id <> ${except} and position(${placeKey(freed)} in passed) = 0
      and ((status = 'waiting' and (wish_from is null or ${freed.start}::timestamptz >= wish_from) and (wish_to is null or ${freed.start}::timestamptz < wish_to + 1))
        or (status = 'booked' and earlier and starts_at > ${freed.start}))
    order by status = 'waiting' desc, draw_rank, asked_at, appointment_id limit 1`;
  return row?.appointment_id;
}

/** One contact, however it is typed: what is kept in rows is this digest only. */
export function contactHash(contact: Partial<Pick<AppointmentContact, 'phone' | 'email'>> | null): string | null {
  const said = contact?.phone ?? contact?.email?.trim().toLowerCase();
  return said ? sha256(Buffer.from(`appointment-contact:${said}`)).toString('hex') : null;
}

function placeRows(id: string, { place, freed, offer }: AppointmentState): Row[] {
  const row = (role: string, one: Place | null, until: string | null = null): Row[] =>
    (one ? [{ appointment_id: id, role, office: one.office, resource: one.resource, place: one.place, starts_at: one.start, ends_at: one.end, until }] : []);
  return [...row('booked', place), ...row('freed', freed), ...row('offered', offer, offer?.until ?? null)];
}

function entryRows(id: string, state: AppointmentState): Row[] {
  const { number, status, motive, office, holder, contact, place, askedAt, earlier, offer, passed, draw } = state;
  if (!number || !status || !motive || !office || !askedAt) return [];
  return [{
    appointment_id: id, number: number.replaceAll('-', ''), status, motive, office, holder_id: holder, contact_hash: contactHash(contact), email_hash: contactHash({ email: contact?.email }), resource: place?.resource ?? null, starts_at: place?.start ?? null,
    asked_at: askedAt, earlier, offered: offer !== null, passed: passed.join(' '), draw_id: draw?.id ?? null, draw_rank: draw?.rank ?? null, wish_from: draw?.wish.from ?? null, wish_to: draw?.wish.to ?? null,
    request_key: contact?.key ?? null,
  }];
}
