import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { flatten, unflatten, validate } from '../../../core/demarche/flat.ts';
import { fieldsOf } from '../../../core/demarche/fields.ts';
import { address, addressLines, contact, describePerson, displayName, formatRidet, givenNamesOf, person, rename, residenceLines } from './index.ts';
import type { KnownPerson, Person } from './index.ts';

const form = z.object({ buyer: person, address, contact });
const messages = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
const ilena: Person = { kind: 'natural', familyName: 'Exemple', givenNames: 'Iléna, Marie', birthDate: { precision: 'about', value: '1948' }, civilStatus: 'common' };

describe('les personnes comme elles sont ici', () => {
  test('statut civil coutumier : le nom de famille peut manquer, le numéro est demandé', () => {
    const customary = { kind: 'natural', givenNames: 'Wénéré', birthDate: { precision: 'year', value: '1961' }, civilStatus: 'customary' };
    expect(messages(person, customary)).toEqual(['customaryNumber Donnez le numéro d’état civil coutumier.']);
    expect(person.safeParse({ ...customary, customaryNumber: 'D-1234' }).success).toBe(true);
  });

  test('ni nom ni prénom : on en demande au moins un', () => {
    expect(messages(person, { ...ilena, familyName: undefined, givenNames: undefined })).toEqual(['familyName Donnez au moins un nom ou un prénom.']);
  });

  test('les prénoms restent dans l’ordre, un prénom composé reste entier', () => {
    const read = person.parse({ ...ilena, givenNames: ' Jean-Luc ,Marie Rose,, Paul ' });
    expect(read.kind === 'natural' && givenNamesOf(read)).toEqual(['Jean-Luc', 'Marie Rose', 'Paul']);
    expect(givenNamesOf({})).toEqual([]);
  });

  test('une entreprise se nomme par son RIDET, à sept ou dix chiffres', () => {
    const company = { kind: 'company', legalName: 'Garage Modèle', ridet: '0 999 999.001', form: 'SARL' };
    expect(person.parse(company)).toMatchObject({ ridet: '0999999001' });
    expect(messages(person, { ...company, ridet: '12345' })).toEqual(['ridet Un RIDET a sept chiffres, ou dix avec le numéro d’établissement.']);
    expect(formatRidet('0999999001')).toBe('0\u00a0999\u00a0999.001');
  });

  test('un GDPL ne va pas sans son mandataire', () => {
    expect(messages(person, { kind: 'gdpl', legalName: 'GDPL Exemple' })?.[0]).toMatch(/^representativeName/);
  });

  test('un nom changé par acte coutumier est gardé avec l’ancien', () => {
    const known: KnownPerson = { id: 'p1', person: ilena, situations: [], pastNames: [] };
    const changed = rename(known, { names: { familyName: 'Modèle', givenNames: 'Iléna' }, on: '2024-05-03', by: { kind: 'Acte coutumier', number: '12/2024' } });
    expect(displayName(changed.person)).toBe('MODÈLE Iléna');
    expect(changed.pastNames).toEqual([{ familyName: 'Exemple', givenNames: 'Iléna, Marie', until: '2024-05-03', by: { kind: 'Acte coutumier', number: '12/2024' } }]);
  });

  test('les noms s’écrivent de même partout', () => {
    expect(displayName({ ...ilena, usageName: 'Modèle' } as Person)).toBe('EXEMPLE Iléna, Marie (usage\u00a0: MODÈLE)');
    expect(describePerson({ ...ilena, birthPlace: 'Lifou' } as Person)).toBe('EXEMPLE Iléna, Marie, naissance vers 1948 à Lifou');
  });
});

describe('adresses et moyens de prévenir', () => {
  test('la commune est fiscale (INSEE), la ligne postale est à part', () => {
    const tribe = address.parse({ commune: '98814', placeKind: 'tribe', place: 'Tribu de Démo', postal: { box: '12', postcode: '98820', town: 'Wé' } });
    expect(residenceLines(tribe)).toEqual(['Tribu de Démo', 'Lifou']);
    expect(addressLines(tribe)).toEqual(['BP 12', '98820 Wé']);
  });

  test('sans boîte postale, la lettre va au lieu, « chez » en tête', () => {
    const host = address.parse({ commune: '98805', placeKind: 'lot', place: 'Lot 45, lotissement Modèle', postal: { careOf: 'Famille Exemple' } });
    expect(addressLines(host)).toEqual(['Chez Famille Exemple', 'Lot 45, lotissement Modèle', '98830 Dumbéa']);
    expect(addressLines({ lines: '1 rue d’Ailleurs\n75000 Paris', country: 'FR' })).toEqual(['1 rue d’Ailleurs', '75000 Paris', 'FR']);
  });

  test('PIÈGE : un code postal n’est pas une commune', () => {
    expect(messages(address, { commune: '98835', placeKind: 'street', place: '1 rue des Essais' })).toEqual(['commune Choisissez une commune de Nouvelle-Calédonie.']);
  });

  test('personne n’a besoin d’un téléphone ; mais qui veut un SMS donne un mobile', () => {
    expect(contact.safeParse({ preferred: 'letter' }).success).toBe(true);
    expect(messages(contact, { preferred: 'sms', phone: '25 12 34' })).toEqual(['phone Donnez un numéro de mobile, ou choisissez un autre moyen.']);
    expect(contact.parse({ preferred: 'sms', phone: '74 12 34' }).phone).toBe('+687741234');
  });
});

describe('un seul schéma pour le formulaire, le CSV et le JSON', () => {
  test('chaque champ a son libellé français et aucun ne se montre sous son nom de code', () => {
    for (const field of fieldsOf(form)) if (field.control !== 'hidden') expect(field.label, field.path).toMatch(/^[A-ZÀÉÊÎ]/);
    expect(fieldsOf(form).find(({ path }) => path === 'address.commune')).toMatchObject({ control: 'select', options: expect.arrayContaining([{ value: '98818', label: 'Nouméa' }]) });
    expect(fieldsOf(form).find(({ path }) => path === 'buyer.birthDate')?.control).toBe('partial-date');
    expect(fieldsOf(form).find(({ path }) => path === 'buyer.kind')?.options?.map(({ label }) => label)[0]).toBe('Une personne');
  });

  const text = fc.constantFrom('Exemple', 'Modèle', 'L’Essai', 'Démo-Fictif', 'Wénéré');
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const anyPerson = fc.oneof(
    fc.record({
      kind: fc.constant('natural'), familyName: text, givenNames: optional(text), usageName: optional(text), birthPlace: optional(text), sex: optional(fc.constantFrom('female', 'male')),
      birthDate: fc.constantFrom({ precision: 'about', value: '1948' }, { precision: 'month', value: '1971-03' }, { precision: 'day', value: '1990-06-30' }),
      civilStatus: fc.constant('customary'), customaryNumber: text,
    }),
    fc.record({ kind: fc.constant('company'), legalName: text, ridet: fc.constant('0999999'), form: fc.constantFrom('SARL', 'EI'), representativeName: optional(text) }),
    fc.record({ kind: fc.constant('gdpl'), legalName: text, tribe: optional(text), representativeName: text }),
    fc.record({ kind: fc.constant('association'), legalName: text, registration: optional(text) }),
    fc.record({ kind: fc.constant('public-body'), legalName: text, level: fc.constantFrom('commune', 'province') }),
    fc.record({ kind: fc.constant('indivision'), legalName: text, origin: fc.constantFrom('succession', 'customary') }),
  );

  test('propriété : toute personne fait l’aller-retour objet → à plat → objet', () => {
    fc.assert(
      fc.property(anyPerson, (buyer) => {
        const input = { buyer, address: { commune: '98818', placeKind: 'street', place: '1 rue des Essais' }, contact: { preferred: 'letter' } };
        const known = form.parse(input);
        expect(validate(form, unflatten(form, flatten(form, known)))).toEqual({ ok: true, input: known });
      }),
      { seed: 33, numRuns: 200 },
    );
  });
});
