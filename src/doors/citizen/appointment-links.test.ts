import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { testMessaging } from '../../../tests/setup/sale-code.ts';
import { listMessages, render } from '../../core/messages/index.ts';
import { runDue } from '../../core/jobs/index.ts';
import { anonymous } from '../../core/access/actor.ts';
import { addDays, today } from '../../core/values/time.ts';
import { tasks } from '../../tasks.ts';
import { appointmentTexts, ask, isDone, readAppointment } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const work = async () => expect((await runDue(country.db.sql, tasks(country.app), country.at.now)).failed).toEqual([]);
const status = async (id: string) => (await readAppointment(country.app.world, id))?.status;

it('un geste annule, sans compte : ouvrir le lien, même cent fois et par un robot de messagerie, ne change rien ; le presser, une fois', async () => {
  const { world } = country.app;
  const day = territory.nextOpenDay(addDays(today(country.at.now), 9));
  const { outcome, id } = await ask(world, { actor: anonymous, door: 'essai' }, 'prendre', null, { motive: 'dossier', office: 'noumea', day, time: '14:15', 'contact.name': 'Ada Exemple', 'contact.phone': '741299' }, 'essai-lien');
  expect(isDone(outcome)).toBe(true);
  expect(isDone((await ask(world, { actor: { kind: 'anonymous', opened: id }, door: 'essai' }, 'confirmer', id, { by: 'code' }, 'essai-lien-2')).outcome)).toBe(true);
  await work();
  const message = (await listMessages(country.db.sql, { subjectId: id })).find(({ template }) => template === 'appointment-booked')!;
  const { sms } = render(testMessaging.sender, appointmentTexts['appointment-booked'], { ...message, contact: message.contact!, data: message.data! });
  const link = /https:\/\/[^/]+(\/l\/[\w-]+)/.exec(sms)?.[1] ?? '';
  for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS'] as const) await country.server.inject({ method, url: link, headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch' } });
  const form = await country.server.inject({ url: link });
  expect([form.statusCode, plain(form.body).includes('Si vous venez, fermez cette page'), await status(id)]).toEqual([200, true, 'booked']);
  expect(plain(form.body), 'la page ne nomme personne').not.toMatch(/Ada|74 ?12 ?99/);
  const cookies = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
  const post = (csrf: string) => country.server.inject({ method: 'POST', url: link, cookies, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf: csrf }).toString() });
  expect([(await post('faux')).statusCode, await status(id)], 'sans le jeton de la page, rien').toEqual([403, 'booked']);
  const token = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const pressed = await post(token);
  expect([pressed.statusCode, plain(pressed.body).includes('C’est annulé'), await status(id)]).toEqual([200, true, 'cancelled']);
  expect((await post(token)).statusCode, 'il ne sert plus').toBe(404);
});
