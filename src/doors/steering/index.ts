/** The steering door: what is placeholder, what things cost, who signs, what communes are owed, how the register is checked; and the accounts of the agents. Nothing is decided here about a person's file. */
import type { App } from '../../app.ts';
import type { RouteLine } from '../../core/http/index.ts';
import { agentRoutes } from './agents.tsx';
import { agentActions } from './agent-actions.tsx';
import { delegationRoute } from './delegations.tsx';
import { forecastRoute } from './forecast.tsx';
import { homeRoute } from './home.tsx';
import { coverGapRoute } from './insurance.tsx';
import { municipalFeeRoutes } from './municipal-fee.tsx';
import { tariffRoute } from './tariffs.tsx';
import { toConfirmRoute } from './to-confirm.tsx';
import { trustRoute } from './trust.tsx';
import { verificationRoute } from './verification.tsx';

export { firstEntryRoutes } from './first-entry.tsx';
export { steeringAgents } from './site.tsx';

export function steeringRoutes(app: App): RouteLine[] {
  return [homeRoute(app), toConfirmRoute(app), tariffRoute(app), delegationRoute(app), ...agentRoutes(app), ...agentActions(app), ...municipalFeeRoutes(app), coverGapRoute(app), forecastRoute(app), trustRoute(app), verificationRoute(app)];
}
