import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../../tests/setup/database.ts';
import { testServer, type TestServer } from '../../../core/http/test-server.ts';
import { open } from '../../../core/http/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { insertCardOrder } from '../store/cards.ts';
import { AT, DAY, scene, TOTAL, type Scene } from '../fixture.ts';
import {
  balanceOf, cardOrder, cardOrdersOf, CardSimulator, checkCard, checkWaitingCards, feeOf, lyra, NotCashable, NothingDue, paymentsOf, receiptsOf, settleCard, startCard, type CardDesk,
} from '../index.ts';
import { cardNotifications, simulatorPages } from './index.ts';

let db: TestDatabase;
let s: Scene;
let server: TestServer;
let simulator: CardSimulator;
let desk: CardDesk;
let paid: string[] = [];
let publicUrl = '';

beforeAll(async () => {
  db = await testDatabase();
  s = scene(db);
  simulator = new CardSimulator({ sql: db.sql, secret: 'secret-du-simulateur', publicUrl: () => publicUrl, mode: 'test' });
  desk = { acts: db.sql, provider: simulator, mode: 'test', clock: () => AT, publicUrl: () => publicUrl, afterPaid: async (_tx, dossierId) => { paid.push(dossierId); } };
  server = await testServer(db.pools, db.url, { publicUrl: () => publicUrl });
  const { app } = server;
  await app.register(simulatorPages, { simulator });
  await app.register(cardNotifications, { desk });
  await app.register(cardNotifications, { desk: lyraDesk() });
  app.get('/retour', { config: { who: open() } }, (_req, reply) => reply.send('retour'));
  publicUrl = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => { await server.close(); await db.close(); });
beforeEach(() => { paid = []; });

const LYRA = { endpoint: 'http://127.0.0.1:9', shopId: '12345678', password: 'testpassword_invented', mode: 'TEST' as const };
const lyraDesk = (): CardDesk => ({ ...desk, provider: lyra(LYRA) });

/** Opens a payment and presses a button of the bank's page, as a browser without script would. */
async function pay(choice: string) {
  const dossierId = await s.dossier();
  const { redirectTo, orderId } = await startCard(desk, { dossierId, label: 'Dossier D-1', returnPath: '/retour' });
  const page = await fetch(redirectTo);
  expect(await page.text()).toContain('Payer, notification perdue');
  const answer = await fetch(redirectTo, { method: 'POST', body: new URLSearchParams({ choice }), redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${publicUrl}/retour`]);
  return { dossierId, orderId, state: (await cardOrder(db.sql, orderId))?.state };
}

describe('payer en ligne', () => {
  test('la banque accepte et le notifie : payé, quittancé, la suite est déclenchée une fois', async () => {
    const { dossierId, state } = await pay('paid');
    expect(state).toBe('paid');
    expect(await receiptsOf(db.sql, dossierId)).toMatchObject([{ tillId: 'WEB', total: TOTAL }]);
    expect(paid).toEqual([dossierId]);
  });

  test.each([['refused'], ['abandoned']])('« %s » : rien n’est reçu, on peut recommencer', async (choice) => {
    const { dossierId, state } = await pay(choice);
    expect(state).toBe(choice);
    expect((await balanceOf(db.sql, dossierId)).received).toBe(0);
    expect((await startCard(desk, { dossierId, label: 'x', returnPath: '/retour' })).orderId).toBeTruthy();
  });

  test('la notification est perdue : le retour du navigateur ne change rien, notre question retrouve le paiement', async () => {
    const { dossierId, orderId, state } = await pay('paid-silently');
    await fetch(`${publicUrl}/retour`);
    expect([state, (await balanceOf(db.sql, dossierId)).received]).toEqual(['started', 0]);
    expect((await checkCard(desk, orderId))?.state).toBe('paid');
    expect((await balanceOf(db.sql, dossierId)).received).toBe(TOTAL);
  });

  test('le travail de nuit interroge tout ce qui attend, et le refaire ne change rien', async () => {
    const { dossierId } = await pay('paid-silently');
    const span = { since: new Date(AT.getTime() - 1), before: new Date(AT.getTime() + 1) };
    expect(await checkWaitingCards(desk, span)).toMatchObject({ failed: 0 });
    await checkWaitingCards(desk, span);
    expect(await paymentsOf(db.sql, dossierId)).toHaveLength(1);
  });

  test('la même notification 20 fois en parallèle, avec notre propre question : un seul paiement', async () => {
    const { dossierId, orderId } = await pay('paid-silently');
    const [notice] = await simulator.status(orderId);
    await Promise.all([...Array.from({ length: 20 }, () => settleCard(desk, notice ? [notice] : [])), checkCard(desk, orderId)]);
    expect(await paymentsOf(db.sql, dossierId)).toHaveLength(1);
    expect(paid).toEqual([dossierId]);
  });

  test('un refus qui arrive après le paiement ne le défait pas', async () => {
    const { orderId } = await pay('paid');
    const [notice] = await simulator.status(orderId);
    await settleCard(desk, notice ? [{ ...notice, status: 'refused' }] : []);
    expect((await cardOrder(db.sql, orderId))?.state).toBe('paid');
  });

  test('deux cartes pour la même commande : deux paiements, le second est remboursable', async () => {
    const { dossierId, orderId } = await pay('paid');
    await settleCard(desk, [{ orderId, providerId: 'SIM-deuxieme', amount: TOTAL, status: 'paid' }]);
    expect(await balanceOf(db.sql, dossierId)).toMatchObject({ received: 2 * TOTAL, refundable: 2 * TOTAL });
  });

  test('deux pressions à la fois, ou deux pages ouvertes : une seule commande à la banque ; une demi-heure après, une autre', async () => {
    const dossierId = await s.dossier();
    const ids = await Promise.all(Array.from({ length: 10 }, async () => (await startCard(desk, { dossierId, label: 'x', returnPath: '/retour' })).orderId));
    expect(new Set(ids).size).toBe(1);
    expect(await cardOrdersOf(db.sql, dossierId)).toHaveLength(1);
    const later = { ...desk, clock: () => new Date(AT.getTime() + 30 * 60_000) };
    expect((await startCard(later, { dossierId, label: 'x', returnPath: '/retour' })).orderId).not.toBe(ids[0]);
  });

  test.each(['cancelled', 'refused'])('un dossier %s ne se paie plus ; la carte acceptée juste après est gardée, et remboursable', async (state) => {
    const dossierId = await s.dossier();
    const { orderId } = await startCard(desk, { dossierId, label: 'x', returnPath: '/retour' });
    await db.owner`update dossier set state = ${state} where id = ${dossierId}`;
    await expect(startCard(desk, { dossierId, label: 'x', returnPath: '/retour' })).rejects.toThrow(NothingDue);
    await settleCard(desk, [{ orderId, providerId: `SIM-tard-${state}`, amount: TOTAL, status: 'paid' }]);
    expect(await balanceOf(db.sql, dossierId)).toMatchObject({ received: TOTAL, refundable: TOTAL });
    expect(await receiptsOf(db.sql, dossierId)).toHaveLength(1);
  });

  test('déjà payé, ou gratuit : rien à payer', async () => {
    const { dossierId } = await pay('paid');
    await expect(startCard(desk, { dossierId, label: 'x', returnPath: '/retour' })).rejects.toThrow(NothingDue);
    const free = await s.dossier([feeOf('address-change', DAY)]);
    await expect(startCard(desk, { dossierId: free, label: 'x', returnPath: '/retour' })).rejects.toThrow(NothingDue);
  });

  test('en production : un montant à confirmer ne part pas à la banque, et le simulateur n’existe pas', async () => {
    const dossierId = await s.dossier();
    await expect(startCard({ ...desk, mode: 'production' }, { dossierId, label: 'x', returnPath: '/retour' })).rejects.toThrow(NotCashable);
    expect(() => new CardSimulator({ sql: db.sql, secret: 'x', publicUrl: () => '', mode: 'production' })).toThrow();
  });
});

describe('la porte des notifications', () => {
  const post = (body: string, signature: string) => fetch(`${publicUrl}/paiements/notification/simulateur`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-simulateur-signature': signature } });

  test('sans signature juste : 400, et rien ne bouge', async () => {
    const { dossierId, orderId } = await pay('refused');
    const forged = JSON.stringify({ orderId, providerId: 'faux', amount: TOTAL, status: 'paid' });
    expect((await post(forged, 'x'.repeat(43))).status).toBe(400);
    expect((await post(forged, '')).status).toBe(400);
    expect((await balanceOf(db.sql, dossierId)).received).toBe(0);
  });

  test('le formulaire signé de Lyra passe la porte et paie la commande, sans session ni jeton', async () => {
    const dossierId = await s.dossier();
    const orderId = uuid();
    await s.inTx((tx) => insertCardOrder(tx, { id: orderId, dossierId, provider: 'lyra', amount: TOTAL, payerId: null, at: AT }));
    const answer = JSON.stringify({
      orderStatus: 'PAID', orderDetails: { orderId, orderCurrency: 'XPF', mode: 'TEST' },
      transactions: [{ uuid: 'b4c5d6', amount: TOTAL, currency: 'XPF', status: 'PAID', operationType: 'DEBIT' }],
    });
    const send = (password: string) => fetch(`${publicUrl}/paiements/notification/lyra`, {
      method: 'POST',
      body: new URLSearchParams({ 'kr-answer': answer, 'kr-hash': createHmac('sha256', password).update(answer).digest('hex'), 'kr-hash-algorithm': 'sha256_hmac', 'kr-hash-key': 'password' }),
    });
    expect([(await send('faux')).status, (await balanceOf(db.sql, dossierId)).received]).toEqual([400, 0]);
    expect([(await send(LYRA.password)).status, (await balanceOf(db.sql, dossierId)).received]).toEqual([200, TOTAL]);
  });

  test('une banque muette : la commande reste ouverte, le payeur lit que rien n’a été débité', async () => {
    const dossierId = await s.dossier();
    await expect(startCard(lyraDesk(), { dossierId, label: 'x', returnPath: '/retour' })).rejects.toThrow(/Rien n’a été débité/);
    expect(await cardOrdersOf(db.sql, dossierId)).toMatchObject([{ state: 'started', amount: TOTAL }]);
  });

  test('une adresse de paiement fabriquée : 404, sans page d’erreur technique', async () => {
    const made = `${publicUrl}/simulateur-carte/paiement?jeton=${Buffer.from('{}').toString('base64url')}.x`;
    expect((await fetch(made)).status).toBe(404);
    expect((await fetch(made, { method: 'POST', body: new URLSearchParams({ choice: 'paid' }) })).status).toBe(404);
  });
});
