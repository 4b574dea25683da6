import { agents, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { fieldsOf, openDossier, submitDossier, unflatten, type Demarche } from '../../core/demarche/index.ts';
import type { Json } from '../../core/act/types.ts';
import { formatDateTime, formatShortDate } from '../../core/values/time.ts';
import { absenceWords, agendaRef, feedPath, isDone, readAgenda, resourceKindWords, stranded, weekdayWords, whenWords, wrongsOf, type Opening } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, Details, EmptyState, ErrorSummary, Field, Form, Table, type FormError } from '../../ui/index.ts';
import { DemarcheFields, readForm } from '../../ui/demarche/index.ts';
import { agentOf, callerOf, show, textOf, type CounterApp } from './site.tsx';

const AT = '/guichet/agenda';
const managers = agents('supervisor');

/** Openings and absences of an office or a tour, for whoever answers for it. What is changed is a démarche, as at every door. */
export function agendaRoutes(app: CounterApp): RouteLine[] {
  return [
    { method: 'GET', path: AT, who: managers, handler: async (ctx) => page(await agendaPage(ctx, app, [])) },
    { method: 'POST', path: `${AT}/:errand`, who: managers, handler: async (ctx) => {
      const d = managing(app).find(({ id }) => id === ctx.params['errand']);
      if (!d) return seeOther(AT);
      const office = officeOf(ctx);
      const dossier = await openDossier(app.world, callerOf(ctx), { demarche: d, subject: agendaRef(office), input: unflatten(d.input, readForm(ctx.form)) as Json, idempotency: ctx.requestId });
      const outcome = await submitDossier(app.world, callerOf(ctx), dossier.id);
      return isDone(outcome) ? seeOther(`${AT}?lieu=${office}`, 'L’agenda est à jour : les places libres aussi.') : unprocessable(await agendaPage(ctx, app, wrongsOf(outcome), d));
    } },
  ];
}

/** Every démarche on an agenda, as the catalogue has them. */
const managing = (app: CounterApp): Demarche[] => [...app.world.catalogue.values()].filter((d) => d.subject.view.kind === 'agenda');
const officeOf = (ctx: Ctx): string => territory.receivingPlace(textOf(ctx.query['lieu']) || textOf(ctx.form['lieu']))?.id ?? agentOf(ctx).office;

async function agendaPage(ctx: Ctx, app: CounterApp, errors: readonly FormError[], failed?: Demarche): Promise<string> {
  const office = officeOf(ctx);
  const [agenda, left] = await Promise.all([readAgenda(app.world, office), stranded(app.world, office)]);
  const secret = app.messages?.sender.secret ?? '';
  return show(ctx, app, { title: 'Plages et absences', hasErrors: errors.length > 0, crumbs: [{ label: 'Rendez-vous', href: `/guichet/rendez-vous?lieu=${office}` }, { label: 'Plages et absences' }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Plages et absences</h1>
      <form method="get" action={AT} class="sitt-ask">
        <Field spec={{ path: 'lieu', control: 'select', label: 'Lieu', options: territory.receivingPlaces.map(({ id }) => ({ value: id, label: territory.placeName(id) })) }} values={{ lieu: office }} />
        <Button kind="secondary">Voir</Button>
      </form>
      {left.length ? <><h2 class="govuk-heading-m">À déplacer : personne ne reçoit à ces heures</h2><ul class="govuk-list govuk-list--bullet">{left.map(({ number, start }) => <li><a class="govuk-link" href={`/guichet/rendez-vous?lieu=${office}&jour=${start.slice(0, 10)}`}>{whenWords(start)}</a>, n° <span class="sitt-num">{number}</span></li>)}</ul></> : null}
      {agenda.resources.length ? agenda.resources.map(({ id, name, kind, capacity, openings, absences }) => (
        <section class="sitt-card">
          <h2 class="govuk-heading-m">{name}</h2>
          <p class="govuk-body">{resourceKindWords[kind]}, {capacity === 1 ? 'une personne à la fois' : `${capacity} personnes à la fois`}. <a class="govuk-link" href={feedPath(secret, office, id)}>Flux iCalendar</a></p>
          {openings.length ? <Table caption="Plages" captionHidden rows={openings} columns={[{ label: 'Jours', cell: daysWords }, { label: 'Heures', cell: ({ from, to }) => `${from} à ${to}` }, { label: 'Période', cell: periodWords }]} /> : <p class="govuk-body">Aucune plage.</p>}
          {absences.length ? <ul class="govuk-list govuk-list--bullet">{absences.map((one) => <li>{absenceWords[one.reason]} : du {formatDateTime(new Date(one.from))} au {formatDateTime(new Date(one.to))}</li>)}</ul> : null}
        </section>
      )) : <EmptyState title="Personne ne reçoit encore ici"><p class="govuk-body">Ouvrez une première plage ci-dessous.</p></EmptyState>}
      <p class="govuk-body"><a class="govuk-link" href="/guichet/demarches">Ouvrir un tirage de places rares</a> ; <a class="govuk-link" href="/rendez-vous/tirages">les tirages, comme le public les voit</a>.</p>
      {managing(app).map((d) => (
        <Details summary={d.title} open={failed === d}>
          <Form action={`${AT}/${d.id}?lieu=${office}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
            <DemarcheFields fields={fieldsOf(d.input)} flat={failed === d ? readForm(ctx.form) : {}} errors={failed === d ? errors : []} />
            <Button kind="secondary">{d.title}</Button>
          </Form>
        </Details>
      ))}
    </>
  ) });
}

const daysWords = ({ weekdays }: Opening): string => weekdays.join() === '1,2,3,4,5' ? 'Du lundi au vendredi' : weekdays.map((one, index) => (index ? weekdayWords[one]?.toLowerCase() : weekdayWords[one])).join(', ');
const periodWords = ({ since, last }: Opening): string => `depuis le ${formatShortDate(since)}${last ? `, jusqu’au ${formatShortDate(last)}` : ''}`;
