import { z } from 'zod';
import { lawDate, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { chassisNumber } from '../../vehicles/index.ts';

/** Why a cover ended, as its insurer says it: for the insurer and the administration; a roadside check is not told. */
export const endReasons = {
  expired: 'Échéance', terminated: 'Résiliation', unpaid: 'Non-paiement', sold: 'Véhicule vendu', replaced: 'Véhicule remplacé', destroyed: 'Véhicule détruit', other: 'Autre motif',
} as const;
export type EndReason = keyof typeof endReasons;

/** A contract number as it is compared: capitals, without the spaces that each house puts where it likes. No sign becomes another. */
export const normalizeContract = (text: string): string => text.normalize('NFC').toUpperCase().replace(/\s+/gu, '');

/** What a keyboard here writes. A ligature, a circled figure or another alphabet would be read as another number than the paper's. */
const oddSign = (text: string): string | undefined => /[^\x20-\x7e°À-ÖØ-ÞŸŒ]/u.exec(text)?.[0];
const INVISIBLE = /[\p{C}\p{Z}]/u;
const contractNumber = z.string({ error: 'Indiquez le numéro du contrat.' }).overwrite((text) => text.normalize('NFC').replace(/\s+/gu, '')).min(1, 'Indiquez le numéro du contrat.').max(40, 'Un numéro de contrat a 40 signes au plus.')
  .check(({ value, issues }) => {
    // Looked at sign by sign as capitals: « ß » is not two letters.
    const odd = [...value].find((sign) => oddSign(sign.toUpperCase()) !== undefined || sign.toUpperCase().length !== sign.length);
    if (odd) issues.push({ code: 'custom', input: value, message: INVISIBLE.test(odd) ? 'Un numéro de contrat n’a pas de signe invisible.' : `Le signe « ${odd} » n’est pas pris dans un numéro de contrat : écrivez-le avec des lettres et des chiffres.` });
  }).overwrite(normalizeContract);

const empty = (text: unknown) => (text === '' || text === null ? undefined : text);

/**
 * What an insurer says of one cover. A contract covers one vehicle at a time: a fleet numbers its lines ('FLOTTE-12/003').
 * `from` and the contract name the cover: sent again they correct it. `correctsFrom`: the first day that was said before.
 */
export const contractNotice = z.object({
  contract: contractNumber.meta({ label: 'Numéro du contrat' }),
  plate: z.preprocess(empty, z.string().overwrite(territory.normalizePlate).min(2, 'Cette plaque est illisible.').max(12, 'Cette plaque est illisible.').optional()).meta({ label: 'Numéro d’immatriculation' }),
  vin: z.preprocess(empty, chassisNumber.optional()).meta({ label: 'Numéro de série (VIN)' }),
  from: lawDate.meta({ label: 'Assuré depuis le' }),
  to: z.preprocess(empty, lawDate.optional()).meta({ label: 'Assuré jusqu’au', hint: 'Dernier jour compris. Vide : le contrat est en cours.' }),
  endReason: z.preprocess(empty, z.enum(Object.keys(endReasons) as [EndReason, ...EndReason[]], { error: `Ce motif de fin n’est pas connu. Connus : ${Object.values(endReasons).join(', ').toLowerCase()}.` }).optional()).meta({ label: 'Motif de la fin' }),
  correctsFrom: z.preprocess(empty, lawDate.optional()).meta({ label: 'Corrige la garantie qui commençait le' }),
  withdrawn: z.boolean().optional().meta({ label: 'Cette garantie n’a jamais existé' }),
}).check(({ value, issues }) => {
  const refuse = (path: string, message: string) => issues.push({ code: 'custom', path: [path], message, input: value });
  if (!value.plate && !value.vin) refuse('vin', 'Donnez le numéro de série, la plaque, ou les deux.');
  if (value.to && value.to < value.from) refuse('to', 'La fin vient avant le début.');
  if (value.endReason && !value.to) refuse('to', 'Un motif de fin demande une date de fin.');
  if (value.correctsFrom && (value.correctsFrom === value.from || value.withdrawn)) refuse('correctsFrom', 'Une correction du début donne deux dates différentes, et ne retire rien.');
});
export type ContractNotice = z.output<typeof contractNotice>;

export type Match = 'matched' | 'weak' | 'mismatch' | 'unknown';
export type RowOutcome = 'new' | 'corrected' | 'ended' | 'withdrawn' | 'unchanged' | 'refused';

/** A cover as it stands, or as it was known at some instant, with the vehicle it means. */
export type Cover = {
  insurerId: string; insurer: string; contract: string; from: LawDate; to: LawDate | null; plate: string | null; chassis: string | null;
  /** The vehicle that it means, by `match`; null where none or several. */
  vehicleId: string | null; match: Match; knownAt: Date;
};
