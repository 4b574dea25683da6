import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccreditationId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain, type Desk } from '../../../tests/setup/enter.ts';

let country: Country;
let manager: Desk;
const HOME = '/guichet/professionnels';
beforeAll(async () => { country = await demoCountry(); manager = await enter(country, 'partenaires', HOME); }, 60_000);
afterAll(() => country.close());

describe('la gestionnaire des professionnels', () => {
  test('lit en tête de la liste des démarches ce qui ne répond pas, et va au champ', async () => {
    const wrong = await manager.post('/guichet/demarches/suspendre-accreditation', { 'sujet-suspendre-accreditation': 'T-9' });
    expect([wrong.statusCode, /govuk-error-summary.*href="#f-sujet-suspendre-accreditation">Rien ne répond/.test(wrong.body)]).toEqual([422, true]);
    expect((await manager.get('/guichet/demarches')).body).not.toContain('govuk-error-summary');
  });

  test('lit les entreprises par leur nom ; ce qui montre une anomalie n’est un lien que pour qui peut l’ouvrir', async () => {
    const { body } = await manager.get(HOME);
    const words = plain(body);
    expect(words.indexOf('Assureur Exemple')).toBeLessThan(words.indexOf('Banque Exemple'));
    expect(words.indexOf('Banque Exemple')).toBeLessThan(words.indexOf('Étude Exemple'));
    expect(words).toMatch(/Actes retenus, à voir Import Exemple : un acte\./);
    expect(body).not.toContain('href="/guichet/vehicules/');
    expect((await (await enter(country, 'responsable')).get(HOME)).body).toContain('href="/guichet/vehicules/');
  });

  test('fait le lien d’entrée du responsable que la demande nommait ; une adresse fausse ne perd rien', async () => {
    const [one] = await country.db.owner<{ accreditation_id: string }[]>`select accreditation_id from accreditation a where status = 'active' and not exists (select 1 from partner_user u where u.company_id = a.company_id) limit 1`;
    const page = `${HOME}/${one?.accreditation_id ?? ''}`;
    expect((await manager.get(page)).body).toMatch(/value="[^"]+@[^"]+"[^>]*name="courriel"/);
    expect((await manager.get(`${HOME}/${demoAccreditationId('garage')}`)).body).not.toMatch(/value="[^"]+"[^>]*name="courriel"/);
    const wrong = await manager.post(`${page}/inviter`, { nom: 'Ada Exemple', courriel: 'pas une adresse' });
    expect([wrong.statusCode, plain(wrong.body)]).toEqual([422, expect.stringContaining('Indiquez une adresse de courriel')]);
    expect(wrong.body).toMatch(/value="Ada Exemple"[^>]*name="nom"/);
    expect(wrong.body).toMatch(/value="pas une adresse"[^>]*name="courriel"/);
    expect(plain((await manager.post(`${page}/inviter`, { nom: 'Ada Exemple', courriel: 'ada@exemple.nc' })).body)).toContain('Lien d’entrée : Ada Exemple');
  });

  test('suspend, et revient d’une pression à l’accréditation ; aucun papier n’est annoncé quand il n’y en a pas', async () => {
    const id = demoAccreditationId('parc');
    const start = await manager.post('/guichet/demarches/suspendre-accreditation', { sujet: id });
    expect([start.statusCode, plain(start.body).slice(0, 600)]).toEqual([303, '']);
    const begun = String(start.headers.location);
    const dossier = begun.replace('/saisie', '');
    const sent = await manager.post(`${dossier}/saisie`, { reason: 'Vérification en cours des achats du mois.', basis: 'Convention, article 7', _faire: 'deposer' });
    expect(sent.statusCode).toBe(303);
    const { body } = await manager.get(dossier);
    expect(plain(body)).toContain('C’est fait : l’acte est au registre.');
    expect(body).toContain(`href="${HOME}/${id}"`);
  });

  test('un virement mal tapé est montré tel qu’il a été tapé', async () => {
    const till = await enter(country, 'caisse');
    const wrong = await till.post('/guichet/comptes-professionnels', { ridet: '9999999', montant: '125000', reference: 'VIR-77' });
    expect([wrong.statusCode, plain(wrong.body)]).toEqual([422, expect.stringContaining('Aucune entreprise du registre ne porte ce RIDET.')]);
    expect(wrong.body).toMatch(/value="125000"[^>]*name="montant"/);
    expect(wrong.body).toMatch(/value="VIR-77"[^>]*name="reference"/);
    expect(wrong.body).toMatch(/href="#f-ridet"/);
    expect(plain((await till.post('/guichet/comptes-professionnels', { ridet: '0000001', montant: 'beaucoup', reference: 'VIR-77' })).body)).toContain('Le montant est un nombre de francs');
    expect((await till.post('/guichet/comptes-professionnels', { ridet: '0000001', montant: '1000', reference: 'VIR-77' })).statusCode).toBe(303);
  });
});
