/** For tests: one office with two desks and one lane, on real PostgreSQL, its clock in the test's hand. */
import { testDatabase } from '../../../tests/setup/database.ts';
import { buildWorld } from '../../app.ts';
import { demoAgentId, seedDemoAccess } from '../../core/access/demo.ts';
import { anonymous, type Actor } from '../../core/access/actor.ts';
import { perform } from '../../core/act/perform.ts';
import { act, type ActDraft } from '../../core/act/types.ts';
import type { Caller } from '../../core/demarche/index.ts';
import { runDue, REACT, reactTask, type Tasks } from '../../core/jobs/index.ts';
import { demoAdapter, inboxAdapter, SEND, sendTask } from '../../core/messages/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { reactions } from '../../reactions.ts';
import { testMessaging } from '../../../tests/setup/sale-code.ts';
import { recordPerson } from '../people/index.ts';
import { agendaRef, type AgendaAct } from './model/agenda.ts';
import { openAgendas } from './agendas.ts';
import { ask, isDone, wrongsOf, type Errand } from './errands.ts';
import { appointmentTasks } from './reactions/index.ts';
import { readAppointment } from './reading.ts';
import type { AppointmentState } from './model/appointment.ts';

/** A Monday: 10 h in Nouméa. */
export const MONDAY = '2026-11-23';

export async function receiving() {
  const db = await testDatabase();
  const time = { now: new Date('2026-11-22T23:00:00Z') };
  await db.owner.begin((tx) => seedDemoAccess(tx));
  const world = buildWorld(db.pools, { clock: () => time.now, mode: 'test' });
  await openAgendas(world, MONDAY);
  const record = (acts: readonly ActDraft[]) => perform(world, {
    requestId: `seed:${uuid()}`, author: { kind: 'system', job: 'seed' }, judgedOn: world.today(time.now),
    subjects: [...new Map(acts.flatMap((one) => one.subjects.filter((ref) => !ref.fresh)).map((ref) => [ref.id, ref])).values()], decide: () => Promise.resolve({ acts, result: null }),
  });
  /** Opens a resource every weekday. */
  const openAt = (office: string, resource: string, kind: 'counter' | 'lane' | 'tour', capacity = 1, hours: readonly [string, string] = ['08:00', '11:00']) => record([
    act<AgendaAct>({ kind: 'agenda.resource-set', subjects: [agendaRef(office)], payload: { id: resource, name: resource, resourceKind: kind, capacity } }),
    act<AgendaAct>({ kind: 'agenda.opening-set', subjects: [agendaRef(office)], payload: { resource, opening: { id: uuid(), weekdays: [1, 2, 3, 4, 5], from: hours[0], to: hours[1], since: '2026-01-01', last: null } } }),
  ]);
  const person = async (name: string): Promise<Caller & { actor: Extract<Actor, { kind: 'citizen' }> }> => {
    const id = uuid();
    await record([recordPerson(id, { person: { kind: 'natural', familyName: 'Exemple', givenNames: name, birthDate: { precision: 'year', value: '1980' }, civilStatus: 'common' }, address: { commune: '98818', placeKind: 'street', place: '1 rue de l’Essai' }, contact: { preferred: 'email', email: `${name.toLowerCase()}@exemple.nc` } })]);
    return { actor: { kind: 'citizen', personId: id, accountId: uuid(), name: `${name} Exemple`, assurance: 'verified' }, door: 'test' };
  };
  const clerk: Caller = { actor: { kind: 'agent', agentId: demoAgentId('responsable'), name: 'Hélène Exemple', roles: ['supervisor', 'clerk'], office: 'noumea' }, door: 'test', office: 'noumea' };
  const visitor: Caller = { actor: anonymous, door: 'test' };
  const bearer = (id: string): Caller => ({ actor: { kind: 'anonymous', opened: id }, door: 'test' });
  /** Asks, and says what came of it: 'done', or the sentences. */
  const asks = async (who: Caller, errand: Errand, id: string | null, answers: Record<string, string> = {}): Promise<{ said: string; id: string }> => {
    const { outcome, id: found } = await ask(world, who, errand, id, answers, uuid());
    return { said: isDone(outcome) ? 'done' : wrongsOf(outcome).map(({ message }) => message).join(' '), id: found };
  };
  const book = (who: Caller, day: string, hour: string, more: Record<string, string> = {}) => asks(who, 'prendre', null, { motive: 'dossier', office: 'noumea', day, time: hour, ...more });
  const state = async (id: string): Promise<AppointmentState> => (await readAppointment(world, id))!;
  const env = { world, messaging: testMessaging };
  const letter = { name: 'letter', send: () => Promise.resolve({ state: 'to_print' as const, providerId: 'x' }) };
  const tasks: Tasks = {
    [REACT]: reactTask(env, world.read, reactions), ...appointmentTasks(env), 'draw-paper': () => Promise.resolve(),
    [SEND]: sendTask({ acts: world.acts, messaging: testMessaging, adapters: { email: demoAdapter, sms: demoAdapter, letter, inbox: inboxAdapter }, clock: () => time.now }),
  };
  const run = async () => (await runDue(db.sql, tasks, time.now)).failed;
  return { db, time, world, record, openAt, person, clerk, visitor, bearer, asks, book, state, run, env, close: () => db.close() };
}
export type Receiving = Awaited<ReturnType<typeof receiving>>;
