import { webcrypto } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccreditationNumber, demoCompanyId, demoPartnerId } from '../../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { testMessages } from '../../../../tests/setup/sale-code.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { demoAgentId } from '../../../core/access/demo.ts';
import { openDossier, submitDossier, type Caller, type Demarche } from '../../../core/demarche/index.ts';
import { runDue } from '../../../core/jobs/index.ts';
import { addWebhook, deliveriesOf, openOrCloseWebhook, renewSecret, replay, tellPing, urlFault, webhookOf, webhookSecret, webhooksOf, webhookTasks } from './index.ts';
import { isPublic } from './guard.ts';
import { postOnce } from './post.ts';
import { webhookHeaders } from './sign.ts';

type Got = { at: Date; id: string; body: string; data: { kind: string; id: string; state: string; link: string }; type: string };
let country: Country;
let receiver: Server;
let url = '';
/** What the receiver answers: by the clock of the test, or by what it is told. */
let answers: (got: Got) => number = () => 200;
const tries: Got[] = [];
const taken: Got[] = [];
const faults: string[] = [];
const secretOf = async (id: string) => webhookSecret(testMessages.sender.secret, id, (await webhookOf(country.app.world.acts, demoCompanyId('garage'), id))?.secret_version ?? 0);
let secret = '';

/** The check of a receiver that knows nothing of SITT: the recipe of the standard, by another implementation (WebCrypto). */
async function verified(headers: Record<string, unknown>, body: string, under: string): Promise<boolean> {
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(under.replace('whsec_', ''), 'base64'), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const given = Buffer.from(String(headers['webhook-signature']).replace(/^v1,/, ''), 'base64');
  return webcrypto.subtle.verify('HMAC', key, given, Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`));
}

beforeAll(async () => {
  country = await demoCountry();
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const body = Buffer.concat(parts).toString();
      const got: Got = { at: country.at.now, id: String(request.headers['webhook-id']), body, ...(JSON.parse(body) as Pick<Got, 'data' | 'type'>) };
      void verified(request.headers, body, secret).then((good) => {
        if (!good) faults.push(`signature of ${got.id}`);
        if (Math.abs(Number(request.headers['webhook-timestamp']) * 1000 - country.at.now.getTime()) > 1000) faults.push(`time of ${got.id}`);
        tries.push(got);
        const status = answers(got);
        if (status < 300) taken.push(got);
        response.writeHead(status).end();
      });
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, 'localhost', resolve));
  url = `http://localhost:${(receiver.address() as AddressInfo).port}/sitt`;
}, 60_000);
afterAll(async () => { receiver.close(); await country.close(); });

/** An address that there was room for. */
const added = async (address: string): Promise<string> => (await addWebhook(country.app.world.acts, garage, address, country.at.now, 5)) ?? '';
const garage = { companyId: demoCompanyId('garage'), userId: demoPartnerId('garage-1') };
const tasks = () => webhookTasks({ world: country.app.world, messaging: testMessages, publicUrl: () => 'http://localhost', local: true });
/** The minutes pass, as the worker lives them: each minute what is due. */
async function pass(minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 1) {
    country.at.now = new Date(country.at.now.getTime() + 60_000);
    await tasks()['webhooks']?.({}, { number: 1, last: false, signal: new AbortController().signal });
    await runDue(country.app.world.acts, tasks(), country.at.now);
  }
}
const demarche = (id: string) => country.app.world.catalogue.get(id) as Demarche;
const pro = (company: string, kind: string, user: string): Caller => ({ actor: { kind: 'partner', userId: demoPartnerId(user), companyId: demoCompanyId(company), partnerKind: kind, name: 'Essai', roles: ['manager'] }, door: 'test' });
/** An errand of a company, sent: its dossier moves. */
async function errand(caller: Caller, number: string): Promise<string> {
  const { world } = country.app;
  const d = demarche('renouveler-accreditation');
  const [id = ''] = await d.subject.view.locate(world.read, number);
  const dossier = await openDossier(world, caller, { demarche: d, subject: { kind: 'accreditation', id }, input: { from: '2026-01-01', to: '2028-12-31' } });
  await submitDossier(world, caller, dossier.id);
  return dossier.id;
}

describe('les webhooks d’une entreprise', () => {
  it('sont signés comme le dit Standard Webhooks : l’exemple publié', () => {
    const headers = webhookHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1614265330_000), '{"test": 2432232314}');
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('un receveur en panne une heure reçoit ensuite tout, une fois, dans l’ordre de chaque sujet ; une autre entreprise ne voit rien', async () => {
    const { world } = country.app;
    expect(await webhooksOf(world.acts, garage.companyId)).toEqual([]);
    const id = await added(url);
    secret = await secretOf(id);
    const broken = country.at.now.getTime() + 60 * 60_000;
    answers = () => (country.at.now.getTime() < broken ? 503 : 200);
    const number = demoAccreditationNumber('garage');
    const mine = [await errand(pro('garage', 'dealer', 'garage-1'), number)];
    await pass(5);
    for (let index = 0; index < 4; index += 1) { mine.push(await errand(pro('garage', 'dealer', 'garage-1'), number)); await pass(3); }
    const theirs = await errand(pro('location', 'lessor', 'location-1'), demoAccreditationNumber('location'));
    expect(taken).toEqual([]);
    expect(tries.length, 'tried a few times, not at every minute').toBeGreaterThan(2);
    expect(tries.length).toBeLessThan(8);
    await pass(100);

    expect(faults).toEqual([]);
    const events = await country.db.owner<{ id: string; subject_id: string; state: string }[]>`select id, subject_id, state from partner_webhook_event order by position`;
    expect(events.length).toBeGreaterThanOrEqual(mine.length * 2);
    expect(taken.map(({ id: one }) => one).toSorted(), 'each once').toEqual(events.map((one) => `evt_${one.id}`).toSorted());
    for (const subject of mine) expect(taken.filter(({ data }) => data.id === subject).map(({ data }) => data.state), 'in order').toEqual(events.filter((one) => one.subject_id === subject).map(({ state }) => state));
    expect(taken.some(({ data }) => data.id === theirs)).toBe(false);
    expect(JSON.stringify(taken.map(({ body }) => body))).not.toMatch(/Exemple|Essai|NC\b/);
    expect(Object.keys(JSON.parse((taken[0] as Got).body) as object)).toEqual(['type', 'timestamp', 'data']);
    // The other company names the address of the first: it is nobody's.
    const other = demoCompanyId('location');
    expect(await webhookOf(world.acts, other, id)).toBeUndefined();
    expect(await deliveriesOf(world.acts, other, id)).toEqual([]);
    expect(await replay(world.acts, other, id, { eventId: (events[0] as { id: string }).id }, country.at.now)).toBe(0);
    await openOrCloseWebhook(world.acts, other, id, false, country.at.now);
    expect((await webhookOf(world.acts, garage.companyId, id))?.disabled_at).toBeNull();
  });

  it('se rejouent sous le même identifiant ; un nouveau secret fait taire l’ancien', async () => {
    const { world } = country.app;
    const [webhook] = await webhooksOf(world.acts, garage.companyId);
    const id = webhook?.id ?? '';
    const [first] = taken;
    taken.length = 0;
    expect(await replay(world.acts, garage.companyId, id, { eventId: (first as Got).id.slice(4) }, country.at.now)).toBe(1);
    await pass(1);
    expect(taken.map((one) => one.id)).toEqual([(first as Got).id]);
    await renewSecret(world.acts, garage.companyId, id);
    await tellPing(world.acts, garage.companyId, id, country.at.now);
    await pass(1);
    expect(faults, 'the old secret no longer verifies').toHaveLength(1);
    faults.length = 0;
    secret = await secretOf(id);
    await tellPing(world.acts, garage.companyId, id, country.at.now);
    await pass(1);
    expect(faults).toEqual([]);
  });

  it('un événement que le receveur refuse n’arrête pas les autres sujets ; épuisé, il reste en souffrance et se rejoue', async () => {
    const { world } = country.app;
    const [webhook] = await webhooksOf(world.acts, garage.companyId);
    const id = webhook?.id ?? '';
    taken.length = 0;
    const number = demoAccreditationNumber('garage');
    const poison = await errand(pro('garage', 'dealer', 'garage-1'), number);
    // Its first state alone is refused: the later ones wait behind it.
    answers = ({ data }) => (data.id === poison && data.state === 'draft' ? 422 : 200);
    const after = await errand(pro('garage', 'dealer', 'garage-1'), number);
    await pass(2);
    expect(taken.some(({ data }) => data.id === after)).toBe(true);
    expect(taken.some(({ data }) => data.id === poison)).toBe(false);
    await country.db.owner`update partner_webhook_delivery set attempts = 12, next_at = ${country.at.now} where state = 'pending' and subject_id = ${poison}`;
    await pass(1);
    const dead = (await deliveriesOf(world.acts, garage.companyId, id)).filter(({ delivery }) => delivery === 'dead');
    expect(dead.length).toBeGreaterThan(0);
    expect(dead[0]).toMatchObject({ outcome: '422', subject_id: poison });
    answers = () => 200;
    expect(await replay(world.acts, garage.companyId, id, 'dead', country.at.now)).toBe(dead.length);
    await pass(1);
    expect(taken.some(({ data }) => data.id === poison)).toBe(true);
  });

  it('une adresse muette cinq jours est fermée, et son entreprise le sait ; rouverte, elle reçoit ce qui l’attendait', async () => {
    const { world } = country.app;
    const [webhook] = await webhooksOf(world.acts, garage.companyId);
    const id = webhook?.id ?? '';
    taken.length = 0;
    answers = () => 500;
    const subject = await errand(pro('garage', 'dealer', 'garage-1'), demoAccreditationNumber('garage'));
    await pass(1);
    country.at.now = new Date(country.at.now.getTime() + 6 * 86_400_000);
    await pass(1);
    expect(await webhookOf(world.acts, garage.companyId, id)).toMatchObject({ disabled_by: 'failures' });
    expect(await country.db.owner`select 1 from message where template = 'webhook-disabled' and to_person = ${garage.companyId}`).not.toHaveLength(0);
    answers = () => 200;
    await pass(2);
    expect(taken, 'closed: nothing leaves').toEqual([]);
    await openOrCloseWebhook(world.acts, garage.companyId, id, true, country.at.now);
    await country.db.owner`update partner_webhook_delivery set next_at = ${country.at.now} where state = 'pending'`;
    await pass(1);
    expect(taken.some(({ data }) => data.id === subject)).toBe(true);
  });

  it('une accréditation suspendue est dite à son entreprise', async () => {
    const { world } = country.app;
    taken.length = 0;
    const jeanne: Caller & { actor: Extract<Actor, { kind: 'agent' }> } = { actor: { kind: 'agent', agentId: demoAgentId('partenaires'), name: 'Essai', roles: ['partner-manager'], office: 'noumea' }, door: 'test', office: 'noumea' };
    const d = demarche('suspendre-accreditation');
    const [id = ''] = await d.subject.view.locate(world.read, demoAccreditationNumber('garage'));
    const dossier = await openDossier(world, jeanne, { demarche: d, subject: { kind: 'accreditation', id }, input: { reason: 'Une raison d’essai, en toutes lettres.', basis: 'Convention type, article 7' } });
    expect(await submitDossier(world, jeanne, dossier.id)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    await pass(1);
    expect(taken.map(({ type, data }) => [type, data.state])).toEqual([['accreditation.changed', 'suspended']]);
  });
});

describe('le serveur n’appelle jamais son propre réseau', () => {
  it.each(['http://exemple.nc/x', 'https://127.0.0.1/x', 'https://10.1.2.3/', 'https://192.168.0.4/', 'https://169.254.169.254/latest', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://[fd00::1]/', 'https://localhost/', 'https://intranet/', 'https://a.internal/', 'https://u:p@exemple.nc/', 'https://exemple.nc:8443/', 'file:///etc/passwd', 'https://0x7f000001/', 'https://2130706433/'])('%s est refusé', (address) => {
    expect(urlFault(address, false)).not.toBeNull();
  });

  it('une adresse publique en https passe ; localhost en démonstration seulement', () => {
    expect(urlFault('https://www.exemple.nc/sitt', false)).toBeNull();
    expect(urlFault('http://localhost:4000/sitt', true)).toBeNull();
    expect(urlFault('http://127.0.0.1:4000/sitt', true)).toBe('not-https');
    expect(['8.8.8.8', '2606:4700::1111'].map(isPublic)).toEqual([true, true]);
    expect(['64:ff9b::a00:1', 'fe80::1', '2002:a00:1::', '100.64.0.1'].map(isPublic)).toEqual([false, false, false, false]);
  });

  it('même enregistrée, une adresse privée n’est pas appelée hors démonstration, et rien de la réponse n’est suivi', async () => {
    const before = tries.length;
    expect(await postOnce(url, {}, '{}', false)).toEqual({ failure: 'not-https' });
    expect(tries.length).toBe(before);
  });
});
