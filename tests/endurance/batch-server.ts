/** A server process that does nothing but batches, to be killed: says a line for each act, before its transaction ends. Run: node batch-server.ts URL FOLDER */
import { join } from 'node:path'
import { buildWorld } from '../../src/app.ts'
import { openKeyRing } from '../../src/core/crypto/index.ts'
import { pools } from '../../src/core/db/sql.ts'
import { startWorker } from '../../src/core/jobs/index.ts'
import { BATCH, batchTask } from '../../src/domains/partners/index.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)
const world = buildWorld(pools(url), { mode: 'test', keys: openKeyRing({ folder: join(folder, 'keys') }) })
const told = { ...world, follow: async (...given: Parameters<typeof world.follow>) => { await world.follow(...given); say({ id: 'act', result: given[1].length }) } }
await startWorker({ url, tasks: { [BATCH]: batchTask(told) }, sweepEvery: 100, report: ({ outcome, code }) => say({ id: 'job', result: code ?? outcome }) })
say({ ready: true })
