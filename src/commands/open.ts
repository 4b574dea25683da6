import { buildWorld, type App } from '../app.ts';
import { isDemo } from '../core/access/installation.ts';
import type { Config } from '../core/config.ts';
import type { Database } from '../core/db/database.ts';
import type { CardDesk } from '../domains/payments/index.ts';
import { enqueue } from '../core/jobs/index.ts';
import { readAdapters } from '../core/messages/index.ts';
import { renderPaper } from '../core/paper/index.ts';
import { openPieceStore } from '../core/pieces/index.ts';
import { issuerOf } from '../domains/documents/index.ts';
import { appointmentLinks, appointmentTexts, queueTexts } from '../domains/appointments/index.ts';
import { partnerLinks, partnerTexts } from '../domains/partners/index.ts';
import { mandateTexts } from '../domains/people/index.ts';
import { contestLink, texts } from '../domains/registrations/index.ts';
import { territory } from '../territory/index.ts';
import { readCardProvider } from './cards.ts';
import { openKeys } from './keys.ts';
import { installationSecret } from './secret.ts';

/** Everything that a server, a worker or a command shares, from an open database. */
export async function openApp(config: Config, database: Database, publicUrl: () => string): Promise<{ app: App; secret: string }> {
  const { pools } = database;
  const demo = await isDemo(pools.read);
  const mode = config.production ? 'production' : demo ? 'demo' : 'test';
  const secret = await installationSecret(config);
  const clock = () => new Date();
  const keys = openKeys(config);
  const world = buildWorld(pools, { clock, mode, keys });
  const desk: CardDesk = {
    acts: pools.acts, provider: readCardProvider({ sql: pools.acts, secret, publicUrl, mode }), mode, clock, publicUrl,
    afterPaid: async (tx, dossierId) => { await enqueue(tx, 'advance', { dossierId }, { jobKey: `advance:${dossierId}` }); },
  };
  const messages = {
    sender: { secret, get publicUrl() { return publicUrl(); }, name: 'DITTT, service des immatriculations' }, templates: { ...texts, ...appointmentTexts, ...queueTexts, ...partnerTexts, ...mandateTexts }, textable: territory.takesTextMessages,
    adapters: readAdapters(config.production ? 'production' : 'demo', { issuer: issuerOf(null), store: openPieceStore(config.data), print: renderPaper, clock, ...(demo ? { watermark: 'DÉMONSTRATION' as const } : {}) }),
  };
  return { app: { config, pools, world, keys, desk, stores: { read: pools.lookup, acts: pools.acts, clock }, demo, publicUrl, data: config.data, messages, links: { 'contest-sale': contestLink(world), ...appointmentLinks(world), ...partnerLinks(world) } }, secret };
}
