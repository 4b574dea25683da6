import { z } from 'zod';
import { accredited, clerk } from '../../../core/access/actor.ts';
import { act, type GetState } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { today as dayOf } from '../../../core/values/time.ts';
import { inspectionFacet, readOdometer } from '../../inspections/index.ts';
import { accreditationOf } from '../../partners/index.ts';
import { feeOf } from '../../payments/index.ts';
import { partyActs, partyBlocks, partyFacts, partyInput, partySignatures, partySigning, personRef, type PartySide } from '../../people/index.ts';
import { vehicleFacet, vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { declaredPrice } from '../model/price.ts';
import type { SaleAct, SaleState } from '../model/sale.ts';
import { titleOf } from '../model/state.ts';
import { holdBlocks, lifeBlocks } from '../rules/blocks.ts';
import { priceAwaited, priceBlocks } from '../rules/price.ts';
import { saleInspectionPieces } from '../rules/inspection.ts';
import { tradeBlocks } from '../rules/stock.ts';
import { registrationFacet } from '../store.ts';
import { openSale, type Registered } from '../views.ts';
import { openBlocks } from './on-sale.ts';

const BUYER: PartySide = { key: 'acheteur', role: 'buyer', called: 'le professionnel acheteur', path: 'buyer', own: true };

/** The buyer's half when the buyer is in the trade: the sale ends, the old title with it, and the vehicle enters a stock without a certificate. */
export const acheterPourRevente = demarche({
  id: 'acheter-pour-revente', title: 'Acheter un véhicule pour le revendre', family: 'professionnel',
  summary: 'Professionnel accrédité, vous avez acheté un véhicule pour votre stock : avec le code du vendeur, terminez l’achat sans certificat à votre nom.',
  law: ['stock-professionnel', 'cession-15-jours', 'grille-tarifaire'],
  who: [accredited, clerk], presence: 'remote', subject: openSale,
  touches: ({ state, actor, input }) => [
    ...(state.sale.vehicleId ? [vehicleRef(state.sale.vehicleId)] : []),
    ...(actor.kind === 'partner' ? [personRef(actor.companyId)] : input?.buyer?.who === 'known' && input.buyer.personId ? [personRef(input.buyer.personId)] : []),
  ],
  facts: {
    party: (tx, { input, actor, on }) => partyFacts(tx, input?.buyer, actor, on),
    signing: (tx, { input, actor }) => partySigning(tx, input?.buyer, actor),
    trades: async (tx, { input, actor, now }) => {
      const id = (await partyFacts(tx, input?.buyer, actor))?.id;
      // Who is in the trade is a fact of the day of the act, whatever the day on which its law is judged.
      return id ? (await accreditationOf(tx, id, dayOf(new Date(now)), new Date(now))).map(({ kind }) => kind) : [];
    },
  },
  input: z.object({
    buyer: partyInput.meta({ label: 'Le professionnel acheteur' }),
    ...declaredPrice('Prix d’achat', 'Reçu sans rien payer'),
    odometer: z.int('Indiquez un nombre entier.').min(0).max(3_000_000).optional().meta({ label: 'Kilométrage à l’achat', unit: 'km', width: 10 }),
  }),
  steps: [step('acheteur', 'L’achat', ['buyer', 'price', 'free', 'odometer'])],
  awaits: ({ actor, input, today }) => priceAwaited(input, actor, today),
  blocks: ({ state, get, now }) => {
    const closed = openBlocks(state.sale, ['declared']);
    if (closed.length || !state.sale.vehicleId) return closed;
    const known = registeredIn(get, state.sale.vehicleId);
    return [...lifeBlocks(known), ...holdBlocks(known, 'transfer', now)];
  },
  pieces: ({ state: { sale }, get, actor }) => [
    ...(sale.vehicleId && sale.soldAt ? saleInspectionPieces(registeredIn(get, sale.vehicleId), dayOf(new Date(sale.soldAt))) : []),
    ...(actor.kind === 'agent' ? [{ kind: 'achat-signe', label: 'Déclaration d’achat signée du professionnel', text: 'stock-professionnel', original: true, signed: true as const }] : []),
  ],
  signatures: ({ actor, on, facts, input }) => partySignatures({ party: input.buyer, known: facts.party, signing: facts.signing }, BUYER, { actor, on, act: 'mutation' }),
  fees: ({ today }) => [feeOf('stock-purchase', today)],
  pay: 'before-decision',
  review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  decide: ({ state: { sale }, input, facts, get, subject, newId, actor, today, on }) => {
    const party = partyActs(input.buyer, facts.party, newId, 'buyer');
    const found: Blocker[] = tradeBlocks(facts.trades, today, 'buyer.who');
    if (party && sale.sellers.includes(party.personId)) found.push(blocker('vendeur-acheteur', 'Le vendeur ne peut pas être l’acheteur : annulez plutôt la vente.', 'cession-15-jours', 'le vendeur', 'annuler la vente avec l’acheteur', 'buyer.who'));
    found.push(...partyBlocks({ party: input.buyer, known: facts.party, signing: facts.signing }, BUYER, { actor, on, act: 'mutation' }));
    found.push(...priceBlocks(input, actor, today));
    if (found.length || !party || !sale.vehicleId) return blocked(found);
    return accept([
      act<SaleAct>({ kind: 'sale.completed', subjects: [subject], payload: { buyerId: party.personId } }),
      ...intoStock(sale as SaleState & { vehicleId: string }, subject.id, party.personId, facts.party?.commune ?? null, registeredIn(get, sale.vehicleId)),
      ...(input.odometer === undefined ? [] : [readOdometer(sale.vehicleId, get(inspectionFacet, sale.vehicleId), { km: input.odometer, on: today, source: 'sale' }, today)]),
    ]);
  },
  issues: () => [],
  silence: { parameter: 'silenceDays', means: 'refusal' },
});

const registeredIn = (get: GetState, id: string): Registered => ({ vehicle: get(vehicleFacet, id), registration: get(registrationFacet, id), inspection: get(inspectionFacet, id) });

/** The chain goes on without a hole: the sale, its new owner, the end of the old title, the stock. */
function intoStock(sale: { vehicleId: string }, saleId: string, companyId: string, commune: string | null, { registration }: Registered) {
  const subjects = [vehicleRef(sale.vehicleId)];
  const old = titleOf(registration);
  return [
    act<RegistrationAct>({ kind: 'registration.sale-closed', subjects, payload: { saleId, outcome: 'completed' } }),
    act<RegistrationAct>({ kind: 'registration.holders-changed', subjects, payload: { holders: [{ personId: companyId, role: 'holder', principal: true }], commune, reason: 'achat pour revente', titleNumber: null } }),
    ...(old ? [act<RegistrationAct>({ kind: 'registration.title-revoked', subjects, payload: { number: old.number, reason: 'achat pour revente' } })] : []),
    act<RegistrationAct>({ kind: 'registration.life-changed', subjects, payload: { status: 'stock', reason: 'achat pour revente', reference: null, titleNumber: null } }),
  ];
}
