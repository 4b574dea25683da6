import { evaluateDossier, offered, piecesOf, saveInput, submitDossier, unflatten, type Demarche, type Dossier, type Evaluation, type Field as Question, type Flat, type InputError, type World } from '../../core/demarche/index.ts';
import type { Json } from '../../core/act/types.ts';
import type { Actor } from '../../core/access/actor.ts';
import { notFound, page, seeOther, takeKept, unprocessable, type Answer, type Ctx, type RouteLine, type Who } from '../../core/http/index.ts';
import { Banner } from '../banner.tsx';
import { BlockerPanel } from '../blocker-panel.tsx';
import { Button, ButtonGroup } from '../button.tsx';
import { FeeTable } from '../fee-table.tsx';
import { Field } from '../field.tsx';
import type { FormError } from '../field-spec.ts';
import { ErrorSummary, Form, Steps } from '../form.tsx';
import { Inset } from '../notice.tsx';
import type { PageProps } from '../page.tsx';
import { BackLink } from './back-link.tsx';
import { DemarcheFields, readForm, unanswered, withoutLookups } from './fields.tsx';
import { PieceFields, PieceList, piecesSent, type SentPiece } from './pieces.tsx';
import { Recap } from './recap.tsx';
import { stepErrors, stepFields, stepsFor } from './steps.ts';
import { receivePieces } from './upload.ts';
import { blockerViews, feeViews, type Cite } from './views.ts';

/** The door in which the wizard stands: its addresses, its words, and whose drafts these are. The démarche is any. */
export type WizardSite = {
  readonly world: World;
  /** Folder of the bytes of supporting documents. */
  readonly data: string;
  /** Root of its addresses: '/usager'. */
  readonly base: string;
  readonly door: string;
  readonly who: Who;
  readonly purpose: string;
  readonly home: { readonly href: string; readonly label: string };
  readonly list: { readonly href: string; readonly label: string };
  /** The caller's own dossier of the address, opened through the log. Throws 404. */
  readonly open: (ctx: Ctx) => Promise<Draft>;
  readonly show: (ctx: Ctx, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>) => string;
  readonly cite: Cite;
  /** The questions in the words of whoever answers at this door: a company by its name. */
  readonly worded?: (ctx: Ctx, fields: Question[]) => Promise<Question[]>;
  /** Who signs by sending: their id among the parties. */
  readonly signer: (actor: Actor) => string | null;
  /** What is said of the price before it is sent. */
  readonly due: string;
};

/** A dossier that may still be typed, with all that a page of the wizard needs. `base`: the root of its door's addresses. */
export type Draft = { dossier: Dossier; d: Demarche; flat: Flat; label: string; base: string };

export const typable = ({ state }: Dossier): boolean => state === 'draft' || state === 'to_complete';

/** The steps of any démarche: fields, papers, recap, sending. Each page is a draft saved; going back loses nothing. */
export function wizardRoutes(site: WizardSite): RouteLine[] {
  const at = `${site.base}/dossiers/:dossier`;
  const line = (method: 'GET' | 'POST', path: string, handler: (ctx: Ctx, draft: Draft) => Promise<Answer> | Answer): RouteLine => ({
    method, path: `${at}${path}`, who: site.who, purpose: site.purpose, keepsForm: method === 'POST' && !path.endsWith('/brouillon'), whenStopped: method === 'GET' || path.startsWith('/etape/'), handler: async (ctx) => {
      const draft = await site.open(ctx);
      return typable(draft.dossier) ? handler(ctx, draft) : seeOther(base(draft));
    },
  });
  return [
    line('GET', '/etape/:n', async (ctx, draft) => page(await (reopened(ctx, site, draft) ?? stepPage(ctx, site, draft, stepNumber(ctx, draft), [], ctx.query['suite'] === '1' ? OPENED : undefined)))),
    line('POST', '/etape/:n', (ctx, draft) => saveStep(ctx, site, draft)),
    line('POST', '/etape/:n/brouillon', async (ctx, draft) => {
      await saveInput(site.world, draft.dossier.id, mergedInput(ctx, draft, stepNumber(ctx, draft), readForm(ctx.form)).json);
      return page('');
    }),
    line('GET', '/pieces', async (ctx, draft) => page(await piecesPage(ctx, site, draft, []))),
    line('POST', '/pieces', async (ctx, draft) => {
      const evaluation = await evaluateDossier(site.world, draft.dossier, ctx.actor);
      const errors = await receivePieces(ctx, site, draft.dossier, evaluation.pieces);
      const missing = errors.length ? errors : [];
      if (missing.length) return unprocessable(await piecesPage(ctx, site, draft, missing));
      return seeOther(`${base(draft)}/${ctx.form['encore'] === '1' ? 'pieces' : 'verifier'}`, ctx.files.length ? 'Vos pièces sont enregistrées.' : undefined);
    }),
    line('GET', '/verifier', async (ctx, draft) => recapPage(ctx, site, draft, [])),
    // Whoever had to log in again at the last moment reads the recap again.
    line('GET', '/deposer', (_ctx, draft) => seeOther(`${base(draft)}/verifier`)),
    line('POST', '/deposer', (ctx, draft) => deposit(ctx, site, draft)),
  ];
}

const base = ({ dossier, base: root }: Draft) => `${root}/dossiers/${dossier.id}`;

function stepNumber(ctx: Ctx, { d, flat }: Draft): number {
  const n = Number(ctx.params['n']);
  if (!Number.isInteger(n) || n < 1 || n > stepsFor(d, flat, ctx.actor).length) throw notFound();
  return n;
}

/** Where a draft goes on: the first step with something missing, else the papers or the recap. */
export function nextOf(draft: Draft, evaluation: Evaluation, sent: readonly SentPiece[]): string {
  const missing = stepsFor(draft.d, draft.flat, evaluation.before.actor).findIndex((step) => stepErrors(draft.d, draft.flat, step).length > 0);
  if (missing >= 0) return `${base(draft)}/etape/${missing + 1}`;
  return evaluation.pieces.some(({ kind, optional }) => !optional && !piecesSent(kind, sent).length) ? `${base(draft)}/pieces` : `${base(draft)}/verifier`;
}

/** The answers of one step over those of the others. What was typed before in this step does not survive unless sent again. */
function mergedInput(ctx: Ctx, { d, flat }: Draft, n: number, typed: Flat): { flat: Flat; json: Json } {
  const step = stepsFor(d, flat, ctx.actor)[n - 1] as Demarche['steps'][number];
  const own = new Set(stepFields(d, step, ctx.actor).map(({ path }) => path));
  const merged = { ...Object.fromEntries(Object.entries(flat).filter(([path]) => !own.has(path))), ...Object.fromEntries(Object.entries(typed).filter(([path]) => own.has(path))) };
  return { flat: merged, json: unflatten(d.input, merged) as Json };
}

async function saveStep(ctx: Ctx, site: WizardSite, draft: Draft): Promise<Answer> {
  const n = stepNumber(ctx, draft);
  const merged = mergedInput(ctx, draft, n, readForm(ctx.form));
  await saveInput(site.world, draft.dossier.id, merged.json);
  const now = { ...draft, flat: merged.flat };
  const step = stepsFor(draft.d, draft.flat, ctx.actor)[n - 1] as Demarche['steps'][number];
  if (ctx.form['quitter'] === '1') return seeOther(site.list.href, 'Votre brouillon est gardé : vous pouvez le reprendre sur n’importe quel appareil.');
  const errors = stepErrors(draft.d, merged.flat, step);
  if (errors.length && unanswered(ctx.form, withoutLookups(stepFields(draft.d, step, ctx.actor)), merged.flat)) return seeOther(`${base(draft)}/etape/${n}?suite=1`);
  if (errors.length) return unprocessable(await stepPage(ctx, site, now, n, errors));
  if (n < stepsFor(draft.d, merged.flat, ctx.actor).length) return seeOther(`${base(draft)}/etape/${n + 1}`);
  const evaluation = await evaluateDossier(site.world, { ...draft.dossier, input: merged.json }, ctx.actor);
  return seeOther(evaluation.pieces.length ? `${base(draft)}/pieces` : `${base(draft)}/verifier`);
}

const OPENED = 'Votre réponse ouvre d’autres questions : elles sont maintenant affichées.';
const KEPT = 'Votre session était terminée. Voici ce que vous aviez saisi : relisez, puis continuez.';

/** The step as it was typed when its session had ended: nothing is saved before it is sent again. */
function reopened(ctx: Ctx, site: WizardSite, draft: Draft): Promise<string> | undefined {
  const form = takeKept(ctx.session, ctx.req.url);
  if (!form) return undefined;
  const n = stepNumber(ctx, draft);
  return stepPage(ctx, site, { ...draft, flat: mergedInput(ctx, draft, n, readForm(form)).flat }, n, [], KEPT);
}

/** Where one answer alone is offered it is chosen already: a bank is asked of no other authority. */
export const onlyAnswers = (fields: readonly Question[]): Flat => Object.fromEntries(fields.flatMap(({ path, required, options }) => (required && options?.length === 1 && options[0] ? [[path, options[0].value]] : [])));

async function stepPage(ctx: Ctx, site: WizardSite, draft: Draft, n: number, errors: readonly FormError[], said?: string): Promise<string> {
  const { d, flat, label } = draft;
  const evaluation = d.awaits || d.choices ? await evaluateDossier(site.world, { ...draft.dossier, input: unflatten(d.input, flat) as Json }, ctx.actor) : null;
  const steps = stepsFor(d, flat, ctx.actor);
  const step = steps[n - 1] as Demarche['steps'][number];
  const back = n > 1 ? `${base(draft)}/etape/${n - 1}` : undefined;
  const known = withoutLookups(stepFields(d, step, ctx.actor));
  const asked = await site.worded?.(ctx, known) ?? known;
  const fields = evaluation ? offered(d, evaluation.before, asked, flat) : asked;
  const hidden = errors.filter(({ path }) => !fields.some((field) => field.path === path));
  return site.show(ctx, { title: `${step.title} : ${d.title}`, nav: [], hasErrors: errors.length > 0, children: (
    <>
      {back ? <BackLink href={back}>Étape précédente</BackLink> : <BackLink href={site.list.href}>{site.list.label}</BackLink>}
      <ErrorSummary errors={errors} />
      <Steps now={n} total={steps.length + 1} name={step.title} />
      <h1 class="govuk-heading-l">{step.title}</h1>
      <p class="govuk-body">{d.title}{label ? ` : ${label}` : ''}</p>
      {step.hint ? <Inset>{step.hint}</Inset> : null}
      {said ? <Banner kind="information">{said}</Banner> : null}
      {hidden.map(({ message }) => <Inset>{message}</Inset>)}
      <Form action={`${base(draft)}/etape/${n}`} csrf={ctx.csrf} requestId={ctx.freshRequest} autosave={`${base(draft)}/etape/${n}/brouillon`}>
        <DemarcheFields fields={fields} flat={{ ...onlyAnswers(fields), ...flat }} errors={errors} awaited={evaluation?.awaited ?? []} />
        <ButtonGroup><Button>Continuer</Button><Button kind="secondary" name="quitter" value="1">Enregistrer et quitter</Button></ButtonGroup>
      </Form>
    </>
  ) });
}

async function piecesPage(ctx: Ctx, site: WizardSite, draft: Draft, errors: readonly FormError[]): Promise<string> {
  const [evaluation, sent] = await Promise.all([evaluateDossier(site.world, draft.dossier, ctx.actor), piecesOf(site.world.acts, draft.dossier.id)]);
  const total = stepsFor(draft.d, draft.flat, ctx.actor).length + 1;
  return site.show(ctx, { title: `Les papiers : ${draft.d.title}`, nav: [], hasErrors: errors.length > 0, children: (
    <>
      <BackLink href={draft.dossier.state === 'draft' ? `${base(draft)}/etape/${total - 1}` : base(draft)}>Étape précédente</BackLink>
      <ErrorSummary errors={errors} />
      <Steps now={total} total={total} name="les papiers et l’envoi" />
      <h1 class="govuk-heading-l">Les papiers à joindre</h1>
      {evaluation.pieces.length ? null : <p class="govuk-body">Aucun papier n’est demandé.</p>}
      <Form action={`${base(draft)}/pieces`} csrf={ctx.csrf} requestId={ctx.freshRequest} multipart>
        <PieceFields pieces={evaluation.pieces} sent={sent} cite={site.cite} errors={errors} />
        <ButtonGroup><Button>Continuer</Button><Button kind="secondary" name="encore" value="1">Envoyer et en ajouter</Button></ButtonGroup>
      </Form>
    </>
  ) });
}

const DECLARED: InputError = { path: 'declare', message: 'Cochez la case pour certifier vos réponses avant de les envoyer.' };

async function recapPage(ctx: Ctx, site: WizardSite, draft: Draft, errors: readonly FormError[], status?: 422): Promise<Answer> {
  const [evaluation, sent] = await Promise.all([evaluateDossier(site.world, draft.dossier, ctx.actor), piecesOf(site.world.acts, draft.dossier.id)]);
  if (evaluation.errors.length) return seeOther(nextOf(draft, evaluation, sent));
  const { d, flat, label } = draft;
  const total = stepsFor(d, flat, ctx.actor).length + 1;
  const others = evaluation.signatures.filter(({ personId }) => personId !== site.signer(ctx.actor));
  const html = site.show(ctx, { title: `Vérifier et envoyer : ${d.title}`, nav: [], hasErrors: errors.length > 0, children: (
    <>
      <BackLink href={evaluation.pieces.length ? `${base(draft)}/pieces` : `${base(draft)}/etape/${total - 1}`}>Étape précédente</BackLink>
      <ErrorSummary errors={errors} />
      <Steps now={total} total={total} name="vérifier et envoyer" />
      <h1 class="govuk-heading-l">Vérifiez, puis envoyez</h1>
      <p class="govuk-body">{d.title}{label ? ` : ${label}` : ''}</p>
      {evaluation.blockers.length ? <BlockerPanel blockers={blockerViews(evaluation.blockers, site.cite, fixer(ctx, draft))} /> : null}
      <Recap demarche={d} flat={flat} reader={ctx.actor} before={evaluation.before} changeHref={(index) => `${base(draft)}/etape/${index + 1}`} />
      {evaluation.pieces.length ? (
        <section>
          <div class="sitt-recap__head"><h2 class="govuk-heading-m">Les papiers</h2><a class="govuk-link" href={`${base(draft)}/pieces`}>Modifier<span class="govuk-visually-hidden"> : les papiers</span></a></div>
          <PieceList pieces={evaluation.pieces} sent={sent} />
        </section>
      ) : null}
      {evaluation.total > 0 ? <FeeTable lines={feeViews(evaluation.fees, site.cite)} total={evaluation.total} caption={site.due} /> : <Inset>Cette démarche est gratuite.</Inset>}
      {others.length ? <Inset>Devront aussi signer, depuis leur compte ou au guichet : {others.map(({ label: who }) => who.toLowerCase()).join(', ')}. Changer une réponse efface les signatures.</Inset> : null}
      {evaluation.review && evaluation.review !== 'automatic' ? <p class="govuk-body">Un agent examinera votre dossier avant la décision.</p> : null}
      <Form action={`${base(draft)}/deposer`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'declare', control: 'checkbox', label: 'Je certifie que ces réponses sont exactes. Mon envoi vaut signature.', required: true }} errors={errors} />
        <Button>Signer et envoyer</Button>
      </Form>
    </>
  ) });
  return status ? unprocessable(html) : page(html);
}

/** The step where an input path is asked: where a person mends what a blocker is about. */
function fixer(ctx: Ctx, draft: Draft): (path: string) => string | undefined {
  return (path) => {
    const index = stepsFor(draft.d, draft.flat, ctx.actor).findIndex((step) => step.paths.some((one) => path === one || path.startsWith(`${one}.`)));
    return index < 0 ? undefined : `${base(draft)}/etape/${index + 1}`;
  };
}

/** What is said once it is sent: of a dossier that still lacks something, never that all is well. */
const SENT: Readonly<Record<string, Parameters<typeof seeOther>[1]>> = {
  issued: 'C’est fait.', to_complete: { kind: 'information', text: 'Votre envoi est reçu, mais il manque quelque chose : voyez ci-dessous.' }, to_pay: 'Votre dossier est complet : il reste à payer.',
};

async function deposit(ctx: Ctx, site: WizardSite, draft: Draft): Promise<Answer> {
  if (!ctx.form['declare']) return recapPage(ctx, site, draft, [DECLARED], 422);
  const outcome = await submitDossier(site.world, { actor: ctx.actor, door: site.door }, draft.dossier.id);
  switch (outcome.kind) {
    case 'moved': return seeOther(base(draft), SENT[outcome.dossier.state] ?? 'Votre dossier est envoyé.');
    case 'invalid': return seeOther(base(draft));
    case 'blocked': return page(blockedPage(ctx, site, draft, blockerViews(outcome.blockers, site.cite, fixer(ctx, draft))), 409);
    case 'not-entitled': return page(notEntitledPage(ctx, site, draft, outcome.may), 403);
  }
}

/** Everything that stands in the way, before the first field or at the end. */
export function blockedPage(ctx: Ctx, site: WizardSite, draft: Draft, blockers: ReturnType<typeof blockerViews>): string {
  return site.show(ctx, { title: draft.d.title, children: (
    <>
      <BackLink href={site.home.href}>{site.home.label}</BackLink>
      <BlockerPanel blockers={blockers} level={1} what={`la démarche « ${draft.d.title} »`} />
      <p class="govuk-body">{draft.label ? `${draft.label}. ` : ''}Votre brouillon <span class="sitt-num">{draft.dossier.number}</span> est gardé.</p>
      <Button kind="secondary" href={base(draft)}>Vérifier à nouveau</Button>
    </>
  ) });
}

export function notEntitledPage(ctx: Ctx, site: WizardSite, draft: Draft, may: readonly string[]): string {
  return site.show(ctx, { title: draft.d.title, children: (
    <>
      <h1 class="govuk-heading-l">Votre compte ne permet pas cette démarche</h1>
      <p class="govuk-body">« {draft.d.title} » peut être faite par :</p>
      <ul class="govuk-list govuk-list--bullet">{may.map((one) => <li>{one}</li>)}</ul>
      <p class="govuk-body">Si c’est votre cas, passez au guichet avec une pièce d’identité et le certificat du véhicule.</p>
      <Button kind="secondary" href={site.home.href}>Revenir à mon espace</Button>
    </>
  ) });
}
