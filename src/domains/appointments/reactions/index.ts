/** What follows the acts of appointments: messages, reminders, places that go on to the next, one-tap links. */
import { agendaReactions } from './absence.ts';
import { drawReactions } from './draw.ts';
import { appointmentReactions as followed } from './follow.ts';

export const appointmentReactions = { ...followed, ...drawReactions, ...agendaReactions };
export { appointmentLinks } from './links.ts';
export { offerNext } from './refill.ts';
export { drawNow, resumeDraws } from './draw.ts';
export { appointmentTasks } from './tasks.ts';
export type { AppointmentEnv } from './tell.ts';
export { appointmentTexts, CONFIRM } from './texts.ts';
