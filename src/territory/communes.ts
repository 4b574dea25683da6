import { z } from 'zod';
import { fold } from '../core/values/text.ts';

export type Province = 'sud' | 'nord' | 'iles';

/** A commune by its INSEE code: the fiscal commune of a holder, whose redevance it receives. */
export type Commune = {
  readonly insee: string;
  readonly name: string;
  readonly province: Province;
  /** Other names met in registers, on the post office's list or in the local languages. */
  readonly aliases?: readonly string[];
};

export const provinceNames: Record<Province, string> = {
  sud: 'Province Sud',
  nord: 'Province Nord',
  iles: 'Province des îles Loyauté',
};

/** The 33 communes (code officiel géographique). Poya lies in two provinces; it is counted with the North. */
export const communes: readonly Commune[] = [
  { insee: '98801', name: 'Belep', province: 'nord' },
  { insee: '98802', name: 'Bouloupari', province: 'sud' },
  { insee: '98803', name: 'Bourail', province: 'sud' },
  { insee: '98804', name: 'Canala', province: 'nord' },
  { insee: '98805', name: 'Dumbéa', province: 'sud' },
  { insee: '98806', name: 'Farino', province: 'sud' },
  { insee: '98807', name: 'Hienghène', province: 'nord' },
  { insee: '98808', name: 'Houaïlou', province: 'nord' },
  { insee: '98809', name: "L'Île-des-Pins", province: 'sud', aliases: ['Kunié'] },
  { insee: '98810', name: 'Kaala-Gomen', province: 'nord' },
  { insee: '98811', name: 'Koné', province: 'nord', aliases: ['Koohnê'] },
  { insee: '98812', name: 'Koumac', province: 'nord' },
  { insee: '98813', name: 'La Foa', province: 'sud' },
  { insee: '98814', name: 'Lifou', province: 'iles', aliases: ['Drehu'] },
  { insee: '98815', name: 'Maré', province: 'iles', aliases: ['Nengone'] },
  { insee: '98816', name: 'Moindou', province: 'sud' },
  { insee: '98817', name: 'Le Mont-Dore', province: 'sud', aliases: ['Mont-Dore'] },
  { insee: '98818', name: 'Nouméa', province: 'sud' },
  { insee: '98819', name: 'Ouégoa', province: 'nord' },
  { insee: '98820', name: 'Ouvéa', province: 'iles', aliases: ['Iaai'] },
  { insee: '98821', name: 'Païta', province: 'sud' },
  { insee: '98822', name: 'Poindimié', province: 'nord' },
  { insee: '98823', name: 'Ponérihouen', province: 'nord' },
  { insee: '98824', name: 'Pouébo', province: 'nord' },
  { insee: '98825', name: 'Pouembout', province: 'nord' },
  { insee: '98826', name: 'Poum', province: 'nord' },
  { insee: '98827', name: 'Poya', province: 'nord' },
  { insee: '98828', name: 'Sarraméa', province: 'sud' },
  { insee: '98829', name: 'Thio', province: 'sud' },
  { insee: '98830', name: 'Touho', province: 'nord' },
  { insee: '98831', name: 'Voh', province: 'nord' },
  { insee: '98832', name: 'Yaté', province: 'sud' },
  { insee: '98833', name: 'Kouaoua', province: 'nord' },
];

const byInsee = new Map(communes.map((commune) => [commune.insee, commune]));
const byName = new Map(communes.flatMap((commune) => [commune.name, ...(commune.aliases ?? [])].map((name) => [nameKey(name), commune])));

/** Schema of a fiscal commune. A postcode of the same shape (98830 is Dumbéa's) is a different commune here. */
export const communeCode = /* @__PURE__ */ (() => z.enum(communes.map(({ insee }) => insee) as [string, ...string[]], {
  error: ({ input }) => (input === undefined || input === '' ? 'Choisissez une commune.' : 'Choisissez une commune de Nouvelle-Calédonie.'),
}))();

/** @returns the commune of an INSEE code, never of a postcode; undefined when unknown. */
export function commune(insee: string): Commune | undefined {
  return byInsee.get(insee);
}

/** @returns the commune of a name as typed ('MONT DORE', 'Koohnê', 'ile des pins'); undefined when unknown. */
export function communeByName(name: string): Commune | undefined {
  return byName.get(nameKey(name));
}

/** Articles come and go between sources: 'LE MONT DORE', 'Mont-Dore'. La Foa keeps its own: no other commune is Foa. */
function nameKey(name: string): string {
  return fold(name).replace(/^(l|le|la|les) /, '').replace(/^bouloupar(i|is)$/, 'bouloupari');
}
