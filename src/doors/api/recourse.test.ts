import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { deterministicId, uuid } from '../../core/values/ids.ts';

let country: Country;
const ask: Country['ask'] = (...given) => country.ask(...given);
beforeAll(async () => {
  country = await demoCountry();
  const account = deterministicId('demo-account', 'jean');
  await country.db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance, linked_at) values (${account}, 'demonstration', 'jean', ${demoPersonId('jean')}, 'Jean Exemple', 'verified', now()) on conflict do nothing`;
  const scopes = ['demarches:read', 'demarches:write', 'dossiers:read'];
  const key = (text: string, kind: 'citizen' | 'agent', id: string, only = scopes) => insertKey(country.db.owner, { id: uuid(), key: text, owner: { kind, id }, label: text, scopes: only, expires: null, demo: true });
  await key('key-of-jean', 'citizen', account);
  await key('key-of-noe', 'agent', demoAgentId('instruction'));
  await key('key-of-audit', 'agent', demoAgentId('caisse'));
  await key('key-that-reads', 'citizen', deterministicId('demo-account', 'marie'), ['dossiers:read']);
}, 60_000);
afterAll(() => country.close());

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
async function piece(href: string, kind: string) {
  const edge = 'edge-of-the-parts';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="kind"\r\n\r\n${kind}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="scan.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;
  expect((await ask('demo-citizen', 'POST', `${href}/pieces`, Buffer.concat([Buffer.from(head), pdf, Buffer.from(`\r\n--${edge}--\r\n`)]), { headers: { 'content-type': `multipart/form-data; boundary=${edge}` } })).statusCode).toBe(201);
}
/** Marie asks that her car become a taxi; an agent must look at it. */
async function waiting(): Promise<string> {
  const opened = await ask('demo-citizen', 'POST', '/api/v1/demarches/changer-usage', { subject: '471001NC', input: { usage: 'taxi', authorisation: 'A-1' } });
  const href = String(opened.headers['location']);
  for (const { kind } of (await ask('demo-citizen', 'POST', '/api/v1/demarches/changer-usage?dryRun=true', { subject: '471001NC', input: { usage: 'taxi', authorisation: 'A-1' } })).json<{ pieces: { kind: string }[] }>().pieces) await piece(href, kind);
  expect((await ask('demo-citizen', 'POST', `${href}/submit`)).json()).toMatchObject({ state: 'in_review' });
  return href;
}
const refusal = { reasons: 'L’autorisation jointe est périmée depuis un an.', texts: ['controle-periodique'] };
const appeal = { kind: 'gracious', grounds: 'Elle a été renouvelée, je la joins à ma demande.' };
const reply = { outcome: 'reversed', reasons: 'L’autorisation renouvelée est valable.', texts: ['controle-periodique'] };

describe('contester à l’interface', () => {
  it('entendre, refuser, contester, répondre : chacun ce que son droit lui ouvre', async () => {
    const href = await waiting();
    const post = (key: string, step: string, body: object) => ask(key, 'POST', `${href}/${step}`, body);
    expect((await ask('demo-citizen', 'GET', href)).json()).toMatchObject({ hearing: null, appeal: null, judgment: null, refusal: null });
    // The hearing: an agent with a delegation opens it, the applicant answers.
    const grounds = { grounds: 'L’autorisation jointe semble périmée.', texts: ['controle-periodique'] };
    expect((await post('demo-citizen', 'hearing', grounds)).statusCode).toBe(403);
    expect((await post('key-that-reads', 'hearing/answers', { observations: 'x' })).statusCode).toBe(403);
    expect((await post('demo-counter', 'hearing', { ...grounds, texts: ['un-texte-invente'] })).statusCode, 'un texte que la démarche ne cite pas').toBe(422);
    expect((await post('demo-counter', 'hearing', grounds)).json()).toMatchObject({ hearing: { standing: 'running', toConfirm: true, grounds: grounds.grounds, law: [{ id: 'controle-periodique' }] } });
    const early = await post('demo-counter', 'refuse', refusal);
    expect([early.statusCode, early.headers['content-type']]).toEqual([409, expect.stringMatching(/^application\/problem\+json/)]);
    expect((await post('key-of-jean', 'hearing/answers', { observations: 'Ce dossier n’est pas à moi mais je réponds.' })).statusCode, 'le dossier d’un autre').toBe(404);
    expect((await post('demo-citizen', 'hearing/answers', { observations: 'Trop court' })).statusCode).toBe(422);
    expect((await post('demo-citizen', 'hearing/answers', { observations: 'Elle est en cours de renouvellement\u0000.' })).json()).toMatchObject({ hearing: { standing: 'answered', answers: [{ late: false, by: 'person' }] } });
    // The refusal, then the appeal, which its own signatory never judges.
    expect((await post('demo-citizen', 'refuse', refusal)).statusCode).toBe(403);
    expect((await post('demo-counter', 'refuse', refusal)).json()).toMatchObject({ state: 'refused', refusal: { reasons: refusal.reasons, appeals: [{ kind: 'gracious', months: 3, toConfirm: true, past: false }, { kind: 'hierarchical' }, { kind: 'litigation' }] } });
    expect((await post('key-of-jean', 'appeals', appeal)).statusCode).toBe(404);
    expect((await post('demo-police', 'appeals', appeal)).statusCode).toBe(403);
    expect((await post('demo-citizen', 'appeals', { ...appeal, kind: 'litigation' })).statusCode, 'au tribunal, non ici').toBe(422);
    expect((await post('demo-citizen', 'appeals', appeal)).json()).toMatchObject({ appeal: { kind: 'gracious', late: false, decided: null, receipt: expect.stringMatching(/^RC-/) as string } });
    expect((await post('demo-citizen', 'appeals', appeal)).statusCode, 'un seul à la fois').toBe(409);
    expect((await post('demo-counter', 'appeals/decision', reply)).statusCode, 'le premier signataire').toBe(403);
    expect((await post('key-of-audit', 'appeals/decision', reply)).statusCode, 'sans délégation').toBe(403);
    expect((await post('key-of-noe', 'appeals/decision', reply)).json()).toMatchObject({ state: 'in_review', refusal: null, appeal: { decided: { outcome: 'reversed' } } });
    expect((await ask('demo-counter', 'POST', `${href}/approve`)).json()).toMatchObject({ state: 'to_pay' });
  });

  it('un recours tardif est reçu et dit tardif ; un jugement rouvre le dossier', async () => {
    const href = await waiting();
    expect((await ask('demo-counter', 'POST', `${href}/refuse`, refusal)).statusCode).toBe(201);
    const then = country.at.now;
    country.at.now = new Date(then.getTime() + 120 * 86_400_000);
    expect((await ask('demo-citizen', 'POST', `${href}/appeals`, appeal)).json()).toMatchObject({ appeal: { late: true } });
    const judgment = { court: 'Tribunal inventé', reference: '2600001', on: '2026-01-01', outcome: 'annulled' };
    expect((await ask('demo-citizen', 'POST', `${href}/judgments`, judgment)).statusCode).toBe(403);
    expect((await ask('demo-counter', 'POST', `${href}/judgments`, { ...judgment, on: 'hier' })).statusCode).toBe(422);
    expect((await ask('demo-counter', 'POST', `${href}/judgments`, judgment)).json()).toMatchObject({ state: 'in_review', judgment: { outcome: 'annulled', reopens: true } });
    country.at.now = then;
  });
});
