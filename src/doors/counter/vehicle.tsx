import { seal } from '../../core/access/sealed.ts';
import { history, stateAt } from '../../core/act/read.ts';
import { evaluate, type Blocker, type Demarche } from '../../core/demarche/index.ts';
import { notFound, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { papersOfSubject } from '../../domains/documents/index.ts';
import type { InspectionState } from '../../domains/inspections/index.ts';
import { holdersOf, type RegistrationState } from '../../domains/registrations/index.ts';
import type { VehicleState } from '../../domains/vehicles/index.ts';
import { coversRead } from './covers.tsx';
import { counterAgents, isUuid, type CounterApp } from './site.tsx';
import { dossiersAbout, moneyOf, personsById } from './store.ts';
import { vehiclePage } from './vehicle-page.tsx';

/** One démarche that may be begun on a vehicle, and what stands in its way. */
export type Possible = { id: string; d: Demarche; subjectId: string; blockers: readonly Blocker[] };

/** Everything about one vehicle. */
export function vehicleRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: '/guichet/vehicules/:vehicle', who: counterAgents, purpose: 'consultation d’un véhicule au guichet', handler: async (ctx) => {
    const id = ctx.params['vehicle'] ?? '';
    if (!isUuid(id)) return seeOther(`/guichet/recherche?q=${encodeURIComponent(id.slice(0, 40))}`);
    const { pools, world } = app;
    const states = await stateAt(pools.read, world.facets, { kind: 'vehicle', id }).catch(() => undefined);
    if (!states) throw notFound('Ce véhicule n’est pas au registre.');
    const registration = states['registration'] as RegistrationState;
    const sale = registration.sale;
    const about = { subjectIds: [id, ...(sale ? [sale.id] : [])] };
    const [possible, acts, papers, money, dossiersSealed, holdersSealed] = await Promise.all([
      possibleOn(ctx, app, id, sale?.id), history(pools.read, world.facets, { kind: 'vehicle', id }), papersOfSubject(pools.read, id),
      moneyOf(pools.read, about.subjectIds), dossiersAbout(pools.read, about), personsById(pools.read, [...new Set(registration.holders.map(({ personId }) => personId))]),
    ]);
    const [dossiers, holders, insurance] = await Promise.all([ctx.disclose(dossiersSealed), ctx.disclose(holdersSealed), coversRead(ctx, app, id, states, holdersOf(registration).map(({ personId }) => personId))]);
    const vehicle = await ctx.disclose(seal(states['vehicle'] as VehicleState, { personIds: [], kind: 'véhicule', subjectId: id }));
    return page(vehiclePage(ctx, app, { id, vehicle, registration, inspection: states['inspection'] as InspectionState, insurance, holders, possible, acts, papers, money, dossiers }), insurance.fault ? 422 : 200);
  } }];
}

/** Every démarche of the catalogue that this agent may begin on the vehicle or its sale under way, with its blockers of the moment. */
async function possibleOn(ctx: Ctx, { world }: CounterApp, vehicleId: string, saleId: string | undefined): Promise<Possible[]> {
  const on = (kind: string): string | undefined => (kind === 'vehicle' ? vehicleId : kind === 'sale' ? saleId : undefined);
  const all = [...world.catalogue].filter(([, d]) => d.subject.mode === 'existing' && on(d.subject.view.kind) !== undefined);
  const judged = await Promise.all(all.map(async ([id, d]) => {
    const subjectId = on(d.subject.view.kind) as string;
    const { capacity, blockers } = await evaluate(world, d, { actor: ctx.actor, subject: { kind: d.subject.view.kind, id: subjectId }, json: {} });
    return capacity ? { id, d, subjectId, blockers } : null;
  }));
  return judged.filter((one) => one !== null);
}
