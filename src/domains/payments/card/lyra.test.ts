import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lyra } from './lyra.ts';
import { CardUnavailable } from './provider.ts';

const SHOP = { shopId: '12345678', password: 'testpassword_invented', hmacKey: 'invented_browser_key' };
const ORDER = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const paymentAnswer = (more: object = {}, transaction: object = {}) => ({
  shopId: SHOP.shopId, orderCycle: 'CLOSED', orderStatus: 'PAID', _type: 'V4/Payment', ...more,
  orderDetails: { orderTotalAmount: 11_000, orderEffectiveAmount: 11_000, orderCurrency: 'XPF', mode: 'TEST', orderId: ORDER, _type: 'V4/OrderDetails', ...(more as { orderDetails?: object }).orderDetails },
  transactions: [{ shopId: SHOP.shopId, uuid: 'a1b2c3', amount: 11_000, currency: 'XPF', paymentMethodType: 'CARD', status: 'PAID', detailedStatus: 'AUTHORISED', operationType: 'DEBIT', _type: 'V4/PaymentTransaction', ...transaction }],
});

/** A server that answers as the documentation of the REST API V4 says: Basic authentication, JSON, always HTTP 200 with SUCCESS or ERROR. */
const asked: { method: string; body: Record<string, unknown> }[] = [];
let orders: Record<string, object> = {};
let server: Server;
let endpoint: string;

beforeAll(async () => {
  const answerTo = async (req: IncomingMessage, res: ServerResponse) => {
    const method = (req.url ?? '').replace('/api-payment/V4/', '');
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    const answer = (status: 'SUCCESS' | 'ERROR', content: object) => res.setHeader('content-type', 'application/json')
      .end(JSON.stringify({ webService: method, version: 'V4', applicationVersion: '6', status, answer: content, _type: 'V4/WebService/Response' }));
    if (req.headers.authorization !== `Basic ${Buffer.from(`${SHOP.shopId}:${SHOP.password}`).toString('base64')}`) {
      return answer('ERROR', { errorCode: 'INT_905', errorMessage: 'invalid credentials', _type: 'V4/WebService/WebServiceError' });
    }
    asked.push({ method, body });
    if (body['orderId'] === 'panne') return res.writeHead(502).end('<html>');
    if (body['orderId'] === 'muet') return;
    if (method === 'Charge/CreatePaymentOrder') {
      return answer('SUCCESS', { paymentOrderId: 'po-1', paymentURL: `${endpoint}/t/po-1`, paymentOrderStatus: 'RUNNING', amount: body['amount'], currency: body['currency'], _type: 'V4/PaymentOrder' });
    }
    const known = orders[String(body['orderId'])];
    return known ? answer('SUCCESS', known) : answer('ERROR', { errorCode: 'PSP_010', errorMessage: 'transaction not found' });
  };
  server = createServer((req, res) => { void answerTo(req, res); });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => { server.closeAllConnections(); server.close(); });

const client = (more: Partial<Parameters<typeof lyra>[0]> = {}) => lyra({ endpoint, shopId: SHOP.shopId, password: SHOP.password, mode: 'TEST', ...more });
const request = { orderId: ORDER, amount: 11_000, label: 'Dossier D-1', returnUrl: 'https://sitt.example/retour', notifyUrl: 'https://sitt.example/notification' };

const ipn = (answer: object, { key = SHOP.password, keyName = 'password', algorithm = 'sha256_hmac' } = {}) => {
  const text = JSON.stringify(answer);
  return new URLSearchParams({
    'kr-hash': createHmac('sha256', key).update(text).digest('hex'), 'kr-hash-algorithm': algorithm, 'kr-hash-key': keyName, 'kr-answer-type': 'V4/Payment', 'kr-answer': text,
  }).toString();
};

describe('ouvrir un paiement chez Lyra', () => {
  test('le montant part en francs entiers, en XPF, avec l’adresse de notification, et la page revient', async () => {
    expect(await client().start(request)).toEqual({ redirectTo: `${endpoint}/t/po-1` });
    expect(asked.at(-1)).toMatchObject({ method: 'Charge/CreatePaymentOrder', body: { amount: 11_000, currency: 'XPF', orderId: ORDER, ipnTargetUrl: request.notifyUrl, returnUrl: request.returnUrl } });
  });

  test.each([['un mot de passe faux', { password: 'faux' }, ORDER], ['une panne', {}, 'panne'], ['un silence', { timeoutMs: 50 }, 'muet']] as const)(
    '%s : le payeur lit que rien n’a été débité', async (_title, config, orderId) => {
      const failed = await client(config).start({ ...request, orderId }).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(CardUnavailable);
      expect((failed as Error).message).toMatch(/Rien n’a été débité/);
    });
});

test('le payeur n’est envoyé que vers la page configurée, la seule que la politique de contenu laisse passer', async () => {
  expect(client().origin).toBe(endpoint);
  expect(client({ page: 'https://paiement.exemple/x' }).origin).toBe('https://paiement.exemple');
  await expect(client({ page: 'https://paiement.exemple' }).start(request)).rejects.toBeInstanceOf(CardUnavailable);
});

describe('lire une notification de Lyra', () => {
  test('signée par le mot de passe : le paiement, son numéro et son montant', () => {
    expect(client().verifyNotification(ipn(paymentAnswer()), {})).toEqual([{ orderId: ORDER, providerId: 'a1b2c3', amount: 11_000, status: 'paid' }]);
  });

  test('une carte refusée, un abandon, une capture en attente ne sont pas payés', () => {
    const status = (more: object, transaction: object) => (client().verifyNotification(ipn(paymentAnswer(more, transaction)), {}) as { status: string }[])[0]?.status;
    expect(status({ orderStatus: 'UNPAID' }, { status: 'UNPAID' })).toBe('refused');
    expect(status({ orderStatus: 'ABANDONED' }, { status: 'UNPAID' })).toBe('abandoned');
    expect(status({ orderStatus: 'RUNNING' }, { status: 'RUNNING' })).toBe('waiting');
  });

  test('un remboursement n’est pas un paiement', () => {
    expect(client().verifyNotification(ipn(paymentAnswer({}, { operationType: 'CREDIT' })), {})).toEqual([]);
  });

  test.each([
    ['un montant changé après signature', ipn(paymentAnswer()).replace('11000', '11')],
    ['une autre clé', ipn(paymentAnswer(), { key: 'autre' })],
    ['le retour du navigateur, signé de l’autre clé', ipn(paymentAnswer(), { key: SHOP.hmacKey, keyName: 'sha256_hmac' })],
    ['un algorithme inconnu', ipn(paymentAnswer(), { algorithm: 'none' })],
    ['une carte de test', ipn(paymentAnswer({ orderDetails: { mode: 'PRODUCTION' } }))],
    ['une autre monnaie', ipn(paymentAnswer({}, { currency: 'EUR' }))],
    ['un montant à virgule', ipn(paymentAnswer({}, { amount: 110.5 }))],
    ['rien', ''],
    ['autre chose que du JSON', `kr-answer=x&kr-hash-algorithm=sha256_hmac&kr-hash-key=password&kr-hash=${createHmac('sha256', SHOP.password).update('x').digest('hex')}`],
  ])('%s : refusé', (_title, body) => {
    expect(client().verifyNotification(body, {})).toBe('invalid');
  });
});

describe('demander à Lyra ce qu’est devenu un paiement', () => {
  test('payé deux fois : deux paiements ; inconnu : rien', async () => {
    const answer = paymentAnswer();
    orders = { [ORDER]: { ...answer, transactions: [{ ...answer.transactions[0], uuid: 'refus', status: 'UNPAID' }, answer.transactions[0]] } };
    expect((await client().status(ORDER)).map(({ providerId, status }) => [providerId, status])).toEqual([['refus', 'refused'], ['a1b2c3', 'paid']]);
    expect(await client().status('inconnu')).toEqual([]);
    expect(asked.at(-1)).toEqual({ method: 'Order/Get', body: { orderId: 'inconnu' } });
  });
});
