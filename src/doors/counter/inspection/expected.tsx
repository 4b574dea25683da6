import { fieldsOf, type Demarche } from '../../../core/demarche/index.ts';
import { page, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { addDays, formatDate, isLawDate, type LawDate } from '../../../core/values/time.ts';
import { expectedOn, motiveTitle, timeOf, type Expected } from '../../../domains/appointments/index.ts';
import { locateVehicle } from '../../../domains/registrations/index.ts';
import { territory } from '../../../territory/index.ts';
import { Button, EmptyState, Field, Table, Tag } from '../../../ui/index.ts';
import { textOf, type CounterApp } from '../site.tsx';
import { HOME, inspectors, showInspection } from './site.tsx';

const AT = `${HOME}/attendus`;
/** Where vehicles are shown by appointment: the centres, and the stops of the tours. */
const places = territory.receivingPlaces.filter(({ kind }) => kind === 'inspection' || kind === 'tour');
type Awaited = Expected & { vehicleId: string | null };
export type ExpectedList = { place: string; day: LawDate; lane: string; lanes: readonly string[]; rows: readonly Awaited[] };

/** Who is awaited at a place on a day, lane by lane: on a screen beside the lane, or printed before a tour goes out. */
export function expectedRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: AT, who: inspectors, purpose: 'visites du jour', handler: async (ctx) => {
    const list = await expectedList(ctx, app);
    return page(showInspection(ctx, app, { title: 'Véhicules attendus', crumb: 'Véhicules attendus', children: (
      <>
        <h1 class="govuk-heading-l">Véhicules attendus</h1>
        <p class="sitt-lede">{territory.placeName(list.place)}, {formatDate(list.day)}{list.lane ? `, ${list.lane}` : ''}</p>
        <Ask list={list} />
        <Expecteds list={list} app={app} />
      </>
    ) }));
  } }];
}

/** The list of the address: place, day, lane; today at the first centre where nothing is said. */
export async function expectedList(ctx: Ctx, { world, pools }: CounterApp): Promise<ExpectedList> {
  const place = places.find(({ id }) => id === textOf(ctx.query['lieu']))?.id ?? places[0]?.id ?? '';
  const asked = textOf(ctx.query['jour']);
  const day = isLawDate(asked) ? asked : world.today(world.clock());
  const all = await ctx.disclose(await expectedOn(world, place, day));
  const lanes = [...new Set(all.flatMap(({ state }) => state.place?.resource ?? []))].sort();
  const lane = lanes.find((one) => one === textOf(ctx.query['piste'])) ?? '';
  const rows = await Promise.all(all.filter(({ state }) => !lane || state.place?.resource === lane).map(async (one): Promise<Awaited> => {
    const found = one.state.contact?.about ? await locateVehicle(pools.read, one.state.contact.about) : [];
    return { ...one, vehicleId: found.length === 1 ? found[0] as string : null };
  }));
  return { place, day, lane, lanes, rows };
}

/** The choice of the place, the day and the lane; not on paper. */
export function Ask({ list: { place, day, lane, lanes } }: { list: ExpectedList }) {
  return (
    <form method="get" action={AT} class="sitt-ask govuk-!-display-none-print">
      <Field spec={{ path: 'lieu', control: 'select', label: 'Lieu', options: places.map(({ id }) => ({ value: id, label: territory.placeName(id) })) }} values={{ lieu: place }} />
      <Field spec={{ path: 'jour', control: 'select', label: 'Jour', options: nextDays(day).map((one) => ({ value: one, label: formatDate(one) })) }} values={{ jour: day }} />
      {lanes.length > 1 ? <Field spec={{ path: 'piste', control: 'select', label: 'Piste', required: false, options: [{ value: '', label: 'Toutes' }, ...lanes.map((one) => ({ value: one, label: one }))] }} values={{ piste: lane }} /> : null}
      <Button kind="secondary">Voir</Button>
    </form>
  );
}

/** The hour, the vehicle and why it comes: no name of anybody. Each leads to its visit, that honours the appointment. */
export function Expecteds({ list: { rows, place }, app }: { list: ExpectedList; app: CounterApp }) {
  if (!rows.length) return <EmptyState title="Personne n’est attendu"><p class="govuk-body">Un véhicule venu sans rendez-vous se cherche par sa plaque.</p></EmptyState>;
  const visit = [...app.world.catalogue.values()].find(recordsVisit);
  return <Table caption="Véhicules attendus" captionHidden rows={rows} columns={[
    { label: 'Heure', cell: ({ state }: Awaited) => (state.place ? timeOf(state.place.start) : '') },
    { label: 'Piste', cell: ({ state }: Awaited) => state.place?.resource ?? '' },
    { label: 'Véhicule', cell: ({ state, vehicleId, id, status }: Awaited) => (vehicleId && visit && status !== 'arrived'
      ? <a class="govuk-link" href={`${HOME}/actes/${visit.id}/${vehicleId}?appointment=${id}&site=${place}`}>{state.contact?.about}</a> : state.contact?.about ?? 'non dit') },
    { label: 'Pour', cell: ({ state }: Awaited) => (state.motive ? motiveTitle(state.motive) : '') },
    { label: 'Rendez-vous', cell: ({ state, status }: Awaited) => <><span class="sitt-num">{state.number}</span> {status === 'arrived' ? <Tag kind="success">Venu</Tag> : status === 'missed' ? <Tag kind="warning">Pas venu</Tag> : null}</> },
  ]} />;
}

/** The errand on a vehicle that an appointment may be for. */
const recordsVisit = (d: Demarche): boolean => d.subject.mode === 'existing' && d.subject.view.kind === 'vehicle' && fieldsOf(d.input).some(({ path }) => path === 'appointment');

const nextDays = (from: LawDate): LawDate[] => Array.from({ length: 29 }, (_, index) => addDays(from, index));
