import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startEmbedded, type Embedded } from '../../src/core/db/embedded.ts'
import { migrate } from '../../src/core/db/migrate.ts'
import { prepareRoles } from '../../src/core/db/roles.ts'
import type { Answer, Request } from './commands.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A PostgreSQL of its own that syncs to the disk, and a server process in front of it: both can be killed. */
export class Cluster {
  readonly folder: string
  readonly #script: string
  #postgres: Embedded
  #server: ChildProcess | undefined
  #closed: Promise<void> = Promise.resolve()
  appUrl = ''
  onAnswer: (answer: Answer) => void = () => undefined
  /** The server is gone: what it had not answered will never be. */
  onLost: () => void = () => undefined

  private constructor(folder: string, postgres: Embedded, script: string) {
    this.folder = folder
    this.#script = script
    this.#postgres = postgres
  }

  /** @param script the server process, a file of this folder */
  static async start(script = 'box-server.ts'): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'sitt-endurance-'))
    await chmod(folder, 0o711)
    const cluster = new Cluster(folder, await startEmbedded({ root: ROOT, data: folder, durable: true }), script)
    cluster.appUrl = await prepareRoles(cluster.ownerUrl)
    await migrate(cluster.ownerUrl, join(ROOT, 'db/migrations'))
    return cluster
  }

  get ownerUrl(): string {
    return this.#postgres.url
  }

  async startServer(): Promise<void> {
    const child = spawn(process.execPath, [join(import.meta.dirname, this.#script), this.appUrl, this.folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.on('error', () => undefined) // it was killed: told by its exit
    const ready = Promise.withResolvers<undefined>()
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as Answer | { ready: true }
      if ('ready' in said) ready.resolve(undefined)
      else this.onAnswer(said)
    })
    // 'close' comes after the last line that it managed to write.
    this.#closed = once(child, 'close').then(() => this.onLost())
    this.#server = child
    await ready.promise
  }

  send(request: Request): void {
    this.#server?.stdin?.write(`${JSON.stringify(request)}\n`)
  }

  /** kill -9 of the server process, then a new one. */
  async killServer(): Promise<void> {
    await this.#endServer()
    await this.startServer()
  }

  /** kill -9 of PostgreSQL while the server talks to it, then recovery, then a new server. */
  async killPostgres(): Promise<void> {
    await killed(this.#postgres.pid)
    this.#postgres = await startEmbedded({ root: ROOT, data: this.folder, durable: true })
    this.appUrl = await prepareRoles(this.ownerUrl)
    await this.killServer()
  }

  /** It may have gone already: the driver throws out of reach when PostgreSQL vanishes while it writes. */
  async #endServer(): Promise<void> {
    this.#server?.kill('SIGKILL')
    await this.#closed
  }

  async stop(): Promise<void> {
    this.onLost = () => undefined
    await this.#endServer()
    await this.#postgres.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** kill -9, until the process is no more: a dying server must not be taken for a running one. */
async function killed(pid: number): Promise<void> {
  try {
    for (process.kill(pid, 'SIGKILL'); ; process.kill(pid, 0)) await new Promise(setImmediate)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
