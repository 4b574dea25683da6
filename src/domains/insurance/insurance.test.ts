import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuid } from '../../core/values/ids.ts';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { batchRows, coverFact, coverOn, coversOf, gaps, matchAgain, pushContracts, readContracts, UnreadableContracts, type ContractNotice, type FileRow } from './index.ts';

let db: TestDatabase;
const [mine, other] = [uuid(), uuid()];
const ids: Record<string, string> = {};
let sent = 0;

beforeAll(async () => {
  db = await testDatabase();
  for (const [plate, chassis] of [['100001NC', 'VINEXEMPLE0000001'], ['100002NC', 'VINEXEMPLE0000002'], ['100003NC', 'VINEXEMPLE0000003'], ['100004NC', 'VINEXEMPLE0000004'], ['100005NC', 'VINEXEMPLE0000005']] as const) await vehicle(plate, chassis);
});
afterAll(() => db.close());

async function vehicle(plate: string, chassis: string): Promise<void> {
  const id = (ids[plate] = uuid());
  await db.owner`insert into subject (id, kind) values (${id}, 'vehicle')`;
  await db.owner`insert into vehicle_identifier (vehicle_id, kind, value, since) values (${id}, 'plate', ${plate}, now()), (${id}, 'chassis', ${chassis}, now())`;
}
const push = (notices: readonly ContractNotice[], more: { insurerId?: string; now?: string; requestId?: string } = {}) => pushContracts(db.sql, {
  insurerId: more.insurerId ?? mine, userId: null, channel: 'api', filename: null, requestId: more.requestId ?? `test:insurance:${(sent += 1)}`, now: new Date(more.now ?? '2026-05-01T00:00:00Z'),
}, notices.map((notice, index) => ({ line: index + 1, notice })));
const outcome = async (notice: ContractNotice, more = {}) => (await batchRows(db.sql, (await push([notice], more)).batchId))[0];
const standing = async (plate: string, on: string, knownAt?: Date) => coverOn(await coversOf(db.sql, { vehicleId: ids[plate] }, knownAt), ids[plate] as string, on);

describe('ce qu’un assureur dit de ses contrats', () => {
  test('plaque et numéro de série d’accord : connue ; avant le premier contrat, inconnue et jamais « non »', async () => {
    expect(await outcome({ contract: 'A1', plate: '100001NC', vin: 'VINEXEMPLE0000001', from: '2026-02-01' })).toMatchObject({ outcome: 'new', match: 'matched' });
    expect((await standing('100001NC', '2026-05-01')).status).toBe('known');
    expect((await standing('100001NC', '2026-01-31')).status).toBe('unknown');
    expect(await coverFact(db.sql, { vehicleId: ids['100001NC'] }, '2026-05-01')).toBe('valid');
    expect(await coverFact(db.sql, { vehicleId: ids['100005NC'] }, '2026-05-01')).toBe('unknown');
  });

  test('la plaque seule ne prouve rien ; en désaccord avec le numéro de série, elle est nommée et ne compte pour aucun des deux', async () => {
    expect(await outcome({ contract: 'A2', plate: '100002NC', from: '2026-01-01' })).toMatchObject({ outcome: 'new', match: 'weak' });
    expect(await standing('100002NC', '2026-05-01')).toMatchObject({ status: 'unknown', weak: { contract: 'A2' } });
    const line = await outcome({ contract: 'A3', plate: '100003NC', vin: 'VINEXEMPLE0000004', from: '2026-01-01' });
    expect(line).toMatchObject({ outcome: 'new', match: 'mismatch' });
    expect(line?.remark).toMatch(/ne désignent pas le même véhicule/);
    for (const plate of ['100003NC', '100004NC']) expect(await standing(plate, '2026-05-01')).toMatchObject({ status: 'unknown', mismatch: true });
  });

  test('une fin et une correction gardent leurs deux dates : vrai depuis, connu depuis', async () => {
    const base = { contract: 'A5', plate: '100005NC', vin: 'VINEXEMPLE0000005', from: '2026-01-01' };
    await push([base], { now: '2026-01-02T00:00:00Z' });
    expect(await outcome({ ...base, to: '2026-03-31', endReason: 'unpaid' }, { now: '2026-06-15T00:00:00Z' })).toMatchObject({ outcome: 'ended' });
    expect(await standing('100005NC', '2026-05-01')).toMatchObject({ status: 'ended', cover: { to: '2026-03-31' } });
    expect((await standing('100005NC', '2026-05-01', new Date('2026-05-01T00:00:00Z'))).status, 'as it was known then').toBe('known');
    expect((await standing('100005NC', '2026-05-01', new Date('2026-01-01T00:00:00Z'))).status).toBe('unknown');
    expect(await outcome({ ...base, from: '2026-01-15', to: '2026-03-31', correctsFrom: '2026-01-01' })).toMatchObject({ outcome: 'corrected' });
    expect((await standing('100005NC', '2026-01-10')).status).toBe('unknown');
    expect(await outcome({ ...base, from: '2026-01-15', withdrawn: true })).toMatchObject({ outcome: 'withdrawn' });
    expect((await standing('100005NC', '2026-02-01')).status).toBe('unknown');
    expect(await outcome({ ...base, from: '2026-01-15', withdrawn: true })).toMatchObject({ outcome: 'refused' });
    await expect(db.sql`update insurance_notice set to_day = null`).rejects.toThrow(/denied|append-only/);
  });

  test('le même envoi deux fois : une fois ; la même chose redite : rien d’écrit', async () => {
    const notice = { contract: 'A6', vin: 'VINEXEMPLE0000003', from: '2026-01-01' };
    const [one, two] = await Promise.all([push([notice], { requestId: 'test:same' }), push([notice], { requestId: 'test:same' })]);
    expect(one.batchId).toBe(two.batchId);
    expect([one.replayed, two.replayed].toSorted()).toEqual([false, true]);
    expect(await outcome(notice)).toMatchObject({ outcome: 'unchanged' });
    expect(await db.sql`select 1 from insurance_notice where contract = 'A6'`).toHaveLength(1);
  });

  test('un contrat ne couvre pas deux fois le même jour ; le même numéro d’un autre assureur est un autre contrat', async () => {
    await push([{ contract: 'A7', vin: 'VINEXEMPLE0000002', from: '2026-01-01' }]);
    expect((await outcome({ contract: 'A7', vin: 'VINEXEMPLE0000003', from: '2026-04-01' }))?.remark).toMatch(/Chevauche la garantie .* 01\/01\/2026/);
    const both = await push([{ contract: 'A7', vin: 'VINEXEMPLE0000002', from: '2026-01-01', to: '2026-03-31' }, { contract: 'A7', vin: 'VINEXEMPLE0000003', from: '2026-04-01' }]);
    expect(both.counts).toMatchObject({ ended: 1, new: 1 });
    expect(await outcome({ contract: 'A7', vin: 'VINEXEMPLE0000002', from: '2026-02-01' }, { insurerId: other })).toMatchObject({ outcome: 'new' });
    const twice = await push([{ contract: 'A8', vin: 'VINEXEMPLE0000002', from: '2026-01-01' }, { contract: 'A8', vin: 'VINEXEMPLE0000004', from: '2026-01-01' }]);
    expect((await batchRows(db.sql, twice.batchId)).map((row) => row.outcome)).toEqual(['refused', 'new']);
  });

  test('une interruption n’est dite qu’entre deux garanties connues ; la sienne à l’assureur, toutes à l’administration', async () => {
    await vehicle('100006NC', 'VINEXEMPLE0000006');
    await push([{ contract: 'G1', vin: 'VINEXEMPLE0000006', from: '2025-01-01', to: '2025-06-30' }]);
    expect((await gaps(db.sql, mine, '2024-01-01')).filter(({ chassis }) => chassis === 'VINEXEMPLE0000006'), 'after the last, unknown').toEqual([]);
    await push([{ contract: 'G2', vin: 'VINEXEMPLE0000006', from: '2025-07-11' }], { insurerId: other });
    const [gap] = (await gaps(db.sql, null, '2024-01-01')).filter(({ chassis }) => chassis === 'VINEXEMPLE0000006');
    expect(gap).toMatchObject({ plate: '100006NC', from: '2025-07-01', to: '2025-07-10', days: 10, contractBefore: 'G1', contractAfter: 'G2' });
    for (const insurer of [mine, other]) expect((await gaps(db.sql, insurer, '2024-01-01')).some(({ chassis }) => chassis === 'VINEXEMPLE0000006')).toBe(false);
  });

  test('le contrat nommé par l’acquéreur prouve ; celui du vendeur, non ; terminé selon l’assureur, il bloque ; un VIN pas encore immatriculé se prouve aussi', async () => {
    await vehicle('100007NC', 'VINEXEMPLE0000007');
    await push([{ contract: 'VENDEUR', vin: 'VINEXEMPLE0000007', from: '2024-01-01' }, { contract: 'ach eteur', vin: 'VINEXEMPLE0000007', from: '2026-04-20' }, { contract: 'FINI', vin: 'VINEXEMPLE0000007', from: '2026-04-20', to: '2026-04-22' }].map((one) => ({ ...one, contract: one.contract.toUpperCase().replace(' ', '') })));
    const fact = (contract: string) => coverFact(db.sql, { vehicleId: ids['100007NC'], contract, notBefore: '2026-04-10' }, '2026-05-01');
    expect(await fact('ach eteur')).toBe('valid');
    expect(await fact('VENDEUR')).toBe('unknown');
    expect(await fact('FINI')).toBe('invalid');
    expect(await fact('INVENTE')).toBe('unknown');
    await push([{ contract: 'NEUF', vin: 'VINEXEMPLE0000099', from: '2026-04-20' }, { contract: 'NEUF2', vin: 'VINEXEMPLE0000099', plate: '100001NC', from: '2026-04-20' }]);
    expect(await coverFact(db.sql, { chassis: 'VINEXEMPLE0000099', contract: 'NEUF' }, '2026-05-01')).toBe('valid');
    expect(await coverFact(db.sql, { chassis: 'VINEXEMPLE0000099', contract: 'NEUF2' }, '2026-05-01'), 'the plate is another’s').toBe('unknown');
    await vehicle('100099NC', 'VINEXEMPLE0000099');
    expect(await matchAgain(db.sql)).toBeGreaterThan(0);
    expect((await standing('100099NC', '2026-05-01')).status).toBe('known');
  });
});

describe('le fichier', () => {
  const read = (text: string): Promise<FileRow[]> => readContracts(Buffer.from(text));
  test('dates françaises, plaques et motifs comme on les tape ; une mauvaise ligne n’arrête pas les autres', async () => {
    const rows = await read('Contrat;Plaque;VIN;Début;Fin;Motif\nae 12;0412 345 nc;vf1exemple0000001;01/02/2026;28/02/2026;Non-paiement\nAE13;;;2026-01-01;;\nAE14;1NC;;31/02/2026;;\n');
    expect(rows[0]).toMatchObject({ line: 2, notice: { contract: 'AE12', plate: '412345NC', vin: 'VF1EXEMPLE0000001', from: '2026-02-01', to: '2026-02-28', endReason: 'unpaid' } });
    expect(rows[1]).toMatchObject({ line: 3, contract: 'AE13', refused: expect.stringMatching(/numéro de série, la plaque/) as string });
    expect(rows[2]).toMatchObject({ line: 4, refused: expect.stringMatching(/date réelle/) as string });
  });
  test('ce qui n’est pas un fichier de contrats est refusé en une phrase', async () => {
    for (const text of ['bonjour', 'a;b\n1;2', 'contrat;debut\n', 'PK\u0003\u0004xx']) await expect(read(text)).rejects.toThrow(UnreadableContracts);
  });
});
