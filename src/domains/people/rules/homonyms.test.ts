import { describe, expect, test } from 'vitest';
import type { PartialDate } from '../../../core/values/partial-date.ts';
import type { KnownPerson, NaturalPerson, PastName } from '../model/index.ts';
import { samePersonLikelihood } from './homonyms.ts';

const day = (value: string): PartialDate => ({ precision: 'day', value });
const someone = (more: Partial<NaturalPerson>, pastNames: PastName[] = []): KnownPerson => ({
  id: 'p', situations: [], pastNames,
  person: { kind: 'natural', familyName: 'Exemple', givenNames: 'Iléna, Marie', birthDate: day('1971-03-27'), civilStatus: 'common', ...more },
});
const opinion = (a: KnownPerson, b: KnownPerson) => samePersonLikelihood(a, b).opinion;

describe('homonymes : la machine donne un avis, une personne décide', () => {
  test('mêmes noms (accents, casse et ordre à part) et même jour : sans doute la même', () => {
    expect(opinion(someone({}), someone({ familyName: 'EXEMPLE', givenNames: 'Marie, Ilena' }))).toBe('likely-same');
  });

  test('mêmes noms, jours différents : homonymes', () => {
    expect(opinion(someone({}), someone({ birthDate: day('1971-03-28') }))).toBe('homonym');
  });

  test('« vers 1970 » et le 27 mars 1971 sont compatibles : peut-être', () => {
    expect(opinion(someone({}), someone({ birthDate: { precision: 'about', value: '1970' } }))).toBe('maybe');
  });

  test('deux numéros coutumiers différents : jamais la même ; le même numéro : sans doute', () => {
    const customary = (customaryNumber: string) => someone({ civilStatus: 'customary', customaryNumber });
    expect(opinion(customary('D-1'), customary('D-2'))).toBe('homonym');
    expect(opinion(customary('D-1'), someone({ familyName: 'Autre', civilStatus: 'customary', customaryNumber: 'd 1' }))).toBe('likely-same');
  });

  test('un ancien nom, changé par acte coutumier, compte', () => {
    const renamed = someone({ familyName: 'Modèle' }, [{ familyName: 'Exemple', givenNames: 'Iléna, Marie', until: '2024-01-01', by: { kind: 'Acte coutumier' } }]);
    expect(opinion(renamed, someone({}))).toBe('likely-same');
  });

  test('l’avis est le même dans les deux sens et donne ses raisons', () => {
    const [a, b] = [someone({ birthPlace: 'Lifou' }), someone({ givenNames: 'Iléna', birthPlace: 'Maré' })];
    expect(samePersonLikelihood(a, b)).toEqual(samePersonLikelihood(b, a));
    expect(samePersonLikelihood(a, b).reasons).toContain('Lieux de naissance différents.');
  });

  test('deux entreprises : le RIDET tranche, pas le nom', () => {
    const firm = (ridet: string): KnownPerson => ({ id: 'o', situations: [], pastNames: [], person: { kind: 'company', legalName: 'Garage Modèle', ridet, form: 'SARL' } });
    expect(opinion(firm('0999999'), firm('0888888'))).toBe('homonym');
    expect(opinion(firm('0999999001'), firm('0999999002'))).toBe('maybe');
    expect(opinion(firm('0999999'), someone({}))).toBe('different');
  });
});
