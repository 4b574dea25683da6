import { citizens, notFound, page, type RouteLine } from '../../core/http/index.ts';
import { readingsOf } from '../../core/access/access-log.ts';
import { seal } from '../../core/access/sealed.ts';
import { Button, ButtonGroup, DateTimeFr, EmptyState, Inset, Table, Tag } from '../../ui/index.ts';
import { DemarcheCards, forCitizens, stateWords } from '../../ui/demarche/index.ts';
import { citizenOf, show, type CitizenApp } from './site.ts';
import { myDossiers, myVehicles, toSign, type MyDossier } from './store.ts';
import { VehicleCard } from './vehicle-card.tsx';

const MINE = 'consultation de mon propre dossier';

/** The account's home and its lists, each scoped in SQL to the person who is logged in. */
export function homeRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  const titleOfDemarche = (one: MyDossier) => world.catalogue.get(one.demarche)?.title ?? 'Démarche';
  return [
    { method: 'GET', path: '/usager', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const [vehicles, dossiers, waiting] = await Promise.all([myVehicles(world, me), myDossiers(world, me, 6), toSign(world, me)]);
      const [mine, errands, signing] = await Promise.all([ctx.disclose(vehicles), ctx.disclose(dossiers), ctx.disclose(waiting)]);
      return page(show(ctx, app, { title: 'Mon espace', width: 'wide', children: (
        <>
          <h1 class="govuk-heading-l">Bonjour {me.name}</h1>
          {me.assurance === 'low' ? <Inset>Votre identité n’est pas encore vérifiée : vous pouvez préparer une démarche, un agent vérifiera votre identité au guichet.</Inset> : null}
          {signing.length ? <Inset><strong>{signing.length === 1 ? 'Une signature vous est demandée.' : `${signing.length} signatures vous sont demandées.`}</strong> <a class="govuk-link" href="/usager/a-signer">Lire et signer</a></Inset> : null}
          <ButtonGroup><Button href="/usager/demarches">Commencer une démarche</Button><Button kind="secondary" href="/usager/achat">J’ai reçu un code d’achat</Button></ButtonGroup>
          <h2 class="govuk-heading-m">Mes véhicules</h2>
          {mine.length ? mine.map((vehicle) => <VehicleCard vehicle={vehicle} />) : <p class="govuk-body">Aucun véhicule n’est à votre nom. S’il en manque un, passez au guichet avec son certificat.</p>}
          <h2 class="govuk-heading-m">Mes démarches</h2>
          <Dossiers rows={errands} titleOf={titleOfDemarche} />
          <p class="govuk-body"><a class="govuk-link" href="/usager/consultations">Qui a lu mon dossier, et pourquoi</a></p>
        </>
      ) }));
    } },
    { method: 'GET', path: '/usager/vehicules', who: citizens, purpose: MINE, handler: async (ctx) => {
      const mine = await ctx.disclose(await myVehicles(world, citizenOf(ctx)));
      return page(show(ctx, app, { title: 'Mes véhicules', width: 'wide', children: (
        <><h1 class="govuk-heading-l">Mes véhicules</h1>{mine.length ? mine.map((vehicle) => <VehicleCard vehicle={vehicle} level={2} />) : <EmptyState title="Aucun véhicule à votre nom"><p class="govuk-body">S’il en manque un, passez au guichet avec son certificat.</p></EmptyState>}</>
      ) }));
    } },
    { method: 'GET', path: '/usager/vehicules/:id', who: citizens, purpose: MINE, handler: async (ctx) => {
      const mine = (await ctx.disclose(await myVehicles(world, citizenOf(ctx)))).find(({ vehicle_id }) => vehicle_id === ctx.params['id']);
      if (!mine) throw notFound();
      const possible = [...world.catalogue.values()].filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === 'vehicle' && forCitizens(d));
      const onSale = mine.sale_id ? [...world.catalogue.values()].filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === 'sale' && forCitizens(d)) : [];
      return page(show(ctx, app, { title: mine.label, width: 'wide', crumbs: [{ label: 'Mes véhicules', href: '/usager/vehicules' }, { label: mine.label }], children: (
        <>
          <h1 class="govuk-heading-l">{mine.label}</h1>
          <VehicleCard vehicle={mine} level={2} />
          {onSale.length ? <><h2 class="govuk-heading-m">La vente en cours</h2><ul class="govuk-list govuk-list--bullet">{onSale.map((d) => <li><a class="govuk-link" href={`/usager/demarches/${d.id}?sujet=${mine.sale_id}`}>{d.title}</a></li>)}</ul></> : null}
          <DemarcheCards demarches={possible} hrefOf={({ id }) => `/usager/demarches/${id}?sujet=${mine.vehicle_id}`} />
        </>
      ) }));
    } },
    { method: 'GET', path: '/usager/dossiers', who: citizens, purpose: MINE, handler: async (ctx) => {
      const rows = await ctx.disclose(await myDossiers(world, citizenOf(ctx)));
      return page(show(ctx, app, { title: 'Mes démarches', width: 'wide', children: <><h1 class="govuk-heading-l">Mes démarches</h1><Dossiers rows={rows} titleOf={titleOfDemarche} /></> }));
    } },
    { method: 'GET', path: '/usager/consultations', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const readings = await ctx.disclose(seal(await readingsOf(world.read, me.personId), { personIds: [me.personId], kind: 'consultations' }));
      return page(show(ctx, app, { title: 'Qui a lu mon dossier', width: 'wide', children: (
        <>
          <h1 class="govuk-heading-l">Qui a lu mon dossier, et pourquoi</h1>
          <p class="govuk-body">Chaque lecture de vos données par un service est notée avant d’être faite. Certaines lectures de police n’apparaissent qu’après un délai.</p>
          {readings.length ? <Table caption="Lectures de mon dossier" captionHidden rows={readings} columns={[
            { label: 'Quand', cell: ({ at }) => <DateTimeFr at={at} /> }, { label: 'Service', cell: ({ service }) => serviceWords(service) },
            { label: 'Pourquoi', cell: ({ purpose }) => purpose }, { label: 'Quoi', cell: ({ what }) => what },
          ]} /> : <EmptyState title="Personne d’autre que vous n’a lu votre dossier" />}
        </>
      ) }));
    } },
  ];
}

function Dossiers({ rows, titleOf }: { rows: readonly MyDossier[]; titleOf: (one: MyDossier) => string }) {
  if (!rows.length) return <p class="govuk-body">Aucune démarche en cours.</p>;
  return <Table caption="Mes démarches" captionHidden rows={rows} columns={[
    { label: 'Démarche', cell: (one) => <a class="govuk-link" href={`/usager/dossiers/${one.id}`}>{titleOf(one)}</a> },
    { label: 'Numéro', cell: ({ number }) => <span class="sitt-num">{number}</span> },
    { label: 'Où elle en est', cell: ({ state }) => <Tag kind={stateWords(state).kind}>{stateWords(state).label}</Tag> },
    { label: 'Dernier changement', cell: ({ updated_at }) => <DateTimeFr at={updated_at} /> },
  ]} />;
}

function serviceWords(service: string): string {
  const [kind, detail] = service.split(':');
  if (kind === 'office') return `Guichet (${detail ?? ''})`;
  return { police: 'Police', gendarmerie: 'Gendarmerie', customs: 'Douane', treasury: 'Trésor', partner: 'Professionnel agréé', system: 'Traitement automatique', citizen: 'Une personne qui signe avec vous' }[kind ?? ''] ?? service;
}
