import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vehicleActs } from '../../db/seeds/acts.ts'
import { car } from '../../db/seeds/stories.ts'
import { buildWorld } from '../../src/app.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { demoAgentId, seedDemoAccess } from '../../src/core/access/demo.ts'
import { perform } from '../../src/core/act/perform.ts'
import { fillPools } from '../../src/core/act/pools.ts'
import { act, type ActDraft } from '../../src/core/act/types.ts'
import { printReport, verifyRegister } from '../../src/core/act/verify.ts'
import { openKeyRing, type KeyRing } from '../../src/core/crypto/index.ts'
import { connect, pools, type Pools } from '../../src/core/db/sql.ts'
import type { World } from '../../src/core/demarche/index.ts'
import { reread } from '../../src/core/paper/reread.ts'
import { openPieceStore, readPiece } from '../../src/core/pieces/index.ts'
import { deterministicId } from '../../src/core/values/ids.ts'
import { insertPapers } from '../../src/domains/documents/index.ts'
import { recordPerson } from '../../src/domains/people/index.ts'
import { freeAt, poolRules, startPrint, toPrint, type BlankAct } from '../../src/domains/registrations/index.ts'
import { Cluster } from './cluster.ts'
import { killedThroughout } from './kills.ts'

/** Each title is drawn for real: by `test:long` only. */
const LONG = process.env['SITT_LONG'] === '1'
const TITLES = 60
const KILLS = 6
const FIRST = 900_001
const SPARE = 5

const id = (name: string): string => deterministicId('endurance-print', name)
const camille: Extract<Actor, { kind: 'agent' }> = { kind: 'agent', agentId: demoAgentId('guichet'), name: 'Camille Exemple', roles: ['clerk'], office: 'noumea' }
const plates = Array.from({ length: TITLES }, (_, n) => `${420_000 + n}NC`)

let cluster: Cluster
let own: Pools
let world: World
let keys: KeyRing
beforeAll(async () => {
  cluster = await Cluster.start('print-server.ts')
  own = pools(cluster.appUrl)
  keys = openKeyRing({ folder: join(cluster.folder, 'keys') })
  world = buildWorld(own, { mode: 'test', keys })
  await prepare()
}, 600_000)
afterAll(async () => {
  await own.close()
  await cluster.stop()
})

test.runIf(LONG)(`une impression de ${TITLES} titres, ${KILLS} arrêts brutaux au milieu : un autre serveur la reprend, aucun titre deux fois ni absent de la liasse, chaque titre vierge compté`, async () => {
  const source = { kind: 'office' as const, office: 'noumea', day: world.today(world.clock()) }
  const titles = (await toPrint(own.acts, source, 100)).map(({ title }) => title)
  expect(titles).toHaveLength(TITLES)
  await cluster.startServer()
  const job = await startPrint(world, camille, { source, titles, requestId: 'endurance' })
  await killedThroughout(cluster, KILLS, { says: 'drawn', pieces: TITLES, isDone: () => isDone(job), begin: async () => {
    // It may have begun, or ended, before anybody listened.
    expect(await isDone(job), 'it ended before it was killed').toBe(false)
  } })

  const [row] = await own.acts<{ pdf: string }[]>`select encode(pdf_sha256, 'hex') as pdf from print_job where id = ${job}`
  const { pageTexts } = await reread(await readPiece(openPieceStore(cluster.folder), row?.pdf ?? ''))
  const pages = pageTexts.flatMap((text) => titles.filter((title) => text.includes(`N° ${title}`)))
  expect(pages, 'each on its page, in the order that was asked').toEqual(titles)
  const papers = await own.acts<{ drawn: number; hashes: number }[]>`select count(drawn_at)::int as drawn, count(distinct pdf_sha256)::int as hashes from paper`
  expect(papers).toEqual([{ drawn: TITLES, hashes: TITLES }])
  const blanks = await own.acts<{ first: number; reference: string }[]>`select first::int, reference from blank_range where status = 'used' order by first`
  expect(blanks).toEqual(titles.map((reference, n) => ({ first: FIRST + n, reference })))
  expect(await freeAt(own.acts, 'noumea')).toBe(SPARE)
  expect(await toPrint(own.acts, source, 100)).toEqual([])
  const verified = await verifyRegister({ sql: own.report, facets: world.facets, seals: { keys: keys.publicKeys(), folder: cluster.folder } })
  expect(verified.findings, printReport(verified)).toEqual([])
})

async function isDone(job: string): Promise<boolean> {
  const [row] = await own.acts<{ done: boolean }[]>`select done_at is not null as done from print_job where id = ${job}`
  return row?.done === true
}

/** A holder, vehicles of theirs, their titles ordered today by the office of Nouméa, and blanks that lie there. */
async function prepare(): Promise<void> {
  const owner = connect(cluster.ownerUrl, { max: 1 })
  await owner.begin((tx) => seedDemoAccess(tx))
  await owner.end()
  const holder = id('holder')
  await fillPools(own.acts, poolRules(world.today(world.clock())), TITLES + 10)
  await told('holder', [recordPerson(holder, { person: { kind: 'company', legalName: 'Garage Exemple', ridet: '0000001', form: 'SARL' }, address: { commune: '98818', placeKind: 'street', place: '7 rue de l’Exemple' }, contact: { preferred: 'letter' } })])
  await told('blanks', [act<BlankAct>({ kind: 'blanks.received', subjects: [{ kind: 'blank-lot', id: id('lot'), fresh: true }], payload: { first: FIRST, last: FIRST + TITLES + SPARE - 1, site: 'noumea', delivery: 'BL-1' } })])
  await told('fleet', plates.flatMap((plate) => vehicleActs({ key: plate, plate, chassis: `FE1DEMO00${plate.slice(0, 6)}`, technical: car, since: '2025-02-01T22:00:00.000Z', holders: [{ personId: holder, role: 'holder', principal: true }], commune: '98818', usage: 'private' })))
  const rows = await own.acts<{ number: string; vehicle: string; act: string }[]>`
    select i.value as number, i.vehicle_id as vehicle, (select act_id from act_subject s where s.subject_id = i.vehicle_id order by version desc limit 1) as act from vehicle_identifier i where i.kind = 'title' and i.until is null`
  const dossier = id('dossier')
  await own.acts.begin(async (tx) => {
    await tx`insert into dossier (id, number, demarche, subject_kind, subject_id, state, actor, door, office, input, input_hash, created_at, updated_at)
      values (${dossier}, 'ENDURANCE', 'changer-adresse', 'vehicle', ${rows[0]?.vehicle ?? ''}, 'draft', '{"kind":"system","job":"endurance"}', 'system', 'noumea', '{}', ${Buffer.alloc(32)}, now(), now())`
    // Not signed: their drawing is queued by nobody but the job.
    await insertPapers(tx, rows.map(({ number, vehicle, act: of }) => ({ number, template: 'certificat', act_id: of, dossier_id: dossier, subject_kind: 'vehicle', subject_id: vehicle, person_id: null, data: {} })), world.clock().toISOString())
  })
}

const told = (requestId: string, acts: ActDraft[]) => perform(world, { requestId, author: { kind: 'system', job: 'endurance' }, judgedOn: '2026-11-20', subjects: [], decide: () => Promise.resolve({ acts, result: null }) })
