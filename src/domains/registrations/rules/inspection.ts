/** What inspections say of a registered vehicle: its next visit (X.1), and whether a sale of it may go without an inspection. */
import { current } from '../../../core/act/periods.ts';
import { blocker, type Blocker, type Piece } from '../../../core/demarche/index.ts';
import { formatShortDate, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { freshSaleVisit, inspectionStanding, isFresh, lastVisit, saleInspectionAsked, type InspectionStanding, type Standing } from '../../inspections/index.ts';
import { technicalOf } from '../../vehicles/index.ts';
import type { Registered } from '../model/registered.ts';
import { lifeOf, plateOf, seriesIn, usageOf, type RegistrationState } from '../model/state.ts';

/** A registration as inspections see it. */
export function standingOf(state: RegistrationState): Standing {
  const usage = current(state.usages)[0];
  return { plate: plateOf(state), usage: usageOf(state), usageSince: usage?.from ?? null, series: seriesIn(state), life: lifeOf(state), since: state.plates[0]?.from ?? null, origin: state.origin };
}

/** Where a vehicle stands with its visits on a day. */
export const inspectionOf = ({ vehicle, registration, inspection }: Registered, today: LawDate): InspectionStanding => inspectionStanding(inspection, standingOf(registration), technicalOf(vehicle), today);

/** Whether the seller will be asked for one. */
export const saleInspectionAwaited = ({ vehicle, registration, inspection }: Registered, soldOn: LawDate): boolean =>
  saleInspectionAsked(standingOf(registration), technicalOf(vehicle), soldOn) && !freshSaleVisit(inspection, soldOn);

/** What the seller says of the inspection: its number and day, from the paper of the centre. */
type Declared = { number?: string | undefined; on?: LawDate | undefined };
const months = (on: LawDate) => territory.parameter('saleInspectionValidityMonths', on).value;

/** A vehicle that its last visit refused is not sold to be driven: its counter-visit comes first (à confirmer). */
function refusedBlocks({ inspection }: Registered, soldOn: LawDate): Blocker[] {
  const last = lastVisit(inspection);
  if (last?.verdict !== 'refused' || !territory.parameter('refusedVisitStopsSale', soldOn).value) return [];
  return [blocker('visite-refusee', `La visite technique du ${formatShortDate(last.on)} a refusé ce véhicule : il ne se vend pas pour rouler avant une contre-visite acceptée.`, 'contre-visite', 'le CCTV', 'réparer le véhicule, puis le présenter à la contre-visite')];
}

/** The sale of this vehicle on a day asks for a fresh inspection, and neither the register nor the seller has one. */
export function saleInspectionBlocks(state: Registered, soldOn: LawDate, declared: Declared): Blocker[] {
  const refused = refusedBlocks(state, soldOn);
  if (!saleInspectionAwaited(state, soldOn)) return refused;
  const centre = (code: string, message: string, how: string, path: string) => [...refused, blocker(code, message, 'controle-vente', 'un centre de contrôle agréé', how, path)];
  if (!declared.number || !declared.on) return centre('controle-technique', 'Un véhicule de série NC de plus de cinq ans, jusqu’à 3,5 t, se vend avec un contrôle technique.', 'faire contrôler le véhicule et donner le numéro du contrôle', 'inspection.number');
  if (declared.on <= soldOn && !isFresh(declared.on, soldOn)) return centre('controle-perime', `Ce contrôle a plus de ${months(soldOn)} mois au jour de la vente.`, 'faire contrôler le véhicule à nouveau', 'inspection.on');
  return refused;
}

/** The paper that the seller gives the buyer with the vehicle; none where the centre has sent it to the register. */
export const saleInspectionPieces = (state: Registered, soldOn: LawDate): Piece[] =>
  (saleInspectionAwaited(state, soldOn) ? [{ kind: 'controle-vente', label: 'Procès-verbal du contrôle technique de vente', text: 'controle-vente' }] : []);
