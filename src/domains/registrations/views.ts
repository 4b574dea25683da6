import { existing, type SubjectView } from '../../core/demarche/index.ts';
import type { Capacity } from '../../core/access/actor.ts';
import { parseHumanCode } from '../../core/values/human-code.ts';
import { inspectionFacet } from '../inspections/index.ts';
import { makeAndModel, vehicleFacet } from '../vehicles/index.ts';
import type { SaleState } from './model/sale.ts';
import type { Registered } from './model/registered.ts';
import { holdersOf } from './model/state.ts';
import { locateSale, locateVehicle, registrationFacet, saleFacet } from './store.ts';

export type { Registered };

export const vehicleView: SubjectView<Registered> = {
  kind: 'vehicle', facets: { vehicle: vehicleFacet, registration: registrationFacet, inspection: inspectionFacet }, locate: locateVehicle,
  label: (state) => makeAndModel(state.vehicle), question: 'Numéro d’immatriculation, de série (VIN) ou de certificat',
};
export const registeredVehicle = existing(vehicleView);

const stages = { declared: 'en cours', completed: 'terminée', contested: 'contestée', cancelled: 'annulée' } as const;
export const saleView: SubjectView<{ sale: SaleState }> = {
  kind: 'sale', facets: { sale: saleFacet }, locate: locateSale, label: ({ sale }) => `${sale.what ? `${sale.what}, vente` : 'Vente'} ${stages[sale.status ?? 'declared']}`, question: 'Code reçu du vendeur',
  secret: { looksLike: (text) => parseHumanCode(text) !== undefined, known: ({ sale }, actor) => actor.kind === 'citizen' && (sale.claimantId === actor.personId || sale.sellers.some((id) => id === actor.personId || actor.mandates?.some(({ principalId }) => principalId === id))) },
};
export const openSale = existing(saleView);

/** The holder, by account: any current holder or co-holder; a lessor's or lessee's right is another capacity. */
export const holder: Capacity = {
  name: 'holder', label: 'le titulaire ou un co-titulaire, identifié par son compte',
  holds: ({ actor, state }) => actor.kind === 'citizen' && holdersOf((state as Registered).registration).some((one) => one.personId === actor.personId && one.role !== 'lessee'),
};
