import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vehicleActs } from '../../db/seeds/acts.ts'
import { car } from '../../db/seeds/stories.ts'
import { buildWorld } from '../../src/app.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { createPartnerUser } from '../../src/core/access/index.ts'
import { demoAgentId, seedDemoAccess } from '../../src/core/access/demo.ts'
import { perform } from '../../src/core/act/perform.ts'
import { sealJournal } from '../../src/core/act/seal.ts'
import { fillPools } from '../../src/core/act/pools.ts'
import { act, type ActDraft } from '../../src/core/act/types.ts'
import { printReport, verifyRegister } from '../../src/core/act/verify.ts'
import { openKeyRing } from '../../src/core/crypto/index.ts'
import { connect, pools, type Pools } from '../../src/core/db/sql.ts'
import type { Demarche, World } from '../../src/core/demarche/index.ts'
import { enqueue } from '../../src/core/jobs/index.ts'
import { deterministicId } from '../../src/core/values/ids.ts'
import { accountOf, BATCH, confirmBatch, conventionFor, deposit, reportRows, sendBatch, tally, verifyAccounts, type AccreditationAct } from '../../src/domains/partners/index.ts'
import { verifyLedger } from '../../src/domains/payments/index.ts'
import { recordPerson } from '../../src/domains/people/index.ts'
import { poolRules } from '../../src/domains/registrations/index.ts'
import { Cluster } from './cluster.ts'
import { killedThroughout } from './kills.ts'

const LONG = process.env['SITT_LONG'] === '1'
const ROWS = LONG ? 10_000 : 60
const KILLS = LONG ? 30 : 2
/** Vehicles of one act of the preparation. */
const TOGETHER = 60
const PRICE = 500

const id = (name: string): string => deterministicId('endurance', name)
const lucie: Extract<Actor, { kind: 'partner' }> = { kind: 'partner', userId: id('user'), companyId: id('company'), partnerKind: 'dealer', name: 'Lucie Exemple', roles: ['operator'] }
const plates = Array.from({ length: ROWS }, (_, n) => `${410_000 + n}NC`)

let cluster: Cluster
let own: Pools
let world: World
beforeAll(async () => {
  cluster = await Cluster.start('batch-server.ts')
  own = pools(cluster.appUrl)
  world = buildWorld(own, { mode: 'test' })
  await prepare()
}, 600_000)
afterAll(async () => {
  await own.close()
  await cluster.stop()
})

test(`un lot de ${ROWS} lignes, ${KILLS} arrêts brutaux au milieu : rien n'est doublé, rien n'est perdu, chaque ligne a son compte rendu`, async () => {
  const d = world.catalogue.get('demander-attestation') as Demarche
  const batch = await sendBatch(world, lucie, d, { records: plates.map((plate) => ({ sujet: plate, document: 'situation' })), source: 'api', filename: null, requestId: 'endurance', most: ROWS })
  await cluster.startServer()
  await untilChecked(batch)
  expect(await tally(own.acts, batch)).toMatchObject({ rows: ROWS, good: ROWS, total: ROWS * PRICE })
  const before = await accountOf(own.acts, lucie.companyId)
  await killedThroughout(cluster, KILLS, { says: 'act', pieces: ROWS, isDone: () => isDone(batch), begin: () => confirmBatch(world, lucie, batch) })

  expect(await tally(own.acts, batch)).toMatchObject({ done: ROWS, reserved: 0 })
  const report = await reportRows(own.acts, batch)
  expect(report.map(({ ligne }) => ligne)).toEqual(plates.map((_, n) => n + 2))
  expect(report.filter(({ resultat }) => resultat !== 'issued')).toEqual([])
  expect(new Set(report.map(({ dossier }) => dossier)).size).toBe(ROWS)
  const [made] = await own.report<{ dossiers: number; subjects: number; payments: number; paid: number }[]>`
    select (select count(*)::int from dossier) as dossiers, (select count(distinct subject_id)::int from partner_batch_row) as subjects, count(*)::int as payments, sum(amount)::bigint as paid from payment`
  expect(made).toEqual({ dossiers: ROWS, subjects: ROWS, payments: ROWS, paid: ROWS * PRICE })
  const after = await accountOf(own.acts, lucie.companyId)
  expect(after).toMatchObject({ balance: before.balance - ROWS * PRICE, reserved: 0 })
  await expectVerified()
})

async function isDone(batch: string): Promise<boolean> {
  const [row] = await own.acts<{ state: string }[]>`select state from partner_batch where id = ${batch}`
  return row?.state === 'done'
}

/** A long batch is checked by the worker. */
async function untilChecked(batch: string): Promise<void> {
  const [row] = await own.acts<{ state: string }[]>`select state from partner_batch where id = ${batch}`
  if (row?.state === 'checked') return
  const told = Promise.withResolvers<undefined>()
  cluster.onAnswer = ({ id: what }) => { if (what === 'job') told.resolve(undefined) }
  // It may have ended before anybody listened: asked again, it says so again.
  await own.acts.begin((tx) => enqueue(tx, BATCH, { batchId: batch }))
  await told.promise
  return untilChecked(batch)
}

async function expectVerified(): Promise<void> {
  expect([...await verifyLedger(own.report), ...await verifyAccounts(own.report)].flatMap(({ faults }) => faults)).toEqual([])
  const [ledger] = await own.report<{ debit: number; credit: number }[]>`select sum(debit)::bigint as debit, sum(credit)::bigint as credit from ledger_line`
  expect(ledger?.debit).toBe(ledger?.credit)
  const keys = openKeyRing({ folder: join(cluster.folder, 'keys') })
  await sealJournal({ sql: own.acts, keys, folder: cluster.folder, clock: () => new Date() })
  const verified = await verifyRegister({ sql: own.report, facets: world.facets, seals: { keys: keys.publicKeys(), folder: cluster.folder }, extra: [{ name: 'argent', ownsCounter: (counter) => counter.startsWith('Q-'), run: async () => ({}) }] })
  expect(verified.findings, printReport(verified)).toEqual([])
}

/** A dealer, its user, its account, and vehicles of its own. */
async function prepare(): Promise<void> {
  const owner = connect(cluster.ownerUrl, { max: 1 })
  await owner.begin(async (tx) => {
    await seedDemoAccess(tx)
    await createPartnerUser(tx, { id: lucie.userId, name: lucie.name, companyId: lucie.companyId, partnerKind: lucie.partnerKind, roles: [...lucie.roles] })
  })
  await owner.end()
  const today = world.today(world.clock())
  await fillPools(own.acts, poolRules(today), ROWS + 100)
  const convention = { ...conventionFor({ from: '2026-01-01', to: '2028-12-31', sites: 'Nouméa' }, 'dealer', today), perDay: ROWS }
  await told('company', [recordPerson(lucie.companyId, { person: { kind: 'company', legalName: 'Garage Exemple', ridet: '0000001', form: 'SARL' }, address: { commune: '98818', placeKind: 'street', place: '7 rue de l’Exemple' }, contact: { preferred: 'letter' } })])
  await told('accreditation', [act<AccreditationAct>({
    kind: 'accreditation.granted', subjects: [{ kind: 'accreditation', id: id('accreditation'), fresh: true }], payload: { number: 'A-EXEMPLE', companyId: lucie.companyId, partnerKind: 'dealer', convention },
    private: [{ class: 'identity', name: 'people', content: { representative: lucie.name, manager: { name: lucie.name, email: 'pro@exemple.nc' } } }],
  })])
  for (let n = 0; n < ROWS; n += TOGETHER) {
    await told(`fleet-${n}`, plates.slice(n, n + TOGETHER).flatMap((plate) => vehicleActs({ key: plate, plate, chassis: `FE1DEMO00${plate.slice(0, 6)}`, technical: car, since: '2025-02-01T22:00:00.000Z', holders: [{ personId: lucie.companyId, role: 'holder', principal: true }], commune: '98818', usage: 'private' })))
  }
  await own.acts.begin((tx) => deposit(tx, { companyId: lucie.companyId, amount: (ROWS + 7) * PRICE, reference: 'VIR-EXEMPLE-1', agentId: demoAgentId('caisse'), at: world.clock() }))
}

const told = (requestId: string, acts: ActDraft[]) => perform(world, { requestId, author: { kind: 'system', job: 'endurance' }, judgedOn: '2026-11-20', subjects: [], decide: () => Promise.resolve({ acts, result: null }) })
