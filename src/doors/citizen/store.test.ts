import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { uuid } from '../../core/values/ids.ts';
import { addDays, today } from '../../core/values/time.ts';
import { breakSeal } from '../../core/access/sealed.ts';
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
