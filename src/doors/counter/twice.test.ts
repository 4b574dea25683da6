import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { addPiece, openDossier, saveInput, submitDossier, type Demarche } from '../../core/demarche/index.ts';
import { deterministicId, uuid } from '../../core/values/ids.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

it('abandonner deux fois le même dossier : fait une fois, dit deux fois, jamais une panne', async () => {
  const desk = await enter(country, 'guichet');
  const begun = await desk.post('/guichet/demarches/changer-adresse', { sujet: '471001NC' });
  const path = String(begun.headers.location).replace(/\/saisie$/, '');
  const both = await Promise.all([desk.post(`${path}/abandonner`, {}), desk.post(`${path}/abandonner`, {})]);
  expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
  expect((await desk.post(`${path}/abandonner`, {})).statusCode).toBe(303);
  const [{ times } = { times: 0 }] = await country.db.owner<{ times: number }[]>`select count(*) as times from dossier_event where dossier_id = ${path.split('/').at(-1) ?? ''} and to_state = 'cancelled'`;
  expect(times).toBe(1);
});

it('rembourser ce qui n’a jamais été reçu, taper un NUL, chercher un agent inventé : une phrase, jamais une panne', async () => {
  const [desk, head] = [await enter(country, 'guichet'), await enter(country, 'direction', '/pilotage')];
  const begun = await desk.post('/guichet/demarches/changer-adresse', { sujet: '471001NC' });
  const path = String(begun.headers.location).replace(/\/saisie$/, '');
  expect((await desk.post(`${path}/rembourser`, { motif: 'Il demande à être remboursé.' })).statusCode).toBe(303);
  expect(plain((await desk.get(`${path}/saisie`)).body)).toContain('Il n’y a rien à rembourser');
  expect((await desk.post(`${path}/brouillon`, { 'address.place': '1 rue\u0000 de l’Essai' })).statusCode).toBe(200);
  const [draft] = await country.db.owner<{ input: { address?: { place?: string } } }[]>`select input from dossier where id = ${path.split('/').at(-1) ?? ''}`;
  expect(draft?.input.address?.place).toBe('1 rue de l’Essai');
  for (const page of [`/pilotage/agents/${'-'.repeat(36)}`]) expect((await head.get(page)).statusCode).toBe(404);
});

it('approuver une page ouverte avant que les réponses changent : rien n’est signé, l’agent relit', async () => {
  const [desk, other] = [await enter(country, 'instruction'), await enter(country, 'responsable')];
  const { world } = country.app;
  const marie = { actor: { kind: 'citizen' as const, personId: demoPersonId('marie'), accountId: deterministicId('demo-account', 'marie'), name: 'Marie', assurance: 'verified' as const }, door: 'citizen' };
  const [vehicle] = await country.db.owner<{ vehicle_id: string }[]>`select vehicle_id from vehicle_identifier where value = '455321NC' and until is null`;
  const dossier = await openDossier(world, marie, { demarche: world.catalogue.get('demander-duplicata') as Demarche, subject: { kind: 'vehicle', id: vehicle?.vehicle_id ?? '' }, input: { reason: 'damage', since: '2026-11-01' } });
  await world.acts.begin((tx) => addPiece(tx, dossier.id, { id: uuid(), kind: 'ancien-titre', filename: 'p.pdf', mediaType: 'application/pdf', bytes: 3, sha256: Buffer.alloc(32), storedAs: 'x' }, marie.actor, country.at.now.toISOString()));
  const sent = await submitDossier(world, marie, dossier.id);
  expect(sent).toMatchObject({ kind: 'moved', dossier: { state: 'in_review' } });
  const path = `/guichet/dossiers/${dossier.id}`;
  const empreinte = /name="empreinte" value="([0-9a-f]{64})"/.exec((await desk.get(path)).body)?.[1] ?? '';
  // Meanwhile a colleague asks for something more, and the applicant answers otherwise.
  await other.post(`${path}/completer`, { demande: 'Dites la date exacte, s’il vous plaît.' });
  await saveInput(world, dossier.id, { reason: 'damage', since: '2026-11-02' });
  expect(await submitDossier(world, marie, dossier.id)).toMatchObject({ kind: 'moved', dossier: { state: 'in_review' } });
  await desk.post(`${path}/approuver`, { empreinte });
  const stale = await desk.get(path);
  expect(plain(stale.body)).toContain('Les réponses ont changé depuis que vous avez ouvert ce dossier');
  await desk.post(`${path}/approuver`, { empreinte: /name="empreinte" value="([0-9a-f]{64})"/.exec(stale.body)?.[1] ?? '' });
  expect(plain((await desk.get(path)).body)).toContain('À encaisser');
});

it('une caisse ne s’ouvre pas avec une somme impossible, et ne se compte pas avec un nombre illisible', async () => {
  const desk = await enter(country, 'caisse');
  for (const fonds of ['-5', '9007199254740991', 'beaucoup']) {
    expect((await desk.post('/guichet/caisse/ouvrir', { caisse: 'NOU1', fonds })).statusCode).toBe(303);
    expect(plain((await desk.get('/guichet/caisse')).body)).toContain('Le fonds de caisse est un montant');
  }
  await Promise.all([1, 2, 3].map(() => desk.post('/guichet/caisse/ouvrir', { caisse: 'NOU1', fonds: '20000' })));
  expect(await country.db.owner`select 1 from till_session where state = 'open'`).toHaveLength(1);
  for (const many of ['-2', '2o', '999999']) {
    const again = await desk.post('/guichet/caisse/compter', { 'n-10000': many, 'n-500': '7' });
    expect(again.statusCode).toBe(422);
    expect(plain(again.body)).toContain('Le nombre de pièces ou de billets de 10 000 F ne se lit pas');
    expect(again.body, 'the rest of the count is kept').toMatch(/name="n-500"[^>]*value="7"|value="7"[^>]*name="n-500"/);
  }
  expect(await country.db.owner`select 1 from till_session where state = 'counted'`).toHaveLength(0);
  await desk.post('/guichet/caisse/compter', { 'n-10000': '2' });
  expect(await country.db.owner`select 1 from till_session where state = 'counted' and counted_total = 20000`).toHaveLength(1);
});
