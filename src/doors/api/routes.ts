import type { App } from '../../app.ts';
import { json, openApi, type RouteLine } from '../../core/http/index.ts';
import { closedWhenStopped } from '../../domains/partners/index.ts';
import { batchRoutes } from './batches.ts';
import { demarcheRoutes } from './demarches.ts';
import { dossierRoutes } from './dossiers.ts';
import { insuranceRoutes } from './insurance.ts';
import { openApiDocument } from './openapi.ts';
import { knowingItsQuery } from './query.ts';
import { recourseRoutes } from './recourse.ts';
import { readableApi } from './readable.tsx';
import { titleRoutes } from './titles.ts';
import { blockerView } from './views.ts';
import { vehicleRoutes } from './vehicles.ts';
import { webhookRoutes } from './webhooks.ts';

/** The JSON door: the same démarches, by bearer key. */
export function apiRoutes(app: App): RouteLine[] {
  return closedWhenStopped(app.world, [
    ...[...demarcheRoutes(app), ...batchRoutes(app), ...dossierRoutes(app), ...recourseRoutes(app), ...vehicleRoutes(app), ...titleRoutes(app), ...insuranceRoutes(app), ...webhookRoutes(app)].map(knowingItsQuery), readableApi(app),
    { method: 'GET', path: '/openapi.json', who: openApi, handler: async () => json(await openApiDocument(app) as never) },
    { method: 'GET', path: '/.well-known/sitt-keys.json', who: openApi, handler: () => json(app.keys.publicKeys() as never) },
  ], blockerView);
}
