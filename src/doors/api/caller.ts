import type { Caller } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';

/** Who asks by the API, with the office of an agent. */
export const callerIn = ({ actor }: Ctx): Caller => ({ actor, door: 'api', ...(actor.kind === 'agent' ? { office: actor.office } : {}) });
