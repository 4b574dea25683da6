import type { App } from '../../../app.ts';
import { file, notFound, type RouteLine } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { appointmentFile, resourceFeed } from '../../../domains/appointments/index.ts';

/** iCalendar: the key in the address is all that opens it, since calendar programs show nothing else. No feed names anybody. */
export function calendarRoutes(app: App): RouteLine[] {
  const secret = () => app.messages?.sender.secret ?? '';
  const send = (text: string | undefined, name: string) => {
    if (text === undefined) throw notFound();
    return file(Buffer.from(text), 'text/calendar; charset=utf-8', name);
  };
  return [
    { method: 'GET', path: '/rendez-vous/calendrier/:id/:key', who: 'public', perMinute: 30, handler: async ({ params }) => send(isUuid(params['id'] ?? '') ? await appointmentFile(app.world, secret(), params['id'] ?? '', params['key'] ?? '') : undefined, 'rendez-vous.ics') },
    { method: 'GET', path: '/rendez-vous/flux/:office/:resource/:key', who: 'public', perMinute: 30, handler: async ({ params }) => send(await resourceFeed(app.world, secret(), params['office'] ?? '', params['resource'] ?? '', params['key'] ?? ''), 'agenda.ics') },
  ];
}
