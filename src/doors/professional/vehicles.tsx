import { stringify } from 'csv-stringify/sync';
import type { App } from '../../app.ts';
import { file, notFound, page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { liveAccreditation } from '../../domains/partners/index.ts';
import { nextVisitWords, standingWords } from '../../domains/inspections/index.ts';
import { roleWords } from '../../domains/registrations/index.ts';
import { Button, ButtonGroup, DateTimeFr, EmptyState, Pagination, PlateBadge, SearchBox, SummaryList, Table, Tag } from '../../ui/index.ts';
import { DemarcheCards } from '../../ui/demarche/index.ts';
import { HOME, mayAct, openTo, partnerOf, show, textOf, users } from './site.ts';
import { countOf, FILE_ROWS, vehicleOf, vehiclesOf, type OurVehicle } from './vehicles-store.ts';

export const VEHICLES = `${HOME}/vehicules`;
const PURPOSE = 'parc de l’entreprise';
const A_PAGE = 50;
const compact = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, 12);

/** What the company holds: its fleet and its stock, each vehicle with what may be done with it. */
export function vehicleRoutes(app: App): RouteLine[] {
  const { world } = app;
  return [
    { method: 'GET', path: VEHICLES, who: users, purpose: PURPOSE, handler: async (ctx) => page(await list(ctx, app)) },
    { method: 'GET', path: `${VEHICLES}/parc.csv`, who: users, perMinute: 10, purpose: PURPOSE, handler: async (ctx) =>
      file(fleetCsv(await ctx.disclose(await vehiclesOf(world, partnerOf(ctx).companyId, { limit: FILE_ROWS }))), 'text/csv; charset=utf-8', 'parc.csv') },
    { method: 'GET', path: `${VEHICLES}/:vehicle`, who: users, purpose: PURPOSE, handler: async (ctx) => {
      const id = ctx.params['vehicle'] ?? '';
      const [vehicle] = isUuid(id) ? await ctx.disclose(await vehicleOf(world, partnerOf(ctx).companyId, id)) : [];
      if (!vehicle) throw notFound();
      return page(await one(ctx, app, vehicle));
    } },
  ];
}

async function list(ctx: Ctx, app: App): Promise<string> {
  const { world } = app;
  const { companyId } = partnerOf(ctx);
  const typed = textOf(ctx.query['q']);
  const plate = compact(typed);
  const count = await countOf(world, companyId, plate);
  const pages = Math.max(1, Math.ceil(count / A_PAGE));
  const at = Math.min(pages, Math.max(1, Number.parseInt(textOf(ctx.query['page']), 10) || 1));
  const rows = await ctx.disclose(await vehiclesOf(world, companyId, { plate, limit: A_PAGE, offset: (at - 1) * A_PAGE }));
  return show(ctx, app, { title: 'Véhicules', children: (
    <>
      <h1 class="govuk-heading-l">Véhicules</h1>
      {count || typed ? <SearchBox action={VEHICLES} label="Chercher une plaque de votre parc" query={typed} /> : null}
      {rows.length ? (
        <>
          <p class="govuk-body">{count === 1 ? 'Un véhicule.' : `${count} véhicules.`} <a class="govuk-link" href={`${VEHICLES}/parc.csv`}>Tout le parc (CSV)</a></p>
          <Table caption="Véhicules de l’entreprise" captionHidden rows={rows} columns={[
            { label: 'Plaque', cell: ({ id, plate: of, label }) => <a class="govuk-link" href={`${VEHICLES}/${id}`}>{of ? <PlateBadge plate={of} size="s" /> : `${label}, sans plaque`}</a> },
            { label: 'Véhicule', cell: ({ label }) => label },
            { label: 'L’entreprise est', cell: Role },
            { label: 'Où il en est', cell: Standing },
            { label: 'Visite technique', cell: ({ inspection }) => nextVisitWords(inspection) ?? standingWords[inspection.status] },
          ]} />
          <Pagination page={at} pages={pages} href={(n) => `${VEHICLES}?${new URLSearchParams({ ...(typed ? { q: typed } : {}), page: String(n) }).toString()}`} />
        </>
      ) : typed ? <EmptyState title={`Aucune plaque de votre parc ne commence par « ${typed} »`} />
        : <EmptyState title="Aucun véhicule au nom de l’entreprise"><p class="govuk-body">Un véhicule paraît ici dès qu’il est immatriculé au nom de l’entreprise, ou acheté pour la revente.</p></EmptyState>}
    </>
  ) });
}

const Role = ({ stock, role }: OurVehicle) => <>{stock ? 'Négociant, en stock' : roleWords[role as keyof typeof roleWords] ?? role}</>;

function Standing({ soldAt, stock, title }: OurVehicle) {
  if (soldAt) return <><Tag kind="warning">Vendu</Tag> l’acheteur n’a pas terminé</>;
  if (stock) return <><Tag kind="info">À vendre</Tag> roule sous W seulement</>;
  return title ? <Tag kind="success">Certificat en cours</Tag> : <Tag kind="neutral">Sans certificat</Tag>;
}

/** One vehicle: what is known of it, and every démarche of the convention that is about a vehicle, its plate typed already. */
async function one(ctx: Ctx, app: App, vehicle: OurVehicle): Promise<string> {
  const me = partnerOf(ctx);
  const standing = await liveAccreditation(app.world.read, me.companyId, me.partnerKind, app.world.clock());
  const possible = openTo(app, me, standing).filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === 'vehicle');
  const visit = nextVisitWords(vehicle.inspection);
  return show(ctx, app, { title: vehicle.label, crumbs: [{ label: 'Véhicules', href: VEHICLES }, { label: vehicle.label }], children: (
    <>
      <h1 class="govuk-heading-l">{vehicle.plate ? <><PlateBadge plate={vehicle.plate} /> </> : null}{vehicle.label}</h1>
      <SummaryList rows={[
        { label: 'L’entreprise est', value: <Role {...vehicle} /> }, { label: 'Où il en est', value: <Standing {...vehicle} /> },
        ...(vehicle.soldAt ? [{ label: 'Vente déclarée', value: <DateTimeFr at={vehicle.soldAt} /> }] : []),
        ...(vehicle.title ? [{ label: 'Certificat', value: <span class="sitt-num">{vehicle.title}</span> }] : []),
        ...(visit ? [{ label: 'Visite technique', value: visit }] : []),
      ]} />
      {mayAct(me) && standing?.status === 'active' && possible.length ? (
        <><h2 class="govuk-heading-m">Démarches sur ce véhicule</h2><DemarcheCards demarches={possible} hrefOf={({ id }) => `${HOME}/demarches/${id}${vehicle.plate ? `?recherche=${vehicle.plate}` : ''}`} /></>
      ) : <ButtonGroup><Button kind="secondary" href={VEHICLES}>Retour aux véhicules</Button></ButtonGroup>}
    </>
  ) });
}

/** ';' and UTF-8 with its mark, as the office's spreadsheets open it; formulas disarmed. */
function fleetCsv(vehicles: readonly OurVehicle[]): Buffer {
  const rows = vehicles.map(({ plate, label, role, stock, title, inspection, soldAt }) => ({
    plaque: plate ?? '', vehicule: label, role: stock ? 'stock' : role, certificat: title ?? '', visite: standingWords[inspection.status], visite_avant: inspection.due ?? '', vente_declaree: soldAt?.toISOString() ?? '',
  }));
  return Buffer.from(stringify(rows, { header: true, delimiter: ';', bom: true, escape_formulas: true, columns: ['plaque', 'vehicule', 'role', 'certificat', 'visite', 'visite_avant', 'vente_declaree'] }));
}
