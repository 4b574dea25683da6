import type { App } from '../../app.ts';
import type { Json } from '../../core/act/types.ts';
import { evaluate, fieldsFor, offered, openDossier, submitDossier, unflatten, type Demarche, type Flat } from '../../core/demarche/index.ts';
import { authorities, notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { BlockerPanel, Button, ErrorSummary, Field, Form, PlateBadge, type FormError } from '../../ui/index.ts';
import { blockerViews, DemarcheFields, readForm } from '../../ui/demarche/index.ts';
import { onlyAnswers } from '../../ui/demarche/wizard.tsx';
import { loadStates } from '../../core/act/store.ts';
import { isUuid } from '../../core/values/ids.ts';
import { locateVehicle, plateOf, type Registered } from '../../domains/registrations/index.ts';
import { cite, officerOf, show, textOf, type Officer } from './site.ts';

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
    { method: 'POST', path: '/police/mesures', who: authorities(), perMinute: 60, handler: (ctx) => find(ctx, app) },
    { method: 'GET', path, who: authorities(), handler: async (ctx) => formPage(ctx, app, asked(ctx), {}, []) },
    { method: 'POST', path, who: authorities(), perMinute: 30, handler: (ctx) => sign(ctx, app, asked(ctx)) },
  ];
}

/** The vehicle that an authority wants to act on, by a number: it learns nothing of it but that it is there. */
async function find(ctx: Ctx, app: App): Promise<Answer> {
  const d = measuresOf(app, officerOf(ctx)).find((one) => one.id === textOf(ctx.form['mesure']));
  if (!d) throw notFound();
  const q = textOf(ctx.form['q']).slice(0, 60);
  const [id, ...others] = q ? await locateVehicle(app.world.read, q) : [];
  if (id && !others.length) return seeOther(`/police/mesures/${d.id}?sujet=${id}`);
  return unprocessable(findPage(ctx, app, q, [{ path: 'q', message: !q ? 'Donnez un numéro d’immatriculation, de série ou de titre.' : id ? 'Plusieurs véhicules répondent à ce numéro : donnez le numéro de série.' : 'Aucun véhicule ne porte ce numéro au registre. Vérifiez-le sur la décision.' }]));
}

/** The home of an authority that orders measures without checking on the road: a number, and what to sign. */
export function findPage(ctx: Ctx, app: App, q = '', errors: readonly FormError[] = []): string {
  return show(ctx, app, { title: 'Agir sur un véhicule', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Agir sur un véhicule</h1>
      <Form action="/police/mesures" csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'q', control: 'text', label: 'Numéro d’immatriculation, de série ou de titre', hint: 'Par exemple 471 001 NC.', required: true, autocomplete: 'off' }} values={{ q }} errors={errors} />
        <div class="govuk-button-group">{measuresOf(app, officerOf(ctx)).map(({ id, title }, index) => <button class={`govuk-button${index ? ' govuk-button--secondary' : ''}`} type="submit" name="mesure" value={id}>{title}</button>)}</div>
      </Form>
      <p class="govuk-hint">Votre service ne contrôle pas au bord de la route : il inscrit et lève ses propres mesures.</p>
    </>
  ) });
}

/** Where an officer came from: the check under way, or the door's home. */
const backTo = (ctx: Ctx): string => (ctx.session.get('controle') ? '/police/controle' : '/police');

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
  return seeOther(backTo(ctx), `${d.title} : enregistré sous le numéro ${dossier.number}.`);
}

async function formPage(ctx: Ctx, app: App, { d, id }: Asked, flat: Flat, errors: readonly FormError[], status = 200): Promise<Answer> {
  const { world } = app;
  const states = (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as Registered | undefined;
  const plate = states && plateOf(states.registration);
  if (!plate) throw notFound();
  const { blockers, before } = await evaluate(world, d, { actor: ctx.actor, subject: { kind: d.subject.view.kind, id }, json: unflatten(d.input, flat) });
  // A question with one answer is answered: a paymaster orders one measure, in one name.
  const fields = offered(d, before, fieldsFor(d.input, ctx.actor), flat);
  const filled = errors.length ? flat : { ...onlyAnswers(fields), ...flat };
  return page(show(ctx, app, { title: d.title, hasErrors: errors.length > 0, crumbs: [{ label: backTo(ctx) === '/police' ? 'Accueil' : 'Contrôle', href: backTo(ctx) }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p><PlateBadge plate={plate} /></p>
      {blockers.length && (status === 409 || !errors.length) ? <BlockerPanel blockers={blockerViews(blockers, cite)} /> : null}
      <Form action={`/police/mesures/${d.id}?sujet=${id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <DemarcheFields fields={fields} flat={filled} errors={errors} />
        <Button>Signer et enregistrer</Button>
      </Form>
    </>
  ) }), status);
}
