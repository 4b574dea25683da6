import { page, type RouteLine } from '../../core/http/index.ts';
import { today } from '../../core/values/time.ts';
import { contestedVehicles } from '../../domains/registrations/index.ts';
import { DateFr, EmptyState, Pagination, PlateBadge, Table } from '../../ui/index.ts';
import { counterAgents, show, textOf, type CounterApp } from './site.tsx';
import { disputesOf, vehicleLines } from './store.ts';

const PAGE = 25;
const HOME = '/guichet/identites';

/** Vehicles whose plate or chassis number stands twice, each beside those that bear the same: what a clerk has to settle. */
export function disputedRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: HOME, who: counterAgents, handler: async (ctx) => {
    const at = Math.max(1, Math.min(10_000, Number.parseInt(textOf(ctx.query['page']), 10) || 1));
    const { rows, total } = await contestedVehicles(app.pools.read, { limit: PAGE, offset: (at - 1) * PAGE });
    const ids = [...new Set(rows.flatMap(({ vehicleId, rivals }) => [vehicleId, ...rivals]))];
    const [lines, reasons] = await Promise.all([vehicleLines(app.world, ids), disputesOf(app.world, rows.map(({ vehicleId }) => vehicleId))]);
    const named = (id: string) => lines.find((one) => one.id === id);
    const link = (id: string) => { const line = named(id); return <a class="govuk-link" href={`/guichet/vehicules/${id}`}>{line?.plate ? <PlateBadge plate={line.plate} size="s" /> : 'Sans numéro'} {line?.label}</a>; };
    const pages = Math.max(1, Math.ceil(total / PAGE));
    return page(show(ctx, app, { title: 'Identités contestées', crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: 'Identités contestées' }], children: (
      <>
        <h1 class="govuk-heading-l">Identités contestées</h1>
        <p class="govuk-body">Un numéro porté par deux fiches, le plus souvent dans un fichier repris. Tout acte est bloqué jusqu’à la décision de deux agents, sur preuve ; rien n’est réuni ni effacé.</p>
        {rows.length ? (
          <>
            <Table caption={`${total} fiche${total > 1 ? 's' : ''} à trancher`} rows={rows} columns={[
              { label: 'Véhicule', cell: ({ vehicleId }) => link(vehicleId) },
              { label: 'Pourquoi', cell: ({ vehicleId }) => reasons.get(vehicleId) ?? '' },
              { label: 'Porte le même numéro', cell: ({ rivals }) => (rivals.length ? rivals.map((id) => <div>{link(id)}</div>) : 'aucun autre véhicule') },
              { label: 'Depuis le', cell: ({ since }) => <DateFr date={today(since)} /> },
            ]} />
            {pages > 1 ? <Pagination page={at} pages={pages} href={(n) => `${HOME}?page=${n}`} /> : null}
          </>
        ) : <EmptyState title="Aucune identité contestée"><p class="govuk-body">Les doublons d’une reprise s’afficheront ici.</p></EmptyState>}
      </>
    ) }));
  } }];
}
