import { describe, expect, it } from 'vitest';
import type { AgendaState } from '../model/agenda.ts';
import { dangers, hasDuty, stepOf, type Shift } from './planning.ts';

const DAY = '2026-11-24';
const at = (time: string): string => new Date(`${DAY}T${time}:00+11:00`).toISOString();
const agenda: AgendaState = { office: 'noumea', resources: [{ id: 'poste-1', name: 'Poste 1', kind: 'counter', capacity: 1, absences: [], openings: [{ id: 'o', weekdays: [2], from: '08:00', to: '11:00', since: '2026-01-01', last: null }] }] };
const shift = (agent: string, resource: string | null, start: string, end: string): Shift => ({ id: `${agent}${start}`, agentId: agent, agent, resource, start: at(start), end: at(end) });
const booked = [{ number: 'K7QM-2X9D-C', resource: 'poste-1', start: at('09:00'), end: at('09:15') }];

describe('le pas et la fonction (maison-file)', () => {
  const opened = (...hours: [string, string][]): AgendaState => ({ ...agenda, resources: agenda.resources.map((one) => ({ ...one, openings: hours.map(([from, to], n) => ({ id: `o${n}`, weekdays: [2], from, to, since: '2026-01-01', last: null })) })) });
  it('le pas est le plus large qui tombe juste à chaque ouverture et fermeture du jour', () => {
    const steps = [opened(['08:00', '11:30']), opened(['08:00', '11:20']), opened(['07:45', '11:30'], ['12:15', '15:30']), opened(['07:50', '11:30']), opened(['07:55', '11:30'])].map((one) => stepOf(one, DAY));
    expect(steps).toEqual([30, 20, 15, 10, 10]);
    expect(stepOf(opened(['07:45', '11:30']), '2026-11-25'), 'un jour sans ouverture').toBe(30);
  });
  it('un agent est placé là où sa fonction le mène', () => {
    expect([hasDuty(['clerk'], 'counter'), hasDuty(['cashier'], 'counter'), hasDuty(['inspector'], 'lane'), hasDuty(['inspector', 'clerk'], 'counter')]).toEqual([true, true, true, true]);
    expect([hasDuty(['inspector'], 'counter'), hasDuty(['clerk'], 'lane'), hasDuty(['auditor', 'director', 'partner-manager'], 'counter'), hasDuty([], 'tour')]).toEqual([false, false, false, false]);
  });
});

describe('le planning des agents (maison-file)', () => {
  it('ne dit rien quand tout est tenu, ni d’un poste fermé', () => {
    expect(dangers(agenda, DAY, [shift('Camille', 'poste-1', '08:00', '11:00')], booked)).toEqual([]);
    expect(dangers(agenda, '2026-11-25', [], [])).toEqual([]);
  });
  it('nomme le rendez-vous qui perd son agent, et l’agent planifié pendant son absence', () => {
    const work = shift('Camille', 'poste-1', '08:00', '11:00');
    const away = shift('Camille', null, '08:30', '10:00');
    expect(dangers(agenda, DAY, [work, away], booked)).toEqual([{ kind: 'appointment', booked: booked[0], away: ['Camille'] }, { kind: 'away-at-work', shift: work }, { kind: 'uncovered', resource: 'poste-1', from: at('08:30'), to: at('10:00') }]);
    expect(dangers(agenda, DAY, [work, away, shift('Noé', 'poste-1', '08:30', '10:00')], booked)).toEqual([{ kind: 'away-at-work', shift: work }]);
  });
  it('nomme les heures ouvertes où personne n’est', () => {
    expect(dangers(agenda, DAY, [shift('Camille', 'poste-1', '08:30', '10:00')], [])).toEqual([
      { kind: 'uncovered', resource: 'poste-1', from: at('08:00'), to: at('08:30') }, { kind: 'uncovered', resource: 'poste-1', from: at('10:00'), to: at('11:00') },
    ]);
  });
  it('nomme en un mot le poste ouvert que personne n’a planifié ; ni un jour férié, ni pendant une fermeture', () => {
    expect(dangers(agenda, DAY, [], booked)).toEqual([{ kind: 'unplanned', resource: 'poste-1' }]);
    const closed = (from: string, to: string): AgendaState => ({ ...agenda, resources: agenda.resources.map((one) => ({ ...one, absences: [{ id: 'a', from: at(from), to: at(to), reason: 'closed' }] })) });
    expect(dangers(closed('07:00', '12:00'), DAY, [], [])).toEqual([]);
    expect(dangers(closed('09:00', '10:30'), DAY, [shift('Camille', 'poste-1', '08:00', '09:00')], [])).toEqual([{ kind: 'uncovered', resource: 'poste-1', from: at('10:30'), to: at('11:00') }]);
    // 11 November 2025 is a Tuesday, as 18 November is.
    expect(dangers({ ...agenda, resources: agenda.resources.map((one) => ({ ...one, openings: one.openings.map((o) => ({ ...o, since: '2025-01-01' })) })) }, '2025-11-11', [], [])).toEqual([]);
    expect(dangers({ ...agenda, resources: agenda.resources.map((one) => ({ ...one, openings: one.openings.map((o) => ({ ...o, since: '2025-01-01' })) })) }, '2025-11-18', [], [])).toHaveLength(1);
  });
});
