import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { addDays, formatShortDate, type LawDate } from '../../../core/values/time.ts';
import { boundsOf, type PartialDate } from '../../../core/values/partial-date.ts';
import { territory, type DefectPoint } from '../../../territory/index.ts';
import { lastVisit, type InspectionState, type VisitKind, type VisitVerdict } from '../model/inspection.ts';

export type GivenVisit = { kind: VisitKind; on: LawDate; verdict: Exclude<VisitVerdict, 'reported'> | undefined; until: LawDate | undefined; defects: readonly string[]; byCentre: boolean; firstUse?: PartialDate | undefined };

const LAW = 'controle-periodique';
const wrong = (code: string, message: string, how: string, path: string, law: string = LAW) => blocker(code, message, law, 'l’inspecteur', how, path);

/** What an inspector cannot have meant; the readings of the odometer are never one: they are kept, and judged. */
export function visitBlocks(state: InspectionState, given: GivenVisit, today: LawDate): Blocker[] {
  const found: Blocker[] = [];
  const points = pointsOf(given.defects, given.on);
  const last = lastVisit(state);
  if (given.on > today) found.push(wrong('visite-future', 'La date de la visite est dans le futur.', 'vérifier la date', 'on'));
  if (given.firstUse && given.on < boundsOf(given.firstUse).first) found.push(wrong('visite-avant-usage', 'La visite vient avant la première mise en circulation du véhicule.', 'vérifier la date', 'on'));
  // An approved centre is trusted with what the law gives it: the inspection for a sale, nothing else.
  if (given.byCentre && given.kind !== 'sale') found.push(blocker('visite-cctv', 'Un centre agréé contrôle les véhicules à vendre ; les visites périodiques et les contre-visites se font au CCTV.', 'controle-vente', 'le CCTV', 'présenter le véhicule au CCTV', 'kind'));
  if (given.kind === 'recheck' && (!last || last.verdict === 'accepted')) found.push(wrong('contre-visite-sans-refus', 'Aucune visite refusée ou en sursis n’attend de contre-visite.', 'enregistrer une visite périodique', 'kind', 'contre-visite'));
  if (last && given.on < last.on) found.push(wrong('visite-anterieure', `Une visite plus récente, du ${formatShortDate(last.on)}, est déjà au registre.`, 'vérifier la date', 'on'));
  if (given.kind === 'sale') return found;
  const grave = points.filter(({ severity }) => severity !== 'minor');
  const named = grave.map(({ label, severity }) => `${label.toLowerCase()} (${territory.severityWords[severity]})`).join(', ');
  if (!given.verdict) found.push(wrong('visite-sans-verdict', 'Une visite a un verdict : accepté, refusé ou en sursis.', 'choisir le verdict', 'verdict'));
  if (given.verdict === 'accepted' && grave.length) found.push(wrong('verdict-defauts', `Un véhicule n’est pas accepté avec : ${named}.`, 'refuser, mettre en sursis, ou décocher le défaut', 'verdict', 'points-controles'));
  if (given.verdict === 'refused' && !grave.length) found.push(wrong('refus-sans-defaut', 'Un refus cite au moins un défaut majeur ou critique.', 'cocher ce qui a fait refuser le véhicule', 'verdict', 'points-controles'));
  if (given.verdict === 'deferred') found.push(...deferralBlocks(points, given));
  return found;
}

function deferralBlocks(points: readonly DefectPoint[], { on, until }: GivenVisit): Blocker[] {
  const days = territory.parameter('deferralDays', on).value;
  if (points.some(({ severity }) => severity === 'critical')) return [wrong('sursis-critique', 'Un défaut critique ne laisse pas de sursis.', 'refuser le véhicule', 'verdict', 'points-controles')];
  if (!until) return [wrong('sursis-sans-terme', 'Un sursis a un dernier jour.', 'donner la date', 'until', 'contre-visite')];
  if (until <= on) return [wrong('sursis-passe', 'Le dernier jour du sursis vient après la visite.', 'vérifier la date', 'until', 'contre-visite')];
  return until > addDays(on, days) ? [wrong('sursis-long', `Un sursis dure ${days} jours au plus : jusqu’au ${formatShortDate(addDays(on, days))}.`, 'donner une date plus proche', 'until', 'contre-visite')] : [];
}

/** The points ticked, as the catalogue of that day knows them. */
export const pointsOf = (codes: readonly string[], on: LawDate): DefectPoint[] => codes.flatMap((code) => territory.defectPoint(code, on) ?? []);

/** The last day to show the vehicle again: of the deferral, or as the law leaves it after a refusal. */
export function untilOf({ verdict, until, on }: Pick<GivenVisit, 'verdict' | 'until' | 'on'>): LawDate | null {
  if (verdict === 'deferred') return until ?? null;
  return verdict === 'refused' ? addDays(on, territory.parameter('recheckDays', on).value) : null;
}
