import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../db/seeds/acts.ts';
import { demoAccreditationNumber, demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { car } from '../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import type { Actor } from '../../core/access/actor.ts';
import { perform } from '../../core/act/perform.ts';
import { addPiece, advance, cancelDossier, loadDossier, openDossier, submitDossier, unflatten, type Caller, type Demarche, type World } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { verifyLedger } from '../payments/index.ts';
import { charge } from './store/accounts.ts';
import { accountOf, deposit, usedByDemarche, verifyAccounts, verifyQuotas } from './index.ts';

let country: Country;
const PRICE = 500;
const ACT = 'demander-attestation';
const plates = Array.from({ length: 50 }, (_, index) => `41${String(3000 + index)}NC`);
const companyId = demoCompanyId('garage');
const jeanne: Caller = { actor: { kind: 'agent', agentId: demoAgentId('partenaires'), name: 'Jeanne', roles: ['partner-manager'], office: 'noumea' } as Actor, door: 'test', office: 'noumea' };
const teva: Caller = { actor: { kind: 'partner', userId: demoPartnerId('garage-2'), companyId, partnerKind: 'dealer', name: 'Teva', roles: ['operator'] }, door: 'test' };
beforeAll(async () => {
  country = await demoCountry();
  const fleet = plates.flatMap((plate) => vehicleActs({ key: plate, plate, chassis: `FL3DEMO00${plate.slice(0, 6)}`, technical: car, since: '2025-02-01T22:00:00.000Z', holders: [{ personId: companyId, role: 'holder', principal: true }], commune: '98818', usage: 'private' }));
  await perform(country.app.world, { requestId: 'fleet', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts: fleet, result: null }) });
}, 60_000);
afterAll(() => country.close());

const found = async (d: Demarche, text: string) => { const [id = ''] = await d.subject.view.locate(country.app.world.read, text); return { kind: d.subject.view.kind, id }; };
async function allow(perDay: number): Promise<void> {
  const { world } = country.app;
  const d = world.catalogue.get('renouveler-accreditation') as Demarche;
  const dossier = await openDossier(world, jeanne, { demarche: d, subject: await found(d, demoAccreditationNumber('garage')), input: unflatten(d.input, { from: '01/01/2026', to: '31/12/2028', 'quotas.0.act': ACT, 'quotas.0.perDay': String(perDay) }) as never });
  await world.acts.begin((tx) => addPiece(tx, dossier.id, { id: uuid(), kind: 'convention', filename: 'x.pdf', mediaType: 'application/pdf', bytes: 1, sha256: Buffer.alloc(32), storedAs: 'x' }, jeanne.actor, world.clock().toISOString()));
  expect(await submitDossier(world, jeanne, dossier.id)).toMatchObject({ dossier: { state: 'issued' } });
}
const pay = (amount: number) => country.app.world.acts.begin((tx) => deposit(tx, { companyId, amount, reference: uuid(), agentId: demoAgentId('caisse'), at: country.at.now }));
const post = (plate: string) => country.ask('demo-partner', 'POST', `/api/v1/demarches/${ACT}`, { subject: plate, input: { document: 'situation' } });
async function draft(plate: string): Promise<string> {
  const d = country.app.world.catalogue.get(ACT) as Demarche;
  return (await openDossier(country.app.world, teva, { demarche: d, subject: await found(d, plate), input: { document: 'situation' } })).id;
}
async function counts(): Promise<{ issued: number; paid: number; francs: number }> {
  const [row] = await country.db.owner<{ issued: number; paid: number; francs: number }[]>`
    select (select count(*)::int from dossier where demarche = ${ACT} and actor ->> 'companyId' = ${companyId} and state = 'issued') as issued,
           count(distinct p.dossier_id)::int as paid, coalesce(sum(p.amount), 0)::int as francs from payment p join dossier d on d.id = p.dossier_id where d.demarche = ${ACT} and d.actor ->> 'companyId' = ${companyId}`;
  return row as never;
}
async function expectBalanced(): Promise<void> {
  const { report } = country.db.pools;
  expect([...await verifyLedger(report), ...await verifyAccounts(report), await verifyQuotas(report)].flatMap(({ faults }) => faults)).toEqual([]);
}
const tomorrow = () => { country.at.now = new Date(country.at.now.getTime() + 26 * 3_600_000); };

describe('le quota du jour et l’argent', () => {
  it('cinquante envois à la fois pour trois places : trois délivrés, trois payés ; ce que le quota arrête n’a pas pris un franc', async () => {
    await allow(3);
    await pay(50 * PRICE);
    const before = await accountOf(country.app.world.acts, companyId);
    const answers = await Promise.all(plates.map(post));
    expect(await counts(), answers.map(({ statusCode }) => statusCode).join()).toEqual({ issued: 3, paid: 3, francs: 3 * PRICE });
    expect(answers.filter(({ statusCode }) => statusCode === 409).every((one) => one.json<{ blockers: { code: string }[] }>().blockers[0]?.code === 'quota-du-jour')).toBe(true);
    expect((await accountOf(country.app.world.acts, companyId)).balance).toBe(before.balance - 3 * PRICE);
    await expectBalanced();
  });

  it('pour soixante places, les cinquante passent et paient ; un envoi arrêté hier prend une place d’aujourd’hui', async () => {
    const stopped = await draft(plates[0] as string);
    expect(await submitDossier(country.app.world, teva, stopped)).toMatchObject({ kind: 'blocked', blockers: [{ code: 'quota-du-jour' }], dossier: { state: 'draft' } });
    tomorrow();
    await allow(60);
    const answers = await Promise.all(plates.map(post));
    expect(await counts(), answers.map(({ statusCode }) => statusCode).join()).toEqual({ issued: 53, paid: 53, francs: 53 * PRICE });
    expect(await submitDossier(country.app.world, teva, stopped)).toMatchObject({ kind: 'moved' });
    expect((await usedByDemarche(country.app.world.acts, companyId, country.app.world.today(country.at.now))).get(ACT)).toBe(51);
    await expectBalanced();
  });

  it('à minuit, c’est l’instant de l’envoi qui compte : des envois lus avant et partis après ne dépassent pas le quota du jour qui commence', async () => {
    const { world } = country.app;
    await allow(2);
    tomorrow();
    const day = world.today(country.at.now);
    const midnight = Date.parse(`${day}T24:00:00+11:00`);
    const ids = await Promise.all(plates.slice(10, 14).map(draft));
    const late = { ...world, controls: async (...given: Parameters<NonNullable<World['controls']>>) => {
      const found = await world.controls?.(...given);
      country.at.now = new Date(midnight + 1000);
      return found;
    } } as World;
    const said = [];
    for (const id of ids) {
      country.at.now = new Date(midnight - 1000);
      const outcome = await submitDossier(late, teva, id);
      said.push(outcome.kind === 'blocked' ? outcome.blockers[0]?.code : outcome.kind);
    }
    expect(said).toEqual(['moved', 'moved', 'quota-du-jour', 'quota-du-jour']);
    expect([...await usedByDemarche(world.acts, companyId, day)], 'nothing was sent on the day before').toEqual([]);
    expect((await usedByDemarche(world.acts, companyId, world.today(country.at.now))).get(ACT)).toBe(2);
    await expectBalanced();
  });

  it('un compte qui ne couvre qu’un dossier de deux en paie un, et l’autre attend entier ; abandonné, il rend sa place', async () => {
    const { world } = country.app;
    tomorrow();
    await allow(2);
    const { balance } = await accountOf(world.acts, companyId);
    const batch = uuid();
    // All but the price of one is set aside for a batch.
    await country.db.owner`insert into partner_batch (id, number, company_id, user_id, demarche, source, request_id, created_at) values (${batch}, 'L-ESSAI', ${companyId}, ${demoPartnerId('garage-2')}, ${ACT}, 'api', 'essai', ${country.at.now})`;
    await country.db.owner`insert into partner_batch_row (batch_id, line, flat) values (${batch}, 2, '{}')`;
    await country.db.owner`update partner_batch_row set reserved = ${balance - PRICE} where batch_id = ${batch}`;
    const [one, two] = [await draft(plates[0] as string), await draft(plates[1] as string)];
    // Both looked while it was still there.
    const looked = { ...world, money: { ...world.money, account: { ...world.money.account, covers: async () => true } } } as World;
    for (const id of [one, two]) await submitDossier(looked, teva, id);
    const states = await country.db.owner<{ id: string; state: string; paid: number; acts: number }[]>`select id, state, (select count(*)::int from payment where dossier_id = dossier.id) as paid, (select count(*)::int from act where author ->> 'dossierId' = dossier.id::text) as acts from dossier where id in ${country.db.owner([one, two])} order by state`;
    expect(states).toMatchObject([{ state: 'issued', paid: 1, acts: 1 }, { state: 'to_pay', paid: 0, acts: 0 }]);
    const waits = states[1]?.id as string;
    expect(await submitDossier(world, teva, await draft(plates[2] as string))).toMatchObject({ kind: 'blocked', blockers: [{ code: 'quota-du-jour' }] });
    await cancelDossier(world, teva, waits, 'essai');
    await country.db.owner`update partner_batch_row set reserved = 0 where batch_id = ${batch}`;
    expect(await submitDossier(world, teva, await draft(plates[2] as string))).toMatchObject({ dossier: { state: 'issued' } });
    expect(await advance(world, teva, waits)).toMatchObject({ dossier: { state: 'cancelled' } });
    await expectBalanced();
  });

  it('un dossier abandonné rend au compte ce qu’il tenait, dans la même transaction : ou les deux, ou rien', async () => {
    const { world } = country.app;
    tomorrow();
    const id = await draft(plates[3] as string);
    const poor = { ...world, money: { ...world.money, account: { ...world.money.account, covers: async () => false } } } as World;
    expect(await submitDossier(poor, teva, id)).toMatchObject({ dossier: { state: 'to_pay' } });
    // Paid before its decision, as cards are.
    await world.acts.begin((tx) => charge(tx, { companyId, dossierId: id, label: 'Essai', amount: PRICE, at: country.at.now }));
    const { balance } = await accountOf(world.acts, companyId);
    const cut = { ...world, money: { ...world.money, account: { ...world.money.account, release: async (...given: Parameters<NonNullable<World['money']['account']>['release']>) => { await world.money.account?.release(...given); throw new Error('cut'); } } } } as World;
    await expect(cancelDossier(cut, teva, id, 'essai')).rejects.toThrow('cut');
    expect([(await accountOf(world.acts, companyId)).balance, (await loadDossier(world.acts, id))?.state]).toEqual([balance, 'to_pay']);
    await cancelDossier(world, teva, id, 'essai');
    expect([(await accountOf(world.acts, companyId)).balance, (await loadDossier(world.acts, id))?.state]).toEqual([balance + PRICE, 'cancelled']);
    await expectBalanced();
  });
});
