import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { addDays, formatShortDate, lawDate, today as dayOf } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import type { SaleAct } from '../model/sale.ts';
import { personRef } from '../../people/index.ts';
import { declaredBuyer, openBlocks, seller, sellerRepresentative } from './on-sale.ts';
import { openSale } from '../views.ts';

const reason = z.string().trim().min(10, 'Expliquez en une phrase.').max(500).meta({ label: 'Que s’est-il passé ?', control: 'textarea' });

type Situated = Parameters<typeof seller.holds>[0];
const sells = (c: Situated): boolean => seller.holds(c) || sellerRepresentative.holds(c);

/** « It was not me »: the sale stops at once and an agent examines it. Nothing goes back by itself. */
export const contesterCession = demarche({
  id: 'contester-cession', title: 'Contester une vente', family: 'titulaire',
  summary: 'Une vente a été déclarée sans vous, ou vous n’avez pas acheté ce véhicule : la vente est arrêtée, un agent l’examine.',
  law: ['cession-15-jours', 'maison-relances'],
  who: [seller, sellerRepresentative, declaredBuyer, clerk], presence: 'remote', subject: openSale,
  touches: ({ state }) => state.sale.sellers.map(personRef),
  facts: {},
  input: z.object({
    reason,
    by: z.enum(['buyer', 'seller']).optional().meta({ label: 'Contestée par', audience: 'agent', options: { seller: 'Un titulaire', buyer: 'L’acheteur déclaré' } }),
  }),
  steps: [step('motif', 'La contestation', ['reason', 'by'])],
  awaits: ({ actor }) => (actor.kind === 'agent' ? ['by'] : []),
  blocks: ({ state }) => openBlocks(state.sale, ['declared']),
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'contestation-signee', label: 'Contestation signée', text: 'maison-relances', original: true, signed: true }] : []),
  signatures: () => [], fees: () => [], pay: 'never',
  review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  decide: ({ state, input, subject, actor, today, get }) => {
    const by = actor.kind === 'citizen' ? (sells({ actor, state, subject, get, today }) ? 'seller' : 'buyer') : input.by;
    if (!by) return blocked([blocker('contestant-inconnu', 'Qui conteste la vente ?', 'maison-relances', 'l’agent', 'choisir le titulaire ou l’acheteur déclaré', 'by')]);
    const last = addDays(dayOf(new Date(state.sale.declaredAt as string)), territory.parameter('saleContestDays', today).value);
    if (by === 'buyer' && today > last) {
      return blocked([blocker('contestation-tardive', `Le délai pour contester a fini le ${formatShortDate(last)} (délai à confirmer).`, 'maison-relances', 'le guichet unique, ou le juge', 'venir au guichet pour annuler avec le vendeur, ou saisir le juge', 'reason')]);
    }
    return accept([act<SaleAct>({ kind: 'sale.contested', subjects: [subject], payload: { by, reason: 'contestation', ...(by === 'buyer' && actor.kind === 'citizen' ? { claimantId: actor.personId } : {}) }, private: [{ class: 'identity', name: 'reason', content: input.reason }] })]);
  },
  issues: () => [],
});

/**
 * What becomes of a contested sale. Two agents, on a judgment or on proof: the contest is won (the vehicle never left
 * its holders) or dismissed (the buyer may finish). While nobody decides, it stays contested and blocks every act.
 */
export const trancherContestation = demarche({
  id: 'trancher-contestation', title: 'Décider d’une vente contestée', family: 'registre',
  summary: 'Deux agents décident, sur un jugement ou sur preuve, si la vente contestée est annulée ou reprend.',
  law: ['cession-15-jours', 'maison-relances'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: openSale,
  touches: ({ state }) => (state.sale.vehicleId ? [vehicleRef(state.sale.vehicleId)] : []),
  facts: {},
  input: z.object({
    outcome: z.enum(['upheld', 'dismissed']).meta({ label: 'Décision', options: { upheld: 'Contestation fondée : la vente est annulée', dismissed: 'Contestation écartée : la vente reprend' } }),
    ground: z.enum(['judgment', 'proof']).meta({ label: 'Sur la base de', options: { judgment: 'Un jugement', proof: 'Une preuve (plainte, faux, aveu)' } }),
    reference: z.string().trim().min(3, 'Donnez la référence.').max(80).meta({ label: 'Référence du jugement ou de la preuve', width: 20 }),
    on: lawDate.meta({ label: 'Du', control: 'date' }),
  }),
  steps: [step('decision', 'La décision', ['outcome', 'ground', 'reference', 'on'])],
  blocks: ({ state }) => openBlocks(state.sale, ['contested']),
  pieces: ({ input }) => [{ kind: input.ground === 'judgment' ? 'jugement' : 'preuve', label: input.ground === 'judgment' ? 'Jugement' : 'Preuve', text: 'maison-relances', original: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'two-persons',
  decide: ({ state, input, subject, today }) => {
    if (input.on > today) return blocked([blocker('decision-future', 'Cette date est dans le futur.', 'maison-relances', 'l’agent', 'vérifier la date', 'on')]);
    const why = `${input.ground} ${input.reference}`;
    if (input.outcome === 'dismissed') return accept([act<SaleAct>({ kind: 'sale.resumed', subjects: [subject], payload: { reason: why } })]);
    return accept([
      act<SaleAct>({ kind: 'sale.cancelled', subjects: [subject], payload: { reason: why } }),
      act<RegistrationAct>({ kind: 'registration.sale-closed', subjects: [vehicleRef(state.sale.vehicleId as string)], payload: { saleId: subject.id, outcome: 'cancelled' } }),
    ]);
  },
  issues: () => [],
});
