/** The page of one's own appointments, the same for a person and for a company: what is to come, with what one may do; what was. */
import type { World } from '../../../core/demarche/index.ts';
import { page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { Button, EmptyState, ErrorSummary, Table } from '../../../ui/index.ts';
import { calendarPath } from '../calendar/feeds.ts';
import { ask, isDone, placeAnswers, wrongsOf, type Errand } from '../errands.ts';
import { LIVE } from '../model/appointment.ts';
import { appointmentsOf, freeForMove, isStranded, type MyAppointment } from '../reading.ts';
import { AppointmentPanel } from '../screens/index.ts';
import { motiveTitle, statusWords } from '../words.ts';
import { whenWords } from '../when.ts';

export type MineSite = {
  world: World;
  /** The service's secret, for the address of the calendar file. */
  secret: string;
  door: string;
  /** Where the page is: /usager/rendez-vous. */
  at: string;
  /** Who reads it; who changes it. */
  who: RouteLine['who'];
  acts: RouteLine['who'];
  purpose: string;
  title: string;
  /** Where a place is taken; null where this person may not. */
  take: (ctx: Ctx) => string | null | Promise<string | null>;
  mayAct: (ctx: Ctx) => boolean;
  /** The person or the company whose they are. */
  holderOf: (ctx: Ctx) => string;
  show: (ctx: Ctx, one: { title: string; hasErrors: boolean; children: preact.ComponentChildren }) => string;
};

/** Reading is disclosed; an appointment of somebody else does not exist for this page. */
export function mineRoutes(site: MineSite): RouteLine[] {
  const { world, at, door, purpose, holderOf } = site;
  const act = (path: string, errand: Errand, answersOf: (text: (name: string) => string) => Record<string, string>, done: string, whenStopped: RouteLine['whenStopped'] = false): RouteLine => ({ method: 'POST', whenStopped, path: `${at}/:id/${path}`, who: site.acts, purpose, perMinute: 20, handler: async (ctx) => {
    const id = ctx.params['id'] ?? '';
    const mine = isUuid(id) && (await ctx.disclose(await appointmentsOf(world, holderOf(ctx)))).some((one) => one.id === id);
    if (!mine) return seeOther(at);
    const { outcome } = await ask(world, { actor: ctx.actor, door }, errand, id, answersOf((name) => [ctx.form[name] ?? ''].flat().at(-1)?.trim() ?? ''), ctx.requestId);
    return isDone(outcome) ? seeOther(at, done) : unprocessable(await list(ctx, site, wrongsOf(outcome).map(({ message }) => message)));
  } });
  return [
    { method: 'GET', path: at, who: site.who, purpose, handler: async (ctx) => page(await list(ctx, site, [])) },
    act('annuler', 'annuler', () => ({}), 'C’est annulé. La place servira à quelqu’un.', true),
    act('deplacer', 'deplacer', (text) => placeAnswers(text('place')), 'Votre rendez-vous est déplacé.'),
    act('repondre', 'repondre-offre', (text) => ({ answer: text('answer') }), 'Votre réponse est enregistrée.', ({ form }) => form['answer'] === 'decline'),
  ];
}

async function list(ctx: Ctx, site: MineSite, errors: readonly string[]): Promise<string> {
  const { world, at, secret, title } = site;
  const all = await ctx.disclose(await appointmentsOf(world, site.holderOf(ctx)));
  const now = world.clock().toISOString();
  const isComing = ({ state }: MyAppointment) => state.status !== null && LIVE.includes(state.status) && !(state.place && state.place.start <= now);
  const coming = await Promise.all(all.filter(isComing).toReversed().map(async (one) => ({ ...one, free: await freeForMove(world, one.state), stranded: await isStranded(world, one.state) })));
  const past = all.filter((one) => !isComing(one));
  const take = await site.take(ctx);
  return site.show(ctx, { title, hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors.map((message) => ({ path: '', message }))} />
      <h1 class="govuk-heading-l">{title}</h1>
      {coming.map(({ id, state, free, stranded }) => <AppointmentPanel state={state} stranded={stranded} now={now} csrf={ctx.csrf} requestId={ctx.freshRequest} action={site.mayAct(ctx) ? `${at}/${id}` : null} free={free} calendar={calendarPath(secret, id)} />)}
      {coming.length ? null : <EmptyState title="Aucun rendez-vous à venir">{take ? <p class="govuk-body">Choisissez pourquoi vous venez, où, et une place libre.</p> : null}</EmptyState>}
      {take ? <Button href={take} kind={coming.length ? 'secondary' : 'primary'}>Prendre un rendez-vous</Button> : null}
      {past.length ? <Table caption="Avant" rows={past} columns={[
        { label: 'Pour', cell: ({ state }) => motiveTitle(state.motive) }, { label: 'Quand', cell: ({ state }) => (state.place ? whenWords(state.place.start) : '–') }, { label: 'Suite', cell: ({ state }) => (state.status ? statusWords[state.status] : '') },
      ]} /> : null}
    </>
  ) });
}
