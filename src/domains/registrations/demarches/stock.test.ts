import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../../db/seeds/acts.ts';
import { demoCompanyId } from '../../../../db/seeds/partners.ts';
import { car, sole } from '../../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { lastSaleCode } from '../../../../tests/setup/sale-code.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import { loadStates } from '../../../core/act/store.ts';
import { perform } from '../../../core/act/perform.ts';
import { verdictOf } from '../../../doors/police/verdict.ts';
import { examinationOf } from '../../partners/index.ts';
import { insuranceFacet } from '../../insurance/index.ts';
import { approveDossier, type Outcome } from '../../../core/demarche/index.ts';
import { addDays, formatShortDate, instantOf, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { holdersOf, lifeOf, titleOf, type Registered } from '../index.ts';

let country: Country;
let t: Trade;
const plates = ['460901NC', '460902NC', '460903NC', '460904NC', '460905NC'];
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  const cars = plates.flatMap((plate) => vehicleActs({ key: plate, plate, chassis: `ST1DEMO0000${plate.slice(0, 6)}`, technical: { ...car, B: { precision: 'month', value: '2025-01' } }, since: '2025-02-01T22:00:00.000Z', holders: sole(demoPersonId('marie')), commune: '98818', usage: 'private' }));
  await perform(country.app.world, { requestId: 'cars', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts: cars, result: null }) });
}, 60_000);
afterAll(() => country.close());

const known = async (plate: string) => {
  const { world } = country.app;
  const id = await t.find('declarer-cession', plate);
  return (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as Registered;
};
const stateOf = async (plate: string) => (await known(plate)).registration;
const sale = { soldOn: '20/11/2026', soldAt: '08:30', purpose: 'use', 'buyer.name': 'Garage Exemple', 'buyer.email': 'pro@exemple.nc' };
/** @returns the code that the buyer receives */
async function sell(plate: string): Promise<string> {
  expect(t.codes(await t.ask(t.citizen('marie'), 'declarer-cession', plate, sale))).toEqual(['issued']);
  return lastSaleCode(country);
}
const garage = () => t.pro('garage-2', 'dealer');
const self = { 'buyer.who': 'self', odometer: '41 000', price: '1 000 000' };
const roadside = async (plate: string) => verdictOf({ id: '', state: await known(plate), insurance: { covers: [], papers: insuranceFacet.initial } }, plate, country.at.now.toISOString(), 30, { kind: 'authority', agentId: '', name: 'Essai', authority: 'police', unit: 'Essai' });
const idOf = (outcome: Outcome): string => (outcome.kind === 'moved' ? outcome.dossier.id : '');

describe('acheter pour revendre', () => {
  it('termine l’achat sans certificat : l’ancien titre finit, le véhicule est en stock, la police le lit', async () => {
    const [plate = ''] = plates;
    const old = titleOf(await stateOf(plate))?.number;
    const asked = await t.ask(garage(), 'acheter-pour-revente', await sell(plate), self);
    expect(asked).toMatchObject({ dossier: { quote: { total: 1_000, lines: [{ code: 'stock-purchase', toConfirm: true }] } } });
    expect(t.codes(await t.pay(asked))).toEqual(['issued']);
    const state = await stateOf(plate);
    expect(lifeOf(state)).toBe('stock');
    expect(titleOf(state)).toBeNull();
    expect(holdersOf(state)).toMatchObject([{ personId: demoCompanyId('garage'), role: 'holder' }]);
    expect(state.titles.findLast(({ number }) => number === old)).toMatchObject({ status: 'revoked' });
    expect(await roadside(plate)).toMatchObject({ light: 'red', findings: expect.arrayContaining([expect.objectContaining({ label: 'Situation', said: 'en stock chez un professionnel' })]) });
  });

  it('en stock, aucun certificat au nom du professionnel, par aucun chemin ; une attestation, oui', async () => {
    const [plate = ''] = plates;
    const boss = t.agent('responsable', ['supervisor', 'clerk']);
    const address = { 'address.commune': '98817', 'address.placeKind': 'street', 'address.place': '1 rue de l’Essai' };
    expect(t.codes(await t.ask(garage(), 'changer-adresse', plate, address))).toEqual(['en-stock']);
    expect(t.codes(await t.ask(boss, 'changer-adresse', plate, address))).toEqual(['en-stock']);
    expect(t.codes(await t.pay(await t.ask(garage(), 'demander-duplicata', plate, { reason: 'loss', since: '20/11/2026' })))).toEqual(['en-stock']);
    expect(t.codes(await t.ask(boss, 'retirer-circulation', plate, { on: '25/11/2026' }))).toEqual(['en-stock']);
    expect(t.codes(await t.pay(await t.ask(garage(), 'demander-attestation', plate, { document: 'attestation' })))).toEqual(['issued']);
  });

  it('se revend par la même vente : l’acheteur a le certificat, le véhicule sort du stock, la chaîne est entière', async () => {
    const [plate = ''] = plates;
    country.at.now = new Date(country.at.now.getTime() + 48 * 3_600_000);
    expect(t.codes(await t.ask(t.pro('parc-1', 'used-yard', ['manager']), 'declarer-cession', plate, sale)), 'another yard').toEqual(['not-entitled']);
    expect(t.codes(await t.ask(garage(), 'declarer-cession', plate, { ...sale, soldOn: formatShortDate(today(country.at.now)), soldAt: '00:00', 'buyer.name': 'Jean Exemple-Leroux', price: '1 234 567' }))).toEqual(['issued']);
    const bought = await t.ask(t.citizen('jean'), 'completer-achat', await lastSaleCode(country), { 'buyer.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1' });
    expect(t.codes(bought)).toEqual(['in_review']);
    expect(t.codes(await t.pay(await approveDossier(country.app.world, t.agent('responsable', ['supervisor', 'clerk']), idOf(bought))))).toEqual(['issued']);
    const state = await stateOf(plate);
    expect(lifeOf(state)).toBe('registered');
    expect(titleOf(state)).toMatchObject({ status: 'valid' });
    expect(state.holders.map(({ personId }) => personId)).toEqual([demoPersonId('marie'), demoCompanyId('garage'), demoPersonId('jean')]);
    expect(state.lives.map(({ status }) => status)).toEqual(['registered', 'stock', 'registered']);
    expect(await roadside(plate)).not.toMatchObject({ light: 'red' });
  });

  it('n’est ouvert ni à un particulier, ni à un autre métier, ni à qui est suspendu, ni au guichet pour qui n’est pas du négoce', async () => {
    const code = await sell(plates[1] as string);
    expect(t.codes(await t.ask(t.citizen('jean'), 'acheter-pour-revente', code, self))).toEqual(['not-entitled']);
    expect(t.codes(await t.ask(t.pro('location-1', 'lessor', ['manager']), 'acheter-pour-revente', code, self))).toEqual(['acte-hors-convention']);
    expect(t.codes(await t.ask(t.pro('occasion-1', 'used-yard', ['manager']), 'acheter-pour-revente', code, self))).toEqual(['accreditation-suspendue']);
    const boss = t.agent('responsable', ['supervisor', 'clerk']);
    const keyed = (personId: string) => t.ask(boss, 'acheter-pour-revente', code, { 'buyer.who': 'known', 'buyer.personId': personId });
    expect(t.codes(await t.pay(await keyed(demoPersonId('jean'))))).toEqual(['pas-negociant']);
    expect(t.codes(await t.pay(await keyed(demoCompanyId('occasion'))))).toContain('pas-negociant');
    expect(t.codes(await t.pay(await keyed(demoCompanyId('garage'))))).toEqual(['issued']);

  });

  it('le prix est dû par le négoce, à l’achat comme à la vente ; ni un particulier ni un agent ne le disent', async () => {
    const plate = plates[4] as string;
    expect(t.codes(await t.ask(t.citizen('marie'), 'declarer-cession', plate, { ...sale, price: '900 000' }))).toEqual(['invalid']);
    const code = await sell(plate);
    const boss = t.agent('responsable', ['supervisor', 'clerk']);
    expect(t.codes(await t.ask(boss, 'acheter-pour-revente', code, { 'buyer.who': 'known', 'buyer.personId': demoCompanyId('garage'), price: '900 000' }))).toEqual(['invalid']);
    const unsaid = await t.ask(garage(), 'acheter-pour-revente', code, { 'buyer.who': 'self' });
    expect(unsaid).toMatchObject({ kind: 'blocked', blockers: [{ code: 'prix-manquant', law: 'prix-declare', path: 'price' }] });
    expect(t.codes(await t.ask(garage(), 'acheter-pour-revente', code, { ...self, free: 'oui' }))).toEqual(['prix-et-don']);
    expect(t.codes(await t.ask(garage(), 'acheter-pour-revente', code, { ...self, price: '0' })), 'nothing paid has its own box').toEqual(['invalid']);
    expect(t.codes(await t.pay(await t.ask(garage(), 'acheter-pour-revente', code, { ...self, price: '987 654' })))).toEqual(['issued']);
    // Resold by day, when offices are open: its price alone is odd.
    let on = addDays(today(country.at.now), 1);
    while (!territory.isOpenDay(on)) on = addDays(on, 1);
    country.at.now = instantOf(on, '10:00');
    const resold = { ...sale, soldOn: formatShortDate(today(country.at.now)), soldAt: '00:00', 'buyer.name': 'Jean Exemple-Leroux' };
    expect(t.codes(await t.ask(garage(), 'declarer-cession', plate, resold))).toEqual(['prix-manquant']);
    const melted = await t.ask(garage(), 'declarer-cession', plate, { ...resold, price: '34 567' });
    expect(t.codes(melted)).toEqual(['in_review']);
    const found = await examinationOf(country.app.world.read, idOf(melted));
    expect(found?.reasons.filter(({ signal }) => signal !== 'new-user')).toMatchObject([{ signal: 'price-chain', said: expect.stringMatching(/^34\s567\sF, alors que le même véhicule était déclaré à 987\s654\sF le /) }]);
    expect(t.codes(await approveDossier(country.app.world, boss, idOf(melted)))).toEqual(['issued']);
  });

  it('le prix reste dans le dossier de qui l’a dit : ni dans un acte, ni dans un papier, ni chez l’autre partie', async () => {
    const { owner } = country.db;
    // As a value, whole: these signs stand in many a digest by chance.
    const holding = async (what: string) => (await owner.unsafe<{ n: number }[]>(`select count(*)::int as n from ${what} x where x::text ~ '[:, "(](987654|34567|1234567)[,"} )]'`))[0]?.n;
    expect(await holding('dossier')).toBe(3);
    for (const table of ['act', 'act_private', 'state', 'paper', 'request', 'message', 'dossier_event', 'vehicle_sale', 'search_entry', 'partner_webhook_event']) expect(await holding(table), table).toBe(0);
    const others = await owner`select 1 from dossier where input ? 'price' and (applicant_id is not null or actor ->> 'kind' <> 'partner') and state <> 'draft'`;
    expect(others).toHaveLength(0);
  });

  it('le registre reste tel que ses actes le font', async () => {
    expect(await country.findings()).toEqual([]);
  });
});
