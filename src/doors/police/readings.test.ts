import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { readingsOf } from '../../core/access/access-log.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter } from '../../../tests/setup/enter.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const seen = async () => (await readingsOf(country.db.sql, demoPersonId('marie'))).map(({ service, purpose }) => [service.split(':')[0], purpose]);
const release = (key: string) => country.ask(key, 'POST', '/api/v1/demarches/montrer-consultations', { subject: '471001NC', input: { reason: 'L’enquête est close.' } });

describe('les consultations différées', () => {
  test('restent cachées jusqu’au délai ; l’autorité qui les a faites les montre plus tôt, service et motif, jamais l’officier', async () => {
    for (const agent of ['police', 'gendarmerie']) {
      const desk = await enter(country, agent, '/police');
      await desk.post('/police', { q: '471001NC', motive: 'inquiry' });
      await desk.get('/police/controle');
    }
    expect(await seen()).toEqual([]);
    for (const key of ['demo-citizen', 'demo-counter', 'demo-insurer']) expect((await release(key)).statusCode, key).toBe(403);
    expect(await seen()).toEqual([]);
    expect((await release('demo-police')).statusCode).toBe(201);
    const shown = await seen();
    expect(shown, 'its own readings only').toEqual([['police', expect.stringMatching(/^contrôle d’un véhicule : Enquête \(Police nationale/) as string]]);
    expect(JSON.stringify(await readingsOf(country.db.sql, demoPersonId('marie')))).not.toMatch(/Brigadier/);
    country.at.now = new Date(country.at.now.getTime() + 60_000);
    await country.ask('demo-police', 'GET', '/api/v1/vehicles/471001NC');
    expect(await seen(), 'what came after is hidden again').toHaveLength(1);
  });
});
