import type { Actor } from '../../../core/access/actor.ts';
import type { Piece } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { pointsOf } from './visit.ts';

/** Pieces of a visit or of a presentation that are photographs, in words. */
export const photoWords: Readonly<Record<string, string>> = { 'photo-plaque': 'Plaque et numéro de série', 'photo-defaut': 'Défauts' };
/** The kinds of pieces that these are: what reads them names no démarche. */
export const PHOTO_KINDS: readonly string[] = Object.keys(photoWords);

const TEXT = 'maison-photos';

/**
 * What is photographed of a vehicle that is shown: its plate and number, and what was found wrong. An approved centre owes them as
 * far as the parameters of the day say (à confirmer); an agent joins them when they help.
 * @param defects codes of the points that were ticked
 */
export function visitPhotos(actor: Actor, defects: readonly string[], on: LawDate): Piece[] {
  const centre = actor.kind === 'partner';
  const owes = (parameter: 'visitPlatePhoto' | 'visitDefectPhoto') => centre && territory.parameter(parameter, on).value === 1;
  const grave = pointsOf(defects, on).some(({ severity }) => severity !== 'minor');
  return [
    { kind: 'photo-plaque', label: 'Photographie de la plaque et du numéro de série (VIN)', text: TEXT, photo: true, hint: 'Prise sur le véhicule, le numéro lisible.', ...(owes('visitPlatePhoto') ? {} : { optional: true as const }) },
    { kind: 'photo-defaut', label: 'Photographie des défauts', text: TEXT, photo: true, hint: 'Une par défaut majeur ou critique.', ...(grave && owes('visitDefectPhoto') ? {} : { optional: true as const }) },
  ];
}
