/** What a person is told of a step of their dossier that is no act, or that no act has told them: once, a minute late at most. */
import { transaction } from './core/db/sql.ts';
import { loadDossier, type Dossier } from './core/demarche/index.ts';
import type { Task } from './core/jobs/index.ts';
import { queueMessage, type Contact } from './core/messages/index.ts';
import { formatF } from './core/values/money.ts';
import { addDays, formatDate, today } from './core/values/time.ts';
import { receiptsOf } from './domains/payments/index.ts';
import { reach, type FollowEnv } from './domains/registrations/index.ts';
import { territory } from './territory/index.ts';

export const TOLD = 'told';

/** While the person, or the agent before them, may still be typing, nothing is missing yet; what an agent asks for is told at once. */
const QUIET_MINUTES = 15;
/** The act's own message has left by then: nobody is told twice of one thing. */
const ACT_MINUTES = 3;
/** A worker that was down longer leaves the rest to the person's own page. */
const SINCE_DAYS = 30;

type Step = { dossier_id: string; position: number; at: Date; state: 'to_complete' | 'issued' };

/** The task that looks for what nobody told yet. Run twice it tells once: the key is the step, or the receipt. */
export function toldTask(env: FollowEnv): Task {
  const { world } = env;
  return async () => {
    const now = world.clock();
    const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    const since = before(SINCE_DAYS * 24 * 60);
    const steps = await world.read<Step[]>`
      select dossier_id, position, at, state from pub_dossier_to_tell
      where at > ${since} and at <= case when asked then ${now} when state = 'to_complete' then ${before(QUIET_MINUTES)} else ${before(ACT_MINUTES)} end order by at limit 200`;
    for (const step of steps) await tellStep(env, step, now);
    const receipts = await world.read<{ dossier_id: string; number: string }[]>`select dossier_id, number from pub_receipt_to_tell where issued_at > ${since} order by issued_at limit 200`;
    for (const one of receipts) await tellReceipt(env, one.dossier_id, one.number, now);
  };
}

async function tellStep(env: FollowEnv, step: Step, now: Date): Promise<void> {
  const dossier = await loadDossier(env.world.acts, step.dossier_id);
  if (!dossier?.applicant_id || dossier.state !== step.state) return;
  const personId = dossier.applicant_id;
  const demarche = env.world.catalogue.get(dossier.demarche)?.title ?? '';
  const on = today(step.at);
  const common = { key: `step:${dossier.id}:${step.position}`, personId, subject: { kind: 'dossier', id: dossier.id }, dossierId: dossier.id, page: `/usager/dossiers/${dossier.id}`, now } as const;
  await transaction(env.world.acts, async (tx) => {
    const contacts = await reach(env, tx, personId, now.toISOString());
    if (step.state === 'issued') {
      await queueMessage(tx, env.messaging, { ...common, contacts, template: 'dossier-issued', data: { number: dossier.number, demarche, on: formatDate(on), papers: paperNumbers(dossier) } });
    } else {
      const before = formatDate(addDays(on, territory.parameter('incompleteDays', on).value));
      await queueMessage(tx, env.messaging, { ...common, contacts, template: 'dossier-incomplete', data: { number: dossier.number, demarche, before, missing: missingIn(dossier) } });
    }
  });
}

/** What is missing, in the words of the démarche: a paper, a signature, what stands in the way and who clears it. */
function missingIn({ blockers }: Dossier): string[] {
  if (Array.isArray(blockers)) return [];
  return [
    ...blockers.reasons.map(({ kind, label }) => (kind === 'signature' ? `Signature : ${label.charAt(0).toLowerCase()}${label.slice(1)}` : label)),
    ...blockers.blockers.map(({ message, clearedBy }) => `${message} À faire par ${clearedBy.who} : ${clearedBy.how}.`),
  ];
}

function paperNumbers({ result }: Dossier): string[] {
  return Array.isArray(result?.titles) ? result.titles.flatMap((one) => { const number = (one as { number?: unknown } | null)?.number; return typeof number === 'string' ? [`Papier n° ${number}`] : []; }) : [];
}

/** A quittance is a paper already: the message never makes a letter of it. */
async function tellReceipt(env: FollowEnv, dossierId: string, number: string, now: Date): Promise<void> {
  const dossier = await loadDossier(env.world.acts, dossierId);
  const receipt = (await receiptsOf(env.world.read, dossierId)).find((one) => one.number === number);
  if (!dossier?.applicant_id || !receipt) return;
  const personId = dossier.applicant_id;
  await transaction(env.world.acts, async (tx) => {
    const contacts = (await reach(env, tx, personId, now.toISOString())).map(({ name, email, phone }): Contact => ({ name, account: true, ...(email ? { email } : {}), ...(phone ? { phone } : {}) }));
    await queueMessage(tx, env.messaging, {
      key: `receipt:${number}`, template: 'payment-received', personId, contacts, subject: { kind: 'dossier', id: dossierId }, dossierId, page: `/usager/dossiers/${dossierId}`, now,
      data: { number: dossier.number, amount: formatF(receipt.total), on: formatDate(receipt.issuedOn), receipt: number },
    });
  });
}
