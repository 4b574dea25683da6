import { ageOn, boundsOf } from '../../../core/values/partial-date.ts';
import { addMonths, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { territory, type TextId } from '../../../territory/index.ts';
import { knownNumber, type Technical } from '../../vehicles/index.ts';
import { lastSaleVisit, lastVisit, type InspectionState } from '../model/inspection.ts';
import type { Standing } from '../model/standing.ts';

/** How often, why, by which text; `toConfirm` when the frequency is a placeholder. `from`: the day it became that old, where age is the reason. */
export type Periodicity = { months: number; why: string; text: TextId; toConfirm: boolean; from: LawDate | null };

const YEARLY: Readonly<Record<string, string>> = { taxi: 'taxi', ambulance: 'ambulance ou VSL', school: 'auto-école', 'goods-transport': 'transport de marchandises' };

/**
 * How often the law of a day has a vehicle shown at the CCTV: passengers 6 months; goods, over 3 500 kg, taxi, driving school,
 * ambulance 12 months; over 20 years, special series over 10 years. The shortest that applies. Unknown age or mass (kg) asks
 * for nothing. @returns null when no visit is due at all
 */
export function periodicity({ usage, series }: Pick<Standing, 'usage' | 'series'>, data: Technical, on: LawDate): Periodicity | null {
  const say = (name: 'inspectionPassengerMonths' | 'inspectionGoodsMonths' | 'inspectionOldMonths' | 'inspectionSpecialMonths', why: string, age?: number): Periodicity => {
    const { value, text, toConfirm } = territory.parameter(name, on);
    return { months: value, why, text, toConfirm, from: age && data.B ? addMonths(boundsOf(data.B).last, 12 * age) : null };
  };
  const years = data.B ? ageOn(data.B, on).least : 0;
  const mass = knownNumber(data, 'F.2');
  const heavy = territory.parameter('inspectionHeavyMassKg', on).value;
  const [old, special] = [territory.parameter('inspectionOldYears', on).value, territory.parameter('inspectionSpecialYears', on).value];
  const reasons = [
    ...(usage === 'passenger-transport' || data['J.1'] === 'TCP' ? [say('inspectionPassengerMonths', 'transport en commun de personnes')] : []),
    ...(YEARLY[usage] ? [say('inspectionGoodsMonths', YEARLY[usage])] : []),
    ...(mass !== undefined && mass > heavy ? [say('inspectionGoodsMonths', 'PTAC de plus de 3,5 t')] : []),
    ...(years >= old ? [say('inspectionOldMonths', `véhicule de plus de ${old} ans`, old)] : []),
    ...(series === 'special' && years >= special ? [say('inspectionSpecialMonths', `série spéciale, plus de ${special} ans`, special)] : []),
  ];
  return reasons.reduce<Periodicity | null>((first, one) => (first && first.months <= one.months ? first : one), null);
}

/**
 * Where a vehicle stands with its visits. 'none': no visit is asked of it. 'unknown': one is, and the register knows of none,
 * which is never said to be late. `due`: the day from which it is late (X.1), or the last day of a refusal or a deferral.
 */
export type InspectionStanding = { status: 'none' | 'unknown' | 'valid' | 'overdue' | 'refused' | 'deferred'; due: LawDate | null; why: Periodicity | null };

export function inspectionStanding(state: InspectionState, standing: Standing, data: Technical, today: LawDate): InspectionStanding {
  const why = periodicity(standing, data, today);
  const last = lastVisit(state);
  if (last && last.verdict !== 'accepted') {
    const due = last.until;
    // A deferral that has run out is a visit that is owed.
    return last.verdict === 'deferred' ? { status: due !== null && due < today ? 'overdue' : 'deferred', due, why } : { status: 'refused', due, why };
  }
  if (!why) return { status: 'none', due: null, why };
  const due = last ? addMonths(last.on, why.months) : firstDue(standing, why);
  return due === null ? { status: 'unknown', due, why } : { status: due < today ? 'overdue' : 'valid', due, why };
}

/** Homologation was the first visit of what entered the register here; of a vehicle of the old register nothing is known. */
function firstDue({ origin, since, usageSince }: Standing, { months, from }: Periodicity): LawDate | null {
  if (!since || origin === 'legacy' || origin === null) return null;
  const begun = usageSince && usageSince > since ? usageSince : since;
  const due = addMonths(dayOf(new Date(begun)), months);
  return from && from > due ? from : due;
}

/** Whether the sale of a vehicle asks for an inspection by an approved centre: NC series, at most 3 500 kg, over five years. Unknown asks for nothing. */
export function saleInspectionAsked({ series }: Pick<Standing, 'series'>, data: Technical, on: LawDate): boolean {
  const mass = knownNumber(data, 'F.2');
  if (series !== 'nc' || !data.B || (mass !== undefined && mass > territory.parameter('saleInspectionMaxMassKg', on).value)) return false;
  return ageOn(data.B, on).least >= territory.parameter('saleInspectionYears', on).value;
}

/** The inspection for a sale that is still fresh on a day, or null: older ones prove nothing any more. */
export function freshSaleVisit(state: InspectionState, on: LawDate): { number: string; on: LawDate } | null {
  const last = lastSaleVisit(state);
  return last && isFresh(last.on, on) ? { number: last.number, on: last.on } : null;
}

/** Done before the day, and not longer before than its validity (months). */
export const isFresh = (done: LawDate, on: LawDate): boolean => done <= on && addMonths(done, territory.parameter('saleInspectionValidityMonths', on).value) >= on;
