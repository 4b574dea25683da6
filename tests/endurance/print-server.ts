/** A server process that does nothing but print, to be killed: says a line for each title as it begins to draw it. Run: node print-server.ts URL FOLDER */
import { join } from 'node:path'
import { buildWorld, paperTemplates } from '../../src/app.ts'
import { openKeyRing } from '../../src/core/crypto/index.ts'
import { pools } from '../../src/core/db/sql.ts'
import { startWorker } from '../../src/core/jobs/index.ts'
import { openPieceStore } from '../../src/core/pieces/index.ts'
import { PRINT, printTask } from '../../src/domains/registrations/index.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)
const own = pools(url)
const world = buildWorld(own, { mode: 'test', keys: openKeyRing({ folder: join(folder, 'keys') }) })
// The clock is read as the hash of a title's bytes is written down, and once more for the bundle.
const clock = () => { say({ id: 'drawn', result: 1 }); return world.clock() }
const task = printTask({ sql: own.read, acts: own.acts, facets: world.facets, templates: paperTemplates, store: openPieceStore(folder), demo: true, checkUrl: 'https://sitt.example.nc/verifier', clock })
await startWorker({ url, tasks: { [PRINT]: task }, sweepEvery: 100, report: ({ outcome, code }) => say({ id: 'job', result: code ?? outcome }) })
say({ ready: true })
