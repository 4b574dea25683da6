import type { CashedAlone } from '../../domains/payments/index.ts';
import { DateTimeFr, MoneyF, Table } from '../../ui/index.ts';

/** How far back a supervisor is shown what one person did alone. */
export const REREAD_DAYS = 30;

/** For the supervisor: money that whoever decided also took, to be read again. Nothing is forbidden by it: an office of two has no choice. */
export function ToReread({ rows }: { rows: readonly CashedAlone[] }) {
  if (!rows.length) return null;
  return (
    <section>
      <h2 class="govuk-heading-m">À relire : décidé et encaissé par le même agent, {REREAD_DAYS} derniers jours</h2>
      <Table caption="Encaissements par l’agent qui a signé la décision" captionHidden rows={rows} columns={[
        { label: 'Le', cell: ({ at }) => <DateTimeFr at={at} /> }, { label: 'Agent', cell: ({ agent }) => agent },
        { label: 'Quittance', cell: ({ number }) => <a class="govuk-link" href={`/guichet/quittances/${number}`}>{number}</a> },
        { label: 'Dossier', cell: ({ dossier, dossier_id }) => <a class="govuk-link" href={`/guichet/dossiers/${dossier_id}`}>{dossier}</a> },
        { label: 'Caisse', cell: ({ session, session_state }) => (session_state === 'closed' ? <a class="govuk-link" href={`/guichet/caisse/${session}`}>Feuille<span class="govuk-visually-hidden"> de caisse de la quittance</span></a> : 'ouverte') },
        { label: 'Montant', numeric: true, cell: ({ amount }) => <MoneyF amount={amount} /> },
      ]} />
    </section>
  );
}
