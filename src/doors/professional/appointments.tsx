import type { App } from '../../app.ts';
import { notFound, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { mineRoutes } from '../../domains/appointments/mine/index.tsx';
import { takenTo, takeRoutes } from '../../domains/appointments/take/index.tsx';
import { liveAccreditation } from '../../domains/partners/index.ts';
import { HOME, mayAct, openTo, operators, ownPage, partnerOf, show, users } from './site.ts';

const AT = `${HOME}/rendez-vous`;
const TAKE = `${AT}/prendre`;

/** The company's appointments: those that its users took, and those that a counter took for it; and the places to take, where its convention opens that. */
export function appointmentRoutes(app: App): RouteLine[] {
  const { world } = app;
  const maySeek = async (ctx: Ctx): Promise<boolean> => {
    const me = partnerOf(ctx);
    return mayAct(me) && openTo(app, me, await liveAccreditation(world.read, me.companyId, me.partnerKind, world.clock())).some((d) => ownPage(d) === TAKE);
  };
  return [
    ...takeRoutes({
      world, door: 'professional', at: TAKE, who: operators, perMinute: 60,
      allowed: async (ctx) => { if (!await maySeek(ctx)) throw notFound('Votre convention n’ouvre pas cette démarche.'); },
      lede: 'Au nom de votre entreprise.', mine: { href: AT, label: 'Les rendez-vous de l’entreprise' }, login: null, taken: () => takenTo(AT), show: (ctx, one) => show(ctx, app, { width: 'reading', ...one }),
    }),
    ...mineRoutes({
      world, secret: app.messages?.sender.secret ?? '', door: 'professional', at: AT, who: users, acts: operators, purpose: 'rendez-vous de l’entreprise', title: 'Rendez-vous',
      take: async (ctx) => (await maySeek(ctx) ? TAKE : null), mayAct: (ctx) => mayAct(partnerOf(ctx)), holderOf: (ctx) => partnerOf(ctx).companyId, show: (ctx, one) => show(ctx, app, one),
    }),
  ];
}
