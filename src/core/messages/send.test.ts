import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { transaction } from '../db/sql.ts';
import { installJobs, runDue } from '../jobs/index.ts';
import { closePaperThreads, renderPaper } from '../paper/index.ts';
import { openPieceStore, readPiece } from '../pieces/index.ts';
import { uuid } from '../values/ids.ts';
import {
  countMessages, emailAdapter, eraseMessages, inboxAdapter, letterAdapter, listMessages, markPrinted, queueMessage, SEND, sendTask, smsAdapter, startSmsSimulator,
  templates, useToken, type Contact, type MessageDraft, type SendEnv,
} from './index.ts';

type Texts = typeof templates;
const SECRET = 'a secret of the tests, thirty-two signs';
const start = new Date('2026-03-01T00:00:00Z');
let now = start;
let db: TestDatabase;
let folder: string;
let sms: Awaited<ReturnType<typeof startSmsSimulator>>;
let env: SendEnv;
const mails: ParsedMail[] = [];
const refusals: number[] = [];
const smtp = new SMTPServer({
  authOptional: true, disabledCommands: ['STARTTLS'],
  onData: (stream, _, done) => void simpleParser(stream).then((mail) => {
    const code = refusals.shift();
    if (code) return done(Object.assign(new Error('refused marie@example.nc'), { responseCode: code }));
    mails.push(mail);
    done();
  }),
});

beforeAll(async () => {
  db = await testDatabase();
  await installJobs(db.ownerUrl);
  folder = await mkdtemp(join(tmpdir(), 'sitt-letters-'));
  sms = await startSmsSimulator('key', ({ to }) => to.endsWith('0000') ? 422 : 200);
  await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve));
  env = {
    acts: db.sql, clock: () => now,
    messaging: { sender: { secret: SECRET, publicUrl: 'https://sitt.example.nc', name: 'Service des immatriculations' }, templates, textable: (phone) => phone.startsWith('+6877') },
    adapters: {
      email: emailAdapter({ url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, from: 'Immatriculations <sitt@example.nc>' }),
      sms: smsAdapter({ url: sms.url, key: 'key' }), inbox: inboxAdapter,
      letter: letterAdapter({ issuer: { country: 'Nouvelle-Calédonie', authority: 'Autorité inventée' }, store: openPieceStore(folder), print: renderPaper, clock: () => now }),
    },
  };
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(resolve));
  await Promise.all([sms.stop(), db.close(), closePaperThreads()]);
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  now = start;
  mails.length = refusals.length = sms.received.length = 0;
  await db.owner`delete from message_token`;
  await db.owner`delete from message`;
  await db.owner`delete from graphile_worker._private_jobs`;
});

const marie: Contact = { name: 'Marie Œdonie Éxemple', email: 'marie@example.nc', phone: '+687741234', postal: ['Marie Éxemple', 'BP 0000', '98860 Koné'] };
const warned = (contacts: readonly Contact[], more: Partial<MessageDraft<Texts, 'sale-holder-warned'>> = {}) => ({
  key: 'act-1:warn', template: 'sale-holder-warned' as const, data: { plate: '450123 NC', at: '1er mars 2026 à 11 h 00' }, personId: uuid(), subject: { kind: 'sale', id: uuid() }, contacts, now, ...more,
});
const ready = (contacts: readonly Contact[], key = 'act-1:ready') => ({
  key, template: 'title-ready' as const, data: { plate: '450123 NC', title: 'CI-1' }, personId: uuid(), subject: { kind: 'vehicle', id: uuid() }, contacts, now, page: '/usager',
});
const queue = <K extends keyof Texts>(draft: MessageDraft<Texts, K>) =>
  transaction(db.sql, (tx) => queueMessage(tx, { ...env.messaging, templates }, draft));
const send = (at = now) => runDue(db.sql, { [SEND]: sendTask(env) }, (now = at));
const states = async () => (await listMessages(db.sql)).map(({ channel, state, failure }) => [channel, state, failure].filter(Boolean).join(' ')).sort();

it('porte les accents, le lien et l’identité du message jusqu’à la boîte', async () => {
  const [id] = await queue(warned([{ ...marie, phone: '' }]));
  expect((await send()).done).toBe(1);
  const [mail] = mails;
  expect(mail?.subject).toBe('Une vente de votre véhicule 450123 NC vient d’être déclarée');
  expect(mail?.text).toContain('Bonjour Marie Œdonie Éxemple,');
  expect(mail?.html).toContain('Si ce n’est pas vous, contestez tout de suite');
  expect(mail?.messageId).toBe(`<${id}@example.nc>`);
  const [, link = ''] = /https:\/\/sitt\.example\.nc\/l\/([\w-]{16})/.exec(mail?.text ?? '') ?? [];
  expect(await transaction(db.sql, (tx) => useToken(tx, SECRET, { link }, now))).toMatchObject({ token: { purpose: 'contest-sale', messageId: id } });
});

it('alerte par SMS et courriel, à l’ancien contact comme au nouveau, une fois par adresse', async () => {
  const draft = warned([marie, { ...marie, phone: '+687750000' }, { name: 'M', phone: '+687741234' }]);
  await queue(draft);
  await queue(draft);
  await send();
  expect(mails).toHaveLength(1);
  expect(sms.received.map(({ to }) => to)).toEqual(['+687741234']);
  expect(sms.received[0]?.message).toMatch(/Ce n'est pas vous \? Contestez : https:\/\/sitt\.example\.nc\/l\/[\w-]{16}$/);
  // The number that the gateway refuses for good falls back on the letter.
  expect(await states()).toEqual(['email sent', 'letter to_print', 'sms failed sms:422', 'sms sent']);
});

it('réessaie un serveur qui refuse un moment, sans rien garder de ce qu’il a dit', async () => {
  refusals.push(451, 421);
  await queue(ready([marie]));
  expect((await send()).failed).toMatchObject([{ task: SEND }]);
  const [row] = await listMessages(db.sql);
  expect(row).toMatchObject({ state: 'queued', attempts: 1 });
  expect(row?.failure).not.toContain('marie');
  await send(new Date(start.getTime() + 10_000));
  await send(new Date(start.getTime() + 60_000));
  expect(mails).toHaveLength(1);
  expect(await states()).toEqual(['email sent']);
  expect((await listMessages(db.sql))[0]).toMatchObject({ attempts: 3, sentAt: now });
});

it('passe à la voie suivante quand une adresse est morte, et finit par une lettre à imprimer', async () => {
  refusals.push(550);
  await queue(ready([{ ...marie, phone: '+687770000' }]));
  await send();
  expect(await states()).toEqual(['email failed smtp:550', 'letter to_print', 'sms failed sms:422']);
  const [letter] = await listMessages(db.sql, { state: 'to_print' });
  const pdf = await readPiece(openPieceStore(folder), letter!.paper!.toString('hex'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await transaction(db.sql, (tx) => markPrinted(tx, [letter!.id], now))).toBe(1);
  expect(await transaction(db.sql, (tx) => markPrinted(tx, [letter!.id], now))).toBe(0);
});

it('après le dernier essai, laisse l’échec visible et prend la voie suivante', async () => {
  await queue(ready([{ name: 'M', email: 'm@example.nc', phone: '+687741234' }]));
  await db.owner`update graphile_worker._private_jobs set max_attempts = 1`;
  refusals.push(451);
  await send();
  expect(await states()).toEqual([expect.stringMatching(/^email failed /), 'sms sent']);
});

it('ne tait pas une personne que rien ne joint', async () => {
  await queue(ready([{ name: 'Sans Adresse' }], 'a'));
  await queue(ready([], 'b'));
  await send();
  expect(await states()).toEqual(['inbox failed no-address', 'inbox failed no-address']);
  expect(await countMessages(db.sql)).toEqual([{ channel: 'inbox', state: 'failed', count: 2 }]);
});

it('rejoué après une réponse perdue, n’envoie pas deux fois', async () => {
  const [messageId] = await queue(ready([marie]));
  await send();
  await sendTask(env)({ messageId: messageId! }, { number: 2, last: false, signal: new AbortController().signal });
  expect(mails).toHaveLength(1);
});

it('oublie le message d’un acte annulé', async () => {
  await expect(transaction(db.sql, async (tx) => {
    await queueMessage(tx, { ...env.messaging, templates }, ready([marie]));
    throw new Error('rollback');
  })).rejects.toThrow('rollback');
  expect((await send()).done).toBe(0);
  expect(await states()).toEqual([]);
});

it('efface ce qui a été dit à une personne, et n’envoie plus ce qui attendait', async () => {
  const draft = ready([marie]);
  await queue(draft);
  expect(await transaction(db.sql, (tx) => eraseMessages(tx, draft.personId, now))).toBe(1);
  await send();
  expect(mails).toEqual([]);
  const [row] = await db.owner<{ all: string }[]>`select m::text as all from message m`;
  expect(row?.all).not.toMatch(/marie|450123/i);
});
