/** The door of police, gendarmerie and the other authorities: a check in one look, and the measures they sign. */
import type { App } from '../../app.ts';
import type { RouteLine } from '../../core/http/index.ts';
import { checkRoutes } from './check.tsx';
import type { Deferral } from '../../core/access/disclosure.ts';
import { today } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { measureRoutes } from './measures.tsx';
import { offlineRoutes } from './offline/routes.tsx';

export { makeBundle } from './offline/bundle.ts';
export { buildBundle } from './offline/store.ts';

export const policeDoor = { id: 'police', path: '/police', title: 'Police et autorités', session: 'authority' } as const;

export function policeRoutes(app: App): RouteLine[] {
  return [...checkRoutes(app), ...measureRoutes(app), ...offlineRoutes(app)];
}

/**
 * How long readings by police and gendarmerie stay hidden from the person, in days: a parameter of the country, « à confirmer ».
 * Every other reading is shown at once. It follows the reader, whichever door or key they come by.
 */
export const readingDeferral = (clock: () => Date): Deferral => (actor) =>
  actor.kind === 'authority' && (actor.authority === 'police' || actor.authority === 'gendarmerie') ? territory.parameter('policeReadingDeferralDays', today(clock())).value as number : null;
