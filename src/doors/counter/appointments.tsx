import { page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { addDays, isLawDate } from '../../core/values/time.ts';
import { ask, dayWords, expectedOn, hourWords, isDone, marksAt, motiveTitle, statusWords, wrongsOf, type Errand, type Expected } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, ButtonGroup, EmptyState, Field, Form, Table, Tag, type TagKind } from '../../ui/index.ts';
import { MarksTable } from './marks.tsx';
import { agentOf, callerOf, counterAgents, isUuid, show, textOf, type CounterApp } from './site.tsx';

const AT = '/guichet/rendez-vous';
const PURPOSE = 'accueil sur rendez-vous';

/** Who is expected today at this office: arrived, not come, cancelled by us. */
export function appointmentRoutes(app: CounterApp): RouteLine[] {
  const { world } = app;
  const act = (path: string, errand: Errand, answersOf: (ctx: Ctx) => Record<string, string>, done: string): RouteLine => ({ method: 'POST', path: `${AT}/:id/${path}`, who: counterAgents, purpose: PURPOSE, handler: async (ctx) => {
    const id = ctx.params['id'] ?? '';
    const back = `${AT}?lieu=${placeOf(ctx)}&jour=${dayOf(ctx, app)}`;
    if (!isUuid(id)) return seeOther(back);
    const { outcome } = await ask(world, callerOf(ctx), errand, id, answersOf(ctx), ctx.requestId);
    return seeOther(back, isDone(outcome) ? done : { kind: 'error', text: wrongsOf(outcome).map(({ message }) => message).join(' ') });
  } });
  return [
    { method: 'GET', path: AT, who: counterAgents, purpose: PURPOSE, handler: async (ctx) => page(await list(ctx, app)) },
    act('pointer', 'pointer', (ctx) => ({ as: textOf(ctx.form['as']) }), 'C’est noté.'),
    act('annuler', 'annuler', (ctx) => ({ reason: textOf(ctx.form['reason']) }), 'Annulé : la personne est prévenue si elle a donné un contact.'),
  ];
}

const placeOf = (ctx: Ctx): string => territory.receivingPlace(textOf(ctx.query['lieu']) || textOf(ctx.form['lieu']))?.id ?? agentOf(ctx).office;
const dayOf = (ctx: Ctx, app: CounterApp): string => { const day = textOf(ctx.query['jour']) || textOf(ctx.form['jour']); return isLawDate(day) ? day : app.world.today(app.world.clock()); };
const KINDS: Readonly<Partial<Record<Expected['status'], TagKind>>> = { arrived: 'success', missed: 'warning', unconfirmed: 'info' };

async function list(ctx: Ctx, app: CounterApp): Promise<string> {
  const { world } = app;
  const [office, day] = [placeOf(ctx), dayOf(ctx, app)];
  const [sealed, marks] = await Promise.all([expectedOn(world, office, day), marksAt(world, office)]);
  const expected = await ctx.disclose(sealed);
  const now = world.clock().toISOString();
  const href = (to: string) => `${AT}?lieu=${office}&jour=${to}`;
  const hidden = <><input type="hidden" name="lieu" value={office} /><input type="hidden" name="jour" value={day} /></>;
  const mark = (id: string, as: 'arrived' | 'missed', label: string) => <Form action={`${AT}/${id}/pointer`} csrf={ctx.csrf} requestId={ctx.freshRequest}>{hidden}<input type="hidden" name="as" value={as} /><Button kind="link">{label}</Button></Form>;
  return show(ctx, app, { title: 'Rendez-vous du jour', children: (
    <>
      <h1 class="govuk-heading-l">Rendez-vous : {dayWords(day)}</h1>
      <p class="govuk-body">{territory.placeName(office)}. {expected.length === 0 ? '' : expected.length === 1 ? 'Une personne.' : `${expected.length} personnes.`}</p>
      <ButtonGroup><Button kind="secondary" href={href(addDays(day, -1))}>Jour d’avant</Button><Button kind="secondary" href={href(addDays(day, 1))}>Jour d’après</Button>{agentOf(ctx).roles.includes('supervisor') ? <Button kind="secondary" href="/guichet/agenda">Plages et absences</Button> : null}</ButtonGroup>
      <form method="get" action={AT} class="sitt-ask">
        <Field spec={{ path: 'lieu', control: 'select', label: 'Lieu', options: territory.receivingPlaces.map(({ id }) => ({ value: id, label: territory.placeName(id) })) }} values={{ lieu: office }} />
        <Button kind="secondary">Voir</Button>
      </form>
      {expected.length ? <Table caption="Attendus" captionHidden rows={expected} columns={[
        { label: 'Heure', cell: ({ state }) => (state.place ? <span class="sitt-num">{hourWords(state.place.start)}</span> : '') },
        { label: 'Personne', cell: ({ state }) => <>{state.contact?.name || 'Identité effacée'}{state.contact?.about ? <><br /><span class="sitt-optional">{state.contact.about}</span></> : null}</> },
        { label: 'Pour', cell: ({ state }) => motiveTitle(state.motive) },
        { label: 'Numéro', cell: ({ state }) => <span class="sitt-num">{state.number}</span> },
        { label: 'Où elle en est', cell: ({ status }) => <Tag kind={KINDS[status] ?? 'info'}>{statusWords[status]}</Tag> },
        { label: 'Noter', cell: ({ id, status, state }) => (['booked', 'arrived', 'missed'].includes(status) && day <= world.today(world.clock()) ? (
          <div class="sitt-side">{status === 'arrived' ? null : mark(id, 'arrived', 'Arrivée')}{status === 'missed' || (state.place?.start ?? '') > now ? null : mark(id, 'missed', 'Pas venue')}</div>
        ) : status === 'booked' ? <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Annuler</span></summary><div class="govuk-details__text"><Form action={`${AT}/${id}/annuler`} csrf={ctx.csrf} requestId={ctx.freshRequest}>{hidden}<Field spec={{ path: 'reason', control: 'text', label: 'Raison dite à la personne' }} /><Button kind="secondary">Annuler et prévenir</Button></Form></div></details> : null) },
      ]} /> : <EmptyState title="Personne n’est attendu ce jour-là" />}
      <MarksTable marks={marks} />
    </>
  ) });
}
