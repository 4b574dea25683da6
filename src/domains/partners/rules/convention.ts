import type { LawDate } from '../../../core/values/time.ts';
import { addMonths } from '../../../core/values/time.ts';
import { blocker, type Blocker, type Piece } from '../../../core/demarche/index.ts';
import { territory } from '../../../territory/index.ts';
import { coversAct, type Convention, type PartnerKind } from '../model/index.ts';

/** What the law of the day lets a profession do. */
export const actsOpenTo = (kind: PartnerKind, on: LawDate): readonly string[] => territory.parameter(`partnerActs.${kind}`, on).value;
export const usualPerDay = (kind: PartnerKind, on: LawDate): number => territory.parameter(`partnerPerDay.${kind}`, on).value;

/** A convention as it is asked for: whatever is left empty is what the profession usually has. */
export type Wanted = { acts?: string | undefined; from: LawDate; to: LawDate; sites?: string | undefined; perDay?: number | undefined; credit?: number | undefined; printing?: boolean | undefined; quotas?: readonly { act?: string | undefined; perDay?: number | undefined }[] | undefined };

/** Names in a list that a person typed: « a, b ; c ». */
export const listed = (text: string | undefined): string[] => [...new Set((text ?? '').split(/[,;\n]/).map((one) => one.trim()).filter(Boolean))];

export function conventionOf(wanted: Wanted, kind: PartnerKind, on: LawDate): Convention {
  const acts = listed(wanted.acts);
  const quotas = (wanted.quotas ?? []).flatMap(({ act, perDay }) => (act && perDay ? [[act, perDay] as const] : []));
  return {
    acts: acts.length ? acts : [...actsOpenTo(kind, on)], from: wanted.from, to: wanted.to, sites: listed(wanted.sites),
    perDay: wanted.perDay ?? usualPerDay(kind, on), quotas: Object.fromEntries(quotas), ...(wanted.credit ? { credit: wanted.credit } : {}), ...(wanted.printing ? { printing: true } : {}),
  };
}

/** What a convention cannot be: acts outside the profession, a period that ends before it begins or is too long. */
export function conventionBlocks(convention: Convention, kind: PartnerKind, on: LawDate): Blocker[] {
  const law = 'convention-professionnel';
  const open = actsOpenTo(kind, on);
  const most = territory.parameter('partnerConventionMonths', on).value;
  const outside = [...convention.acts.filter((act) => !open.includes(act) && !(coversAct(open, act) && !act.includes('*'))), ...Object.keys(convention.quotas).filter((act) => !coversAct(convention.acts, act))];
  return [
    ...(outside.length ? [blocker('acte-hors-metier', `Ce métier n’ouvre pas : ${outside.join(', ')}.`, law, 'le gestionnaire des professionnels', `choisir parmi : ${open.join(', ')}`, 'acts')] : []),
    ...(convention.to < convention.from ? [blocker('dates-inversees', 'Cette convention finit avant de commencer.', law, 'le demandeur', 'vérifier les dates', 'to')] : []),
    ...(convention.to > addMonths(convention.from, most) ? [blocker('convention-longue', `Une convention dure ${most} mois au plus.`, law, 'le demandeur', 'avancer la date de fin ; elle se renouvelle', 'to')] : []),
  ];
}

/** The papers of a request, by profession. */
export function requestPieces(kind: PartnerKind): Piece[] {
  const text = 'convention-professionnel';
  const own: Partial<Record<PartnerKind, string>> = {
    insurer: 'Agrément d’assureur', 'inspection-centre': 'Agrément du centre de contrôle', 'vhu-operator': 'Agrément provincial du centre VHU', bailiff: 'Acte de nomination', bank: 'Agrément d’établissement de crédit', customs: 'Arrêté de délégation', municipality: 'Délibération du conseil municipal',
  };
  return [
    ...(['customs', 'municipality'].includes(kind) ? [] : [{ kind: 'avis-ridet', label: 'Avis de situation au RIDET de moins de trois mois', text }]),
    { kind: 'identite-representant', label: 'Pièce d’identité du représentant', text },
    { kind: 'convention', label: 'Convention type, signée du représentant', text },
    ...(own[kind] ? [{ kind: 'agrement', label: own[kind], text }] : []),
  ];
}
