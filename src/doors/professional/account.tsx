import { stringify } from 'csv-stringify/sync';
import type { App } from '../../app.ts';
import { file, notFound, page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { renderPaper } from '../../core/paper/index.ts';
import { seal } from '../../core/access/sealed.ts';
import { formatF } from '../../core/values/money.ts';
import { addDays, addMonths, formatDate, formatDateTime, formatShortDate, instantOf, monthName, today as dayOf } from '../../core/values/time.ts';
import { issuerOf } from '../../domains/documents/index.ts';
import { accountOf, balanceAt, movementsOf, movingSince, type Movement } from '../../domains/partners/index.ts';
import { companyNamed, formatRidet } from '../../domains/people/index.ts';
import { DateTimeFr, EmptyState, Inset, MoneyF, SummaryList, Table } from '../../ui/index.ts';
import { accountants, HOME, partnerOf, show } from './site.ts';

const ACCOUNT = `${HOME}/compte`;
/** Months whose statement is offered. */
const MONTHS = 12;
/** Lines that a statement prints; a month of batches has more, and its whole list as a table. */
const PRINTED = 1000;

/** The company's account: what is left, every franc that moved, and the statement of each month. */
export function accountRoutes(app: App): RouteLine[] {
  const { world } = app;
  return [
    { method: 'GET', path: ACCOUNT, who: accountants, handler: async (ctx) => {
      const { companyId } = partnerOf(ctx);
      const today = world.today(world.clock());
      const [account, since, moves] = await Promise.all([accountOf(world.read, companyId), movingSince(world.read, companyId), movementsOf(world.read, companyId, { from: instantOf(addDays(today, -31), '00:00'), to: new Date(world.clock().getTime() + 1000) })]);
      const opened = since && `${dayOf(since).slice(0, 7)}-01`;
      const months = opened ? Array.from({ length: MONTHS }, (_, back) => addMonths(`${today.slice(0, 7)}-01`, -back)).filter((first) => first >= opened) : [];
      return page(show(ctx, app, { title: 'Compte', children: (
        <>
          <h1 class="govuk-heading-l">Compte de l’entreprise</h1>
          <SummaryList rows={[
            { label: 'Solde', value: <MoneyF amount={account.balance} /> }, ...(account.credit ? [{ label: 'Plafond du relevé mensuel', value: <MoneyF amount={account.credit} /> }] : []),
            ...(account.reserved ? [{ label: 'Réservé à des lots', value: <MoneyF amount={account.reserved} /> }] : []), { label: 'Disponible', value: <strong><MoneyF amount={account.available} /></strong> },
          ]} />
          <Inset>{account.credit ? 'Ce compte est réglé sur relevé mensuel.' : 'Ce compte est payé d’avance, par virement ; la régie enregistre chaque virement à sa réception.'}</Inset>
          {moves.length ? <Movements rows={moves} /> : <EmptyState title="Aucun mouvement ce mois-ci" />}
          {months.length ? <h2 class="govuk-heading-m">Relevés</h2> : null}
          <ul class="govuk-list">{months.map((first) => <li>{monthOf(first)} : <a class="govuk-link" href={`${ACCOUNT}/releves/${first.slice(0, 7)}.pdf`}>relevé (PDF)<span class="govuk-visually-hidden">, {monthOf(first)}</span></a>, <a class="govuk-link" href={`${ACCOUNT}/releves/${first.slice(0, 7)}.csv`}>mouvements (CSV)<span class="govuk-visually-hidden">, {monthOf(first)}</span></a></li>)}</ul>
        </>
      ) }));
    } },
    { method: 'GET', path: `${ACCOUNT}/releves/:file`, who: accountants, purpose: 'relevé du compte de l’entreprise', handler: async (ctx) => {
      const [, month, , form] = /^(\d{4}-(0[1-9]|1[0-2]))\.(pdf|csv)$/.exec(ctx.params['file'] ?? '') ?? [];
      // A month that has not begun has no statement.
      if (!month || month < '2020' || month > world.today(world.clock()).slice(0, 7)) throw notFound();
      return form === 'csv' ? file(await movementsCsv(ctx, app, month), 'text/csv; charset=utf-8', `mouvements-${month}.csv`) : file(await statement(ctx, app, month), 'application/pdf', `releve-${month}.pdf`, true);
    } },
  ];
}

const monthOf = (first: string) => `${monthName(Number(first.slice(5, 7)))} ${first.slice(0, 4)}`;

function Movements({ rows }: { rows: readonly Movement[] }) {
  return <Table caption="Mouvements des trente derniers jours" rows={rows} columns={[
    { label: 'Le', cell: ({ at }) => <DateTimeFr at={at} /> }, { label: 'Objet', cell: (one) => (one.dossier_id && one.dossier ? <a class="govuk-link" href={`${HOME}/dossiers/${one.dossier_id}`}>{one.label}</a> : `${one.label}${one.reference ? `, ${one.reference}` : ''}`) },
    { label: 'Montant', numeric: true, cell: ({ amount }) => <MoneyF amount={amount} /> },
  ]} />;
}

/** One month of the account, as it is paid and filed. */
async function statement(ctx: Ctx, app: App, month: string): Promise<Buffer> {
  const { world } = app;
  const { companyId, name } = partnerOf(ctx);
  const company = await companyNamed(world.read, companyId);
  const [from, to] = [instantOf(`${month}-01`, '00:00'), instantOf(addMonths(`${month}-01`, 1), '00:00')];
  const [found, before, after] = await Promise.all([movementsOf(world.read, companyId, { from, to }, PRINTED + 1), balanceAt(world.read, companyId, from), balanceAt(world.read, companyId, to)]);
  const moves = await ctx.disclose(seal(found.slice(0, PRINTED).toReversed(), { personIds: [], kind: 'relevé', subjectId: companyId }));
  return Buffer.from(await renderPaper({
    kind: 'receipt', language: 'fr-FR', title: 'Relevé du compte professionnel', subtitle: `${monthName(Number(month.slice(5)))} ${month.slice(0, 4)}`, number: month, issuedAt: world.clock().toISOString(), issuer: issuerOf(null),
    ...(app.demo ? { watermark: 'DÉMONSTRATION' as const } : {}),
    body: [
      { type: 'fields', columns: 2, fields: [{ label: 'Entreprise', value: company?.name ?? name }, ...(company?.ridet ? [{ label: 'RIDET', value: formatRidet(company.ridet) }] : []), { label: 'Période', value: `du ${formatShortDate(`${month}-01`)} au ${formatShortDate(addDays(addMonths(`${month}-01`, 1), -1))}` }, { label: 'Solde au début', value: formatF(before) }, { label: 'Solde à la fin', value: formatF(after) }] },
      { type: 'table', title: found.length > PRINTED ? `Les ${PRINTED} derniers mouvements ; tous sont dans le fichier CSV du même mois` : 'Mouvements', columns: [{ label: 'Le', share: 1.5 }, { label: 'Objet', share: 3 }, { label: 'Montant', align: 'right' }], rows: moves.map((one) => [formatDateTime(one.at), one.reference ? { text: one.label, small: one.reference } : one.label, formatF(one.amount)]), total: { label: after < 0 ? 'À régler' : 'Solde', value: formatF(Math.abs(after)) } },
    ],
    notes: [`Relevé établi le ${formatDate(world.today(world.clock()))}. Chaque montant a sa quittance et son acte.`],
  }));
}

/** Every movement of a month, for a spreadsheet. */
async function movementsCsv(ctx: Ctx, { world }: App, month: string): Promise<Buffer> {
  const { companyId } = partnerOf(ctx);
  const found = await movementsOf(world.read, companyId, { from: instantOf(`${month}-01`, '00:00'), to: instantOf(addMonths(`${month}-01`, 1), '00:00') }, 100_000);
  const moves = await ctx.disclose(seal(found.toReversed(), { personIds: [], kind: 'relevé', subjectId: companyId }));
  const rows = moves.map((one) => ({ le: formatDateTime(one.at), objet: one.label, reference: one.reference ?? '', dossier: one.dossier ?? '', debit: one.amount < 0 ? -one.amount : '', credit: one.amount > 0 ? one.amount : '' }));
  return Buffer.from(`\uFEFF${stringify(rows, { header: true, columns: ['le', 'objet', 'reference', 'dossier', 'debit', 'credit'], delimiter: ';', escape_formulas: true })}`);
}
