import { answerHearing, appealNames, completeOn, contestable, deadlinesOf, decisionOf, hearingStanding, lodgeAppeal, pendingAppeal, ProcedureRefusal, silenceOf, type DecisionState, type Silence } from '../../core/demarche/index.ts';
import { seal } from '../../core/access/sealed.ts';
import { citizens, page, seeOther, takeKept, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { Button, ErrorSummary, Field, Form, Inset, type FormError } from '../../ui/index.ts';
import { BackLink, DecisionPanel } from '../../ui/demarche/index.ts';
import { cite, citizenOf, show, textOf, type CitizenApp } from './site.ts';
import type { Draft } from '../../ui/demarche/wizard.tsx';
import { openMine } from './wizard.ts';

const PURPOSE = 'suivi de ma propre démarche';

/** What I may answer to, or contest: the same for any démarche. Another's dossier does not exist for me. */
export function recourseRoutes(app: CitizenApp): RouteLine[] {
  const line = (method: 'GET' | 'POST', path: string, handler: (ctx: Ctx, mine: Mine) => Promise<Answer> | Answer): RouteLine => ({
    method, path: `/usager/dossiers/:dossier${path}`, who: citizens, purpose: PURPOSE, keepsForm: method === 'POST', handler: async (ctx) => handler(ctx, await openContested(ctx, app)),
  });
  return [
    line('GET', '/observations', (ctx, mine) => (awaited(mine) ? page(answerPage(ctx, app, mine, kept(ctx, 'observations'), [])) : seeOther(mine.back))),
    line('POST', '/observations', async (ctx, mine) => {
      const observations = textOf(ctx.form['observations']);
      const { error } = await tried(answerHearing(app.world, callerOf(ctx), mine.dossier.id, { observations, requestId: ctx.requestId }));
      if (error) return unprocessable(answerPage(ctx, app, mine, observations, [{ path: 'observations', message: error }]));
      return seeOther(mine.back, 'Vos observations sont reçues. Un agent les lira avant de décider.');
    }),
    line('GET', '/recours', (ctx, mine) => (mine.may ? page(appealPage(ctx, app, mine, { kind: 'gracious', grounds: kept(ctx, 'raisons') }, [])) : seeOther(mine.back))),
    line('POST', '/recours', async (ctx, mine) => {
      const grounds = textOf(ctx.form['raisons']);
      const kind = textOf(ctx.form['voie']) === 'hierarchical' ? 'hierarchical' as const : 'gracious' as const;
      const on = app.world.today(app.world.clock());
      const { error } = await tried(lodgeAppeal(app.world, callerOf(ctx), mine.dossier.id, { kind, grounds, procedure: territory.procedure(on), silence: mine.delay, requestId: ctx.requestId }));
      if (error) return unprocessable(appealPage(ctx, app, mine, { kind, grounds }, [{ path: 'raisons', message: error }]));
      return seeOther(mine.back, 'Votre recours est reçu. Son numéro et sa date sont sur cette page, et son reçu dans vos papiers.');
    }),
  ];
}

type Mine = Draft & { state: DecisionState; silence: Silence | null; delay: { days: number; toConfirm: boolean }; may: ReturnType<typeof contestable>; back: string };

/** My dossier and what was decided on it, opened through the log. */
async function openContested(ctx: Ctx, app: CitizenApp): Promise<Mine> {
  const draft = await openMine(ctx, app);
  return { ...draft, ...await contestedOf(ctx, app, draft), back: `/usager/dossiers/${draft.dossier.id}` };
}

async function contestedOf(ctx: Ctx, { world }: CitizenApp, { dossier, d }: Draft) {
  const state = await ctx.disclose(seal(await decisionOf(world, dossier.id), { personIds: [citizenOf(ctx).personId], kind: 'décision', subjectId: dossier.id }));
  const today = world.today(world.clock());
  const delay = territory.silenceDelay(d.silence?.parameter, today);
  const silence = silenceOf(dossier, d, delay, today);
  const may = pendingAppeal(state) ? null : contestable(dossier, state, silence);
  return { state, silence, delay, may };
}

/** On the page of the dossier: what was decided, and what I can do about it. */
export async function myDecision(ctx: Ctx, app: CitizenApp, draft: Draft) {
  const { state, silence, may } = await contestedOf(ctx, app, draft);
  const back = `/usager/dossiers/${draft.dossier.id}`;
  const today = app.world.today(app.world.clock());
  return (
    <>
      <DecisionPanel state={state} silence={silence} completeOn={completeOn(draft.dossier)} today={today} cite={cite} mine />
      {awaited({ ...draft, state }) ? <Button href={`${back}/observations`}>{hearingStanding(state, today) === 'running' ? 'Répondre avant la décision' : 'Ajouter mes observations'}</Button> : null}
      {may ? <Button href={`${back}/recours`} kind={may.against === 'refusal' ? undefined : 'secondary'}>Contester {may.against === 'refusal' ? 'ce refus' : 'ce silence'}</Button> : null}
    </>
  );
}

const awaited = ({ state, dossier }: Pick<Mine, 'state' | 'dossier'>): boolean => Boolean(state.hearing && !state.refused && ['to_complete', 'in_review', 'to_pay'].includes(dossier.state));

function answerPage(ctx: Ctx, app: CitizenApp, mine: Mine, typed: string, errors: readonly FormError[]): string {
  const title = 'Vos observations';
  return show(ctx, app, { title, children: (
    <>
      <BackLink href={mine.back}>Mon dossier</BackLink>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">Un refus de votre demande est envisagé ; rien n’est décidé. Dites ici ce que vous en pensez, ou venez à un guichet.</p>
      <DecisionPanel state={{ ...mine.state, refused: null }} silence={null} today={app.world.today(app.world.clock())} cite={cite} mine />
      <Form action={`${mine.back}/observations`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'observations', control: 'textarea', label: 'Ce que vous avez à dire', hint: 'Après le délai, votre réponse est encore gardée, et dite tardive.', rows: 8 }} values={{ observations: typed }} errors={errors} />
        <Button>Envoyer mes observations</Button>
      </Form>
    </>
  ) });
}

function appealPage(ctx: Ctx, app: CitizenApp, mine: Mine, typed: { kind: string; grounds: string }, errors: readonly FormError[]): string {
  const on = app.world.today(app.world.clock());
  const ways = mine.may ? deadlinesOf(mine.may.since, mine.state.refused?.appeals ?? territory.procedure(on).ways, on) : [];
  const court = ways.find(({ kind }) => kind === 'litigation');
  const title = mine.may?.against === 'silence' ? 'Contester le silence de l’administration' : 'Contester le refus';
  return show(ctx, app, { title, children: (
    <>
      <BackLink href={mine.back}>Mon dossier</BackLink>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <Form action={`${mine.back}/recours`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'voie', control: 'radios', label: 'À qui vous adressez-vous ?', options: ways.filter(({ kind }) => kind !== 'litigation').map(({ kind, before, deadline, past, toConfirm }) => ({
          value: kind, label: `À ${before} (${appealNames[kind]})`, hint: `Jusqu’au ${formatDate(deadline)}${toConfirm ? ', date à confirmer' : ''}.${past ? ' Ce délai est passé : votre recours sera gardé et dit tardif, un agent décidera.' : ''}`,
        })) }} values={{ voie: typed.kind }} />
        <Field spec={{ path: 'raisons', control: 'textarea', label: 'Pourquoi vous n’êtes pas d’accord', hint: 'En mots simples. Un autre agent que le signataire vous lira.', rows: 8 }} values={{ raisons: typed.grounds }} errors={errors} />
        <Button>Déposer mon recours</Button>
      </Form>
      {court ? <Inset>Vous pouvez aussi saisir {court.before}, jusqu’au {formatDate(court.deadline)}{court.toConfirm ? ' (date à confirmer)' : ''} : ce recours se dépose au tribunal, non ici.</Inset> : null}
    </>
  ) });
}

const callerOf = (ctx: Ctx) => ({ actor: ctx.actor, door: 'citizen' });
const kept = (ctx: Ctx, name: string): string => textOf(takeKept(ctx.session, ctx.req.url)?.[name]);

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
