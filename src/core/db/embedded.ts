import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotStart } from '../config.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { cannotChangeUser, prepareHome, type Home } from './home.ts';
import { connect } from './sql.ts';

/** A running embedded server. `url` is that of `sitt_owner` on the database `sitt`. */
export type Embedded = {
  readonly url: string;
  /** URL of the superuser on the database `postgres`: tests make their databases with it. */
  readonly adminUrl: string;
  readonly pid: number;
  /** Fast shutdown; resolves when the server is gone. */
  readonly stop: () => Promise<void>;
};
export type EmbeddedOptions = {
  readonly root: string;
  readonly data: string;
  /** false for tests only: an unsynced server is faster and loses data in a power cut. */
  readonly durable?: boolean;
  /** Told where the files are when that is not under `data`. */
  readonly say?: (sentence: string) => void;
};
type Running = { readonly pid: number; readonly port: number; readonly ready: boolean };

/**
 * Starts the embedded PostgreSQL of this data folder, or adopts the one that a killed SITT left running.
 * The caller makes sure that it is alone (see instance.ts). Throws CannotStart.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const home = await prepareHome(options);
  const binaries = await findBinaries(options.root, home.folder, home.uid);
  await initialise(home, binaries);
  const { pid, port } = (await adopt(home)) ?? (await launch(home, binaries, options.durable ?? true));
  const adminUrl = `postgres://postgres:${home.password('postgres')}@127.0.0.1:${port}/postgres`;
  const url = `postgres://sitt_owner:${home.password('sitt_owner')}@127.0.0.1:${port}/sitt`;
  const stop = () => stopServer(home, binaries, pid);
  try {
    await makeDatabase(adminUrl, home.password('sitt_owner'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, adminUrl, pid, stop };
}

/** The embedded server of this folder if one runs, without starting or owning anything. */
export async function findEmbedded(options: EmbeddedOptions): Promise<string | undefined> {
  const home = await prepareHome(options);
  const running = await adopt(home);
  return running && `postgres://sitt_owner:${home.password('sitt_owner')}@127.0.0.1:${running.port}/sitt`;
}

/** initdb in a folder beside, then one rename: a killed initdb leaves nothing that looks like a database. */
async function initialise({ cluster, data, uid, password, exists }: Home, { initdb }: Binaries): Promise<void> {
  if (exists) return;
  const fresh = `${data}.new`;
  const secret = join(cluster, 'initdb-password');
  await rm(fresh, { recursive: true, force: true });
  await writeFile(secret, password('postgres'), { mode: 0o600 });
  try {
    if (uid !== undefined) await chown(secret, uid, uid);
    await run(
      initdb,
      [
        '-D',
        fresh,
        '-U',
        'postgres',
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=icu',
        '--icu-locale=fr',
        '--no-instructions',
        '--no-sync',
      ],
      cluster,
      uid,
    );
    await rename(fresh, data);
  } finally {
    await rm(secret, { force: true });
  }
}

/** What postmaster.pid says, when the process it names is alive. */
async function readRunning(data: string): Promise<Running | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid)) return undefined;
  const command = process.platform === 'linux' ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') : 'postgres';
  // The number of a dead server may have been given to another program.
  if (!command.includes('postgres')) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Waits while a server that is there starts or goes down. */
async function adopt({ data }: Home): Promise<Running | undefined> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const running = await readRunning(data);
    if (!running || running.ready) return running;
    await pause(50);
  }
  throw new CannotStart(
    'Un PostgreSQL embarqué de ce dossier tourne encore sans répondre. Arrêtez ce processus « postgres », puis relancez.',
  );
}

async function launch(home: Home, { postgres }: Binaries, durable: boolean): Promise<Running> {
  const log = join(home.folder, 'postgres.log');
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    await writeFile(log, '');
    const output = openSync(log, 'a');
    // Its own process group: Ctrl-C reaches us alone, and we shut it down after the last act.
    const child = spawnAs(home.uid, postgres, ['-D', home.data, ...settings(port, durable)], {
      cwd: home.cluster,
      detached: process.platform !== 'win32',
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      child.once('exit', (code) => resolve(`exit ${code}`));
    });
    const running = await Promise.race([ready(home.data, child.pid), ended]);
    if (typeof running !== 'string') {
      child.unref();
      return running;
    }
    refuseUserChange(running);
    const said = await readFile(log, 'utf8');
    // After a crash the old backends hold the memory for about a second; a port may be taken meanwhile.
    if (attempt >= 40 || !/shared memory block|lock file|Address already in use|could not bind/.test(said)) {
      throw new CannotStart(`Le PostgreSQL embarqué ne démarre pas (${running}) :\n${said.trim().split('\n').slice(-5).join('\n')}`);
    }
    await pause(250);
  }
}

async function ready(data: string, pid: number | undefined): Promise<Running> {
  for (;;) {
    const running = await readRunning(data);
    if (running?.pid === pid && running?.ready) return running;
    await pause(10);
  }
}

function settings(port: number, durable: boolean): string[] {
  const megabytes = Math.round(Math.min(512, Math.max(64, totalmem() / 2 ** 20 / 8)));
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 60,
    shared_buffers: `${durable ? megabytes : 128}MB`,
    deadlock_timeout: '300ms',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    // The log may hold no plate and no name: neither statements, nor the values that an error quotes.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: 0,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Fast shutdown: open transactions are rolled back, everything is flushed. */
async function stopServer({ cluster, data, uid }: Home, { pgCtl }: Binaries, pid: number): Promise<void> {
  if (process.platform === 'win32') return run(pgCtl, ['stop', '-D', data, '-m', 'fast'], cluster, uid);
  signal(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid); waited += 10) {
    if (waited === 30_000) signal(pid, 'SIGQUIT'); // the next start recovers from the journal
    await pause(10);
  }
}

async function makeDatabase(adminUrl: string, password: string): Promise<void> {
  const sql = connect(adminUrl, { max: 1, app: 'sitt-embedded' });
  try {
    const [found] = await sql`select 1 from pg_roles where rolname = 'sitt_owner'`;
    if (!found) await sql.unsafe(`create role sitt_owner login createrole password '${password}'`);
    const [database] = await sql`select 1 from pg_database where datname = 'sitt'`;
    if (!database) await sql.unsafe('create database sitt owner sitt_owner');
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function run(command: string, args: string[], cwd: string, uid: number | undefined): Promise<void> {
  const child = spawnAs(uid, command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once('close', (code) => resolve(code === 0 ? '' : `exit ${code}`));
  });
  refuseUserChange(ended);
  if (ended) throw new CannotStart(`La base embarquée ne se prépare pas (${ended}) :\n${said.trim()}`);
}

function refuseUserChange(ended: string): void {
  if (ended === 'EPERM' || ended === 'EINVAL') throw cannotChangeUser();
}

/** PG* variables of the caller must not reach our own server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

/** A refusal to change user may be thrown at once or come as an event; both end in the same sentence. */
function spawnAs(uid: number | undefined, command: string, args: string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(command, args, { ...options, env: cleanEnvironment(), ...(uid === undefined ? {} : { uid, gid: uid }) });
  } catch (error) {
    refuseUserChange((error as NodeJS.ErrnoException).code ?? '');
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number };
        server.close(() => resolve(port));
      });
  });
}
