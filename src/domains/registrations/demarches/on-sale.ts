import type { Capacity } from '../../../core/access/actor.ts';
import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { representing } from '../../people/index.ts';
import type { SaleState } from '../model/sale.ts';

/** A seller of this sale, by account. */
export const seller: Capacity = {
  name: 'seller', label: 'un vendeur du véhicule, identifié par son compte',
  holds: ({ actor, state }) => actor.kind === 'citizen' && (state as { sale: SaleState }).sale.sellers.includes(actor.personId),
};

/** Whoever stands for a seller, by a power of the register. */
export const sellerRepresentative: Capacity = representing('cession', (state) => (state as { sale: SaleState }).sale.sellers);

/** The declared buyer, by account: whoever is no seller and found the sale by its single-use code; once they have contested it, they alone. */
export const declaredBuyer: Capacity = {
  name: 'identified', label: 'l’acheteur déclaré, identifié, avec le code du vendeur',
  holds: ({ actor, state }) => actor.kind === 'citizen' && actor.assurance === 'verified' && mayBuy((state as { sale: SaleState }).sale, actor.personId),
};

const mayBuy = ({ sellers, claimantId }: SaleState, personId: string): boolean => !sellers.includes(personId) && (!claimantId || claimantId === personId);

/** A sale that is over cannot be moved on: a completed one is undone by a judgment or a correction only. */
export function openBlocks(sale: SaleState, statuses: readonly NonNullable<SaleState['status']>[]): Blocker[] {
  if (sale.status !== null && statuses.includes(sale.status)) return [];
  if (sale.status === 'completed') return [blocker('vente-terminee', 'Cette vente est terminée : le véhicule est au nom de l’acheteur.', 'cession-15-jours', 'le juge, ou deux agents par rectification', 'produire un jugement')];
  if (sale.status === 'cancelled') return [blocker('vente-annulee', 'Cette vente est déjà annulée.', 'cession-15-jours', 'le vendeur', 'rien à faire : le véhicule est resté au nom de ses titulaires')];
  if (sale.status === 'contested') return [blocker('vente-contestee', 'Cette vente est déjà contestée : un agent l’examine.', 'cession-15-jours', 'le guichet unique', 'attendre la décision de l’agent, ou le jugement')];
  if (sale.status === 'declared') return [blocker('vente-non-contestee', 'Cette vente n’est pas contestée.', 'cession-15-jours', 'le vendeur ou l’acheteur déclaré', 'contester d’abord la vente')];
  return [blocker('vente-inconnue', 'Cette vente n’existe pas.', 'cession-15-jours', 'le vendeur', 'déclarer la vente')];
}
