import { describe, expect, test } from 'vitest';
import type { KnownPerson, Person, Power, PowerKind, Situation } from '../model/index.ts';
import { powerToSign } from './sign.ts';

const on = '2026-11-23';
const proof = { kind: 'Jugement', number: '26/001' };
const known = (id: string, person: Person, ...situations: Situation[]): KnownPerson => ({ id, person, situations, pastNames: [] });
const natural = (id: string, birth: string, ...situations: Situation[]) =>
  known(id, { kind: 'natural', familyName: `Exemple-${id}`, birthDate: { precision: birth.length === 4 ? 'year' : 'day', value: birth }, civilStatus: 'common' }, ...situations);
const gives = (kind: PowerKind, grantor: string, holder: string, more: Partial<Power> = {}): Power => ({ kind, grantor, holder, acts: 'any', from: '2026-01-01', to: null, proof, ...more });
const code = (result: ReturnType<typeof powerToSign>) => (result.ok ? result.as : result.missing.code);

const adult = natural('a', '1980-05-04');
const other = natural('b', '1985-01-02');
const child = natural('c', '2010-06-01');

describe('qui peut signer (capacité et représentation : textes à confirmer)', () => {
  test('un majeur signe pour lui-même', () => {
    expect(powerToSign(adult, adult, [], on)).toEqual({ ok: true, as: 'self', together: [] });
  });

  test('un tiers a besoin d’un mandat, en cours, pour cet acte', () => {
    expect(code(powerToSign(adult, other, [], on))).toBe('mandat-manquant');
    const mandate = gives('mandate', 'a', 'b', { acts: ['mutation'], to: '2026-12-31' });
    expect(code(powerToSign(adult, other, [mandate], on, { act: 'mutation' }))).toBe('mandate');
    expect(code(powerToSign(adult, other, [mandate], on, { act: 'cession' }))).toBe('mandat-manquant');
    expect(code(powerToSign(adult, other, [mandate], '2026-12-31', { act: 'mutation' }))).toBe('mandat-manquant');
  });

  test('un mineur : son représentant légal signe, jamais lui, et un mineur ne signe pas pour autrui', () => {
    expect(code(powerToSign(child, child, [], on))).toBe('representant-mineur-manquant');
    expect(code(powerToSign(child, adult, [gives('parental', 'c', 'a')], on))).toBe('parental');
    expect(code(powerToSign(adult, child, [gives('mandate', 'a', 'c')], on))).toBe('signataire-incapable');
    expect(code(powerToSign(child, child, [], '2028-06-01'))).toBe('self');
    expect(code(powerToSign(natural('e', '2010-06-01', { kind: 'emancipated', from: '2026-07-01', to: null, proof }), natural('e', '2010-06-01'), [], on))).toBe('self');
  });

  test('né « en 2008 » : majeur ou mineur, on ne devine pas, un agent établit l’âge', () => {
    const unsure = natural('d', '2008');
    expect(code(powerToSign(unsure, unsure, [], on))).toBe('age-a-etablir');
    expect(code(powerToSign(unsure, unsure, [], '2027-01-01'))).toBe('self');
  });

  test('tutelle : le tuteur signe ; curatelle : la personne et son curateur ; sauvegarde : elle seule', () => {
    const under = (regime: 'tutelle' | 'curatelle' | 'sauvegarde') => natural('p', '1950-01-01', { kind: 'protected', regime, from: '2025-01-01', to: null, proof });
    expect(code(powerToSign(under('tutelle'), under('tutelle'), [], on))).toBe('tuteur-manquant');
    expect(code(powerToSign(under('tutelle'), adult, [gives('tutelle', 'p', 'a')], on))).toBe('tutelle');
    expect(code(powerToSign(under('curatelle'), under('curatelle'), [], on))).toBe('curateur-manquant');
    expect(powerToSign(under('curatelle'), under('curatelle'), [gives('curatelle', 'p', 'a')], on)).toEqual({ ok: true, as: 'self', together: ['a'] });
    expect(code(powerToSign(under('sauvegarde'), under('sauvegarde'), [], on))).toBe('self');
    expect(code(powerToSign(under('tutelle'), under('tutelle'), [], '2024-12-31'))).toBe('self');
  });

  test('décès : héritiers ou notaire, sur acte de notoriété ou acte coutumier ; un ancien mandat est tombé', () => {
    const dead = natural('x', '1930-01-01', { kind: 'deceased', on: { precision: 'month', value: '2026-02' }, proof });
    expect(code(powerToSign(dead, other, [gives('mandate', 'x', 'b')], on))).toBe('pouvoir-succession-manquant');
    expect(code(powerToSign(dead, other, [gives('heir', 'x', 'b')], on))).toBe('heir');
    const missing = powerToSign(dead, other, [], on);
    expect(!missing.ok && missing.missing.clearedBy.how).toContain('Acte coutumier de succession');
  });

  test('société, GDPL, association, administration : chacun sa preuve de pouvoir, nommée quand elle manque', () => {
    const cases: [Person, PowerKind, string][] = [
      [{ kind: 'company', legalName: 'Garage Modèle', ridet: '0999999', form: 'SARL' }, 'legal-representative', 'pouvoir-societe-manquant'],
      [{ kind: 'gdpl', legalName: 'GDPL Exemple', representativeName: 'Exemple' }, 'gdpl-mandate', 'mandat-gdpl-manquant'],
      [{ kind: 'association', legalName: 'Les Essais' }, 'association-officer', 'pouvoir-association-manquant'],
      [{ kind: 'public-body', legalName: 'Mairie de Démo', level: 'commune' }, 'public-authority', 'delegation-manquante'],
    ];
    for (const [person, kind, missing] of cases) {
      expect(code(powerToSign(known('o', person), adult, [], on))).toBe(missing);
      expect(code(powerToSign(known('o', person), adult, [gives(kind, 'o', 'a')], on))).toBe(kind);
    }
  });

  test('indivision : tous signent, ou leur mandataire commun', () => {
    const estate = known('i', { kind: 'indivision', legalName: 'Indivision Exemple', origin: 'succession' }, { kind: 'members', personIds: ['a', 'b'], from: '2026-01-01', to: null, proof });
    expect(powerToSign(estate, adult, [], on)).toEqual({ ok: true, as: 'member', together: ['b'] });
    expect(code(powerToSign(estate, natural('z', '1990-01-01'), [], on))).toBe('mandat-indivision-manquant');
    expect(powerToSign(estate, adult, [gives('indivision-mandate', 'i', 'a')], on)).toMatchObject({ ok: true, together: [] });
  });
});
