/** The citizen's door: the wizard that interprets any démarche, and one's own file. */
import type { RouteLine } from '../../core/http/index.ts';
import { approvalRoutes } from './approvals.tsx';
import { appointmentRoutes } from './appointments.tsx';
import { dossierRoutes } from './dossier.tsx';
import { homeRoutes } from './home.tsx';
import { linkRoutes } from './links.tsx';
import { profileRoutes } from './profile.tsx';
import { citizenRecourse } from './recourse.ts';
import { signRoutes } from './sign.tsx';
import { startRoutes } from './start.tsx';
import type { CitizenApp } from './site.ts';
import { myRecourseRoutes } from '../../ui/demarche/recourse.tsx';
import { wizardRoutes } from '../../ui/demarche/wizard.tsx';
import { citizenWizard } from './wizard.ts';

export type { CitizenApp, LinkAction } from './site.ts';
export const citizenDoor = {
  id: 'usager', path: '/usager', title: 'Mon espace', session: 'citizen',
  /** Capacities that an account of the identity provider can prove. */
  proves: ['holder', 'identified', 'mandatary'],
} as const;

/** Every page under /usager, and the one-tap links of messages. */
export function citizenRoutes(app: CitizenApp): RouteLine[] {
  return [...homeRoutes(app), ...approvalRoutes(app), ...startRoutes(app), ...dossierRoutes(app), ...myRecourseRoutes(citizenRecourse(app)), ...wizardRoutes(citizenWizard(app)), ...signRoutes(app), ...profileRoutes(app), ...appointmentRoutes(app), ...linkRoutes(app)];
}
