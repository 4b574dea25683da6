import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit, chassisNumber, chassisRemarks, hasRightCheckDigit, isVin, normalizeChassis, possibleModelYears } from './chassis.ts';

const folder = new URL('../../../../../shared/data/', import.meta.url);
const absent = !existsSync(folder);
const rows = (file: string): Record<string, string>[] => parse(readFileSync(new URL(file, folder)), { columns: true });
const codes = (number: string, year?: number) => chassisRemarks(normalizeChassis(number), year).map(({ code }) => code);

describe('numéro de châssis (E), ISO 3779', () => {
  test('on le range en capitales, sans les espaces, tirets et étoiles de la frappe', () => {
    expect(normalizeChassis(' *jt3-hp10v 7x7054 321* ')).toBe('JT3HP10V7X7054321');
    expect(chassisNumber.parse('fj40-12345')).toBe('FJ4012345');
  });

  test('moins de 17 signes : accepté, avec un avis plus ferme après 1980', () => {
    expect(codes('FJ40-12345', 1974)).toEqual(['chassis-court']);
    expect(codes('FJ40-12345', 1995)).toEqual(['chassis-court-recent']);
    expect(codes('7', 1974)).toEqual(['chassis-court']);
    expect(chassisRemarks('FJ4012345', 1974)[0]?.severity).toBe('advice');
  });

  test('plus de 17 signes, vide ou signe inconnu : refusé avec une phrase', () => {
    const message = (typed: string) => chassisNumber.safeParse(typed).error?.issues[0]?.message;
    expect(message('JT3HP10V7X70543210')).toBe('Un numéro de châssis a 17 signes au plus : comptez-les sur le véhicule.');
    expect(message(' -- ')).toBe('Indiquez le numéro de châssis.');
    expect(message('JT3É')).toBe('Un numéro de châssis n’a que des lettres et des chiffres.');
    expect(codes('JT3HP10V7X70543210')).toEqual(['chassis-long']);
  });

  test('I, O et Q n’existent pas dans un VIN : on propose le numéro probable, avec la clé quand elle est juste', () => {
    const [remark] = chassisRemarks('IM8GDM9AXKPO42788');
    expect(remark).toMatchObject({ code: 'chassis-ioq', severity: 'advice', suggestion: '1M8GDM9AXKP042788' });
    expect(remark?.sentence).toContain('la clé de contrôle est alors juste');
  });

  test('clé de contrôle : exigée en Amérique du Nord et en Chine, jamais d’un constructeur européen', () => {
    expect(checkDigit('1M8GDM9AXKP042788')).toBe('X');
    expect(codes('1M8GDM9A1KP042788')).toEqual(['chassis-cle']);
    expect(codes('VF1LM1B0H36666155')).toEqual([]);
    expect(hasRightCheckDigit('11111111111111111')).toBe(true);
    expect(codes('11111111111111111')).toEqual(['chassis-bourrage']);
  });

  test('l’année du modèle revient tous les 30 ans : on donne toutes les lectures, on n’en choisit aucune', () => {
    expect(possibleModelYears('1M8GDM9AXKP042788', 2026)).toEqual([1989, 2019]);
    expect(possibleModelYears('1D7RB1CP8BS798034', 2026)).toEqual([1981, 2011]);
    expect(possibleModelYears('VF1LM1B0H36666155', 2026)).toEqual([2003]);
    expect(possibleModelYears('FJ4012345', 2026)).toEqual([]);
  });

  test('propriété : normaliser deux fois ne change plus rien', () => {
    fc.assert(fc.property(fc.string(), (typed) => normalizeChassis(normalizeChassis(typed)) === normalizeChassis(typed)), { seed: 3779 });
  });

  test('propriété : un seul signe mal lu dans un VIN à clé juste est vu, sauf les lettres de même valeur', () => {
    const sign = fc.constantFrom(...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789');
    const vin = fc.array(sign, { minLength: 17, maxLength: 17 }).map((signs) => {
      const body = signs.join('');
      return body.slice(0, 8) + checkDigit(body) + body.slice(9);
    });
    fc.assert(fc.property(vin, fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }), (good, at, shift) => {
      fc.pre(at !== 8 && /\d/.test(good[at] ?? ''));
      const wrong = good.slice(0, at) + String((Number(good[at]) + shift) % 10) + good.slice(at + 1);
      return hasRightCheckDigit(good) && !hasRightCheckDigit(wrong);
    }), { seed: 3780 });
  });
});

describe.skipIf(absent)('VIN réels de shared/data (sauté quand le dossier est absent)', () => {
  test('les 1 179 VIN du marché américain ont 17 signes et la clé attendue, espaces et casse à part', () => {
    const market = rows('vin_marche_us.csv');
    expect(market).toHaveLength(1179);
    for (const row of market) {
      const vin = normalizeChassis(row['vin_brut'] ?? '');
      expect(vin).toBe(row['vin']);
      expect(hasRightCheckDigit(vin), vin).toBe(row['calc_cle_ok'] === 'oui');
    }
  });

  test('les 36 VIN de référence : la clé, et l’année attendue est toujours l’une des lectures', () => {
    for (const row of rows('vin_attendus_libvin.csv')) {
      const vin = row['vin'] ?? '';
      expect(hasRightCheckDigit(vin), vin).toBe(row['calc_cle_ok'] === 'oui');
      expect(possibleModelYears(vin, 2026), vin).toContain(Number(row['annee_attendue']));
    }
  });

  test('les VIN divers : aucun n’est refusé, quel que soit son pays', () => {
    for (const row of rows('vin_divers.csv')) {
      const vin = normalizeChassis(row['numero'] ?? '');
      expect(chassisNumber.safeParse(vin).success, vin).toBe(vin.length <= 17 && vin.length > 0);
      if (isVin(vin)) expect(hasRightCheckDigit(vin), vin).toBe(row['calc_cle_ok'] === 'oui');
    }
  });
});
