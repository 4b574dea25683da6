import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWorld } from '../../src/app.ts'
import { perform } from '../../src/core/act/perform.ts'
import { act } from '../../src/core/act/types.ts'
import { isRefusal } from '../../src/core/db/errors.ts'
import { connect, pools, type Pools, type Sql } from '../../src/core/db/sql.ts'
import type { World } from '../../src/core/demarche/index.ts'
import { uuid } from '../../src/core/values/ids.ts'
import { addDays, instantOf } from '../../src/core/values/time.ts'
import { agendaRef, ask, isDone, openAgendas, wrongsOf, type AgendaAct } from '../../src/domains/appointments/index.ts'
import { Cluster } from './cluster.ts'

const LONG = process.env['SITT_LONG'] === '1'
const RACES = LONG ? 10_000 : 240
const AT_ONCE = 40
const MONDAY = '2026-11-23'
/** Two desks of two places, an hour and a half a day: fewer places than runners. */
const DAYS = LONG ? 20 : 2
const PLACES = DAYS * 4 * 6

let cluster: Cluster
let own: Pools
let owner: Sql
let world: World
beforeAll(async () => {
  cluster = await Cluster.start()
  own = pools(cluster.appUrl)
  owner = connect(cluster.ownerUrl, { max: 30 })
  world = buildWorld(own, { clock: () => new Date('2026-11-21T23:00:00Z'), mode: 'test' })
  await openAgendas(world, MONDAY)
  const subjects = [agendaRef('noumea')]
  await perform(world, {
    requestId: 'desks', author: { kind: 'system', job: 'essai' }, judgedOn: MONDAY, subjects,
    decide: () => Promise.resolve({ result: null, acts: ['poste-1', 'poste-2'].flatMap((id) => [
      act<AgendaAct>({ kind: 'agenda.resource-set', subjects, payload: { id, name: id, resourceKind: 'counter', capacity: 2 } }),
      act<AgendaAct>({ kind: 'agenda.opening-set', subjects, payload: { resource: id, opening: { id: uuid(), weekdays: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '09:30', since: MONDAY, last: null } } }),
    ]) }),
  })
})
afterAll(async () => {
  await own.close()
  await owner.end({ timeout: 5 })
  await cluster.stop()
})

test(`${RACES} courses pour ${PLACES} places, ${AT_ONCE} à la fois : aucune place n'est donnée deux fois, aucune ne se perd, nul ne tombe sur une panne`, async () => {
  const seed = Number(process.env['SITT_SEED'])
  const slots = Array.from({ length: DAYS }, (_, day) => Array.from({ length: 6 }, (_none, n) => ({ day: addDays(MONDAY, day), time: `0${8 + Math.floor(n / 4)}:${String((n % 4) * 15).padStart(2, '0')}` }))).flat()
  const said = new Map<string, number>()
  let next = 0
  const runner = async () => {
    for (let n = next; n < RACES; n = next) {
      next += 1
      // Neighbours race for one hour: the same for a whole wave.
      const { day, time } = slots[(Math.floor(n / AT_ONCE) * 7 + (n % 3) + seed) % slots.length] as (typeof slots)[number]
      const actor = { kind: 'citizen' as const, personId: uuid(), accountId: uuid(), name: `Coureur ${n}`, assurance: 'verified' as const }
      const { outcome } = await ask(world, { actor, door: 'course' }, 'prendre', null, { motive: 'dossier', office: 'noumea', day, time }, uuid())
      const answer = isDone(outcome) ? 'done' : wrongsOf(outcome).map(({ message }) => message.slice(0, 32)).join()
      said.set(answer, (said.get(answer) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, runner))
  const done = said.get('done') ?? 0
  expect([...said.keys()].toSorted()).toEqual(['Cette place n’est pas libre : el', 'done'])
  expect([...said.values()].reduce((sum, count) => sum + count, 0)).toBe(RACES)
  const [rows] = await owner<{ taken: number; distinct: number; acts: number }[]>`
    select (select count(*) from appointment_place) as taken, (select count(distinct (office, resource, place, starts_at)) from appointment_place) as distinct,
           (select count(*) from act where kind = 'appointment.booked') as acts`
  expect(rows).toEqual({ taken: done, distinct: done, acts: done })
  expect(done).toBeLessThanOrEqual(PLACES)
  if (LONG) expect(done, 'there were enough runners for every place').toBe(PLACES)
})

test('et sans la démarche, trente connexions qui écrivent la même place à la fois : la base n’en laisse qu’une', async () => {
  const ids = Array.from({ length: 30 }, () => uuid())
  await owner`insert into subject ${owner(ids.map((id) => ({ id, kind: 'appointment' })))}`
  const start = instantOf(addDays(MONDAY, 60), '08:00')
  const tries = await Promise.allSettled(ids.map((id, n) => owner`insert into appointment_place (appointment_id, role, office, resource, place, starts_at, ends_at)
    values (${id}, 'booked', 'noumea', 'poste-1', 1, ${new Date(start.getTime() + n * 10_000)}, ${new Date(start.getTime() + 900_000 + n * 10_000)})`.execute()))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  // Those that waited for each other may be told of a deadlock instead: the place is refused all the same.
  expect(refused.every((error) => isRefusal(error, 'exclusion', 'appointment_place_once') || (error as { code?: string }).code === '40P01')).toBe(true)
})
