/** The face of appointments: places to come to, booked by whoever needs one, and never given twice. */
import type { AnyFacet } from '../../core/act/types.ts';
import type { PaperTemplates } from '../documents/index.ts';
import { agendaFacet } from './model/agenda.ts';
import { convocation } from './papers/convocation.ts';
import { appointmentFacet } from './store.ts';
import { drawFacet } from './store-draw.ts';

export { createAgenda, openAgendas } from './agendas.ts';
export { appointmentDemarches } from './catalogue.ts';
export { appointmentFile, calendarPath, feedPath, resourceFeed } from './calendar/feeds.ts';
export { ask, isDone, openedBy, placeAnswers, wrongsOf, type Errand } from './errands.ts';
export { agendaRef, type AgendaAct, type AgendaState, type Opening, type Resource } from './model/agenda.ts';
export { appointmentRef, LIVE, type AppointmentAct, type AppointmentState, type AppointmentStatus, type Place } from './model/appointment.ts';
export { endShift, readPlan, setShift, swapShifts, type Plan } from './planning/store.ts';
export type { Danger } from './rules/planning.ts';
export { ticketName, type QueueCounter, type Ticket } from './model/ticket.ts';
export {
  absent, callNext, checkIn, closeDays, fromPhone, hallOf, isKioskKey, kioskKey, motivesAt, moveQueue, openCounter, positionOf, present, queueLastAt, queueRevision, queueTexts, readDesk, readHall, readWaits, recall, seatOf, served, takeTicket, transfer, turnCounter,
  type Board, type Desk, type Done, type Given, type Hall, type Position, type Seat, type WaitLine,
} from './queue/index.ts';
export { appointmentsOf, bookableDays, expectedOn, freeAt, readDraw, freeForMove, marksAt, officesFor, isStranded, readAgenda, readAppointment, stranded, type Expected, type Marks, type MyAppointment } from './reading.ts';
export { appointmentLinks, appointmentReactions, appointmentTasks, appointmentTexts, CONFIRM, drawNow, resumeDraws, type AppointmentEnv } from './reactions/index.ts';
export { weekdayOf, type FreeTime } from './rules/slots.ts';
export { byDay, dayOf, dayWords, hourWords, nearDayWords, timeOf, whenWords } from './when.ts';
export { absenceWords, appointmentSentences, motiveTitle, placeWords, resourceKindWords, statusWords, weekdayWords } from './words.ts';
export { commitmentTo, digestOf, draw, inOrder, keyOf, listText, secretOf, seedOf, type Entry, type Prize } from './lottery.ts';
export { drawRef, type DrawAct, type DrawState } from './model/draw.ts';
export { draws, drawFacet, requestKey, type DrawLine } from './store-draw.ts';
export { appointmentFacet } from './store.ts';
export const appointmentFacets: readonly AnyFacet[] = [agendaFacet, appointmentFacet, drawFacet];
export const appointmentPapers: PaperTemplates = { convocation };
