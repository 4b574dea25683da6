import { citizens, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { appointmentsOf, ask, calendarPath, dayOf, freeForMove, isDone, LIVE, motiveTitle, statusWords, timeOf, whenWords, wrongsOf, type Errand, type MyAppointment } from '../../domains/appointments/index.ts';
import { AppointmentPanel } from '../../domains/appointments/screens/index.ts';
import { Button, EmptyState, ErrorSummary, Table } from '../../ui/index.ts';
import { citizenOf, show, textOf, type CitizenApp } from './site.ts';

const AT = '/usager/rendez-vous';
const MINE = 'consultation de mes rendez-vous';

/** My appointments and requests: what is to come, with what I may do; what was. */
export function appointmentRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  const act = (path: string, errand: Errand, answersOf: (ctx: Ctx) => Record<string, string>, done: string): RouteLine => ({ method: 'POST', path: `${AT}/:id/${path}`, who: citizens, purpose: MINE, perMinute: 20, handler: async (ctx) => {
    const id = ctx.params['id'] ?? '';
    const mine = isUuid(id) && (await ctx.disclose(await appointmentsOf(world, citizenOf(ctx).personId))).some((one) => one.id === id);
    if (!mine) return seeOther(AT);
    const { outcome } = await ask(world, { actor: ctx.actor, door: 'citizen' }, errand, id, answersOf(ctx), ctx.requestId);
    return isDone(outcome) ? seeOther(AT, done) : unprocessable(await list(ctx, app, wrongsOf(outcome).map(({ message }) => message)));
  } });
  return [
    { method: 'GET', path: AT, who: citizens, purpose: MINE, handler: async (ctx) => page(await list(ctx, app, [])) },
    act('annuler', 'annuler', () => ({}), 'C’est annulé. La place servira à quelqu’un.'),
    act('deplacer', 'deplacer', (ctx) => { const at = textOf(ctx.form['place']); return Number.isNaN(Date.parse(at)) ? {} : { day: dayOf(at), time: timeOf(at) } as Record<string, string>; }, 'Votre rendez-vous est déplacé.'),
    act('repondre', 'repondre-offre', (ctx) => ({ answer: textOf(ctx.form['answer']) }), 'Votre réponse est enregistrée.'),
  ];
}

async function list(ctx: Ctx, app: CitizenApp, errors: readonly string[]): Promise<string> {
  const { world } = app;
  const all = await ctx.disclose(await appointmentsOf(world, citizenOf(ctx).personId));
  const now = world.clock().toISOString();
  const isComing = ({ state }: MyAppointment) => state.status !== null && LIVE.includes(state.status) && !(state.place && state.place.start <= now);
  const coming = await Promise.all(all.filter(isComing).toReversed().map(async (one) => ({ ...one, free: await freeForMove(world, one.state) })));
  const past = all.filter((one) => !isComing(one));
  return show(ctx, app, { title: 'Mes rendez-vous', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors.map((message) => ({ path: '', message }))} />
      <h1 class="govuk-heading-l">Mes rendez-vous</h1>
      {coming.map(({ id, state, free }) => <AppointmentPanel state={state} now={now} csrf={ctx.csrf} requestId={ctx.freshRequest} action={`${AT}/${id}`} free={free} calendar={calendarPath(app.messages?.sender.secret ?? '', id)} />)}
      {coming.length ? null : <EmptyState title="Aucun rendez-vous à venir"><p class="govuk-body">Choisissez pourquoi vous venez, où, et une place libre.</p></EmptyState>}
      <Button href="/rendez-vous" kind={coming.length ? 'secondary' : 'primary'}>Prendre un rendez-vous</Button>
      {past.length ? <Table caption="Avant" rows={past} columns={[
        { label: 'Pour', cell: ({ state }) => motiveTitle(state.motive) }, { label: 'Quand', cell: ({ state }) => (state.place ? whenWords(state.place.start) : '–') }, { label: 'Suite', cell: ({ state }) => (state.status ? statusWords[state.status] : '') },
      ]} /> : null}
    </>
  ) });
}
