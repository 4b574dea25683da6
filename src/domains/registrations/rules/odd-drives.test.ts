import { expect, test } from 'vitest';
import { instantOf } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { oddDrives, type AnnouncedUse, type Beside } from './odd-drives.ts';

/** Thursday 5 November 2026 and after: no holiday but the 11th. */
const at = (day: number, time: string): string => instantOf(`2026-11-${String(day).padStart(2, '0')}`, time).toISOString();
const use = (from: string, until: string, more: Partial<AnnouncedUse> = {}): AnnouncedUse => ({ id: 'u', number: '1W', vehicleId: null, named: '474101NC', stands: 'stock', from, until, announced: until, driver: null, ...more });
const reasons = (one: AnnouncedUse, beside: readonly Beside[] = []) => oddDrives([one], beside).flatMap((found) => found.reasons);

test('une sortie de jour, en semaine, courte et seule, n’a rien d’étrange', () => {
  expect(oddDrives([use(at(5, '08:00'), at(5, '12:00')), use(at(5, '05:00'), at(5, '21:00'))], [])).toEqual([]);
});

test('annoncée plus longue que le paramètre, même rentrée tôt ; juste à la limite, non', () => {
  expect(reasons(use(at(5, '08:00'), at(5, '10:00'), { announced: at(6, '09:00') }))).toEqual(['Annoncée pour 25 heures : plus de 24.']);
  expect(reasons(use(at(5, '08:00'), at(5, '10:00'), { announced: at(6, '08:00') }))).toEqual([]);
});

test('le même véhicule sous deux W à la fois ; le double d’une autre sortie ne la concerne pas', () => {
  const other = { of: 'u', number: '4W', from: at(5, '09:00'), until: at(5, '10:00') };
  expect(reasons(use(at(5, '08:00'), at(5, '12:00')), [other])).toEqual([`Le même véhicule est aussi sous le ${territory.formatPlate('4W')}, de 09:00 à 10:00.`]);
  expect(reasons(use(at(5, '08:00'), at(5, '12:00')), [{ ...other, of: 'v' }])).toEqual([]);
});

test('la nuit, du soir ou du matin ; rentrée à l’instant du départ, jamais', () => {
  expect(reasons(use(at(5, '20:00'), at(5, '22:00')))).toEqual(['La nuit, entre 21 h et 5 h : nuit du 05/11/2026.']);
  expect(reasons(use(at(5, '04:30'), at(5, '08:00')))).toEqual(['La nuit, entre 21 h et 5 h : nuit du 04/11/2026.']);
  expect(reasons(use(at(5, '08:00'), at(6, '22:00'), { announced: at(5, '10:00') }))).toEqual(['La nuit, entre 21 h et 5 h : nuits du 05/11/2026 au 06/11/2026.']);
  expect(reasons(use(at(5, '22:00'), at(5, '22:00')))).toEqual([]);
});

test('un dimanche ou un jour férié ; la fin du samedi à minuit n’est pas dimanche', () => {
  expect(reasons(use(at(8, '09:00'), at(8, '11:00')))).toEqual(['Un dimanche ou un jour férié : dimanche 08/11/2026.']);
  expect(reasons(use(at(11, '09:00'), at(11, '11:00')))).toEqual([expect.stringMatching(/^Un dimanche ou un jour férié : le 11\/11\/2026, /)]);
  expect(reasons(use(at(7, '20:00'), at(8, '00:00')))).toEqual([expect.stringMatching(/^La nuit/)]);
});
