import { describe, expect, it } from 'vitest';
import { territory } from '../../../territory/index.ts';
import type { Absence, AgendaState } from '../model/agenda.ts';
import { freeTimes, receives } from './slots.ts';

const EVERY = [1, 2, 3, 4, 5, 6, 7];
const agenda = (absences: Absence[] = [], hours: [string, string] = ['08:00', '09:00']): AgendaState => ({
  office: 'noumea', resources: [{ id: 'poste-1', name: 'Poste 1', kind: 'counter', capacity: 1, absences, openings: [{ id: 'o', weekdays: EVERY, from: hours[0], to: hours[1], since: '2026-01-01', last: '2026-12-30' }] }],
});
const motive = territory.motive('dossier', '2026-11-23')!;
const ALWAYS = { from: '2026-01-01T00:00:00.000Z', to: '2027-12-31T00:00:00.000Z' };
const startsOn = (day: string, one = agenda()): string[] => freeTimes(one, motive, day, [], ALWAYS).map(({ start }) => start.slice(0, 16));
const noumea = (day: string, time: string): string => new Date(`${day}T${time}:00+11:00`).toISOString();
const away = (from: string, to: string): Absence[] => [{ id: 'a', from: noumea('2026-12-01', from), to: noumea('2026-12-01', to), reason: 'leave' }];

describe('les jours fériés de Nouvelle-Calédonie (maison-rendez-vous)', () => {
  it('un férié qui tombe un jour d’ouverture ferme ce jour-là tout entier, et lui seul', () => {
    for (const [day, name] of [['2026-09-24', 'Fête de la citoyenneté'], ['2026-12-25', 'Noël'], ['2026-04-06', 'Lundi de Pâques'], ['2026-05-14', 'Ascension'], ['2026-05-25', 'Lundi de Pentecôte']] as const) {
      expect(territory.holidayOn(day)?.name).toBe(name);
      expect(startsOn(day), name).toEqual([]);
    }
    for (const day of ['2026-09-23', '2026-09-25', '2026-12-24', '2026-12-26', '2026-04-05', '2026-04-07']) expect(startsOn(day), day).toHaveLength(4);
  });

  it('le jour est celui de Nouméa : à minuit moins le quart la veille de Noël on reçoit, à minuit non', () => {
    const nights = agenda([], ['00:00', '23:59']);
    expect(startsOn('2026-12-24', nights).at(-1)).toBe('2026-12-24T12:30');
    expect(startsOn('2026-12-25', nights)).toEqual([]);
    expect(startsOn('2026-12-26', nights)[0], 'le 26 à minuit là-bas, le 25 à 13 h à Greenwich').toBe('2026-12-25T13:00');
  });
});

describe('une absence (maison-rendez-vous)', () => {
  const times = (absences: Absence[]) => startsOn('2026-12-01', agenda(absences)).map((start) => start.slice(11));
  it('ferme les places qu’elle touche, une minute suffit ; celle qui finit ou commence à l’instant reste', () => {
    expect(times([])).toEqual(['21:00', '21:15', '21:30', '21:45']);
    expect(times(away('08:15', '08:30'))).toEqual(['21:00', '21:30', '21:45']);
    expect(times(away('08:14', '08:31'))).toEqual(['21:45']);
    expect(times(away('07:00', '08:00'))).toHaveLength(4);
    expect(times(away('09:00', '17:00'))).toHaveLength(4);
  });

  it('et dit d’un rendez-vous pris s’il tient encore : ouverture finie, absence, férié', () => {
    const at = (day: string, from: string, to: string, one = agenda()) => receives(one, { resource: 'poste-1', start: noumea(day, from), end: noumea(day, to) });
    expect(at('2026-12-01', '08:00', '08:15')).toBe(true);
    expect(at('2026-12-01', '08:45', '09:00')).toBe(true);
    expect(at('2026-12-01', '08:50', '09:05'), 'déborde').toBe(false);
    expect(at('2026-12-01', '08:15', '08:30', agenda(away('08:29', '08:40')))).toBe(false);
    expect(at('2026-12-01', '08:15', '08:30', agenda(away('08:30', '08:40')))).toBe(true);
    expect([at('2026-12-30', '08:00', '08:15'), at('2026-12-31', '08:00', '08:15')], 'les plages ont fini le 30').toEqual([true, false]);
    expect(at('2026-12-25', '08:00', '08:15')).toBe(false);
    expect(receives(agenda(), { resource: 'poste-2', start: noumea('2026-12-01', '08:00'), end: noumea('2026-12-01', '08:15') })).toBe(false);
  });
});
