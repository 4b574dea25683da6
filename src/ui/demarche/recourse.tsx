import { answerHearing, appealNames, completeOn, contestable, deadlinesOf, decisionOf, hearingStanding, lodgeAppeal, pendingAppeal, ProcedureRefusal, silenceOf, type DecisionState, type Procedure, type Silence, type World } from '../../core/demarche/index.ts';
import { seal } from '../../core/access/sealed.ts';
import { page, seeOther, takeKept, unprocessable, type Answer, type Ctx, type RouteLine, type Who } from '../../core/http/index.ts';
import { formatDate, type LawDate } from '../../core/values/time.ts';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import type { FormError } from '../field-spec.ts';
import { ErrorSummary, Form } from '../form.tsx';
import { Inset } from '../notice.tsx';
import type { PageProps } from '../page.tsx';
import { BackLink } from './back-link.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import type { Cite } from './views.ts';
import type { Draft } from './wizard.tsx';

/** The door where whoever asked reads a decision, answers and contests: its addresses, its words, and whose dossiers these are. */
export type RecourseSite = {
  readonly world: World;
  readonly door: string;
  /** Root of its addresses: '/usager/dossiers'. */
  readonly root: string;
  readonly backLabel: string;
  /** Who reads and writes here; `acts`: who may answer and contest, where that is not everybody who reads. */
  readonly who: Who;
  readonly acts: (ctx: Ctx) => boolean;
  readonly purpose: string;
  /** The caller's own dossier of the address, opened through the log. Throws 404. */
  readonly open: (ctx: Ctx) => Promise<Draft>;
  /** Whose decisions are read: the persons of whom the log keeps it. */
  readonly of: (ctx: Ctx) => readonly string[];
  readonly show: (ctx: Ctx, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>) => string;
  readonly cite: Cite;
  readonly law: { readonly procedure: (on: LawDate) => Procedure; readonly silenceDelay: (parameter: string | undefined, on: LawDate) => { days: number; toConfirm: boolean } };
};

/** What I may answer to, or contest: the same for any démarche. Another's dossier does not exist for me. */
export function myRecourseRoutes(site: RecourseSite): RouteLine[] {
  const { world, law } = site;
  // A company that is stopped is still heard, and still contests.
  const line = (method: 'GET' | 'POST', path: string, handler: (ctx: Ctx, mine: Mine) => Promise<Answer> | Answer): RouteLine => ({
    method, path: `${site.root}/:dossier${path}`, who: site.who, purpose: site.purpose, keepsForm: method === 'POST', whenStopped: true, handler: async (ctx) => {
      const mine = await openContested(ctx, site);
      return site.acts(ctx) ? handler(ctx, mine) : seeOther(mine.back);
    },
  });
  return [
    line('GET', '/observations', (ctx, mine) => (awaited(mine) ? page(answerPage(ctx, site, mine, kept(ctx, 'observations'), [])) : seeOther(mine.back))),
    line('POST', '/observations', async (ctx, mine) => {
      const observations = textOf(ctx.form['observations']);
      const { error } = await tried(answerHearing(world, callerOf(ctx, site), mine.dossier.id, { observations, requestId: ctx.requestId }));
      if (error) return unprocessable(answerPage(ctx, site, mine, observations, [{ path: 'observations', message: error }]));
      return seeOther(mine.back, 'Vos observations sont reçues. Un agent les lira avant de décider.');
    }),
    line('GET', '/recours', (ctx, mine) => (mine.may ? page(appealPage(ctx, site, mine, { kind: 'gracious', grounds: kept(ctx, 'raisons') }, [])) : seeOther(mine.back))),
    line('POST', '/recours', async (ctx, mine) => {
      const grounds = textOf(ctx.form['raisons']);
      const kind = textOf(ctx.form['voie']) === 'hierarchical' ? 'hierarchical' as const : 'gracious' as const;
      const on = world.today(world.clock());
      const { error } = await tried(lodgeAppeal(world, callerOf(ctx, site), mine.dossier.id, { kind, grounds, procedure: law.procedure(on), silence: mine.delay, requestId: ctx.requestId }));
      if (error) return unprocessable(appealPage(ctx, site, mine, { kind, grounds }, [{ path: 'raisons', message: error }]));
      return seeOther(mine.back, 'Votre recours est reçu. Son numéro et sa date sont sur cette page, et son reçu dans vos papiers.');
    }),
  ];
}

type Mine = Draft & { state: DecisionState; silence: Silence | null; delay: { days: number; toConfirm: boolean }; may: ReturnType<typeof contestable>; back: string };

/** My dossier and what was decided on it, opened through the log. */
async function openContested(ctx: Ctx, site: RecourseSite): Promise<Mine> {
  const draft = await site.open(ctx);
  return { ...draft, ...await contestedOf(ctx, site, draft), back: `${site.root}/${draft.dossier.id}` };
}

async function contestedOf(ctx: Ctx, { world, of, law }: RecourseSite, { dossier, d }: Draft) {
  const state = await ctx.disclose(seal(await decisionOf(world, dossier.id), { personIds: [...of(ctx)], kind: 'décision', subjectId: dossier.id }));
  const today = world.today(world.clock());
  const delay = law.silenceDelay(d.silence?.parameter, today);
  const silence = silenceOf(dossier, d, delay, today);
  const may = pendingAppeal(state) ? null : contestable(dossier, state, silence);
  return { state, silence, delay, may };
}

/** On the page of the dossier: what was decided, and what I can do about it. */
export async function myDecision(ctx: Ctx, site: RecourseSite, draft: Draft) {
  const { state, silence, may } = await contestedOf(ctx, site, draft);
  const back = `${site.root}/${draft.dossier.id}`;
  const today = site.world.today(site.world.clock());
  const acts = site.acts(ctx);
  return (
    <>
      <DecisionPanel state={state} silence={silence} completeOn={completeOn(draft.dossier)} today={today} cite={site.cite} mine />
      {acts && awaited({ ...draft, state }) ? <Button href={`${back}/observations`}>{hearingStanding(state, today) === 'running' ? 'Répondre avant la décision' : 'Ajouter mes observations'}</Button> : null}
      {acts && may ? <Button href={`${back}/recours`} kind={may.against === 'refusal' ? undefined : 'secondary'}>Contester {may.against === 'refusal' ? 'ce refus' : 'ce silence'}</Button> : null}
    </>
  );
}

const awaited = ({ state, dossier }: Pick<Mine, 'state' | 'dossier'>): boolean => Boolean(state.hearing && !state.refused && ['to_complete', 'in_review', 'to_pay'].includes(dossier.state));

function answerPage(ctx: Ctx, site: RecourseSite, mine: Mine, typed: string, errors: readonly FormError[]): string {
  const title = 'Vos observations';
  return site.show(ctx, { title, children: (
    <>
      <BackLink href={mine.back}>{site.backLabel}</BackLink>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">Un refus de votre demande est envisagé ; rien n’est décidé. Dites ici ce que vous en pensez, ou venez à un guichet.</p>
      <DecisionPanel state={{ ...mine.state, refused: null }} silence={null} today={site.world.today(site.world.clock())} cite={site.cite} mine />
      <Form action={`${mine.back}/observations`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'observations', control: 'textarea', label: 'Ce que vous avez à dire', hint: 'Après le délai, votre réponse est encore gardée, et dite tardive.', rows: 8 }} values={{ observations: typed }} errors={errors} />
        <Button>Envoyer mes observations</Button>
      </Form>
    </>
  ) });
}

function appealPage(ctx: Ctx, site: RecourseSite, mine: Mine, typed: { kind: string; grounds: string }, errors: readonly FormError[]): string {
  const on = site.world.today(site.world.clock());
  const ways = mine.may ? deadlinesOf(mine.may.since, mine.state.refused?.appeals ?? site.law.procedure(on).ways, on) : [];
  const court = ways.find(({ kind }) => kind === 'litigation');
  const title = mine.may?.against === 'silence' ? 'Contester le silence de l’administration' : 'Contester le refus';
  return site.show(ctx, { title, children: (
    <>
      <BackLink href={mine.back}>{site.backLabel}</BackLink>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <Form action={`${mine.back}/recours`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'voie', control: 'radios', label: 'À qui vous adressez-vous ?', options: ways.filter(({ kind }) => kind !== 'litigation').map(({ kind, before, deadline, past, toConfirm }) => ({
          value: kind, label: `${before.charAt(0).toUpperCase()}${before.slice(1)} (${appealNames[kind]})`, hint: `Jusqu’au ${formatDate(deadline)}${toConfirm ? ', date à confirmer' : ''}.${past ? ' Ce délai est passé : votre recours sera gardé et dit tardif, un agent décidera.' : ''}`,
        })) }} values={{ voie: typed.kind }} />
        <Field spec={{ path: 'raisons', control: 'textarea', label: 'Pourquoi vous n’êtes pas d’accord', hint: 'En mots simples. Un autre agent que le signataire vous lira.', rows: 8 }} values={{ raisons: typed.grounds }} errors={errors} />
        <Button>Déposer mon recours</Button>
      </Form>
      {court ? <Inset>Vous pouvez aussi saisir {court.before}, jusqu’au {formatDate(court.deadline)}{court.toConfirm ? ' (date à confirmer)' : ''} : ce recours se dépose au tribunal, non ici.</Inset> : null}
    </>
  ) });
}

const callerOf = (ctx: Ctx, { door }: RecourseSite) => ({ actor: ctx.actor, door });
/** What was typed, without the control characters that no answer has. */
const textOf = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : value?.at(-1) ?? '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim();
const kept = (ctx: Ctx, name: string): string => textOf(takeKept(ctx.session, ctx.req.url)?.[name] as string | undefined);

/** A step that the procedure refuses is a sentence beside the field. */
async function tried(done: Promise<unknown>): Promise<{ error?: string }> {
  try {
    await done;
    return {};
  } catch (error) {
    if (error instanceof ProcedureRefusal) return { error: error.message };
    throw error;
  }
}
