import { blocker, type Blocker, type Piece, type Review, type Trust } from '../../../core/demarche/index.ts';
import { formatDate, formatDateTime, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { ACTING, companyRoles, coversAct, keepsPapers, partnerKinds, type CompanyRole, type Convention, type PartnerKind } from '../model/index.ts';

const law = 'convention-professionnel';
const MANAGER = 'le gestionnaire des professionnels';

export type Standing = { status: 'active' | 'suspended' | 'ended'; convention: Convention; number: string; frozenUntil?: Date | null } | undefined;
type Asked = { demarche: { id: string; title: string }; kind: string; roles: readonly string[]; on: LawDate };

/** Why a company is stopped on a day, whatever it would do: suspended, past the last day of its convention, or with no accreditation that lives. */
export function stopBlocks(standing: Standing, kind: string, on: LawDate): Blocker[] {
  const profession = (partnerKinds[kind as PartnerKind] ?? kind).toLowerCase();
  if (!standing || standing.status === 'ended') return [blocker('sans-accreditation', `Votre entreprise n’a pas d’accréditation en cours (${profession}).`, law, MANAGER, 'demander l’accréditation de l’entreprise')];
  const { convention: { to } } = standing;
  return [
    ...(standing.status === 'suspended' ? [blocker('accreditation-suspendue', `Votre accréditation ${standing.number} est ${standing.frozenUntil ? `gelée jusqu’au ${formatDateTime(standing.frozenUntil)}` : 'suspendue'} : aucune démarche n’est possible, à aucune porte.`, law, MANAGER, 'présenter vos observations ; les raisons sont dans votre espace')] : []),
    ...(on > to ? [blocker('convention-echue', `Votre convention a pris fin le ${formatDate(to)} : aucune démarche n’est possible, à aucune porte.`, law, MANAGER, 'demander son renouvellement, qui reste ouvert dans « Démarches »')] : []),
  ];
}

/** Whoever only reads or counts does nothing, whatever the company may do. */
export const roleBlocks = (roles: readonly string[]): Blocker[] =>
  (roles.some((one) => ACTING.includes(one)) ? [] : [blocker('role-sans-acte', `Vos accès (${roles.map((one) => companyRoles[one as CompanyRole] ?? one).join(', ').toLowerCase() || 'aucun rôle'}) ne permettent pas de faire une démarche.`, law, 'le responsable de votre entreprise', 'agir avec le compte d’un opérateur, ou demander ce rôle')]);

/** Why this professional may not do this act today, whatever it is about: every reason at once. */
export function standingBlocks(standing: Standing, { demarche, kind, roles, on }: Asked): Blocker[] {
  const role = roleBlocks(roles);
  const stop = stopBlocks(standing, kind, on);
  if (!standing) return [...role, ...stop];
  const { convention } = standing;
  return [
    ...role, ...stop,
    ...(on < convention.from ? [blocker('convention-a-venir', `Votre convention ne commence que le ${formatDate(convention.from)}.`, law, MANAGER, 'attendre ce jour')] : []),
    ...(coversAct(convention.acts, demarche.id) ? [] : [blocker('acte-hors-convention', `Votre convention n’ouvre pas la démarche « ${demarche.title} ».`, law, MANAGER, 'demander que la convention soit étendue, ou faire faire la démarche par son titulaire')]),
  ];
}

/** The quota of the day. @param used those of the same day that count before this one */
export function quotaBlocks(most: number, demarche: { id: string; title: string }, used: number, of: 'convention' | 'key'): Blocker[] {
  if (used < most) return [];
  return [of === 'convention'
    ? blocker('quota-du-jour', `Le quota du jour est atteint : ${most} fois « ${demarche.title} ».`, law, MANAGER, 'continuer demain, ou demander un autre quota')
    : blocker('quota-de-la-cle', `Le quota du jour de cette clé est atteint : ${most} fois « ${demarche.title} ».`, law, 'le responsable de votre entreprise', 'continuer demain, ou donner une autre clé')];
}

/** The photographs that some professions join to some acts. */
export function photoPieces(kind: string, demarche: string, on: LawDate): Piece[] {
  const acts = territory.parameter('partnerPhotoActs', on).value;
  const kinds = territory.parameter('partnerPhotoKinds', on).value;
  return kinds.includes(kind) && coversAct(acts, demarche) ? [
    { kind: 'photo-document', label: 'Photographie du document d’origine du véhicule', text: law, photo: true, hint: 'Prise par vous, le document entier et lisible.' },
    { kind: 'photo-vin', label: 'Photographie de la plaque constructeur ou du numéro frappé à froid', text: law, photo: true, own: true, hint: 'Prise sur le véhicule.' },
  ] : [];
}

/** Who looks, whatever the démarche says: odd acts are read by an agent or by two. */
export function reviewOf(score: number, on: LawDate): Review | null {
  if (score >= territory.parameter('partnerTwoPersonsScore', on).value) return 'two-persons';
  return isOdd(score, on) ? 'clerk' : null;
}

/** What the professional reads of an odd act that goes on: that it is looked at, never what was seen. */
export const ODD = 'le contrôle de cet envoi demande un examen';

/**
 * Whether a professional does this act without an agent, once machines have checked its facts: the law of the day names the act and
 * the trade, and the convention leaves its papers with them. Undefined where the law names no such act: nothing is promised of it.
 */
export function trustOf({ kind, convention, demarche, on }: { kind: PartnerKind; convention: Convention; demarche: string; on: LawDate }): Trust | undefined {
  if (!territory.parameter('partnerTrustedActs', on).value.includes(demarche) || !territory.parameter('partnerTrustedKinds', on).value.includes(kind)) return undefined;
  if (keepsPapers(convention, demarche, on)) return { granted: true };
  const { kept } = convention;
  return { granted: false, because: kept && kept.from > on && coversAct(kept.acts, demarche) ? `votre convention ne vous laisse les papiers de cette démarche qu’à partir du ${formatDate(kept.from)}` : 'votre convention ne vous laisse pas les papiers de cette démarche' };
}

/** Odd enough for somebody to look: kept even where something else stopped it at once. */
export const isOdd = (score: number, on: LawDate): boolean => score >= territory.parameter('partnerClerkScore', on).value;

/** Too odd to go on at all before somebody answerable has looked. */
export const isHeld = (score: number, on: LawDate): boolean => score >= territory.parameter('partnerHeldScore', on).value;

/** What the professional reads of it: that somebody looks, and who; never what was seen. */
export const heldBlocks = (): Blocker[] => [blocker('acte-retenu', 'Examen demandé : cette démarche est retenue avant d’être faite.', law, MANAGER, 'attendre son appel, ou l’appeler ; la démarche se renvoie ensuite telle quelle')];
