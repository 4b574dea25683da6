import { z } from 'zod';
import { supervisor } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { fold } from '../../../core/values/text.ts';
import { instantOf, lawDate } from '../../../core/values/time.ts';
import { resourceKinds } from '../../../territory/index.ts';
import type { AgendaAct, AgendaState, Opening } from '../model/agenda.ts';
import { LAW } from '../rules/asking.ts';
import { absenceWords, resourceKindWords, weekdayWords } from '../words.ts';
import { anAgenda } from '../views.ts';
import { dayField, timeField } from './fields.ts';

const managed = { family: 'rendez-vous', law: [LAW], who: [supervisor], presence: 'person', subject: anAgenda, applicant: 'optional', facts: {}, blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic' as const, issues: () => [] } as const;
const resourceField = z.string().trim().min(2, 'Indiquez un nom.').max(60).meta({ label: 'Poste, piste, examinateur ou tournée', examples: ['Poste 1'] });
const unknown = blocker('ressource-inconnue', 'Rien ne porte ce nom dans cet agenda.', LAW, 'le responsable', 'recopier le nom de la liste', 'resource');
/** One resource of an agenda, as its page names it. */
const named = (agenda: AgendaState, name: string) => agenda.resources.find((one) => one.id === resourceId(name) || fold(one.name) === fold(name));
const resourceId = (name: string): string => fold(name).trim().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

const box = (index: number) => z.boolean().optional().meta({ label: weekdayWords[index] as string });
const openingInput = z.object({
  resource: resourceField, kind: z.enum(resourceKinds).meta({ label: 'C’est', options: resourceKindWords }),
  capacity: z.int('Indiquez un nombre entier.').min(1).max(50).meta({ label: 'Personnes reçues en même temps', width: 4, examples: ['1'] }),
  weekdays: z.object({ monday: box(1), tuesday: box(2), wednesday: box(3), thursday: box(4), friday: box(5), saturday: box(6) }).meta({ label: 'Les jours' }),
  from: timeField('De', '07:45'), to: timeField('À', '15:30'),
  since: dayField('À partir du'), last: lawDate.optional().meta({ label: 'Jusqu’au', control: 'date', hint: 'Ce jour compris. Vide : sans fin prévue.' }),
});
const WEEKDAYS = ['weekdays.monday', 'weekdays.tuesday', 'weekdays.wednesday', 'weekdays.thursday', 'weekdays.friday', 'weekdays.saturday'];
const daysOf = ({ weekdays: w }: z.output<typeof openingInput>): number[] => [w.monday, w.tuesday, w.wednesday, w.thursday, w.friday, w.saturday].flatMap((ticked, index) => (ticked ? [index + 1] : []));

/** Weekly hours of a desk, a lane, an examiner or a tour. Free places follow by themselves. */
export const ouvrir = demarche({
  ...managed, id: 'ouvrir-plages-rendez-vous', title: 'Ouvrir des plages de rendez-vous', page: '/guichet/agenda',
  summary: 'Le responsable dit qui reçoit, quels jours et à quelles heures, et pour combien de temps.',
  input: openingInput,
  steps: [step('qui', 'Qui reçoit', ['resource', 'kind', 'capacity']), step('quand', 'Quand', ['weekdays', 'from', 'to', 'since', 'last'])],
  awaits: ({ input: given }) => (given.weekdays && Object.values(given.weekdays).some(Boolean) ? [] : WEEKDAYS),
  decide: ({ state: { agenda }, input: given, subject, newId }) => {
    const weekdays = daysOf(given);
    if (!weekdays.length) return blocked([blocker('aucun-jour', 'Cochez au moins un jour.', LAW, 'le responsable', 'cocher un jour', 'weekdays.monday')]);
    if (given.to <= given.from) return blocked([blocker('heures-inversees', 'La fin est avant le début.', LAW, 'le responsable', 'vérifier les heures', 'to')]);
    if (given.last && given.last < given.since) return blocked([blocker('dates-inversees', 'Le dernier jour est avant le premier.', LAW, 'le responsable', 'vérifier les dates', 'last')]);
    const known = named(agenda, given.resource);
    const id = known?.id ?? resourceId(given.resource);
    const opening: Opening = { id: newId('opening'), weekdays, from: given.from, to: given.to, since: given.since, last: given.last ?? null };
    const same = known && known.kind === given.kind && known.capacity === given.capacity;
    return accept([
      ...(same ? [] : [act<AgendaAct>({ kind: 'agenda.resource-set', subjects: [subject], payload: { id, name: known?.name ?? given.resource, resourceKind: given.kind, capacity: given.capacity } })]),
      act<AgendaAct>({ kind: 'agenda.opening-set', subjects: [subject], payload: { resource: id, opening } }),
    ]);
  },
});

/** An opening ends on a day. Appointments that stand after it stay: they are listed, and a person calls. */
export const terminer = demarche({
  ...managed, id: 'terminer-plages-rendez-vous', title: 'Mettre fin à des plages de rendez-vous', page: '/guichet/agenda',
  summary: 'Les plages d’un poste s’arrêtent après un jour. Les rendez-vous déjà pris restent, à déplacer un par un.',
  input: z.object({ resource: resourceField, last: dayField('Dernier jour') }),
  steps: [step('fin', 'La fin', ['resource', 'last'])],
  decide: ({ state: { agenda }, input: given, subject }) => {
    const known = named(agenda, given.resource);
    if (!known) return blocked([unknown]);
    const open = known.openings.filter(({ since, last }) => since <= given.last && (last === null || last > given.last));
    if (!open.length) return blocked([blocker('aucune-plage', 'Aucune plage ne dépasse ce jour.', LAW, 'le responsable', 'vérifier le jour', 'last')]);
    return accept(open.map(({ id }) => act<AgendaAct>({ kind: 'agenda.opening-ended', subjects: [subject], payload: { resource: known.id, opening: id, last: given.last } })));
  },
});

/** Nobody is received from an hour to another: leave, closing, breakdown. The reason is a kind, never a person's health. */
export const absence = demarche({
  ...managed, id: 'declarer-absence-rendez-vous', title: 'Déclarer une absence ou une fermeture', page: '/guichet/agenda',
  summary: 'Un poste, une piste ou une tournée ne reçoit pas, d’un moment à un autre.',
  input: z.object({
    resource: resourceField, from: dayField('Du'), fromTime: timeField('À partir de', '07:00'), to: dayField('Au'), toTime: timeField('Jusqu’à', '17:00'),
    reason: z.enum(['closed', 'leave', 'training', 'breakdown', 'other']).meta({ label: 'Pourquoi', options: absenceWords }),
  }),
  steps: [step('absence', 'L’absence', ['resource', 'from', 'fromTime', 'to', 'toTime', 'reason'])],
  decide: ({ state: { agenda }, input: given, subject, newId }) => {
    const known = named(agenda, given.resource);
    if (!known) return blocked([unknown]);
    const [from, to] = [instantOf(given.from, given.fromTime).toISOString(), instantOf(given.to, given.toTime).toISOString()];
    if (to <= from) return blocked([blocker('dates-inversees', 'L’absence finit avant de commencer.', LAW, 'le responsable', 'vérifier les dates', 'to')]);
    return accept([act<AgendaAct>({ kind: 'agenda.absence-set', subjects: [subject], payload: { resource: known.id, absence: { id: newId('absence'), from, to, reason: given.reason } } })]);
  },
});

/** An absence that will not be: its places are free again. */
export const lever = demarche({
  ...managed, id: 'lever-absence-rendez-vous', title: 'Lever une absence', page: '/guichet/agenda',
  summary: 'Une absence déclarée n’aura pas lieu : les places sont de nouveau ouvertes.',
  input: z.object({ resource: resourceField, day: dayField('Un jour de l’absence') }),
  steps: [step('absence', 'L’absence', ['resource', 'day'])],
  decide: ({ state: { agenda }, input: given, subject }) => {
    const known = named(agenda, given.resource);
    if (!known) return blocked([unknown]);
    const [from, to] = [instantOf(given.day, '00:00').toISOString(), instantOf(given.day, '23:59').toISOString()];
    const found = known.absences.filter((one) => one.from <= to && one.to >= from);
    if (!found.length) return blocked([blocker('aucune-absence', 'Aucune absence ce jour-là.', LAW, 'le responsable', 'vérifier le jour', 'day')]);
    return accept(found.map(({ id }) => act<AgendaAct>({ kind: 'agenda.absence-lifted', subjects: [subject], payload: { resource: known.id, absence: id } })));
  },
});
