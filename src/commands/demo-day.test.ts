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
import { seedDay } from '../../db/seeds/day.ts';
import { demoCrontab, demoTasks } from './demo-day.ts';

let country: Country;
/** What the page of numbers said after the first start, and after the second. */
const forecast: string[] = [];
const start = () => seedDay({ world: country.app.world, messaging: testMessages });
const hall = () => hallOf(country.app, 'noumea')!;
beforeAll(async () => {
  country = await demoCountry();
  const read = async () => plain((await (await enter(country, 'responsable')).get('/pilotage/numeros')).body);
  for (let again = 0; again < 2; again += 1) {
    await start();
    forecast.push(await read());
  }
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

  it('qui tourne depuis la veille a sa salle, son planning et ses attendus sans redémarrer : une tâche d’heure en heure, dont une fois de plus ne change rien', async () => {
    const { world } = country.app;
    const app = { demo: true, world, messages: testMessages as never };
    const [task] = Object.values(demoTasks(app));
    const run = () => task!({}, { number: 1, last: false, signal: new AbortController().signal });
    country.at.now = new Date('2027-01-04T21:05:00Z'); // Tuesday the 5th, five past eight in Nouméa
    expect((await readHall(world, hall())).waiting).toBe(0);
    await run();
    const expected = async () => (await country.db.sql`select 1 from pub_appointments_day where office = 'noumea' and (starts_at at time zone 'Pacific/Noumea')::date = '2027-01-05'`).length;
    const seen = async () => [(await readHall(world, hall())).waiting, await queueRevision(world, hall()), await expected(), (await readPlan(world, { office: 'noumea', day: '2027-01-11' })).shifts.length];
    const first = await seen();
    expect([first[0], first[2], first[3]]).toEqual([10, 4, 6]);
    await run();
    country.at.now = new Date('2027-01-04T22:05:00Z');
    await run();
    expect(await seen(), 'an hour later, the same').toEqual(first);
    // In the afternoon nobody has come since: those of the morning were served, others wait, none for hours.
    country.at.now = new Date('2027-01-05T02:05:00Z');
    await run();
    const desk = await readDesk(world, hall(), undefined);
    expect(desk.order.length).toBe(10);
    expect(desk.order.every(({ takenAt }) => Date.parse(takenAt) > country.at.now.getTime() - 90 * 60_000)).toBe(true);
    expect((await seen())[2], 'nobody is expected twice').toBe(4);
  });

  it('un mois d’immatriculations derrière elle annonce des fins : les numéros de tous, les titres vierges de Koné et de Nouméa ; dit une fois, et aucun numéro gardé n’est pris', async () => {
    expect(forecast[0]).toMatch(/Série normale \(NC\) Antenne de la DITTT, Koné 40 0 /);
    expect(forecast[0]).toMatch(/Titres vierges Antenne de la DITTT, Koné 96 0,8 À ce rythme, le .*, dans 120 jours\./);
    expect(forecast[0]).toMatch(/Titres vierges Guichet unique de la DITTT, Nouméa 903 1,2 À ce rythme/);
    expect(forecast[1], 'once').toBe(forecast[0]);
  });

  it('nulle part ailleurs : hors d’une démonstration, ni tâche ni heure', () => {
    expect([demoTasks({ ...country.app, demo: false, messages: testMessages as never }), demoCrontab({ demo: false })]).toEqual([{}, '']);
    expect(demoCrontab({ demo: true })).toContain(Object.keys(demoTasks({ ...country.app, demo: true, messages: testMessages as never }))[0]);
  });

  it('Camille trouve le guichet 1 libre, l’ouvre et appelle ; le planning du jour ouvert n’a rien à régler', async () => {
    const camille = await enter(country, 'guichet');
    expect((await camille.post('/guichet/salle/ouvrir', { numero: '1', motifs: 'dossier' })).statusCode).toBe(303);
    expect((await camille.post('/guichet/salle/suivant', {})).statusCode).toBe(303);
    expect(plain((await camille.get('/guichet/salle')).body)).toMatch(/B 0\d\d Appelé/);
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
