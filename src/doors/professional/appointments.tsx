import type { App } from '../../app.ts';
import type { RouteLine } from '../../core/http/index.ts';
import { mineRoutes } from '../../domains/appointments/mine/index.tsx';
import { HOME, mayAct, operators, partnerOf, show, users } from './site.ts';

/** The company's appointments: those that its users took, and those that a counter took for it. */
export const appointmentRoutes = (app: App): RouteLine[] => mineRoutes({
  world: app.world, secret: app.messages?.sender.secret ?? '', door: 'professional', at: `${HOME}/rendez-vous`, who: users, acts: operators, purpose: 'rendez-vous de l’entreprise', title: 'Rendez-vous',
  take: (ctx) => (mayAct(partnerOf(ctx)) ? `${HOME}/demarches` : null), mayAct: (ctx) => mayAct(partnerOf(ctx)), holderOf: (ctx) => partnerOf(ctx).companyId, show: (ctx, one) => show(ctx, app, one),
});
