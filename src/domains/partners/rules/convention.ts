import type { LawDate } from '../../../core/values/time.ts';
import { addMonths, formatDate } from '../../../core/values/time.ts';
import { blocker, listed, type Blocker, type Piece } from '../../../core/demarche/index.ts';
import { territory } from '../../../territory/index.ts';
import { coversAct, type Convention, type PartnerKind } from '../model/index.ts';

/** What the law of the day lets a profession do. */
export const actsOpenTo = (kind: PartnerKind, on: LawDate): readonly string[] => territory.parameter(`partnerActs.${kind}`, on).value;
export const usualPerDay = (kind: PartnerKind, on: LawDate): number => territory.parameter(`partnerPerDay.${kind}`, on).value;

/** A convention as it is asked for: whatever is left empty is what the profession usually has. */
export type Wanted = { acts?: string | undefined; from: LawDate; to: LawDate; sites?: string | undefined; perDay?: number | undefined; credit?: number | undefined; printing?: boolean | undefined; noPrinting?: boolean | undefined; quotas?: readonly { act?: string | undefined; perDay?: number | undefined }[] | undefined; kept?: string | undefined; keptFrom?: LawDate | undefined };

/** @param before the convention that it follows: what is said of the papers and of the printing stays until somebody says otherwise */
export function conventionOf(wanted: Wanted, kind: PartnerKind, on: LawDate, before?: Convention): Convention {
  const acts = listed(wanted.acts);
  const quotas = (wanted.quotas ?? []).flatMap(({ act, perDay }) => (act && perDay ? [[act, perDay] as const] : []));
  return {
    acts: acts.length ? acts : [...actsOpenTo(kind, on)], from: wanted.from, to: wanted.to, sites: listed(wanted.sites),
    perDay: wanted.perDay ?? usualPerDay(kind, on), quotas: Object.fromEntries(quotas), ...(wanted.credit ? { credit: wanted.credit } : {}), ...((wanted.noPrinting ? false : wanted.printing ?? before?.printing) ? { printing: true } : {}),
    ...keptOf(wanted, acts.length ? acts : actsOpenTo(kind, on), on, before),
  };
}

/** What the manager writes to leave no paper with a professional. */
export const NO_PAPERS = 'aucune';

function keptOf({ kept, keptFrom, from }: Wanted, open: readonly string[], on: LawDate, before: Convention | undefined): Pick<Convention, 'kept'> {
  const acts = listed(kept);
  if (acts.some((one) => one.toLowerCase() === NO_PAPERS)) return {};
  if (acts.length) return { kept: { acts, from: keptFrom ?? from } };
  // What goes on is what the new convention and the law of the day still have; what is typed is checked instead.
  const trusted = territory.parameter('partnerTrustedActs', on).value;
  const still = before?.kept?.acts.filter((one) => trusted.includes(one) && coversAct(open, one)) ?? [];
  return before?.kept && still.length ? { kept: { acts: still, from: keptFrom ?? (before.kept.from > from ? before.kept.from : from) } } : {};
}

/** Papers are left for acts of the convention, to the trades and for the démarches that the law of the day names. */
function keptBlocks({ kept, acts, from, to }: Convention, kind: PartnerKind, on: LawDate): Blocker[] {
  if (!kept) return [];
  const law = 'convention-professionnel';
  const manager = 'le gestionnaire des professionnels';
  const [trusted, kinds] = [territory.parameter('partnerTrustedActs', on).value, territory.parameter('partnerTrustedKinds', on).value];
  const wrong = kept.acts.filter((one) => !trusted.includes(one) || !coversAct(acts, one));
  return [
    ...(kinds.includes(kind) ? [] : [blocker('papiers-metier', 'Ce métier ne garde pas les papiers de ses démarches : un agent les lit.', law, manager, 'laisser cette réponse vide', 'kept')]),
    ...(wrong.length ? [blocker('papiers-hors-liste', `Les papiers de ces démarches ne sont pas laissés à un professionnel : ${wrong.join(', ')}.`, law, manager, `choisir parmi : ${trusted.filter((one) => coversAct(acts, one)).join(', ') || 'aucune démarche de cette convention'}`, 'kept')] : []),
    ...(kept.from < from || kept.from > to ? [blocker('papiers-hors-periode', 'Ce jour n’est pas dans la période de la convention.', law, manager, 'donner un jour de cette période', 'keptFrom')] : []),
  ];
}

/** What a convention cannot be: acts outside the profession, a period that ends before it begins or is too long. */
export function conventionBlocks(convention: Convention, kind: PartnerKind, on: LawDate): Blocker[] {
  const law = 'convention-professionnel';
  const open = actsOpenTo(kind, on);
  const most = territory.parameter('partnerConventionMonths', on).value;
  const outside = [...convention.acts.filter((act) => !open.includes(act) && !(coversAct(open, act) && !act.includes('*'))), ...Object.keys(convention.quotas).filter((act) => !coversAct(convention.acts, act))];
  return [
    ...(outside.length ? [blocker('acte-hors-metier', `Ce métier n’ouvre pas : ${outside.join(', ')}.`, law, 'le demandeur', `laisser vide pour toutes, ou choisir parmi : ${open.join(', ')} (l’étoile tient lieu de n’importe quelle suite)`, 'acts')] : []),
    ...(convention.to < convention.from ? [blocker('dates-inversees', 'Cette convention finit avant de commencer.', law, 'le demandeur', 'vérifier les dates', 'to')] : []),
    ...(convention.to > addMonths(convention.from, most) ? [blocker('convention-longue', `Une convention dure ${most} mois au plus.`, law, 'le demandeur', 'avancer la date de fin ; elle se renouvelle', 'to')] : []),
    ...keptBlocks(convention, kind, on),
  ];
}

/** The new convention takes the place of the present one as it is signed: begun later, it would leave its company without right until then. */
export const gapBlocks = (present: Convention | null, next: Convention, on: LawDate): Blocker[] =>
  (present && present.to >= on && present.from <= on && next.from > on ? [blocker('renouvellement-troue', `La convention d’aujourd’hui, qui vaut jusqu’au ${formatDate(present.to)}, est remplacée dès la signature de la nouvelle : commencée plus tard, celle-ci laisserait l’entreprise sans droit d’ici là.`, 'convention-professionnel', 'le demandeur', 'la faire commencer aujourd’hui ou avant', 'from')] : []);

/** The papers of a request, by profession. */
export function requestPieces(kind: PartnerKind): Piece[] {
  const text = 'convention-professionnel';
  const own: Partial<Record<PartnerKind, string>> = {
    insurer: 'Agrément d’assureur', 'inspection-centre': 'Agrément du centre de contrôle', 'vhu-operator': 'Agrément provincial du centre VHU', bailiff: 'Acte de nomination', bank: 'Agrément d’établissement de crédit', customs: 'Arrêté de délégation', municipality: 'Délibération du conseil municipal',
  };
  return [
    ...(['customs', 'municipality'].includes(kind) ? [] : [{ kind: 'avis-ridet', label: 'Avis de situation au RIDET de moins de trois mois', text }]),
    { kind: 'identite-representant', label: 'Pièce d’identité du représentant', text },
    { kind: 'convention', label: 'Convention type, signée du représentant', text, hint: 'Demandez-en le modèle au guichet unique.' },
    ...(own[kind] ? [{ kind: 'agrement', label: own[kind], text }] : []),
  ];
}
