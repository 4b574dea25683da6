import { seal, sealAll, type Sealed } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Sql } from '../../core/db/sql.ts';
import type { DossierState, World } from '../../core/demarche/index.ts';
import { escapeLike, fold } from '../../core/values/text.ts';
import { findPersons, type PersonEntry } from '../../domains/people/index.ts';
import { lifeOf, locateSale, locateVehicle, plateOf, type RegistrationState } from '../../domains/registrations/index.ts';
import { makeAndModel, type VehicleState } from '../../domains/vehicles/index.ts';
import { territory } from '../../territory/index.ts';

export type Approval = { agentId: string; name: string; at: string };
export type DossierLine = {
  id: string; number: string; demarche: string; state: DossierState; door: string; subject_kind: string; subject_id: string; plate: string | null; applicant: string | null;
  applicant_id: string | null; submitted_at: Date | null; updated_at: Date; total: number | null; two_persons: boolean; approvals: Approval[]; taken_by: string | null; taken_by_id: string | null; keyed_by: string | null;
};
export type QueueId = 'examen' | 'deux-agents' | 'a-completer' | 'a-payer';
export const queues: Readonly<Record<QueueId, { label: string; state: DossierState; two: boolean }>> = {
  examen: { label: 'À examiner', state: 'in_review', two: false }, 'deux-agents': { label: 'À deux agents', state: 'in_review', two: true },
  'a-completer': { label: 'À compléter', state: 'to_complete', two: false }, 'a-payer': { label: 'À payer', state: 'to_pay', two: false },
};

/** One queue, the oldest first. @param only démarches that this agent reads; null: all */
export async function queueOf(sql: Sql, id: QueueId, only: readonly string[] | null = null): Promise<Sealed<DossierLine[]>> {
  const { state, two } = queues[id];
  return sealed([...await sql<DossierLine[]>`
    select d.*, a.name as taken_by, a.id as taken_by_id from pub_counter_dossier d left join dossier_taken t on t.dossier_id = d.id left join agent a on a.id = t.agent_id
    where d.state = ${state} and d.two_persons = ${two} ${only ? sql`and d.demarche = any(${[...only]}::text[])` : sql``} order by d.submitted_at nulls last limit 100`]);
}

/** How many wait in each queue. */
export async function queueCounts(sql: Sql, only: readonly string[] | null = null): Promise<Record<QueueId, number>> {
  const rows = await sql<{ state: string; two: boolean; count: number }[]>`
    select state, two_persons as two, count(*)::int as count from pub_counter_dossier where state in ('in_review', 'to_complete', 'to_pay') ${only ? sql`and demarche = any(${[...only]}::text[])` : sql``} group by 1, 2`;
  const of = (id: QueueId) => rows.find((row) => row.state === queues[id].state && row.two === queues[id].two)?.count ?? 0;
  return { examen: of('examen'), 'deux-agents': of('deux-agents'), 'a-completer': of('a-completer'), 'a-payer': of('a-payer') };
}

/** Dossiers on a subject (and on its sales), or of a person, the latest first. */
export async function dossiersAbout(sql: Sql, about: { subjectIds: readonly string[] } | { personId: string } | { number: string }): Promise<Sealed<DossierLine[]>> {
  const where = 'personId' in about ? sql`d.applicant_id = ${about.personId}` : 'number' in about ? sql`d.number = ${about.number}` : sql`d.subject_id = any(${[...about.subjectIds]}::uuid[])`;
  return sealed([...await sql<DossierLine[]>`select d.*, null as taken_by, null as taken_by_id from pub_counter_dossier d where ${where} order by d.updated_at desc limit 50`]);
}

export async function dossierLine(sql: Sql, id: string): Promise<Sealed<DossierLine> | undefined> {
  const [row] = await sql<DossierLine[]>`
    select d.*, a.name as taken_by, a.id as taken_by_id from pub_counter_dossier d left join dossier_taken t on t.dossier_id = d.id left join agent a on a.id = t.agent_id where d.id = ${id}`;
  return row && seal(row, { personIds: row.applicant_id ? [row.applicant_id] : [], kind: 'dossier', subjectId: row.id });
}

function sealed(rows: DossierLine[]): Sealed<DossierLine[]> {
  return seal(rows, { personIds: [...new Set(rows.flatMap((row) => row.applicant_id ?? []))], kind: 'dossiers' });
}

/** What one agent keyed, the latest first: all that a helper at a mairie sees. */
export async function dossiersKeyedBy(sql: Sql, agentId: string): Promise<Sealed<DossierLine[]>> {
  return sealed([...await sql<DossierLine[]>`select d.*, null as taken_by, null as taken_by_id from pub_counter_dossier d where d.keyed_by = ${agentId} and d.state <> 'cancelled' order by d.updated_at desc limit 100`]);
}

/** An agent takes a dossier in hand, or gives it back. */
export async function takeDossier(sql: Sql, dossierId: string, agentId: string | null, at: Date): Promise<void> {
  if (agentId === null) await sql`delete from dossier_taken where dossier_id = ${dossierId}`;
  else await sql`insert into dossier_taken (dossier_id, agent_id, taken_at) values (${dossierId}, ${agentId}, ${at}) on conflict (dossier_id) do update set agent_id = excluded.agent_id, taken_at = excluded.taken_at`;
}


/** Persons by id, as a clerk tells them apart. */
export async function personsById(sql: Sql, ids: readonly string[]): Promise<Sealed<PersonEntry[]>> {
  const rows = ids.length ? await sql<PersonEntry[]>`select person_id, kind, name, birth, ridet from pub_counter_party where person_id = any(${[...ids]}::uuid[])` : [];
  return seal([...rows], { personIds: rows.map((row) => row.person_id), kind: 'identité' });
}

export type VehicleLine = { id: string; plate: string | null; label: string; life: string | null };
export type Found = { vehicles: VehicleLine[]; sales: string[]; dossiers: Sealed<DossierLine[]>; persons: Sealed<PersonEntry[]>; exact: boolean };

/** One box for everything: what a text names exactly first, then what it resembles. */
export async function findEverything(world: World, text: string): Promise<Found> {
  const { read } = world;
  const folded = fold(text);
  const [exact, sales, dossiers, like, persons] = await Promise.all([
    locateVehicle(read, text), locateSale(read, text), dossiersAbout(read, { number: text.trim().toUpperCase() }),
    likeVehicles(read, folded),
    folded.length > 1 ? findPersons(read, text, 8) : [],
  ]);
  const ids = [...new Set([...exact, ...like.map((row) => row.subject_id)])].slice(0, 8);
  return { vehicles: await vehicleLines(world, ids), sales, dossiers, persons: sealAll(persons), exact: exact.length === 1 };
}

/** Vehicles by some signs of a plate, a chassis number or a title, spaces or not. @param folded see `fold` */
export async function likeVehicles(sql: Sql, folded: string): Promise<readonly { subject_id: string }[]> {
  const tight = folded.replaceAll(' ', '');
  if (tight.length < 2) return [];
  const patterns = [...new Set([folded, tight])].map((text) => `%${escapeLike(text)}%`);
  // Not prepared: how rare the signs are decides how they are best looked for.
  return sql.unsafe<{ subject_id: string }[]>(`select subject_id from search_entry where kind = 'vehicle' and (folded like $1 ${patterns[1] ? 'or folded like $2' : ''}) order by label limit 8`, patterns);
}

export async function vehicleLines(world: World, ids: readonly string[]): Promise<VehicleLine[]> {
  const states = await loadStates(world.read, world.facets, ids.map((id) => ({ kind: 'vehicle', id })));
  return ids.map((id) => {
    const registration = states.get(id)?.['registration'] as RegistrationState;
    const plate = plateOf(registration) ?? registration.plates.at(-1)?.plate ?? null;
    return { id, plate: plate && territory.formatPlate(plate), label: makeAndModel(states.get(id)?.['vehicle'] as VehicleState), life: lifeOf(registration) };
  });
}

/** Why the identity of each of these vehicles is contested, in words. */
export async function disputesOf(world: World, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const states = await loadStates(world.read, world.facets, ids.map((id) => ({ kind: 'vehicle', id })));
  return new Map(ids.flatMap((id) => { const { disputed } = states.get(id)?.['vehicle'] as VehicleState; return disputed ? [[id, disputed] as const] : []; }));
}

/** The vehicle that a sale is about. */
export async function vehicleOfSale(sql: Sql, saleId: string): Promise<string | undefined> {
  const [row] = await sql<{ vehicle_id: string }[]>`select vehicle_id from vehicle_sale where sale_id = ${saleId}`;
  return row?.vehicle_id;
}

/** Vehicles that a person holds today. */
export async function vehiclesOf(world: World, personId: string): Promise<VehicleLine[]> {
  const rows = await world.read<{ vehicle_id: string }[]>`select vehicle_id from pub_registrations_my_vehicles where person_id = ${personId} order by since desc limit 50`;
  return vehicleLines(world, rows.map((row) => row.vehicle_id));
}

export type Movement = { received_at: Date; amount: number; means: 'cash' | 'card-terminal'; receipt: string; dossier: string; dossier_id: string };
export async function movementsOf(sql: Sql, sessionId: string): Promise<Movement[]> {
  return sql<Movement[]>`select received_at, amount, means, receipt, dossier, dossier_id from pub_counter_till_movement where till_session_id = ${sessionId} order by received_at desc`;
}

export type MoneyLine = { number: string; issued_at: Date; total: number; means: 'cash' | 'card-terminal' | 'card-online' | 'account'; dossier: string; dossier_id: string };
/** Receipts of the dossiers on some subjects, the latest first. */
export async function moneyOf(sql: Sql, subjectIds: readonly string[]): Promise<MoneyLine[]> {
  return sql<MoneyLine[]>`select number, issued_at, total, means, dossier, dossier_id from pub_counter_receipt where subject_id = any(${[...subjectIds]}::uuid[]) order by issued_at desc limit 50`;
}

/** Names of agents, by id. */
export async function agentNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = ids.length ? await sql<{ id: string; name: string }[]>`select id, name from agent where id = any(${[...ids]}::uuid[])` : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}
