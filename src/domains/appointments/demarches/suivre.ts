import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { addDays } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { agendaFacet, agendaId, agendaRef } from '../model/agenda.ts';
import { LIVE, officesOf, placeKey, type AppointmentAct, type AppointmentState } from '../model/appointment.ts';
import { drawRef } from '../model/draw.ts';
import { LAW, placeFor } from '../rules/asking.ts';
import { convocations } from '../papers/convocation.ts';
import { lineAt, takenAt } from '../store.ts';
import { drawFacet, isDrawn } from '../store-draw.ts';
import { anAppointment, appointed, bearer, type Appointed } from '../views.ts';
import { dayField, officeNamed, timeField } from './fields.ts';
import { NEAR_DAYS } from './prendre.ts';

const touches = ({ state }: { state: Appointed }) => officesOf(state.appointment).map(agendaRef);
const line = (tx: Parameters<typeof lineAt>[0], { state }: { state: Appointed }) => (state.appointment.office && state.appointment.motive ? lineAt(tx, state.appointment.office, state.appointment.motive) : 0);
const over = blocker('rendez-vous-fini', 'Ce rendez-vous est passé, annulé ou sans objet : il ne change plus.', LAW, 'vous', 'en prendre un autre');
const unlisted = blocker('tirage-clos', 'Cette demande n’a pas été confirmée avant la clôture : elle n’est pas sur la liste du tirage.', 'rendez-vous-tirage', 'vous', 'demander au prochain tirage');
const live = ({ status }: AppointmentState): boolean => status !== null && LIVE.includes(status);
const own = { family: 'rendez-vous', law: [LAW], who: [appointed, bearer, clerk], presence: 'remote', subject: anAppointment, applicant: 'optional', pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic' as const, issues: () => [] } as const;

/**
 * Another place, here or at another office that receives for the same motive. One act takes the new one and gives the former
 * back: to whoever waits for it, or to all. Where the new one cannot be had, the former one is kept.
 */
export const deplacer = demarche({
  ...own, id: 'deplacer-rendez-vous', title: 'Déplacer un rendez-vous', page: '/rendez-vous/suivi',
  summary: 'Choisissez un autre jour, une autre heure ou un autre lieu. L’ancienne place n’est rendue qu’une fois la nouvelle prise.',
  touches: ({ state, input: given }) => [...touches({ state }), ...(given?.office ? [agendaRef(given.office)] : [])],
  facts: {
    line,
    taken: (tx, { state, input: given }) => { const office = given?.office ?? state.appointment.office; return office && given?.day ? takenAt(tx, office, given.day, addDays(given.day, NEAR_DAYS)) : []; },
    // Places that are drawn are moved to only once a draw has left them to all.
    left: (tx, { state: { appointment }, input: given }) => { const office = given?.office ?? appointment.office; return office && appointment.motive && given?.day ? isDrawn(tx, office, appointment.motive, given.day) : false; },
  },
  input: z.object({ office: officeNamed('Nouveau lieu', 'Vide : au même endroit.').optional(), day: dayField('Nouveau jour'), time: timeField('Nouvelle heure', '09:00') }),
  steps: [step('place', 'La nouvelle place', ['office', 'day', 'time'])],
  blocks: ({ state: { appointment }, now }) => (appointment.status === 'booked' && appointment.place && appointment.place.start > now ? [] : [over]),
  decide: ({ state: { appointment }, input: given, get, facts, actor, subject, now, today }) => {
    const motive = appointment.motive && territory.motive(appointment.motive, today);
    const office = given.office ?? appointment.office;
    if (!motive || !office) return blocked([over]);
    if (motive.mode === 'fair' && !facts.left) return blocked([blocker('places-tirees', 'Ces places sont tirées au sort : on ne s’y déplace pas avant que tous ceux du tirage soient servis.', 'rendez-vous-tirage', 'vous', 'garder votre place, ou l’annuler et demander au prochain tirage', 'day')]);
    const mine = appointment.place && office === appointment.office ? placeKey(appointment.place) : null;
    const others = facts.taken.filter((one) => placeKey(one) !== mine);
    const chosen = placeFor(get(agendaFacet, agendaId(office)), { motive, day: given.day, time: given.time, until: addDays(given.day, NEAR_DAYS) }, others, now, today, actor.kind === 'agent');
    if ('blocker' in chosen) return blocked([chosen.blocker]);
    if (mine && chosen.place.start === appointment.place?.start) return blocked([blocker('meme-heure', 'C’est la place que vous avez déjà.', LAW, 'vous', 'en choisir une autre', 'time')]);
    return accept([act<AppointmentAct>({ kind: 'appointment.moved', subjects: [subject], payload: { place: chosen.place, freed: facts.line > 0 } })]);
  },
  issues: convocations,
});

/** Given back: the place is kept for the next in line, if there is one. */
export const annuler = demarche({
  ...own, id: 'annuler-rendez-vous', title: 'Annuler un rendez-vous', page: '/rendez-vous/suivi',
  summary: 'Vous ne venez plus, ou vous retirez votre demande : la place servira à quelqu’un.',
  touches, facts: { line },
  input: z.object({ reason: z.string().trim().max(200).optional().meta({ label: 'Raison', hint: 'Facultatif.', examples: ['Empêchement'] }) }),
  steps: [step('raison', 'La raison', ['reason'])], givesBack: () => true,
  blocks: ({ state: { appointment }, now }) => (live(appointment) && !(appointment.place && appointment.place.start <= now) ? [] : [over]),
  decide: ({ state: { appointment }, facts, actor, input: given, subject }) => accept([act<AppointmentAct>({
    kind: 'appointment.cancelled', subjects: [subject],
    payload: { by: actor.kind === 'agent' ? 'office' : 'holder', reason: actor.kind === 'agent' ? given.reason ?? '' : '', freed: facts.line > 0 && appointment.place !== null && appointment.status !== 'unconfirmed' },
  })]),
});

/** The phone or the e-mail has answered: the place, or the request, stands. */
export const confirmer = demarche({
  ...own, id: 'confirmer-rendez-vous', title: 'Confirmer un rendez-vous', who: [bearer, clerk],
  summary: 'Vous avez reçu un code : le rendez-vous pris sans compte est confirmé.',
  touches: ({ state: { appointment } }) => (appointment.draw ? [drawRef(appointment.draw.id)] : []), facts: {},
  input: z.object({ by: z.enum(['code', 'counter']).meta({ label: 'Comment', options: { code: 'Par le code reçu', counter: 'De vive voix, à un agent' } }) }),
  steps: [step('comment', 'Comment', ['by'])],
  blocks: ({ state: { appointment }, now }) => {
    if (appointment.status !== 'unconfirmed') return [blocker('deja-confirme', 'Ce rendez-vous n’attend pas de confirmation.', LAW, 'vous', 'rien à faire')];
    return appointment.confirmBy && appointment.confirmBy < now ? [appointment.draw ? unlisted : blocker('trop-tard', 'La place n’est plus gardée.', LAW, 'vous', 'en choisir une autre')] : [];
  },
  // Under the lock of its draw: once the list is closed, a request that came too late would wait for nothing, for ever.
  decide: ({ subject, input: given, state: { appointment: { draw } }, get }) => (draw && get(drawFacet, draw.id).status !== 'open' ? blocked([unlisted]) : accept([act<AppointmentAct>({ kind: 'appointment.confirmed', subjects: [subject], payload: given })])),
});

/** On the day: they came, or did not. */
export const pointer = demarche({
  ...own, id: 'pointer-rendez-vous', title: 'Noter une arrivée ou une absence', who: [clerk], presence: 'person',
  summary: 'L’agent note que la personne est arrivée, ou qu’elle n’est pas venue.',
  facts: {},
  input: z.object({ as: z.enum(['arrived', 'missed']).meta({ label: 'La personne', options: { arrived: 'Est arrivée', missed: 'N’est pas venue' } }) }),
  steps: [step('venue', 'La venue', ['as'])],
  blocks: ({ state: { appointment }, today, now }) => {
    const found: Blocker[] = [];
    if (!appointment.place || !['booked', 'arrived', 'missed'].includes(appointment.status ?? '')) found.push(over);
    else if (appointment.place.start > new Date(Date.parse(now) + 12 * 3_600_000).toISOString()) found.push(blocker('pas-encore', 'Ce rendez-vous n’est pas aujourd’hui.', LAW, 'l’agent', `attendre le jour (nous sommes le ${today})`));
    return found;
  },
  decide: ({ state: { appointment }, input: given, subject, now }) => {
    if (given.as === 'missed' && appointment.place && appointment.place.start > now) return blocked([blocker('pas-encore-l-heure', 'L’heure n’est pas passée : la personne peut encore venir.', LAW, 'l’agent', 'attendre l’heure', 'as')]);
    return accept([act<AppointmentAct>({ kind: 'appointment.marked', subjects: [subject], payload: given })]);
  },
});

/** A place came free and is held for this person: take it, or let it go on to the next. */
export const repondre = demarche({
  ...own, id: 'repondre-offre-rendez-vous', title: 'Répondre à une place proposée', page: '/rendez-vous/suivi',
  summary: 'Une place s’est libérée et vous est gardée : prenez-la, ou laissez-la à la personne suivante.',
  touches, facts: { line },
  input: z.object({ answer: z.enum(['accept', 'decline']).meta({ label: 'Cette place', options: { accept: 'Je la prends', decline: 'Je la laisse' } }) }),
  steps: [step('reponse', 'Votre réponse', ['answer'])], givesBack: ({ answer }) => answer === 'decline',
  blocks: ({ state: { appointment }, now }) => (appointment.offer && appointment.offer.until > now ? [] : [blocker('offre-passee', 'Aucune place ne vous est gardée en ce moment.', LAW, 'vous', 'garder votre rendez-vous, ou attendre la prochaine place')]),
  decide: ({ input: given, facts, state: { appointment }, subject }) => accept([given.answer === 'accept'
    ? act<AppointmentAct>({ kind: 'appointment.offer-accepted', subjects: [subject], payload: { freed: facts.line > 0 && appointment.place !== null } })
    : act<AppointmentAct>({ kind: 'appointment.offer-ended', subjects: [subject], payload: { how: 'declined' } })]),
});
