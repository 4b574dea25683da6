import type { World } from '../../core/demarche/world.ts';
import { advanceOf } from './store/ledger.ts';
import { allocate, giveBackAllocation } from './store/payments.ts';
import { freezeQuote } from './store/quotes.ts';

/** What the engine of démarches asks of money, for src/app.ts. */
export const money: World['money'] = { freezeQuote, received: advanceOf, allocate, giveBack: giveBackAllocation };

export { feeOf, notCashable, recompute, totalOf } from './rules.ts';
export { balanceOf } from './store/ledger.ts';
export { currentQuote, freezeQuote } from './store/quotes.ts';
export { allocate, cashAtTill, checkCashable, dueOf, giveBackAllocation, paymentsOf, receivePayment, type Incoming, type Received } from './store/payments.ts';
export { printReceipt, receiptByNumber, receiptsOf } from './store/receipts.ts';
export { barredFrom, cashedAlone, type CashedAlone, type Hand } from './store/hands.ts';
export { decideRefund, executeRefund, refundsIn, refundsOf, requestRefund } from './store/refunds.ts';
export { closeTill, countTill, openTill, resumeTill, sessionOf, tillsOf, tillSummary } from './store/tills.ts';
export { entryOfPayment, paidByAccount, postDeposit, postReturn } from './store/accounts.ts';
export { advanceOf } from './store/ledger.ts';
export { redevanceStatement, type CommuneStatement } from './store/redevance.ts';
export { verifyLedger, type MoneyCheck } from './store/verify.ts';
export { refundCsv } from './refund-export.ts';
export { cardOrder, cardOrdersOf } from './store/cards.ts';
export { checkCard, checkWaitingCards, NothingDue, settleCard, startCard, type CardDesk } from './card/flow.ts';
export { CardUnavailable, type CardProvider } from './card/provider.ts';
export { lyra, type LyraConfig } from './card/lyra.ts';
export { CardSimulator } from './card/simulator.ts';
export { ExplanationRequired, InsufficientAdvance, MoneyRefusal, NoLongerDue, NotCashable, PaymentMismatch, RefundRefused, TillBusy, TillNotOpen } from './errors.ts';
export { cardWords, copyWords, meansWords, refundWords, tillWords } from './words.ts';
export { count, denominations } from './model.ts';
export type { Balance, CardOrder, Count, Means, Payer, Payment, Receipt, Refund, TillSession, TillSummary } from './model.ts';
