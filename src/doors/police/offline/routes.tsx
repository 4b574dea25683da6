import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import type { App } from '../../../app.ts';
import { authorities, file, HttpFault, invalid, json, notFound, page, type Answer, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { officerOf } from '../site.ts';
import { PURPOSE } from '../motives.ts';
import { deviceRoutes } from './devices.tsx';
import { lateRoutes } from './late-page.tsx';
import { receive, receiveLate } from './receive.ts';
import { manifest, serviceWorker, shell } from './shell.tsx';
import { addDevice, bundleBody, buildBundle, currentBundle, deviceState, noteContact, noteWiped } from './store.ts';

const roadside = authorities('police', 'gendarmerie', 'customs');
const HERE = '/police/hors-ligne';

/** The check without a network: the page that a phone keeps, the lists that it carries, and what it says of itself later. */
export function offlineRoutes(app: App): RouteLine[] {
  const text = (type: string, body: string, more: Readonly<Record<string, string>> = {}): Answer => file(Buffer.from(body), type, 'hors-ligne', true, { 'cache-control': 'no-cache', ...more });
  return [
    { method: 'GET', path: HERE, who: roadside, handler: () => page(shell(app)) },
    { method: 'GET', path: `${HERE}/manifest.webmanifest`, who: 'public', handler: () => text('application/manifest+json', manifest()) },
    { method: 'GET', path: `${HERE}/sw.js`, who: 'public', handler: async () => text('text/javascript; charset=utf-8', await serviceWorker(app), { 'service-worker-allowed': HERE }) },
    { method: 'GET', path: `${HERE}/etat`, who: roadside, perMinute: 60, handler: (ctx) => state(app, ctx) },
    { method: 'POST', path: `${HERE}/appareils`, who: roadside, perMinute: 10, handler: (ctx) => enrol(app, ctx) },
    // Nobody is logged in on a phone that was lost: it is told all the same. Its id is a secret of 74 random bits, and the answer one word.
    { method: 'GET', path: `${HERE}/appareils/:id`, who: 'public', perMinute: 60, handler: async (ctx) => {
      const id = ctx.params['id'] ?? '';
      if (!isUuid(id)) throw notFound();
      if (ctx.query['efface'] === '1') await noteWiped(app.pools.acts, id, app.world.clock());
      const { state } = await deviceState(app.pools.read, id);
      return json(state === 'revoked' ? { state, csrf: ctx.csrf } : { state });
    } },
    // Nor is anybody logged in when a withdrawn phone hands over what it was asked: each check is signed by its key. It is told nothing.
    { method: 'POST', path: `${HERE}/appareils/:id/tardifs`, who: 'public', perMinute: 30, handler: (ctx) => receiveLate(app, ctx.params['id'] ?? '', ctx.req.body) },
    { method: 'GET', path: `${HERE}/paquet/:id`, who: roadside, perMinute: 20, handler: async (ctx) => {
      const device = await ownDevice(app, ctx, String(ctx.query['appareil'] ?? ''));
      const id = ctx.params['id'] ?? '';
      const body = isUuid(id) ? await bundleBody(app.pools.read, id) : undefined;
      if (!body) throw notFound();
      await noteContact(app.pools.acts, device, app.world.clock(), id);
      return file(body, 'application/octet-stream', 'listes.bin');
    } },
    { method: 'POST', path: `${HERE}/controles`, who: roadside, perMinute: 60, purpose: PURPOSE, handler: async (ctx) => receive(app, ctx, await ownDevice(app, ctx, deviceIn(ctx))) },
    ...deviceRoutes(app), ...lateRoutes(app),
  ];
}

async function state(app: App, ctx: Ctx): Promise<Answer> {
  const { agentId, name, unit } = officerOf(ctx);
  const id = String(ctx.query['appareil'] ?? '');
  const now = app.world.clock();
  const found = isUuid(id) ? await deviceState(app.pools.read, id) : undefined;
  const device = !found ? 'unknown' : found.state === 'live' && found.agentId !== agentId ? 'other' : found.state;
  if (device === 'live') await noteContact(app.pools.acts, id, now);
  const bundle = await currentBundle(app.pools.read, now);
  return json({ officer: { name, unit }, csrf: ctx.csrf, now: now.toISOString(), device, bundle: bundle ? { id: bundle.id, dataAt: bundle.dataAt.toISOString(), expiresAt: bundle.expiresAt.toISOString() } : null });
}

/** The id of a phone of this officer that is still trusted. Throws 404 when no phone is named, 403 for any other: a colleague's, a revoked one, an invented one. */
async function ownDevice(app: App, ctx: Ctx, id: string): Promise<string> {
  if (!id) throw notFound();
  const found = isUuid(id) ? await deviceState(app.pools.read, id) : undefined;
  if (found?.state !== 'live' || found.agentId !== officerOf(ctx).agentId) throw new HttpFault(403, 'Cet appareil n’est pas inscrit à votre nom, ou a été retiré.');
  return id;
}

function deviceIn({ req }: Ctx): string {
  const device = (req.body as { device?: unknown } | null)?.device;
  return typeof device === 'string' ? device : '';
}

const coordinate = z.string().regex(/^[\w-]{43}$/);
const newDevice = z.object({ name: z.string().trim().min(1).max(60).regex(/^[^\u0000-\u001f\u007f]*$/), publicKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }) });

async function enrol(app: App, ctx: Ctx): Promise<Answer> {
  const read = newDevice.safeParse(ctx.req.body);
  if (!read.success || !isPoint(read.data.publicKey)) throw invalid([{ path: 'publicKey', message: 'Cet appareil n’a pas donné une clé lisible.' }]);
  const now = app.world.clock();
  const id = await addDevice(app.pools.acts, { agentId: officerOf(ctx).agentId, ...read.data, now });
  // The first phone of a new installation waits for nobody's night.
  if (!await currentBundle(app.pools.read, now)) await buildBundle(app);
  return json({ id }, 201);
}

function isPoint(key: JsonWebKey): boolean {
  try {
    return createPublicKey({ key, format: 'jwk' } as never).type === 'public';
  } catch {
    return false;
  }
}
