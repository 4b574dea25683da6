import type { App } from '../../app.ts';
import type { Json } from '../../core/act/types.ts';
import { evaluate, fieldsFor, offered, openDossier, submitDossier, unflatten, type Demarche, type Flat } from '../../core/demarche/index.ts';
import { authorities, notFound, page, seeOther, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { BlockerPanel, Button, ErrorSummary, Form, PlateBadge, type FormError } from '../../ui/index.ts';
import { blockerViews, DemarcheFields, readForm } from '../../ui/demarche/index.ts';
import { loadStates } from '../../core/act/store.ts';
import { isUuid } from '../../core/values/ids.ts';
import { plateOf, type Registered } from '../../domains/registrations/index.ts';
import { cite, officerOf, show, type Officer } from './site.ts';

/** The démarches that this officer's authority may sign by itself, whatever they are. */
export function measuresOf({ world }: App, officer: Officer): Demarche[] {
  const before = { actor: officer, subject: { kind: 'vehicle', id: '' }, state: {}, get: () => { throw new Error('no subject yet'); }, today: world.today(world.clock()) };
  return [...world.catalogue.values()].filter((d) => d.presence === 'authority' && d.subject.view.kind === 'vehicle' && d.who.some((one) => one.holds(before)));
}

/** Any démarche of an authority, on one page: it is signed by the person who is logged in. */
export function measureRoutes(app: App): RouteLine[] {
  const path = '/police/mesures/:demarche';
  const asked = (ctx: Ctx) => {
    const d = measuresOf(app, officerOf(ctx)).find((one) => one.id === ctx.params['demarche']);
    const id = String(ctx.query['sujet'] ?? '');
    if (!d || !isUuid(id)) throw notFound();
    return { d, id };
  };
  return [
    { method: 'GET', path, who: authorities(), handler: async (ctx) => formPage(ctx, app, asked(ctx), { authority: officerOf(ctx).authority }, []) },
    { method: 'POST', path, who: authorities(), perMinute: 30, handler: (ctx) => sign(ctx, app, asked(ctx)) },
  ];
}

type Asked = { d: Demarche; id: string };

async function sign(ctx: Ctx, app: App, { d, id }: Asked): Promise<Answer> {
  const { world } = app;
  const flat = Object.fromEntries(Object.entries(readForm(ctx.form)).map(([path, text]) => [path, text.replaceAll('\u0000', '')]));
  const input = unflatten(d.input, flat) as Json;
  const caller = { actor: ctx.actor, door: 'police' };
  const before = await evaluate(world, d, { actor: ctx.actor, subject: { kind: d.subject.view.kind, id }, json: input });
  if (before.errors.length) return formPage(ctx, app, { d, id }, flat, before.errors, 422);
  if (before.blockers.length) return formPage(ctx, app, { d, id }, flat, [], 409);
  const dossier = await openDossier(world, caller, { demarche: d, subject: { kind: d.subject.view.kind, id }, input, idempotency: ctx.requestId });
  const outcome = await submitDossier(world, caller, dossier.id);
  if (outcome.kind !== 'moved') return formPage(ctx, app, { d, id }, flat, outcome.kind === 'invalid' ? outcome.errors : [], 409);
  return seeOther(ctx.session.get('controle') ? '/police/controle' : '/police', `${d.title} : enregistré sous le numéro ${dossier.number}.`);
}

async function formPage(ctx: Ctx, app: App, { d, id }: Asked, flat: Flat, errors: readonly FormError[], status = 200): Promise<Answer> {
  const { world } = app;
  const states = (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as Registered | undefined;
  const plate = states && plateOf(states.registration);
  if (!plate) throw notFound();
  const { blockers, before } = await evaluate(world, d, { actor: ctx.actor, subject: { kind: d.subject.view.kind, id }, json: unflatten(d.input, flat) });
  return page(show(ctx, app, { title: d.title, hasErrors: errors.length > 0, crumbs: [{ label: 'Contrôle', href: '/police/controle' }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p><PlateBadge plate={plate} /></p>
      {blockers.length && (status === 409 || !errors.length) ? <BlockerPanel blockers={blockerViews(blockers, cite)} /> : null}
      <Form action={`/police/mesures/${d.id}?sujet=${id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <DemarcheFields fields={offered(d, before, fieldsFor(d.input, ctx.actor), flat)} flat={flat} errors={errors} />
        <Button>Signer et enregistrer</Button>
      </Form>
    </>
  ) }), status);
}
