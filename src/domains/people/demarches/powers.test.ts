import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { lastSaleCode } from '../../../../tests/setup/sale-code.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import { loadStates } from '../../../core/act/store.ts';
import { insertKey } from '../../../core/access/api-keys.ts';
import { deterministicId, uuid } from '../../../core/values/ids.ts';
import { addDays, today } from '../../../core/values/time.ts';

// vitest's matchers are of type any: said to be unknown, once.
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const having = (part: object): unknown => expect.objectContaining(part);

let country: Country;
const person = (key: string) => deterministicId('demo-person', key);
const plates = { minor: '470055NC', guardian: '448120NC', curator: '459610NC', estate: '431007NC', shared: '464218NC', association: '465432NC', gdpl: '469800NC', marie: '471001NC' };

/** A citizen's key: of a demo citizen, or of a person of the country who opens an account. */
async function account(name: string, personId: string): Promise<string> {
  const id = uuid();
  const key = `key-of-${name}`;
  await country.db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance, linked_at) values (${id}, 'demonstration', ${`${name}-api`}, ${personId}, ${name}, 'verified', now())`;
  await insertKey(country.db.owner, { id: uuid(), key, owner: { kind: 'citizen', id }, label: name, scopes: ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read'], expires: null, demo: true });
  return key;
}
let wadra: string, jean: string, rene: string, luce: string, pierre: string;
beforeAll(async () => {
  country = await demoCountry();
  wadra = await account('wadra', demoPersonId('wadra'));
  jean = await account('jean', demoPersonId('jean'));
  [rene, luce, pierre] = await Promise.all(['rene', 'luce', 'pierre'].map((name) => account(name, person(name)))) as [string, string, string];
}, 60_000);
afterAll(() => country.close());

const post = async (key: string, id: string, body: unknown, query = '') => {
  const answer = await country.ask(key, 'POST', `/api/v1/demarches/${id}${query}`, body, { headers: { 'idempotency-key': uuid() } });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown> & { id: string; blockers: unknown[]; signatures: { label: string }[] }>(), href: String(answer.headers['location']) };
};
const tryOut = (key: string, id: string, body: unknown) => post(key, id, body, '?dryRun=true');
const sale = { soldOn: '2026-11-20', soldAt: '10:30', purpose: 'use', buyer: { name: 'Ada Exemple' }, inspection: { number: 'CT-1', on: '2026-11-01' } };
const duplicate = { reason: 'loss', since: '2026-11-01' };
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const upload = (key: string, href: string, kind: string) => {
  const edge = 'edge-of-the-parts';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="kind"\r\n\r\n${kind}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="scan.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;
  return country.ask(key, 'POST', `${href}/pieces`, Buffer.concat([Buffer.from(head), pdf, Buffer.from(`\r\n--${edge}--\r\n`)]), { headers: { 'content-type': `multipart/form-data; boundary=${edge}` } });
};
/** The whole errand of the counter: asked, its paper attached, submitted. @returns where the dossier stands */
async function atCounter(id: string, body: unknown, ...papers: string[]): Promise<string> {
  const opened = await post('demo-counter', id, body);
  expect(opened, JSON.stringify(opened.body)).toMatchObject({ status: 201 });
  for (const kind of papers) expect((await upload('demo-counter', opened.href, kind)).statusCode).toBeLessThan(300);
  const sent = await country.ask('demo-counter', 'POST', `${opened.href}/submit`, {});
  return sent.json<{ state: string }>().state;
}

/** The number of the power or the situation of a person. */
async function numberOf(kind: string, personId: string): Promise<string | undefined> {
  const [row] = await country.db.owner<{ number: string }[]>`select payload ->> 'number' as number from act where kind = ${kind} and ${personId} in (payload ->> 'grantor', payload ->> 'personId')`;
  return row?.number;
}

describe('qui signe pour qui, par l’API comme à toute porte (capacité et représentation : textes à confirmer)', () => {
  it('le véhicule d’un mineur : vendu par sa mère, jamais par un étranger', async () => {
    const stranger = await post(jean, 'declarer-cession', { subject: plates.minor, input: sale });
    expect(stranger).toMatchObject({ status: 403, body: { detail: like(/représentant ou son mandataire/) } });
    expect((await country.ask(jean, 'GET', `/api/v1/vehicles/${plates.minor}`)).statusCode).toBe(404);
    expect((await country.ask(wadra, 'GET', `/api/v1/vehicles/${plates.minor}`)).statusCode).toBe(200);
    expect(await post(wadra, 'declarer-cession', { subject: plates.minor, input: sale })).toMatchObject({ status: 201, body: { state: 'issued' } });
  });

  it('un majeur sous tutelle : sa tutrice ; sous curatelle : lui, puis son curateur sur la même demande', async () => {
    expect(await tryOut(wadra, 'demander-duplicata', { subject: plates.guardian, input: duplicate })).toMatchObject({ status: 200, body: { blockers: [], signatures: [{ label: like(/tuteur/i) }] } });
    const asked = await post(rene, 'declarer-cession', { subject: plates.curator, input: sale });
    expect(asked).toMatchObject({ status: 201, body: { state: 'to_complete' } });
    const waiting = await country.app.world.read<{ person_id: string }[]>`select person_id from pub_dossier_to_sign where id = ${asked.body.id}`;
    expect(waiting.map((one) => one.person_id), 'the curator finds it among what waits for a signature').toEqual([person('luce')]);
    expect(luce).toBeTruthy();
  });

  it('un GDPL : son mandataire ; une association dont nul n’a montré le pouvoir : bloquée, même au guichet, et le pouvoir nommé', async () => {
    expect(await tryOut(wadra, 'demander-duplicata', { subject: plates.gdpl, input: duplicate })).toMatchObject({ status: 200, body: { blockers: [] } });
    const input = { subject: plates.association, input: duplicate };
    expect(await post('demo-counter', 'demander-duplicata', input)).toMatchObject({
      status: 409, body: { blockers: [having({ code: 'pouvoir-association-manquant', message: like(/association/), law: expect.anything() as unknown, path: null, clearedBy: having({ how: like(/procès-verbal/i), demarche: 'enregistrer-pouvoir' }) })] },
    });
    const power = { person: { personId: person('association') }, holder: { personId: person('luce') }, kind: 'association-officer', from: '2026-01-01', proof: { kind: 'Procès-verbal fictif' } };
    expect(await atCounter('enregistrer-pouvoir', { input: power }, 'pouvoir')).toBe('issued');
    expect(await tryOut('demo-counter', 'demander-duplicata', input), 'the same errand, now that the power is known').toMatchObject({ status: 200, body: { blockers: [] } });
    expect(await tryOut(luce, 'demander-duplicata', input)).toMatchObject({ status: 200, body: { blockers: [] } });
    expect((await post('demo-counter', 'enregistrer-pouvoir', { input: power })).body.blockers, 'once').toMatchObject([{ code: 'pouvoir-connu' }]);
  });

  it('une indivision : chaque indivisaire peut demander, tous signent', async () => {
    const asked = await post(pierre, 'declarer-cession', { subject: plates.shared, input: sale });
    expect(asked).toMatchObject({ status: 201, body: { state: 'to_complete' } });
    const waiting = await country.app.world.read<{ person_id: string }[]>`select person_id from pub_dossier_to_sign where id = ${asked.body.id}`;
    expect(waiting.map((one) => one.person_id)).toContain(demoPersonId('wadra'));
  });

  it('un mort sans héritier connu : bloqué ; l’héritier enregistré sur acte coutumier débloque', async () => {
    const input = { subject: plates.estate, input: duplicate };
    expect((await post('demo-counter', 'demander-duplicata', input)).body.blockers).toMatchObject([{ code: 'pouvoir-succession-manquant' }]);
    const heir = { person: { personId: person('augustin') }, holder: { personId: person('pierre') }, kind: 'heir', from: '2026-03-02', proof: { kind: 'Acte coutumier fictif', number: 'AC-9' } };
    expect(await atCounter('enregistrer-pouvoir', { input: heir }, 'pouvoir')).toBe('issued');
    expect(await tryOut(pierre, 'demander-duplicata', input)).toMatchObject({ status: 200, body: { blockers: [] } });
  });

  it('un mandat : donné par la titulaire pour vendre seulement, il vaut pour cela, et plus du tout une fois repris', async () => {
    const mandate = { holder: { by: 'person', familyName: 'Exemple-Leroux', givenNames: 'Jean', birthDate: { precision: 'day', value: '1990-07-01' } }, acts: { cession: true }, from: today(country.at.now), to: addDays(today(country.at.now), 200) };
    expect(await post('demo-citizen', 'donner-mandat', { input: { ...mandate, acts: {} } })).toMatchObject({ status: 422 });
    expect((await post('demo-citizen', 'donner-mandat', { input: { ...mandate, holder: { ...mandate.holder, givenNames: 'Jeanne' } } })).body.blockers).toMatchObject([{ code: 'mandataire-inconnu', path: 'holder.familyName' }]);
    expect(await post('demo-citizen', 'donner-mandat', { input: mandate })).toMatchObject({ status: 201, body: { state: 'issued' } });
    expect(await tryOut(jean, 'declarer-cession', { subject: plates.marie, input: sale })).toMatchObject({ status: 200, body: { blockers: [], signatures: [{ label: like(/mandataire/i) }] } });
    expect(await post(jean, 'demander-duplicata', { subject: plates.marie, input: duplicate })).toMatchObject({ status: 403 });
    const given = await numberOf('power.recorded', demoPersonId('marie'));
    expect(await post(wadra, 'revoquer-mandat', { subject: given, input: {} }), 'a stranger').toMatchObject({ status: 403 });
    expect(await post('demo-citizen', 'revoquer-mandat', { subject: given, input: {} })).toMatchObject({ status: 201, body: { state: 'issued' } });
    expect(await post(jean, 'declarer-cession', { subject: plates.marie, input: sale })).toMatchObject({ status: 403 });
  });

  it('une mesure de protection, enregistrée sur jugement, change tout de suite qui signe ; levée, elle rend la signature', async () => {
    const input = { subject: '462777NC', input: duplicate };
    const kevin = await account('kevin', person('kevin'));
    expect(await tryOut(kevin, 'demander-duplicata', input)).toMatchObject({ status: 200, body: { blockers: [] } });
    const measure = { person: { personId: person('kevin') }, kind: 'tutelle', from: '2026-11-02', proof: { kind: 'Jugement fictif' } };
    expect(await atCounter('enregistrer-situation', { input: measure }, 'situation')).toBe('issued');
    expect((await post(kevin, 'demander-duplicata', input)).body.blockers).toMatchObject([{ code: 'tuteur-manquant' }]);
    const recorded = await numberOf('situation.recorded', person('kevin'));
    expect(await atCounter('terminer-situation', { subject: recorded, input: { on: '2026-11-23', proof: { kind: 'Mainlevée fictive' } } }, 'fin-situation')).toBe('issued');
    expect(await tryOut(kevin, 'demander-duplicata', input)).toMatchObject({ status: 200, body: { blockers: [] } });
  });

  it('l’acheteur aussi : une société nouvelle dit qui signe et joint sa preuve ; connue sans pouvoir, elle est bloquée à la question même', async () => {
    const buying = { usage: 'private', proofs: { insurer: 'Assureur Exemple', contract: 'C-1' } };
    const opened = await post('demo-citizen', 'declarer-cession', { subject: '455321NC', input: sale });
    expect(opened).toMatchObject({ status: 201 });
    const [sold] = await country.db.owner<{ sale_id: string }[]>`select sale_id from vehicle_sale where vehicle_id = ${deterministicId('demo-vehicle', 'marie-2')}`;
    const subject = sold?.sale_id;
    const code = await lastSaleCode(country);
    const company = (more: object) => ({ who: 'fresh', person: { kind: 'company', legalName: 'Essais Nouveaux', ridet: '0888888', form: 'SARL', ...more }, address: { commune: '98818', placeKind: 'street', place: '1 rue de l’Essai' } });
    const asking = (buyer: object) => tryOut('demo-counter', 'completer-achat', { subject, input: { buyer, ...buying } });
    expect((await asking(company({}))).body.blockers).toMatchObject([{ code: 'pouvoir-societe-manquant', path: 'buyer.person.representativeName' }]);
    expect((await asking(company({ representativeName: 'Ada Exemple', representativeCapacity: 'Gérante' }))).body).toMatchObject({ blockers: [], pieces: expect.arrayContaining([having({ kind: 'pouvoir' })]) as unknown });
    expect((await asking({ who: 'known', personId: person('indivision') })).body.blockers).toEqual([]);
    const minor = { who: 'known', personId: person('theo') };
    expect((await tryOut(wadra, 'completer-achat', { subject: code, input: { buyer: minor, ...buying } })).body).toMatchObject({ blockers: [], signatures: [{ label: like(/mineur/) }] });
    expect((await tryOut(jean, 'completer-achat', { subject: code, input: { buyer: minor, ...buying } })).body.blockers, 'nobody buys in the name of another').toMatchObject([{ code: 'pouvoir-manquant', path: 'buyer.personId' }]);
  });

  it('« verify » voit une ligne de mandat que les actes ne donnent pas', async () => {
    const { read, facets } = country.app.world;
    const check = async () => {
      const ids = (await country.db.owner<{ id: string; kind: string }[]>`select id, kind from subject where kind in ('power', 'situation')`);
      const found = await Promise.all(['power', 'situation'].map(async (kind) => {
        const states = await loadStates(read, facets, ids.filter((one) => one.kind === kind));
        return facets.of(kind)[0]?.verify?.(read as never, new Map([...states].map(([id, state]) => [id, state[kind]]))) ?? [];
      }));
      return found.flat();
    };
    expect(await check()).toEqual([]);
    await country.db.owner`update mandate set acts = array['cession'] where principal_id = ${person('theo')}`;
    expect(await check()).toMatchObject([{ sentence: like(/mandate/) }]);
    await country.db.owner`update mandate set acts = array['*'] where principal_id = ${person('theo')}`;
  });

  it('une mesure de protection n’entre jamais dans la chaîne : elle est un contenu à part, effaçable', async () => {
    const payloads = await country.db.owner<{ payload: unknown }[]>`select payload from act where kind in ('power.recorded', 'situation.recorded')`;
    expect(payloads.length).toBeGreaterThan(8);
    expect(JSON.stringify(payloads)).not.toMatch(/tutelle|curatelle|jugement|protected/i);
  });
});
