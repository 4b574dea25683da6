import { z } from 'zod';
import { clerk, identified, type Actor } from '../../../core/access/actor.ts';
import { act, type Json, type PrivateContent } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { humanCode, parseHumanCode } from '../../../core/values/human-code.ts';
import { addDays, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { agendaFacet, agendaId, agendaRef } from '../model/agenda.ts';
import type { AppointmentAct } from '../model/appointment.ts';
import { contactBlocks, holdBlocks, isNamed, LAW, limitBlocks, placeFor } from '../rules/asking.ts';
import { convocations } from '../papers/convocation.ts';
import { liveCount, takenAt, unconfirmedAt } from '../store.ts';
import { isDrawn } from '../store-draw.ts';
import { appointmentView, holderOf, nameOf, visitor } from '../views.ts';
import { aboutField, contactField, dayField, motiveField, officeField, timeField } from './fields.ts';

const input = z.object({
  motive: motiveField, office: officeField,
  day: dayField('Quel jour ?'), time: timeField('À quelle heure ?'),
  about: aboutField.optional(),
  earlier: z.boolean().optional().meta({ label: 'Me proposer une place plus tôt s’il s’en libère une' }),
  contact: contactField.optional(),
});

/** How many days after the one that was asked are looked at, to propose other times. */
export const NEAR_DAYS = 7;

/** A place, at once: whoever asks for one that is free gets it; the database refuses it to anybody else. */
export const prendre = demarche({
  id: 'prendre-rendez-vous', title: 'Prendre un rendez-vous', family: 'rendez-vous', page: '/rendez-vous',
  summary: 'Choisissez pourquoi vous venez, où, et une place libre. La confirmation dit quoi apporter.',
  law: [LAW, 'rendez-vous-motifs'],
  who: [identified, clerk, visitor], presence: 'remote', subject: creates(appointmentView, () => null),
  touches: ({ input: given }) => (given?.office ? [agendaRef(given.office)] : []),
  facts: {
    taken: (tx, { input: given }) => (given?.office && given.day ? takenAt(tx, given.office, given.day, addDays(given.day, NEAR_DAYS)) : []),
    live: (tx, { input: given, actor, applicant, now }) => liveCount(tx, { holder: holderOf(actor, applicant), contact: given?.contact }, now),
    unconfirmed: (tx, { input: given, actor }) => (actor.kind === 'anonymous' && given?.office ? unconfirmedAt(tx, given.office) : 0),
    // What a draw has left over is open to all.
    left: (tx, { input: given }) => (given?.office && given.motive && given.day ? isDrawn(tx, given.office, given.motive, given.day) : false),
    number: () => humanCode(8),
    named: nameOf,
  },
  input,
  steps: [step('motif', 'Pour quoi et où', ['motive', 'office', 'about']), step('place', 'Le jour et l’heure', ['day', 'time', 'earlier']), step('contact', 'Pour vous prévenir', ['contact'])],
  // Told before the decision: a name for whoever has no account, a vehicle where the motive is about one.
  awaits: ({ actor, input: given, today, facts }) => [
    ...(isNamed(actor, facts.named) ? [] : ['contact.name']),
    ...(given.motive && territory.motive(given.motive, today)?.about ? ['about'] : []),
  ],
  applicant: 'optional',
  blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'automatic',
  decide: ({ input: given, get, facts, actor, applicant, subject, now, today }) => {
    const motive = territory.motive(given.motive, today);
    const found: Blocker[] = [...limitBlocks(actor, facts.live, today), ...holdBlocks(facts.unconfirmed, today), ...contactBlocks(actor, given.contact ?? {}, facts.named)];
    if (!motive) found.push(blocker('motif-clos', 'On ne vient plus pour ce motif.', 'rendez-vous-motifs', 'vous', 'choisir un autre motif', 'motive'));
    else if (motive.mode === 'fair' && !facts.left) found.push(blocker('places-tirees', 'Ces places sont rares : elles se demandent, puis sont tirées au sort.', 'rendez-vous-tirage', 'vous', 'faire une demande pendant qu’elles sont ouvertes', 'motive'));
    else if (motive.about && !given.about) found.push(blocker('vehicule-manquant', 'Donnez la plaque ou le numéro de série du véhicule.', 'rendez-vous-motifs', 'vous', 'donner l’un ou l’autre', 'about'));
    const chosen = motive && placeFor(get(agendaFacet, agendaId(given.office)), { motive, day: given.day, time: given.time, until: addDays(given.day, NEAR_DAYS) }, facts.taken, now, today, actor.kind === 'agent');
    if (chosen && 'blocker' in chosen && (motive.mode === 'open' || facts.left)) found.push(chosen.blocker);
    if (found.length || !chosen || 'blocker' in chosen) return blocked(found);
    return accept([act<AppointmentAct>({
      kind: 'appointment.booked', subjects: [subject], private: [contactOf(actor, given, facts.named)],
      payload: { number: facts.number, motive: given.motive, place: chosen.place, holder: holderOf(actor, applicant), earlier: given.earlier ?? false, confirmBy: confirmBy(actor, now, today) },
    })], [{ subject, key: parseHumanCode(facts.number) as string }]);
  },
  issues: convocations,
});

/** Personal, apart from the chain. An account's name is that of its person; at the counter, that of whom it is keyed for. */
export function contactOf(actor: Actor, given: { contact?: z.output<typeof contactField> | undefined; about?: string | undefined }, named: string): PrivateContent {
  const name = given.contact?.name ?? (actor.kind === 'citizen' || actor.kind === 'partner' ? actor.name : named);
  return { class: 'identity', name: 'contact', content: JSON.parse(JSON.stringify({ ...given.contact, name, about: given.about })) as Json };
}

/** Without an account the place waits for a code, and not for long. */
export function confirmBy(actor: Actor, now: string, today: LawDate): string | null {
  if (actor.kind !== 'anonymous') return null;
  return new Date(Date.parse(now) + territory.parameter('appointmentHoldMinutes', today).value * 60_000).toISOString();
}
