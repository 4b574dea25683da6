import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCrontab } from 'graphile-worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../tests/setup/country.ts';
import { openSession, sessionLimits } from './core/access/sessions.ts';
import { openPieceStore } from './core/pieces/index.ts';
import { loadDossier, openDossier, submitDossier } from './core/demarche/index.ts';
import { today } from './core/values/time.ts';
import { trade } from '../tests/setup/trade.ts';
import { crontab, tasks } from './tasks.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const hour = 3_600_000;
const run = async (name: string) => tasks(country.app)[name]?.({}, { number: 1, last: false, signal: new AbortController().signal });

describe('les travaux qui reviennent', () => {
  it('chacun de ceux du calendrier existe', () => {
    const items = parseCrontab(crontab);
    expect(items.map(({ task }) => task).sort()).toEqual(['bundle', 'cards', 'conventions-ending', 'covers', 'filed', 'left-standing', 'pools', 'seal', 'sweep', 'told', 'visits-due', 'webhooks']);
    expect(items.filter(({ task }) => !tasks(country.app)[task])).toEqual([]);
  });

  it('la nuit, les sessions mortes et les envois abandonnés sont retirés, les vivants restent', async () => {
    const { db, app, at } = country;
    const began = at.now;
    await openSession(db.pools.acts, 'kiosk', null, {}, began);
    await openSession(db.pools.acts, 'visitor', null, {}, began);
    const folder = join(openPieceStore(app.data).folder, 'uploads');
    mkdirSync(folder, { recursive: true });
    const [old, fresh] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'].map((name) => join(folder, name)) as [string, string];
    for (const path of [old, fresh]) writeFileSync(path, 'morceau');
    utimesSync(old, new Date(began.getTime() - 49 * hour), new Date(began.getTime() - 49 * hour));
    at.now = new Date(began.getTime() + sessionLimits.kiosk.absolute * 60_000);
    await run('sweep');
    at.now = began;
    const left = await db.owner<{ kind: string }[]>`select kind from session`;
    expect(left.map(({ kind }) => kind)).toEqual(['visitor']);
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });

  it('un dossier que la mort du serveur a laissé entre son dépôt et sa suite est repris ; celui qui vient d’être déposé, non', async () => {
    const { app: { world }, at } = country;
    const t = trade(country);
    const caller = t.citizen('marie');
    const dossier = await openDossier(world, caller, { demarche: t.demarche('retirer-circulation'), subject: { kind: 'vehicle', id: await t.find('retirer-circulation', '471001NC') }, input: { on: today(at.now) } });
    await expect(submitDossier({ ...world, follow: async () => { throw new Error('coupure'); } }, caller, dossier.id)).rejects.toThrow('coupure');
    const began = at.now;
    const after = async (minutes: number) => {
      at.now = new Date(began.getTime() + minutes * 60_000);
      await run('left-standing');
      return (await loadDossier(world.acts, dossier.id))?.state;
    };
    expect([await after(1), await after(3)]).toEqual(['submitted', 'issued']);
    at.now = began;
  });

  it('un paiement dont l’avis de la banque s’est perdu est demandé à la banque, une fois la page de carte passée', async () => {
    const asked: string[] = [];
    const { desk } = country.app;
    const app = { ...country.app, desk: { ...desk, provider: { ...desk.provider, name: 'essai', status: async (id: string) => { asked.push(id); return []; } } } };
    // Only the bank is asked here: no dossier stands behind these orders.
    await country.db.owner`alter table card_order drop constraint card_order_dossier_id_fkey`;
    const order = async (id: string, minutes: number) => country.db.owner`
      insert into card_order (id, dossier_id, provider, amount, started_at)
      values (${id}, ${id}, 'essai', 100, ${new Date(country.at.now.getTime() - minutes * 60_000)})`;
    await order('11111111-1111-4111-8111-111111111111', 1);
    await order('22222222-2222-4222-8222-222222222222', 5);
    await order('33333333-3333-4333-8333-333333333333', 49 * 60);
    await tasks(app as never)['cards']?.({}, { number: 1, last: false, signal: new AbortController().signal });
    expect(asked).toEqual(['22222222-2222-4222-8222-222222222222']);
  });

  it('une banque qui ne répond pas se voit aux travaux qui échouent', async () => {
    const { desk } = country.app;
    const app = { ...country.app, desk: { ...desk, provider: { ...desk.provider, name: 'essai', status: () => Promise.reject(new Error('Madame Essai 450123NC')) } } };
    await expect(tasks(app as never)['cards']?.({}, { number: 1, last: false, signal: new AbortController().signal })).rejects.toThrow('CARDS_UNREACHABLE');
  });
});
