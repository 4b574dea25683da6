import { stringify } from 'csv-stringify/sync';
import type { App } from '../../app.ts';
import { file, page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { redevanceStatement, type CommuneStatement } from '../../domains/payments/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, EmptyState, Field, MoneyF, Table } from '../../ui/index.ts';
import { dayOf, show, steeringAgents } from './site.tsx';

/** What each commune is to be paid for a year, beside what was receipted; the same as a file for the accountant. */
export function municipalFeeRoutes(app: App): RouteLine[] {
  return [
    { method: 'GET', path: '/pilotage/redevance', who: steeringAgents, handler: async (ctx) => {
      const year = yearOf(ctx, app);
      return page(show(ctx, app, { title: 'Redevance par commune', children: <Statement year={year} lines={await statement(app, year)} /> }));
    } },
    { method: 'GET', path: '/pilotage/redevance.csv', who: steeringAgents, handler: async (ctx) => {
      const year = yearOf(ctx, app);
      return file(statementCsv(await statement(app, year)), 'text/csv; charset=utf-8', `redevance-communale-${year}.csv`);
    } },
  ];
}

/** The year asked for; this year when none was, or when it is not a year of the register. */
function yearOf(ctx: Ctx, app: App): number {
  const typed = Number(ctx.query['annee']);
  return Number.isInteger(typed) && typed >= 1953 && typed <= 2999 ? typed : Number(dayOf(app).slice(0, 4));
}

const statement = (app: App, year: number): Promise<CommuneStatement[]> => redevanceStatement(app.pools.report, { from: `${year}-01-01`, to: `${year + 1}-01-01` });

function Statement({ year, lines }: { year: number; lines: readonly CommuneStatement[] }) {
  const amount = (label: string, of: (line: CommuneStatement) => number) => ({ label, numeric: true, cell: (line: CommuneStatement) => <MoneyF amount={of(line)} /> });
  return (
    <>
      <h1 class="govuk-heading-l">Redevance par commune, {year}</h1>
      <form class="sitt-ask" method="get" action="/pilotage/redevance">
        <Field spec={{ path: 'annee', control: 'text', inputmode: 'numeric', label: 'Année', width: 4 }} values={{ annee: String(year) }} />
        <Button kind="secondary">Voir</Button>
      </form>
      {lines.length ? (
        <>
          <Table caption={`À reverser pour ${year}`} rows={[...lines, total(lines)]} columns={[
            { label: 'Commune', cell: ({ commune }) => nameOf(commune) },
            { label: 'Actes', numeric: true, cell: ({ acts }) => <span class="sitt-num">{acts}</span> },
            amount('À reverser', ({ due }) => due), amount('Sur les reçus', ({ receipted }) => receipted),
            amount('Reçu, acte non inscrit', ({ receiptedNotDue }) => receiptedNotDue), amount('Dû, reçu d’une autre période', ({ dueNotReceipted }) => dueNotReceipted),
          ]} />
          <p class="govuk-body">À reverser = sur les reçus − reçu sans acte inscrit + dû par un reçu d’une autre période.</p>
          <p class="govuk-body"><a class="govuk-link" href={`/pilotage/redevance.csv?annee=${year}`}>Télécharger en CSV</a></p>
        </>
      ) : <EmptyState title={`Aucune redevance en ${year}`}><p class="govuk-body">Aucun acte de cette année n’a porté de redevance communale.</p></EmptyState>}
    </>
  );
}

const TOTAL = 'total';
const nameOf = (insee: string): string => (insee === TOTAL ? 'Total' : territory.commune(insee)?.name ?? insee);

function total(lines: readonly CommuneStatement[]): CommuneStatement {
  const sum = (of: (line: CommuneStatement) => number) => lines.reduce((all, line) => all + of(line), 0);
  return { commune: TOTAL, due: sum((l) => l.due), acts: sum((l) => l.acts), receipted: sum((l) => l.receipted), receiptedNotDue: sum((l) => l.receiptedNotDue), dueNotReceipted: sum((l) => l.dueNotReceipted) };
}

/** ';' and UTF-8 with its mark, as the office's spreadsheets open it; whole francs; formulas disarmed. */
function statementCsv(lines: readonly CommuneStatement[]): Buffer {
  const rows = lines.map((line) => ({
    insee: line.commune, commune: nameOf(line.commune), actes: line.acts, a_reverser_xpf: line.due, sur_recus_xpf: line.receipted,
    recu_sans_acte_xpf: line.receiptedNotDue, du_autre_periode_xpf: line.dueNotReceipted,
  }));
  const columns = ['insee', 'commune', 'actes', 'a_reverser_xpf', 'sur_recus_xpf', 'recu_sans_acte_xpf', 'du_autre_periode_xpf'];
  return Buffer.from(stringify(rows, { header: true, delimiter: ';', bom: true, escape_formulas: true, columns }));
}
