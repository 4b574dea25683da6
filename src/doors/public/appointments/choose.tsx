import type { App } from '../../../app.ts';
import { notFound, open, page, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { bookableDays, byDay, dayWords, freeAt, nearDayWords, officesFor, timeOf, whenWords, dayOf, type FreeTime } from '../../../domains/appointments/index.ts';
import { Times, ToKnow } from '../../../domains/appointments/screens/index.ts';
import { territory, type Motive } from '../../../territory/index.ts';
import { Button, Crumbs, Inset } from '../../../ui/index.ts';
import { show } from '../site.ts';

const BASE = '/rendez-vous';
const SOON = 6;

/** Why, where, when: three pages of links, and the next free places at once. */
export function chooseRoutes(app: App): RouteLine[] {
  const { world } = app;
  const on = () => world.today(world.clock());
  return [
    { method: 'GET', path: BASE, who: open('citizen'), handler: (ctx) => page(show(ctx, app, { title: 'Prendre un rendez-vous', children: (
      <>
        <h1 class="govuk-heading-l">Prendre un rendez-vous</h1>
        <p class="sitt-lede">Avec ou sans compte. Les places s’ouvrent {territory.parameter('appointmentHorizonDays', on()).value} jours à l’avance ; une place annulée est aussitôt rendue.</p>
        <h2 class="govuk-heading-m">Pour quoi venez-vous ?</h2>
        <ul class="sitt-choices">{territory.motives(on()).map((one) => <li class="sitt-choice"><a class="sitt-choice__name" href={one.mode === 'fair' ? `${BASE}/tirages` : `${BASE}/${one.id}`}>{one.title}</a><p class="sitt-choice__text">{one.mode === 'fair' ? 'Places rares : on les demande, puis elles sont tirées au sort.' : `${one.minutes} minutes`}</p></li>)}</ul>
        <p class="govuk-body"><a class="govuk-link" href={`${BASE}/suivi`}>Voir, déplacer ou annuler un rendez-vous</a></p>
      </>
    ) })) },
    { method: 'GET', path: `${BASE}/:motive`, who: open('citizen'), handler: async (ctx) => {
      const motive = openMotive(app, ctx);
      const offices = await Promise.all((await officesFor(world, motive)).map(async (office) => ({ office, next: await freeAt(world, motive, office, bookableDays(world), 1) })));
      return page(show(ctx, app, { title: motive.title, children: (
        <>
          <Crumbs crumbs={[{ label: 'Rendez-vous', href: BASE }, { label: 'Où' }]} />
          <h1 class="govuk-heading-l">{motive.title}</h1>
          <h2 class="govuk-heading-m">Où ?</h2>
          <ul class="sitt-choices">{offices.map(({ office, next: [first] }) => <li class="sitt-choice"><a class="sitt-choice__name" href={`${BASE}/${motive.id}/${office}`}>{territory.placeName(office)}</a><p class="sitt-choice__text">{first ? `Prochaine place : ${whenWords(first.start)}` : 'Aucune place en ce moment'}</p></li>)}</ul>
          <ToKnow motive={motive} on={on()} />
        </>
      ) }));
    } },
    { method: 'GET', path: `${BASE}/:motive/:office`, who: open('citizen'), handler: async (ctx) => page(await timesPage(ctx, app)) },
  ];
}

/** The motive of the address. Of a fair one, only what a draw has left over is free. */
export function openMotive({ world }: App, ctx: Ctx): Motive {
  const found = territory.motive(ctx.params['motive'] ?? '', world.today(world.clock()));
  if (!found) throw notFound();
  return found;
}

async function timesPage(ctx: Ctx, app: App): Promise<string> {
  const { world } = app;
  const motive = openMotive(app, ctx);
  const place = territory.receivingPlace(ctx.params['office'] ?? '');
  if (!place) throw notFound();
  const here = `${BASE}/${motive.id}/${place.id}`;
  const days = byDay(await freeAt(world, motive, place.id));
  const chosen = days.find(({ day }) => day === ctx.query['jour']);
  const hrefOf = (one: FreeTime) => `${here}/prendre?jour=${dayOf(one.start)}&heure=${timeOf(one.start)}`;
  return show(ctx, app, { title: `${motive.title}, ${territory.placeName(place.id)}`, children: (
    <>
      <Crumbs crumbs={[{ label: 'Rendez-vous', href: BASE }, { label: 'Où', href: `${BASE}/${motive.id}` }, { label: 'Quand' }]} />
      <h1 class="govuk-heading-l">{motive.title}</h1>
      <p class="govuk-body">{territory.placeName(place.id)}{place.address && !territory.placeName(place.id).includes(place.address) ? `, ${place.address}` : ''}</p>
      {chosen ? (
        <>
          <h2 class="govuk-heading-m">{dayWords(chosen.day).replace(/^./, (sign) => sign.toUpperCase())}</h2>
          <Times times={chosen.times} hrefOf={hrefOf} />
          <p class="govuk-body"><a class="govuk-link" href={here}>Un autre jour</a></p>
        </>
      ) : days.length ? (
        <>
          <h2 class="govuk-heading-m">Les prochaines places</h2>
          <Times times={days.slice(0, SOON / 2).flatMap(({ times }) => times.slice(0, days.length === 1 ? SOON : 2))} hrefOf={hrefOf} withDay />
          <h2 class="govuk-heading-m">Un autre jour</h2>
          <ul class="sitt-days">{days.map(({ day, times }) => <li><a class="govuk-link" href={`${here}?jour=${day}`}>{nearDayWords(day)}</a> <span class="sitt-optional">{times.length === 1 ? '1 place' : `${times.length} places`}</span></li>)}</ul>
        </>
      ) : <Inset>Aucune place libre ici en ce moment. Les places annulées reviennent sur cette page ; essayez aussi un autre lieu.</Inset>}
      <ToKnow motive={motive} on={world.today(world.clock())} />
      {days.length ? null : <Button kind="secondary" href={`${BASE}/${motive.id}`}>Voir les autres lieux</Button>}
    </>
  ) });
}
