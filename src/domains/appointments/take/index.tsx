/** Taking a place: why, where, when, for whom. The same pages for everybody and for a company; every one works without script. */
import type { World } from '../../../core/demarche/index.ts';
import { notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { isLawDate, type LawDate } from '../../../core/values/time.ts';
import { territory, type Motive } from '../../../territory/index.ts';
import { ask, isDone, wrongsOf } from '../errands.ts';
import { motivesPage, officesPage, timesPage } from './choose.tsx';
import { formPage, typed } from './form.tsx';

export type TakeSite = {
  world: World;
  door: string;
  /** Where its pages are: /rendez-vous. */
  at: string;
  who: RouteLine['who'];
  perMinute: number;
  /** Refuses whom the route lets in and the convention does not. */
  allowed?: (ctx: Ctx) => Promise<void>;
  /** Who comes and how they may come, above the motives. */
  lede: string;
  /** Where those that are taken already are seen. */
  mine: { href: string; label: string };
  /** Where to log in and come back; null where everybody has. */
  login: ((back: string) => string) | null;
  /** What follows a place that is taken. */
  taken: (ctx: Ctx, id: string) => Answer;
  show: (ctx: Ctx, one: { title: string; hasErrors?: boolean; children: preact.ComponentChildren }) => string;
};

/** What an address has chosen so far. */
export type Wanted = { motive: Motive; office: string; day: LawDate; time: string };

/** Pages of links, then one form: nobody types a day or an hour. */
export function takeRoutes(site: TakeSite): RouteLine[] {
  const { world, at, who, door } = site;
  const get = (path: string, draw: (ctx: Ctx) => string | Promise<string>): RouteLine => ({ method: 'GET', path, who, handler: async (ctx) => { await site.allowed?.(ctx); return page(await draw(ctx)); } });
  const one = `${at}/:motive/:office`;
  return [
    get(at, (ctx) => motivesPage(ctx, site)),
    get(`${at}/:motive`, (ctx) => officesPage(ctx, site, motiveIn(ctx, site))),
    get(one, (ctx) => timesPage(ctx, site, motiveIn(ctx, site))),
    get(`${one}/prendre`, (ctx) => formPage(ctx, site, wantedIn(ctx, site), [])),
    { method: 'POST', path: `${one}/prendre`, who, perMinute: site.perMinute, handler: async (ctx) => {
      await site.allowed?.(ctx);
      const wanted = wantedIn(ctx, site);
      const { outcome, id } = await ask(world, { actor: ctx.actor, door }, 'prendre', null, { ...typed(ctx), motive: wanted.motive.id, office: wanted.office, day: wanted.day, time: wanted.time }, ctx.requestId);
      return isDone(outcome) ? site.taken(ctx, id) : unprocessable(formPage(ctx, site, wanted, wrongsOf(outcome)));
    } },
  ];
}

/** The motive of the address. Of a fair one, only what a draw has left over is free. */
function motiveIn(ctx: Ctx, { world }: TakeSite): Motive {
  const found = territory.motive(ctx.params['motive'] ?? '', world.today(world.clock()));
  if (!found) throw notFound();
  return found;
}

function wantedIn(ctx: Ctx, site: TakeSite): Wanted {
  const motive = motiveIn(ctx, site);
  const office = territory.receivingPlace(ctx.params['office'] ?? '')?.id;
  const [day, time] = ['jour', 'heure'].map((name) => [ctx.query[name] ?? ctx.form[name] ?? ''].flat().at(-1)?.trim() ?? '') as [string, string];
  if (!office || !isLawDate(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw notFound();
  return { motive, office, day, time };
}

/** Those that a person or a company has taken are on a page of theirs. */
export const takenTo = (href: string): Answer => seeOther(href, 'Votre rendez-vous est pris. La confirmation vous est envoyée.');
