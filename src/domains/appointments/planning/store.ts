/** The rows of a plan: the only file that names its table. */
import type { AgentRole } from '../../../core/access/actor.ts';
import { isRefusal } from '../../../core/db/errors.ts';
import { transaction, type Query } from '../../../core/db/sql.ts';
import type { World } from '../../../core/demarche/index.ts';
import { formatHumanCode } from '../../../core/values/human-code.ts';
import { uuid } from '../../../core/values/ids.ts';
import { addDays, instantOf } from '../../../core/values/time.ts';
import { marksAt, readAgenda, type Marks } from '../reading.ts';
import type { ResourceKind } from '../../../territory/index.ts';
import { dangers, hasDuty, stepOf, type Booked, type Danger, type Shift } from '../rules/planning.ts';
import type { Hall } from '../queue/store.ts';

/** Somebody of the office, with the roles that say which duties they may be given. */
type Planned = { id: string; name: string; roles: readonly AgentRole[] };
export type Plan = { shifts: readonly Shift[]; agents: readonly Planned[]; resources: readonly { id: string; name: string; kind: ResourceKind }[]; /** Minutes of a square of the board. */ step: number; dangers: readonly Danger[]; marks: readonly Marks[]; came: { arrived: number; missed: number } };

/** The plan of an office on a day, and where it fails. Appointments are named by number, nobody by name but the agents; who came and who did not are counts. */
export async function readPlan(world: World, { office, day }: Hall): Promise<Plan> {
  const [from, to] = [instantOf(day, '00:00'), instantOf(addDays(day, 1), '00:00')];
  const [agenda, rows, agents, booked, marks, came] = await Promise.all([
    readAgenda(world, office),
    world.acts<{ id: string; agent_id: string; agent: string; resource: string | null; starts_at: Date; ends_at: Date }[]>`
      select s.id, s.agent_id, a.name as agent, s.resource, s.starts_at, s.ends_at from planning_shift s join agent a on a.id = s.agent_id
      where s.office = ${office} and s.ended_at is null and s.starts_at < ${to} and s.ends_at > ${from} order by s.starts_at, a.name`,
    agentsOf(world.read, office),
    world.read<{ number: string; resource: string; starts_at: Date; ends_at: Date }[]>`
      select e.number, p.resource, p.starts_at, p.ends_at from appointment_place p join appointment_entry e using (appointment_id)
      where p.office = ${office} and p.role = 'booked' and e.status in ('booked', 'unconfirmed') and p.starts_at >= ${from} and p.starts_at < ${to} order by p.starts_at`,
    marksAt(world, office),
    world.read<{ arrived: number; missed: number }[]>`
      select count(*) filter (where status = 'arrived')::int as arrived, count(*) filter (where status = 'missed')::int as missed
      from pub_appointments_day where office = ${office} and starts_at >= ${from} and starts_at < ${to}`,
  ]);
  const shifts = rows.map((row): Shift => ({ id: row.id, agentId: row.agent_id, agent: row.agent, resource: row.resource, start: row.starts_at.toISOString(), end: row.ends_at.toISOString() }));
  const expected = booked.map((row): Booked => ({ number: formatHumanCode(row.number), resource: row.resource, start: row.starts_at.toISOString(), end: row.ends_at.toISOString() }));
  return { shifts, agents: agents.filter((one) => agenda.resources.some(({ kind }) => hasDuty(one.roles, kind)) || shifts.some(({ agentId }) => agentId === one.id)), resources: agenda.resources.map(({ id, name, kind }) => ({ id, name, kind })), step: stepOf(agenda, day), dangers: dangers(agenda, day, shifts, expected), marks, came: came[0] ?? { arrived: 0, missed: 0 } };
}

/** Of the office, active: who has a duty there is chosen by what it has. */
const agentsOf = (sql: Query, office: string): Promise<Planned[]> =>
  sql<Planned[]>`select id, name, roles from agent where office = ${office} and active and (not demo or is_demo()) order by name`.then((rows) => [...rows]);

const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;

/** @param resource empty: the agent is away @returns the sentence that says why not; null once done */
export async function setShift(world: World, hall: Hall, by: string, asked: { agent: string; resource: string; from: string; to: string }): Promise<string | null> {
  const plan = await readPlan(world, hall);
  const agent = plan.agents.find(({ id }) => id === asked.agent);
  const resource = plan.resources.find(({ id }) => id === asked.resource);
  if (!agent) return 'Choisissez un agent de ce lieu.';
  if (asked.resource && !resource) return 'Choisissez un poste de ce lieu, ou une absence.';
  if (resource && !hasDuty(agent.roles, resource.kind)) return `${agent.name} n’a pas la fonction qu’il faut : ${resource.name}.`;
  if (!HOUR.test(asked.from) || !HOUR.test(asked.to) || asked.from >= asked.to) return 'Indiquez deux heures dans l’ordre, par exemple 08:00 et 11:30.';
  try {
    await transaction(world.acts, async (tx) => {
      await tx`insert into planning_shift (id, office, agent_id, kind, resource, starts_at, ends_at, set_by, set_at)
        values (${uuid()}, ${hall.office}, ${asked.agent}, ${asked.resource ? 'work' : 'away'}, ${asked.resource || null}, ${instantOf(hall.day, asked.from)}, ${instantOf(hall.day, asked.to)}, ${by}, ${world.clock()})`;
    }, 3);
    return null;
  } catch (error) {
    if (isRefusal(error, 'exclusion', 'planning_shift_once')) return 'Cet agent est déjà à un poste à ces heures.';
    throw error;
  }
}

/** Withdraws a line of this office; false when there is none. */
export async function endShift(world: World, { office }: Hall, by: string, id: string): Promise<boolean> {
  const rows = await world.acts`update planning_shift set ended_at = ${world.clock()}, ended_by = ${by} where id = ${id} and office = ${office} and ended_at is null returning id`;
  return rows.length === 1;
}

/**
 * Each takes the other's place at the other's hours, both or neither.
 * @returns the sentence that says why not; null once done
 */
export async function swapShifts(world: World, hall: Hall, by: string, first: string, second: string): Promise<string | null> {
  const { shifts, agents, resources } = await readPlan(world, hall);
  const [a, b] = [first, second].map((id) => shifts.find((one) => one.id === id && one.resource !== null));
  if (!a || !b || a.agentId === b.agentId) return 'Choisissez deux lignes de travail de deux agents, ce jour-là.';
  const fits = (line: Shift, agentId: string): boolean => { const kind = resources.find(({ id }) => id === line.resource)?.kind; return kind === undefined || hasDuty(agents.find(({ id }) => id === agentId)?.roles ?? [], kind); };
  if (!fits(a, b.agentId) || !fits(b, a.agentId)) return 'L’un des deux n’a pas la fonction du poste de l’autre.';
  try {
    const done = await transaction(world.acts, async (tx) => {
      const ended = await tx`update planning_shift set ended_at = ${world.clock()}, ended_by = ${by} where id in ${tx([a.id, b.id])} and office = ${hall.office} and ended_at is null returning id`;
      if (ended.length !== 2) return false;
      for (const [line, agent] of [[a, b.agentId], [b, a.agentId]] as const) {
        await tx`insert into planning_shift (id, office, agent_id, kind, resource, starts_at, ends_at, set_by, set_at)
          values (${uuid()}, ${hall.office}, ${agent}, 'work', ${line.resource}, ${line.start}, ${line.end}, ${by}, ${world.clock()})`;
      }
      return true;
    }, 3);
    return done ? null : 'Une de ces lignes n’est plus au planning.';
  } catch (error) {
    if (isRefusal(error, 'exclusion', 'planning_shift_once')) return 'L’échange mettrait un agent à deux postes à la fois.';
    throw error;
  }
}
