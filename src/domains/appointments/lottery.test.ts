import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitmentTo, digestOf, draw, inOrder, keyOf, listText, secretOf, seedOf, type Entry, type Prize } from './lottery.ts';

const DAY = '2026-12-10';
const prizes = (count: number): Prize[] => inOrder(Array.from({ length: count }, (_, n) => ({ day: DAY, start: `2026-12-09T${String(20 + (n % 4)).padStart(2, '0')}:${String((n * 7) % 60).padStart(2, '0')}:00.000Z`, resource: 'equipe', place: n + 1 })));
const entry = (ticket: string, more: Partial<Entry> = {}): Entry => ({ ticket, priority: false, from: DAY, to: DAY, ...more });
const entries = (count: number, prefix = 'T'): Entry[] => Array.from({ length: count }, (_, n) => entry(`${prefix}${String(n).padStart(4, '0')}`));

function publish(all: readonly Entry[], places: readonly Prize[], share = 30, withdrawn: readonly string[] = [], service = 'un secret de service') {
  const secret = secretOf(service, 'tirage-1');
  const list = listText(share, all, places);
  const digest = digestOf(list);
  const seed = seedOf(secret, digest);
  return { share, entries: all, places, list, commitment: commitmentTo(secret), digest, secret, seed, withdrawn, ...draw(seed, share, all, places, withdrawn) };
}
const check = (published: unknown, ...more: string[]) => spawnSync(process.execPath, [join(import.meta.dirname, '../../../bin/verify-draw.mjs'), '-', ...more], { input: JSON.stringify(published), encoding: 'utf8' });

describe('le tirage (rendez-vous-tirage)', () => {
  it('donne chaque place une fois, dans l’ordre, et la même chose à chaque fois', () => {
    const one = publish(entries(50), prizes(10));
    expect(one.order).toEqual(publish(entries(50).toReversed(), prizes(10)).order);
    expect(new Set(one.order).size).toBe(50);
    expect(Object.values(one.given).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(one.order.slice(0, 10).map((ticket) => one.given[ticket])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('sert d’abord les priorités jusqu’à leur part des places, les autres priorités au rang commun', () => {
    const all = [...entries(80), ...entries(20, 'P').map((one) => ({ ...one, priority: true }))];
    const { order } = publish(all, prizes(10));
    expect(order.slice(0, 3).every((ticket) => ticket.startsWith('P'))).toBe(true);
    const rest = order.slice(3);
    const seed = publish(all, prizes(10)).seed;
    expect(rest).toEqual(rest.toSorted((a, b) => (keyOf(seed, a) < keyOf(seed, b) ? -1 : 1)));
  });

  it('respecte les jours de chacun, et saute qui s’est retiré', () => {
    const all = [entry('A', { from: '2026-12-11', to: '2026-12-11' }), entry('B'), entry('C')];
    const { given } = publish(all, prizes(2), 0, ['B']);
    expect(Object.keys(given)).toEqual(['C']);
  });

  it('se refait par un programme à part, qui voit toute tricherie', () => {
    const all = [...entries(30), entry('P1', { priority: true }), entry('Z9', { from: '2026-12-11', to: '2026-12-12' })];
    const honest = publish(all, prizes(6), 30, ['T0003']);
    const told = check(honest, 'P1');
    expect([told.status, told.stdout]).toEqual([0, expect.stringMatching(/^Juste : 32 demandes, 6 places[\s\S]*P1 : rang 1, place du/)]);
    const cheats: [string, object][] = [
      ['une demande ajoutée après coup', { entries: [...all, entry('AMI')] }],
      ['une liste refaite avec elle', { ...publish([...all, entry('AMI')], prizes(6)), digest: honest.digest }],
      ['un autre secret', { secret: 'f'.repeat(64), ...drawnWith('f'.repeat(64), all) }],
      ['un ordre arrangé', { order: honest.order.toReversed() }],
      ['une place donnée à un autre', { given: { ...honest.given, [honest.order[20]!]: 0 } }],
      ['une priorité inventée', { entries: all.map((one) => (one.ticket === 'T0001' ? { ...one, priority: true } : one)) }],
    ];
    for (const [name, cheat] of cheats) expect(check({ ...honest, ...cheat }).status, name).toBe(1);
    expect(check({ ...honest, secret: undefined }).status).toBe(2);
  });
});

function drawnWith(secret: string, all: readonly Entry[]) {
  const digest = digestOf(listText(30, all, prizes(6)));
  const seed = seedOf(secret, digest);
  return { seed, ...draw(seed, 30, all, prizes(6), ['T0003']) };
}

/** How many of the places a group gets on average, over many draws; and how far from its share chance alone would take it. */
function shareOf(group: (ticket: string) => boolean, all: readonly Entry[], places: number, draws: number): { rate: number; fair: number; sd: number } {
  const members = all.filter(({ ticket }) => group(ticket)).length;
  let won = 0;
  const where = prizes(places);
  const digest = digestOf(listText(0, all, where));
  for (let n = 0; n < draws; n += 1) won += Object.keys(draw(seedOf(`tirage ${n}`, digest), 0, all, where).given).filter(group).length;
  const fair = members / all.length;
  return { rate: won / (places * draws), fair, sd: Math.sqrt((fair * (1 - fair)) / (places * draws)) };
}

describe('50 robots contre 450 personnes, 100 places, 200 tirages', () => {
  const people = entries(450, 'H');
  const isBot = (ticket: string) => ticket.startsWith('R');
  /** What the register lets through: one live request a vehicle, whoever asks and however often (the real démarche: draw.test.ts). */
  const admitted = (asked: readonly { vehicle: string; ticket: string }[]): Entry[] => [...new Map(asked.map((one) => [one.vehicle, one])).values()].map(({ ticket }) => entry(ticket));
  const askings = Array.from({ length: 50 }, (_, bot) => Array.from({ length: 1000 }, (_none, n) => ({ vehicle: `véhicule ${bot}`, ticket: `R${bot}-${n}` }))).flat();

  it('mille demandes, avant tout le monde, par mille contacts : rien de gagné', () => {
    const list = [...admitted(askings), ...people];
    expect(list).toHaveLength(500);
    const { rate, fair, sd } = shareOf(isBot, list, 100, 200);
    expect(fair).toBe(0.1);
    expect(Math.abs(rate - fair)).toBeLessThan(3 * sd);
  });

  it('et la mesure verrait la triche : deux demandes admises par robot gagnent presque le double', () => {
    const twice = Array.from({ length: 100 }, (_, n) => entry(`R${n}`));
    const { rate, sd } = shareOf(isBot, [...twice, ...people], 100, 200);
    expect(Math.abs(rate - 0.1)).toBeGreaterThan(10 * sd);
  });

  it('au premier arrivé, les mêmes robots prendraient la moitié des places', () => {
    const first = [...admitted(askings), ...people].slice(0, 100);
    expect(first.filter(({ ticket }) => isBot(ticket)).length / 100).toBe(0.5);
  });
});
