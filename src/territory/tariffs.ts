import type { Francs } from '../core/values/money.ts';
import type { LawDate } from '../core/values/time.ts';
import { communes } from './communes.ts';
import { line, placeholder, standsOn, type Dated } from './dated.ts';

export type TariffCode =
  | 'approval-new' | 'approval-used' | 'approval-transformation'
  | 'first-registration' | 'transfer' | 'duplicate' | 'address-change' | 'name-change' | 'co-holder' | 'lease'
  | 'technical-change' | 'usage-change' | 'new-number' | 'provisional' | 'dealer-number' | 'stock-purchase'
  | 'status-certificate' | 'attestation' | 'history' | 'export' | 'destruction' | 'cancellation'
  | 'municipal-fee';

/** What the price may depend on, besides the day. */
export type TariffContext = {
  /** INSEE code of the holder's commune, for the redevance communale. */
  readonly commune?: string;
  /** Motorcycles, tricycles, quads and mopeds pay the lower line; anything else the higher. */
  readonly wheels?: 'two-or-three' | 'four-or-more';
};

/** One line of a receipt: it says its text and its formula, so that it can be recomputed years later. */
export type TariffLine = Dated & {
  readonly code: TariffCode;
  readonly label: string;
  readonly amount: Francs;
  readonly formula: string;
};

type Price = Francs | { byWheels: { few: Francs; many: Francs } } | { byCommune: Readonly<Record<string, Francs>> };
type Entry = Dated & { code: TariffCode; label: string; price: Price };

const entry = (code: TariffCode, label: string, price: Price, dated: Dated): Entry => ({ code, label, price, ...dated });
const unseen = placeholder('grille-tarifaire');

/** The unit price by commune was seen nowhere: three plausible levels, all placeholders. Two communes may have none. */
const redevance = Object.fromEntries(
  communes.map(({ insee }) => [insee, insee === '98818' ? 7_000 : ['98805', '98817', '98821'].includes(insee) ? 6_000 : 5_000]),
);

const tariffs: readonly Entry[] = [
  entry('approval-new', 'Homologation d’un véhicule neuf', { byWheels: { few: 20_000, many: 30_000 } }, line('homologation')),
  entry('approval-used', 'Homologation d’un véhicule d’occasion importé', { byWheels: { few: 1_500, many: 3_000 } }, line('homologation')),
  // Only the prices of new and used vehicles are published.
  entry('approval-transformation', 'Homologation d’un véhicule transformé', { byWheels: { few: 1_500, many: 3_000 } }, placeholder('homologation')),
  entry('address-change', 'Changement d’adresse', 0, line('adresse-gratuite')),
  entry('first-registration', 'Première immatriculation', 4_000, unseen),
  entry('transfer', 'Changement de titulaire', 4_000, unseen),
  entry('duplicate', 'Duplicata du certificat', 3_000, unseen),
  entry('name-change', 'Changement d’état civil ou de raison sociale', 0, unseen),
  entry('co-holder', 'Ajout ou retrait d’un co-titulaire', 2_000, unseen),
  entry('lease', 'Début ou fin de location', 2_000, unseen),
  entry('technical-change', 'Modification technique', 2_000, unseen),
  entry('usage-change', 'Changement d’usage', 2_000, unseen),
  entry('new-number', 'Nouveau numéro après vol ou usurpation de plaques', 0, unseen),
  entry('provisional', 'Certificat provisoire', 1_000, unseen),
  entry('dealer-number', 'Numéro W garage, pour un an', 10_000, unseen),
  entry('stock-purchase', 'Achat par un professionnel, pour revente', 1_000, unseen),
  entry('status-certificate', 'Certificat de situation administrative', 500, unseen),
  entry('attestation', 'Attestation', 500, unseen),
  entry('history', 'Historique du véhicule', 500, unseen),
  entry('export', 'Déclaration d’exportation', 0, unseen),
  entry('destruction', 'Déclaration de destruction', 0, unseen),
  entry('cancellation', 'Annulation d’une cession', 0, unseen),
  entry('municipal-fee', 'Redevance communale d’immatriculation', { byCommune: redevance }, placeholder('redevance-communale')),
];

/**
 * @returns the line of a tariff as the law of that day sets it.
 * @throws RangeError when no line stands, or when the price needs a commune or a number of wheels that is not given.
 */
export function tariff(code: TariffCode, on: LawDate, context: TariffContext = {}): TariffLine {
  const found = tariffs.find((candidate) => candidate.code === code && standsOn(candidate, on));
  if (found === undefined) throw new RangeError(`no tariff ${code} on ${on}`);
  const { price, ...rest } = found;
  return { ...rest, ...priced(price, context, code) };
}

/** @returns the whole grid on a day, one line per price, for the page of tariffs. */
export function tariffGrid(on: LawDate): readonly (TariffLine & { readonly detail: string })[] {
  return tariffs.filter((candidate) => standsOn(candidate, on)).flatMap(({ code, price }) => {
    if (typeof price === 'number') return [{ ...tariff(code, on), detail: '' }];
    if ('byWheels' in price) {
      return (['four-or-more', 'two-or-three'] as const).map((wheels) => ({ ...tariff(code, on, { wheels }), detail: wheelWords[wheels] }));
    }
    return communes.map(({ insee, name }) => ({ ...tariff(code, on, { commune: insee }), detail: name }));
  });
}

const wheelWords = { 'four-or-more': 'quatre roues et plus', 'two-or-three': 'deux ou trois roues' } as const;

function priced(price: Price, { commune, wheels }: TariffContext, code: TariffCode): { amount: Francs; formula: string } {
  if (typeof price === 'number') return { amount: price, formula: price === 0 ? 'gratuit' : 'montant fixe par acte' };
  if ('byWheels' in price) {
    if (wheels === undefined) throw new RangeError(`${code}: number of wheels needed`);
    return { amount: wheels === 'two-or-three' ? price.byWheels.few : price.byWheels.many, formula: `montant fixe, ${wheelWords[wheels]}` };
  }
  const amount = commune === undefined ? undefined : price.byCommune[commune];
  if (amount === undefined) throw new RangeError(`${code}: commune needed, not ${commune}`);
  return { amount, formula: `montant de la commune ${communes.find(({ insee }) => insee === commune)?.name}` };
}
