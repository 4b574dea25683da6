import type { App } from '../../../app.ts';
import { json, notFound, open, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { ask, draws, isDone, keyOf, motiveTitle, readDraw, whenWords, wrongsOf, type DrawState } from '../../../domains/appointments/index.ts';
import { ToKnow } from '../../../domains/appointments/screens/index.ts';
import { territory } from '../../../territory/index.ts';
import { Button, Crumbs, DateFr, Details, EmptyState, ErrorSummary, Field, Form, Inset, SummaryList, Table, Tag, type FormError } from '../../../ui/index.ts';
import { joinDates } from '../../../ui/index.ts';
import { Proof, proofRoutes, published } from './draw-proof.tsx';
import { textOf } from './form.ts';
import { show } from '../site.ts';

const AT = '/rendez-vous/tirages';
const STAGES = { announced: 'Annoncé', open: 'Demandes ouvertes', closed: 'Liste arrêtée, à vérifier', drawn: 'Tiré' } as const;
const NAMES = ['about', 'certificate', 'priority', 'from', 'to', 'contact.name', 'contact.phone', 'contact.email'] as const;

/** Draws of scarce places: what is open, asking, and everything that lets anyone do the draw again. */
export function drawRoutes(app: App): RouteLine[] {
  const { world } = app;
  const find = async (ctx: Ctx): Promise<{ id: string; state: DrawState }> => {
    const id = ctx.params['id'] ?? '';
    const state = isUuid(id) ? await readDraw(world, id) : undefined;
    if (!state) throw notFound();
    return { id, state };
  };
  return [
    { method: 'GET', path: AT, who: open('citizen'), handler: async (ctx) => {
      const all = await draws(world.read);
      return page(show(ctx, app, { title: 'Places tirées au sort', children: (
        <>
          <Crumbs crumbs={[{ label: 'Rendez-vous', href: '/rendez-vous' }, { label: 'Tirages' }]} />
          <h1 class="govuk-heading-l">Places tirées au sort</h1>
          <p class="sitt-lede">Quand il y a trop peu de places pour tous, être le plus rapide ne doit pas compter : les demandes se font pendant quelques jours, puis un tirage que chacun peut refaire donne l’ordre.</p>
          {all.length ? <ul class="sitt-choices">{all.map((one) => <li class="sitt-choice"><a class="sitt-choice__name" href={`${AT}/${one.draw_id}`}>{territory.placeName(one.office)}</a> <Tag kind={one.status === 'open' ? 'success' : 'info'}>{STAGES[one.status]}</Tag><p class="sitt-choice__text">{motiveTitle(one.motive)}. Demandes jusqu’au {whenWords(one.closes_at.toISOString())}.</p></li>)}</ul> : <EmptyState title="Aucun tirage en ce moment" />}
        </>
      ) }));
    } },
    { method: 'GET', path: `${AT}/:id`, who: open('citizen'), handler: async (ctx) => { const { id, state } = await find(ctx); return page(drawPage(ctx, app, id, state)); } },
    ...proofRoutes(app, AT, find),
    { method: 'GET', path: `${AT}/:id/tirage.json`, who: 'public', handler: async (ctx) => json(published(await find(ctx)) as never) },
    { method: 'GET', path: `${AT}/:id/demander`, who: open('citizen'), handler: async (ctx) => { const { id, state } = await find(ctx); return state.status === 'open' ? page(form(ctx, app, id, state, [])) : seeOther(`${AT}/${id}`); } },
    { method: 'POST', path: `${AT}/:id/demander`, who: open('citizen'), perMinute: 6, handler: async (ctx) => {
      const { id, state } = await find(ctx);
      const { outcome, id: asked } = await ask(world, { actor: ctx.actor, door: 'public' }, 'demander', null, { draw: id, ...typed(ctx) }, ctx.requestId);
      if (!isDone(outcome)) return unprocessable(form(ctx, app, id, state, wrongsOf(outcome)));
      return ctx.actor.kind === 'citizen' ? seeOther('/usager/rendez-vous', 'Votre demande est enregistrée. Le tirage vous sera annoncé.') : seeOther(`/rendez-vous/confirmer/${asked}`);
    } },
  ];
}

const typed = (ctx: Ctx): Record<string, string> => { const joined = joinDates(ctx.form); return Object.fromEntries(NAMES.map((name) => [name, textOf(joined[name])] as const).filter(([, text]) => text)); };

function drawPage(ctx: Ctx, app: App, id: string, state: DrawState): string {
  const motive = territory.motiveLines.find((one) => one.id === state.motive);
  const { order, given, places, entries } = state;
  return show(ctx, app, { title: `Tirage, ${territory.placeName(state.office ?? '')}`, children: (
    <>
      <Crumbs crumbs={[{ label: 'Rendez-vous', href: '/rendez-vous' }, { label: 'Tirages', href: AT }, { label: 'Tirage' }]} />
      <h1 class="govuk-heading-l">{territory.placeName(state.office ?? '')}</h1>
      <p class="govuk-body">{motiveTitle(state.motive)} {state.status ? <Tag kind={state.status === 'open' ? 'success' : 'info'}>{STAGES[state.status]}</Tag> : null}</p>
      <SummaryList rows={[
        { label: 'Places', value: state.from && state.to ? state.from === state.to ? <>le <DateFr date={state.from} /></> : <>du <DateFr date={state.from} /> au <DateFr date={state.to} /></> : '' },
        { label: 'Demandes jusqu’au', value: state.closesAt ? whenWords(state.closesAt) : '' },
        { label: 'Tirage', value: state.drawsAt ? `à partir du ${whenWords(state.drawsAt)}` : '' },
        { label: 'Part des priorités', value: `${state.share} % des places au plus (à confirmer)` },
      ]} />
      {state.status === 'open' ? <Button href={`${AT}/${id}/demander`}>Demander une place</Button> : null}
      {state.status === 'drawn' && places.length > Object.keys(given).length ? <Inset>Il reste des places après le tirage : <a class="govuk-link" href={`/rendez-vous/${state.motive}/${state.office}`}>en prendre une</a>.</Inset> : null}
      {state.status === 'announced' ? <Inset>Les demandes s’ouvrent dès que l’empreinte du secret est publiée ici.</Inset> : null}
      {state.status === 'drawn' ? <Table caption="L’ordre du tirage" rows={order.map((ticket, index) => ({ ticket, rank: index + 1, place: given[ticket] === undefined ? undefined : places[given[ticket]] }))} columns={[
        { label: 'Numéro', cell: ({ ticket }) => <span class="sitt-num">{ticket}</span> }, { label: 'Rang', numeric: true, cell: ({ rank }) => rank }, { label: 'Clé, ses premiers signes', cell: ({ ticket }) => <code class="sitt-hash">{keyOf(state.seed ?? '', ticket).slice(0, 12)}</code> },
        { label: 'Place', cell: ({ place, ticket }) => (place ? whenWords(place.start) : state.withdrawn.includes(ticket) ? 'demande retirée' : 'en attente') },
      ]} /> : null}
      {state.status === 'closed' ? <Details summary={`La liste : ${entries.length} ${entries.length === 1 ? 'demande' : 'demandes'}, ${places.length} places`}><ul class="govuk-list">{entries.map(({ ticket, priority }) => <li><span class="sitt-num">{ticket}</span>{priority ? ', priorité' : ''}</li>)}</ul></Details> : null}
      <Proof at={AT} id={id} state={state} />
      {motive && state.status === 'open' ? <ToKnow motive={motive} on={app.world.today(app.world.clock())} /> : null}
    </>
  ) });
}

function form(ctx: Ctx, app: App, id: string, state: DrawState, errors: readonly FormError[]): string {
  const me = ctx.actor.kind === 'citizen' ? ctx.actor : undefined;
  const values = typed(ctx);
  const on = app.world.today(app.world.clock());
  return show(ctx, app, { title: 'Demander une place', hasErrors: errors.length > 0, children: (
    <>
      <Crumbs crumbs={[{ label: 'Tirages', href: AT }, { label: 'Tirage', href: `${AT}/${id}` }, { label: 'Demander' }]} />
      <ErrorSummary errors={errors.map((one) => ({ ...one, path: (NAMES as readonly string[]).includes(one.path) ? one.path : '' }))} />
      <h1 class="govuk-heading-l">Demander une place</h1>
      <p class="govuk-body">{motiveTitle(state.motive)}, {territory.placeName(state.office ?? '')}.</p>
      <Form action={`${AT}/${id}/demander`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'about', control: 'text', label: 'Plaque du véhicule', hint: 'Une demande par véhicule.', required: true, width: 20, upper: true }} values={values} errors={errors} />
        <Field spec={{ path: 'certificate', control: 'text', label: 'Numéro du certificat d’immatriculation', hint: me ? 'Seulement si le véhicule n’est ni à votre nom ni au nom de qui vous a donné pouvoir. Par exemple T000000012.' : 'Il est sur le certificat, par exemple T000000012. Le titulaire qui se connecte n’a pas à le donner.', required: !me, width: 20, upper: true }} values={values} errors={errors} />
        <Field spec={{ path: 'priority', control: 'radios', label: 'Avez-vous une priorité ?', hint: 'Elle se montre le jour ; sans la preuve, la place est donnée à une autre personne.', required: true, options: territory.priorities(on).map(({ id: value, label, proof }) => ({ value, label, hint: proof ?? undefined })) }} values={{ priority: values['priority'] ?? 'none' }} errors={errors} />
        <Field spec={{ path: 'from', control: 'date', label: 'Pas avant le', required: false }} values={values} errors={errors} />
        <Field spec={{ path: 'to', control: 'date', label: 'Pas après le', required: false }} values={values} errors={errors} />
        {me?.assurance === 'verified' ? <Inset>Vous demandez comme <strong>{me.name}</strong>.</Inset> : (
          <>
            {me ? null : <Field spec={{ path: 'contact.name', control: 'text', label: 'Nom et prénom', required: true, autocomplete: 'name' }} values={values} errors={errors} />}
            <Field spec={{ path: 'contact.phone', control: 'tel', label: 'Téléphone portable', width: 20, autocomplete: 'tel' }} values={values} errors={errors} />
            <Field spec={{ path: 'contact.email', control: 'email', label: 'Ou courriel', autocomplete: 'email' }} values={values} errors={errors} />
            {me ? null : <p class="govuk-body"><a class="govuk-link" href={`/usager/connexion?retour=${encodeURIComponent(`${AT}/${id}/demander`)}`}>J’ai un compte : me connecter</a></p>}
          </>
        )}
        <Button>Envoyer ma demande</Button>
      </Form>
    </>
  ) });
}
