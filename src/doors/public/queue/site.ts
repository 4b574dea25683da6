import type { App } from '../../../app.ts';
import { notFound, type Ctx } from '../../../core/http/index.ts';
import { hallOf, isKioskKey, kioskKey, type Hall } from '../../../domains/appointments/index.ts';
import { textOf } from '../appointments/form.ts';

/** The hall that the address names, today. */
export function hallIn(ctx: Ctx, app: App): Hall {
  const hall = hallOf(app, ctx.params['office'] ?? '');
  if (!hall) throw notFound();
  return hall;
}

const secretOf = (app: App): string => app.messages?.sender.secret ?? '';
export const keyFor = (app: App, office: string): string => kioskKey(secretOf(app), office);
/** The key that the screen in the hall carries from page to page. */
export const keyIn = (ctx: Ctx): string => textOf(ctx.query['borne']) || textOf(ctx.form['borne']);
export const isKiosk = (ctx: Ctx, app: App, { office }: Hall): boolean => isKioskKey(secretOf(app), office, keyIn(ctx));
/** Tickets are taken in the hall: at its screen, or by an agent of this office. */
export const isThere = (ctx: Ctx, app: App, hall: Hall): boolean => isKiosk(ctx, app, hall) || (ctx.actor.kind === 'agent' && ctx.actor.office === hall.office);
/** `?borne=…` where the screen carries its key, else nothing. */
export const carried = (ctx: Ctx): string => (keyIn(ctx) ? `?borne=${encodeURIComponent(keyIn(ctx))}` : '');
