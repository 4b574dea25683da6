import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';
import type { TariffCode } from './tariffs.ts';

/** Whom a tariff line spares. No exemption was seen in the sources: every line here is a placeholder. */
export type Exemption = Dated & {
  readonly code: string;
  readonly label: string;
  readonly holder: 'public-body';
  readonly tariffs: readonly TariffCode[];
};

export const exemptions: readonly Exemption[] = [
  {
    code: 'collectivites',
    label: 'Véhicules de l’État, de la Nouvelle-Calédonie, des provinces et des communes',
    holder: 'public-body',
    tariffs: ['municipal-fee'],
    ...placeholder('exonerations'),
  },
];

/** @returns the exemption that spares this kind of holder this tariff on that day; undefined when all is due. */
export function exemptionFor(holderKind: string, tariff: TariffCode, on: LawDate): Exemption | undefined {
  return exemptions.find((one) => one.holder === holderKind && one.tariffs.includes(tariff) && standsOn(one, on));
}
