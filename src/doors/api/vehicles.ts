import { z } from 'zod';
import type { App } from '../../app.ts';
import { isAdministration, type Actor } from '../../core/access/actor.ts';
import { seal } from '../../core/access/sealed.ts';
import { stateAt } from '../../core/act/read.ts';
import { anyOf, apiScope, HttpFault, json, notFound, readingAhead, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isLawDate, today, type LawDate } from '../../core/values/time.ts';
import { printable } from './problems.ts';
import { odometerVerdict } from '../../domains/inspections/index.ts';
import { communeIn, holdersOf, holdRules, holdsSeenBy, inspectionOf, lifeOf, plateOf, seriesIn, titleOf, usageOf, vehicleFinder, type Registered, type RegistrationState } from '../../domains/registrations/index.ts';
import { chassisOf, technicalOf, type VehicleState } from '../../domains/vehicles/index.ts';

/** A vehicle as it is, as it was (`at`), as it was known (`knownAt`). */
export function vehicleRoutes(app: App): RouteLine[] {
  const { facets } = app.world;
  const find = vehicleFinder(app.pools.lookup, facets);
  return [readingAhead({
    method: 'GET', path: '/api/v1/vehicles/:plate', who: anyOf(apiScope('vehicles:read'), apiScope('vehicles:check')), purpose: 'consultation d’un véhicule',
    ahead: (params) => find(printable(params['plate'], 40)),
    handler: async (ctx, found) => {
      const [one, ...others] = found ?? [];
      if (others.length) throw new HttpFault(409, 'Plusieurs véhicules répondent à ce numéro : le guichet doit les départager.');
      if (!one) throw notFound('Aucun véhicule ne porte ce numéro.');
      const axes = { ...instant(ctx, 'at'), ...instant(ctx, 'knownAt') };
      const { id } = one;
      // What was known then is folded from the acts; what is known now came with the vehicle.
      const states = axes.knownAt !== undefined ? await stateAt(app.pools.read, facets, { kind: 'vehicle', id }, axes)
        : axes.at !== undefined ? facets.slice('vehicle', one.states, axes.at) : one.states;
      if (!states) throw notFound('Ce véhicule n’était pas connu à cette date.');
      const vehicle = states['vehicle'] as VehicleState;
      const registration = states['registration'] as RegistrationState;
      if (!maySeeVehicle(ctx.actor, registration)) throw notFound('Aucun véhicule ne porte ce numéro.');
      const at = axes.at ?? app.world.clock().toISOString();
      const view = { ...vehicleView(id, vehicle, registration, at, ctx.actor), ...inspected(states as unknown as Registered, today(new Date(at))) };
      return json(await ctx.disclose(seal(view, { personIds: view.holders.map((one) => one.personId), kind: 'véhicule', subjectId: id })) as never);
    },
  })];
}

/** Agents and authorities; a citizen sees what they hold, and what is held by whoever they stand for. */
function maySeeVehicle(actor: Actor, registration: RegistrationState): boolean {
  if (actor.kind === 'citizen') return registration.holders.some(({ personId, to }) => to === null && (personId === actor.personId || actor.mandates?.some(({ principalId }) => principalId === personId)));
  return isAdministration(actor) || actor.kind === 'authority';
}

function vehicleView(id: string, vehicle: VehicleState, registration: RegistrationState, at: string, actor: Actor) {
  const title = titleOf(registration) ?? registration.titles.at(-1) ?? null;
  return {
    id, plate: plateOf(registration) ?? registration.plates.at(-1)?.plate ?? null, series: seriesIn(registration) ?? registration.plates.at(-1)?.series ?? null, vin: chassisOf(vehicle) ?? vehicle.chassis.at(-1)?.value ?? null,
    technical: technicalOf(vehicle)['D.1'] ? technicalOf(vehicle) : vehicle.technical.at(-1)?.data ?? {}, approval: vehicle.approval, disputed: vehicle.disputed,
    status: lifeOf(registration) ?? registration.lives.at(-1)?.status ?? null, usage: usageOf(registration), commune: communeIn(registration) ?? registration.communes.at(-1)?.insee ?? null,
    title: title ? { number: title.number, status: title.status, validUntil: title.validUntil, href: `/api/v1/titles/${title.number}` } : null,
    holders: (holdersOf(registration).length ? holdersOf(registration) : registration.holders).map(({ personId, role, principal, from, to }) => ({ personId, role, principal, since: from, until: to })),
    holds: holdsSeenBy(actor, registration, at).map(({ type, authority, reference, from, until }) => ({ type, label: holdRules[type].label, authority, reference, since: from, until })),
    sale: registration.sale ? { soldAt: registration.sale.soldAt, titleUntil: registration.sale.titleUntil } : null,
  };
}

/** Its visits and its odometer (km). An unknown visit is not a late one. */
function inspected(state: Registered, on: LawDate) {
  const { visits, readings } = state.inspection;
  const { status, due } = inspectionOf(state, on);
  return {
    inspection: { status, due, visits: visits.map((one) => ({ number: one.number, kind: one.kind, on: one.on, verdict: one.verdict, until: one.until, nextOn: one.nextOn })) },
    odometer: { unit: 'km', verdict: odometerVerdict(readings), readings: readings.map(({ km, on: day, source, verdict, reason }) => ({ km, on: day, source, verdict, reason })) },
  };
}

/** Which day 31 February or which hour without a zone may mean is not for us to choose. */
const moment = z.iso.datetime({ offset: true });

/** An instant or a day; a day is its last moment in the country. */
function instant(ctx: Ctx, name: 'at' | 'knownAt'): { at?: string; knownAt?: string } {
  const text = ctx.query[name];
  if (text === undefined) return {};
  const day = typeof text === 'string' && isLawDate(text) ? `${text}T23:59:59.999+11:00` : text;
  const read = moment.safeParse(day);
  if (!read.success) throw new HttpFault(422, 'Cette date n’est pas lisible.', { errors: [{ path: name, message: 'Indiquez une date AAAA-MM-JJ, ou un instant ISO 8601 avec son fuseau, par exemple 2026-03-27T14:30:00+11:00.' }] });
  return { [name]: new Date(read.data).toISOString() };
}
