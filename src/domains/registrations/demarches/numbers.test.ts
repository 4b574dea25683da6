import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCompanyId } from '../../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { fillPools } from '../../../core/act/pools.ts';
import { perform } from '../../../core/act/perform.ts';
import { fromPool } from '../../../core/act/draws.ts';
import { act } from '../../../core/act/types.ts';
import { uuid } from '../../../core/values/ids.ts';
import { addDays, formatShortDate } from '../../../core/values/time.ts';
import { endWords, stocks } from '../forecast.ts';
import type { WwAct } from '../model/special.ts';
import { poolRules } from '../pools.ts';
import { returnEndedBlocks, verifyBlocks } from '../store-numbers.ts';

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
const reserve = (more: Record<string, string>) => t.ask(boss(), 'reserver-numeros', null, { series: 'plaque-trade', to: 'company', ridet: '0000001', count: '3', until: formatShortDate(addDays(today, 30)), ...more });
const garage = `company:${demoCompanyId('garage')}`;
/** Draws a WW for some owner, as a dossier of theirs would. */
const draw = async (owners: readonly string[]): Promise<string> => {
  const { acts } = await perform(country.app.world, { requestId: uuid(), author: { kind: 'system', job: 'essai' }, judgedOn: today, owners, subjects: [], decide: async () => ({ acts: [act<WwAct>({
    kind: 'ww.issued', subjects: [{ kind: 'ww', id: uuid(), fresh: true }], payload: { number: fromPool('plaque-trade'), chassis: uuid(), make: 'X', model: '', holderId: demoCompanyId('garage'), from: today, to: today },
  })], result: null }) });
  return (acts[0]?.payload as { number: string }).number;
};
const blocks = () => country.db.owner<{ first: number; last: number; returned: boolean }[]>`select first::int, last::int, returned_at is not null as returned from number_block where pool = 'plaque-trade' order by since, first`;
const findings = () => country.findings([{ name: 'numéros', run: verifyBlocks }]);

describe('les numéros réservés', { timeout: 60_000 }, () => {
  it('se réservent par qui a une délégation, dans les limites, à un professionnel accrédité', async () => {
    expect(t.codes(await t.ask(t.pro('garage-1', 'dealer', ['manager']), 'reserver-numeros', null, { series: 'plaque-trade', to: 'company', ridet: '0000001', count: '3', until: formatShortDate(today) }))).toEqual(['not-entitled']);
    expect(t.codes(await reserve({ count: '501' }))).toContain('lot-trop-grand');
    expect(t.codes(await reserve({ until: formatShortDate(addDays(today, 400)) }))).toEqual(['fin-hors-limite']);
    expect(t.codes(await reserve({ ridet: '0000032' })), 'a suspended one').toEqual(['professionnel-inconnu']);
    // Camille has no delegation: hers waits for somebody who has one.
    const asked = await t.ask(t.agent('guichet', ['clerk']), 'reserver-numeros', null, { series: 'plaque-trade', to: 'company', ridet: '0000001', count: '3', until: formatShortDate(addDays(today, 30)) });
    expect(t.codes(asked)).toEqual(['in_review']);
    expect(await blocks()).toEqual([]);
    expect(t.codes(await reserve({}))).toEqual(['issued']);
  });

  it('servent à qui les tient et à nul autre ; rendus, ils resservent ; verify compte chacun', async () => {
    const { world } = country.app;
    const [block] = await blocks();
    expect(block).toMatchObject({ returned: false });
    expect(block!.last - block!.first).toBe(2);
    const inBlock = (number: string) => Number.parseInt(number, 10) >= block!.first && Number.parseInt(number, 10) <= block!.last;
    expect(inBlock(await draw([]))).toBe(false);
    expect(inBlock(await draw([`company:${demoCompanyId('parc')}`])), 'another company').toBe(false);
    const mine = await draw([garage]);
    expect(mine).toBe(`${block!.first}WW`);
    // Its last day over, it serves nobody, and the night gives the rest back.
    const before = country.at.now;
    country.at.now = new Date(before.getTime() + 40 * 86_400_000);
    expect(inBlock(await draw([garage]))).toBe(false);
    await returnEndedBlocks(world);
    await returnEndedBlocks(world);
    expect((await blocks())[0]).toMatchObject({ returned: true });
    const next: string[] = [];
    for (let n = 0; n < 30 && !next.some(inBlock); n += 1) next.push(await draw([]));
    expect(next.at(-1), 'a number given back is used again, by anybody').toBe(`${block!.first + 1}WW`);
    // The acts of this file have no dossier: verify cannot know that the garage was behind this one, and says so of it alone.
    expect(await findings()).toMatchObject([{ what: 'number.other', where: `number_block ${garage}`, sentence: expect.stringContaining(mine) as string }]);
    await country.db.owner`update number_pool set status = 'reserved' where pool = 'plaque-trade' and position = ${block!.first + 2}`;
    expect(JSON.stringify(await findings())).toMatch(/aucun lot ouvert/);
  });

  it('ne dépassent jamais les chiffres de leur série : un W en a quatre, et la prévision dit la fin', async () => {
    const rules = poolRules(today).filter(({ pool }) => pool === 'plaque-dealer');
    await fillPools(country.db.pools.acts, rules, 20_000);
    const [wide] = await country.db.owner<{ last: number; text: string }[]>`select max(position)::int as last, max(length(number)) as text from number_pool where pool = 'plaque-dealer'`;
    expect(wide).toEqual({ last: 9_999, text: 5 });
    const w = (await stocks(country.db.pools.report, country.at.now, today)).find(({ name, owner }) => name === 'plaque-dealer' && owner === null);
    expect(w!.left).toBeLessThan(9_999);
    expect(endWords({ left: 60, used: 60 }, '2026-11-20')).toBe('À ce rythme, le 20 décembre 2026, dans 30 jours.');
    expect(endWords({ left: 9_000, used: 60 }, '2026-11-20')).toBe('À ce rythme, dans plus de dix ans (12 ans).');
    expect(endWords({ left: 520_000, used: 3 }, '2026-11-20'), 'a figure nobody plans by').toBe('À ce rythme, dans plus d’un siècle.');
    expect(endWords({ left: 0, used: 3 }, '2026-11-20')).toBe('Épuisé.');
    expect(endWords({ left: 9, used: 0 }, '2026-11-20')).toMatch(/aucune fin/);
  });
});
