import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mendPackages } from './mend.mjs';
import { Sentence, root } from './place.mjs';

const stamp = path.join(root, 'node_modules/.sitt-lock');
const busy = path.join(root, '.build/installing');

/** `npm ci` when the lock file is not the one that was installed last. */
export async function ensureInstalled() {
  if (!isInstalled()) await install();
  mendPackages();
}

async function install() {
  await alone(() => {
    if (isInstalled()) return;
    console.log('Installation des dépendances (une fois, une à deux minutes)…');
    const { status, error } = npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
    if (error || status !== 0)
      throw new Sentence(
        `« npm ci » a échoué${error ? ` (${error.message})` : ''} : voyez le message ci-dessus. Le réseau, le disque et le droit d'écrire dans ${root} sont les causes habituelles.`,
      );
    writeFileSync(stamp, lockHash());
  });
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

function npm(args) {
  // Development dependencies too: what a production machine runs is what was tested.
  const { NODE_ENV: _, npm_config_omit: __, npm_config_production: ___, ...env } = process.env;
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env };
  const script = process.env.npm_execpath;
  if (script && /\.c?js$/.test(script)) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Two first starts at once: the second waits for the first one's installation, then finds it done. */
async function alone(work) {
  mkdirSync(path.dirname(busy), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(busy, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new Sentence(
          `SITT ne peut pas écrire dans ${root} (${error.code}) : lancez-le avec l'utilisateur à qui ce dossier appartient.`,
        );
    }
    if (!isAlive(readHolder())) rmSync(busy, { force: true });
    else if (!told) console.log('Une autre installation est en cours ici : attente…');
    await pause(200);
  }
  try {
    work();
  } finally {
    rmSync(busy, { force: true });
  }
}

function readHolder() {
  try {
    return Number(readFileSync(busy, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
