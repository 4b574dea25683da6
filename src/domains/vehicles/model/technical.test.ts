import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from '../../../core/demarche/fields.ts';
import { flatten, unflatten, validate } from '../../../core/demarche/flat.ts';
import { parsePartialDate } from '../../../core/values/partial-date.ts';
import { bodies, energies, familyOf, kinds } from './codes.ts';
import { plausibility, unknownZeros } from './plausibility.ts';
import { fieldsFor, knownNumber, technical, technicalFields, type Technical, type TechnicalKey } from './technical.ts';

const today = '2026-11-23';
const codes = (data: Technical) => plausibility(data, today).map(({ code, field }) => `${field} ${code}`);
const pickup: Technical = {
  B: { precision: 'month', value: '2019-06' }, 'D.1': 'TOYOTA', 'D.3': 'HILUX', 'F.1': 3210, 'F.2': 3210, 'F.3': 6410, G: 2095, 'G.1': 2020,
  J: 'N1G', 'J.1': 'CTTE', 'J.3': 'PICK-UP', 'P.1': 2393, 'P.2': 110, 'P.3': 'GO', 'P.6': 9, 'S.1': 5, 'U.1': 79, 'U.2': 2550, 'V.7': 204, R: 'BLANC',
};

describe('données techniques par code harmonisé (directive 1999/37/CE)', () => {
  test('chaque champ porte sa lettre et son libellé français', () => {
    expect(technicalFields.map(({ key }) => key)).toEqual(technicalFields.map(({ letter }) => letter));
    expect(technicalFields).toHaveLength(27);
    expect(fieldsOf(technical).map(({ letter }) => letter)).toEqual(technicalFields.map(({ letter }) => letter));
    expect(fieldsOf(technical).find(({ letter }) => letter === 'P.3')?.options).toContainEqual({ value: 'GO', label: 'Gazole' });
    for (const { label, key } of technicalFields) expect(label, key).toMatch(/^[A-ZÉ]/);
  });

  test('une remorque n’a ni moteur ni places, une moto n’a pas de PTRA', () => {
    const keys = (kind: string) => fieldsFor(familyOf(kind)).map(({ key }) => key);
    expect(keys('REM')).not.toEqual(expect.arrayContaining(['P.1']));
    expect(keys('REM')).not.toEqual(expect.arrayContaining(['S.1']));
    expect(keys('MTT2')).not.toEqual(expect.arrayContaining(['F.3']));
    expect(keys('MTT2')).toEqual(expect.arrayContaining(['Q']));
    expect(fieldsFor(undefined)).toHaveLength(27);
  });

  test('quatre familles et les remorques ; un genre inconnu n’en a aucune, et n’est pas refusé', () => {
    expect(['VP', 'TRA', 'MTL', 'CL', 'SREM'].map(familyOf)).toEqual(['motor', 'machine', 'motorcycle', 'moped', 'trailer']);
    expect(familyOf('constructor')).toBeUndefined();
    expect(technical.safeParse({ 'J.1': 'ZZZ' }).success).toBe(true);
    expect(codes({ 'J.1': 'ZZZ' })).toEqual(['J.1 code-hors-liste']);
  });

  test('un pick-up ordinaire n’appelle aucune remarque', () => {
    expect(plausibility(pickup, today)).toEqual([]);
  });

  test('zéro veut dire inconnu ; mais 0 g/km est vrai pour un véhicule électrique', () => {
    expect(knownNumber({ 'F.2': 0 }, 'F.2')).toBeUndefined();
    expect(knownNumber({ 'V.7': 0, 'P.3': 'EL' }, 'V.7')).toBe(0);
    expect(knownNumber({ 'V.7': 0, 'P.3': 'GO' }, 'V.7')).toBeUndefined();
    expect(unknownZeros({ 'F.2': 0, 'S.2': 0, 'P.1': 2393 })).toEqual(['F.2']);
    expect(codes({ 'F.2': 0, G: 0, 'P.1': 0 })).toEqual([]);
  });

  test('seul l’impossible est une erreur', () => {
    expect(plausibility({ B: { precision: 'year', value: '2031' } }, today)[0]).toMatchObject({ severity: 'error', code: 'date-future' });
    expect(plausibility({ B: { precision: 'year', value: '2026' } }, today)).toEqual([]);
    expect(technical.safeParse({ 'F.2': -1 }).error?.issues[0]?.message).toBe('Un nombre ne peut pas être négatif.');
    expect(technical.safeParse({ 'F.2': 1250.5 }).error?.issues[0]?.message).toBe('Indiquez un nombre entier.');
  });

  test('les incohérences connues des registres sont dites en français', () => {
    expect(codes({ ...pickup, 'G.1': 28500, 'F.2': 130 })).toEqual(expect.arrayContaining(['G.1 masses-incoherentes']));
    expect(codes({ 'F.2': 3920, 'F.3': 1500 })).toEqual(['F.2 masses-incoherentes']);
    expect(codes({ 'P.3': 'EL', 'P.1': 1600, 'V.7': 120 })).toEqual(['P.1 cylindree-electrique', 'V.7 co2-electrique']);
    expect(codes({ 'J.1': 'VP', 'S.1': 20 })).toEqual(['S.1 places-vp']);
    expect(codes({ 'J.1': 'CL', 'P.1': 125 })).toEqual(['P.1 cyclomoteur-cylindree']);
    expect(codes({ 'P.2': 44.1, G: 220, Q: 0.02 })).toEqual(['Q rapport-puissance-masse']);
    expect(codes({ 'D.2': 'ORIGINAL', K: 'SANS', 'D.3': 'NON DEFINI', R: 'NOIR CLAIR' }))
      .toEqual(['D.2 valeur-de-remplissage', 'D.3 valeur-de-remplissage', 'K valeur-de-remplissage', 'R couleur-etrange']);
    expect(codes({ 'U.1': 893 })).toEqual(['U.1 valeur-inhabituelle']);
  });

  test('propriété : les données font l’aller-retour objet → à plat → objet', () => {
    const form = z.object({ technical });
    const anyData = fc.record({
      B: fc.constantFrom({ precision: 'about', value: '1948' }, { precision: 'month', value: '2019-06' }),
      'D.1': fc.constantFrom('TOYOTA', 'B.M.W.', 'CITROËN'), 'D.2.1': fc.constant('M10TYTVP000A001'), 'F.2': fc.nat({ max: 60_000 }), G: fc.nat({ max: 9000 }), 'G.1': fc.nat({ max: 9000 }),
      'P.1': fc.constantFrom(49.9, 1998, 0), 'J.1': fc.constantFrom(...Object.keys(kinds)), 'P.3': fc.constantFrom(...Object.keys(energies)), 'J.3': fc.constantFrom(...Object.keys(bodies)),
    }, { requiredKeys: [] });
    fc.assert(fc.property(anyData, (data) => {
      const input = form.parse({ technical: data });
      const back = unflatten(form, flatten(form, input));
      expect(validate(form, { technical: {}, ...back })).toEqual({ ok: true, input });
    }), { seed: 1999, numRuns: 200 });
  });
});

const file = new URL('../../../../../shared/data/fr_siv_vehicules.csv', import.meta.url);
const columns: Record<TechnicalKey, string> = {
  B: 'mois_premiere_immat', 'D.1': 'marque', 'D.2': 'tvv', 'D.2.1': 'num_cnit', 'D.3': 'nom_commercial', 'F.1': 'pt_tech_adm_f1', 'F.2': 'ptac_f2', 'F.3': 'ptra_f3',
  G: 'pt_service_g', 'G.1': 'ptav_g1', J: 'CTEC_RLIB_CATEGORIE', 'J.1': 'CTEC_RLIB_GENRE', 'J.2': 'CTEC_RLIB_CARROSSERIE_CE', 'J.3': 'CTEC_RLIB_CARROSSERIE_NAT', K: 'cveh_num_reception',
  'P.1': 'CTEC_CYLINDREE', 'P.2': 'CTEC_PUISSANCE_NETTE', 'P.3': 'CTEC_RLIB_ENERGIE', 'P.6': 'CTEC_PUISS_CV', Q: 'CTEC_RAPPORT_PUIS_MASSE', 'S.1': 'CTEC_PLACES_ASSISES', 'S.2': 'CTEC_PLACES_DEBOUT',
  'U.1': 'CTEC_NIVEAU_SONORE', 'U.2': 'CTEC_VITESSE_MOTEUR', 'V.7': 'CTEC_CO2', 'V.9': 'CTEC_RLIB_POLLUTION', R: 'couleur',
};

describe.skipIf(!existsSync(file))('les 2 059 véhicules réels de shared/data (sauté quand le dossier est absent)', () => {
  test('tous entrent dans le schéma ; leurs valeurs absurdes sont dites, aucune n’est refusée', () => {
    const rows: Record<string, string>[] = existsSync(file) ? parse(readFileSync(file), { columns: true }) : [];
    const remarks = new Map<string, number>();
    for (const row of rows) {
      const entries = technicalFields.flatMap(({ key, type }) => {
        const raw = row[columns[key]] ?? '';
        return raw === '' ? [] : [[key, type === 'number' ? Number(raw) : type === 'partial-date' ? parsePartialDate(raw) : raw]];
      });
      const read = technical.safeParse(Object.fromEntries(entries));
      expect(read.error, row['vehicule']).toBeUndefined();
      for (const { code, severity } of plausibility(read.data ?? {}, today)) {
        expect(severity, row['vehicule']).toBe('advice');
        remarks.set(code, (remarks.get(code) ?? 0) + 1);
      }
    }
    expect(rows).toHaveLength(2059);
    expect(remarks.get('couleur-etrange')).toBe(98);
    expect([...remarks.keys()]).toEqual(expect.arrayContaining(['masses-incoherentes', 'valeur-inhabituelle', 'valeur-de-remplissage', 'rapport-puissance-masse']));
    // Every genre and energy of these files is in the lists.
    expect(remarks.get('code-hors-liste') ?? 0).toBe(0);
  });
});
