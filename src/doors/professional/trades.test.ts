import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { demoAccreditationNumber } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enterCompany } from '../../../tests/setup/company.ts';
import { PICTURE, plain } from '../../../tests/setup/enter.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const HOME = '/professionnel';
/** Begins a démarche about a vehicle, as its start page does. @returns where the wizard opened */
async function begin(user: string, id: string, plate: string) {
  const desk = await enterCompany(country, user);
  const begun = await desk.post(`${HOME}/demarches/${id}`, { recherche: plate });
  const at = String(begun.headers.location);
  const page = await desk.get(at);
  return { ...desk, dossier: at, page: page.statusCode === 303 ? await desk.get(String(page.headers.location)) : page };
}

describe('l’accueil de la démonstration', () => {
  test('dit le métier de qui l’on devient, et où sont les autres ; chacun de leurs noms y entre', async () => {
    const home = plain((await country.server.inject({ url: '/' })).body);
    expect(home).toMatch(/Lucie Exemple Garage Exemple, concessionnaire/);
    expect((await country.server.inject({ url: '/' })).body).toContain('href="/professionnel/connexion"');
    const others = plain((await country.server.inject({ url: '/professionnel/connexion' })).body);
    for (const name of ['Basile', 'Wanda', 'Odile', 'Maître', 'Inspecteur', 'Gaston', 'Élodie']) expect(others).toContain(`${name} Exemple`);
  });
});

describe('chaque métier à la porte des professionnels', () => {
  test('une banque n’inscrit qu’un gage, en son propre nom : rien d’autre ne lui est proposé', async () => {
    const { page } = await begin('banque-1', 'poser-opposition', '471001NC');
    const words = plain(page.body);
    expect(words).toMatch(/Mesure Gage inscrit/);
    expect(words).toContain('Créancier gagiste');
    expect(words).not.toMatch(/Véhicule déclaré volé|Police nationale/);
    expect(page.body.match(/checked/g), 'chosen already').toHaveLength(2);
  });

  test('qui peut poser une mesure est dit en français, jamais par un code', async () => {
    const sheet = plain((await country.server.inject({ url: '/demarches/poser-opposition' })).body);
    expect(sheet).toMatch(/autorité habilitée \(police nationale, .*commissaire de justice, fourrière, créancier gagiste, DITTT\)/);
    expect(sheet).not.toMatch(/customs|treasury|bailiff|pound/);
  });

  test('une fourrière, elle, n’a que les siennes, et les trouve dès l’accueil ; un garage n’y voit pas de mesure', async () => {
    const first = async (user: string) => /class="govuk-button-group"[\s\S]*?href="([^"]+)"/.exec((await (await enterCompany(country, user)).get(HOME)).body)?.[1];
    expect([await first('fourriere-1'), await first('garage-1')]).toEqual([`${HOME}/demarches/poser-opposition`, `${HOME}/lots/nouveau`]);
    expect(plain((await begin('fourriere-1', 'poser-opposition', '471001NC')).page.body)).not.toMatch(/Gage inscrit|Créancier gagiste/);
  });

  test('un assureur est conduit à ses contrats, et en revient ; un garage n’en voit rien', async () => {
    const insurer = await enterCompany(country, 'assureur-1');
    expect((await insurer.get(HOME)).body).toContain('href="/professionnel/assurances/fichier"');
    expect(plain((await insurer.get(`${HOME}/assurances`)).body)).toMatch(/Professionnels Accueil Contrats Ajouter ou corriger/);
    expect((await (await enterCompany(country, 'garage-1')).get(HOME)).body).not.toContain('/professionnel/assurances');
  });

  test('un compte où rien n’a été versé n’est pas dit bas ; un compte entamé l’est', async () => {
    const bank = await enterCompany(country, 'banque-1');
    expect(plain((await bank.get(HOME)).body)).toMatch(/Rien n’y est versé : un virement sert aux démarches payantes/);
    await country.db.owner`insert into partner_account (company_id, opened_at, balance) values (${demoPersonId('banque')}, now(), 200) on conflict (company_id) do update set balance = 200`;
    expect(plain((await bank.get(HOME)).body)).toMatch(/solde bas Faites un virement/);
  });

  test('le lot dit ses colonnes et ce qui s’y écrit ; sans bonne ligne il dit quoi faire, et l’erreur nomme les réponses', async () => {
    const garage = await enterCompany(country, 'garage-1');
    const guide = plain((await garage.get(`${HOME}/lots/nouveau/premiere-immatriculation`)).body);
    expect(guide).toMatch(/usage : Usage du véhicule, repère Z, obligatoire\. private \(Usage privé\) ; taxi/);
    expect(guide).toMatch(/technical\.D\.1 : [^:]*Marque/);
    expect(plain((await garage.get(`${HOME}/lots/nouveau/changer-adresse`)).body)).toContain('La colonne sujet : numéro d’immatriculation, de série (VIN) ou de certificat.');
    const sent = await garage.post(`${HOME}/lots/nouveau/premiere-immatriculation`, { tableau: 'chassis;usage\nJTEXEMPLE00000026;perso' });
    const batch = plain((await garage.get(String(sent.headers.location))).body);
    expect(batch).toMatch(/Aucune ligne n’est bonne .*envoyez-le de nouveau/);
    expect(batch).toMatch(/Colonne usage \(« Usage du véhicule, repère Z »\) : Réponse inconnue\. Choisissez parmi : private \(usage privé\)/);
    expect(batch).not.toContain('Confirmer');
  });
});

test('la page de départ d’une démarche est la fiche que lit l’usager, pour qui la lit ; sans véhicule elle dit lequel donner', async () => {
  const garage = await enterCompany(country, 'garage-1');
  const sheet = (body: string) => plain(body).replace(/^.*Qui peut la faire/, '').replace(/Code source.*$/, '');
  const [own, all] = [(await garage.get(`${HOME}/demarches/declarer-cession`)).body, (await country.server.inject({ url: '/demarches/declarer-cession' })).body];
  const told = /Qui peut la faire.*Comment.*Délai.*Les papiers à joindre.*Ce que cela coûte.*Les textes.*?(?= {2}|Pied|$)/;
  expect(plain(own)).toMatch(told);
  expect(plain(all)).toMatch(told);
  expect(sheet(own).slice(0, 300)).toBe(sheet(all).slice(0, 300));
  const destroyed = await (await enterCompany(country, 'vhu-1')).get(`${HOME}/demarches/declarer-destruction`);
  expect(plain(destroyed.body), 'the paper that this trade brings').toContain('Déclaration de cession en vue de la destruction');
  expect(plain((await country.server.inject({ url: '/demarches/declarer-destruction' })).body)).not.toContain('Déclaration de cession en vue de la destruction');
  const empty = await garage.post(`${HOME}/demarches/declarer-cession`, { recherche: '' });
  expect([empty.statusCode, plain(empty.body)]).toEqual([422, expect.stringContaining('Renseignez : numéro d’immatriculation, de série (VIN) ou de certificat.')]);
});

test('renouveler : les démarches sont des cases qui disent leur titre, cochées le restent, et le récapitulatif les nomme', async () => {
  const { dossier, page, get, post } = await begin('vhu-1', 'renouveler-accreditation', demoAccreditationNumber('vhu'));
  const box = (body: string, id: string) => new RegExp(`<input[^>]*name="acts"[^>]*value="${id}"[^>]*>`).exec(body)?.[0] ?? '';
  expect(plain(page.body)).toMatch(/Démarches demandées.*Déclarer la destruction d’un véhicule/);
  expect(box(page.body, 'declarer-destruction')).toContain('type="checkbox"');
  expect(box(page.body, 'premiere-immatriculation'), 'of another trade').toBe('');
  await post(`${dossier}/etape/1`, { acts: 'completer-achat,declarer-destruction', 'from.$day': '1', 'from.$month': '1', 'from.$year': '2026', 'to.$day': '1', 'to.$month': '1', 'to.$year': '2028' });
  const again = (await get(`${dossier}/etape/1`)).body;
  expect([box(again, 'declarer-destruction'), box(again, 'completer-achat'), box(again, 'retirer-circulation')].map((one) => one.includes('checked'))).toEqual([true, true, false]);
  await post(`${dossier}/pieces`, {}, [{ field: 'piece.convention', name: 'convention.png', bytes: PICTURE, type: 'image/png' }]);
  expect(plain((await get(`${dossier}/verifier`)).body)).toMatch(/Démarches demandées [^.]*, Déclarer la destruction d’un véhicule/);
});

describe('un papier signé dont une réponse a changé', () => {
  const dated = (name: string, year: string) => ({ [`${name}.$day`]: '1', [`${name}.$month`]: '1', [`${name}.$year`]: year });
  const asked = (to: string) => ({ acts: '', ...dated('from', '2026'), ...dated('to', to), sites: '', perDay: '', credit: '' });
  const paper = (bytes: Buffer) => [{ field: 'piece.convention', name: 'convention.png', bytes, type: 'image/png' }];

  test('renvoyé à l’identique il n’est pas gardé, et c’est dit ; ce qui manque encore après l’envoi aussi', async () => {
    const { dossier, get, post } = await begin('garage-1', 'renouveler-accreditation', demoAccreditationNumber('garage'));
    const step = `${dossier}/etape/1`;
    await post(step, asked('2028'));
    expect((await post(`${dossier}/pieces`, {}, paper(PICTURE))).statusCode).toBe(303);
    await post(step, asked('2029'));
    const again = await post(`${dossier}/pieces`, {}, paper(PICTURE));
    expect([again.statusCode, plain(again.body)]).toEqual([422, expect.stringContaining('convention.png : c’est le fichier qui ne compte plus, à l’identique.')]);
    await post(`${dossier}/deposer`, { declare: 'oui' });
    expect(plain((await get(dossier)).body)).toMatch(/Votre envoi est reçu, mais il manque quelque chose/);
    // The answer comes back: the paper counts again, and pressing twice keeps one.
    await post(step, asked('2028'));
    expect((await post(`${dossier}/pieces`, {}, paper(PICTURE))).statusCode).toBe(303);
    const [kept] = await country.db.owner<{ n: number }[]>`select count(*)::int as n from dossier_piece where dossier_id = ${dossier.split('/').at(-1) ?? ''}`;
    expect(kept?.n).toBe(1);
    await post(`${dossier}/deposer`, { declare: 'oui' });
    expect(plain((await get(dossier)).body)).toMatch(/Votre dossier est envoyé/);
  });
});
