import type { Reactions } from './core/jobs/index.ts';
import { appointmentReactions } from './domains/appointments/index.ts';
import { checkReactions, freezeReactions, grantedReactions, heldReactions, undoingReactions } from './domains/partners/index.ts';
import { mandateReactions } from './domains/people/index.ts';
import { approvalReactions, decisionReactions, fleetReactions, inspectionReactions, saleReactions, titleReactions, type FollowEnv } from './domains/registrations/index.ts';

/** Act kind → what follows, after the commit: letters, messages, what goes up. Runs at least once, does it once. */
export const reactions: Reactions<FollowEnv> = { ...saleReactions, ...titleReactions, ...decisionReactions, ...fleetReactions, ...approvalReactions, ...inspectionReactions, ...appointmentReactions, ...undoingReactions, ...freezeReactions, ...grantedReactions, ...heldReactions, ...checkReactions, ...mandateReactions };
