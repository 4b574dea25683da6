import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { formatDate, formatDateTime, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { BookletState } from '../model/special.ts';

const text = 'series-particulieres';
const COMPANY = 'le professionnel du carnet';

/** Only the trade drives under a W. @param kinds of its accreditations that run on that day */
export function wTradeBlocks(kinds: readonly string[], on: LawDate): Blocker[] {
  const allowed = territory.parameter('wKinds', on).value;
  return kinds.some((kind) => allowed.includes(kind)) ? [] : [blocker('pas-negociant', 'Les numéros W sont réservés aux professionnels accrédités du négoce de véhicules.', text, 'le gestionnaire des professionnels', 'demander l’accréditation', 'holder.who', 'demander-accreditation')];
}

/** A booklet whose last day is past drives nobody. */
export function bookletBlocks({ to }: BookletState, today: LawDate): Blocker[] {
  return to !== null && today > to ? [blocker('carnet-echu', `Ce carnet W a pris fin le ${formatDate(to)}.`, text, COMPANY, 'le renouveler avant toute sortie', null, 'renouveler-carnet-w')] : [];
}

/** A drive as it is asked for: instants. */
export type Drive = { number: string; from: string; until: string };

/** Declared before it begins, on a number of this booklet that is on no other vehicle then, inside its year and not for ever. */
export function driveBlocks(state: BookletState, { number, from, until }: Drive, now: string, on: LawDate, lastDay: LawDate): Blocker[] {
  const most = territory.parameter('wHours', on).value;
  const busy = state.uses.find((one) => one.number === number && one.from < until && from < one.until);
  return [
    ...(state.numbers.includes(number) ? [] : [blocker('numero-hors-carnet', `Ce carnet ne porte pas le numéro ${territory.formatPlate(number)}.`, text, COMPANY, `choisir parmi : ${state.numbers.map(territory.formatPlate).join(', ')}`, 'number')]),
    ...(Date.parse(from) < Date.parse(now) - LATE ? [blocker('sortie-passee', 'Une sortie se déclare avant de partir : cette heure est passée.', text, COMPANY, 'donner l’heure du départ à venir, ou la laisser vide pour partir maintenant', 'at')] : []),
    ...(Date.parse(until) - Date.parse(from) > most * 3_600_000 ? [blocker('sortie-longue', `Une sortie dure au plus ${most} heures.`, text, COMPANY, 'déclarer une sortie plus courte', 'hours')] : []),
    ...(state.to !== null && lastDay > state.to ? [blocker('sortie-apres-carnet', `Le carnet prend fin le ${formatDate(state.to)}, avant la fin de cette sortie.`, text, COMPANY, 'renouveler le carnet, ou raccourcir la sortie', 'hours')] : []),
    ...(busy ? [blocker('numero-en-sortie', `Le numéro ${territory.formatPlate(number)} est déjà sur ${busy.named}, jusqu’au ${formatDateTime(new Date(busy.until))}.`, text, COMPANY, 'prendre un autre numéro, ou déclarer d’abord le retour', 'number')] : []),
  ];
}
/** A declaration typed at the wheel arrives a little late. */
const LATE = 10 * 60_000;
