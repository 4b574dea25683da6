/** What follows the acts of appointments: messages, reminders, places that go on to the next, one-tap links. */
export { appointmentReactions } from './follow.ts';
export { appointmentLinks } from './links.ts';
export { offerNext } from './refill.ts';
export { appointmentTasks } from './tasks.ts';
export type { AppointmentEnv } from './tell.ts';
export { appointmentTexts, CONFIRM } from './texts.ts';
