import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadStates } from '../../src/core/act/store.ts'
import { sealJournal } from '../../src/core/act/seal.ts'
import { printReport, verifyRegister } from '../../src/core/act/verify.ts'
import { openKeyRing } from '../../src/core/crypto/index.ts'
import { connect, pools, type Sql } from '../../src/core/db/sql.ts'
import { boxFacets, type Content } from '../setup/box.ts'
import { Cluster } from './cluster.ts'
import { BOXES, boxRef, commandAt, itemOf, openBoxes, type Answer, type Request } from './commands.ts'

const LONG = process.env['SITT_LONG'] === '1'
const COMMANDS = LONG ? 10_000 : 500
const KILLS = LONG ? 60 : 3
const AT_ONCE = 8

let cluster: Cluster
let owner: Sql
beforeAll(async () => {
  cluster = await Cluster.start()
  owner = connect(cluster.ownerUrl, { max: 1 })
  await owner`insert into number_pool (pool, position, number) select 'labels', n, 'B' || n from generate_series(1, ${COMMANDS}) n`
  await owner.end()
  const { acts, close } = pools(cluster.appUrl)
  await openBoxes({ acts, facets: boxFacets(), clock: () => new Date() })
  await close()
  await cluster.startServer()
})
afterAll(() => cluster.stop())

test(`${COMMANDS} commandes au hasard, ${KILLS} arrêts brutaux : rien d'acquitté n'est perdu, rien n'est doublé`, async () => {
  const seed = Number(process.env['SITT_SEED'])
  const requests = Array.from({ length: COMMANDS }, (_, n): Request =>
    ({ id: `r-${n}`, command: fc.sample(commandAt(n), { numRuns: 1, seed: seed + n })[0] as Request['command'] }))
  const answers = await drive(requests, seed)
  expect(answers.size).toBe(COMMANDS)

  const { acts: sql, report, close } = pools(cluster.appUrl)
  try {
    await expectOnce(sql, requests, answers)
    await expectConserved(sql, requests, answers)
    const keys = openKeyRing({ folder: join(cluster.folder, 'keys') })
    await sealJournal({ sql, keys, folder: cluster.folder, clock: () => new Date() })
    const verified = await verifyRegister({ sql: report, facets: boxFacets(), seals: { keys: keys.publicKeys(), folder: cluster.folder } })
    expect(verified.findings, printReport(verified)).toEqual([])
    expect(verified.checked['actes']).toBeGreaterThan(COMMANDS / 4)
    expect(verified.cannotSee.join()).not.toMatch(/ne sont pas scellés|ne sont pas recopiés/)
  } finally {
    await close()
  }
})

/**
 * Sends every request until it is answered: some twice at once, some again because their answer was lost on the way
 * or because server or PostgreSQL was killed. @returns the answer each one got; two answers to one request must be the same
 */
async function drive(requests: readonly Request[], seed: number): Promise<Map<string, unknown>> {
  const chance = fc.sample(fc.noBias(fc.integer({ min: 0, max: 999 })), { numRuns: COMMANDS * 4, seed })
  let drawn = 0
  const luck = (): number => (chance[drawn++ % chance.length] as number) / 1000
  const killAt = new Set(Array.from({ length: KILLS }, (_, n) => Math.floor(((n + 0.2 + 0.7 * luck()) * COMMANDS) / KILLS)))
  const kills = Array.from({ length: KILLS }, (_, n) => n % 3 !== 1)

  const byId = new Map(requests.map((request) => [request.id, request]))
  const answers = new Map<string, unknown>()
  const waiting = [...requests]
  const flying = new Map<string, Request>()
  const done = Promise.withResolvers<Map<string, unknown>>()
  let sent = 0
  let down = false

  const again = (request: Request): void => {
    flying.delete(request.id)
    waiting.unshift(request)
  }
  const pump = (): void => {
    while (!down && flying.size < AT_ONCE && waiting.length) {
      const request = waiting.shift() as Request
      flying.set(request.id, request)
      cluster.send(request)
      if (luck() < 0.1) cluster.send(request) // a second press
      if (killAt.delete(sent++)) {
        down = true
        void (kills.pop() ? cluster.killPostgres() : cluster.killServer()).then(() => { down = false; pump() }, done.reject)
      }
    }
    if (!waiting.length && !flying.size && !down) done.resolve(answers)
  }
  cluster.onAnswer = (answer: Answer) => {
    const request = flying.get(answer.id)
    if ('result' in answer) {
      // Sealing is not a request with an id: it may answer otherwise the second time.
      const before = answers.get(answer.id)
      if (answers.has(answer.id) && byId.get(answer.id)?.command.op !== 'seal' && !isDeepStrictEqual(answer.result, before)) {
        done.reject(new Error(`${answer.id} was told ${JSON.stringify(before)}, then ${JSON.stringify(answer.result)}`))
      }
      answers.set(answer.id, answer.result)
    } else if (!down && !/CONNECTION|connection|terminat/.test(answer.error)) done.reject(new Error(`${answer.id}: ${answer.error}`))
    if (!request) return
    if ('error' in answer || luck() < 0.1) again(request) // the answer never reached its caller
    else flying.delete(request.id)
    pump()
  }
  cluster.onLost = () => {
    if (!down) done.reject(new Error('the server died by itself'))
    for (const request of flying.values()) again(request)
  }
  pump()
  return done.promise
}

/** What was told is what the journal holds: one act for each thing done, none for what was refused. */
async function expectOnce(sql: Sql, requests: readonly Request[], answers: ReadonlyMap<string, unknown>): Promise<void> {
  const rows = await sql<{ request_id: string; n: number }[]>`select request_id, count(*) as n from act group by request_id`
  const acts = new Map(rows.map((row) => [row.request_id, row.n]))
  const wrong = requests.filter(({ id, command }) => (acts.get(id) ?? 0) !== (wasDone(command.op, answers.get(id)) ? 1 : 0))
  expect(wrong.map((request) => ({ ...request, told: answers.get(request.id), acts: acts.get(request.id) ?? 0 }))).toEqual([])
}

function wasDone(op: Request['command']['op'], told: unknown): boolean {
  if (op === 'seal' || told === 'refused') return false
  if (op === 'erase') return (told as unknown[]).length > 0
  return !(told as object | null)?.hasOwnProperty('blocked')
}

/** Each item that was put in lies in exactly one box, or was taken out; each receipt and each label was given once. */
async function expectConserved(sql: Sql, requests: readonly Request[], answers: ReadonlyMap<string, unknown>): Promise<void> {
  const refs = Array.from({ length: BOXES }, (_, n) => boxRef(n))
  const boxes = [...(await loadStates(sql, boxFacets(), refs)).values()].map((states) => states['content'] as Content)
  const here = boxes.flatMap(({ items }) => items.filter(({ to }) => to === null).map(({ name }) => name)).sort()
  const puts = requests.flatMap(({ command }, n) => (command.op === 'put' ? [itemOf(n)] : []))
  const taken = new Set(requests.flatMap(({ id, command }) => (command.op === 'take' && wasDone('take', answers.get(id)) ? [command.item] : [])))
  expect(here).toEqual(puts.filter((item) => !taken.has(item)).sort())
  const receipts = boxes.flatMap((box) => box.receipts).sort()
  expect(receipts).toEqual(puts.map((_, n) => `desk-${String(n + 1).padStart(6, '0')}`))
  const labels = requests.flatMap(({ id, command }) => (command.op === 'open' ? [(answers.get(id) as { label: string }).label] : []))
  expect(new Set(labels).size).toBe(labels.length)
  const [pool] = await sql<{ n: number }[]>`select count(*) as n from number_pool where act_id is not null`
  expect(pool?.n).toBe(labels.length)
}
