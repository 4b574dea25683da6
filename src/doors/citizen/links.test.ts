import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { testMessaging } from '../../../tests/setup/sale-code.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { demoAppointmentId } from '../../../db/seeds/appointments.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { transaction } from '../../core/db/sql.ts';
import { issueToken } from '../../core/messages/index.ts';
import { uuid } from '../../core/values/ids.ts';

let country: Country;
let saleId = '';
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

/** A link as the warned holder receives it, and the browser that presses its button. @returns status and the words of the answer */
async function linkOf(subjectId: string, purpose = 'contest-sale') {
  const { secret } = testMessaging.sender;
  const link = await transaction(country.db.pools.acts, (tx) => issueToken(tx, secret, { form: 'link', source: uuid(), purpose, subjectId, personId: demoPersonId('marie'), now: country.at.now, expiresAt: new Date(country.at.now.getTime() + 86_400_000) }));
  return async () => {
    const form = await country.server.inject({ url: `/l/${link}` });
    if (form.statusCode !== 200) return { status: form.statusCode, said: plain(form.body) };
    const cookies = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const answer = await country.server.inject({ method: 'POST', url: `/l/${link}`, cookies, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf }).toString() });
    return { status: answer.statusCode, said: plain(answer.body), body: answer.body };
  };
}

describe('une vente', () => {
  beforeEach(async () => {
    const plate = { subject: saleId ? '455321NC' : '471001NC', input: { soldOn: '2026-11-20', soldAt: '10:00', purpose: 'use', buyer: { name: 'Jean Exemple' }, inspection: { number: 'CT-1', on: '2026-11-19' } } };
    expect((await country.ask('demo-citizen', 'POST', '/api/v1/demarches/declarer-cession', plate)).statusCode).toBe(201);
    const [sale] = await country.db.owner<{ subject_id: string }[]>`
      select l.subject_id from act a join act_subject l on l.act_id = a.id where a.kind = 'sale.declared' order by a.recorded_at desc, a.id desc limit 1`;
    saleId = sale?.subject_id ?? '';
  });

  it('une panne pendant la contestation ne perd pas le lien : pressé à nouveau, il arrête la vente ; puis il ne sert plus', async () => {
    const press = await linkOf(saleId);
    await country.db.owner`create function no_contest() returns trigger language plpgsql as $$ begin raise exception 'down' using errcode = '57P03'; end $$`;
    await country.db.owner`create trigger no_contest before insert on act for each row execute function no_contest()`;
    expect((await press()).status).toBeGreaterThanOrEqual(500);
    await country.db.owner`drop trigger no_contest on act`;
    const again = await press();
    expect([again.status, again.said]).toEqual([200, expect.stringContaining('La vente est arrêtée')]);
    expect((await press()).status).toBe(404);
    expect(await country.db.owner`select 1 from act a join act_subject l on l.act_id = a.id where l.subject_id = ${saleId} and a.kind = 'sale.contested'`).toHaveLength(1);
  });

  it('une vente déjà contestée : le lien dit que rien n’a été arrêté, et pourquoi', async () => {
    const press = await linkOf(saleId);
    expect((await country.ask('demo-citizen', 'POST', '/api/v1/demarches/contester-cession', { subject: saleId, input: { reason: 'Je n’ai rien vendu.' } })).statusCode).toBe(201);
    const late = await press();
    expect(late.said).not.toContain('La vente est arrêtée');
    expect(late.said).toMatch(/n’a pas été arrêtée par ce lien.*déjà contestée/);
  });
});

it('un rendez-vous annulé d’une pression : la page dit où aller ensuite, et n’est pas « Mon espace » pour qui n’a pas de compte', async () => {
  const done = await (await linkOf(demoAppointmentId('example-cancel'), 'cancel-appointment'))();
  expect([done.status, done.said]).toEqual([200, expect.stringMatching(/C’est annulé.*Voir le rendez-vous.*Prendre un autre rendez-vous/)]);
  expect(done.body).toMatch(/href="\/rendez-vous\/suivi"[\s\S]*href="\/rendez-vous"/);
  expect(done.said).not.toContain('Mon espace');
});
