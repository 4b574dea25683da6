import { page, seeOther, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { formatDate } from '../../../core/values/time.ts';
import { approvedTypes, dueVehicles, locateApproval, openFiles, siteName, standingWords, statusWords, visitsOf, visitKindWords, visitVerdictWords, type DueLine, type FileLine, type VisitLine } from '../../../domains/inspections/index.ts';
import { locateVehicle } from '../../../domains/registrations/index.ts';
import { fold } from '../../../core/values/text.ts';
import { territory } from '../../../territory/index.ts';
import { Card, DateFr, EmptyState, Inset, SearchBox, Table, Tag } from '../../../ui/index.ts';
import { likeVehicles, vehicleLines } from '../store.ts';
import { textOf, type CounterApp } from '../site.tsx';
import { Ask, expectedList, expectedRoutes, Expecteds } from './expected.tsx';
import { HOME, inspectors, showInspection } from './site.tsx';

const plateOf = (plate: string | null): string => (plate ? territory.formatPlate(plate) : 'sans numéro');
const kinds: Readonly<Record<string, 'success' | 'danger' | 'warning' | 'neutral'>> = { accepted: 'success', refused: 'danger', deferred: 'warning', reported: 'neutral' };

/** The inspector's desk: what is shown today, what was seen, who is late. */
export function inspectionHomeRoutes(app: CounterApp): RouteLine[] {
  return [
    ...expectedRoutes(app),
    { method: 'GET', path: HOME, who: inspectors, purpose: 'visites du jour', handler: async (ctx) => page(await inspectionHome(ctx, app)) },
    { method: 'GET', path: `${HOME}/recherche`, who: inspectors, perMinute: 600, handler: async (ctx) => {
      const query = textOf(ctx.query['q']).slice(0, 80);
      if (!query) return seeOther(HOME);
      const [files, exact, like] = await Promise.all([locateApproval(app.pools.read, query), locateVehicle(app.pools.read, query), likeVehicles(app.pools.read, fold(query))]);
      const ids = [...new Set([...exact, ...like.map(({ subject_id }) => subject_id)])].slice(0, 8);
      if (exact.length === 1 && !files.length) return seeOther(`${HOME}/vehicules/${exact[0]}`);
      if (files.length === 1 && !ids.length) return seeOther(`${HOME}/homologations/${files[0]}`);
      const vehicles = await vehicleLines(app.world, ids);
      return page(showInspection(ctx, app, { title: `Recherche : ${query}`, crumb: 'Recherche', children: (
        <>
          <h1 class="govuk-heading-l">Recherche</h1>
          <Box query={query} />
          {vehicles.length || files.length ? <ul class="sitt-doors">
            {vehicles.map(({ id, plate, label }) => <li class="sitt-door"><h2 class="sitt-door__name"><a href={`${HOME}/vehicules/${id}`}>{plate ?? 'Sans numéro'}</a></h2><p class="sitt-door__text">{label}</p></li>)}
            {files.map((id) => <li class="sitt-door"><h2 class="sitt-door__name"><a href={`${HOME}/homologations/${id}`}>Dossier d’homologation</a></h2><p class="sitt-door__text">{query}</p></li>)}
          </ul> : <EmptyState title="Rien ne répond à ce numéro">Vérifiez la plaque, ou tapez le numéro de série frappé.</EmptyState>}
        </>
      ) }));
    } },
    { method: 'GET', path: `${HOME}/homologations`, who: inspectors, handler: async (ctx) => {
      const [open, types] = await Promise.all([openFiles(app.pools.read), approvedTypes(app.pools.read)]);
      return page(showInspection(ctx, app, { title: 'Homologations', children: (
        <>
          <h1 class="govuk-heading-l">Homologations</h1>
          <h2 class="govuk-heading-m">En cours</h2>
          {open.length ? <FileTable rows={open} caption="Dossiers en cours" /> : <EmptyState title="Aucun dossier en cours" />}
          <h2 class="govuk-heading-m">Types homologués</h2>
          {types.length ? <Table caption="Types homologués" captionHidden rows={types} columns={[
            { label: 'Procès-verbal', cell: ({ id, number }: FileLine) => <a class="govuk-link" href={`${HOME}/homologations/${id}`}>{number}</a> }, { label: 'Type', cell: ({ label }: FileLine) => label },
            { label: 'Véhicules immatriculés', numeric: true, cell: ({ uses }: FileLine) => uses },
          ]} /> : <EmptyState title="Aucun type homologué" />}
        </>
      ) }));
    } },
    { method: 'GET', path: `${HOME}/retards`, who: inspectors, handler: async (ctx) => {
      const rows = await dueVehicles(app.pools.read);
      return page(showInspection(ctx, app, { title: 'Véhicules à rappeler', children: (
        <>
          <h1 class="govuk-heading-l">Véhicules à rappeler</h1>
          <Inset>La liste est faite chaque nuit, d’après les visites connues de ce registre et la loi du jour. Elle sert à appeler : rien n’est décidé par elle.</Inset>
          {rows.length ? <Table caption="Véhicules à rappeler" captionHidden rows={rows} columns={[
            { label: 'Véhicule', cell: ({ vehicleId, plate, label }: DueLine) => <><a class="govuk-link" href={`${HOME}/vehicules/${vehicleId}`}>{plateOf(plate)}</a><br />{label}</> },
            { label: 'Situation', cell: ({ status, dueOn }: DueLine) => <><Tag kind={status === 'refused' ? 'danger' : 'warning'}>{standingWords[status as 'overdue']}</Tag><br />{status === 'refused' ? 'à représenter avant le' : 'depuis le'} <DateFr date={dueOn} /></> },
            { label: 'Pourquoi une visite', cell: ({ why }: DueLine) => why },
          ]} /> : <EmptyState title="Aucun véhicule à rappeler" />}
        </>
      ) }));
    } },
  ];
}

const Box = ({ query }: { query?: string }) => <SearchBox action={`${HOME}/recherche`} label="Plaque, numéro de série, dossier ou procès-verbal" query={query} shortcut="/" />;

export async function inspectionHome(ctx: Ctx, app: CounterApp): Promise<string> {
  const today = app.world.today(app.world.clock());
  const [visits, files, late, expected] = await Promise.all([visitsOf(app.pools.read, today, null), openFiles(app.pools.read), dueVehicles(app.pools.read, 5), expectedList(ctx, app)]);
  const shown = files.filter(({ shownOn }) => shownOn !== null && shownOn <= today);
  return showInspection(ctx, app, { title: 'Visites du jour', children: (
    <>
      <h1 class="govuk-heading-l">Visites du jour</h1>
      <p class="sitt-lede">{formatDate(today).replace(/^./, (first) => first.toUpperCase())}</p>
      <Box />
      <h2 class="govuk-heading-m">Attendus sur rendez-vous</h2>
      <Ask list={expected} />
      <Expecteds list={expected} app={app} />
      <h2 class="govuk-heading-m">À homologuer aujourd’hui</h2>
      {shown.length ? <FileTable rows={shown} caption="À homologuer aujourd’hui" /> : <p class="govuk-body">Aucun véhicule n’est attendu. <a class="govuk-link" href={`${HOME}/homologations`}>Tous les dossiers ({files.length})</a></p>}
      <h2 class="govuk-heading-m">Visites enregistrées aujourd’hui</h2>
      {visits.length ? <Table caption="Visites enregistrées aujourd’hui" captionHidden rows={visits} columns={[
        { label: 'Véhicule', cell: ({ vehicleId, plate }: VisitLine) => <a class="govuk-link" href={`${HOME}/vehicules/${vehicleId}`}>{plateOf(plate)}</a> },
        { label: 'Visite', cell: ({ kind }: VisitLine) => visitKindWords[kind] }, { label: 'Verdict', cell: ({ verdict }: VisitLine) => <Tag kind={kinds[verdict]}>{visitVerdictWords[verdict as 'accepted']}</Tag> },
        { label: 'Procès-verbal', cell: ({ number }: VisitLine) => <a class="govuk-link" href={`${HOME}/papiers/${number}`}>{number}</a> },
      ]} /> : <p class="govuk-body">Aucune pour l’instant : cherchez un véhicule pour commencer.</p>}
      <Card title="À rappeler">
        {late.length ? <ul class="govuk-list">{late.map(({ vehicleId, plate, label, dueOn, status }) => <li><a class="govuk-link" href={`${HOME}/vehicules/${vehicleId}`}>{plateOf(plate)}</a>, {label}, {status === 'refused' ? 'refusé, à représenter avant le' : 'en retard depuis le'} <DateFr date={dueOn} /></li>)}</ul> : <p class="govuk-body">Aucun véhicule.</p>}
        <a class="govuk-link" href={`${HOME}/retards`}>Toute la liste</a>
      </Card>
    </>
  ) });
}

function FileTable({ rows, caption }: { rows: readonly FileLine[]; caption: string }) {
  return <Table caption={caption} captionHidden rows={rows} columns={[
    { label: 'Dossier', cell: ({ id, file }: FileLine) => <a class="govuk-link" href={`${HOME}/homologations/${id}`}>{file}</a> },
    { label: 'Véhicule', cell: ({ label, chassis, kind }: FileLine) => <>{label}<br /><span class="sitt-optional">{kind === 'type' ? 'réception par type' : chassis}</span></> },
    { label: 'Étape', cell: ({ status }: FileLine) => <Tag kind={status === 'favourable' ? 'success' : status === 'unfavourable' ? 'danger' : status === 'incomplete' || status === 'deferred' ? 'warning' : 'info'}>{statusWords[status as 'filed']}</Tag> },
    { label: 'Présentation', cell: ({ shownOn, site }: FileLine) => (shownOn ? <><DateFr date={shownOn} />{site ? <><br />{siteName(site)}</> : null}</> : '') },
  ]} />;
}
