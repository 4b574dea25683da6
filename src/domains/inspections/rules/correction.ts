/** What a correction makes of a visit or of a reading: the lists as they should always have been. */
import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { daysBetween, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { readingAt, type Brakes, type CorrectedPart, type InspectionState, type VisitVerdict } from '../model/inspection.ts';
import { rejudged } from './odometer.ts';

type Visit = InspectionState['visits'][number];
type Reading = InspectionState['readings'][number];
/** An act of the journal that entered a visit or a reading, with the corrections that came after it; `byOffice`: an agent made one of them. */
export type Entry = { actId: string; kind: 'inspection.recorded' | 'odometer.read'; visitId: string | null; at: string; recordedAt: string; corrections: readonly string[]; byOffice: boolean };
/** What is corrected, as the register knows it now. */
export type Target = { entry: Entry; visit: Visit | null; reading: Reading | null };
export type Given = {
  what: CorrectedPart; odometer?: number | undefined; on?: LawDate | undefined; brakes?: Brakes | undefined; defects?: readonly string[] | undefined;
  verdict?: Exclude<VisitVerdict, 'reported'> | undefined; until?: LawDate | undefined;
};

/** @returns null where the act entered neither, or what it entered has been taken off this vehicle since */
export function targetOf(entries: readonly Entry[], { visits, readings }: InspectionState, actId: string | undefined): Target | null {
  const entry = entries.find((one) => one.actId === actId);
  if (!entry) return null;
  const visit = visits.find(({ id }) => id === entry.visitId) ?? null;
  const reading = visit ? readingAt({ readings }, visit) : entry.kind === 'odometer.read' ? readings.find(({ at }) => at === entry.at) ?? null : null;
  return visit || reading ? { entry, visit, reading } : null;
}

/** Whether its own author may still call it a slip of the keyboard: within the delay (days) after it was entered. */
export const isFreshEntry = ({ entry: { recordedAt } }: Target, today: LawDate): boolean => daysBetween(dayOf(new Date(recordedAt)), today) <= territory.parameter('visitSlipDays', today).value;

/** Whether where the vehicle stands may be another afterwards: two persons look. A sale inspection has no verdict. */
export const changesVerdict = ({ visit }: Target, { what, verdict }: Given): boolean =>
  visit !== null && visit.verdict !== 'reported' && (what === 'vehicle' || (what === 'verdict' && verdict !== undefined && verdict !== visit.verdict));

/** Whether it takes away what whoever buys reads: the visit itself, or its defects. Its own author asks, another reads. */
export const hides = ({ what }: Given): boolean => what === 'vehicle' || what === 'verdict';

const wrong = (code: string, message: string, how: string, path: string): Blocker => blocker(code, message, 'maison-visites', 'qui corrige', how, path);

/** A correction of what is not there, or that changes nothing. */
export function correctionBlocks({ visit, reading }: Target, given: Given, today: LawDate): Blocker[] {
  const same = (was: boolean, path: string) => (was ? [wrong('rien', 'C’est déjà ce que dit le registre.', 'donner la bonne valeur', path)] : []);
  switch (given.what) {
    case 'odometer': return reading ? same(given.odometer === reading.km, 'odometer') : [wrong('releve-absent', 'Aucun compteur n’a été relevé à cette visite.', 'choisir ce qui est faux', 'what')];
    case 'day': return !visit && given.on && given.on > today ? [wrong('visite-future', 'Cette date est dans le futur.', 'vérifier la date', 'on')] : same(given.on === (visit ?? reading)?.on, 'on');
    case 'vehicle': return [];
    default: return visit ? [] : [wrong('visite-absente', 'Ce relevé n’a été fait à aucune visite : seuls son nombre et son jour se corrigent.', 'choisir ce qui est faux', 'what')];
  }
}

/** The visits and the readings with the right values; readings are judged anew. `also`: what follows of the visit itself (number of its PV, next day). */
export function restored(state: InspectionState, { visit, reading }: Target, given: Given, also: Partial<Visit>): Pick<InspectionState, 'visits' | 'readings'> {
  const gone = given.what === 'vehicle';
  const visits = state.visits.flatMap((one) => (one.id !== visit?.id ? [one] : gone ? [] : [{ ...one, ...correctedVisit(given), ...also }]));
  const right: Partial<Reading> = given.what === 'odometer' && given.odometer !== undefined ? { km: given.odometer } : given.what === 'day' && given.on ? { on: given.on } : {};
  const readings = state.readings.flatMap((one) => (one !== reading ? [one] : gone ? [] : [{ ...one, ...right }]));
  return { visits, readings: reading && (gone || Object.keys(right).length) ? rejudged(readings, reading.at) : readings };
}

function correctedVisit({ what, on, brakes, defects, verdict }: Given): Partial<Visit> {
  switch (what) {
    case 'day': return on ? { on } : {};
    case 'brakes': return { brakes: brakes ?? {} };
    case 'verdict': return { defects: [...defects ?? []], ...(verdict ? { verdict } : {}) };
    default: return {};
  }
}
