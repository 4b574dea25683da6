import type { Json } from '../../../core/act/types.ts';
import { stateAt } from '../../../core/act/read.ts';
import { approveDossier, cancelDossier, contestedOn, evaluate, offered, openDossier, saveInput, submitDossier, unflatten, viewOf, type Demarche, type Evaluation, type Flat, type Outcome, type Piece } from '../../../core/demarche/index.ts';
import { notFound, page, seeOther, type Answer, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { BlockerPanel, Button, ErrorSummary, Form, type FormError } from '../../../ui/index.ts';
import { blockerViews, DemarcheFields, PieceFields, readForm, receivePieces, sampleOf, stepFields, stepsFor, unanswered, WhenAsked } from '../../../ui/demarche/index.ts';
import { fieldsOf } from '../../../core/demarche/index.ts';
import { fieldId } from '../../../ui/field-spec.ts';
import { said } from '../errand-routes.tsx';
import { agentOf, callerOf, cite, isUuid, textOf, type CounterApp } from '../site.tsx';
import { HOME, inspectors, showInspection } from './site.tsx';

type Asked = { d: Demarche; subject: { kind: string; id: string }; name: string; back: string };

/** Any errand that an inspector may do on a vehicle or a file: one page, standing up, beside the vehicle. Nothing is kept before it is sent. */
export function inspectionFormRoutes(app: CounterApp): RouteLine[] {
  const path = `${HOME}/actes/:id/:subject`;
  return [
    { method: 'GET', path, who: inspectors, handler: async (ctx) => {
      const asked = await find(ctx, app);
      return page(formPage(ctx, app, asked, { ...defaults(asked.d, app), ...fromList(ctx, asked.d) }, await look(ctx, app, asked, {}), false));
    } },
    { method: 'POST', path, who: inspectors, handler: async (ctx) => send(ctx, app, await find(ctx, app)) },
  ];
}

async function find(ctx: Ctx, app: CounterApp): Promise<Asked> {
  const d = app.world.catalogue.get(ctx.params['id'] ?? '');
  const id = ctx.params['subject'] ?? '';
  if (!d || d.subject.mode !== 'existing' || !isUuid(id)) throw notFound('Aucune démarche ne porte ce nom.');
  const { kind, label } = d.subject.view;
  const states = await stateAt(app.pools.read, app.world.facets, { kind, id }).catch(() => undefined);
  if (!states) throw notFound('Rien n’est au registre à cette adresse.');
  const { capacity } = await evaluate(app.world, d, { actor: ctx.actor, subject: { kind, id }, json: {} });
  if (!capacity) throw notFound('Cette démarche n’est pas la vôtre.');
  return { d, subject: { kind, id }, name: (label as (state: unknown) => string)(viewOf(d, states)), back: `${HOME}/${kind === 'vehicle' ? 'vehicules' : 'homologations'}/${id}` };
}

/** Most visits are recorded on their day. */
function defaults(d: Demarche, { world }: CounterApp): Flat {
  const today = world.today(world.clock());
  return Object.fromEntries(fieldsOf(d.input).filter(({ control, path }) => control === 'date' && path === 'on').map(({ path }) => [path, today]));
}

/** What the list of the day has already said: which appointment, where. Nothing but what the form asks for. */
function fromList(ctx: Ctx, d: Demarche): Flat {
  return Object.fromEntries(fieldsOf(d.input).filter(({ path, control }) => control === 'hidden' || path === 'site').flatMap(({ path, options }) => {
    const given = textOf(ctx.query[path]).slice(0, 60);
    const known = options ? options.find(({ value }) => value === given || (value === 'tour' && given.startsWith('tour'))) : undefined;
    return given && (!options || known) ? [[path, known?.value ?? given]] : [];
  }));
}

const look = (ctx: Ctx, app: CounterApp, { d, subject }: Asked, json: Json): Promise<Evaluation> => evaluate(app.world, d, { actor: ctx.actor, subject, json });

async function send(ctx: Ctx, app: CounterApp, asked: Asked): Promise<Answer> {
  const flat = readForm(ctx.form);
  const input = unflatten(asked.d.input, flat) as Json;
  const evaluation = await look(ctx, app, asked, input);
  const wrong = evaluation.errors.length > 0;
  if (wrong || evaluation.blockers.length) return page(formPage(ctx, app, asked, flat, evaluation, !(wrong && unanswered(ctx.form, fieldsOf(asked.d.input), flat))), wrong ? 422 : 409);
  const outcome = await handIn(ctx, app, asked, input, evaluation.pieces);
  if (Array.isArray(outcome)) return page(formPage(ctx, app, asked, flat, evaluation, true, outcome), 422);
  if (outcome.kind === 'blocked') return page(formPage(ctx, app, asked, flat, { ...evaluation, blockers: outcome.blockers }, true), 409);
  const issued = outcome.kind === 'moved' && outcome.dossier.state === 'issued';
  return seeOther(asked.back, issued ? { kind: 'success', text: `${asked.d.title} : c’est fait.` } : said(outcome));
}

/** One dossier for one decision: what an appeal has opened again is granted where it had been refused. @returns what became of it, or which files were refused: nothing is handed in then */
async function handIn(ctx: Ctx, app: CounterApp, { d, subject }: Asked, input: Json, pieces: readonly Piece[]): Promise<Outcome | FormError[]> {
  const { world } = app;
  const caller = { ...callerOf(ctx), actor: agentOf(ctx) };
  const standing = d.unfavourable ? await contestedOn(world, d, subject.id) : undefined;
  if (standing?.state === 'in_review') return approveDossier(world, caller, standing.id);
  if (standing?.state === 'to_complete') await saveInput(world, standing.id, input);
  const dossier = standing?.state === 'to_complete' ? standing : await openDossier(world, caller, { demarche: d, subject, input, idempotency: `controle:${ctx.requestId}` });
  const refused = await receivePieces(ctx, app, dossier, pieces);
  if (!refused.length) return submitDossier(world, caller, dossier.id);
  await cancelDossier(world, caller, dossier.id, 'photographie refusée : la saisie est renvoyée entière');
  return refused;
}

/** The photographs that go with it: asked before any answer, since they are taken while the vehicle is there. */
function photosOf({ d }: Asked, evaluation: Evaluation, { world }: CounterApp, ctx: Ctx): readonly Piece[] {
  const now = world.clock();
  return (evaluation.ctx ? evaluation.pieces : sampleOf(d, world.today(now), now.toISOString(), ctx.actor).pieces ?? []).filter(({ photo }) => photo);
}

function formPage(ctx: Ctx, app: CounterApp, asked: Asked, flat: Flat, evaluation: Evaluation, checked: boolean, refused: readonly FormError[] = []): string {
  const { d, subject, name, back } = asked;
  const errors = [...(checked ? evaluation.errors : []), ...refused];
  const photos = photosOf(asked, evaluation, app, ctx);
  const beside = [...errors, ...(checked ? evaluation.blockers.flatMap(({ path, message }) => (path ? [{ path, message }] : [])) : [])];
  return showInspection(ctx, app, { title: d.title, crumb: name || d.title, hasErrors: errors.length > 0, children: (
    <>
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="govuk-body"><a class="govuk-link" href={back}><strong>{name}</strong></a></p>
      <ErrorSummary errors={errors} />
      {evaluation.blockers.length ? <BlockerPanel blockers={blockerViews(evaluation.blockers, cite, (path) => `#${fieldId(path)}`)} /> : null}
      <Form action={`${HOME}/actes/${d.id}/${subject.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest} multipart={photos.length > 0}>
        {stepsFor(d, flat, ctx.actor).map((step) => {
          const fields = offered(d, evaluation.before, stepFields(d, step, ctx.actor), flat);
          return (
            <WhenAsked fields={fields} flat={flat}>
              <section class="sitt-card">
                <h2 class="govuk-heading-m">{step.title}</h2>
                {step.hint ? <p class="govuk-hint">{step.hint}</p> : null}
                <DemarcheFields fields={fields} flat={flat} errors={beside} under={step.title} awaited={evaluation.awaited} />
              </section>
            </WhenAsked>
          );
        })}
        {photos.length ? (
          <section class="sitt-card">
            <h2 class="govuk-heading-m">Photographies</h2>
            {checked && ctx.files.length ? <p class="govuk-hint">Rien n’est encore enregistré : joignez de nouveau les photographies.</p> : null}
            <PieceFields pieces={photos} sent={[]} cite={cite} errors={refused} />
          </section>
        ) : null}
        <Button>Enregistrer</Button>
      </Form>
    </>
  ) });
}
