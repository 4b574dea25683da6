import { seal } from '../../core/access/sealed.ts';
import { citizens, notFound, page, pieceFile, type RouteLine } from '../../core/http/index.ts';
import { photoWords } from '../../domains/inspections/index.ts';
import { authorityWords, holdRules } from '../../domains/registrations/index.ts';
import { today as dayOf } from '../../core/values/time.ts';
import { Button, ButtonGroup, DateFr, DateTimeFr, EmptyState, Inset, SummaryList, Table, Tag } from '../../ui/index.ts';
import { ChoiceList, DemarcheCards, forCitizens, stateWords } from '../../ui/demarche/index.ts';
import { citizenOf, show, type CitizenApp } from './site.ts';
import { myContestedSales, myDossiers, myPhotos, myVehicles, openToMe, toSign, type MyDossier, type MyVehicle } from './store.ts';
import { readingsRoute } from './readings.tsx';
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
          <h1 class="govuk-heading-l">Bonjour {firstName(me.name)}</h1>
          {me.assurance === 'low' ? <Inset>Votre identité n’est pas encore vérifiée : vous pouvez préparer une démarche, un agent vérifiera votre identité au guichet.</Inset> : null}
          <Todo signing={signing.length} errands={errands} titleOf={titleOfDemarche} />
          <ButtonGroup><Button href="/usager/demarches">Commencer une démarche</Button><Button kind="secondary" href="/usager/achat">J’ai reçu un code d’achat</Button></ButtonGroup>
          <h2 class="govuk-heading-m">Mes véhicules</h2>
          {mine.length ? <div class="sitt-titles">{mine.map((vehicle) => <VehicleCard vehicle={vehicle} />)}</div> : <p class="govuk-body">Aucun véhicule n’est à votre nom. S’il en manque un, passez au guichet avec son certificat.</p>}
          <h2 class="govuk-heading-m">Mes démarches</h2>
          <Dossiers rows={errands} titleOf={titleOfDemarche} />
          <p class="govuk-body"><a class="govuk-link" href="/usager/homologations">Mes homologations</a></p>
          <p class="govuk-body"><a class="govuk-link" href="/usager/consultations">Qui a lu mon dossier, et pourquoi</a></p>
        </>
      ) }));
    } },
    { method: 'GET', path: '/usager/vehicules', who: citizens, purpose: MINE, handler: async (ctx) => {
      const mine = await ctx.disclose(await myVehicles(world, citizenOf(ctx)));
      return page(show(ctx, app, { title: 'Mes véhicules', width: 'wide', children: (
        <><h1 class="govuk-heading-l">Mes véhicules</h1>{mine.length ? <div class="sitt-titles">{mine.map((vehicle) => <VehicleCard vehicle={vehicle} level={2} />)}</div> : <EmptyState title="Aucun véhicule à votre nom"><p class="govuk-body">S’il en manque un, passez au guichet avec son certificat.</p></EmptyState>}</>
      ) }));
    } },
    { method: 'GET', path: '/usager/vehicules/:id', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const mine = (await ctx.disclose(await myVehicles(world, me))).find(({ vehicle_id }) => vehicle_id === ctx.params['id']);
      if (!mine) throw notFound();
      const photos = await myPhotos(world, mine.vehicle_id);
      const possible = [...world.catalogue.values()].filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === 'vehicle' && forCitizens(d));
      const contested = mine.sale_id ? undefined : (await ctx.disclose(await myContestedSales(world, me))).find(({ vehicleId }) => vehicleId === mine.vehicle_id)?.id;
      const saleId = mine.sale_id ?? contested;
      const onSale = saleId ? await openToMe(world, me, { kind: 'sale', id: saleId }) : [];
      return page(show(ctx, app, { title: mine.label, width: 'wide', crumbs: [{ label: 'Mes véhicules', href: '/usager/vehicules' }, { label: mine.label }], children: (
        <>
          <h1 class="govuk-heading-l">{mine.label}</h1>
          <VehicleCard vehicle={mine} level={2} here />
          {mine.measures.length ? <><h2 class="govuk-heading-m">{mine.measures.length > 1 ? 'Des mesures courent' : 'Une mesure court'} sur ce véhicule</h2><SummaryList rows={mine.measures.map(measureRow)} /></> : null}
          {onSale.length ? <><h2 class="govuk-heading-m">{contested ? 'La vente contestée' : 'La vente en cours'}</h2><p class="govuk-body">{contested ? 'Elle est arrêtée : un agent l’examine. Vendeur et acheteur peuvent encore l’annuler ensemble.' : 'L’acheteur doit terminer avec le code que vous lui avez remis. Tant qu’il ne l’a pas fait, vous pouvez encore agir.'}</p><ChoiceList demarches={onSale} hrefOf={({ id }) => `/usager/demarches/${id}?sujet=${saleId}`} /></> : null}
          {photos.length ? <><h2 class="govuk-heading-m">Photographies des visites</h2><ul class="govuk-list">{photos.map((one) => <li><a class="govuk-link" href={`/usager/vehicules/${mine.vehicle_id}/photos/${one.id}`}>{photoWords(one.kind)}</a>, jointe le <DateTimeFr at={one.addedAt} /></li>)}</ul></> : null}
          <DemarcheCards demarches={possible} hrefOf={({ id }) => `/usager/demarches/${id}?sujet=${mine.vehicle_id}`} />
        </>
      ) }));
    } },
    { method: 'GET', path: '/usager/vehicules/:id/photos/:piece', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const mine = (await ctx.disclose(await myVehicles(world, me))).find(({ vehicle_id }) => vehicle_id === ctx.params['id']);
      const photo = mine && (await myPhotos(world, mine.vehicle_id)).find(({ id }) => id === ctx.params['piece']);
      if (!photo) throw notFound();
      return pieceFile(app.data, await ctx.disclose(seal(photo, { personIds: [me.personId], kind: 'photographie d’une visite', subjectId: photo.subjectId })));
    } },
    { method: 'GET', path: '/usager/dossiers', who: citizens, purpose: MINE, handler: async (ctx) => {
      const rows = await ctx.disclose(await myDossiers(world, citizenOf(ctx)));
      return page(show(ctx, app, { title: 'Mes démarches', width: 'wide', children: <><h1 class="govuk-heading-l">Mes démarches</h1><Dossiers rows={rows} titleOf={titleOfDemarche} /></> }));
    } },
    readingsRoute(app),
  ];
}

/** What stands on my vehicle, who ordered it, and what ends it. */
const measureRow = ({ type, authority, reference, from, until }: MyVehicle['measures'][number]) => ({
  label: holdRules[type].label,
  value: <>{authorityWords(authority)}, réf. {reference}, depuis le <DateFr date={dayOf(new Date(from))} />{until ? <>, jusqu’au <DateFr date={until} /></> : ', jusqu’à sa levée'}.<br />Pour qu’elle soit levée : {holdRules[type].how} ({holdRules[type].who}).</>,
});

/** « Marie » of « Marie Wassaumi Exemple-Wamytan »: a greeting, not an identity. */
const firstName = (name: string): string => name.split(' ')[0] ?? name;

const NEXT: Partial<Record<MyDossier['state'], string>> = { draft: 'Reprendre où vous en étiez', to_complete: 'Compléter le dossier', to_pay: 'Payer' };

/** What waits for this person, first of all: a paper, a payment, a signature. */
function Todo({ signing, errands, titleOf }: { signing: number; errands: readonly MyDossier[]; titleOf: (one: MyDossier) => string }) {
  const mine = errands.filter(({ state }) => NEXT[state]);
  if (!mine.length && !signing) return null;
  return (
    <section class="sitt-todo" aria-labelledby="a-faire">
      <h2 class="govuk-heading-m" id="a-faire">À faire de votre côté</h2>
      <ul class="sitt-choices">
        {signing ? <li class="sitt-choice"><a class="sitt-choice__name" href="/usager/a-signer">Lire et signer</a><p class="sitt-choice__text">{signing === 1 ? 'Une signature vous est demandée.' : `${signing} signatures vous sont demandées.`}</p></li> : null}
        {mine.map((one) => <li class="sitt-choice"><a class="sitt-choice__name" href={`/usager/dossiers/${one.id}`}>{NEXT[one.state]}</a><p class="sitt-choice__text">{titleOf(one)}, dossier <span class="sitt-num">{one.number}</span></p></li>)}
      </ul>
    </section>
  );
}

function Dossiers({ rows, titleOf }: { rows: readonly MyDossier[]; titleOf: (one: MyDossier) => string }) {
  if (!rows.length) return <p class="govuk-body">Vous n’avez encore fait aucune démarche ici. Une démarche commencée se retrouve sur cette page, sur n’importe quel appareil.</p>;
  return <Table caption="Mes démarches" captionHidden rows={rows} columns={[
    { label: 'Démarche', cell: (one) => <a class="govuk-link" href={`/usager/dossiers/${one.id}`}>{titleOf(one)}</a> },
    { label: 'Numéro', cell: ({ number }) => <span class="sitt-num">{number}</span> },
    { label: 'Où elle en est', cell: ({ state }) => <Tag kind={stateWords(state).kind}>{stateWords(state).label}</Tag> },
    { label: 'Dernier changement', cell: ({ updated_at }) => <DateTimeFr at={updated_at} /> },
  ]} />;
}
