import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../../tests/setup/database.ts';
import { isRefusal } from '../../../core/db/errors.ts';
import { uuid } from '../../../core/values/ids.ts';
import { AT, DAY, SALE, scene, TOTAL, type Scene } from '../fixture.ts';
import {
  allocate, balanceOf, cashAtTill, feeOf, giveBackAllocation, InsufficientAdvance, NotCashable, openTill, PaymentMismatch,
  printReceipt, receiptsOf, receivePayment, redevanceStatement, TillNotOpen, verifyLedger, type Incoming,
} from '../index.ts';

let db: TestDatabase;
let s: Scene;
beforeAll(async () => { db = await testDatabase(); s = scene(db); });
afterAll(() => db.close());

const online = (dossierId: string, more: Partial<Incoming> = {}): Incoming =>
  ({ dossierId, provider: 'essai', providerId: uuid(), amount: TOTAL, means: 'card-online', receivedAt: AT, ...more }) as Incoming;
const faults = async () => (await verifyLedger(db.pools.report)).filter((check) => check.faults.length);

describe('recevoir un paiement', () => {
  test('l’argent reçu est une avance du payeur, avec une quittance qui dit texte et formule', async () => {
    const dossier = await s.dossier();
    const { receipt } = await s.inTx((tx) => receivePayment(tx, online(dossier)));
    expect(receipt).toMatchObject({ tillId: 'WEB', year: 2026, total: TOTAL, lines: SALE });
    expect(receipt.number).toMatch(/^Q-WEB-2026-\d{6}$/);
    expect(await balanceOf(db.sql, dossier)).toEqual({ received: TOTAL, allocated: 0, refunding: 0, refunded: 0, refundable: TOTAL });
  });

  test('la même notification 20 fois en parallèle fait un seul paiement et une seule quittance', async () => {
    const dossier = await s.dossier();
    const notice = online(dossier);
    const answers = await Promise.all(Array.from({ length: 20 }, () => s.inTx((tx) => receivePayment(tx, notice))));
    expect(answers.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(new Set(answers.map(({ receipt }) => receipt.number)).size).toBe(1);
    expect((await balanceOf(db.sql, dossier)).received).toBe(TOTAL);
  });

  test('le même numéro avec un autre montant ou pour un autre dossier est refusé', async () => {
    const dossier = await s.dossier();
    const notice = online(dossier);
    await s.inTx((tx) => receivePayment(tx, notice));
    await expect(s.inTx((tx) => receivePayment(tx, { ...notice, amount: 1 }))).rejects.toThrow(PaymentMismatch);
    const other = await s.dossier();
    await expect(s.inTx((tx) => receivePayment(tx, { ...notice, dossierId: other }))).rejects.toThrow(PaymentMismatch);
  });

  test('50 encaissements à la fois sur une caisse : des quittances sans trou ni doublon, même si un sur cinq échoue à la fin', async () => {
    const [tillId, agentId] = [await s.till(), await s.agent()];
    const session = await s.inTx((tx) => openTill(tx, { tillId, agentId, floatF: 10_000, at: AT }));
    const dossiers = await Promise.all(Array.from({ length: 50 }, () => s.dossier()));
    const results = await Promise.allSettled(dossiers.map((dossierId, index) => s.inTx(async (tx) => {
      const { receipt } = await cashAtTill(tx, 'test', { ...online(dossierId), means: 'cash', tillSessionId: session.id, agentId });
      if (index % 5 === 0) throw new Error('panne au dernier moment');
      return receipt.sequence;
    })));
    const sequences = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(await faults()).toEqual([]);
  });

  test('une transaction défaite ne laisse rien : ni paiement, ni écriture, ni quittance, ni numéro', async () => {
    const dossier = await s.dossier();
    const before = await db.owner`select counter, value from payments_counter order by counter`;
    await expect(s.inTx(async (tx) => { await receivePayment(tx, online(dossier)); throw new Error('panne'); })).rejects.toThrow('panne');
    expect(await db.owner`select counter, value from payments_counter order by counter`).toEqual(before);
    const [left] = await db.owner<{ n: number }[]>`
      select (select count(*) from payment where dossier_id = ${dossier}) + (select count(*) from ledger_entry where dossier_id = ${dossier})
           + (select count(*) from receipt where dossier_id = ${dossier}) + (select count(*) from advance_balance where dossier_id = ${dossier}) as n`;
    expect(left).toEqual({ n: 0 });
  });

  test('sans caisse ouverte par cet agent, aucune espèce n’entre', async () => {
    const [tillId, agentId, other] = [await s.till(), await s.agent(), await s.agent()];
    const session = await s.inTx((tx) => openTill(tx, { tillId, agentId, floatF: 0, at: AT }));
    const dossier = await s.dossier();
    const cash = { ...online(dossier), means: 'cash' as const, tillSessionId: session.id, agentId: other };
    await expect(s.inTx((tx) => receivePayment(tx, cash))).rejects.toThrow(TillNotOpen);
  });

  test('en production, la caisse refuse un devis qui contient un montant à confirmer', async () => {
    const [tillId, agentId, dossier] = [await s.till(), await s.agent(), await s.dossier()];
    const session = await s.inTx((tx) => openTill(tx, { tillId, agentId, floatF: 0, at: AT }));
    const cash = { ...online(dossier), means: 'cash' as const, tillSessionId: session.id, agentId };
    await expect(s.inTx((tx) => cashAtTill(tx, 'production', cash))).rejects.toThrow(NotCashable);
    expect((await balanceOf(db.sql, dossier)).received).toBe(0);
  });

  test('la première impression est l’original, les suivantes des duplicatas, même à dix à la fois', async () => {
    const dossier = await s.dossier();
    const { receipt } = await s.inTx((tx) => receivePayment(tx, online(dossier)));
    const copies = await Promise.all(Array.from({ length: 10 }, () => s.inTx((tx) => printReceipt(tx, receipt.number, null, AT))));
    expect(copies.map((print) => print?.copy).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('le nom du payeur est scellé : il n’entre dans aucun JSON', async () => {
    const dossier = await s.dossier();
    await s.inTx((tx) => receivePayment(tx, online(dossier, { payer: { name: 'Mme Essai' } })));
    const [receipt] = await receiptsOf(db.sql, dossier);
    expect(() => JSON.stringify(receipt)).toThrow(/sealed/);
  });
});

describe('affecter à l’acte, dans sa transaction', () => {
  test('les droits vont à la Nouvelle-Calédonie, la redevance à la commune, une seule fois par acte', async () => {
    const dossier = await s.dossier();
    await s.inTx((tx) => receivePayment(tx, online(dossier)));
    const actId = await s.act(dossier, (tx, id) => allocate(tx, { dossierId: dossier, actId: id, lines: SALE }));
    expect(await balanceOf(db.sql, dossier)).toMatchObject({ received: TOTAL, allocated: TOTAL, refundable: 0 });
    const again = await s.inTx((tx) => allocate(tx, { dossierId: dossier, actId, lines: SALE })).catch((error: unknown) => error);
    expect(again instanceof InsufficientAdvance || isRefusal(again, 'unique', 'ledger_allocation_once')).toBe(true);
  });

  test('un acte impayé n’est pas enregistré : la base refuse une avance négative', async () => {
    const dossier = await s.dossier();
    await s.inTx((tx) => receivePayment(tx, online(dossier, { amount: TOTAL - 1 })));
    let actId = '';
    await expect(s.act(dossier, (tx, id) => { actId = id; return allocate(tx, { dossierId: dossier, actId: id, lines: SALE }); })).rejects.toThrow(InsufficientAdvance);
    expect(await db.owner`select id from act where id = ${actId}`).toEqual([]);
    expect((await balanceOf(db.sql, dossier)).refundable).toBe(TOTAL - 1);
  });

  test('deux actes à la fois ne dépensent pas deux fois la même avance', async () => {
    const dossier = await s.dossier();
    await s.inTx((tx) => receivePayment(tx, online(dossier)));
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => s.act(dossier, (tx, id) => allocate(tx, { dossierId: dossier, actId: id, lines: SALE }))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('un acte gratuit n’écrit rien au grand livre', async () => {
    const free = [feeOf('address-change', DAY)];
    const dossier = await s.dossier(free);
    await s.act(dossier, (tx, id) => allocate(tx, { dossierId: dossier, actId: id, lines: free }));
    expect(await db.owner`select id from ledger_entry where dossier_id = ${dossier}`).toEqual([]);
  });

  test('l’annulation rend l’argent au payeur et le reprend à la commune, une seule fois', async () => {
    const dossier = await s.dossier();
    await s.inTx((tx) => receivePayment(tx, online(dossier)));
    const actId = await s.act(dossier, (tx, id) => allocate(tx, { dossierId: dossier, actId: id, lines: SALE }));
    await s.act(dossier, async (tx, id) => expect(await giveBackAllocation(tx, { actId: id, cancelledActId: actId })).toBe(TOTAL));
    expect(await balanceOf(db.sql, dossier)).toMatchObject({ allocated: 0, refundable: TOTAL });
    const twice = await s.act(dossier, (tx, id) => giveBackAllocation(tx, { actId: id, cancelledActId: actId })).catch((error: unknown) => error);
    expect(isRefusal(twice, 'unique', 'ledger_reversal_once')).toBe(true);
  });
});

describe('ce que la base refuse d’elle-même', () => {
  const entry = (total: number) => ({ id: uuid(), kind: 'till-opening', total, recorded_at: AT, posted_on: DAY });

  test('une écriture déséquilibrée, vide, ou complétée après coup', async () => {
    const session = await s.inTx(async (tx) => openTill(tx, { tillId: await s.till(), agentId: await s.agent(), floatF: 1_000, at: AT }));
    const [opening] = await db.owner<{ id: string }[]>`select id from ledger_entry where till_session_id = ${session.id}`;
    const add = (entryId: string) => s.inTx((tx) => tx`
      insert into ledger_line (entry_id, position, account, debit, credit, label) values (${entryId}, 8, 'treasury', 5, 0, 'x'), (${entryId}, 9, 'revenue', 0, 5, 'x')`);
    await expect(add(opening?.id ?? '')).rejects.toThrow(/not balanced/);
    const alone = { ...entry(5), kind: 'till-closing', till_session_id: session.id };
    await expect(s.inTx((tx) => tx`insert into ledger_entry ${tx(alone)}`)).rejects.toThrow(/not balanced/);
    await expect(s.inTx(async (tx) => {
      await tx`insert into ledger_entry ${tx(alone)}`;
      await tx`insert into ledger_line (entry_id, position, account, debit, credit, label) values (${alone.id}, 1, 'treasury', 5, 0, 'x'), (${alone.id}, 2, 'revenue', 0, 4, 'x')`;
    })).rejects.toThrow(/not balanced/);
  });

  test.each(['ledger_entry', 'ledger_line', 'payment', 'receipt', 'receipt_print', 'quote'])('réécrire ou effacer %s, même par le propriétaire', async (table) => {
    await expect(db.sql.unsafe(`delete from ${table}`)).rejects.toThrow(/permission denied/);
    await expect(db.owner.unsafe(`delete from ${table}`)).rejects.toThrow(/append-only/);
  });

  test('le rôle applicatif ne peut ni s’attribuer une avance, ni changer le montant d’un remboursement', async () => {
    await expect(db.sql`update advance_balance set amount = 1000000`).rejects.toThrow(/permission denied/);
    await expect(db.sql`update refund set amount = 1`).rejects.toThrow(/permission denied/);
    await expect(db.sql`update till_session set float_amount = 1`).rejects.toThrow(/permission denied/);
  });

  test('une redevance sans commune', async () => {
    await expect(s.inTx((tx) => tx`insert into ledger_line (entry_id, position, account, credit, label) values (${uuid()}, 1, 'municipal-fee', 5, 'x')`)).rejects.toThrow(/ledger_line_commune/);
  });
});

describe('la redevance communale, par commune', () => {
  test('le relevé d’une période retrouve les quittances, et dit ce qui en diffère', async () => {
    const kone = [feeOf('transfer', DAY), feeOf('municipal-fee', DAY, { commune: '98811' })];
    const at = new Date('2027-02-01T10:00:00+11:00');
    const [paid, waiting] = [await s.dossier(kone), await s.dossier(kone)];
    for (const dossier of [paid, waiting]) await s.inTx((tx) => receivePayment(tx, online(dossier, { amount: 9_000, receivedAt: at })));
    await s.act(paid, (tx, id) => allocate(tx, { dossierId: paid, actId: id, lines: kone }), at);
    expect(await redevanceStatement(db.pools.report, { from: '2027-01-01', to: '2028-01-01' })).toEqual([
      { commune: '98811', due: 5_000, acts: 1, receipted: 10_000, receiptedNotDue: 5_000, dueNotReceipted: 0 },
    ]);
    const [line] = await db.sql`select commune, amount, receipts from pub_payments_redevance where dossier_id = ${paid}`;
    expect(line).toMatchObject({ commune: '98811', amount: 5_000, receipts: [expect.stringMatching(/^Q-WEB-2027-/)] });
  });
});

describe('vérifier tout l’argent', () => {
  test('après tout ce qui précède, rien à redire', async () => {
    expect(await faults()).toEqual([]);
  });

  test('une ligne changée, une quittance effacée, un solde gonflé, un tarif falsifié : chaque faute est nommée', async () => {
    const broken = await testDatabase();
    try {
      const t = scene(broken);
      const dossiers = await Promise.all([t.dossier(), t.dossier(), t.dossier()]);
      for (const dossier of dossiers) await t.inTx((tx) => receivePayment(tx, online(dossier)));
      await t.act(dossiers[0] as string, (tx, id) => allocate(tx, { dossierId: dossiers[0] as string, actId: id, lines: SALE }));
      await broken.owner.begin(async (tx) => {
        for (const table of ['ledger_line', 'receipt']) await tx.unsafe(`alter table ${table} disable trigger user`);
        await tx`delete from receipt where sequence = 2`;
        await tx`update receipt set lines = jsonb_set(jsonb_set(lines, '{0,amount}', '4001'), '{1,amount}', ${tx.json((SALE[1]?.amount ?? 0) - 1)}) where sequence = 3`;
        await tx`update ledger_line set credit = credit + 1 where account = 'municipal-fee'`;
        await tx`update advance_balance set amount = amount + 5 where dossier_id = ${dossiers[2] as string}`;
      });
      const found = (await verifyLedger(broken.owner)).filter((check) => check.faults.length).map((check) => check.name);
      expect(found).toEqual([
        'débit = crédit pour chaque écriture', 'débit = crédit au total', 'aucune avance négative, chaque solde égal au grand livre',
        'chaque paiement a son écriture et sa quittance du même montant', 'quittances sans trou par caisse et par année',
        'chaque affectation correspond à un acte du dossier et à un devis de ce dossier', 'chaque quittance se recalcule au franc près',
      ]);
    } finally {
      await broken.close();
    }
  });
});
