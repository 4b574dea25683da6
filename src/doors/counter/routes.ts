import type { App } from '../../app.ts';
import type { RouteLine } from '../../core/http/index.ts';
import { agendaRoutes } from './agenda.tsx';
import { applicantRoutes } from './applicant.tsx';
import { appointmentRoutes } from './appointments.tsx';
import { blankRoutes } from './blanks.tsx';
import { buyerCodeRoutes } from './buyer-code.tsx';
import { disputedRoutes } from './disputed.tsx';
import { dossierRoutes } from './dossier.tsx';
import { dueRoutes } from './due.tsx';
import { errandRoutes } from './errand-routes.tsx';
import { hallRoutes } from './hall.tsx';
import { homeRoutes } from './home.tsx';
import { inspectionFormRoutes } from './inspection/form.tsx';
import { inspectionHomeRoutes } from './inspection/home.tsx';
import { inspectionRefusalRoutes } from './inspection/refusal.tsx';
import { subjectRoutes } from './inspection/subject.tsx';
import { messageRoutes } from './messages.tsx';
import { partnerActions } from './partner-actions.tsx';
import { checkRoutes } from './partner-checks.tsx';
import { partnerRoutes } from './partners.tsx';
import { undoRoutes } from './partner-undo.tsx';
import { personRoutes } from './person.tsx';
import { planningRoutes } from './planning.tsx';
import { printingRoutes } from './printing.tsx';
import { queueRoutes } from './queues.tsx';
import { receiptRoutes } from './receipts.tsx';
import { recourseRoutes } from './recourse.tsx';
import { refundRoutes } from './refunds.tsx';
import { tillRoutes } from './till.tsx';
import { vehicleRoutes } from './vehicle.tsx';

/** The counter: one box, every démarche, the queues, the till. */
export function counterRoutes(app: App): RouteLine[] {
  return [
    ...homeRoutes(app), ...vehicleRoutes(app), ...personRoutes(app), ...errandRoutes(app), ...applicantRoutes(app), ...dossierRoutes(app), ...recourseRoutes(app), ...buyerCodeRoutes(app), ...dueRoutes(app), ...disputedRoutes(app),
    ...queueRoutes(app), ...tillRoutes(app), ...receiptRoutes(app), ...refundRoutes(app), ...messageRoutes(app), ...partnerRoutes(app), ...undoRoutes(app), ...checkRoutes(app), ...partnerActions(app),
    ...blankRoutes(app), ...printingRoutes(app), ...appointmentRoutes(app), ...agendaRoutes(app), ...hallRoutes(app), ...planningRoutes(app),
    ...inspectionHomeRoutes(app), ...subjectRoutes(app), ...inspectionFormRoutes(app), ...inspectionRefusalRoutes(app),
  ];
}
