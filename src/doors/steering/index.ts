/** The steering door: what is placeholder, what things cost, who signs, what communes are owed, and how the register is checked. Read only. */
import type { App } from '../../app.ts';
import type { RouteLine } from '../../core/http/index.ts';
import { delegationRoute } from './delegations.tsx';
import { homeRoute } from './home.tsx';
import { municipalFeeRoutes } from './municipal-fee.tsx';
import { tariffRoute } from './tariffs.tsx';
import { toConfirmRoute } from './to-confirm.tsx';
import { verificationRoute } from './verification.tsx';

export function steeringRoutes(app: App): RouteLine[] {
  return [homeRoute(app), toConfirmRoute(app), tariffRoute(app), delegationRoute(app), ...municipalFeeRoutes(app), verificationRoute(app)];
}
