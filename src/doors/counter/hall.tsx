import type { ComponentChildren } from 'preact';
import { page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { absent, ask, callNext, hallOf, hourWords, isDone, kioskKey, motivesAt, openCounter, present, readDesk, recall, seatOf, served, ticketName, transfer, turnCounter, wrongsOf, type Desk, type Done, type Hall, type QueueCounter, type Seat, type Ticket } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, Details, EmptyState, ErrorSummary, Field, Form, Table, Tag, type FormError } from '../../ui/index.ts';
import { hallOfficeRoutes } from './hall-office.tsx';
import { agentOf, callerOf, counterAgents, show, textOf, type CounterApp } from './site.tsx';

export const AT = '/guichet/salle';
const PURPOSE = 'accueil';

/** The queue seen from a counter: sit, call, call again, serve, send on, pause. Every step is one key. */
export function hallRoutes(app: CounterApp): RouteLine[] {
  const { world } = app;
  const step = (path: string, run: (seat: Seat, ctx: Ctx) => Promise<Done>): RouteLine => ({ method: 'POST', path: `${AT}/${path}`, who: counterAgents, handler: async (ctx) => {
    const done = await run(seatIn(ctx, app), ctx);
    return 'refused' in done ? seeOther(AT, { kind: 'error', text: done.refused }) : seeOther(AT, done.said);
  } });
  return [
    { method: 'GET', path: AT, who: counterAgents, handler: async (ctx) => page(await desk(ctx, app, [])) },
    { method: 'POST', path: `${AT}/ouvrir`, who: counterAgents, handler: (ctx) => sit(ctx, app) },
    step('suivant', (seat) => callNext(world, seat)),
    step('rappeler', (seat) => recall(world, seat)),
    { method: 'POST', path: `${AT}/present`, who: counterAgents, purpose: PURPOSE, handler: async (ctx) => seeOther(AT, await arrived(ctx, app)) },
    step('terminer', (seat) => served(world, seat)),
    step('absent', (seat) => absent(world, seat)),
    step('envoyer', (seat, ctx) => transfer(world, seat, { motive: textOf(ctx.form['motif']), counter: textOf(ctx.form['guichet']) })),
    step('pause', (seat) => turnCounter(world, seat, 'paused')),
    step('reprendre', (seat) => turnCounter(world, seat, 'open')),
    step('fermer', (seat) => turnCounter(world, seat, 'closed')),
    ...hallOfficeRoutes(app),
  ];
}

export function seatIn(ctx: Ctx, app: CounterApp): Seat {
  const { agentId, office } = agentOf(ctx);
  return { agentId, hall: hallOf(app, office) ?? { office, day: app.world.today(app.world.clock()) } };
}

async function sit(ctx: Ctx, app: CounterApp): Promise<Answer> {
  const done = await openCounter(app.world, seatIn(ctx, app), textOf(ctx.form['numero']), [ctx.form['motifs'] ?? []].flat());
  if ('said' in done) return seeOther(AT, done.said);
  return unprocessable(await desk(ctx, app, [{ path: /motif/.test(done.refused) ? 'motifs' : 'numero', message: done.refused }]));
}

/** Who came for an appointment is noted as arrived, by the agent who sees them. */
async function arrived(ctx: Ctx, app: CounterApp) {
  const done = await present(app.world, seatIn(ctx, app));
  if ('refused' in done) return { kind: 'error' as const, text: done.refused };
  const appointment = done.ticket?.appointmentId;
  if (!appointment) return done.said;
  const { outcome } = await ask(app.world, callerOf(ctx), 'pointer', appointment, { as: 'arrived' }, ctx.requestId);
  return isDone(outcome) ? `${done.said} Son rendez-vous est noté : arrivé.` : { kind: 'information' as const, text: `${done.said} ${wrongsOf(outcome).map(({ message }) => message).join(' ')}` };
}

async function desk(ctx: Ctx, app: CounterApp, errors: readonly FormError[]): Promise<string> {
  const seat = seatIn(ctx, app);
  const mine = await seatOf(app.world, seat);
  const read = await readDesk(app.world, seat.hall, mine?.counter);
  const unserved = motivesAt(seat.hall).filter(({ id }) => [...read.order, ...read.others].some(({ motive }) => motive === id) && !read.counters.some(({ motives }) => motives.includes(id)));
  return show(ctx, app, { title: 'Salle d’attente', width: 'wide', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{mine ? `Guichet ${mine.counter.name}` : 'Salle d’attente'}</h1>
      {mine ? <AtWork ctx={ctx} counter={mine.counter} desk={read} hall={seat.hall} /> : <Sit ctx={ctx} hall={seat.hall} errors={errors} />}
      {unserved.length ? <p class="govuk-body"><Tag kind="warning">Personne n’appelle</Tag> {unserved.map(({ title }) => title).join(', ')} : ouvrez un guichet pour {unserved.length === 1 ? 'ce motif' : 'ces motifs'}.</p> : null}
      <Line caption={mine ? 'Dans l’ordre d’appel' : 'Qui attend, dans l’ordre d’appel'} tickets={read.order} now={app.world.clock().toISOString()} />
      {mine && read.others.length ? <Line caption="Pour d’autres guichets" tickets={read.others} now={app.world.clock().toISOString()} /> : null}
      <Others counters={read.counters} mine={mine?.counter.name} />
      <p class="govuk-body"><a class="govuk-link" href={`/affichage/${seat.hall.office}`}>Écran de la salle</a> · <a class="govuk-link" href={`/accueil/${seat.hall.office}`}>Donner un ticket</a> · <a class="govuk-link" href={`/accueil/${seat.hall.office}?borne=${kioskKey(app.messages?.sender.secret ?? '', seat.hall.office)}`}>Adresse de la borne</a> · <a class="govuk-link" href={`${AT}/attentes`}>Attentes du jour</a> · <a class="govuk-link" href="/guichet/planning">Planning des agents</a>{agentOf(ctx).roles.includes('supervisor') ? <> · <a class="govuk-link" href={`${AT}/deplacer`}>Déplacer la file</a></> : null}</p>
    </>
  ) });
}

const Act = ({ ctx, path, kind, shortcut, children }: { ctx: Ctx; path: string; kind?: 'secondary' | 'link'; shortcut?: string; children: ComponentChildren }) =>
  <Form action={`${AT}/${path}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind={kind} shortcut={shortcut}>{children}</Button></Form>;

function AtWork({ ctx, counter, desk: { current, counters }, hall }: { ctx: Ctx; counter: QueueCounter; desk: Desk; hall: Hall }) {
  return (
    <section class="sitt-card">
      {current ? <p class="govuk-body-l"><strong class="sitt-num">{ticketName(current)}</strong> <Tag kind={current.status === 'serving' ? 'success' : 'strong'}>{current.status === 'serving' ? 'Au guichet' : current.calls > 1 ? `Appelé ${current.calls} fois` : 'Appelé'}</Tag><br />{whyWords(current)}</p> : <p class="govuk-body-l">{counter.status === 'paused' ? 'En pause.' : 'Libre.'}</p>}
      <div class="govuk-button-group">
        {current?.status === 'called' ? <><Act ctx={ctx} path="present" shortcut="F8">Est là</Act><Act ctx={ctx} path="rappeler" kind="secondary" shortcut="F2">Rappeler</Act><Act ctx={ctx} path="absent" kind="secondary" shortcut="F4">Absent</Act></> : null}
        {current?.status === 'serving' ? <><Act ctx={ctx} path="suivant" shortcut="F8">Terminer, appeler le suivant</Act><Act ctx={ctx} path="terminer" kind="secondary" shortcut="F9">Terminer</Act></> : null}
        {current ? null : counter.status === 'paused' ? <Act ctx={ctx} path="reprendre" shortcut="F8">Reprendre</Act> : <><Act ctx={ctx} path="suivant" shortcut="F8">Appeler le suivant</Act><Act ctx={ctx} path="pause" kind="secondary" shortcut="F4">Pause</Act></>}
        {current ? null : <Act ctx={ctx} path="fermer" kind="link">Fermer le guichet</Act>}
      </div>
      {current ? (
        <Details summary="Envoyer à un autre motif ou guichet">
          <Form action={`${AT}/envoyer`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
            <Field spec={{ path: 'motif', control: 'select', label: 'Motif', required: false, options: motivesAt(hall).map(({ id, title }) => ({ value: id, label: title })) }} values={{ motif: current.motive }} />
            <Field spec={{ path: 'guichet', control: 'select', label: 'Un guichet seulement', required: false, options: counters.filter(({ name }) => name !== counter.name).map(({ name, agent }) => ({ value: name, label: `Guichet ${name}, ${agent}` })) }} values={{}} />
            <Button kind="secondary">Envoyer</Button>
          </Form>
        </Details>
      ) : null}
    </section>
  );
}

function Sit({ ctx, hall, errors }: { ctx: Ctx; hall: Hall; errors: readonly FormError[] }) {
  const motives = motivesAt(hall);
  const chosen = errors.length ? [ctx.form['motifs'] ?? []].flat() : motives.map(({ id }) => id);
  return (
    <section class="sitt-card">
      <h2 class="govuk-heading-m">Ouvrir un guichet</h2>
      <Form action={`${AT}/ouvrir`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'numero', control: 'number', label: 'Numéro du guichet', required: true, width: 2 }} values={{ numero: textOf(ctx.form['numero']) }} errors={errors} />
        <Field spec={{ path: 'motifs', control: 'checkboxes', label: 'Motifs appelés', required: true, options: motives.map(({ id, letter, title }) => ({ value: id, label: `${letter} · ${title}` })) }} values={{ motifs: chosen }} errors={errors} />
        <Button>Ouvrir</Button>
      </Form>
    </section>
  );
}

function whyWords({ motive, priority, dueAt, day }: Ticket): string {
  const why = priority === 'appointment' && dueAt ? `rendez-vous de ${hourWords(dueAt)}` : priority === 'none' ? '' : territory.queuePriorities(day).find(({ id }) => id === priority)?.label ?? '';
  return [territory.queueMotive(motive)?.title ?? motive, why].filter(Boolean).join(', ');
}

const minutes = (from: string, now: string): number => Math.max(0, Math.floor((Date.parse(now) - Date.parse(from)) / 60_000));

function Line({ caption, tickets, now }: { caption: string; tickets: readonly Ticket[]; now: string }) {
  if (!tickets.length) return <EmptyState title="Personne n’attend" />;
  return (
    <Table caption={`${caption} : ${tickets.length}`} rows={tickets} columns={[
      { label: 'Ticket', cell: (one) => <span class="sitt-num">{ticketName(one)}</span> },
      { label: 'Pour', cell: whyWords },
      { label: 'Attend depuis', numeric: true, cell: ({ takenAt }) => `${minutes(takenAt, now)} min` },
      { label: 'Remarque', cell: ({ backAt, onlyCounter }) => [backAt && backAt > now ? `absent à l’appel, rappelé après ${hourWords(backAt)}` : backAt ? 'absent à l’appel' : '', onlyCounter ? `pour le guichet ${onlyCounter}` : ''].filter(Boolean).join(', ') },
    ]} />
  );
}

function Others({ counters, mine }: { counters: readonly QueueCounter[]; mine: string | undefined }) {
  const others = counters.filter(({ name }) => name !== mine);
  return others.length ? <p class="govuk-body">{others.map(({ name, agent, status }) => `Guichet ${name} : ${agent}${status === 'paused' ? ', en pause' : ''}`).join(' · ')}</p> : null;
}
