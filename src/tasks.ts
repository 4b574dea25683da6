/** What the worker does: one task a line. Each may run twice and does its thing once. */
import { aboveInspections, paperTemplates, type App } from './app.ts';
import { purgeSessions } from './core/access/index.ts';
import { fillPools } from './core/act/pools.ts';
import { sealJournal } from './core/act/seal.ts';
import { advance, advanceLeftStanding } from './core/demarche/index.ts';
import { JobFailed, REACT, reactTask, type Tasks } from './core/jobs/index.ts';
import { SEND, sendTask } from './core/messages/index.ts';
import { appointmentTasks, closeDays } from './domains/appointments/index.ts';
import { poolRules, PRINT, printTask, REMIND, returnEndedBlocks, reminderTask, saleCode } from './domains/registrations/index.ts';
import { openPieceStore, sweepUploads } from './core/pieces/index.ts';
import { matchAgain, sweepReports } from './domains/insurance/index.ts';
import { BATCH, batchTask, ENDING, endingTask, forgetPrices, FREEZE, freezeTask, sweepTold, webhookTasks } from './domains/partners/index.ts';
import { DRAW, drawTask, type Drawing } from './domains/documents/index.ts';
import { DUE, listDue } from './domains/inspections/index.ts';
import { checkWaitingCards } from './domains/payments/index.ts';
import { buildBundle } from './doors/police/index.ts';
import { addDays, instantOf, today } from './core/values/time.ts';
import { territory } from './territory/index.ts';
import { sealFolder, sealing } from './commands/sealing.ts';
import { FILED, filedTask } from './filed.ts';
import { TOLD, toldTask } from './told.ts';
import { reactions } from './reactions.ts';

/** When each recurring task runs, in UTC: at night or on the hour in Nouméa (UTC+11). A missed one waits for its next time. */
export const crontab = `
  * * * * * filed
  * * * * * told ?max=1
  */10 * * * * webhooks ?max=1
  */5 * * * * cards ?max=1
  */5 * * * * left-standing ?max=1
  0 * * * * seal
  10 15 * * * sweep
  30 15 * * * pools
  0 16 * * * covers
  0 17 * * * bundle ?max=3
  0 20 * * * conventions-ending
  40 15 * * * visits-due
`;

const hour = 3_600_000;

export function tasks(app: App): Tasks {
  const { world } = app;
  const drawing: Drawing = { sql: app.pools.read, acts: app.pools.acts, facets: world.facets, templates: paperTemplates, store: openPieceStore(app.data), demo: app.demo, checkUrl: `${app.publicUrl()}/verifier`, clock: world.clock, ...codesOf(app) };
  return {
    ...(app.messages ? telling(app, app.messages) : {}),
    [DRAW]: drawTask(drawing),
    [PRINT]: printTask(drawing),
    [BATCH]: batchTask(world),
    [FILED]: filedTask(world, { keys: app.keys, facets: world.facets, templates: paperTemplates }),
    advance: async (payload) => { await advance(world, { actor: { kind: 'system', job: 'paiement' }, door: 'system' }, (payload as { dossierId: string }).dossierId); },
    // Sent, and no more: their server was killed before it went on.
    'left-standing': async () => { await advanceLeftStanding(world); },
    seal: async () => { await sealJournal(sealing(app, sealFolder(app.config))); },
    // The bank's notification may be lost: what waits is asked about, while a card page may still be open and for two days after.
    cards: async () => {
      const now = world.clock().getTime();
      const { failed } = await checkWaitingCards(app.desk, { since: new Date(now - 48 * hour), before: new Date(now - 2 * 60_000) });
      if (failed) throw new JobFailed('CARDS_UNREACHABLE');
    },
    // Dead sessions, and uploads that nobody went on with for two days.
    sweep: async () => {
      await purgeSessions(app.pools.acts, world.clock());
      // Halls are closed at that hour: whoever still had a ticket went home.
      await closeDays(app.pools.acts, today(world.clock()), world.clock().toISOString());
      await sweepUploads(openPieceStore(app.data), new Date(world.clock().getTime() - 48 * hour));
      await sweepTold(app.pools.acts, instantOf(addDays(today(world.clock()), -territory.parameter('partnerWebhookKeepDays', today(world.clock())).value), '00:00'));
      await forgetPrices(app.pools.acts, world.clock());
    },
    // Contracts that meant no vehicle yet; reports by line that nobody reads any more.
    covers: async () => {
      await matchAgain(app.pools.acts);
      await sweepReports(app.pools.acts, new Date(world.clock().getTime() - 90 * 24 * hour));
    },
    // The lists that phones carry where there is no network: of 4 in the morning.
    bundle: async () => { await buildBundle(app); },
    [DUE]: async () => { await listDue({ acts: app.pools.acts, read: app.pools.read, facets: world.facets }, aboveInspections, world.clock()); },
    pools: async () => { await returnEndedBlocks(world); await fillPools(app.pools.acts, poolRules(today(world.clock()))); },
  };
}

/** Papers that say a code say that of the messages. */
const codesOf = ({ messages }: App) => (messages ? { codeOf: (source: string) => saleCode(messages.sender.secret, source) } : {});

/** What follows acts and speaks to people. */
function telling({ world, pools, demo, publicUrl }: App, messages: NonNullable<App['messages']>): Tasks {
  const env = { world, messaging: messages };
  return {
    [REACT]: reactTask(env, pools.read, reactions),
    [REMIND]: reminderTask(env),
    [TOLD]: toldTask(env),
    [FREEZE]: freezeTask(env),
    [ENDING]: endingTask(env),
    ...appointmentTasks(env),
    ...webhookTasks({ ...env, publicUrl, local: demo }),
    [SEND]: sendTask({ acts: pools.acts, messaging: messages, adapters: messages.adapters, clock: world.clock }),
  };
}
