import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../tests/setup/country.ts';
import { enter, plain } from '../../tests/setup/enter.ts';
import { testMessages } from '../../tests/setup/sale-code.ts';
import { runDue } from '../core/jobs/index.ts';
import { hallOf, queueRevision, readDesk, readHall, readPlan, readWaits } from '../domains/appointments/index.ts';
import { territory } from '../territory/index.ts';
import { tasks } from '../tasks.ts';
import { DRAWN } from '../../db/seeds/drawn.ts';
import { seedEvening } from '../../db/seeds/evening.ts';

let country: Country;
const start = () => seedEvening({ world: country.app.world, messaging: testMessages });
const hall = () => hallOf(country.app, 'noumea')!;
beforeAll(async () => {
  country = await demoCountry();
  await start();
  // Then a Sunday, a few minutes after midnight: the day when a seed made for working hours breaks.
  country.at.now = new Date('2027-01-02T13:05:00Z');
  await start();
}, 60_000);
afterAll(() => country.close());

describe('la démonstration rencontre un inconnu', { timeout: 60_000 }, () => {
  it('douze personnes sont là, un dimanche à minuit passé : une appelée, une au guichet, deux priorités, une appelée deux fois et absente', async () => {
    const { world } = country.app;
    const [desk, board] = [await readDesk(world, hall(), undefined), await readHall(world, hall())];
    expect([hall().day, board.open, board.waiting, desk.counters.map(({ name }) => name)]).toEqual(['2027-01-03', 2, 10, ['2', '3']]);
    expect(board.calls.filter(({ status }) => status !== 'served').map(({ status }) => status).toSorted()).toEqual(['called', 'serving']);
    const away = desk.order.filter(({ backAt }) => backAt !== null);
    expect(away.map(({ rounds, backAt }) => [rounds, backAt! > world.clock().toISOString()])).toEqual([[1, true]]);
    expect(desk.order.filter(({ priority }) => priority !== 'none').length).toBe(2);
    expect(new Set(desk.order.map(({ motive }) => motive)).size).toBeGreaterThan(3);
    expect((await readWaits(world, hall())).some(({ median }) => median !== null)).toBe(true);
  });

  it('recommencer le même jour n’ajoute rien ; le lendemain, ceux d’hier ne sont plus là et la salle vit de nouveau', async () => {
    const { world } = country.app;
    const before = await queueRevision(world, hall());
    await start();
    expect(await queueRevision(world, hall())).toBe(before);
    const yesterday = hall();
    country.at.now = new Date('2027-01-04T01:00:00Z');
    await start();
    expect([(await readHall(world, yesterday)).waiting, (await readHall(world, yesterday)).open, (await readHall(world, hall())).waiting]).toEqual([0, 0, 10]);
  });

  it('Camille trouve le guichet 1 libre, l’ouvre et appelle ; le planning du jour ouvert n’a rien à régler', async () => {
    const camille = await enter(country, 'guichet');
    expect((await camille.post('/guichet/salle/ouvrir', { numero: '1', motifs: 'dossier' })).statusCode).toBe(303);
    expect((await camille.post('/guichet/salle/suivant', {})).statusCode).toBe(303);
    expect(plain((await camille.get('/guichet/salle')).body)).toMatch(/B 00\d Appelé/);
    for (let after = 0; after < 3; after += 1) {
      const plan = await readPlan(country.app.world, { office: 'noumea', day: territory.addOpenDays(territory.nextOpenDay(hall().day), after) });
      expect([plan.shifts.length, plan.dangers]).toEqual([6, []]);
    }
  });

  it('le tirage fini se refait ailleurs, d’une commande ; les tâches qui l’attendaient n’y changent rien, et il n’écrit à personne', async () => {
    const published = (await country.server.inject({ url: `/rendez-vous/tirages/${DRAWN}/tirage.json` })).body;
    const verify = (text: string) => spawnSync(process.execPath, [join(import.meta.dirname, '../../bin/verify-draw.mjs'), '-'], { input: text, encoding: 'utf8' });
    expect([verify(published).status, verify(published).stdout]).toEqual([0, expect.stringContaining('Juste : 15 demandes, 12 places')]);
    expect(await readFile(join(import.meta.dirname, '../../README.md'), 'utf8'), 'la commande du README').toContain(`/rendez-vous/tirages/${DRAWN}/tirage.json | node bin/verify-draw.mjs -`);
    const forged = JSON.parse(published) as { order: string[] };
    forged.order.reverse();
    expect(verify(JSON.stringify(forged)).status, 'un autre ordre').toBe(1);
    expect((await runDue(country.db.sql, tasks(country.app), country.at.now)).failed).toEqual([]);
    expect((await country.server.inject({ url: `/rendez-vous/tirages/${DRAWN}/tirage.json` })).body).toBe(published);
  });
});
