import { transaction } from '../../../core/db/sql.ts';
import { appealNames, decisionOf, judgmentWords, loadDossier, type Appeal, type DecisionAct, type Dossier } from '../../../core/demarche/index.ts';
import type { DoneAct, Reaction } from '../../../core/jobs/index.ts';
import { queueMessage } from '../../../core/messages/index.ts';
import type { DataOf } from '../../../core/messages/template.ts';
import { addMonths, formatDate, today } from '../../../core/values/time.ts';
import { territory, type TextId } from '../../../territory/index.ts';
import { toldOf, type FollowEnv } from './reach.ts';
import type { Texts } from './texts.ts';

type React = Reaction<FollowEnv>;
type Kind = DecisionAct['kind'];
type Of<K extends Kind> = Extract<DecisionAct, { kind: K }>['payload'];
type Said<T extends keyof Texts> = { template: T; data: DataOf<Texts[T]>; page?: string };
type About<K extends Kind> = { act: DoneAct; payload: Of<K>; dossier: Dossier; demarche: string; on: string; env: FollowEnv };

/** Tells the applicant of an act of their dossier, or the company whose user sent it, once; an errand of nobody is told at the counter. */
function tells<K extends Kind, T extends keyof Texts>(name: string, say: (about: About<K>) => Promise<Said<T>> | Said<T>): React {
  return { name, run: async (env, act, once) => {
    const dossierId = act.subjects.find(({ kind }) => kind === 'dossier')?.id;
    const dossier = dossierId ? await loadDossier(env.world.acts, dossierId) : undefined;
    if (!dossier) return;
    const demarche = env.world.catalogue.get(dossier.demarche)?.title ?? '';
    const { template, data, page } = await say({ act, payload: act.payload as unknown as Of<K>, dossier, demarche, on: formatDate(today(new Date(act.recordedAt))), env });
    await transaction(env.world.acts, async (tx) => {
      const whom = await toldOf(env, tx, dossier, act.recordedAt);
      if (!whom) return;
      // A decision that opens delays goes to the company itself, and to whoever sent the file; a notice, to whoever sent it.
      const contacts = env.messaging.templates[template].kind === 'formal' || !whom.sender.length ? [...whom.contacts, ...whom.sender] : whom.sender;
      await queueMessage(tx, env.messaging, {
        key: once, template, personId: whom.personId, contacts, subject: { kind: 'dossier', id: dossier.id }, dossierId: dossier.id, actId: act.id, page: `${whom.root}/${dossier.id}${page ?? ''}`, now: env.world.clock(), data,
      });
    });
  } };
}

const refused = tells<'dossier.refused', 'dossier-refused'>('tell-refused', async ({ act, payload, dossier, demarche, on, env }) => ({
  template: 'dossier-refused', data: {
    number: dossier.number, demarche, on, signatory: await signatoryOf(env, act),
    reasons: [written(act, 'reasons'), ...payload.texts.map(cited)], appeal: payload.appeals.map((way) => wayWords(way, today(new Date(act.recordedAt)))),
  },
}));

const heard = tells<'dossier.hearing-opened', 'hearing-opened'>('tell-hearing', ({ act, payload, dossier, demarche }) => ({
  template: 'hearing-opened', data: {
    number: dossier.number, demarche, until: formatDate(payload.until), grounds: [written(act, 'grounds')],
    texts: [...payload.texts.map(cited), ...(payload.toConfirm ? [`Délai du ${formatDate(payload.until)} : à confirmer`] : [])],
  },
}));

const answered = tells<'dossier.hearing-answered', 'hearing-answered'>('tell-answered', ({ dossier, on }) => ({ template: 'hearing-answered', data: { number: dossier.number, on } }));

const appealed = tells<'dossier.appealed', 'appeal-received'>('tell-appealed', ({ payload, dossier, on }) => ({
  template: 'appeal-received', data: { number: dossier.number, receipt: payload.receipt, on, answer: [
    `${capital(appealNames[payload.appeal])}, devant ${payload.before}`,
    ...(payload.late ? [`Reçu après le délai, qui finissait le ${formatDate(payload.deadline)} : un agent dira ce qu’il en est`] : []),
    ...(payload.answerBy ? [`Sans réponse le ${formatDate(payload.answerBy)}, il sera considéré comme rejeté${payload.toConfirm ? ' (délai à confirmer)' : ''}, et vous pourrez saisir le tribunal`] : []),
  ] },
}));

const decided = tells<'dossier.appeal-decided', 'appeal-decided'>('tell-appeal-decided', async ({ act, payload, dossier, on, env }) => {
  const { appeals = [], refused: standing } = await decisionOf(env.world, dossier.id);
  const reversed = payload.outcome === 'reversed';
  return { template: 'appeal-decided', data: {
    number: dossier.number, receipt: appeals.find(({ actId }) => actId === payload.appealId)?.receipt ?? '', on, signatory: await signatoryOf(env, act),
    outcome: reversed ? 'votre dossier est rouvert' : 'le refus est maintenu', reasons: [written(act, 'reasons'), ...payload.texts.map(cited)],
    appeal: reversed ? ['Un agent va prendre une nouvelle décision.'] : (standing?.appeals ?? []).filter(({ kind }) => kind === 'litigation').map((way) => wayWords(way, today(new Date(act.recordedAt)))),
  } };
});

const judged = tells<'dossier.judged', 'judgment-recorded'>('tell-judged', ({ payload, dossier }) => ({
  template: 'judgment-recorded', data: {
    number: dossier.number, court: payload.court, reference: payload.reference, on: formatDate(payload.on), outcome: judgmentWords[payload.outcome],
    next: [payload.reopens ? `Votre dossier est rouvert : un agent va prendre une nouvelle décision${payload.within ? ` avant le ${formatDate(payload.within)}` : ''}.` : 'Rien ne change dans le registre par ce seul enregistrement.'],
  },
}));

export const decisionReactions = {
  'dossier.refused': [refused], 'dossier.hearing-opened': [heard], 'dossier.hearing-answered': [answered],
  'dossier.appealed': [appealed], 'dossier.appeal-decided': [decided], 'dossier.judged': [judged],
} satisfies Record<Kind, readonly React[]>;

/** «Recours gracieux devant …, avant le 21 février 2027 (3 mois, à confirmer)». */
function wayWords({ kind, before, months, toConfirm }: Appeal, on: string): string {
  return `${capital(appealNames[kind])} devant ${before}, jusqu’au ${formatDate(addMonths(on, months))} (${months} mois${toConfirm ? ', à confirmer' : ''})`;
}

const written = (act: DoneAct, name: string): string => (typeof act.private[name] === 'string' ? act.private[name] : 'Effacé');
const cited = (id: string): string => territory.citeText(id as TextId);
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Who signed, as it stands under a decision. */
async function signatoryOf({ world }: FollowEnv, act: DoneAct): Promise<string> {
  const { signatory } = act;
  const [agent] = signatory?.agentId ? await world.read<{ name: string }[]>`select name from agent where id = ${signatory.agentId}` : [];
  return [agent?.name ?? signatory?.name, signatory?.capacity].filter(Boolean).join(', ');
}
