import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueuePriorityId } from '../../../territory/index.ts';
import type { Waiting } from '../model/ticket.ts';
import { afterAbsence, callOrder, isAhead, nextOf, policyOn, waitRange } from './queue.ts';

const policy = policyOn('2026-11-24');
const at = (minute: number): string => new Date(Date.parse('2026-11-24T21:00:00Z') + minute * 60_000).toISOString();
let count = 0;
const ticket = (minute: number, more: Partial<Waiting> = {}): Waiting => ({ id: `t${String((count += 1)).padStart(6, '0')}`, letter: 'B', number: count, motive: 'dossier', priority: 'none', dueAt: null, takenAt: at(minute), backAt: null, onlyCounter: null, ...more });
const names = (some: readonly Waiting[]): string[] => some.map(({ id }) => id);

/** One counter that calls once a minute, while others arrive; whoever is called leaves. @returns who was called, in order */
function serve(arrivals: readonly Waiting[], minutes: number): Waiting[] {
  const [called, waiting]: [Waiting[], Waiting[]] = [[], []];
  let run = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    waiting.push(...arrivals.filter(({ takenAt }) => takenAt === at(minute)));
    const next = nextOf(waiting, at(minute), run, policy);
    if (!next) continue;
    run = isAhead(next, at(minute), policy) ? run + 1 : 0;
    waiting.splice(waiting.indexOf(next), 1);
    called.push(next);
  }
  return called;
}

describe('à qui le tour (file-priorites, à confirmer)', () => {
  it('sans priorité, le premier arrivé passe le premier', () => {
    const [a, b, c] = [ticket(2), ticket(0), ticket(1)];
    expect(names(callOrder([a, b, c], at(5), 0, policy))).toEqual(names([b, c, a]));
  });

  it('une priorité passe devant, mais pas plus de deux de suite tant qu’une personne sans priorité attend', () => {
    const plain = [ticket(0), ticket(1)];
    const first = [ticket(2, { priority: 'disabled' }), ticket(3, { priority: 'pregnant' }), ticket(4, { priority: 'elder' })];
    expect(names(callOrder([...plain, ...first], at(5), 0, policy))).toEqual(names([first[0]!, first[1]!, plain[0]!, first[2]!, plain[1]!]));
  });

  it('un rendez-vous passe à son heure : pas avant, et pas s’il arrive trop tard', () => {
    const due = (minute: number, taken: number) => ticket(taken, { priority: 'appointment', dueAt: at(minute) });
    const walker = ticket(10);
    expect(nextOf([walker, due(30, 5)], at(20), 0, policy)).toBe(walker);
    const onTime = due(30, 25);
    expect(nextOf([walker, onTime], at(30), 0, policy)).toBe(onTime);
    expect(nextOf([walker, due(0, 16)], at(30), 0, policy), 'seize minutes de retard').toBe(walker);
    const alone = due(30, 5);
    expect(nextOf([alone], at(20), 0, policy), 'personne d’autre n’attend').toBe(alone);
  });

  it('un absent revient plus tard, une fois, après deux appels ; puis son ticket prend fin', () => {
    expect(afterAbsence({ calls: 1, rounds: 0 }, at(0), policy)).toEqual({ then: 'call-again' });
    expect(afterAbsence({ calls: 2, rounds: 0 }, at(0), policy)).toEqual({ then: 'later', backAt: at(10) });
    expect(afterAbsence({ calls: 2, rounds: 1 }, at(0), policy)).toEqual({ then: 'ends' });
    const away = ticket(0, { backAt: at(10) });
    expect(nextOf([away], at(9), 0, policy)).toBeUndefined();
    expect(nextOf([away], at(10), 0, policy)).toBe(away);
  });

  const priority = fc.constantFrom<QueuePriorityId>('none', 'disabled', 'pregnant', 'elder', 'far');

  it('personne n’attend pour toujours : le k-ième sans priorité est appelé en (k + 1) × 3 appels, quoi qu’il arrive ensuite', () => {
    fc.assert(fc.property(fc.array(fc.array(priority, { maxLength: 3 }), { minLength: 40, maxLength: 60 }), fc.nat(8), (flood, before) => {
      const plain = Array.from({ length: before + 1 }, () => ticket(0));
      // Every minute priorities arrive, more than can be served.
      const others = flood.flatMap((some, minute) => ['disabled' as const, ...some].map((one) => ticket(minute, { priority: one === 'none' ? 'far' : one })));
      const called = serve([...plain, ...others], flood.length);
      plain.forEach((one, rank) => expect(called.indexOf(one)).toBeLessThan((rank + 1) * (policy.run + 1)));
      plain.forEach((one) => expect(called).toContain(one));
    }), { seed: 235, numRuns: 60 });
  });

  it('ni une priorité : seuls passent devant ceux que le plafond appelle, et ceux qui sont arrivés moins d’une heure après', () => {
    fc.assert(fc.property(fc.array(priority, { minLength: 80, maxLength: 100 }), fc.array(priority, { minLength: 110, maxLength: 110 }), priority, (crowd, flood, mine) => {
      const me = ticket(1, { priority: mine });
      const others = [...crowd.map((one) => ticket(0, { priority: one })), ...flood.map((one, minute) => ticket(minute, { priority: one }))];
      const called = serve([me, ...others], 250);
      expect(called).toHaveLength(others.length + 1);
      const overtakers = called.slice(0, called.indexOf(me)).filter((one) => one.takenAt > at(61));
      expect(overtakers.every((one) => !isAhead(one, at(0), policy))).toBe(true);
      expect(overtakers.length).toBeLessThanOrEqual(Math.ceil(called.indexOf(me) / (policy.run + 1)));
    }), { seed: 235, numRuns: 15 });
  });
});

describe('l’attente annoncée', () => {
  const six = [4, 5, 6, 6, 8, 10].map((minutes) => minutes * 60_000);
  it('est une fourchette tirée des services du jour', () => {
    expect(waitRange(0, six, 1)).toEqual({ from: 0, to: 10 });
    expect(waitRange(6, six, 2)).toEqual({ from: 15, to: 35 });
  });
  it('est inconnue tant que moins de cinq personnes sont passées, ou que personne n’appelle', () => {
    expect(waitRange(3, six.slice(0, 4), 1)).toBeNull();
    expect(waitRange(3, six, 0)).toBeNull();
  });
});
