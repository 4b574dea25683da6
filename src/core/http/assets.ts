import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Assets } from './frame.ts';

/** A hash in the name (`site-4F2K9QXA.css`): another content would have another name. */
const HASHED = /[-.][0-9A-Za-z]{8,}\.\w+$/;

/** Serves a folder to everybody, in the compressed form that stands beside a file when the caller takes it: for ever what has its hash in its name, revalidated what has not. */
export async function addAssets(app: FastifyInstance, { root, prefix }: Assets): Promise<void> {
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, {
    root, prefix, decorateReply: false, preCompressed: true, index: false, dotfiles: 'ignore', cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', HASHED.test(basename(path).replace(/\.(br|gz)$/, '')) ? 'public, max-age=31536000, immutable' : 'public, no-cache');
    },
  });
}
