import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureBundled, sourceState } from './bundle.mjs';
import { Sentence, root } from './place.mjs';

/** `verify` has a program of its own, which loads nothing of the server. */
const programOf = (command) => path.join(root, '.build', command === 'verify' ? 'verify.mjs' : 'server.mjs');

/**
 * Runs the bundled server (`start`, `serve`) or one of its commands, and waits for its end.
 * Resolves with its exit code.
 */
export function runServer(node, command, args = [], env = {}) {
  if (!existsSync(programOf(command))) throw new Sentence("SITT n'est pas construit : lancez d'abord « npm run build ».");
  const child = launch(node, command, args, env);
  onStop((signal) => child.kill(signal));
  return ended(child);
}

/** `npm run dev`: the same server, bundled and started again after each change of a source. */
export async function watchServer(node) {
  let child = launch(node, 'start', [], { SITT_DEV: '1' });
  let over = false;
  // One after the other: a change during a restart is another restart, never a second server.
  let last = Promise.resolve();
  const restart = async () => {
    if (over) return;
    await ensureBundled(node);
    child.kill('SIGTERM');
    await ended(child);
    if (!over) child = launch(node, 'start', [], { SITT_DEV: '1' });
  };
  // Looked at, not watched: on Linux, fs.watch of Node 20 loses a file that an editor replaces (vim, JetBrains, sed -i),
  // and every later change of it.
  const changed = afterChange(sourceState());
  const looking = setInterval(() => {
    if (changed(sourceState())) last = last.then(restart).catch((error) => console.error(error.message));
  }, 300);
  return new Promise((resolve) => {
    onStop((signal) => {
      over = true;
      clearInterval(looking);
      child.kill(signal);
      ended(child).then(resolve);
    });
  });
}

/** Given what one sees at each look, says true once after a change, when it has come to rest: not in the middle of a `git pull`. */
export function afterChange(first) {
  let [handled, before] = [first, first];
  return (now) => {
    const still = now === before;
    before = now;
    if (!still || now === handled) return false;
    handled = now;
    return true;
  };
}

/** A signal; or the death of the npm that started us: stopped by a supervisor, it passes nothing on to what its shell runs. */
function onStop(stop) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  if (!process.env.npm_lifecycle_event) return;
  const { ppid } = process;
  const watching = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(watching);
    stop('SIGTERM');
  }, 500);
  watching.unref();
}

function launch(node, command, args, env) {
  return spawn(node, ['--enable-source-maps', programOf(command), command, ...args], {
    cwd: root,
    // The channel tells the server when we die. A group of its own: Ctrl-C reaches it once, through us.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
    env: { ...process.env, ...env, SITT_ROOT: root },
  });
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 1);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
