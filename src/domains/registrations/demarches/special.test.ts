import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCompanyId } from '../../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import { loadStates } from '../../../core/act/store.ts';
import { approveDossier, type Outcome } from '../../../core/demarche/index.ts';
import { formatShortDate, today } from '../../../core/values/time.ts';
import { misuse } from '../../../doors/police/special.tsx';
import { territory } from '../../../territory/index.ts';
import { outAt, type BookletState, type WwState } from '../index.ts';

let country: Country;
let t: Trade;
let from = '';
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
}, 60_000);
afterAll(() => country.close());

const boss = () => t.agent('responsable', ['supervisor', 'clerk']);
const garage = () => t.pro('garage-2', 'dealer');
const later = (hours: number) => { country.at.now = new Date(country.at.now.getTime() + hours * 3_600_000); };
const booklet = async (number: string) => {
  const { world } = country.app;
  const id = await t.find('declarer-sortie-w', number);
  return (await loadStates(world.read, world.facets, [{ kind: 'w-booklet', id }])).get(id)?.['booklet'] as BookletState;
};
const police = async (number: string) => {
  const state = await booklet(number);
  const out = outAt(state, country.at.now.toISOString()).find((one) => one.number === number);
  return misuse({ kind: 'w', number, booklet: state, company: 'Essai', trading: true, out }, country.at.now);
};
const approve = (outcome: Outcome) => approveDossier(country.app.world, boss(), (outcome as Extract<Outcome, { kind: 'moved' }>).dossier.id);
const drive = (number: string, more: Record<string, string> = {}) => ({ number, vehicle: 'VF1ESSAIW00000001', driver: 'Teva Exemple', hours: '4', ...more });

describe('les numéros W d’un professionnel', () => {
  it('un carnet de N numéros, payé par numéro, pour un an ; à personne d’autre qu’au négoce', async () => {
    const asked = await t.ask(garage(), 'demander-carnet-w', null, { 'holder.who': 'self', count: '3' });
    expect(t.codes(asked)).toEqual(['in_review']);
    const due = await approve(asked);
    expect(due).toMatchObject({ dossier: { quote: { total: 30_000 } } });
    expect(t.codes(await t.pay(due))).toEqual(['issued']);
    const [row] = await country.db.owner<{ number: string }[]>`select number from w_number where company_id = ${demoCompanyId('garage')} order by length(number) desc, number desc limit 1`;
    from = row?.number ?? '';
    expect(await booklet(from)).toMatchObject({ companyId: demoCompanyId('garage'), numbers: { length: 3 } });
    expect(t.codes(await t.ask(t.citizen('jean'), 'demander-carnet-w', null, { 'holder.who': 'self', count: '1' }))).toEqual(['not-entitled']);
    expect(t.codes(await t.ask(t.pro('location-1', 'lessor', ['manager']), 'demander-carnet-w', null, { 'holder.who': 'self', count: '1' }))).toEqual(['acte-hors-convention']);
    expect(t.codes(await t.ask(boss(), 'demander-carnet-w', null, { 'holder.who': 'known', 'holder.personId': demoPersonId('jean'), count: '1' }))).toEqual(['pas-negociant']);
    expect(t.codes(await t.ask(garage(), 'demander-carnet-w', null, { 'holder.who': 'self', count: '50' }))).toEqual(['trop-de-numeros']);
  });

  it('une sortie se déclare avant de partir ; la police lit le véhicule, le conducteur et l’heure, ou qu’il n’y en a pas', async () => {
    expect(await police(from)).toMatch(/Aucune sortie/);
    expect(t.codes(await t.ask(t.pro('parc-1', 'used-yard', ['manager']), 'declarer-sortie-w', from, drive(from))), 'another company').toEqual(['not-entitled']);
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', from, drive('1W')))).toEqual(['numero-hors-carnet']);
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', from, drive(from, { hours: '100' })))).toEqual(['sortie-longue']);
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', from, drive(from, { on: formatShortDate(today(new Date(country.at.now.getTime() - 86_400_000))), at: '08:00' })))).toEqual(['sortie-passee']);
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', from, drive(from)))).toEqual(['issued']);
    expect(await police(from)).toBeUndefined();
    expect((await booklet(from)).uses).toMatchObject([{ named: 'VF1ESSAIW00000001', stands: 'new', driver: 'Teva Exemple' }]);
    const [stored] = await country.db.owner<{ inside: boolean }[]>`select payload::text like '%Teva%' as inside from act where kind = 'w.out' order by recorded_at desc limit 1`;
    expect(stored?.inside, 'who drives is in no chain').toBe(false);
  });

  it('un numéro n’est que sur un véhicule à la fois ; rentré, il repart ; le véhicule d’un autre se voit', async () => {
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', from, drive(from, { vehicle: '471001NC' })))).toEqual(['numero-en-sortie']);
    later(1);
    expect(t.codes(await t.ask(garage(), 'terminer-sortie-w', from, { number: from }))).toEqual(['issued']);
    expect(t.codes(await t.ask(garage(), 'terminer-sortie-w', from, { number: from }))).toEqual(['pas-en-sortie']);
    later(1);
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', from, drive(from, { vehicle: '471 001 NC' })))).toEqual(['issued']);
    expect(await police(from)).toMatch(/pas dans le stock/);
    const yard = (await booklet('1W')).uses[0];
    expect(yard).toMatchObject({ named: '474101NC', stands: 'stock' });
    later(5);
    expect(await police(from)).toMatch(/Aucune sortie/);
  });

  it('un carnet fini ne conduit plus personne ; renouvelé à temps, ses numéros restent', async () => {
    const garageOwn = '3W';
    expect(t.codes(await t.pay(await t.ask(garage(), 'renouveler-carnet-w', from, {}))), 'a year too early').toEqual(['renouvellement-tot']);
    later(24 * 25);
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', garageOwn, drive(garageOwn)))).toEqual(['carnet-echu']);
    expect(await police(garageOwn)).toMatch(/a pris fin/);
    expect(t.codes(await t.pay(await t.ask(garage(), 'renouveler-carnet-w', garageOwn, {})))).toEqual(['issued']);
    expect(t.codes(await t.ask(garage(), 'declarer-sortie-w', garageOwn, drive(garageOwn)))).toEqual(['issued']);
  });
});

describe('le certificat provisoire WW', () => {
  const input = { chassis: 'VF1ESSAIWW0000001', make: 'PEUGEOT', 'holder.who': 'self', insurer: 'Assureur Exemple', contract: 'C-1' };
  it('un à la fois par véhicule, pour le nombre de jours du paramètre, avec son code signé', async () => {
    expect(t.codes(await t.pay(await approve(await t.ask(garage(), 'delivrer-ww', null, input))))).toEqual(['issued']);
    const { world } = country.app;
    const id = await t.find('delivrer-ww', input.chassis);
    const ww = (await loadStates(world.read, world.facets, [{ kind: 'ww', id }])).get(id)?.['ww'] as WwState;
    expect(ww).toMatchObject({ number: expect.stringMatching(/^\d+WW$/), chassis: input.chassis, holderId: demoCompanyId('garage') });
    const [paper] = await country.db.owner<{ template: string }[]>`select template from paper where number = ${ww.number}`;
    expect(paper?.template).toBe('certificat-ww');
    expect(t.codes(await t.ask(garage(), 'delivrer-ww', null, input))).toEqual(['ww-en-cours']);
    expect(misuse({ kind: 'ww', ww, holder: '' }, country.at.now)).toBeUndefined();
    later(24 * territory.parameter('wwDays', today(country.at.now)).value);
    expect(misuse({ kind: 'ww', ww, holder: '' }, country.at.now)).toMatch(/ne vaut plus/);
  });

  it('jamais pour un véhicule immatriculé, ni par un particulier', async () => {
    expect(t.codes(await t.ask(garage(), 'delivrer-ww', null, { ...input, chassis: 'MR0DEMO0000000001' }))).toEqual(['deja-immatricule']);
    expect(t.codes(await t.ask(t.citizen('jean'), 'delivrer-ww', null, { ...input, chassis: 'VF1ESSAIWW0000002' }))).toEqual(['not-entitled']);
  });

  it('le registre reste tel que ses actes le font', async () => {
    expect(await country.findings()).toEqual([]);
  });
});
