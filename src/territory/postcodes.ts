import { z } from 'zod';
import { commune, type Commune } from './communes.ts';

/**
 * Postcodes of the post office (2020). TRAP: they share the range 988xx with INSEE codes and often clash: 98809 is
 * Le Mont-Dore's postcode and L'Île-des-Pins' INSEE code. Never read one as the other; never derive the fiscal commune
 * from a postcode without asking. CEDEX and post-box offices are not in the list, so an unlisted 988xx is accepted.
 */
const lines: readonly (readonly [postcode: string, insee: string, locality?: string])[] = [
  ['98811', '98801'],
  ['98812', '98802'],
  ['98870', '98803'],
  ['98813', '98804'],
  ['98830', '98805'],
  ['98835', '98805'],
  ['98836', '98805', 'Dumbéa GA'],
  ['98837', '98805'],
  ['98839', '98805'],
  ['98881', '98806'],
  ['98815', '98807'],
  ['98816', '98808'],
  ['98838', '98808', 'Poro'],
  ['98832', '98809', 'Vao'],
  ['98817', '98810'],
  ['98859', '98811'],
  ['98860', '98811'],
  ['98850', '98812'],
  ['98880', '98813'],
  ['98820', '98814', 'Wé'],
  ['98884', '98814', 'Chépénéhé'],
  ['98885', '98814', 'Mou'],
  ['98828', '98815', 'Tadine'],
  ['98878', '98815', 'La Roche'],
  ['98819', '98816'],
  ['98809', '98817'],
  ['98810', '98817'],
  ['98874', '98817', 'Pont-des-Français'],
  ['98875', '98817', 'Plum'],
  ['98876', '98817', 'La Coulée'],
  ['98800', '98818'],
  ['98821', '98819'],
  ['98814', '98820', 'Fayaoué'],
  ['98840', '98821', 'Tontouta'],
  ['98889', '98821'],
  ['98890', '98821'],
  ['98822', '98822'],
  ['98823', '98823'],
  ['98824', '98824'],
  ['98825', '98825'],
  ['98826', '98826'],
  ['98827', '98827'],
  ['98877', '98827', 'Népoui'],
  ['98882', '98828'],
  ['98829', '98829'],
  ['98831', '98830'],
  ['98833', '98831'],
  ['98883', '98831', 'Ouaco'],
  ['98834', '98832'],
  ['98818', '98833'],
];

/** Schema of a local postcode. */
export const postcode = /* @__PURE__ */ (() => z.string().regex(/^988\d{2}$/, 'Indiquez un code postal de Nouvelle-Calédonie, par exemple 98800.'))();

export type PostOffice = { readonly postcode: string; readonly commune: Commune; readonly locality: string };

/** Every postcode with the commune that it serves, to offer in forms. */
export const postOffices: readonly PostOffice[] = lines.flatMap(([code, insee, locality]) => {
  const served = commune(insee);
  return served ? [{ postcode: code, commune: served, locality: locality ?? served.name }] : [];
});

/** @returns the postcodes that serve a commune, the usual one first. */
export function postcodesOf(insee: string): readonly string[] {
  return postOffices.filter((office) => office.commune.insee === insee).map((office) => office.postcode);
}

/** @returns the commune that a postcode serves, as a suggestion; undefined when not listed. */
export function communeServedBy(code: string): Commune | undefined {
  return postOffices.find((office) => office.postcode === code)?.commune;
}
