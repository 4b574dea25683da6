import { page, type RouteLine } from '../../core/http/index.ts';
import { today } from '../../core/values/time.ts';
import { contestedCounts, contestedVehicles } from '../../domains/registrations/index.ts';
import type { ContestGround } from '../../domains/vehicles/index.ts';
import { DateFr, EmptyState, Pagination, PlateBadge, Table, Tabs } from '../../ui/index.ts';
import { counterAgents, show, textOf, type CounterApp } from './site.tsx';
import { disputesOf, vehicleLines } from './store.ts';

const PAGE = 25;
const HOME = '/guichet/identites';

/** The grounds of a contest, in the order of the tabs: how the address names each, and its words. */
const grounds: Readonly<Record<ContestGround, { slug: string; label: string }>> = {
  twin: { slug: 'double', label: 'Numéro en double' }, unknown: { slug: 'inconnue', label: 'Ni plaque, ni châssis' }, plate: { slug: 'plaque', label: 'Plaque pas encore attribuée' },
  holder: { slug: 'titulaire', label: 'Titulaire à rattacher' }, hold: { slug: 'mesure', label: 'Mesure illisible' }, other: { slug: 'autre', label: 'Autre motif' },
};
const names = Object.keys(grounds) as ContestGround[];

/** Vehicles whose identity is contested or unknown, each with why and beside those that bear the same number: what a clerk has to settle. */
export function disputedRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: HOME, who: counterAgents, handler: async (ctx) => {
    const ground = names.find((name) => grounds[name].slug === textOf(ctx.query['motif']));
    const counts = await contestedCounts(app.pools.read);
    const total = ground ? counts.grounds.get(ground) ?? 0 : counts.total;
    const pages = Math.max(1, Math.ceil(total / PAGE));
    const at = Math.min(pages, Math.max(1, Number.parseInt(textOf(ctx.query['page']), 10) || 1));
    const rows = await contestedVehicles(app.pools.read, { limit: PAGE, offset: (at - 1) * PAGE, ground });
    const ids = [...new Set(rows.flatMap(({ vehicleId, rivals }) => [vehicleId, ...rivals]))];
    const [lines, reasons] = await Promise.all([vehicleLines(app.world, ids), disputesOf(app.world, rows.map(({ vehicleId }) => vehicleId))]);
    const named = (id: string) => lines.find((one) => one.id === id);
    const link = (id: string) => { const line = named(id); return <a class="govuk-link" href={`/guichet/vehicules/${id}`}>{line?.plate ? <PlateBadge plate={line.plate} size="s" /> : 'Sans numéro,'} {line?.label}</a>; };
    const hrefOf = (which: ContestGround | undefined, n = 1) => { const query = new URLSearchParams({ ...(which ? { motif: grounds[which].slug } : {}), ...(n > 1 ? { page: String(n) } : {}) }).toString(); return query ? `${HOME}?${query}` : HOME; };
    const tabs = [
      { href: hrefOf(undefined), label: 'Toutes', count: counts.total, current: !ground },
      ...names.filter((name) => counts.grounds.has(name) || name === ground).map((name) => ({ href: hrefOf(name), label: grounds[name].label, count: counts.grounds.get(name) ?? 0, current: name === ground })),
    ];
    const title = 'Identités contestées ou inconnues';
    return page(show(ctx, app, { title: pages > 1 ? `${title} (page ${at} sur ${pages})` : title, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: title }], children: (
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">Un numéro porté par deux fiches, ou une fiche qui n’en porte aucun, le plus souvent dans un fichier repris. Tout acte est bloqué jusqu’à la décision de deux agents, sur preuve ; rien n’est réuni ni effacé.</p>
        {counts.total ? <Tabs label="Motifs" items={tabs} /> : null}
        {rows.length ? (
          <>
            <Table caption={`${total.toLocaleString('fr-FR')} fiche${total > 1 ? 's' : ''} à trancher${pages > 1 ? `, page ${at} sur ${pages}` : ''}`} rows={rows} columns={[
              { label: 'Véhicule', cell: ({ vehicleId }) => link(vehicleId) },
              { label: 'Pourquoi', cell: ({ vehicleId }) => reasons.get(vehicleId) ?? 'Mesure posée : identité contestée.' },
              { label: 'Porte le même numéro', cell: ({ rivals }) => (rivals.length ? rivals.map((id) => <div>{link(id)}</div>) : 'aucun autre véhicule') },
              { label: 'Depuis le', cell: ({ since }) => <DateFr date={today(since)} /> },
            ]} />
            <Pagination page={at} pages={pages} href={(n) => hrefOf(ground, n)} />
          </>
        ) : <EmptyState title={ground ? 'Aucune fiche pour ce motif' : 'Aucune identité contestée'}><p class="govuk-body">Les doublons et les fiches sans numéro d’une reprise s’afficheront ici.</p></EmptyState>}
      </>
    ) }));
  } }];
}
