import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { transaction } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import { checkToken, issueToken, revokeTokens, useToken, type Presented, type TokenCheck, type TokenOrder } from './token.ts';

const SECRET = 'a secret of the tests, thirty-two signs';
const now = new Date('2026-03-01T00:00:00Z');
const later = new Date('2026-03-31T00:00:00Z');
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  // Every connection open: else the first press is over before the second begins, and no race is run.
  await Promise.all(Array.from({ length: 10 }, () => db.sql.begin((tx) => tx`select 1`)));
});
afterAll(() => db.close());

const issue = (order: Partial<TokenOrder> = {}) => {
  const full = { form: 'link' as const, source: uuid(), purpose: 'contest-sale', subjectId: uuid(), now, expiresAt: later, ...order };
  return transaction(db.sql, (tx) => issueToken(tx, SECRET, full)).then((plain) => ({ plain, ...full }));
};
const use = (presented: Presented, at = now) => transaction(db.sql, (tx) => useToken(tx, SECRET, presented, at));
const winners = (checks: TokenCheck[]) => checks.filter((check) => 'token' in check).length;

describe('un lien à usage unique', () => {
  it('ouvre une fois, et regarder n’est pas user', async () => {
    const { plain, subjectId } = await issue();
    expect(plain).toMatch(/^[\w-]{16}$/);
    expect(await checkToken(db.sql, SECRET, { link: plain }, now)).toMatchObject({ token: { subjectId, purpose: 'contest-sale' } });
    expect(await use({ link: plain })).toHaveProperty('token');
    expect(await use({ link: plain })).toEqual({ refused: 'used' });
  });

  it('pressé vingt fois en parallèle, a un seul gagnant', async () => {
    const { plain } = await issue();
    expect(winners(await Promise.all(Array.from({ length: 20 }, () => use({ link: plain }))))).toBe(1);
  });

  it('reçu par SMS et par courriel, les deux pressés ensemble, sert une fois', async () => {
    const [subjectId, personId, other] = [uuid(), uuid(), uuid()];
    const mine = await Promise.all(['sms', 'email'].map((source) => issue({ source: subjectId + source, subjectId, personId })));
    const coHolder = await issue({ subjectId, personId: other });
    expect(winners(await Promise.all([...mine, ...mine].map(({ plain }) => use({ link: plain }))))).toBe(1);
    expect(await use({ link: coHolder.plain })).toHaveProperty('token');
  });

  it('se perd avec la transaction annulée : il sert encore', async () => {
    const { plain } = await issue();
    await expect(transaction(db.sql, async (tx) => {
      await useToken(tx, SECRET, { link: plain }, now);
      throw new Error('rollback');
    })).rejects.toThrow('rollback');
    expect(await use({ link: plain })).toHaveProperty('token');
  });

  it('expire, se révoque, et un lien forgé n’ouvre rien', async () => {
    const { plain, subjectId } = await issue();
    expect(await use({ link: plain }, later)).toEqual({ refused: 'expired' });
    await transaction(db.sql, (tx) => revokeTokens(tx, subjectId, 'contest-sale', now));
    expect(await use({ link: plain })).toEqual({ refused: 'used' });
    expect(await use({ link: 'A'.repeat(16) })).toEqual({ refused: 'unknown' });
  });

  it('n’est nulle part en clair dans la base', async () => {
    const { plain } = await issue();
    const [row] = await db.sql<{ found: boolean }[]>`select bool_or(t::text like ${`%${plain}%`} or t.hash = convert_to(${plain}, 'UTF8')) as found from message_token t`;
    expect(row?.found).toBe(false);
  });
});

describe('un code à usage unique', () => {
  const code = () => issue({ form: 'code', purpose: 'complete-sale' });

  it('se tape comme on peut, pour sa vente seulement', async () => {
    const { plain, subjectId, purpose } = await code();
    const typed = plain.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'O');
    expect(await use({ code: typed, subjectId: uuid(), purpose })).toEqual({ refused: 'unknown' });
    expect(await use({ code: plain, subjectId, purpose: 'contest-sale' })).toEqual({ refused: 'unknown' });
    expect(await use({ code: typed, subjectId, purpose })).toHaveProperty('token');
    expect(await use({ code: typed, subjectId, purpose })).toEqual({ refused: 'used' });
  });

  it('se ferme après dix essais faux, même au bon', async () => {
    const { plain, subjectId, purpose } = await code();
    for (let n = 0; n < 10; n += 1) expect(await checkToken(db.sql, SECRET, { code: '0000-0000-0', subjectId, purpose }, now)).toEqual({ refused: 'unknown' });
    expect(await checkToken(db.sql, SECRET, { code: plain, subjectId, purpose }, now)).toEqual({ refused: 'locked' });
    expect(await use({ code: plain, subjectId, purpose })).toEqual({ refused: 'locked' });
  });
});
