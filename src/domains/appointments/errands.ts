/** The errands of appointments, for pages that ask better than a list of fields: the démarche decides, as at every door. */
import { openDossier, submitDossier, unflatten, type Caller, type Flat, type Outcome, type World } from '../../core/demarche/index.ts';
import type { Json } from '../../core/act/types.ts';
import { territory } from '../../territory/index.ts';
import type { AppointmentState } from './model/appointment.ts';
import { appointmentRef } from './model/appointment.ts';
import { appointmentOf, locateAppointment } from './store.ts';
import { withoutName } from './reading.ts';
import { dayOf, timeOf } from './when.ts';

export type Errand = 'prendre' | 'demander' | 'deplacer' | 'annuler' | 'confirmer' | 'repondre-offre' | 'pointer';

/**
 * Asks, once for a request id however often it is sent.
 * @param subject id of the appointment; null when the errand makes one
 * @returns the outcome, and the appointment it is about
 */
export async function ask(world: World, caller: Caller, errand: Errand, subject: string | null, answers: Flat, requestId: string): Promise<{ outcome: Outcome; id: string }> {
  const demarche = world.catalogue.get(`${errand}-rendez-vous`);
  if (!demarche) throw new Error(`no errand ${errand}`);
  const dossier = await openDossier(world, caller, { demarche, subject: subject ? appointmentRef(subject) : null, input: unflatten(demarche.input, answers) as Json, idempotency: requestId });
  return { outcome: await submitDossier(world, caller, dossier.id), id: dossier.subject_id };
}

/** A place of a list of free ones, « office instant » as the list writes it, as the answers of moving there; nothing where it is none. */
export function placeAnswers(text: string): Record<string, string> {
  const [office = '', start = ''] = text.split(' ');
  return Number.isNaN(Date.parse(start)) ? {} : { office, day: dayOf(start), time: timeOf(start) };
}

/** True when it was done at once. */
export const isDone = (outcome: Outcome): boolean => outcome.kind === 'moved' && outcome.dossier.state === 'issued';

/** What stands in the way, each with the field it is about, as a form shows it. */
export function wrongsOf(outcome: Outcome): { path: string; message: string }[] {
  switch (outcome.kind) {
    case 'moved': return isDone(outcome) ? [] : [{ path: '', message: 'La demande attend un agent.' }];
    case 'invalid': return outcome.errors.map(({ path, message }) => ({ path, message }));
    case 'blocked': return outcome.blockers.map(({ path, message, clearedBy }) => ({ path: path ?? '', message: `${message}${clearedBy.how ? ` À faire : ${clearedBy.how}.` : ''}` }));
    case 'not-entitled': return [{ path: '', message: `Ceci est ouvert à : ${outcome.may.join(', ')}.` }];
  }
}

/**
 * The appointment that a number names, for whoever also knows the contact it was taken with.
 * @returns undefined when either is wrong: nobody is told which
 */
export async function openedBy(world: World, number: string, contact: string): Promise<{ id: string; state: AppointmentState } | undefined> {
  const [id] = await locateAppointment(world.read, number);
  const state = id ? await appointmentOf(world.read, world.facets, id) : undefined;
  const { phone, email } = state?.contact ?? {};
  const typed = contact.trim().toLowerCase();
  const same = (phone !== undefined && territory.normalizePhone(contact) === phone) || (email !== undefined && typed === email.trim().toLowerCase());
  return id && state && same ? { id, state: withoutName(state) } : undefined;
}
