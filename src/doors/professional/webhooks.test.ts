import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterCompany } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';

const PATH = '/professionnel/webhooks';
let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

describe('les webhooks à la porte des professionnels', () => {
  test('qui répond de l’entreprise les ajoute, les essaie, les ferme ; qui lit les lit, sans le secret ; une autre entreprise ne les trouve pas', async () => {
    const [lucie, naomi, maui] = await Promise.all([enterCompany(country, 'garage-1'), enterCompany(country, 'garage-3'), enterCompany(country, 'location-1')]);
    const refused = await lucie.post(PATH, { adresse: 'https://169.254.169.254/latest' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('n’est pas sur l’internet public');
    expect((await naomi.post(PATH, { adresse: 'https://www.exemple.nc/sitt' })).statusCode).toBe(403);
    const added = await lucie.post(PATH, { adresse: 'https://www.exemple.nc/sitt' });
    expect(added.statusCode).toBe(303);
    const page = String(added.headers.location);
    expect((await lucie.get(page)).body).toMatch(/whsec_[A-Za-z0-9+/=]{40,}/);
    const read = await naomi.get(page);
    expect(read.statusCode).toBe(200);
    expect(read.body).not.toContain('whsec_');
    expect((await maui.get(page)).statusCode).toBe(404);
    expect((await maui.get(PATH)).body).not.toContain('exemple.nc/sitt');
    for (const step of ['essai', 'secret', 'fermer', 'rouvrir', 'rejouer']) {
      expect((await maui.post(`${page}/${step}`)).statusCode, step).toBe(404);
      expect((await naomi.post(`${page}/${step}`)).statusCode, step).toBe(403);
    }
    const secret = /whsec_[^<]+/.exec((await lucie.get(page)).body)?.[0];
    await lucie.post(`${page}/secret`);
    expect(/whsec_[^<]+/.exec((await lucie.get(page)).body)?.[0]).not.toBe(secret);
    await lucie.post(`${page}/essai`);
    expect((await lucie.get(page)).body).toContain('Essai');
    await lucie.post(`${page}/fermer`);
    expect((await lucie.get(page)).body).toContain('Rouvrir');
  });
});
