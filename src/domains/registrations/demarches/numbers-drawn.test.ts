import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoDelivery, demoType } from '../../../../db/seeds/delivery.ts';
import { demoAccreditationNumber } from '../../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { evaluateDossier, openDossier, type Caller } from '../../../core/demarche/index.ts';
import { addDays, formatShortDate } from '../../../core/values/time.ts';
import { firstRun, verifyBlocks } from '../store-numbers.ts';

let country: Country;
let t: Trade;
let today = '';
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  today = country.app.world.today(country.at.now);
}, 60_000);
afterAll(() => country.close());

const boss = () => t.agent('responsable', ['supervisor', 'clerk']);
const garage = () => t.pro('garage-2', 'dealer');
const reserve = (more: Record<string, string> = {}, by: Caller = boss()) => t.ask(by, 'reserver-numeros', null, { series: 'plaque-nc', to: 'company', ridet: '0000001', count: '3', until: formatShortDate(addDays(today, 30)), ...more });
/** A first registration through its dossier, as a machine decides it. @returns the number of its plate, without NC */
async function register(rank: number, by: Caller = garage()): Promise<number> {
  const { chassis, contract } = demoDelivery[rank] as (typeof demoDelivery)[number];
  const done = await t.pay(await t.ask(by, 'premiere-immatriculation', null, { origin: 'new', chassis, 'technical.B': formatShortDate(addDays(today, -3)), 'technical.R': 'BLANC', 'approval.kind': 'type', 'approval.number': demoType, 'holder.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': contract }));
  expect(t.codes(done)).toEqual(['issued']);
  const [row] = await country.db.owner<{ plate: string }[]>`select p.value as plate from vehicle_identifier c join vehicle_identifier p on p.vehicle_id = c.vehicle_id and p.kind = 'plate' where c.kind = 'chassis' and c.value = ${chassis}`;
  return Number.parseInt(row?.plate ?? '', 10);
}
type Block = { owner: string; first: number; last: number; returned: boolean };
const blocks = (pool = 'plaque-nc') => country.db.owner<Block[]>`select owner, first::int, last::int, returned_at is not null as returned from number_block where pool = ${pool} order by first`;
const ofGarage = async () => (await blocks()).filter(({ owner }) => owner.startsWith('company:'));
const holding = async (number: number) => (await blocks()).find(({ first, last }) => number >= first && number <= last)?.owner;
const findings = () => country.findings([{ name: 'numéros', run: verifyBlocks }]);

describe('un numéro réservé, tiré par un dossier', { timeout: 60_000 }, () => {
  it('un concessionnaire sans lot tire un numéro de tous, d’aucun lot ; avec un lot, le premier du sien ; un autre métier jamais', async () => {
    expect(await holding(await register(0))).toBeUndefined();
    expect(t.codes(await reserve())).toEqual(['issued']);
    const [block] = await ofGarage();
    expect(await register(1)).toBe(block!.first);
    expect(t.codes(await t.ask(t.agent('partenaires', ['partner-manager']), 'renouveler-accreditation', demoAccreditationNumber('import'), { from: '01/01/2026', to: '31/12/2028', kept: 'premiere-immatriculation', keptFrom: formatShortDate(today) }))).toEqual(['issued']);
    expect(await holding(await register(2, t.pro('import-1', 'importer', ['manager'])))).toBeUndefined();
    expect(await findings(), 'not one drawn by another').toEqual([]);
  });

  it('rendu à la main, par qui a une délégation, il est à tous : le suivant est tiré par n’importe qui ; un lot rendu ne se rend plus', async () => {
    const [block] = await ofGarage();
    const named = `${block!.last}NC`;
    expect(t.codes(await t.ask(t.pro('garage-1', 'dealer', ['manager']), 'rendre-numeros', named, {}))).toEqual(['not-entitled']);
    expect(t.codes(await t.ask(t.agent('guichet', ['clerk']), 'rendre-numeros', named, {})), 'Camille has no delegation').toEqual(['in_review']);
    expect((await ofGarage())[0]).toMatchObject({ returned: false });
    const subject = { kind: 'number-block', id: await t.find('rendre-numeros', named) };
    expect(t.codes(await t.ask(boss(), 'rendre-numeros', named, {}))).toEqual(['issued']);
    expect((await ofGarage())[0]).toMatchObject({ returned: true });
    const again = await openDossier(country.app.world, boss(), { demarche: t.demarche('rendre-numeros'), subject, input: {} });
    expect((await evaluateDossier(country.app.world, again, boss().actor)).blockers.map(({ code }) => code)).toEqual(['lot-rendu']);
    expect(await country.db.owner`select position::int, status from number_pool where pool = 'plaque-nc' and position between ${block!.first} and ${block!.last} order by 1`).toMatchObject([{ status: 'reserved' }, { status: 'free' }, { status: 'free' }]);
    expect(await register(3), 'those before it are drawn first').toBeLessThan(block!.first);
    expect(await findings()).toEqual([]);
  });

  it('deux réservations au même instant n’ont aucun numéro commun ; de la dernière suite, une seule est servie, l’autre lit pourquoi', async () => {
    const two = await Promise.all([reserve({ count: '7' }), reserve({ count: '7' })]);
    expect(two.map(t.codes)).toEqual([['issued'], ['issued']]);
    const [one, other] = (await ofGarage()).filter(({ returned }) => !returned);
    expect(other!.first).toBeGreaterThan(one!.last);
    // One run is long enough for one of the two.
    const most = 100;
    await country.db.owner`update number_pool set status = 'blocked' where pool = 'plaque-trade' and position > ${most + 30}`;
    expect(await firstRun(country.db.pools.acts, 'plaque-trade', most)).not.toBeNull();
    const last = await Promise.all([reserve({ series: 'plaque-trade', count: String(most) }), reserve({ series: 'plaque-trade', count: String(most) })]);
    expect(last.map(t.codes).flat().sort()).toEqual(['issued', 'numeros-insuffisants']);
    expect(await blocks('plaque-trade')).toHaveLength(1);
    expect(await findings()).toEqual([]);
  });
});
