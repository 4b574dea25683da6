import { line, placeholder } from '../dated.ts';
import { one } from './one.ts';

/** Appointments, queues, draws. */
export const appointmentParameters = {
  appointmentHorizonDays: one('Rendez-vous ouverts au plus tant de jours à l’avance', 'jours', 28, line('maison-rendez-vous')),
  appointmentNoticeMinutes: one('Dernier moment pour prendre un rendez-vous avant son heure', 'minutes', 60, line('maison-rendez-vous')),
  appointmentHoldMinutes: one('Place gardée en attendant que le téléphone ou le courriel soit confirmé', 'minutes', 15, line('maison-rendez-vous')),
  appointmentOfferHours: one('Place libérée, gardée pour la personne suivante', 'heures', 12, line('maison-rendez-vous')),
  appointmentReminderDays: one('Rappels d’un rendez-vous, jours avant', 'jours', [7, 1] as readonly number[], line('maison-rendez-vous')),
  appointmentMostLive: one('Rendez-vous à venir par téléphone, courriel ou compte d’un particulier', 'places', 3, line('maison-rendez-vous')),
  appointmentMostUnconfirmed: one('Places d’un lieu gardées en même temps pour des personnes sans compte qui n’ont pas encore confirmé', 'places', 20, line('maison-rendez-vous')),
  appointmentPriorityShare: one('Part des places tirées d’abord entre les priorités', '%', 30, placeholder('rendez-vous-tirage')),
  appointmentDrawCheckHours: one('Temps laissé pour vérifier la liste avant un tirage', 'heures', 24, line('maison-rendez-vous')),
};
