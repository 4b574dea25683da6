import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { openSession } from '../../core/access/sessions.ts';
import { openDossier, submitDossier } from '../../core/demarche/index.ts';
import { addDays, today } from '../../core/values/time.ts';
import { isDone, readAppointment } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';

const AT = '/professionnel/rendez-vous';
let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

/** A user of a company at their desk. */
async function desk(user: string) {
  const cookies = { 'sitt-partner': await openSession(country.db.sql, 'partner', { kind: 'partner', id: demoPartnerId(user) }, {}, country.at.now) };
  const get = (url: string) => country.server.inject({ url, cookies });
  return {
    get,
    post: async (url: string, fields: Record<string, string>) => {
      const form = await get(AT);
      const jar = { ...cookies, ...Object.fromEntries(form.cookies.map(({ name, value }) => [name, value])) };
      const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
      return country.server.inject({ method: 'POST', url, cookies: jar, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf, _request: crypto.randomUUID(), ...fields }).toString() });
    },
  };
}

test('ce qu’un agent prend pour l’entreprise est sur sa page, la lecture est inscrite, et elle l’annule ; une autre entreprise n’en sait rien et n’y peut rien', { timeout: 60_000 }, async () => {
  const { world } = country.app;
  const clerk = { actor: { kind: 'agent' as const, agentId: demoAgentId('guichet'), name: 'Camille Exemple', roles: ['clerk' as const], office: 'noumea' }, door: 'counter', office: 'noumea' };
  const day = territory.nextOpenDay(addDays(today(country.at.now), 6));
  const dossier = await openDossier(world, clerk, { demarche: world.catalogue.get('prendre-rendez-vous')!, subject: null, applicantId: demoCompanyId('garage'), input: { motive: 'import', office: 'noumea', day, time: '14:15' } });
  expect(isDone(await submitDossier(world, clerk, dossier.id))).toBe(true);
  const [ours, theirs] = [await desk('garage-1'), await desk('location-1')];
  const page = await ours.get(AT);
  expect(plain(page.body)).toMatch(/Immatriculer un véhicule neuf ou importé Confirmé .* à 14 h 15/);
  expect(page.body).toContain(`${AT}/${dossier.subject_id}/annuler`);
  expect(await country.db.sql`select 1 from access_log where person_id = ${demoCompanyId('garage')} and data_kind = 'rendez-vous'`).not.toHaveLength(0);
  expect(plain((await theirs.get(AT)).body)).toContain('Aucun rendez-vous à venir');
  const status = async () => (await readAppointment(world, dossier.subject_id))?.status;
  await theirs.post(`${AT}/${dossier.subject_id}/annuler`, {});
  expect(await status()).toBe('booked');
  const done = await ours.post(`${AT}/${dossier.subject_id}/annuler`, {});
  expect([done.statusCode, await status()], plain(done.body)).toEqual([303, 'cancelled']);
});

test('un opérateur prend une place parmi les libres, au nom de l’entreprise et pour qui viendra ; une heure hors des plages est refusée sans rien perdre ; qui lit seulement n’a pas la page', { timeout: 60_000 }, async () => {
  const TAKE = `${AT}/prendre`;
  const [ours, reader] = [await desk('garage-1'), await desk('garage-3')];
  expect((await ours.get('/professionnel/demarches/prendre-rendez-vous')).headers.location, 'the démarche begins on the page of places').toBe(TAKE);
  expect((await ours.get(AT)).body).toContain(`href="${TAKE}"`);
  expect((await reader.get(AT)).body).not.toContain(TAKE);
  expect((await reader.get(TAKE)).statusCode).toBe(403);
  const [, href = ''] = new RegExp(`href="(${TAKE}/dossier/kone/prendre[^"]+)"`).exec((await ours.get(`${TAKE}/dossier/kone`)).body) ?? [];
  const free = href.replaceAll('&amp;', '&');
  const closed = await ours.post(free.replace(/heure=.*/, 'heure=03:00'), { 'contact.name': 'Ilona Exemple' });
  expect([closed.statusCode, closed.body.includes('value="Ilona Exemple"')]).toEqual([422, true]);
  expect((await ours.post(free, { 'contact.name': 'Ilona Exemple' })).headers.location).toBe(AT);
  expect(plain((await ours.get(AT)).body)).toMatch(/Déposer ou compléter un dossier.*Koné/);
  expect((await ours.post(free, {})).statusCode, 'the place is taken').toBe(422);
  const [row] = await country.db.owner<{ demarche: string; holder: unknown }[]>`select demarche, actor ->> 'companyId' as holder from dossier where door = 'professional' and demarche = 'prendre-rendez-vous' and state = 'issued'`;
  expect(row).toEqual({ demarche: 'prendre-rendez-vous', holder: demoCompanyId('garage') });
});
