/** The queue for everybody: saying that one is there, one's turn, the screen of the hall. */
import type { App } from '../../../app.ts';
import type { RouteLine } from '../../../core/http/index.ts';
import { displayRoutes } from './display.tsx';
import { kioskRoutes } from './kiosk.tsx';
import { ticketRoutes } from './ticket.tsx';

export { endStreams } from './stream.ts';

export const hallRoutes = (app: App): RouteLine[] => [...kioskRoutes(app), ...ticketRoutes(app), ...displayRoutes(app)];
