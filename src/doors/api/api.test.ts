import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { deterministicId, uuid } from '../../core/values/ids.ts';
import { createApiKey, insertKey, revokeApiKey } from '../../core/access/api-keys.ts';
import { demoAgentId } from '../../core/access/demo.ts';

// vitest's matchers are of type any: said to be unknown, once.
const [aText, aList]: unknown[] = [expect.any(String), expect.any(Array)];
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const having = (part: object): unknown => expect.objectContaining(part);
const among = (part: unknown[]): unknown => expect.arrayContaining(part);

let country: Country;
const ask: Country['ask'] = (...given) => country.ask(...given);
beforeAll(async () => {
  country = await demoCountry();
  // A second officer of the office and a second citizen, so that « two persons » and « not mine » can be asked.
  const account = deterministicId('demo-account', 'jean');
  await country.db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance, linked_at) values (${account}, 'demonstration', 'jean', ${demoPersonId('jean')}, 'Jean Exemple', 'verified', now())`;
  const scopes = ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read'];
  await insertKey(country.db.owner, { id: uuid(), key: 'key-of-jean', owner: { kind: 'citizen', id: account }, label: 'jean', scopes, expires: null, demo: true });
  await insertKey(country.db.owner, { id: uuid(), key: 'key-of-noe', owner: { kind: 'agent', id: demoAgentId('instruction') }, label: 'noé', scopes, expires: null, demo: true });
  await insertKey(country.db.owner, { id: uuid(), key: 'key-of-camille', owner: { kind: 'agent', id: demoAgentId('guichet') }, label: 'camille', scopes, expires: null, demo: true });
  await insertKey(country.db.owner, { id: uuid(), key: 'key-without-scope', owner: { kind: 'agent', id: demoAgentId('guichet') }, label: 'sans', scopes: ['nothing'], expires: null, demo: true });
}, 60_000);
afterAll(() => country.close());

const address = { commune: '98817', placeKind: 'street', place: '1 rue de l’Essai' };
const post = (key: string | null, id: string, body: unknown, headers: Record<string, string> = {}, query = '') => ask(key, 'POST', `/api/v1/demarches/${id}${query}`, body, { headers });
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const upload = (key: string, href: string, kind: string, bytes = pdf) => {
  const edge = 'edge-of-the-parts';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="kind"\r\n\r\n${kind}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="scan.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;
  return ask(key, 'POST', `${href}/pieces`, Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]), { headers: { 'content-type': `multipart/form-data; boundary=${edge}` } });
};

describe('le catalogue', () => {
  it('donne un tableau de démarches, sans clé', async () => {
    const answer = await ask(null, 'GET', '/api/v1/demarches');
    expect(answer.statusCode).toBe(200);
    const list = answer.json<{ id: string; href: string }[]>();
    expect(list).toBeInstanceOf(Array);
    expect(list.map(({ id }) => id)).toEqual(among(['premiere-immatriculation', 'declarer-cession', 'completer-achat', 'changer-adresse', 'poser-opposition', 'rectifier']));
    for (const { href } of list) expect((await ask(null, 'GET', href)).json()).toMatchObject({ input: { type: 'object' }, fields: aList });
  });

  it('dit 404 d’une démarche inconnue, 401 d’une clé inconnue', async () => {
    expect((await ask(null, 'GET', '/api/v1/demarches/acheter-un-avion')).statusCode).toBe(404);
    expect((await ask('not-a-key', 'GET', '/api/v1/demarches')).statusCode).toBe(401);
    const bare = await post(null, 'changer-adresse', { subject: '471001NC', input: {} });
    expect(bare.statusCode).toBe(401);
    expect(bare.headers['content-type']).toMatch(/^application\/problem\+json/);
  });
});

describe('ce qui n’est pas demandé', () => {
  it('est dit avec son chemin, à blanc comme pour de bon, et rien n’est écrit', async () => {
    const before = await counts();
    const input = { address: { ...address, comune: '98818' }, adresse: 'x' };
    for (const query of ['', '?dryRun=true']) {
      const answer = await post('demo-citizen', 'changer-adresse', { subject: '471001NC', input }, {}, query);
      expect(answer.statusCode).toBe(422);
      expect(answer.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path)).toEqual(['address.comune', 'adresse']);
    }
    const beside = await post('demo-citizen', 'changer-adresse', { subject: '471001NC', input: { address }, requester: 'x' });
    expect(beside.json()).toMatchObject({ status: 422, errors: [{ path: 'requester' }] });
    expect(await counts()).toEqual(before);
  });

  it('le demandeur est nommé par un agent, qui le trouve au registre ; un usager ne nomme personne', async () => {
    const jean = demoPersonId('jean');
    const body = { subject: '471001NC', applicant: jean, input: { address } };
    const opened = await post('demo-counter', 'changer-adresse', body);
    expect(opened.statusCode).toBe(201);
    expect(await country.db.owner`select applicant_id from dossier where id = ${opened.json<{ id: string }>().id}`).toEqual([{ applicant_id: jean }]);
    for (const [key, applicant] of [['demo-citizen', jean], ['demo-police', jean], ['demo-counter', uuid()], ['demo-counter', 'jean']] as const) {
      const answer = await post(key, 'changer-adresse', { ...body, applicant });
      expect(answer.json(), key).toMatchObject({ status: 422, errors: [{ path: 'applicant' }] });
    }
  });
});

describe('essayer sans rien écrire', () => {
  it('une saisie partielle est acceptée : obstacles, manques, pièces, frais, examen', async () => {
    const before = await counts();
    const answer = await post('demo-citizen', 'declarer-cession', { subject: '471001NC', input: { purpose: 'use' } }, {}, '?dryRun=true');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ blockers: [], missing: among([having({ path: 'soldOn' }), having({ path: 'buyer.name' })]), pieces: [], fees: { total: 0, currency: 'XPF' } });
    expect(answer.json()).toHaveProperty('review');
    expect(await counts()).toEqual(before);
  });

  it('une saisie entière dit ce qu’elle coûterait, et n’écrit rien non plus', async () => {
    const before = await counts();
    const answer = await post('demo-counter', 'premiere-immatriculation', { input: registration('MR0DEMO0000000099') }, {}, '?dryRun=true');
    expect(answer.json()).toMatchObject({ blockers: [], missing: [], review: 'clerk' });
    expect(answer.json<{ fees: { total: number } }>().fees.total).toBeGreaterThan(0);
    expect(await counts()).toEqual(before);
  });

  it('sans dire sur quel véhicule : le véhicule est un manque de plus', async () => {
    const answer = await post('demo-citizen', 'changer-adresse', {}, {}, '?dryRun=true');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ blockers: [], missing: among([having({ path: 'subject' }), having({ path: 'address.commune' })]) });
  });

  it('un véhicule bloqué le dit avant la première réponse', async () => {
    const answer = await post('demo-counter', 'declarer-cession', { subject: '466001NC', input: {} }, {}, '?dryRun=true');
    expect(answer.json<{ blockers: { code: string }[] }>().blockers.map(({ code }) => code)).toContain('mesure-theft');
  });
});

describe('faire une démarche', () => {
  it('201 et son adresse, quel que soit l’état ; le dossier se relit', async () => {
    const done = await post('demo-citizen', 'changer-adresse', { subject: '471001NC', input: { address } });
    expect(done.statusCode).toBe(201);
    expect(done.headers['location']).toMatch(/^\/api\/v1\/dossiers\/[0-9a-f-]{36}$/);
    expect(done.json()).toMatchObject({ state: 'issued', titles: [having({ number: aText, status: aText, href: like(/^\/api\/v1\/titles\//) })] });
    const read = await ask('demo-citizen', 'GET', String(done.headers['location']));
    expect(read.json()).toMatchObject({ state: 'issued' });
    const waiting = await post('demo-counter', 'changer-adresse', { subject: '455321NC', input: { address } });
    expect(waiting.statusCode).toBe(201);
    expect(waiting.json()).toMatchObject({ state: 'to_complete', waitingFor: [having({ kind: 'piece' })] });
  });

  it('409 porte chaque obstacle, avec son texte et qui le lève', async () => {
    const answer = await post('demo-counter', 'declarer-cession', { subject: '450404NC', input: { soldOn: '2026-01-01', soldAt: '10:00', purpose: 'use', buyer: { name: 'Acheteur Exemple' }, inspection: {} } });
    expect(answer.statusCode).toBe(409);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const { blockers } = answer.json<{ blockers: object[] }>();
    expect(blockers.length).toBeGreaterThanOrEqual(2);
    for (const one of blockers) expect(one).toEqual({ code: aText, message: aText, law: like(/ \(.+\)/), clearedBy: having({ who: aText, how: aText }), path: null });
  });

  it('422 nomme chaque champ, en français', async () => {
    const answer = await post('demo-citizen', 'changer-adresse', { subject: '471001NC', input: { address: { commune: 'Paris', placeKind: 'cave' } } });
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path)).toEqual(['address.commune', 'address.placeKind', 'address.place']);
  });

  it('pièces en plusieurs parties, puis dépôt : le dossier attend, puis aboutit', async () => {
    const opened = await post('demo-counter', 'changer-adresse', { subject: '472100NC', input: { address } });
    const href = String(opened.headers['location']);
    const refused = await upload('demo-counter', href, 'justificatif-domicile', Buffer.from('<html>'));
    expect(refused.statusCode).toBe(422);
    expect((await upload('demo-counter', href, '<b>kind</b>')).statusCode).toBe(422);
    const unknown = await upload('demo-counter', href, 'justificatif-domicille');
    expect(unknown.json()).toMatchObject({ status: 422, errors: [{ path: 'kind', message: like(/justificatif-domicile/) }] });
    const sent = await upload('demo-counter', href, 'justificatif-domicile');
    expect(sent.statusCode).toBe(201);
    expect(sent.json()).toMatchObject({ pieces: [{ kind: 'justificatif-domicile', filename: 'scan.pdf' }] });
    const submitted = await ask('demo-counter', 'POST', `${href}/submit`);
    expect(submitted.json()).toMatchObject({ state: 'issued' });
    expect((await upload('demo-counter', href, 'justificatif-domicile')).statusCode).toBe(409);
  });
});

describe('un paramètre mal écrit ne passe jamais pour absent', () => {
  const body = { subject: '468200NC', input: { address } };
  const dossiers = async () => (await country.db.owner<{ n: number }[]>`select count(*)::int as n from dossier`)[0]?.n;
  it.each(['?dryRun=1', '?dryRun=TRUE', '?dryRun', '?dryrun=true', '?dry_run=true', '?dryRun=true&dryRun=true', '?essai=1'])('%s : 422, et rien n’est fait', async (query) => {
    const before = await dossiers();
    const answer = await post('demo-counter', 'changer-adresse', body, {}, query);
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ path: like(/^(dry|essai)/), message: like(/dryRun/) }] });
    expect(await dossiers()).toBe(before);
  });
  it.each(['?knownat=2020-01-01', '?At=2020-01-01', '?date=2020-01-01'])('lire avec %s : 422, jamais l’état d’un autre jour', async (query) => {
    expect((await ask('demo-counter', 'GET', `/api/v1/vehicles/468200NC${query}`)).statusCode).toBe(422);
    expect((await ask('demo-counter', 'GET', `/api/v1/vehicles/468200NC`)).statusCode).toBe(200);
  });
  it('false est un vrai appel, true un essai', async () => {
    const before = await dossiers();
    expect((await post('demo-counter', 'changer-adresse', body, {}, '?dryRun=true')).statusCode).toBe(200);
    expect(await dossiers()).toBe(before);
    expect((await post('demo-counter', 'changer-adresse', { ...body, subject: '455321NC' }, {}, '?dryRun=false')).statusCode).toBe(201);
  });
});

describe('la clé d’idempotence', () => {
  const key = { 'idempotency-key': 'the-same-key' };
  it('deux fois la même : un dossier ; un autre corps : 422 ; un autre appelant : un autre dossier', async () => {
    const body = { subject: '468200NC', input: { address } };
    const [first, again] = [await post('demo-counter', 'changer-adresse', body, key), await post('demo-counter', 'changer-adresse', body, key)];
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.headers['location']).toBe(first.headers['location']);
    const other = await post('demo-counter', 'changer-adresse', { subject: '468200NC', input: { address: { ...address, place: 'Autre' } } }, key);
    expect(other.statusCode).toBe(422);
    const elsewhere = await post('demo-counter', 'changer-adresse', { ...body, subject: '472100NC' }, key);
    expect(elsewhere.statusCode, 'the same answers about another vehicle are another request').toBe(422);
    const theirs = await post('key-of-jean', 'changer-adresse', body, key);
    expect(theirs.statusCode).toBe(201);
    expect(theirs.headers['location']).not.toBe(first.headers['location']);
  });

  it('vingt envois à la fois : un dossier, un jeu d’actes', async () => {
    const before = await counts();
    const body = { subject: '469800NC', input: { type: 'inquiry', authority: 'police', reference: 'PARALLELE', basis: 'Essai en parallèle' } };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('demo-police', 'poser-opposition', body, { 'idempotency-key': 'twenty' })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
    const after = await counts();
    expect({ dossiers: after.dossiers - before.dossiers, acts: after.acts - before.acts }).toEqual({ dossiers: 1, acts: 1 });
    for (const answer of answers) expect(answer.json()).toMatchObject({ state: 'issued' });
  });
});

describe('chacun son droit', () => {
  it('la police ne déclare pas de vente ; l’usager ne pose pas d’opposition ; une clé sans portée ne passe pas', async () => {
    const sale = { subject: '471001NC', input: { soldOn: '2026-11-20', soldAt: '10:00', purpose: 'use', buyer: { name: 'X Y' }, inspection: {} } };
    const police = await post('demo-police', 'declarer-cession', sale);
    expect(police.statusCode).toBe(403);
    expect(police.json<{ detail: string }>().detail).toMatch(/titulaire/);
    expect((await post('demo-police', 'declarer-cession', sale, {}, '?dryRun=true')).statusCode).toBe(403);
    expect((await post('demo-citizen', 'poser-opposition', { subject: '471001NC', input: {} })).statusCode).toBe(403);
    expect((await post('key-without-scope', 'changer-adresse', { subject: '471001NC', input: { address } })).statusCode).toBe(403);
  });

  it('la police n’agit qu’au nom de son autorité', async () => {
    const answer = await post('demo-police', 'poser-opposition', { subject: '471001NC', input: { type: 'customs', authority: 'customs', reference: 'X', basis: 'Essai' } });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ blockers: [{ code: 'autre-autorite', path: 'authority' }] });
  });

  it('ce qui n’est pas à moi n’existe pas : dossier, véhicule, titre', async () => {
    const mine = String((await post('demo-citizen', 'changer-adresse', { subject: '471001NC', input: { address } })).headers['location']);
    expect((await ask('demo-citizen', 'GET', mine)).statusCode).toBe(200);
    expect((await ask('demo-counter', 'GET', mine)).statusCode).toBe(200);
    for (const key of ['key-of-jean', 'demo-police']) expect((await ask(key, 'GET', mine)).statusCode, key).toBe(404);
    expect((await ask('key-of-jean', 'POST', `${mine}/submit`)).statusCode).toBe(404);
    expect((await upload('key-of-jean', mine, 'permis')).statusCode).toBe(404);
    const [theirs, nobody] = [await ask('demo-citizen', 'GET', '/api/v1/vehicles/468200NC'), await ask('demo-citizen', 'GET', '/api/v1/vehicles/999999NC')];
    expect([theirs.statusCode, nobody.statusCode]).toEqual([404, 404]);
    expect(nobody.json<{ title: string }>().title).toBe('Introuvable');
    expect({ ...theirs.json<object>(), requestId: '' }, 'a forbidden vehicle answers as one that is not there').toEqual({ ...nobody.json<object>(), requestId: '' });
    const number = (await ask('demo-counter', 'GET', '/api/v1/vehicles/468200NC')).json<{ title: { number: string } }>().title.number;
    expect((await ask('demo-citizen', 'GET', `/api/v1/titles/${number}`)).statusCode).toBe(404);
    expect((await ask('demo-counter', 'GET', '/api/v1/dossiers/00000000-0000-0000-0000-000000000000')).statusCode).toBe(404);
  });

  it('chaque lecture d’une personne est écrite avant la réponse', async () => {
    const count = async () => (await country.db.owner<{ n: number }[]>`select count(*)::int as n from access_log where person_id = ${demoPersonId('hnaja')} and purpose = 'consultation d’un véhicule'`)[0]?.n;
    const before = await count() ?? 0;
    expect((await ask('demo-counter', 'GET', '/api/v1/vehicles/21404NC')).statusCode).toBe(200);
    expect(await count()).toBe(before + 1);
  });
});

describe('le contrôle d’une plaque, à plusieurs à la fois', () => {
  const check = (key: string, plate: string) => ask(key, 'GET', `/api/v1/vehicles/${plate}`);
  const logged = async () => (await country.db.owner<{ n: number }[]>`select count(*)::int as n from access_log where purpose = 'consultation d’un véhicule'`)[0]?.n ?? 0;
  const plates = ['471001NC', '468200NC', '462777NC', '21404NC'];
  const many = <T>(count: number, one: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => one(index));

  it('chacun a sa réponse, et sa lecture est déjà inscrite quand elle part', async () => {
    const alone = await Promise.all(plates.map(async (plate) => (await check('demo-counter', plate)).json<object>()));
    const before = await logged();
    let answered = 0;
    const written: boolean[] = [];
    const answers = await Promise.all(many(32, async (index) => {
      const answer = await check('demo-counter', plates[index % plates.length] as string);
      const least = answered += 1;
      written.push(await logged() - before >= least);
      return answer.json<object>();
    }));
    expect(answers).toEqual(many(32, (index) => alone[index % plates.length]));
    expect(written).toEqual(Array(32).fill(true));
  });

  it('chacun selon son droit : police, titulaire, étranger et clé inconnue ensemble', async () => {
    const callers = [['demo-police', 200], ['demo-citizen', 200], ['key-of-jean', 404], ['not-a-key', 401], ['key-without-scope', 403]] as const;
    const answers = await Promise.all(many(25, (index) => check(callers[index % callers.length]?.[0] as string, '471001NC')));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(many(25, (index) => callers[index % callers.length]?.[1]));
  });

  it('clés et plaques mêlées : à chacun la réponse qu’il aurait eue seul', async () => {
    const pairs = ['demo-police', 'demo-citizen', 'key-of-jean', 'demo-counter', 'not-a-key', 'key-without-scope'].flatMap((key) => [...plates, '999999NC'].map((plate) => [key, plate] as const));
    const told = async ([key, plate]: readonly [string, string]) => {
      const answer = await check(key, plate);
      return { key, plate, status: answer.statusCode, body: { ...answer.json<object>(), requestId: '' } };
    };
    const alone = [];
    for (const pair of pairs) alone.push(await told(pair));
    expect(new Set(alone.map(({ status }) => status))).toEqual(new Set([200, 404, 401, 403]));
    expect(await Promise.all([...pairs, ...pairs.toReversed()].map(told))).toEqual([...alone, ...alone.toReversed()]);
  });

  it('une clé révoquée, ou dont le compte est fermé, ne passe plus dès la demande suivante', async () => {
    const { id, key } = await createApiKey(country.db.owner, { kind: 'agent', id: demoAgentId('guichet') }, 'à révoquer', ['vehicles:check'], null);
    const statuses = async () => [...new Set((await Promise.all(many(20, () => check(key, '471001NC')))).map(({ statusCode }) => statusCode))];
    expect(await statuses()).toEqual([200]);
    await country.db.owner`update agent set active = false where id = ${demoAgentId('guichet')}`;
    expect(await statuses()).toEqual([401]);
    await country.db.owner`update agent set active = true where id = ${demoAgentId('guichet')}`;
    expect(await statuses()).toEqual([200]);
    // Others keep asking with living keys: what they are told must not carry the dead one.
    const others = many(20, () => check('demo-police', '471001NC'));
    await revokeApiKey(country.db.owner, id, country.at.now);
    expect(await statuses()).toEqual([401]);
    expect((await Promise.all(others)).every(({ statusCode }) => statusCode === 200)).toBe(true);
  });

  it('le journal des consultations arrêté : aucune réponse', async () => {
    await country.db.owner`revoke insert on access_log from sitt_app`;
    const refused = await Promise.all(many(10, () => check('demo-counter', '471001NC')));
    await country.db.owner`grant insert on access_log to sitt_app`;
    for (const { statusCode, body } of refused) expect([statusCode, body.includes('holders')]).toEqual([503, false]);
    expect((await check('demo-counter', '471001NC')).statusCode).toBe(200);
  });

  it('un numéro porté par deux véhicules : 409, au milieu d’autres qui n’en ont qu’un', async () => {
    const [other] = await country.db.owner<{ vehicle_id: string }[]>`select vehicle_id from vehicle_identifier where value = '468200NC' and until is null`;
    await country.db.owner`insert into vehicle_identifier (vehicle_id, kind, value, since, disputed) values (${other?.vehicle_id ?? ''}, 'plate', '471001NC', now(), true)`;
    const answers = await Promise.all(['471001NC', '462777NC', '471001NC', '999999NC'].map((plate) => check('demo-counter', plate)));
    await country.db.owner`delete from vehicle_identifier where disputed and value = '471001NC'`;
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 200, 409, 404]);
  });
});

describe('un véhicule dans le temps', () => {
  const vehicle = '462777NC';
  const at = async (query: string) => (await ask('demo-counter', 'GET', `/api/v1/vehicles/${vehicle}${query}`));

  it('une rectification rétroactive par deux agents se voit sur les deux axes', async () => {
    // Registered on 2019-07-02 (Nouméa); the register learns later that it was held since 2019-03-01.
    const knewBefore = new Date(country.at.now.getTime() + 1000).toISOString();
    country.at.now = new Date(country.at.now.getTime() + 60_000);
    const input = { what: 'holder-since', since: '2019-03-01', reason: 'La facture d’achat prouve une date antérieure.' };
    const opened = await post('demo-counter', 'rectifier', { subject: vehicle, input });
    const href = String(opened.headers['location']);
    expect((await upload('demo-counter', href, 'preuve')).statusCode).toBe(201);
    const first = await ask('demo-counter', 'POST', `${href}/submit`);
    expect(first.json(), 'one agent is not two').toMatchObject({ state: 'in_review' });
    for (const step of ['submit', 'approve']) expect((await ask('demo-counter', 'POST', `${href}/${step}`)).json(), 'the same agent twice is not two').toMatchObject({ state: 'in_review' });
    expect((await ask('key-of-camille', 'POST', `${href}/approve`)).statusCode, 'no delegation, no signature').toBe(403);
    const second = await ask('key-of-noe', 'POST', `${href}/approve`);
    expect(second.json()).toMatchObject({ state: 'issued' });

    const spring = '?at=2019-04-15';
    expect((await at(spring)).json()).toMatchObject({ holders: [having({ since: like(/^2019-02-28T13/) })] });
    expect((await at(`${spring}&knownAt=${encodeURIComponent(knewBefore)}`)).json<{ holders: unknown[] }>().holders).toEqual([]);
    expect((await at(`?at=2020-01-01&knownAt=${encodeURIComponent(knewBefore)}`)).json()).toMatchObject({ holders: [having({ since: like(/^2019-07/) })] });
    expect((await at(`?knownAt=${encodeURIComponent(knewBefore)}`)).json()).toMatchObject({ holders: [having({ since: like(/^2019-07/) })] });
    expect((await at('?knownAt=2001-01-01')).statusCode, 'the register did not know it yet').toBe(404);
    expect((await at('?at=hier')).statusCode).toBe(422);
    expect((await at('?at=2026-99-99')).statusCode).toBe(422);
  });

  it('se trouve aussi par son numéro de série et par son titre', async () => {
    const found = (await at('')).json<{ id: string; vin: string; title: { number: string } }>();
    for (const name of [found.vin, found.title.number, '462 777 nc', '462-777-NC']) {
      expect((await ask('demo-counter', 'GET', `/api/v1/vehicles/${encodeURIComponent(name)}`)).json(), name).toMatchObject({ id: found.id });
    }
  });
});

async function counts(): Promise<{ dossiers: number; acts: number }> {
  const [row] = await country.db.owner<{ dossiers: number; acts: number }[]>`select (select count(*)::int from dossier) as dossiers, (select count(*)::int from act) as acts`;
  return row as { dossiers: number; acts: number };
}

function registration(chassis: string) {
  return {
    origin: 'new', chassis, technical: { 'D.1': 'TOYOTA', 'J.1': 'CTTE', 'P.3': 'GO', 'F.2': 3000, B: { precision: 'day', value: '2026-01-15' } }, approval: { kind: 'type', number: 'PV-1' }, customs: {},
    holder: { who: 'known', personId: demoPersonId('jean') }, usage: 'private', proofs: { insurer: 'Assureur Exemple', contract: 'C1', licenceNumber: '1' },
  };
}
