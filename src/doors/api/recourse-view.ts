import type { App } from '../../app.ts';
import { deadlinesOf, decisionOf, demarcheOf, hearingStanding, silenceOf, type Dossier } from '../../core/demarche/index.ts';
import { today as dayOf } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { textView } from './views.ts';

/** The delay after which silence means something for the démarche of a dossier, by the law of today. */
export const delayOf = ({ world }: App, dossier: Dossier) => territory.silenceDelay(demarcheOf(world, dossier).silence?.parameter, world.today(world.clock()));

/** What the API says of a decision that goes against somebody: texts with their status, dates with theirs. Personal: disclosed with the dossier. */
export async function decisionView(app: App, dossier: Dossier) {
  const { world } = app;
  const on = world.today(world.clock());
  const { refused, hearing, appeals = [], judgments = [] } = await decisionOf(world, dossier.id);
  const last = appeals.at(-1);
  const judgment = judgments.at(-1);
  return {
    completeAt: dossier.complete_at, silence: silenceOf(dossier, demarcheOf(world, dossier), delayOf(app, dossier), on),
    hearing: hearing ? {
      openedAt: hearing.openedAt, until: hearing.until, toConfirm: hearing.toConfirm, standing: hearingStanding({ hearing }, on), grounds: hearing.grounds, law: hearing.texts.map(textView), answers: hearing.answers,
    } : null,
    refusal: refused ? {
      on: refused.on, reasons: refused.reasons, law: refused.texts.map(textView),
      appeals: deadlinesOf(dayOf(new Date(refused.on)), refused.appeals, on),
    } : null,
    appeal: last ? {
      kind: last.kind, receipt: last.receipt, before: last.before, against: last.against, lodgedAt: last.lodgedAt, deadline: last.deadline, late: last.late, answerBy: last.answerBy, toConfirm: last.toConfirm,
      grounds: last.grounds, decided: last.decided ? { ...last.decided, law: last.decided.texts.map(textView) } : null, earlier: appeals.slice(0, -1).map(({ receipt, decided }) => ({ receipt, outcome: decided?.outcome ?? null })),
    } : null,
    judgment: judgment ? { court: judgment.court, reference: judgment.reference, on: judgment.on, outcome: judgment.outcome, within: judgment.within, reopens: judgment.reopens, summary: judgment.summary } : null,
  };
}
