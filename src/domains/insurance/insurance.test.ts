import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuid } from '../../core/values/ids.ts';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { batchRows, contractNotice, coverFact, coverOn, coversOf, gaps, matchAgain, pushContracts, readContracts, UnreadableContracts, type ContractNotice, type FileRow } from './index.ts';

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

  test('cent garanties finies d’un assureur ne cachent pas celle d’un autre', async () => {
    await push(Array.from({ length: 100 }, (_, n) => ({ contract: `FINI-${n}`, plate: '100001NC', vin: 'VINEXEMPLE0000001', from: '2026-03-01', to: '2026-03-02' })), { insurerId: other });
    expect(await standing('100001NC', '2026-05-01')).toMatchObject({ status: 'known', cover: { contract: 'A1' } });
    expect((await coversOf(db.sql, { vehicleId: ids['100001NC'] })).length).toBeLessThan(60);
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

describe('ce qui n’est pas pris, et pourquoi', () => {
  test('une fin ou un début trop loin : refusés en une phrase, les autres lignes prises ; un retrait passe toujours', async () => {
    const vin = 'VINEXEMPLE0000008';
    const { batchId } = await push([{ contract: 'L1', vin, from: '2026-01-01', to: '9999-12-31' }, { contract: 'L2', vin, from: '2028-05-02' }, { contract: 'L3', vin, from: '2026-01-01', to: '2028-05-01' }]);
    expect((await batchRows(db.sql, batchId)).map(({ outcome, remark }) => [outcome, remark])).toEqual([
      ['refused', 'La fin (31/12/9999) est à plus de 24 mois : un contrat en cours se donne sans date de fin.'], ['refused', 'Le début (02/05/2028) est à plus de 24 mois.'], ['new', expect.anything()],
    ]);
    await db.owner`insert into insurance_cover (insurer_id, contract, from_day, to_day, chassis, match, first_known_at, known_at) values (${mine}, 'L4', '2026-01-01', '9999-12-31', ${vin}, 'unknown', now(), now())`;
    expect(await outcome({ contract: 'L4', vin, from: '2026-01-01', to: '9999-12-31', withdrawn: true })).toMatchObject({ outcome: 'withdrawn' });
  });

  test('un numéro de contrat reste celui du papier : un signe qui en deviendrait un autre est refusé et nommé', () => {
    const said = (contract: string) => { const { success, data, error } = contractNotice.safeParse({ contract, vin: 'VINEXEMPLE0000001', from: '2026-01-01' }); return success ? data.contract : error.issues[0]?.message; };
    for (const [typed, kept] of [['ae 12/3', 'AE12/3'], ['n° é-7', 'N°É-7'], ['e\u0301-7', 'É-7'], ['a\u00a0b\u202fc', 'ABC']]) expect(said(typed as string)).toBe(kept);
    for (const sign of ['①', 'ﬁ', 'Ａ', '²', 'ß', 'А', '½', '🚗']) expect(said(`AE${sign}1`), sign).toBe(`Le signe « ${sign} » n’est pas pris dans un numéro de contrat : écrivez-le avec des lettres et des chiffres.`);
    for (const sign of ['\u200b', '\u0007', '\u00ad']) expect(said(`AE${sign}1`)).toBe('Un numéro de contrat n’a pas de signe invisible.');
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
  test('chaque écriture est lue, ou dite pour ce qu’elle est : Windows, UTF-16 annoncé ou non, abîmé, mélangé, cellule énorme, guillemet ouvert', async () => {
    const csv = 'contrat;vin;début\nÉ1;VINEXEMPLE0000001;01/01/2026\n';
    const wide = Buffer.from(csv, 'utf16le');
    for (const [name, bytes] of Object.entries({
      utf8: Buffer.from(csv), mark: Buffer.from(`\ufeff${csv}`), windows: Buffer.from(csv, 'latin1'), wide: Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), unmarked: wide, big: Buffer.from(wide).swap16(),
    })) expect(await readContracts(bytes), name).toMatchObject([{ notice: { contract: 'É1' } }]);
    const huge = `contrat;vin;debut\n${'A'.repeat(1_000_000)};V;01/01/2026\n`;
    for (const [bytes, why] of [
      [Buffer.concat([Buffer.from([0xff, 0xfe]), wide.subarray(0, -1)]), /UTF-16.*coupé ou abîmé/],
      [Buffer.concat([Buffer.from(csv), Buffer.from([0xe9])]), /UTF-8, mais abîmé/], [Buffer.concat([Buffer.from('\ufeffcontrat;vin;debut\n'), Buffer.from([0xff])]), /UTF-8, mais abîmé/],
      [Buffer.from('contrat;vin\u0000;debut\n'), /n’est pas du texte/], [Buffer.from(huge), /plus de 65536 signes.*une cellule est énorme/], [Buffer.from('contrat;vin;debut\n"A1;V;01/01/2026\n'), /guillemet n’est pas fermé/],
    ] as const) await expect(readContracts(bytes), String(why)).rejects.toThrow(why);
  });
  test('ce qui n’est pas un fichier de contrats est refusé en une phrase', async () => {
    for (const text of ['bonjour', 'a;b\n1;2', 'contrat;debut\n', 'PK\u0003\u0004xx']) await expect(read(text)).rejects.toThrow(UnreadableContracts);
  });
});
