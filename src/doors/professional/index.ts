/** The professional door: any démarche of the convention, one by one by the wizard or by hundreds by the batch; the company's dossiers, account, users and keys. */
import type { App } from '../../app.ts';
import type { RouteLine } from '../../core/http/index.ts';
import { closedWhenStopped } from '../../domains/partners/index.ts';
import { wizardRoutes } from '../../ui/demarche/wizard.tsx';
import { accountRoutes } from './account.tsx';
import { appointmentRoutes } from './appointments.tsx';
import { batchRoutes } from './batch.tsx';
import { decisionRoutes } from './decisions.tsx';
import { companyWizard, dossierRoutes } from './dossiers.tsx';
import { homeRoute } from './home.tsx';
import { mandateRoutes } from './mandates.tsx';
import { printingRoutes } from './printing.tsx';
import { startRoutes } from './start.tsx';
import { teamRoutes } from './team.tsx';
import { vehicleRoutes } from './vehicles.tsx';
import { webhookRoutes } from './webhooks.tsx';

/** Every page under /professionnel, closed where it creates to a company that is stopped. */
export function professionalRoutes(app: App): RouteLine[] {
  return closedWhenStopped(app.world, [homeRoute(app), ...startRoutes(app), ...vehicleRoutes(app), ...mandateRoutes(app), ...dossierRoutes(app), ...decisionRoutes(app), ...wizardRoutes(companyWizard(app)), ...batchRoutes(app), ...printingRoutes(app), ...appointmentRoutes(app), ...accountRoutes(app), ...teamRoutes(app), ...webhookRoutes(app)]);
}
