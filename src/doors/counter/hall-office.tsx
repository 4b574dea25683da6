import { agents, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { hallOf, moveQueue, readWaits, type Hall } from '../../domains/appointments/index.ts';
import { formatShortDate, isLawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { Button, EmptyState, ErrorSummary, Field, Form, Table, Warning, type FormError } from '../../ui/index.ts';
import { agentOf, counterAgents, show, textOf, type CounterApp } from './site.tsx';

const AT = '/guichet/salle';
const managers = agents('supervisor');

/** What whoever answers for the office sees and does: how long people waited, and the whole queue moved elsewhere. */
export function hallOfficeRoutes(app: CounterApp): RouteLine[] {
  return [
    { method: 'GET', path: `${AT}/attentes`, who: counterAgents, handler: async (ctx) => page(await waits(ctx, app)) },
    { method: 'GET', path: `${AT}/deplacer`, who: managers, handler: (ctx) => page(moving(ctx, app, [])) },
    { method: 'POST', path: `${AT}/deplacer`, who: managers, handler: async (ctx) => {
      const { agentId } = agentOf(ctx);
      const done = await moveQueue(app.world, app.messages && { sender: app.messages.sender, textable: app.messages.textable }, agentId, hallAt(ctx, app), textOf(ctx.form['lieu']));
      if ('refused' in done) return unprocessable(moving(ctx, app, [{ path: 'lieu', message: done.refused }]));
      return seeOther(AT, `${done.moved === 1 ? 'Une personne attend' : `${done.moved} personnes attendent`} maintenant ailleurs ; ${done.told === 0 ? 'personne n’avait laissé de téléphone' : done.told === 1 ? 'une est prévenue par SMS' : `${done.told} sont prévenues par SMS`}. Affichez-le aussi à la porte.`);
    } },
  ];
}

function hallAt(ctx: Ctx, app: CounterApp): Hall {
  const { office } = agentOf(ctx);
  const day = textOf(ctx.query['jour']);
  return { office: hallOf(app, office)?.office ?? office, day: isLawDate(day) ? day : app.world.today(app.world.clock()) };
}

const inMinutes = (value: number | null): string => (value === null ? 'inconnu' : `${Math.round(value)} min`);

async function waits(ctx: Ctx, app: CounterApp): Promise<string> {
  const hall = hallAt(ctx, app);
  const lines = await readWaits(app.world, hall);
  return show(ctx, app, { title: 'Attentes', width: 'wide', crumbs: [{ label: 'Salle d’attente', href: AT }, { label: 'Attentes' }], children: (
    <>
      <h1 class="govuk-heading-l">Attentes du {formatShortDate(hall.day)}</h1>
      <p class="govuk-body">{territory.placeName(hall.office)}. Du ticket au premier appel, par motif et heure d’arrivée. La médiane : la moitié attend moins ; neuf sur dix : un sur dix attend plus.</p>
      <form method="get" action={`${AT}/attentes`} class="sitt-ask"><Field spec={{ path: 'jour', control: 'text', label: 'Jour', hint: 'AAAA-MM-JJ', width: 10 }} values={{ jour: hall.day }} /><Button kind="secondary">Voir</Button></form>
      {lines.length ? <Table caption="Attentes" captionHidden rows={lines} columns={[
        { label: 'Motif', cell: ({ motive }) => territory.queueMotive(motive)?.title ?? motive }, { label: 'Arrivés', cell: ({ hour }) => `entre ${hour} h et ${hour + 1} h` },
        { label: 'Tickets', numeric: true, cell: ({ tickets }) => tickets }, { label: 'Médiane', numeric: true, cell: ({ median }) => inMinutes(median) },
        { label: 'Neuf sur dix', numeric: true, cell: ({ p90 }) => inMinutes(p90) }, { label: 'Partis sans être reçus', numeric: true, cell: ({ lost }) => lost },
      ]} /> : <EmptyState title="Aucun ticket ce jour-là" />}
    </>
  ) });
}

function moving(ctx: Ctx, app: CounterApp, errors: readonly FormError[]): string {
  const hall = hallAt(ctx, app);
  return show(ctx, app, { title: 'Déplacer la file', hasErrors: errors.length > 0, crumbs: [{ label: 'Salle d’attente', href: AT }, { label: 'Déplacer la file' }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Déplacer la file</h1>
      <Warning>Tous ceux qui attendent ici attendront à l’autre lieu, avec le temps déjà attendu et un nouveau numéro.</Warning>
      <p class="govuk-body">Pour un lieu fermé, coupé ou abîmé. Ceux qui ont laissé un téléphone reçoivent un SMS ; les autres le voient sur la page de leur ticket. Qui est déjà au guichet y est reçu.</p>
      <Form action={`${AT}/deplacer`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'lieu', control: 'select', label: 'Nouveau lieu', required: true, options: territory.receivingPlaces.filter(({ id }) => id !== hall.office).map(({ id }) => ({ value: id, label: territory.placeName(id) })) }} values={{ lieu: textOf(ctx.form['lieu']) }} errors={errors} />
        <Button kind="warning">Déplacer la file</Button>
      </Form>
    </>
  ) });
}
