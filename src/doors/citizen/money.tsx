import type { Sql } from '../../core/db/sql.ts';
import type { Dossier } from '../../core/demarche/index.ts';
import { formatDate } from '../../core/values/time.ts';
import { balanceOf, cardOrdersOf, refundsOf, refundWords, type Balance, type CardOrder, type Refund } from '../../domains/payments/index.ts';
import { Banner, Button, ButtonGroup, DateTimeFr, FeeTable, Form, MoneyF, SummaryList } from '../../ui/index.ts';
import { feeViews } from '../../ui/demarche/index.ts';
import { cite } from './site.ts';

/** The money of one dossier as its payer may see it. */
export type Purse = { balance: Balance; last: CardOrder | undefined; refunds: readonly Refund[] };

export async function purseOf(sql: Sql, dossierId: string): Promise<Purse> {
  const [balance, [last], refunds] = await Promise.all([balanceOf(sql, dossierId), cardOrdersOf(sql, dossierId), refundsOf(sql, dossierId)]);
  return { balance, last, refunds };
}

/** Beyond this, the payer is no longer at the bank's page. */
const MINUTES = 15;
const waitingForBank = ({ last }: Purse, now: Date): boolean => last?.state === 'started' && now.getTime() - new Date(last.started_at).getTime() < MINUTES * 60_000;

type Props = { dossier: Dossier; purse: Purse; now: Date; csrf: string; requestId: string };

/** What is due, what became of the last attempt, and how to pay: by card, or at a counter with the number. */
export function ToPay({ dossier, purse, now, csrf, requestId }: Props) {
  if (dossier.state !== 'to_pay' || !dossier.quote) return null;
  const { lines, total, expiresOn } = dossier.quote;
  const back = `/usager/dossiers/${dossier.id}`;
  const waiting = waitingForBank(purse, now);
  return (
    <section>
      <h2 class="govuk-heading-m">À payer</h2>
      <Attempt purse={purse} waiting={waiting} />
      <FeeTable lines={feeViews(lines, cite)} total={total} caption="Détail" />
      {purse.balance.received > 0 && purse.balance.received < total ? <Banner kind="information"><MoneyF amount={purse.balance.received} /> sont déjà reçus : il reste <MoneyF amount={total - purse.balance.received} /> à payer.</Banner> : null}
      <ButtonGroup>
        {waiting ? <Button href={`${back}/paiement`}>Vérifier à nouveau</Button> : null}
        <Form action={`${back}/payer`} csrf={csrf} requestId={requestId}><Button kind={waiting ? 'secondary' : 'primary'}>{purse.last ? 'Recommencer le paiement par carte' : 'Payer par carte'}</Button></Form>
      </ButtonGroup>
      <p class="govuk-body">Vous pouvez aussi payer au guichet avec le numéro <span class="sitt-num">{dossier.number}</span>. Ce prix tient jusqu’au {formatDate(expiresOn)}.</p>
    </section>
  );
}

function Attempt({ purse: { last }, waiting }: { purse: Purse; waiting: boolean }) {
  if (!last) return null;
  const at = <DateTimeFr at={last.started_at} />;
  if (last.state === 'refused') return <Banner kind="error" title="Votre banque a refusé le paiement">Essai du {at} : rien n’a été débité et votre dossier attend. Recommencez avec cette carte ou une autre. Si le refus se répète, votre banque peut dire pourquoi (plafond, paiement en ligne fermé) ; le guichet prend aussi les espèces.</Banner>;
  if (last.state === 'abandoned') return <Banner kind="warning" title="Le paiement a été interrompu">Essai du {at} : vous avez quitté la page de la banque avant la fin. Rien n’a été débité et votre dossier attend : recommencez quand vous voulez.</Banner>;
  if (waiting) return <Banner kind="information" title="La banque n’a pas encore répondu">Essai du {at}. Si vous avez validé le paiement, ne payez pas une deuxième fois : la réponse arrive d’habitude en quelques minutes, et cette page la dira. Si vous avez fermé la page de la banque, recommencez.</Banner>;
  if (last.state === 'started') return <Banner kind="information" title="Le dernier paiement n’est pas arrivé jusqu’à nous">Essai du {at}. Si votre compte a été débité, l’argent sera retrouvé et restera le vôtre ; sinon, recommencez.</Banner>;
  return null;
}

/** Money received and not used: paid twice, or for a dossier that stopped. It is still the payer's, and the page says what to do. */
export function StillYours({ dossier, purse: { balance, refunds } }: Pick<Props, 'dossier' | 'purse'>) {
  const over = dossier.state === 'issued' || dossier.state === 'refused' || dossier.state === 'cancelled';
  return (
    <>
      {over && balance.refundable > 0 ? (
        <Banner kind="warning" title={dossier.state === 'issued' ? 'Vous avez payé plus que nécessaire' : 'Votre argent vous attend'}>
          <MoneyF amount={balance.refundable} /> {dossier.state === 'issued' ? 'ont été reçus en trop, par exemple parce que la carte a été débitée deux fois' : 'ont été reçus pour cette démarche, qui n’a pas abouti'}. Cette somme est à vous. Demandez son remboursement au guichet avec le numéro <span class="sitt-num">{dossier.number}</span> : un agent le demande, un autre l’approuve, le Trésor le verse.
        </Banner>
      ) : null}
      {!over && dossier.state !== 'to_pay' && balance.refundable > 0 ? <Banner kind="information"><MoneyF amount={balance.refundable} /> sont déjà reçus pour ce dossier et restent à vous jusqu’à la décision. Rien n’est à payer deux fois.</Banner> : null}
      {refunds.length ? <SummaryList rows={refunds.map((one) => ({ label: `Remboursement ${one.number}`, value: <><MoneyF amount={one.amount} /> : {refundWords[one.state].toLowerCase()}{one.executed_at ? <> le <DateTimeFr at={one.executed_at} /></> : null}</> }))} /> : null}
    </>
  );
}
