/** What every asking has in common: is there such a place, may this person have one more. */
import type { Actor } from '../../../core/access/actor.ts';
import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { formatDateTime, instantOf, type LawDate } from '../../../core/values/time.ts';
import { territory, type Motive } from '../../../territory/index.ts';
import type { AgendaState } from '../model/agenda.ts';
import type { Place } from '../model/appointment.ts';
import { bookable, freeFrom, freeTimes, type Taken } from './slots.ts';

export const LAW = 'maison-rendez-vous';
const ANYBODY = 'vous';

/** Where and when. `until`: the last day whose places are known, to propose others. */
export type Asked = { motive: Motive; day: LawDate; time: string; until: LawDate };

/**
 * The place that is given for a day and an hour: the first free one.
 * @param anyTime true for an agent: no notice is asked of who stands at the counter
 */
export function placeFor(agenda: AgendaState, { motive, day, time, until }: Asked, taken: readonly Taken[], now: string, today: LawDate, anyTime: boolean): { place: Place } | { blocker: Blocker } {
  const span = anyTime ? { ...bookable(now, today), from: now } : bookable(now, today);
  const start = instantOf(day, time).toISOString();
  if (start < span.from) return { blocker: blocker('rendez-vous-trop-tot', start <= now ? 'Cette heure est passée.' : 'Il est trop tard pour prendre cette heure.', LAW, ANYBODY, 'choisir une heure plus tard', 'time') };
  if (start >= span.to) return { blocker: blocker('rendez-vous-trop-loin', `Les rendez-vous s’ouvrent ${territory.parameter('appointmentHorizonDays', today).value} jours à l’avance.`, LAW, ANYBODY, 'choisir un jour plus proche', 'day') };
  const [place] = freeTimes(agenda, motive, day, taken, span).find((one) => one.start === start)?.places ?? [];
  if (place) return { place };
  const others = freeFrom(agenda, motive, { from: day, to: until }, taken, span, 3).map((one) => formatDateTime(new Date(one.start)));
  return { blocker: blocker('place-non-libre', 'Cette place n’est pas libre : elle vient d’être prise, ou personne ne reçoit à cette heure.', LAW, ANYBODY, others.length ? `choisir par exemple ${others.join(', ')}` : 'choisir un autre jour ou un autre lieu', 'time') };
}

/** A person has so many appointments to come, an agent and a professional count otherwise. How many is not said: whoever types another's number would learn it. */
export function limitBlocks(actor: Actor, live: number, today: LawDate): Blocker[] {
  if (actor.kind !== 'citizen' && actor.kind !== 'anonymous') return [];
  const most = territory.parameter('appointmentMostLive', today).value;
  return live < most ? [] : [blocker('rendez-vous-nombreux', 'Ce compte ou ce contact ne peut pas prendre un rendez-vous de plus pour l’instant.', LAW, ANYBODY, 'annuler celui dont vous n’avez plus besoin, ou appeler le guichet')];
}

/** Held places that nobody has confirmed: past so many, a robot could empty an agenda with invented phones. */
export function holdBlocks(unconfirmed: number, today: LawDate): Blocker[] {
  return unconfirmed < territory.parameter('appointmentMostUnconfirmed', today).value ? []
    : [blocker('trop-de-places-gardees', 'Trop de places attendent ici leur confirmation.', LAW, ANYBODY, 'réessayer dans un quart d’heure, entrer avec un compte, ou passer au guichet')];
}

/** True when who is expected is known without being asked: by the account, or as `named`, whom an agent keys it for. */
export const isNamed = (actor: Actor, named: string): boolean => actor.kind === 'citizen' || actor.kind === 'partner' || named !== '';

/** Without an account, or with one whose identity nobody has checked, the answer goes to a phone that takes text messages or to an e-mail. */
export function contactBlocks(actor: Actor, contact: { name?: string | undefined; phone?: string | undefined; email?: string | undefined }, named: string): Blocker[] {
  const found: Blocker[] = [];
  if (!isNamed(actor, named) && !contact.name) found.push(blocker('nom-manquant', 'Sans nom, la personne attendue ne peut pas être appelée.', LAW, ANYBODY, 'donner un nom', 'contact.name'));
  if (actor.kind !== 'anonymous' && !(actor.kind === 'citizen' && actor.assurance === 'low')) return found;
  if (!contact.email && !contact.phone) found.push(blocker('contact-manquant', 'La confirmation est envoyée à un téléphone portable ou à un courriel.', LAW, ANYBODY, 'donner l’un ou l’autre', 'contact.phone'));
  else if (!contact.email && contact.phone && !territory.takesTextMessages(contact.phone)) found.push(blocker('contact-sans-sms', 'Ce téléphone ne reçoit pas de SMS.', LAW, ANYBODY, 'donner un portable ou un courriel', 'contact.phone'));
  return found;
}
