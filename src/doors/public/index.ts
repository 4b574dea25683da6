/** The public door: the front of the house, the promises, and the check that any stranger may do. */
import type { App } from '../../app.ts';
import type { RouteLine } from '../../core/http/index.ts';
import { appointmentRoutes } from './appointments/index.ts';
import { checkRoute } from './check.tsx';
import { demarcheRoutes } from './demarches.tsx';
import { homeRoute } from './home.tsx';
import { outboxRoute } from './outbox.tsx';
import { hallRoutes } from './queue/index.ts';
import { plainPages } from './pages.tsx';
import { tariffRoute } from './tariffs.tsx';

export { endStreams } from './queue/index.ts';

/** @param built whether the server answers at this path: a door that is not built says so on the home page */
export function publicRoutes(app: App, built: (path: string) => boolean): RouteLine[] {
  return [homeRoute(app, built), ...demarcheRoutes(app), tariffRoute(app), checkRoute(app), ...appointmentRoutes(app), ...hallRoutes(app), outboxRoute(app), ...plainPages(app)];
}
