import type { ComponentChildren } from 'preact';
import { seal } from '../../core/access/sealed.ts';
import { liveDelegation } from '../../core/access/delegations.ts';
import {
  answerHearing, completeOn, contestable, decideAppeal, decisionOf, hearingStanding, lodgeAppeal, openHearing, pendingAppeal, ProcedureRefusal, recordJudgment, refuseDossier, silenceOf, transitions, UnknownDossier,
  type AppealKind, type DecisionState, type Dossier, type JudgmentOutcome, type Silence,
} from '../../core/demarche/index.ts';
import { page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine, type Who } from '../../core/http/index.ts';
import { parseDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { Button, ErrorSummary, Inset, joinDates, type FormError, type FormValues } from '../../ui/index.ts';
import { AnswerForm, AppealAnswerForm, DecisionPanel, HearingForm, JudgmentForm, LodgeForm, RefusalForm, type StepForm } from '../../ui/demarche/index.ts';
import { openErrand, type Errand } from './errand.ts';
import { agentOf, callerOf, cite, reviewAgents, show, textOf, type CounterApp } from './site.tsx';

const PURPOSE = 'instruction d’un dossier';
type StepName = 'audience' | 'refus' | 'observations' | 'recours' | 'reponse' | 'jugement';
type Contested = Errand & { state: DecisionState; silence: Silence | null; delay: { days: number; toConfirm: boolean }; today: string; back: string };
/** What came back with an error: to which form, and what was typed. */
type Failed = { step: StepName; values: FormValues; errors: readonly FormError[] };

/** Where these steps are taken, by whom, and how the page stands there. `refuses`: the refusal itself is signed there too. */
export type RecourseSite = {
  root: string; who: Who; refuses: boolean; open: (ctx: Ctx) => Promise<Errand & { back: string }>;
  show: (ctx: Ctx, page: { title: string; back: string; number: string; children: ComponentChildren }) => string;
};
const counterSite = (app: CounterApp): RecourseSite => ({
  root: '/guichet/dossiers', who: reviewAgents, refuses: false,
  open: async (ctx) => { const errand = await openErrand(ctx, app); return { ...errand, back: `/guichet/dossiers/${errand.dossier.id}` }; },
  show: (ctx, { title, back, number, children }) => show(ctx, app, { title: `${title}, ${number}`, width: 'reading', crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: `Dossier ${number}`, href: back }, { label: title }], children }),
});

/** Hearing, appeals and judgments of any dossier, keyed or decided by an agent; the engine says who may sign. */
export function recourseRoutes(app: CounterApp, site: RecourseSite = counterSite(app)): RouteLine[] {
  const { world } = app;
  const at = `${site.root}/:dossier/suites`;
  const post = (step: StepName, done: string, field: string, act: (ctx: Ctx, contested: Contested) => Promise<Dossier>): RouteLine => ({
    method: 'POST', path: `${at}/${step}`, who: site.who, purpose: PURPOSE, handler: async (ctx): Promise<Answer> => {
      const contested = await openContested(ctx, app, site);
      try {
        await act(ctx, contested);
      } catch (error) {
        if (error instanceof UnknownDossier || !(error instanceof ProcedureRefusal)) throw error;
        const path = error.code === 'no-text' ? (step === 'audience' ? 'textes-griefs' : 'textes') : error.code === 'bad-date' ? 'rendu' : field;
        return unprocessable(await suitesPage(ctx, app, site, contested, { step, values: joinDates(ctx.form) as FormValues, errors: [{ path, message: error.message }] }));
      }
      return seeOther(contested.back, done);
    },
  });
  const cited = (ctx: Ctx, name: string, { d }: Contested) => [ctx.form[name] ?? []].flat().filter((id) => d.law.includes(id));
  const text = (ctx: Ctx, name: string) => textOf(ctx.form[name]);
  return [
    { method: 'GET', path: at, who: site.who, purpose: PURPOSE, handler: async (ctx) => page(await suitesPage(ctx, app, site, await openContested(ctx, app, site))) },
    post('audience', 'La lettre part : la personne peut répondre, en ligne ou à un guichet.', 'griefs', (ctx, one) =>
      openHearing(world, callerOf(ctx), one.dossier.id, { grounds: text(ctx, 'griefs'), texts: cited(ctx, 'textes-griefs', one), procedure: territory.procedure(one.today), requestId: ctx.requestId })),
    ...(site.refuses ? [post('refus', 'Le refus est signé, avec ses motifs et les voies de recours.', 'motifs', async (ctx, one) => {
      const [reasons, texts] = [text(ctx, 'motifs'), cited(ctx, 'textes', one)];
      if (reasons.length < 20) throw new ProcedureRefusal('too-short', 'Un refus dit ses motifs : 20 caractères au moins.');
      if (!texts.length) throw new ProcedureRefusal('no-text', 'Un refus cite au moins un texte.');
      const outcome = await refuseDossier(world, callerOf(ctx), one.dossier.id, { reasons, texts, requestId: ctx.requestId, appeals: territory.procedure(one.today).ways });
      if (outcome.kind !== 'moved') throw new ProcedureRefusal('no-delegation', 'Vous n’avez pas de délégation de signature en cours pour cette démarche.');
      return outcome.dossier;
    })] : []),
    post('observations', 'Les observations sont enregistrées.', 'observations', (ctx, { dossier }) =>
      answerHearing(world, callerOf(ctx), dossier.id, { observations: text(ctx, 'observations'), requestId: ctx.requestId })),
    post('recours', 'Le recours est enregistré ; son reçu est parmi les papiers à remettre.', 'raisons', (ctx, { dossier, today, delay }) =>
      lodgeAppeal(world, callerOf(ctx), dossier.id, { kind: text(ctx, 'voie') as AppealKind, grounds: text(ctx, 'raisons'), procedure: territory.procedure(today), silence: delay, requestId: ctx.requestId })),
    post('reponse', 'La réponse au recours est signée et part à la personne.', 'motifs', async (ctx, one) => {
      const outcome = text(ctx, 'reponse');
      if (outcome !== 'confirmed' && outcome !== 'reversed') throw new ProcedureRefusal('too-short', 'Choisissez la réponse au recours.');
      return decideAppeal(world, callerOf(ctx), one.dossier.id, { outcome, reasons: text(ctx, 'motifs'), texts: cited(ctx, 'textes', one), requestId: ctx.requestId });
    }),
    post('jugement', 'Le jugement est enregistré.', 'numero', async (ctx, { dossier }) => {
      const outcome = text(ctx, 'sens');
      if (!['annulled', 'injunction', 'dismissed'].includes(outcome)) throw new ProcedureRefusal('too-short', 'Choisissez le sens du jugement.');
      const dates = joinDates(ctx.form) as FormValues;
      return recordJudgment(world, callerOf(ctx), dossier.id, {
        court: text(ctx, 'juridiction'), reference: text(ctx, 'numero'), on: parseDate(textOf(dates['rendu'])) ?? '', outcome: outcome as JudgmentOutcome, within: textOf(dates['delai']) ? parseDate(textOf(dates['delai'])) ?? '' : null, summary: text(ctx, 'dispositif'), requestId: ctx.requestId,
      });
    }),
  ];
}

async function openContested(ctx: Ctx, app: CounterApp, site: RecourseSite): Promise<Contested> {
  const errand = await site.open(ctx);
  return { ...errand, ...await contestedOf(ctx, app, errand) };
}

async function contestedOf(ctx: Ctx, { world }: CounterApp, { dossier, d }: Errand) {
  const today = world.today(world.clock());
  const delay = territory.silenceDelay(d.silence?.parameter, today);
  const state = await ctx.disclose(seal(await decisionOf(world, dossier.id), { personIds: dossier.applicant_id ? [dossier.applicant_id] : [], kind: 'décision', subjectId: dossier.id }));
  return { state, delay, today, silence: silenceOf(dossier, d, delay, today) };
}

/** On the page of the dossier: what was decided against the person, and the way to what follows. */
export async function counterDecision(ctx: Ctx, app: CounterApp, errand: Errand) {
  const { state, silence, today } = await contestedOf(ctx, app, errand);
  const { dossier } = errand;
  const more = transitions[dossier.state].includes('refused') || dossier.state === 'refused' || dossier.state === 'issued' || pendingAppeal(state);
  return (
    <>
      <DecisionPanel state={state} silence={silence} completeOn={completeOn(dossier)} today={today} cite={cite} />
      {more ? <Button kind="secondary" href={`/guichet/dossiers/${dossier.id}/suites`}>{dossier.state === 'refused' ? 'Recours ou jugement' : dossier.state === 'issued' ? 'Enregistrer un jugement' : 'Entendre la personne, recours'}</Button> : null}
    </>
  );
}

async function suitesPage(ctx: Ctx, app: CounterApp, site: RecourseSite, contested: Contested, failed?: Failed): Promise<string> {
  const { dossier, d, state, silence, today, back } = contested;
  const agent = agentOf(ctx);
  const delegation = await liveDelegation(app.pools.read, agent.agentId, dossier.demarche, today);
  const law = territory.procedure(today);
  const pending = pendingAppeal(state);
  const form = (step: StepName): StepForm => ({
    at: `${site.root}/${dossier.id}/suites/${step}`, csrf: ctx.csrf, requestId: ctx.freshRequest, open: failed?.step === step, values: failed?.step === step ? failed.values : {}, errors: failed?.step === step ? failed.errors : [],
  });
  const undecided = transitions[dossier.state].includes('refused');
  const mineToAnswer = pending && state.refused?.by !== agent.agentId;
  const judgeable = (dossier.state === 'refused' && state.refused) || dossier.state === 'issued';
  const title = 'Observations, recours et jugements';
  return site.show(ctx, { title, back, number: dossier.number, children: (
    <>
      <ErrorSummary errors={failed?.errors ?? []} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{d.title}, dossier <span class="sitt-num">{dossier.number}</span>.</p>
      <DecisionPanel state={state} silence={silence} today={today} cite={cite} />
      {delegation ? null : <Inset>Vous n’avez pas de délégation de signature pour cette démarche : vous pouvez saisir ce que la personne apporte, non décider.</Inset>}
      {undecided && delegation && hearingStanding(state, today) !== 'running' ? <HearingForm form={form('audience')} texts={d.law} cite={cite} days={law.hearingDays} /> : null}
      {site.refuses && undecided && delegation && hearingStanding(state, today) !== 'running' ? <RefusalForm form={form('refus')} texts={d.law} cite={cite} /> : null}
      {undecided && state.hearing && !state.refused ? <AnswerForm form={form('observations')} /> : null}
      {contestable(dossier, state, silence) ? <LodgeForm form={form('recours')} ways={state.refused?.appeals ?? law.ways} /> : null}
      {pending && !mineToAnswer ? <Inset>Vous avez signé le refus : un autre agent répond à ce recours.</Inset> : null}
      {mineToAnswer && delegation ? <AppealAnswerForm form={form('reponse')} texts={d.law} cite={cite} onlyReversed={pending?.against === 'silence'} /> : null}
      {judgeable && delegation ? <JudgmentForm form={form('jugement')} court={capital(law.ways.find(({ kind }) => kind === 'litigation')?.before.replace(/^le /, '') ?? '')} /> : null}
    </>
  ) });
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
