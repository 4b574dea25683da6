import { z } from 'zod';
import { partialDate } from '../../../core/values/partial-date.ts';
import { bodies, energies, kinds, optionsOf, type Family } from './codes.ts';

/** What a technical field says of itself, for forms, papers, the API and the checks. */
export type TechnicalMeta = {
  label: string;
  /** Harmonised code: the key itself. */
  letter: string;
  unit?: string;
  hint?: string;
  width?: number;
  control?: 'select';
  options?: Record<string, string>;
  /** Usual values, as advice. Outside is shown to a person, never refused. */
  usual?: readonly [min: number, max: number];
  /** True when 0 stands for « inconnu » in registers: half of the legacy values. */
  zeroIsUnknown?: true;
  /** Families that the field means something for; all when absent. */
  families?: readonly Family[];
  examples?: readonly string[];
  /** Few papers fill it: the section of the folded part of a form where it waits. */
  rare?: string;
};

const text = (letter: string, label: string, max: number, more: Partial<TechnicalMeta> = {}) =>
  z.string().trim().min(1, 'Ne laissez pas ce champ vide.').max(max, `${max} caractères au plus.`).optional().meta({ letter, label, ...more } satisfies TechnicalMeta);
const code = (letter: string, label: string, options: Record<string, string>, more: Partial<TechnicalMeta> = {}) =>
  z.string().trim().min(1).max(12, '12 caractères au plus.').optional().meta({ letter, label, control: 'select', options, ...more } satisfies TechnicalMeta);

const RECEPTION = { rare: 'Type et réception' };
const MASSES = { rare: 'Masses' };
const ENGINE = { rare: 'Moteur et places' };
const NOISE = { rare: 'Bruit et environnement' };

const fits = 'Cette valeur ne tient pas sur le certificat.';
const whole = (letter: string, label: string, unit: string, most: number, usual: readonly [number, number], more: Partial<TechnicalMeta> = {}) =>
  z.int('Indiquez un nombre entier.').min(0, 'Un nombre ne peut pas être négatif.').max(most, fits).optional()
    .meta({ letter, label, unit, usual, zeroIsUnknown: true, width: 5, ...more } satisfies TechnicalMeta);
const decimal = (letter: string, label: string, unit: string, most: number, usual: readonly [number, number], more: Partial<TechnicalMeta> = {}) =>
  z.number('Indiquez un nombre.').min(0, 'Un nombre ne peut pas être négatif.').max(most, fits).optional()
    .meta({ letter, label, unit, usual, zeroIsUnknown: true, width: 5, ...more } satisfies TechnicalMeta);

const powered: readonly Family[] = ['motor', 'machine', 'motorcycle', 'moped'];
const large: readonly Family[] = ['motor', 'machine', 'trailer'];

/**
 * Technical data, keyed by harmonised code (Directive 1999/37/EC; P.6, G.1, J.1, J.3 are national). Every value may be
 * absent: old files know little, and an absent value is better than an invented one. Codes are texts, so that a legacy
 * code of no list is kept and shown as such.
 */
export const technical = z.object({
  B: partialDate.optional().meta({ letter: 'B', label: 'Première mise en circulation', hint: '27/03/1971, mars 1971 ou 1971.', examples: ['2026-01'] } satisfies TechnicalMeta),
  'D.1': text('D.1', 'Marque', 40, { examples: ['MARQUE'] }),
  'D.2': text('D.2', 'Type, variante, version', 120, RECEPTION),
  'D.2.1': text('D.2.1', 'Code national d’identification du type (CNIT)', 20, RECEPTION),
  'D.3': text('D.3', 'Dénomination commerciale', 60, { examples: ['MODELE'] }),
  'F.1': whole('F.1', 'Masse en charge maximale techniquement admissible', 'kg', 200_000, [100, 60_000], { families: large, ...MASSES }),
  'F.2': whole('F.2', 'Masse en charge maximale admissible (PTAC)', 'kg', 200_000, [100, 60_000], { examples: ['3000'] }),
  'F.3': whole('F.3', 'Masse maximale de l’ensemble (PTRA)', 'kg', 300_000, [500, 120_000], { families: ['motor', 'machine'], ...MASSES }),
  G: whole('G', 'Masse en service', 'kg', 200_000, [50, 40_000], MASSES),
  'G.1': whole('G.1', 'Poids à vide national', 'kg', 200_000, [40, 40_000], MASSES),
  J: text('J', 'Catégorie CE', 10, RECEPTION),
  'J.1': code('J.1', 'Genre national', optionsOf(kinds), { examples: ['CTTE'] }),
  'J.2': text('J.2', 'Carrosserie CE', 10, RECEPTION),
  'J.3': code('J.3', 'Carrosserie nationale', optionsOf(bodies)),
  K: text('K', 'Numéro de réception', 40, RECEPTION),
  'P.1': decimal('P.1', 'Cylindrée', 'cm³', 100_000, [40, 20_000], { families: powered, ...ENGINE }),
  'P.2': decimal('P.2', 'Puissance nette maximale', 'kW', 5_000, [0.5, 600], { families: powered, ...ENGINE }),
  'P.3': code('P.3', 'Énergie', optionsOf(energies), { examples: ['GO'] }),
  'P.6': whole('P.6', 'Puissance administrative', 'CV', 200, [1, 100], { families: powered }),
  Q: decimal('Q', 'Rapport puissance/masse', 'kW/kg', 20, [0.02, 1.5], { families: ['motorcycle'], ...ENGINE }),
  'S.1': whole('S.1', 'Places assises, conducteur compris', 'places', 200, [1, 100], { families: powered }),
  'S.2': whole('S.2', 'Places debout', 'places', 200, [0, 120], { families: ['motor'], ...ENGINE }),
  'U.1': whole('U.1', 'Niveau sonore à l’arrêt', 'dB(A)', 999, [40, 115], { families: powered, ...NOISE }),
  'U.2': whole('U.2', 'Régime du moteur à la mesure du bruit', 'tr/min', 30_000, [500, 15_000], { families: powered, ...NOISE }),
  'V.7': whole('V.7', 'Émission de CO₂', 'g/km', 2_000, [1, 600], { families: powered, ...NOISE }),
  'V.9': text('V.9', 'Classe environnementale', 40, { families: powered, ...NOISE }),
  R: text('R', 'Couleur', 30),
});

export type Technical = z.infer<typeof technical>;
export type TechnicalKey = keyof Technical;

export type TechnicalField = TechnicalMeta & { readonly key: TechnicalKey; readonly type: 'text' | 'code' | 'number' | 'partial-date' };

/** Every field with its words and bounds, in the order of the certificate. */
export const technicalFields: readonly TechnicalField[] = (Object.keys(technical.shape) as TechnicalKey[]).map((key) => {
  const meta = technical.shape[key].meta() as unknown as TechnicalMeta;
  const type = key === 'B' ? 'partial-date' : meta.unit ? 'number' : meta.options ? 'code' : 'text';
  return { ...meta, key, type };
});

/** @returns the fields that mean something for a family; all of them when the family is not known. */
export function fieldsFor(family: Family | undefined): readonly TechnicalField[] {
  return technicalFields.filter(({ families }) => families === undefined || family === undefined || families.includes(family));
}

/** @returns the number when it is known: absent and « 0 = inconnu » both give undefined. Zero CO₂ is real for electricity. */
export function knownNumber(data: Technical, key: TechnicalKey): number | undefined {
  const value = data[key];
  if (typeof value !== 'number') return undefined;
  if (value !== 0) return value;
  const real = key === 'S.2' || (key === 'V.7' && ['EL', 'H2', 'AC'].includes(data['P.3'] ?? ''));
  return real ? 0 : undefined;
}
