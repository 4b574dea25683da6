/** What follows the acts of LISA: messages, reminders, one-tap links. */
export { approvalReactions } from './approval.ts';
export { codeSource, firstCode, issueSaleCode, saleCode } from './code.ts';
export { contestLink } from './contest-link.ts';
export { REMIND, reminderTask } from './reminders.ts';
export { decisionReactions } from './decision.ts';
export { fleetReactions } from './fleet.ts';
export { reach, type FollowEnv } from './reach.ts';
export { inspectionReactions } from './visit.ts';
export { saleReactions } from './sale.ts';
export { texts, type Texts } from './texts.ts';
export { titleReactions } from './title.ts';
