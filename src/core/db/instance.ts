import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect as dial, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** What the SITT that holds a data folder says of itself. */
export type Status = { readonly pid: number; readonly doing: string; readonly url?: string };
export type Instance = { readonly announce: (status: Partial<Status>) => void; readonly release: () => Promise<void> };

/**
 * Takes the data folder for this process. The lock is a listening socket: the kernel drops it whatever kills us,
 * and whoever comes second can ask it who is there.
 * @returns the lock, or the status of the SITT that holds it
 */
export async function takeInstance(data: string, doing: string): Promise<Instance | Status> {
  const address = addressOf(data);
  let status: Status = { pid: process.pid, doing };
  for (let attempt = 1; ; attempt++) {
    const server = await listen(address, () => JSON.stringify(status));
    if (server) {
      const announce = (change: Partial<Status>) => {
        status = { ...status, ...change };
      };
      return { announce, release: () => new Promise((resolve) => server.close(() => resolve())) };
    }
    const holder = await ask(address);
    if (holder) return holder;
    // Only a socket file (macOS) can outlive its process.
    if (attempt === 3) throw new Error(`nobody answers at ${address}`);
    if (address.startsWith('/')) await rm(address, { force: true });
  }
}

/** True when the folder was free and is now ours. */
export function isOurs(held: Instance | Status): held is Instance {
  return 'release' in held;
}

/** The status of the SITT that holds this folder, if one does. */
export function findInstance(data: string): Promise<Status | undefined> {
  return ask(addressOf(data));
}

function addressOf(data: string): string {
  const name = `sitt-${createHash('sha256').update(data).digest('hex').slice(0, 24)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  if (process.platform === 'linux') return `\0${name}`; // the abstract namespace: no file to clean
  return join('/tmp', `${name}.socket`);
}

function listen(address: string, answer: () => string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).end(answer());
    });
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address, () => resolve(server.unref()));
  });
}

function ask(address: string): Promise<Status | undefined> {
  return new Promise((resolve) => {
    let text = '';
    dial(address)
      .on('data', (part) => {
        text += part.toString();
      })
      .on('end', () => resolve(JSON.parse(text) as Status))
      .on('error', () => resolve(undefined))
      .setTimeout(2_000, () => resolve(undefined));
  });
}
