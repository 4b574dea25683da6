/** The queue of an office: tickets, turns, counters, moves. */
export { absent, callNext, openCounter, present, recall, seatOf, served, transfer, turnCounter, type Done, type Seat } from './call.ts';
export { isKioskKey, kioskKey } from './keys.ts';
export { fromPhone } from './leave.ts';
export { moveQueue, type Moved } from './move.ts';
export { positionOf, queueLastAt, queueRevision, readDesk, readHall, readWaits, type Board, type Desk, type Position } from './reading.ts';
export { closeDays, type Hall, type WaitLine } from './store.ts';
export { checkIn, hallOf, motivesAt, takeTicket, type Given } from './take.ts';
export { queueTexts } from './texts.ts';
