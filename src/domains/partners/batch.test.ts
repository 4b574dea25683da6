import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../db/seeds/acts.ts';
import { demoAccreditationNumber, demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { car } from '../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import type { Actor } from '../../core/access/actor.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { actorOf } from '../../core/access/password-login.ts';
import { perform } from '../../core/act/perform.ts';
import { addPiece, openDossier, submitDossier, type Demarche, type World } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { verifyLedger } from '../payments/index.ts';
import { accountOf, BatchKeyTaken, batchTask, BatchRefused, confirmBatch, deposit, DepositKnown, giveBackToAccount, headerOf, reportRows, resumeBatch, rowsOf, runSlice, sendBatch, tally, templateOf, verifyAccounts } from './index.ts';
import { batchById, tieDossier } from './batch/store.ts';

type Partner = Extract<Actor, { kind: 'partner' }>;
let country: Country;
let teva: Partner;
let d: Demarche;
const plates = Array.from({ length: 15 }, (_, index) => `41${String(2000 + index)}NC`);
beforeAll(async () => {
  country = await demoCountry();
  const fleet = plates.flatMap((plate) => vehicleActs({ key: plate, plate, chassis: `FL2DEMO00${plate.slice(0, 6)}`, technical: car, since: '2025-02-01T22:00:00.000Z', holders: [{ personId: demoCompanyId('garage'), role: 'holder', principal: true }], commune: '98818', usage: 'private' }));
  await perform(country.app.world, { requestId: 'fleet', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts: fleet, result: null }) });
  teva = await actorOf<Actor>(country.db.pools.read, { kind: 'partner', id: demoPartnerId('garage-2') }) as Partner;
  d = country.app.world.catalogue.get('demander-attestation') as Demarche;
}, 60_000);
afterAll(() => country.close());

const row = (plate: string) => ({ sujet: plate, document: 'situation' });
const send = (records: Record<string, string>[], requestId: string) => sendBatch(country.app.world, teva, d, { records, source: 'paste', filename: null, requestId, most: 100 });
const money = async () => [...await verifyLedger(country.db.pools.report), ...await verifyAccounts(country.db.pools.report)].flatMap(({ faults }) => faults);
const batch = async (id: string) => (await batchById(country.db.pools.acts, id))!;

describe('un lot', () => {
  it('se vérifie tout entier : chaque faute à sa ligne, un total, rien d’écrit ; le même envoi deux fois est un lot', async () => {
    const { world } = country.app;
    const id = await send([row(plates[0]!), row(plates[1]!), row(plates[0]!), row('999999NC'), { sujet: plates[2]!, document: 'rien' }], 'lot-check');
    expect(await send([row(plates[0]!), row(plates[1]!), row(plates[0]!), row('999999NC'), { document: 'rien', sujet: plates[2]! }], 'lot-check')).toBe(id);
    await expect(send([row(plates[3]!)], 'lot-check'), 'another one under the same request').rejects.toThrow(BatchKeyTaken);
    expect(await tally(world.acts, id)).toMatchObject({ rows: 5, checked: 5, good: 2, done: 0, total: 1000 });
    const rows = await rowsOf(world.acts, id);
    expect(rows.map(({ problems }) => problems?.length)).toEqual([0, 0, 1, 1, 1]);
    expect(rows[2]?.problems?.[0]).toMatch(/ligne 2/);
    expect(await country.db.owner`select 1 from dossier where door = 'batch'`).toHaveLength(0);
  });

  it('tué au milieu, reprend où il était : rien n’est fait ni payé deux fois, et le compte retrouve ce qui n’a pas servi', async () => {
    const { world } = country.app;
    const before = await accountOf(world.acts, teva.companyId);
    const id = await send([...plates.slice(0, 6).map(row), row('999999NC')], 'lot-run');
    await confirmBatch(world, teva, id);
    await confirmBatch(world, teva, id);
    expect(await accountOf(world.acts, teva.companyId)).toMatchObject({ balance: before.balance, reserved: 3000, available: before.available - 3000 });
    // Killed once after two rows, once between the opening of a dossier and what became of it, once after its sending.
    expect(await runSlice(world, await batch(id), undefined, 2)).toBe(true);
    const [, , third, fourth] = await rowsOf(world.acts, id);
    for (const [one, sent] of [[third!, false], [fourth!, true]] as const) {
      const dossier = await openDossier(world, { actor: teva, door: 'batch' }, { demarche: d, subject: { kind: 'vehicle', id: one.subject_id! }, input: { document: 'situation' }, idempotency: `${id}:${one.line}` });
      await tieDossier(world.acts, id, one.line, dossier.id);
      if (sent) await submitDossier(world, { actor: teva, door: 'batch' }, dossier.id);
    }
    await batchTask(world)({ batchId: id }, { number: 1, last: false, signal: new AbortController().signal });
    await batchTask(world)({ batchId: id }, { number: 2, last: false, signal: new AbortController().signal });
    expect(await batch(id)).toMatchObject({ state: 'done' });
    expect((await reportRows(world.acts, id)).map(({ resultat }) => resultat)).toEqual([...Array<string>(6).fill('issued'), 'rejected']);
    expect(await accountOf(world.acts, teva.companyId)).toMatchObject({ balance: before.balance - 3000, reserved: 0, available: before.available - 3000 });
    const [made] = await country.db.owner<{ dossiers: number; payments: number }[]>`select count(*)::int as dossiers, (select count(*)::int from payment p join dossier q on q.id = p.dossier_id where q.door = 'batch') as payments from dossier where door = 'batch'`;
    expect(made).toEqual({ dossiers: 6, payments: 6 });
    expect(await money()).toEqual([]);
  });

  it('ne se confirme que couvert, par son entreprise, et une fois vérifié', async () => {
    const { world } = country.app;
    const other = await actorOf<Actor>(country.db.pools.read, { kind: 'partner', id: demoPartnerId('import-1') }) as Partner;
    const id = await sendBatch(world, other, d, { records: [row(plates[7]!)], source: 'api', filename: null, requestId: 'lot-poor', most: 100 });
    await expect(confirmBatch(world, teva, id)).rejects.toThrow(BatchRefused);
    expect((await rowsOf(world.acts, id))[0]?.problems, 'not its vehicle').not.toEqual([]);
    const big = { ...d, fees: () => [{ code: 'status-certificate', label: 'x', amount: 900_000, formula: '', text: 'paiement', toConfirm: false, account: 'revenue', tariffVersion: 'x' }] } as Demarche;
    const rich = { ...world, catalogue: new Map(world.catalogue).set(d.id, big) };
    const dear = await sendBatch(rich, teva, big, { records: [row(plates[8]!)], source: 'paste', filename: null, requestId: 'lot-dear', most: 100 });
    await expect(confirmBatch(rich, teva, dear)).rejects.toThrow(/ne couvre pas/);
    await expect(sendBatch(world, teva, d, { records: Array.from({ length: 101 }, () => row(plates[0]!)), source: 'paste', filename: null, requestId: 'lot-long', most: 100 })).rejects.toThrow(/100 lignes au plus/);
  });

  it('gelé entre sa confirmation et sa fin, il s’arrête avec la raison ; rétabli, une personne le reprend et rien n’est doublé', async () => {
    const { world } = country.app;
    const before = await accountOf(world.acts, teva.companyId);
    const id = await send(plates.slice(8, 11).map(row), 'lot-frozen');
    await confirmBatch(world, teva, id);
    await runSlice(world, await batch(id), undefined, 1);
    await expect(resumeBatch(world, teva, id), 'it runs').resolves.toBeUndefined();
    await decide('suspendre-accreditation', { reason: 'Une raison d’essai, en toutes lettres.', basis: 'Essai' });
    const waiting = await queued(id);
    expect(await runSlice(world, await batch(id))).toBe(false);
    const rows = await rowsOf(world.acts, id);
    expect(rows.map(({ state }) => state)).toEqual(['issued', 'stopped', 'stopped']);
    expect(rows[1]?.said).toMatch(/suspendue/);
    expect(await batch(id)).toMatchObject({ state: 'done' });
    // What waits for nobody is free; what was bought is paid.
    expect(await accountOf(world.acts, teva.companyId)).toMatchObject({ balance: before.balance - 500, reserved: before.reserved });
    await expect(resumeBatch(world, teva, id)).rejects.toThrow(/suspendue/);
    expect(await batch(id)).toMatchObject({ state: 'done' });
    await decide('retablir-accreditation', { reason: 'Une raison d’essai, en toutes lettres.' });
    expect((await queued(id)).length, 'nothing starts again by itself').toBe(waiting.length);
    const other = await actorOf<Actor>(country.db.pools.read, { kind: 'partner', id: demoPartnerId('import-1') }) as Partner;
    await expect(resumeBatch(world, other, id)).rejects.toThrow(BatchRefused);
    await resumeBatch(world, teva, id);
    await resumeBatch(world, teva, id);
    expect(await accountOf(world.acts, teva.companyId)).toMatchObject({ reserved: before.reserved + 1000 });
    await runSlice(world, await batch(id));
    expect((await rowsOf(world.acts, id)).map(({ state }) => state)).toEqual(['issued', 'issued', 'issued']);
    await expect(resumeBatch(world, teva, id)).rejects.toThrow(/rien à reprendre/);
    expect(await accountOf(world.acts, teva.companyId)).toMatchObject({ balance: before.balance - 1500, reserved: before.reserved });
    const [made] = await country.db.owner<{ n: number }[]>`select count(*)::int as n from dossier d join partner_batch_row r on r.dossier_id = d.id join payment p on p.dossier_id = d.id where r.batch_id = ${id}`;
    expect(made?.n).toBe(3);
    expect(await money()).toEqual([]);
  });
});

describe('un lot que la coupure a laissé au milieu d’une ligne', () => {
  it('se reprend : ce qui n’attend plus personne se fait, ce qui attend un papier l’attend encore ; puis rien n’est à reprendre', async () => {
    const { world } = country.app;
    const asking = { ...d, pieces: () => [{ kind: 'essai', label: 'Un papier', text: 'maison-dossier' }] } as Demarche;
    const papers: World = { ...world, catalogue: new Map(world.catalogue).set(d.id, asking) };
    const unpaid: World = { ...world, money: { ...world.money, account: { ...world.money.account!, covers: async () => false } } };
    const [paid, waits] = [await send([row(plates[12]!)], 'lot-cut-paid'), await send(plates.slice(13, 15).map(row), 'lot-cut-papers')];
    for (const [id, cut] of [[paid, unpaid], [waits, papers]] as const) {
      await confirmBatch(world, teva, id);
      await runSlice(cut, await batch(id));
    }
    const states = async (id: string) => (await reportRows(world.acts, id)).map(({ resultat }) => resultat);
    expect([await states(paid), await states(waits)]).toEqual([['to_pay'], ['to_complete', 'to_complete']]);
    await expect(resumeBatch(world, teva, waits), 'both wait for their paper').rejects.toThrow(/rien à reprendre/);
    const [first] = await rowsOf(world.acts, waits);
    await world.acts.begin((tx) => addPiece(tx, first!.dossier_id!, { id: uuid(), kind: 'essai', filename: 'x.pdf', mediaType: 'application/pdf', bytes: 1, sha256: Buffer.alloc(32), storedAs: 'x' }, teva, world.clock().toISOString()));
    for (const [id, as] of [[paid, world], [waits, papers]] as const) {
      await resumeBatch(world, teva, id);
      await runSlice(as, await batch(id));
      await expect(resumeBatch(world, teva, id)).rejects.toThrow(/rien à reprendre/);
    }
    expect([await states(paid), await states(waits)]).toEqual([['issued'], ['issued', 'to_complete']]);
    expect(await money()).toEqual([]);
  });
});

const jeanne = { actor: { kind: 'agent', agentId: demoAgentId('partenaires'), name: 'Jeanne', roles: ['partner-manager'], office: 'noumea' } as Actor, door: 'test', office: 'noumea' };
async function decide(demarche: string, input: Record<string, string>): Promise<void> {
  const { world } = country.app;
  const decided = world.catalogue.get(demarche) as Demarche;
  const [accreditation = ''] = await decided.subject.view.locate(world.read, demoAccreditationNumber('garage'));
  const dossier = await openDossier(world, jeanne, { demarche: decided, subject: { kind: 'accreditation', id: accreditation }, input });
  expect(await submitDossier(world, jeanne, dossier.id)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
}
const queued = (id: string) => country.db.owner`select 1 from graphile_worker._private_jobs where payload ->> 'batchId' = ${id}`;

describe('un lot de ventes', () => {
  it('prend le prix comme une colonne ; sans lui la ligne dit ce qui manque, et rien d’autre ne change', async () => {
    const { world } = country.app;
    const sale = world.catalogue.get('declarer-cession') as Demarche;
    expect(headerOf(sale, { actor: teva })).toEqual(expect.arrayContaining(['price', 'free']));
    expect(templateOf(sale, { actor: teva }, '2026-11-26')).toMatch(/;1450000;/);
    const sold = (plate: string, more: Record<string, string>) => ({ sujet: plate, soldOn: '20/11/2026', soldAt: '08:30', purpose: 'use', 'buyer.name': 'Ada Exemple', ...more });
    const id = await sendBatch(world, teva, sale, { records: [sold(plates[9]!, { price: '1 150 000 F' }), sold(plates[10]!, { price: '' }), sold(plates[11]!, { price: 'cher' })], source: 'paste', filename: null, requestId: 'lot-sales', most: 100 });
    expect((await rowsOf(world.acts, id)).map(({ problems }) => problems)).toEqual([[], [expect.stringMatching(/^Le prix manque/)], ['Colonne price (« Prix de vente ») : Indiquez un prix en francs entiers, par exemple 1 450 000.']]);
  });
});

describe('le compte professionnel', () => {
  it('reçoit chaque virement une fois ; ce qu’un dossier abandonné n’a pas dépensé lui revient', async () => {
    const { world } = country.app;
    const given = { companyId: demoCompanyId('occasion'), amount: 12_000, reference: 'VIR-ESSAI-1', agentId: demoAgentId('caisse'), at: world.clock() };
    await world.acts.begin((tx) => deposit(tx, given));
    await expect(world.acts.begin((tx) => deposit(tx, given))).rejects.toThrow(DepositKnown);
    expect(await accountOf(world.acts, given.companyId)).toMatchObject({ balance: 12_000, available: 12_000, credit: 0 });
    expect(await accountOf(world.acts, demoCompanyId('location'))).toMatchObject({ balance: 0, credit: 2_000_000, available: 2_000_000 });
    const [paid] = await country.db.owner<{ id: string }[]>`select dossier_id as id from payment where means = 'account' limit 1`;
    expect(await world.acts.begin((tx) => giveBackToAccount(tx, { companyId: teva.companyId, dossierId: paid!.id, label: 'Essai', at: world.clock() })), 'all of it was spent').toBe(0);
    expect(await money()).toEqual([]);
  });
});
