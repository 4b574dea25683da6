import { createHash, createHmac, randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from '../config.ts';
import { canReach } from './binaries.ts';
import type { EmbeddedOptions } from './embedded.ts';

/** Where the embedded server lives, and as whom it runs. */
export type Home = {
  readonly folder: string;
  /** The folder inside it that `uid` owns; PostgreSQL writes nowhere else. */
  readonly cluster: string;
  /** The data directory, in `cluster`. */
  readonly data: string;
  /** True when the data directory is there already. */
  readonly exists: boolean;
  /** User to run as when we are root (PostgreSQL refuses root); undefined: the current user. */
  readonly uid: number | undefined;
  readonly password: (role: string) => string;
};

const NOBODY = 65534;
const isRoot = () => process.getuid?.() === 0;

/**
 * Finds or makes the folder of the embedded server. When we are root, a user without rights must reach it:
 * where the checkout hides it (a 0700 home), it goes to /var/tmp; the rights of folders that are not ours are never loosened.
 */
export async function prepareHome({ data, say = () => undefined }: EmbeddedOptions): Promise<Home> {
  const folder = await chooseFolder(data, say);
  const cluster = join(folder, 'cluster');
  const directory = join(cluster, 'data');
  const found = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw belongsToAnother(folder);
  });
  // A folder begun by a plain user goes on under that user when root comes.
  const uid = isRoot() ? (found?.uid ?? NOBODY) : undefined;
  if (!isRoot() && found && found.uid !== process.getuid?.()) throw belongsToAnother(folder);
  if (!found) await handCluster(cluster, uid);
  const secret = await readSecret(join(folder, 'password'));
  return {
    folder,
    cluster,
    data: directory,
    exists: found !== undefined,
    uid,
    password: (role) => createHmac('sha256', secret).update(role).digest('base64url'),
  };
}

async function chooseFolder(data: string, say: (sentence: string) => void): Promise<string> {
  await make(data);
  const near = join(data, 'postgres');
  if (!isRoot() || (await canReach(data, NOBODY, 0o1)) || (await stat(near).catch(() => undefined))) {
    await make(near);
    return near;
  }
  const far = `/var/tmp/sitt-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`;
  await make(far);
  const { uid } = await lstat(far);
  if (uid !== 0)
    throw new CannotStart(`Le dossier ${far} existe et n'appartient pas à root : SITT ne s'y fie pas. Supprimez-le, ou donnez SITT_DATA.`);
  say(`Vous êtes root et ${data} n'est pas accessible à un utilisateur sans droits : la base est dans ${far}.`);
  return far;
}

async function make(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
  } catch {
    throw new CannotStart(`Le dossier ${folder} ne peut pas être créé : donnez dans SITT_DATA un dossier où écrire.`);
  }
}

/** initdb makes the data directory itself, so its user must own the folder above. */
async function handCluster(cluster: string, uid: number | undefined): Promise<void> {
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  if (uid === undefined) return;
  await chown(cluster, uid, uid).catch(() => {
    throw cannotChangeUser();
  });
}

/** Root without the right to become someone else. */
export function cannotChangeUser(): CannotStart {
  return new CannotStart(
    'PostgreSQL refuse de tourner sous root, et cette machine (conteneur sans capacités ?) ne laisse pas SITT prendre un autre utilisateur. ' +
      'Lancez SITT avec un utilisateur ordinaire (par exemple « docker run --user 1000 »), ou donnez DATABASE_URL.',
  );
}

/** One secret beside the data; the password of each role is derived from it. */
async function readSecret(file: string): Promise<string> {
  await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readFile(file, 'utf8');
}

function belongsToAnother(folder: string): CannotStart {
  return new CannotStart(
    `La base de ${folder} appartient à un autre utilisateur (SITT y a été lancé en root ?). Relancez de la même façon, ou donnez un autre dossier dans SITT_DATA.`,
  );
}
