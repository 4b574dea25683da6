import { describe, expect, test } from 'vitest';
import { commune, communeByName, communeCode, communes } from './communes.ts';
import { communeServedBy, postcode, postcodesOf, postOffices } from './postcodes.ts';

describe('les 33 communes (code officiel géographique)', () => {
  test('elles sont 33, de 98801 à 98833, sans doublon', () => {
    const codes = communes.map(({ insee }) => insee);
    expect(codes).toEqual(Array.from({ length: 33 }, (_, i) => String(98801 + i)));
  });

  test('17 au Nord (dont Poya, à cheval), 13 au Sud, 3 aux Îles', () => {
    const count = (province: string) => communes.filter((one) => one.province === province).length;
    expect([count('nord'), count('sud'), count('iles')]).toEqual([17, 13, 3]);
  });

  test('un nom se retrouve comme il est écrit dans chaque source', () => {
    expect(communeByName('LE MONT DORE')).toBe(commune('98817'));
    expect(communeByName('MONT DORE')).toBe(commune('98817'));
    expect(communeByName('Koohnê')?.name).toBe('Koné');
    expect(communeByName('BOULOUPARIS')?.insee).toBe('98802');
    expect(communeByName("l'ile des pins")?.insee).toBe('98809');
    expect(communeByName('LA FOA')?.insee).toBe('98813');
    expect(communeByName('Papeete')).toBeUndefined();
  });

  test('PIÈGE : 98830 est l’INSEE de Touho et un code postal de Dumbéa', () => {
    expect(commune('98830')?.name).toBe('Touho');
    expect(communeServedBy('98830')?.name).toBe('Dumbéa');
    expect(communeServedBy('98809')?.name).toBe('Le Mont-Dore');
  });

  test('chaque commune a au moins un code postal, et un code postal n’est pas un code de commune', () => {
    for (const { insee, name } of communes) expect(postcodesOf(insee).length, name).toBeGreaterThan(0);
    expect(postOffices.length).toBe(50);
    expect(communeCode.safeParse('98835').error?.issues[0]?.message).toBe('Choisissez une commune de Nouvelle-Calédonie.');
    expect(postcode.safeParse('75001').success).toBe(false);
  });
});
