import { line, placeholder } from '../dated.ts';
import { one } from './one.ts';

/** Who is called next, and how often. */
export const queueParameters = {
  queuePriorityRun: one('File : priorités appelées de suite à un guichet tant que quelqu’un sans priorité attend', 'places', 2, placeholder('file-priorites')),
  queueLateMinutes: one('File : retard au-delà duquel un rendez-vous attend comme tout le monde', 'minutes', 15, placeholder('file-priorites')),
  queueEarlyMinutes: one('File : avance à laquelle on peut s’annoncer pour un rendez-vous', 'minutes', 60, line('maison-file')),
  queueCallsBeforeAbsent: one('File : appels avant de passer à la personne suivante', 'places', 2, line('maison-file')),
  queueBackMinutes: one('File : absent à l’appel, rappelé après', 'minutes', 10, line('maison-file')),
  queueRounds: one('File : fois où un absent est rappelé avant que son ticket prenne fin', 'places', 1, line('maison-file')),
};
