import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, PICTURE, plain, type Desk } from '../../../tests/setup/enter.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { recordDelegation } from '../../core/access/delegations.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { eventWords } from '../../domains/registrations/index.ts';
import { eventBy } from '../../ui/demarche/index.ts';
import { broughtTo, dossierEvents, piecesOf } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';

let country: Country;
let mairie: Desk;
let clerk: Desk;
beforeAll(async () => {
  country = await demoCountry();
  [mairie, clerk] = await Promise.all([enter(country, 'mairie'), enter(country, 'responsable')]);
}, 60_000);
afterAll(() => country.close());

const address = { 'address.commune': '98811', 'address.placeKind': 'tribe', 'address.place': 'Tribu de Démo' };
/** Begins a démarche on a plate. @returns the address of the dossier */
async function begin(desk: Desk, demarche: string, plate: string): Promise<string> {
  const answer = await desk.post(`/guichet/demarches/${demarche}`, { sujet: plate });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(303);
  return String(answer.headers.location).replace(/\/saisie$/, '');
}
const stateOf = async (url: string) => (await country.db.owner<{ state: string }[]>`select state from dossier where id = ${url.split('/').at(-1) as string}`)[0]?.state;

describe('l’aide nommée d’une mairie', { timeout: 30_000 }, () => {
  it('saisit une demande signée et joint sa photo ; rien ne se décide sans un agent, même ce qui est automatique', async () => {
    const dossier = await begin(mairie, 'changer-adresse', '471001NC');
    const without = await mairie.post(`${dossier}/saisie`, { ...address, _faire: 'deposer', 'vu.demande-signee': 'oui', 'vu.justificatif-domicile': 'oui' });
    expect(without.statusCode).toBe(422);
    expect(plain(without.body)).toContain('Demande signée : joignez une photo ou un PDF.');
    const handed = await mairie.post(`${dossier}/saisie`, { ...address, _faire: 'deposer' }, { 'piece.demande-signee': PICTURE, 'piece.justificatif-domicile': PICTURE });
    expect(handed.statusCode).toBe(303);
    expect(await stateOf(dossier)).toBe('in_review');
    expect(plain((await mairie.get(dossier)).body)).toMatch(/examin/i);
    expect((await clerk.post(`${dossier}/approuver`, {})).statusCode).toBe(303);
    expect(await stateOf(dossier)).toBe('issued');
    // The history says in what capacity each acted; the name is for the administration alone.
    expect(plain((await clerk.get(dossier)).body)).toMatch(/Avis favorable [^]*?, Hélène Exemple, responsable du guichet unique \(/);
    const id = dossier.split('/').at(-1) as string;
    const told = (await dossierEvents(country.db.pools.read, id, { names: false })).map((event) => eventBy(event, eventWords));
    expect(told).toContainEqual(expect.stringMatching(/^responsable du guichet unique \(/));
    expect(told).toContainEqual(expect.stringMatching(/^personne nommée d’une mairie/));
    expect(told.join()).not.toContain('Exemple');
  });

  it('relit le témoin de la marque sur la page de son dossier', async () => {
    const dossier = await begin(mairie, 'changer-adresse', '471001NC');
    const witness = { 'marque.demande-signee': 'oui', 'temoin.demande-signee': 'Paul Témoin-Exemple', 'temoin-qualite.demande-signee': 'voisin, carte d’identité' };
    await mairie.post(`${dossier}/saisie`, { ...address, 'address.place': 'Tribu du Témoin', ...witness, _faire: 'deposer' }, { 'piece.demande-signee': PICTURE, 'piece.justificatif-domicile': PICTURE });
    expect(await stateOf(dossier)).toBe('in_review');
    expect(plain((await mairie.get(dossier)).body)).toContain('Témoin Paul Témoin-Exemple, voisin, carte d’identité');
  });

  it('ne signe rien, quoi qu’en dise une délégation écrite par erreur', async () => {
    await recordDelegation(country.db.owner, { agentId: demoAgentId('mairie'), capacity: 'Erreur', acts: ['*'], office: null, from: '2020-01-01', to: null, interimOf: null, reference: 'Erreur fictive', toConfirm: true });
    const dossier = await begin(mairie, 'changer-adresse', '471001NC');
    await mairie.post(`${dossier}/saisie`, { ...address, 'address.place': 'Tribu d’Essai', _faire: 'deposer' }, { 'piece.demande-signee': PICTURE, 'piece.justificatif-domicile': PICTURE });
    expect(await stateOf(dossier)).toBe('in_review');
    for (const step of ['approuver', 'refuser', 'completer', 'encaisser', 'prendre', 'rembourser', 'suite']) expect((await mairie.post(`${dossier}/${step}`, {})).statusCode, step).toBe(403);
    expect(await stateOf(dossier)).toBe('in_review');
  });

  it('ne voit ni le registre, ni les files, ni l’argent', async () => {
    const found = await country.db.owner<{ vehicle_id: string }[]>`select vehicle_id from vehicle_identifier where value = '471001NC'`;
    const closed = ['/guichet/recherche?q=exemple', `/guichet/vehicules/${found[0]?.vehicle_id}`, `/guichet/personnes/${demoPersonId('marie')}`, '/guichet/files/examen', '/guichet/caisse', '/guichet/remboursements', '/guichet/messages', '/guichet/identites', '/guichet/titres/T1.pdf', '/guichet/quittances/Q1', '/pilotage'];
    for (const url of closed) expect((await mairie.get(url)).statusCode, url).toBe(403);
    const catalogue = plain((await mairie.get('/guichet/demarches')).body);
    expect(catalogue).toContain('Changer d’adresse sur le certificat');
    for (const kept of ['Rectifier le registre', 'Poser une opposition', 'Inscrire une personne', 'Décider d’une identité']) expect(catalogue).not.toContain(kept);
    for (const kept of ['rectifier', 'poser-opposition', 'inscrire-personne']) expect((await mairie.post(`/guichet/demarches/${kept}`, { sujet: '471001NC' })).statusCode, kept).toBe(404);
  });

  it('ne voit que ses propres dossiers, à l’écran comme par une clé', async () => {
    const theirs = await begin(clerk, 'changer-adresse', '471001NC');
    for (const url of [theirs, `${theirs}/saisie`, `${theirs}/recapitulatif`, `${theirs}/demandeur`]) expect((await mairie.get(url)).statusCode, url).toBe(404);
    expect((await mairie.post(`${theirs}/saisie`, { ...address, _faire: 'deposer' })).statusCode).toBe(404);
    expect(plain((await mairie.get('/guichet')).body)).not.toContain((await country.db.owner<{ number: string }[]>`select number from dossier where id = ${theirs.split('/').at(-1) as string}`)[0]?.number);
    const key = 'cle-de-la-mairie-pour-essai';
    await insertKey(country.db.owner, { id: uuid(), key, owner: { kind: 'agent', id: demoAgentId('mairie') }, label: 'essai', scopes: ['dossiers:read', 'vehicles:read', 'demarches:write'], expires: null, demo: true });
    expect((await country.ask(key, 'GET', `/api/v1/dossiers/${theirs.split('/').at(-1) as string}`)).statusCode).toBe(404);
    expect((await country.ask(key, 'GET', '/api/v1/vehicles/471001NC')).statusCode).toBe(404);
    expect((await country.ask('demo-counter', 'GET', '/api/v1/vehicles/471001NC')).statusCode).toBe(200);
  });

  it('ne désigne que qui elle connaît tout entier, et ne glisse personne d’autre', async () => {
    const dossier = await begin(mairie, 'changer-adresse', '471001NC');
    const [marie] = await country.db.owner<{ birth: string; name: string }[]>`select birth, name from person_entry where person_id = ${demoPersonId('marie')}`;
    const [year, month, day] = String(marie?.birth).split('-') as [string, string, string];
    const birth = { 'naissance.$day': day, 'naissance.$month': month, 'naissance.$year': year };
    const half = await mairie.post(`${dossier}/demandeur/exact`, { nom: 'Wamytan', prenoms: '', ...birth });
    expect(half.statusCode).toBe(422);
    expect(plain(half.body)).toContain('Personne ne répond exactement');
    expect((await mairie.post(`${dossier}/demandeur`, { personne: demoPersonId('jean') })).statusCode).toBe(403);
    const [family, ...given] = String(marie?.name).split(' ');
    expect((await mairie.post(`${dossier}/demandeur/exact`, { nom: family as string, prenoms: given.join(' '), ...birth })).headers.location).toBe(`${dossier}/saisie`);
    expect((await country.db.owner<{ applicant_id: string }[]>`select applicant_id from dossier where id = ${dossier.split('/').at(-1) as string}`)[0]?.applicant_id).toBe(demoPersonId('marie'));
    const first = await mairie.post('/guichet/demarches/premiere-immatriculation', {});
    await mairie.post(String(first.headers.location), { 'holder.who': 'known', 'holder.personId': demoPersonId('jean'), _faire: 'verifier' });
    const [kept] = await country.db.owner<{ holder: { personId?: string } | null }[]>`select input -> 'holder' as holder from dossier where id = ${String(first.headers.location).split('/').at(-2) as string}`;
    expect(kept?.holder?.personId).toBeUndefined();
  });

  it('n’a aucun autre rôle : la base le refuse', async () => {
    await expect(country.db.owner`update agent set roles = array['helper', 'clerk'] where id = ${demoAgentId('mairie')}`).rejects.toThrow(/agent_helper_alone/);
  });
});

describe('une marque devant témoin', { timeout: 30_000 }, () => {
  const sale = { 'soldOn.$day': '2', 'soldOn.$month': '11', 'soldOn.$year': '2026', soldAt: '10:30', purpose: 'use', 'buyer.name': 'Jean Acheteur-Exemple' };
  const marked = { 'marque.declaration-signee': 'oui', 'temoin.declaration-signee': 'Paul Témoin-Exemple', 'temoin-qualite.declaration-signee': 'voisin, carte d’identité' };

  it('nomme son témoin, vaut pour le texte lu, et tombe quand une réponse change', async () => {
    const dossier = await begin(clerk, 'declarer-cession', '471001NC');
    const unnamed = await clerk.post(`${dossier}/saisie`, { ...sale, _faire: 'verifier', 'marque.declaration-signee': 'oui' });
    expect(plain(unnamed.body)).toContain('Nommez le témoin de la marque.');
    expect((await clerk.post(`${dossier}/saisie`, { ...sale, ...marked, _faire: 'verifier' })).statusCode).toBe(200);
    const id = dossier.split('/').at(-1) as string;
    expect(await country.db.owner`select witness, means from dossier_signature where dossier_id = ${id}`).toMatchObject([{ means: 'mark-before-witness', witness: 'Paul Témoin-Exemple, voisin, carte d’identité' }]);
    expect(await piecesOf(country.db.owner, id)).toMatchObject([{ filename: expect.stringMatching(/^Marque devant témoin/), verdict: null }]);
    const changed = await clerk.post(`${dossier}/saisie`, { ...sale, 'buyer.name': 'Un Autre-Exemple', _faire: 'deposer' });
    expect(changed.statusCode).toBe(422);
    expect(await piecesOf(country.db.owner, id)).toMatchObject([{ verdict: 'rejected' }]);
    await clerk.post(`${dossier}/demandeur`, { personne: demoPersonId('marie') });
    expect((await clerk.post(`${dossier}/saisie`, { ...sale, ...marked, 'buyer.name': 'Un Autre-Exemple', _faire: 'deposer' })).statusCode).toBe(303);
    expect(plain((await clerk.get(dossier)).body), 'qui examine lit le témoin').toContain('Témoin Paul Témoin-Exemple, voisin, carte d’identité');
    expect(await stateOf(dossier)).toBe('issued');
  });

  it('la photo d’un papier signé tombe de même quand une réponse change, et vaut encore si la réponse revient', async () => {
    const dossier = await begin(clerk, 'declarer-cession', '472100NC');
    const id = dossier.split('/').at(-1) as string;
    await clerk.post(`${dossier}/demandeur`, { personne: demoPersonId('marie') });
    await clerk.post(`${dossier}/saisie`, { ...sale, _faire: 'verifier' });
    expect((await clerk.post(`${dossier}/saisie`, { ...sale, _faire: 'verifier' }, { 'piece.declaration-signee': PICTURE })).statusCode).toBe(200);
    expect(await piecesOf(country.db.owner, id)).toMatchObject([{ verdict: null }]);
    const changed = await clerk.post(`${dossier}/saisie`, { ...sale, 'buyer.name': 'Un Autre-Exemple', _faire: 'deposer' });
    expect(changed.statusCode).toBe(422);
    expect(plain(changed.body)).toContain('Une réponse a changé depuis la signature : le papier est à signer de nouveau.');
    // The engine says the same as the page, whatever the door.
    expect((await broughtTo(country.db.owner, id)).pieces).toEqual([]);
    await clerk.post(`${dossier}/saisie`, { ...sale, _faire: 'verifier' });
    expect((await broughtTo(country.db.owner, id)).pieces).toEqual(['declaration-signee']);
  });
});

describe('le demandeur', { timeout: 30_000 }, () => {
  it('doit être désigné pour déposer, à côté de la question et sans rien perdre ; le titulaire est à une pression', async () => {
    const dossier = await begin(clerk, 'changer-adresse', '471001NC');
    const nobody = await clerk.post(`${dossier}/saisie`, { ...address, _faire: 'deposer', 'vu.justificatif-domicile': 'oui' });
    expect(nobody.statusCode).toBe(422);
    expect(nobody.body).toContain('href="#f-demandeur"');
    expect(plain(nobody.body)).toMatch(/Dites qui demande.*C’est EXEMPLE-WAMYTAN Marie/);
    expect(nobody.body).toContain('Tribu de Démo');
    expect((await clerk.post(`${dossier}/saisie`, { ...address, _faire: `demandeur:${uuid()}` })).statusCode).toBe(404);
    expect((await clerk.post(`${dossier}/saisie`, { ...address, _faire: `demandeur:${demoPersonId('marie')}` })).headers.location).toBe(`${dossier}/saisie`);
    expect((await clerk.post(`${dossier}/saisie`, { ...address, _faire: 'deposer' })).statusCode).toBe(303);
    expect(await country.db.owner`select applicant_id from dossier where id = ${dossier.split('/').at(-1) as string}`).toEqual([{ applicant_id: demoPersonId('marie') }]);
  });

  it('n’est pas demandé pour ce que l’administration fait d’elle-même', async () => {
    const dossier = await begin(clerk, 'poser-opposition', '455321NC');
    const sent = await clerk.post(`${dossier}/saisie`, { _faire: 'deposer' });
    expect(plain(sent.body)).not.toContain('Dites qui demande');
    const mended = await begin(clerk, 'rectifier', '455321NC');
    expect(plain((await clerk.post(`${mended}/saisie`, { _faire: 'deposer' })).body)).not.toContain('Dites qui demande');
  });

  it('se choisit parmi ses homonymes, montrés côte à côte avec ce qui diffère', async () => {
    const dossier = await begin(clerk, 'changer-adresse', '471001NC');
    const inscribe = (year: string, distinct: string) => clerk.post(`${dossier}/demandeur/nouvelle`, {
      'person.kind': 'natural', 'person.familyName': 'Jumelle-Exemple', 'person.givenNames': 'Ada', 'person.birthDate.$year': year, 'person.civilStatus': 'common', ...address, ...(distinct ? { distinct } : {}), vu: 'oui',
    });
    expect((await inscribe('1980', '')).headers.location).toBe(`${dossier}/saisie`);
    const stopped = await inscribe('1954', '');
    expect(stopped.statusCode).toBe(409);
    expect(plain(stopped.body)).toMatch(/Une personne de ce nom est déjà au registre.*JUMELLE-EXEMPLE Ada.*1980/);
    expect((await inscribe('1954', 'oui')).headers.location).toBe(`${dossier}/saisie`);
    const both = plain((await clerk.get(`${dossier}/demandeur?q=jumelle`)).body);
    expect(both).toMatch(/Naissance diffère .*1980.*1954|Naissance diffère .*1954.*1980/);
    const twins = await country.db.owner<{ person_id: string }[]>`select person_id from person_entry where folded like '%jumelle%' order by birth`;
    expect(twins).toHaveLength(2);
    expect((await clerk.post(`${dossier}/demandeur`, { personne: twins[0]?.person_id as string })).statusCode).toBe(303);
    expect(plain((await clerk.get(`${dossier}/saisie`)).body)).toMatch(/JUMELLE-EXEMPLE Ada ?, naissance : 1954/);
    expect((await clerk.post(`${dossier}/demandeur`, { personne: uuid() })).statusCode).toBe(404);
  });
});
