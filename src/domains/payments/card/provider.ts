import type { CardStatus } from '../model.ts';

/** What is asked of a card provider. `returnUrl` is where the browser comes back: it proves nothing. */
export type CardRequest = { orderId: string; amount: number; label: string; returnUrl: string; notifyUrl: string; email?: string };

/** What a provider says of one attempt, once its signature is checked or on our own question. */
export type CardNotice = { orderId: string; providerId: string; amount: number; status: CardStatus };

/** A card page outside: a simulator in demonstration, the bank's in production. No call of it stands inside a transaction. */
export type CardProvider = {
  name: string;
  /** Origin of its page, to be allowed as a form's target by the content security policy; undefined: ours. */
  origin?: string;
  /** Opens an order. Throws CardUnavailable. @returns the page to send the browser to. */
  start(order: CardRequest): Promise<{ redirectTo: string }>;
  /** Reads a notification posted by the provider's server. 'invalid': not signed by it, for another shop mode or currency. */
  verifyNotification(body: string, headers: Readonly<Record<string, string | string[] | undefined>>): CardNotice[] | 'invalid';
  /** Asks the provider what became of an order; empty when it knows nothing yet. Throws CardUnavailable. */
  status(orderId: string): Promise<CardNotice[]>;
};

/** The provider does not answer, or refuses us: the payer may try again or pay at a counter. */
export class CardUnavailable extends Error {
  readonly code = 'card-unavailable';
  readonly detail: string;
  constructor(detail: string, options?: ErrorOptions) {
    super('Le paiement par carte ne répond pas. Rien n’a été débité : réessayez plus tard, ou payez au guichet.', options);
    this.detail = detail;
  }
}
