import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, demarche, step } from '../../../core/demarche/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import type { SaleAct } from '../model/sale.ts';
import { loadSigning, partiesOf, personRef, powerBlocks } from '../../people/index.ts';
import { sellersSide } from '../rules/sides.ts';
import { declaredBuyer, openBlocks, seller, sellerRepresentative } from './on-sale.ts';
import { openSale } from '../views.ts';

/**
 * The sale is undone by those who made it, together: every seller and the declared buyer sign. A contested sale may
 * end so too. Nobody alone can take a vehicle back.
 */
export const annulerCession = demarche({
  id: 'annuler-cession', title: 'Annuler une vente déclarée', family: 'titulaire',
  summary: 'La vente ne se fait pas : vendeur et acheteur l’annulent ensemble. Le véhicule reste au nom du vendeur, son certificat redevient valable.',
  law: ['cession-15-jours'],
  who: [seller, sellerRepresentative, declaredBuyer, clerk], presence: 'remote', subject: openSale,
  touches: ({ state }) => [...(state.sale.vehicleId ? [vehicleRef(state.sale.vehicleId)] : []), ...state.sale.sellers.map(personRef)],
  facts: { signing: (tx, { state }) => loadSigning(tx, state.sale.sellers) },
  input: z.object({ reason: z.string().trim().min(5, 'Dites en quelques mots pourquoi.').max(300).meta({ label: 'Pourquoi la vente ne se fait pas', control: 'textarea' }) }),
  steps: [step('motif', 'Le motif', ['reason'])],
  // The buyer is there for themselves: only the sellers' side needs a power.
  blocks: ({ state, facts, actor, on }) => [...openBlocks(state.sale, ['declared', 'contested']), ...powerBlocks({ ...sellersSide(state.sale.sellers), own: false }, facts.signing, { actor, on, act: 'cession' })],
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'annulation-signee', label: 'Annulation signée par les vendeurs et l’acheteur', text: 'cession-15-jours', original: true, signed: true }] : []),
  // At the counter the signed paper stands for all. A buyer who opened this by the code, or who contested the sale from their
  // account, signs by account; one whom a seller named only is unknown to the register: they sign at a counter, or begin it themselves.
  signatures: ({ state, actor, on, facts }) => {
    const sellers = partiesOf(sellersSide(state.sale.sellers), facts.signing, { actor, on, act: 'cession' });
    const selling = actor.kind === 'citizen' && sellers.some(({ personId }) => personId === actor.personId);
    return [...sellers, { key: 'acheteur', label: 'L’acheteur déclaré', personId: actor.kind !== 'citizen' ? null : selling ? state.sale.claimantId ?? null : actor.personId, role: 'buyer', ...(actor.kind === 'agent' ? { paper: true as const } : {}) }];
  },
  fees: () => [], pay: 'never',
  review: ({ actor, state }) => (actor.kind === 'agent' || state.sale.status === 'contested' ? 'clerk' : 'automatic'),
  decide: ({ state, input, subject }) => accept([
    act<SaleAct>({ kind: 'sale.cancelled', subjects: [subject], payload: { reason: 'accord' }, private: [{ class: 'identity', name: 'reason', content: input.reason }] }),
    act<RegistrationAct>({ kind: 'registration.sale-closed', subjects: [vehicleRef(state.sale.vehicleId as string)], payload: { saleId: subject.id, outcome: 'cancelled' } }),
  ]),
  issues: () => [],
});
