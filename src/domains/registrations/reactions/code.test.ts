import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testMessaging as messaging } from '../../../../tests/setup/sale-code.ts';
import { REACT, reactTask, runDue, type Tasks } from '../../../core/jobs/index.ts';
import { demoAdapter, inboxAdapter, listMessages, render, SEND, sendTask } from '../../../core/messages/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { reactions } from '../../../reactions.ts';
import { register, type TestRegister } from '../fixture.ts';
import { locateSale } from '../store.ts';
import { issueSaleCode } from './index.ts';

let r: TestRegister;
let tasks: Tasks;
let lea = '';
let serial = 700;
const env = () => ({ world: r.world, messaging });
beforeAll(async () => {
  r = await register();
  const letter = { name: 'letter', send: () => Promise.resolve({ state: 'to_print' as const, providerId: 'x' }) };
  tasks = {
    [REACT]: reactTask(env(), r.world.read, reactions), 'sale-reminder': () => Promise.resolve(), 'draw-paper': () => Promise.resolve(),
    [SEND]: sendTask({ acts: r.world.acts, messaging, adapters: { email: demoAdapter, sms: demoAdapter, letter, inbox: inboxAdapter }, clock: () => r.time.now }),
  };
  lea = await r.person('Exemple', '98814', null);
});
afterAll(() => r.close());

async function sold(): Promise<string> {
  r.time.now = new Date('2026-11-20T02:00:00Z');
  const vehicleId = await r.vehicle(`MR0DEMO0000000${serial += 1}`, [lea]);
  r.time.now = new Date('2026-11-21T03:00:00Z');
  const saleId = await r.sell(lea, vehicleId, { name: 'Marc Modele', phone: '+687741234' }, '2026-11-21');
  expect((await runDue(r.db.sql, tasks, r.time.now)).failed).toEqual([]);
  return saleId;
}
/** What the buyer's text messages say, the latest first: what the outbox of a demonstration shows too. */
async function codesSent(saleId: string): Promise<string[]> {
  const rows = (await listMessages(r.db.sql, { subjectId: saleId })).filter(({ template }) => template === 'sale-buyer-code');
  return rows.map((row) => /code (\S+) sur/.exec(render(messaging.sender, messaging.templates['sale-buyer-code'], { ...row, contact: row.contact!, data: row.data! }).sms)?.[1] ?? '');
}
/** Every table of the register in which a text stands, however it is written. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await r.db.owner<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`;
  expect(tables.length).toBeGreaterThan(30);
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await r.db.owner.unsafe<{ there: boolean }[]>(`select exists (select 1 from ${name} t where strpos(t::text, $1) > 0) as there`, [text]);
    if (row?.there) found.push(name);
  }
  return found;
}

describe('le code de l’acheteur (maison-code)', { timeout: 60_000 }, () => {
  it('ouvre la vente, et n’est en clair dans aucune table une fois parti', async () => {
    const saleId = await sold();
    const [code = ''] = await codesSent(saleId);
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/);
    expect(await locateSale(r.world.read, code.toLowerCase())).toEqual([saleId]);
    expect(await tablesWith(saleId), 'la recherche voit bien les tables').toContain('public.vehicle_sale');
    for (const written of [code, code.replaceAll('-', '')]) expect(await tablesWith(written), written).toEqual([]);
    expect(await r.sale(saleId)).toMatchObject({ code: { round: 1 }, codeSalt: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
  });

  it('perdu, il est remplacé par un nouveau, et l’ancien ne sert plus', async () => {
    const saleId = await sold();
    const [before = ''] = await codesSent(saleId);
    const requestId = uuid();
    for (const _ of [1, 2]) await issueSaleCode(env(), saleId, { requestId, author: { kind: 'dossier', dossierId: uuid(), agentId: r.clerk.agentId } });
    await runDue(r.db.sql, tasks, r.time.now);
    const after = (await codesSent(saleId)).filter((one) => one !== before);
    expect(after, 'pressé deux fois, un seul nouveau').toHaveLength(1);
    expect(await locateSale(r.world.read, before)).toEqual([]);
    expect(await locateSale(r.world.read, after[0]!)).toEqual([saleId]);
    expect((await r.sale(saleId)).code?.round).toBe(2);
  });

  it('deux ventes n’ont ni le même code ni le même sel', async () => {
    const [one, other] = [await sold(), await sold()];
    expect((await codesSent(one))[0]).not.toBe((await codesSent(other))[0]);
    expect((await r.sale(one)).codeSalt).not.toBe((await r.sale(other)).codeSalt);
  });
});
