import { agents, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { addDays, isLawDate } from '../../core/values/time.ts';
import { dayWords, endShift, hourWords, readPlan, setShift, swapShifts, timeOf, type Danger, type Hall, type Plan } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, ButtonGroup, EmptyState, ErrorSummary, Field, Form, Table, type FormError } from '../../ui/index.ts';
import type { BoardData } from '../../islands/planning/data.ts';
import { MarksTable } from './marks.tsx';
import { weekPage } from './planning-week.tsx';
import { agentOf, counterAgents, isUuid, show, textOf, type CounterApp } from './site.tsx';

const AT = '/guichet/planning';
const managers = agents('supervisor');

/** Who receives where at one's own office, and what fails: agents read it, whoever answers for the office writes it. */
export function planningRoutes(app: CounterApp): RouteLine[] {
  const back = (ctx: Ctx): string => `${AT}?jour=${hallIn(ctx, app).day}`;
  return [
    { method: 'GET', path: AT, who: counterAgents, handler: async (ctx) => page(await (textOf(ctx.query['vue']) === 'semaine' ? weekPage(ctx, app, hallIn(ctx, app)) : planPage(ctx, app, []))) },
    { method: 'POST', path: AT, who: managers, handler: async (ctx) => {
      const wrong = await setShift(app.world, hallIn(ctx, app), agentOf(ctx).agentId, { agent: textOf(ctx.form['agent']), resource: textOf(ctx.form['poste']) === 'absence' ? '' : textOf(ctx.form['poste']) || '?', from: textOf(ctx.form['de']), to: textOf(ctx.form['a']) });
      return wrong ? unprocessable(await planPage(ctx, app, [{ path: 'agent', message: wrong }])) : seeOther(back(ctx), 'Le planning est à jour.');
    } },
    { method: 'POST', path: `${AT}/echanger`, who: managers, handler: async (ctx) => {
      const wrong = await swapShifts(app.world, hallIn(ctx, app), agentOf(ctx).agentId, textOf(ctx.form['premiere']), textOf(ctx.form['seconde']));
      return wrong ? unprocessable(await planPage(ctx, app, [{ path: 'premiere', message: wrong }])) : seeOther(back(ctx), 'Échangé.');
    } },
    { method: 'POST', path: `${AT}/:id/retirer`, who: managers, handler: async (ctx) => {
      const id = ctx.params['id'] ?? '';
      const done = isUuid(id) && await endShift(app.world, hallIn(ctx, app), agentOf(ctx).agentId, id);
      return seeOther(back(ctx), done ? 'Retiré.' : { kind: 'error', text: 'Cette ligne n’est plus au planning.' });
    } },
  ];
}

function hallIn(ctx: Ctx, app: CounterApp): Hall {
  const day = textOf(ctx.query['jour']) || textOf(ctx.form['jour']);
  return { office: agentOf(ctx).office, day: isLawDate(day) ? day : app.world.today(app.world.clock()) };
}

const named = ({ resources }: Plan, id: string): string => resources.find((one) => one.id === id)?.name ?? id;

function dangerWords(plan: Plan, one: Danger): string {
  switch (one.kind) {
    case 'appointment': return `Rendez-vous de ${hourWords(one.booked.start)} (n° ${one.booked.number}), ${named(plan, one.booked.resource)} : ${one.away.length ? `${one.away.join(', ')} est en absence` : 'personne n’y est'}.`;
    case 'away-at-work': return `${one.shift.agent} est au planning (${named(plan, one.shift.resource ?? '')}, ${hourWords(one.shift.start)} à ${hourWords(one.shift.end)}) pendant une absence.`;
    case 'unplanned': return `${named(plan, one.resource)} est ouvert ce jour-là et personne n’y est au planning.`;
    case 'uncovered': return `${named(plan, one.resource)} est ouvert sans personne de ${hourWords(one.from)} à ${hourWords(one.to)}.`;
  }
}

/** No-shows of the day, once somebody was noted. */
const cameWords = ({ came: { arrived, missed } }: Plan): string => (arrived + missed ? `Rendez-vous notés ce jour-là : ${people(arrived, 'venue')}, ${people(missed, 'absente')}.` : '');
const people = (count: number, what: string): string => (count === 0 ? `aucune ${what}` : count === 1 ? `une personne ${what}` : `${count} personnes ${what}s`);

/** What the board shows and changes. */
const boardOf = ({ agents, resources, shifts, step }: Plan, writes: boolean): BoardData => ({
  writes, step, agents: agents.map(({ id, name }) => ({ id, name })), places: resources.map(({ id, name }) => ({ id, name })), shifts: shifts.map(({ id, agentId, resource, start, end }) => ({ id, agent: agentId, place: resource, from: timeOf(start), to: timeOf(end) })),
});

async function planPage(ctx: Ctx, app: CounterApp, errors: readonly FormError[]): Promise<string> {
  const hall = hallIn(ctx, app);
  const plan = await readPlan(app.world, hall);
  const writes = agentOf(ctx).roles.includes('supervisor');
  const values = Object.fromEntries(['agent', 'poste', 'de', 'a', 'premiere', 'seconde'].map((name) => [name, textOf(ctx.form[name])]));
  const work = plan.shifts.filter(({ resource }) => resource !== null).map((one) => ({ value: one.id, label: `${one.agent}, ${named(plan, one.resource ?? '')}, ${timeOf(one.start)} à ${timeOf(one.end)}` }));
  return show(ctx, app, { title: 'Planning', width: 'full', styles: ['planning.css'], scripts: ['planning.js'], hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Planning : {dayWords(hall.day)}</h1>
      <p class="govuk-body">{territory.placeName(hall.office)}. {cameWords(plan)}</p>
      <ButtonGroup><Button kind="secondary" href={`${AT}?jour=${addDays(hall.day, -1)}`}>Jour d’avant</Button><Button kind="secondary" href={`${AT}?jour=${addDays(hall.day, 1)}`}>Jour d’après</Button><Button kind="secondary" href={`${AT}?vue=semaine&jour=${hall.day}`}>Semaine</Button></ButtonGroup>
      <div data-planning={JSON.stringify(boardOf(plan, writes))} data-day={hall.day} data-agent={textOf(ctx.query['agent']) || undefined} />
      <div data-planning-dangers>{plan.dangers.length ? <section class="sitt-card"><h2 class="govuk-heading-m">À régler : {plan.dangers.length}</h2><ul class="govuk-list govuk-list--bullet">{plan.dangers.map((one) => <li>{dangerWords(plan, one)}</li>)}</ul></section> : null}</div>
      <div data-planning-plain>
      {plan.shifts.length ? <Table caption="Qui est où" captionHidden rows={plan.shifts} columns={[
        { label: 'Agent', cell: ({ agent }) => agent }, { label: 'Où', cell: ({ resource }) => (resource ? named(plan, resource) : 'Absence') },
        { label: 'Quand', cell: ({ start, end }) => <span class="sitt-num">{timeOf(start)} à {timeOf(end)}</span> },
        ...(writes ? [{ label: 'Changer', cell: ({ id }: Plan['shifts'][number]) => <Form action={`${AT}/${id}/retirer?jour=${hall.day}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="link">Retirer</Button></Form> }] : []),
      ]} /> : <EmptyState title="Rien au planning ce jour-là" />}
      {writes ? (
        <Form action={`${AT}?jour=${hall.day}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <h2 class="govuk-heading-m">Ajouter</h2>
          <Field spec={{ path: 'agent', control: 'select', label: 'Agent', options: plan.agents.map(({ id, name }) => ({ value: id, label: name })) }} values={values} errors={errors} />
          <Field spec={{ path: 'poste', control: 'select', label: 'Poste, piste ou absence', options: [...plan.resources.map(({ id, name }) => ({ value: id, label: name })), { value: 'absence', label: 'Absence' }] }} values={values} />
          <Field spec={{ path: 'de', control: 'text', label: 'De', hint: 'Par exemple 07:45', width: 5 }} values={values} />
          <Field spec={{ path: 'a', control: 'text', label: 'À', hint: 'Par exemple 11:30', width: 5 }} values={values} />
          <Button>Ajouter</Button>
        </Form>
      ) : null}
      {writes && work.length > 1 ? (
        <Form action={`${AT}/echanger?jour=${hall.day}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <h2 class="govuk-heading-m">Échanger</h2>
          <Field spec={{ path: 'premiere', control: 'select', label: 'Une ligne', options: work }} values={values} errors={errors} />
          <Field spec={{ path: 'seconde', control: 'select', label: 'Contre celle-ci', options: work }} values={values} />
          <Button kind="secondary">Échanger</Button>
        </Form>
      ) : null}
      </div>
      <div data-planning-office><MarksTable marks={plan.marks} /></div>
    </>
  ) });
}
