import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { demoCompanyId } from '../../../../db/seeds/partners.ts';
import { approveDossier, type Outcome } from '../../../core/demarche/index.ts';

let country: Country;
let t: Trade;
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
}, 60_000);
afterAll(() => country.close());

const boss = () => t.agent('responsable', ['supervisor', 'clerk']);
const camille = () => t.agent('guichet', ['clerk']);
const move = (more: Record<string, string>) => t.ask(boss(), 'inscrire-mouvement-titres', '700005', more);
const fates = () => country.db.owner<{ first: number; last: number; site: string; status: string }[]>`select first::int, last::int, site, status from blank_range where first between 700001 and 700100 order by first`;
const titles = () => country.db.owner<{ value: string }[]>`select value from vehicle_identifier where kind = 'title' order by value limit 2`;

describe('les titres vierges', () => {
  it('entrent par lot, une fois, reçus par un responsable', async () => {
    const lot = { first: '700001', last: '700100', site: 'noumea', delivery: 'BL-1' };
    expect(t.codes(await t.ask(camille(), 'recevoir-titres-vierges', null, lot))).toEqual(['not-entitled']);
    expect(t.codes(await t.ask(boss(), 'recevoir-titres-vierges', null, { ...lot, last: '699000' }))).toEqual(['series-inversees']);
    expect(t.codes(await t.ask(boss(), 'recevoir-titres-vierges', null, lot))).toEqual(['issued']);
    expect(t.codes(await t.ask(boss(), 'recevoir-titres-vierges', null, { ...lot, first: '700100', last: '700200' }))).toEqual(['series-connues']);
  });

  it('chaque numéro a un sort, et un seul ; un titre, un papier', async () => {
    const [one, two] = await titles();
    expect(t.codes(await move({ fate: 'move', first: '700051', last: '700100', to: 'kone' }))).toEqual(['issued']);
    expect(t.codes(await move({ fate: 'move', first: '700051', last: '700101', to: 'kone' }))).toEqual(['series-hors-lot']);
    expect(t.codes(await move({ fate: 'use', first: '700001', last: '700001', title: one!.value }))).toEqual(['issued']);
    expect(t.codes(await move({ fate: 'use', first: '700001', last: '700001', title: two!.value }))).toEqual(['serie-plus-libre']);
    expect(t.codes(await move({ fate: 'use', first: '700002', last: '700002', title: one!.value }))).toEqual(['titre-imprime']);
    expect(t.codes(await move({ fate: 'use', first: '700002', last: '700002', title: 'T999' }))).toEqual(['titre-inconnu']);
    expect(t.codes(await move({ fate: 'spoil', first: '700002', last: '700003', reason: 'Bourrage' }))).toEqual(['issued']);
    expect(await fates()).toEqual([
      { first: 700001, last: 700001, site: 'noumea', status: 'used' }, { first: 700002, last: 700003, site: 'noumea', status: 'spoiled' },
      { first: 700004, last: 700050, site: 'noumea', status: 'free' }, { first: 700051, last: 700100, site: 'kone', status: 'free' },
    ]);
  });

  it('d’un titre imprimé au même instant sur trois lots, un seul papier le porte ; les autres lisent pourquoi', async () => {
    for (const first of [710001, 720001, 730001]) expect(t.codes(await t.ask(boss(), 'recevoir-titres-vierges', null, { first: String(first), last: String(first + 9), site: 'kone', delivery: 'BL-2' }))).toEqual(['issued']);
    const known = await country.db.owner<{ value: string }[]>`select value from vehicle_identifier where kind = 'title' order by value offset 2 limit 6`;
    for (const [n, { value: title }] of known.entries()) {
      const at = (lot: number) => t.ask(boss(), 'inscrire-mouvement-titres', String(lot + n), { fate: 'use', first: String(lot + n), last: String(lot + n), title });
      expect((await Promise.all([710001, 720001, 730001].map(at))).map(t.codes).sort(), title).toEqual([['issued'], ['titre-imprime'], ['titre-imprime']]);
    }
  });

  it('se remettent à un professionnel dont la convention dit qu’il imprime, à nul autre', async () => {
    const hand = (ridet: string) => move({ fate: 'hand', first: '700041', last: '700050', ridet });
    for (const ridet of ['0000001', '9999999', '']) expect(t.codes(await hand(ridet)), ridet).not.toEqual(['issued']);
    expect(t.codes(await hand('0000001'))).toEqual(['professionnel-sans-impression']);
    expect(t.codes(await hand('0 000 031'))).toEqual(['issued']);
    expect((await fates())[3]).toMatchObject({ first: 700041, last: 700050, site: demoCompanyId('import'), status: 'free' });
  });

  it('ne se détruisent qu’à deux', async () => {
    const asked = await move({ fate: 'destroy', first: '700002', last: '700003', reason: 'PV-1' });
    expect(t.codes(asked)).toEqual(['in_review']);
    const { id } = (asked as Extract<Outcome, { kind: 'moved' }>).dossier;
    expect(t.codes(await approveDossier(country.app.world, boss(), id)), 'one alone').toEqual(['in_review']);
    expect(t.codes(await approveDossier(country.app.world, t.agent('direction', ['director', 'supervisor']), id))).toEqual(['issued']);
    expect((await fates())[1]).toMatchObject({ status: 'destroyed' });
  });

  it('verify compte chaque numéro : une ligne changée à la main se voit', async () => {
    expect(await country.findings()).toEqual([]);
    await country.db.owner`update blank_range set last = 700039 where first = 700004`;
    expect(JSON.stringify(await country.findings())).toMatch(/blank_range/);
  });
});
