import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { uuid } from '../../core/values/ids.ts';
import { openToMe } from './store.ts';

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
