import { notFound, type Ctx } from '../../../core/http/index.ts';
import { territory, type Motive } from '../../../territory/index.ts';
import { Button, Crumbs, Inset } from '../../../ui/index.ts';
import { bookableDays, freeAt, officesFor } from '../reading.ts';
import type { FreeTime } from '../rules/slots.ts';
import { Times, ToKnow } from '../screens/index.ts';
import { byDay, dayOf, dayWords, nearDayWords, timeOf, whenWords } from '../when.ts';
import type { TakeSite } from './index.tsx';

const SOON = 6;
const DRAWS = '/rendez-vous/tirages';

export function motivesPage(ctx: Ctx, { world, at, lede, mine, show }: TakeSite): string {
  const on = world.today(world.clock());
  return show(ctx, { title: 'Prendre un rendez-vous', children: (
    <>
      <h1 class="govuk-heading-l">Prendre un rendez-vous</h1>
      <p class="sitt-lede">{lede} Les places s’ouvrent {territory.parameter('appointmentHorizonDays', on).value} jours à l’avance ; une place annulée est aussitôt rendue.</p>
      <h2 class="govuk-heading-m">Pour quoi venez-vous ?</h2>
      <ul class="sitt-choices">{territory.motives(on).map((one) => <li class="sitt-choice"><a class="sitt-choice__name" href={one.mode === 'fair' ? DRAWS : `${at}/${one.id}`}>{one.title}</a><p class="sitt-choice__text">{one.mode === 'fair' ? 'Places rares : on les demande, puis elles sont tirées au sort.' : `${one.minutes} minutes`}</p></li>)}</ul>
      <p class="govuk-body"><a class="govuk-link" href={mine.href}>{mine.label}</a></p>
    </>
  ) });
}

export async function officesPage(ctx: Ctx, { world, at, show }: TakeSite, motive: Motive): Promise<string> {
  const offices = await Promise.all((await officesFor(world, motive)).map(async (office) => ({ office, next: await freeAt(world, motive, office, bookableDays(world), 1) })));
  return show(ctx, { title: motive.title, children: (
    <>
      <Crumbs crumbs={[{ label: 'Rendez-vous', href: at }, { label: 'Où' }]} />
      <h1 class="govuk-heading-l">{motive.title}</h1>
      <h2 class="govuk-heading-m">Où ?</h2>
      <ul class="sitt-choices">{offices.map(({ office, next: [first] }) => <li class="sitt-choice"><a class="sitt-choice__name" href={`${at}/${motive.id}/${office}`}>{territory.placeName(office)}</a><p class="sitt-choice__text">{first ? `Prochaine place : ${whenWords(first.start)}` : 'Aucune place en ce moment'}</p></li>)}</ul>
      <ToKnow motive={motive} on={world.today(world.clock())} />
    </>
  ) });
}

export async function timesPage(ctx: Ctx, { world, at, show }: TakeSite, motive: Motive): Promise<string> {
  const place = territory.receivingPlace(ctx.params['office'] ?? '');
  if (!place) throw notFound();
  const here = `${at}/${motive.id}/${place.id}`;
  const days = byDay(await freeAt(world, motive, place.id));
  const chosen = days.find(({ day }) => day === ctx.query['jour']);
  const hrefOf = (one: FreeTime) => `${here}/prendre?jour=${dayOf(one.start)}&heure=${timeOf(one.start)}`;
  return show(ctx, { title: `${motive.title}, ${territory.placeName(place.id)}`, children: (
    <>
      <Crumbs crumbs={[{ label: 'Rendez-vous', href: at }, { label: 'Où', href: `${at}/${motive.id}` }, { label: 'Quand' }]} />
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
      {days.length ? null : <Button kind="secondary" href={`${at}/${motive.id}`}>Voir les autres lieux</Button>}
    </>
  ) });
}
