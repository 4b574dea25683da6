import type { ServerResponse } from 'node:http';
import type { App } from '../../../app.ts';
import { HttpFault, open, type RouteLine } from '../../../core/http/index.ts';
import { queueRevision } from '../../../domains/appointments/index.ts';
import { hallIn } from './site.ts';

const EVERY = 1_000;
const LIFE = 10 * 60_000;
const MOST = 200;

type Listener = { raw: ServerResponse; until: number };
type Watch = { listeners: Set<Listener>; timer: NodeJS.Timeout; last: string };
/** Every stream of this process, to be ended with it. */
const streams = new Set<Listener>();

/** Says that something changed in a hall; the screen then asks for what. One look a second for all the screens of an office. */
export function streamRoute(app: App): RouteLine {
  const watches = new Map<string, Watch>();
  return { method: 'GET', path: '/affichage/:office/flux', who: open(), perMinute: 60, handler: (ctx) => {
    const hall = hallIn(ctx, app);
    if (streams.size >= MOST) throw new HttpFault(503);
    ctx.reply.hijack();
    const { raw } = ctx.reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    raw.write('retry: 2000\n\n');
    const one: Listener = { raw, until: Date.now() + LIFE };
    const watch = watches.get(hall.office) ?? begin(app, watches, hall.office);
    watch.listeners.add(one);
    streams.add(one);
    raw.on('close', () => drop(watches, hall.office, one));
    return { kind: 'hijacked' };
  } };
}

function begin(app: App, watches: Map<string, Watch>, office: string): Watch {
  const look = async () => {
    const watch = watches.get(office);
    if (!watch) return;
    const hall = { office, day: app.world.today(app.world.clock()) };
    const now = await queueRevision(app.world, hall).catch(() => watch.last);
    for (const one of watch.listeners) {
      if (now !== watch.last) one.raw.write(`event: appel\ndata: ${now}\n\n`);
      if (Date.now() > one.until) one.raw.end();
    }
    watch.last = now;
  };
  const watch: Watch = { listeners: new Set(), timer: setInterval(() => void look(), EVERY), last: '' };
  watches.set(office, watch);
  return watch;
}

function drop(watches: Map<string, Watch>, office: string, one: Listener): void {
  streams.delete(one);
  const watch = watches.get(office);
  watch?.listeners.delete(one);
  if (!watch || watch.listeners.size) return;
  clearInterval(watch.timer);
  watches.delete(office);
}

/** Ends every stream, so that a server that stops need not wait for screens that never leave. */
export function endStreams(): void {
  for (const { raw } of streams) raw.end();
}
