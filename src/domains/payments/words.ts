import type { CardStatus, Means, RefundState, TillSession } from './model.ts';

export const meansWords: Record<Means, string> = {
  cash: 'Espèces', 'card-terminal': 'Carte bancaire au guichet', 'card-online': 'Carte bancaire en ligne', account: 'Compte professionnel',
};

export const refundWords: Record<RefundState, string> = {
  requested: 'Demandé, à approuver par un autre agent', approved: 'Approuvé, à verser', rejected: 'Rejeté', executed: 'Versé',
};

export const tillWords: Record<TillSession['state'], string> = { open: 'Ouverte', counted: 'Comptée', closed: 'Clôturée' };

export const cardWords: Record<CardStatus, string> = {
  waiting: 'En attente de la banque', paid: 'Payé', refused: 'Refusé par la banque', abandoned: 'Abandonné',
};

/** The mention that tells an original from a copy. */
export const copyWords = (copy: number): string => (copy > 1 ? `DUPLICATA n° ${copy - 1}` : 'ORIGINAL');
