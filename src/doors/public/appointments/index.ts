/** Appointments for everybody: why, where, when, with or without an account; every page works without script. */
import type { App } from '../../../app.ts';
import type { RouteLine } from '../../../core/http/index.ts';
import { bookRoutes } from './book.tsx';
import { calendarRoutes } from './calendars.ts';
import { drawRoutes } from './draws.tsx';
import { followRoutes } from './follow.tsx';

export function appointmentRoutes(app: App): RouteLine[] {
  return [...bookRoutes(app), ...followRoutes(app), ...calendarRoutes(app), ...drawRoutes(app)];
}
