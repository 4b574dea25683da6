import { citizens, type RouteLine } from '../../core/http/index.ts';
import { mineRoutes } from '../../domains/appointments/mine/index.tsx';
import { citizenOf, show, type CitizenApp } from './site.ts';

/** My appointments and requests: those that I took, and those that a counter took for me. */
export const appointmentRoutes = (app: CitizenApp): RouteLine[] => mineRoutes({
  world: app.world, secret: app.messages?.sender.secret ?? '', door: 'citizen', at: '/usager/rendez-vous', who: citizens, acts: citizens, purpose: 'consultation de mes rendez-vous', title: 'Mes rendez-vous',
  take: () => '/rendez-vous', mayAct: () => true, holderOf: (ctx) => citizenOf(ctx).personId, show: (ctx, one) => show(ctx, app, one),
});
