/** A server to be killed: reads one request a line, answers one line, as soon as the act is committed. Run: node box-server.ts URL FOLDER */
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ActEnv } from '../../src/core/act/perform.ts'
import { openKeyRing } from '../../src/core/crypto/index.ts'
import { pools } from '../../src/core/db/sql.ts'
import { boxFacets } from '../setup/box.ts'
import { execute, type Answer, type Request } from './commands.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const { acts } = pools(url)
const env: ActEnv = { acts, facets: boxFacets(), clock: () => new Date() }
const sealing = { sql: acts, keys: openKeyRing({ folder: join(folder, 'keys') }), folder, clock: env.clock }
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line) as Request
  execute(env, sealing, request).then(
    (result) => say({ id: request.id, result } satisfies Answer),
    (error: unknown) => say({ id: request.id, error: String(error) } satisfies Answer),
  )
})
say({ ready: true })
