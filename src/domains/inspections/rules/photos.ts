import type { Actor } from '../../../core/access/actor.ts';
import type { Piece } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { DefectPoint } from '../../../territory/index.ts';
import { pointsOf } from './visit.ts';

const PLATE = 'photo-plaque';
const DEFECTS = 'photo-defaut';
/** A kind of its own for each point of the catalogue that asks one: two defects are never proven by one picture. */
const kindOf = ({ organ, point }: DefectPoint): string => `${DEFECTS}-${organ}-${point}`;
const ownWords: Readonly<Record<string, string>> = Object.fromEntries(territory.defectPoints.map((one) => [kindOf(one), one.label]));

/** The kinds of pieces of a visit or of a presentation that are photographs, whatever the catalogue of today: what reads them names no démarche. */
export const PHOTO_KINDS: readonly string[] = [PLATE, DEFECTS, ...Object.keys(ownWords)];
/** What a photograph of that kind shows, in words. */
export const photoWords = (kind: string): string => ownWords[kind] ?? (kind === PLATE ? 'Plaque et numéro de série' : 'Défauts');

const TEXT = 'maison-photos';

/**
 * What is photographed of a vehicle that is shown: its plate and number, and what was found wrong. An approved centre owes them as
 * far as the parameters of the day say (à confirmer), one for each defect whose point asks it; an agent joins them when they help.
 * @param defects codes of the points that were ticked
 */
export function visitPhotos(actor: Actor, defects: readonly string[], on: LawDate): Piece[] {
  const centre = actor.kind === 'partner';
  const owes = (parameter: 'visitPlatePhoto' | 'visitDefectPhoto') => centre && territory.parameter(parameter, on).value === 1;
  const owed = owes('visitDefectPhoto') ? pointsOf(defects, on).filter(({ photo }) => photo) : [];
  return [
    { kind: PLATE, label: 'Photographie de la plaque et du numéro de série (VIN)', text: TEXT, photo: true, hint: 'Prise sur le véhicule, le numéro lisible.', ...(owes('visitPlatePhoto') ? {} : { optional: true as const }) },
    ...owed.map((point) => ({ kind: kindOf(point), label: `Photographie du défaut : ${point.label}`, text: TEXT, photo: true as const, own: true as const, hint: 'La sienne : ce défaut s’y voit.' })),
    { kind: DEFECTS, label: owed.length ? 'Autres photographies' : 'Photographie des défauts', text: TEXT, photo: true, hint: owed.length ? 'Une vue d’ensemble, un défaut mineur.' : 'Une par défaut, si elle aide.', optional: true as const },
  ];
}
