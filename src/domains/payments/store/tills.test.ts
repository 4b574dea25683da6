import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../../tests/setup/database.ts';
import { addReview } from '../../../core/demarche/dossier-store.ts';
import { uuid } from '../../../core/values/ids.ts';
import { AT, scene, TOTAL, type Scene } from '../fixture.ts';
import {
  balanceOf, cashAtTill, cashedAlone, closeTill, countTill, decideRefund, executeRefund, ExplanationRequired, InsufficientAdvance, NoLongerDue, openTill, receivePayment,
  refundCsv, RefundRefused, refundsIn, requestRefund, resumeTill, sessionOf, TillBusy, TillNotOpen, tillSummary, verifyLedger,
} from '../index.ts';

let db: TestDatabase;
let s: Scene;
beforeAll(async () => { db = await testDatabase(); s = scene(db); });
afterAll(() => db.close());

const open = async (floatF = 20_000) => {
  const [tillId, agentId] = [await s.till(), await s.agent()];
  const session = await s.inTx((tx) => openTill(tx, { tillId, agentId, floatF, at: AT }));
  const take = async (means: 'cash' | 'card-terminal') => {
    const dossierId = await s.dossier();
    return s.inTx((tx) => cashAtTill(tx, 'test', { dossierId, provider: 'till', providerId: uuid(), amount: TOTAL, means, tillSessionId: session.id, agentId, receivedAt: AT }));
  };
  return { tillId, agentId, sessionId: session.id, take };
};
const green = async () => expect((await verifyLedger(db.pools.report)).filter((check) => check.faults.length)).toEqual([]);

describe('la caisse', () => {
  test('deux caisses et un seul dû : la seconde n’encaisse rien ; le même formulaire renvoyé est le même paiement ; un dossier abandonné ne s’encaisse plus', async () => {
    const [one, two] = await Promise.all([open(0), open(0)]);
    const dossierId = await s.dossier();
    const cash = (till: typeof one, providerId: string) => s.inTx((tx) => cashAtTill(tx, 'test', { dossierId, provider: 'till', providerId, amount: TOTAL, means: 'cash', tillSessionId: till.sessionId, agentId: till.agentId, receivedAt: AT }));
    const [first, second] = [uuid(), uuid()];
    const both = await Promise.allSettled([cash(one, first), cash(two, second)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))[0]).toBeInstanceOf(NoLongerDue);
    expect(await (both[0].status === 'fulfilled' ? cash(one, first) : cash(two, second))).toMatchObject({ fresh: false });
    expect((await balanceOf(db.sql, dossierId)).received).toBe(TOTAL);
    const over = await s.dossier();
    await db.owner`update dossier set state = 'cancelled' where id = ${over}`;
    await expect(s.inTx((tx) => cashAtTill(tx, 'test', { dossierId: over, provider: 'till', providerId: uuid(), amount: TOTAL, means: 'cash', tillSessionId: one.sessionId, agentId: one.agentId, receivedAt: AT }))).rejects.toThrow(NoLongerDue);
    await green();
  });

  test('ouverte, encaissée, comptée juste, close : la feuille dit tout et la caisse est vide', async () => {
    const till = await open();
    await till.take('cash');
    await till.take('cash');
    const card = await till.take('card-terminal');
    await s.inTx((tx) => countTill(tx, { ...till, count: { 10000: 4, 1000: 2 }, at: AT }));
    const sheet = await s.inTx((tx) => closeTill(tx, { ...till, at: AT }));
    expect(sheet).toMatchObject({
      session: { state: 'closed', float_amount: 20_000, counted_total: 42_000, discrepancy: 0, deposit: 22_000, explanation: null },
      byMeans: [{ means: 'card-terminal', count: 1, total: TOTAL }, { means: 'cash', count: 2, total: 2 * TOTAL }],
      receipts: { last: card.receipt.number, count: 3 }, expected: 42_000,
    });
    expect(await sessionOf(db.sql, till.agentId)).toBeUndefined();
    await green();
  });

  test.each([['un manquant de 500 F', { 10000: 3, 500: 1 }, -500], ['un excédent de 1 000 F', { 10000: 3, 1000: 2 }, 1_000]] as const)(
    '%s doit être expliqué, puis se lit au grand livre', async (_title, count, discrepancy) => {
      const till = await open();
      await till.take('cash');
      await s.inTx((tx) => countTill(tx, { ...till, count, at: AT }));
      await expect(s.inTx((tx) => closeTill(tx, { ...till, at: AT }))).rejects.toThrow(ExplanationRequired);
      await expect(s.inTx((tx) => closeTill(tx, { ...till, explanation: '  ???     ', at: AT }))).rejects.toThrow(/écart de/);
      const sheet = await s.inTx((tx) => closeTill(tx, { ...till, explanation: 'Erreur de rendu sur un billet', at: AT }));
      expect(sheet.session).toMatchObject({ discrepancy, explanation: 'Erreur de rendu sur un billet' });
      const [posted] = await db.owner<{ amount: number }[]>`
        select sum(credit - debit) as amount from ledger_line l join ledger_entry e on e.id = l.entry_id where e.till_session_id = ${till.sessionId} and account = 'discrepancy'`;
      expect(posted?.amount).toBe(discrepancy);
      await green();
    });

  test('une seule session par caisse et par agent, même demandée dix fois à la fois', async () => {
    const [tillId, agentId] = [await s.till(), await s.agent()];
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => s.inTx((tx) => openTill(tx, { tillId, agentId, floatF: 0, at: AT }))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(TillBusy);
    const other = await s.till();
    await expect(s.inTx((tx) => openTill(tx, { tillId: other, agentId, floatF: 0, at: AT }))).rejects.toThrow(TillBusy);
  });

  test('une caisse comptée n’encaisse plus ; rouverte, elle encaisse et doit être recomptée', async () => {
    const till = await open(0);
    await s.inTx((tx) => countTill(tx, { ...till, count: {}, at: AT }));
    await expect(till.take('cash')).rejects.toThrow(TillNotOpen);
    await s.inTx((tx) => resumeTill(tx, till));
    await till.take('cash');
    await expect(s.inTx((tx) => closeTill(tx, { ...till, at: AT }))).rejects.toThrow(TillNotOpen);
    expect((await tillSummary(db.sql, till.sessionId)).expected).toBe(TOTAL);
  });

  test('un encaissement en cours fait attendre le comptage : la feuille ne l’oublie jamais', async () => {
    const till = await open(0);
    const dossierId = await s.dossier();
    const inside = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const taking = s.inTx(async (tx) => {
      await cashAtTill(tx, 'test', { dossierId, provider: 'till', providerId: uuid(), amount: TOTAL, means: 'cash', tillSessionId: till.sessionId, agentId: till.agentId, receivedAt: AT });
      inside.resolve();
      await finish.promise;
    });
    await inside.promise;
    let counted = false;
    const counting = s.inTx((tx) => countTill(tx, { ...till, count: { 10000: 1, 1000: 1 }, at: AT })).then(() => { counted = true; });
    const waits = async () => (await db.owner`select 1 from pg_locks where not granted`).length > 0;
    while (!(await waits()) && !counted);
    expect(counted).toBe(false);
    finish.resolve();
    await Promise.all([taking, counting]);
    expect((await s.inTx((tx) => closeTill(tx, { ...till, at: AT }))).session).toMatchObject({ expected: TOTAL, discrepancy: 0 });
  });
});

describe('rembourser, à deux personnes', () => {
  const paid = async () => {
    const dossierId = await s.dossier();
    await s.inTx((tx) => receivePayment(tx, { dossierId, provider: 'essai', providerId: uuid(), amount: TOTAL, means: 'card-online', receivedAt: AT }));
    return dossierId;
  };
  const ask = async (dossierId: string, agentId: string, amount = TOTAL) =>
    s.inTx((tx) => requestRefund(tx, { dossierId, amount, reason: 'Dossier abandonné par le demandeur', agentId, at: AT }));

  test('celui qui demande ne peut pas approuver, ni par le code ni dans la base', async () => {
    const [dossierId, agentId] = [await paid(), await s.agent()];
    const refund = await ask(dossierId, agentId);
    await expect(s.inTx((tx) => decideRefund(tx, { refundId: refund.id, agentId, verdict: 'approved', at: AT }))).rejects.toThrow(RefundRefused);
    await expect(db.sql`update refund set state = 'approved', decided_by = ${agentId}, decided_at = now() where id = ${refund.id}`).rejects.toThrow(/refund_two_persons/);
  });

  test('qui a reçu l’argent n’approuve pas, à deux non plus ; qui demande peut se dédire, et l’autre approuve', async () => {
    const [dossierId, cashier, colleague] = [await s.dossier(), await s.agent(), await s.agent()];
    const session = await s.inTx(async (tx) => openTill(tx, { tillId: await s.till(), agentId: cashier, floatF: 0, at: AT }));
    await s.inTx((tx) => receivePayment(tx, { dossierId, provider: 'till', providerId: uuid(), amount: TOTAL, means: 'cash', tillSessionId: session.id, agentId: cashier, receivedAt: AT }));
    const wrong = await ask(dossierId, colleague);
    await expect(s.inTx((tx) => decideRefund(tx, { refundId: wrong.id, agentId: cashier, verdict: 'approved', at: AT }))).rejects.toThrow('Vous avez reçu l’argent');
    await s.inTx((tx) => decideRefund(tx, { refundId: wrong.id, agentId: colleague, verdict: 'rejected', reason: 'Repris par ma collègue', at: AT }));
    const right = await ask(dossierId, cashier);
    expect(await s.inTx((tx) => decideRefund(tx, { refundId: right.id, agentId: colleague, verdict: 'approved', at: AT }))).toMatchObject({ state: 'approved' });
    await green();
  });

  test('un encaissement est signalé quand qui l’a fait avait signé la décision, et lui seul', async () => {
    const [alone, apart, agentId] = [await s.dossier(), await s.dossier(), await s.agent('Agent Seul-Exemple')];
    const session = await s.inTx(async (tx) => openTill(tx, { tillId: await s.till(), agentId, floatF: 0, at: AT }));
    for (const [dossierId, by] of [[alone, agentId], [apart, await s.agent()]] as const) {
      await s.inTx((tx) => addReview(tx, dossierId, { agentId: by, verdict: 'approve', inputHash: Buffer.alloc(32), delegationId: null }, AT.toISOString()));
      await s.inTx((tx) => receivePayment(tx, { dossierId, provider: 'till', providerId: uuid(), amount: TOTAL, means: 'cash', tillSessionId: session.id, agentId, receivedAt: AT }));
    }
    expect(await cashedAlone(db.sql, { session: session.id })).toMatchObject([{ dossier_id: alone, agent: 'Agent Seul-Exemple', amount: TOTAL }]);
    expect((await cashedAlone(db.sql, { days: 30, now: AT })).map(({ dossier_id }) => dossier_id)).toContain(alone);
    expect(await cashedAlone(db.sql, { days: 30, now: new Date(AT.getTime() + 40 * 86_400_000) })).toEqual([]);
  });

  test('demandé, approuvé par un autre, versé : chaque étape se lit au solde et au grand livre', async () => {
    const [dossierId, first, second] = [await paid(), await s.agent(), await s.agent()];
    const refund = await ask(dossierId, first, 1_000);
    expect(await balanceOf(db.sql, dossierId)).toMatchObject({ refunding: 1_000, refundable: TOTAL - 1_000 });
    await s.inTx((tx) => decideRefund(tx, { refundId: refund.id, agentId: second, verdict: 'approved', at: AT }));
    expect(refundCsv(await refundsIn(db.sql, 'approved'))).toContain(`${refund.number};1000;`);
    const done = { refundId: refund.id, means: 'treasury' as const, reference: `PAI-${uuid()}`, agentId: second, at: AT };
    expect(await s.inTx((tx) => executeRefund(tx, done))).toMatchObject({ state: 'executed', reference: done.reference });
    expect(await balanceOf(db.sql, dossierId)).toMatchObject({ refunding: 0, refunded: 1_000, refundable: TOTAL - 1_000 });
    await expect(s.inTx((tx) => executeRefund(tx, done))).rejects.toThrow('déjà été traité');
    await green();
  });

  test('rejeté avec son motif, l’argent redevient disponible', async () => {
    const [dossierId, first, second] = [await paid(), await s.agent(), await s.agent()];
    const refund = await ask(dossierId, first);
    await expect(s.inTx((tx) => decideRefund(tx, { refundId: refund.id, agentId: second, verdict: 'rejected', reason: 'non', at: AT }))).rejects.toThrow('motif');
    await s.inTx((tx) => decideRefund(tx, { refundId: refund.id, agentId: second, verdict: 'rejected', reason: 'Le dossier reprend demain', at: AT }));
    expect((await balanceOf(db.sql, dossierId)).refundable).toBe(TOTAL);
    await green();
  });

  test('dix demandes à la fois ne rendent pas plus que reçu', async () => {
    const [dossierId, agentId] = [await paid(), await s.agent()];
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => ask(dossierId, agentId)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(InsufficientAdvance);
    await green();
  });

  test('une formule cachée dans un motif ne s’exécute pas dans le tableur du comptable', async () => {
    const [dossierId, agentId] = [await paid(), await s.agent()];
    const refund = await s.inTx((tx) => requestRefund(tx, { dossierId, amount: 100, reason: '=HYPERLINK("http://x")', agentId, at: AT }));
    expect(refundCsv([refund])).toContain(`"'=HYPERLINK`);
  });
});
