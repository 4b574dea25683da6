import { formatF, type Francs } from '../../core/values/money.ts';

/** What money refuses. The message is the French sentence that an agent or a payer reads. */
export abstract class MoneyRefusal extends Error {
  abstract readonly code: string;
}

/** The same provider's number came back with another amount or another dossier: nobody may decide this by machine. */
export class PaymentMismatch extends MoneyRefusal {
  readonly code = 'payment-mismatch';
  constructor() { super('Ce numéro de paiement est déjà enregistré avec un autre montant ou pour un autre dossier.'); }
}

/** Allocating or refunding more than was received. */
export class InsufficientAdvance extends MoneyRefusal {
  readonly code = 'insufficient-advance';
  constructor(asked: Francs) { super(`Les sommes reçues pour ce dossier ne couvrent pas ${formatF(asked)}.`); }
}

/** A fee whose text is not known cannot be cashed in production. */
export class NotCashable extends MoneyRefusal {
  readonly code = 'not-cashable';
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(`Ces montants sont à confirmer et ne peuvent pas être encaissés : ${lines.join(', ')}.`);
    this.lines = lines;
  }
}

/** Between the page and the button, somebody else paid or the dossier ended. */
export class NoLongerDue extends MoneyRefusal {
  readonly code = 'no-longer-due';
  constructor() { super('Cette somme n’est plus due : le dossier vient d’être payé ailleurs, il est de nouveau examiné, ou il est terminé. N’encaissez rien et relisez-le.'); }
}

export class TillBusy extends MoneyRefusal {
  readonly code = 'till-busy';
  constructor() { super('Cette caisse est déjà ouverte, ou vous en avez déjà une autre ouverte.'); }
}

export class TillNotOpen extends MoneyRefusal {
  readonly code = 'till-not-open';
  constructor() { super('Ouvrez votre caisse avant d’encaisser. Une caisse comptée n’encaisse plus.'); }
}

export class ExplanationRequired extends MoneyRefusal {
  readonly code = 'explanation-required';
  readonly discrepancy: Francs;
  constructor(discrepancy: Francs) {
    super(`La caisse présente un écart de ${formatF(discrepancy)} : expliquez-le en une phrase (10 caractères au moins).`);
    this.discrepancy = discrepancy;
  }
}

type RefundCode = 'same-person' | 'had-a-hand' | 'wrong-state' | 'reason-required' | 'nothing-left';

export class RefundRefused extends MoneyRefusal {
  readonly code: RefundCode;
  constructor(code: RefundCode) {
    super({
      'same-person': 'Un remboursement est approuvé par un autre agent que celui qui l’a demandé.',
      'had-a-hand': 'Vous avez reçu l’argent de ce dossier : un autre agent approuve son remboursement.',
      'nothing-left': 'Il n’y a rien à rembourser sur ce dossier : rien n’a été reçu en plus, ou le remboursement est déjà demandé.',
      'wrong-state': 'Ce remboursement a déjà été traité.',
      'reason-required': 'Indiquez le motif en une phrase (10 caractères au moins).',
    }[code]);
    this.code = code;
  }
}
