import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { uuid } from '../../core/values/ids.ts';
import { addDays, today } from '../../core/values/time.ts';
import { breakSeal } from '../../core/access/sealed.ts';
import { openSession } from '../../core/access/sessions.ts';
import { bringToRefusal, refuseDossier } from '../../core/demarche/index.ts';
import { territory } from '../../territory/index.ts';
import { trade } from '../../../tests/setup/trade.ts';
import { catalogue } from '../../app.ts';
import { clearingErrand } from '../../domains/people/index.ts';
import { myMandates, openToMe } from './store.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

it('la vendeuse peut annuler sa vente, mais ne se voit pas offrir d’acheter : cela, c’est le code qui l’ouvre', async () => {
  const sold = { subject: '471001NC', input: { soldOn: '2026-11-20', soldAt: '10:00', purpose: 'use', buyer: { name: 'Jean Exemple' } } };
  expect((await country.ask('demo-citizen', 'POST', '/api/v1/demarches/declarer-cession', sold)).statusCode).toBe(201);
  const [sale] = await country.db.owner<{ id: string }[]>`
    select l.subject_id as id from act a join act_subject l on l.act_id = a.id where a.kind = 'sale.declared' order by a.recorded_at desc, a.id desc limit 1`;
  const me = { kind: 'citizen', personId: demoPersonId('marie'), accountId: uuid(), name: 'Marie Exemple', assurance: 'verified' } as const;
  const offered = (await openToMe(country.app.world, me, { kind: 'sale', id: sale?.id ?? '' })).map(({ id }) => id);
  expect(offered).toContain('annuler-cession');
  expect(offered).not.toContain('completer-achat');
});

it('qui donne un mandat et qui le reçoit le lisent tous deux, et nul autre ; repris, il n’est plus à personne', async () => {
  const { world } = country.app;
  const seen = async (who: string) => breakSeal(await myMandates(world, { kind: 'citizen', personId: demoPersonId(who), accountId: uuid(), name: who, assurance: 'verified' }));
  const day = today(country.at.now);
  const mandate = { holder: { by: 'person', familyName: 'Exemple-Leroux', givenNames: 'Jean', birthDate: { precision: 'day', value: '1990-07-01' } }, acts: { cession: true }, from: day, to: addDays(day, 200) };
  expect((await country.ask('demo-citizen', 'POST', '/api/v1/demarches/donner-mandat', { input: mandate })).statusCode).toBe(201);
  expect(await seen('marie')).toMatchObject([{ side: 'given', other: expect.stringMatching(/LEROUX/) as unknown, words: expect.stringMatching(/Mandataire, pour : Vendre/) as unknown, revocable: true }]);
  expect((await seen('jean')).filter(({ side, revocable }) => side === 'received' && revocable)).toMatchObject([{ other: expect.stringMatching(/WAMYTAN/) as unknown, revocable: true }]);
  expect((await seen('wadra')).filter(({ words }) => words.includes('Vendre'))).toEqual([]);
  const [recorded] = await country.db.owner<{ number: string }[]>`select payload ->> 'number' as number from act where kind = 'power.recorded' and payload ->> 'grantor' = ${demoPersonId('marie')} order by recorded_at desc limit 1`;
  expect((await country.ask('demo-citizen', 'POST', '/api/v1/demarches/revoquer-mandat', { subject: recorded?.number, input: {} })).statusCode).toBe(201);
  expect([await seen('marie'), (await seen('jean')).filter(({ side, revocable }) => side === 'received' && revocable)]).toEqual([[], []]);
});

it('la démarche qui lève un pouvoir manquant existe, quel que soit le point', () => {
  for (const code of ['mandat-manquant', 'pouvoir-manquant', 'age-a-etablir', 'tuteur-manquant']) expect([...catalogue.keys()]).toContain(clearingErrand(code));
});

it('un refus d’homologation mène de « mes homologations » à la décision, où il se conteste ; un dossier en cours n’a rien à contester', async () => {
  const [t, account] = [trade(country), uuid()];
  await country.db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance, linked_at) values (${account}, 'essai', 'jean', ${demoPersonId('jean')}, 'Jean Exemple', 'verified', clock_timestamp())`;
  const cookies = { 'sitt-citizen': await openSession(country.db.sql, 'citizen', { kind: 'citizen', id: account }, {}, country.at.now) };
  const mine = async () => (await country.server.inject({ url: '/usager/homologations', cookies })).body;
  expect(await mine()).toMatch(/HOM-2026-000004/);
  expect(await mine()).not.toContain('la contester');
  const { world } = country.app;
  const wali = t.agent('inspection', ['inspector']);
  const dossier = await bringToRefusal(world, wali, t.demarche('delivrer-homologation'), { kind: 'approval', id: await t.find('delivrer-homologation', 'HOM-2026-000004') }, {});
  await refuseDossier(world, wali, dossier.id, { reasons: 'Éclairage non conforme.', texts: ['homologation'], appeals: territory.procedure(today(country.at.now)).ways, requestId: uuid() });
  expect(await mine()).toMatch(new RegExp(`href="/usager/dossiers/${dossier.id}"[^>]*>Lire la décision, la contester`));
  expect((await country.server.inject({ url: `/usager/dossiers/${dossier.id}`, cookies })).body).toContain('Contester ce refus');
});
