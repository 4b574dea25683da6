import type { Actor } from '../../../core/access/actor.ts';
import { perform, type Decision } from '../../../core/act/perform.ts';
import type { Author } from '../../../core/act/types.ts';
import { isRefusal } from '../../../core/db/errors.ts';
import type { Tx } from '../../../core/db/sql.ts';
import type { World } from '../../../core/demarche/index.ts';
import { enqueue } from '../../../core/jobs/index.ts';
import { humanCode } from '../../../core/values/human-code.ts';
import { requestId, uuid } from '../../../core/values/ids.ts';
import { territory } from '../../../territory/index.ts';
import { accreditationOf, batchOf } from '../../partners/index.ts';
import { lotRef } from '../model/blanks.ts';
import { nextBlanks, printedActs, spoiledActs, type Blank } from '../rules/printing.ts';
import { blankFacet } from '../store-blanks.ts';
import type { PrintSource } from '../model/printing.ts';
import { carrying, insertJob, lotsAt, notToPrint, printJob } from './store.ts';

export const PRINT = 'print-titles';

/** Why titles cannot be printed; the message is for whoever asks. */
export class PrintRefused extends Error {
  override name = 'PrintRefused';
}

type Printer = Extract<Actor, { kind: 'agent' | 'partner' }>;
type Plan = { job: string; site: string; titles: readonly string[]; batchId: string | null; againOf: string | null; spoil: readonly (Blank & { title: string })[]; reason: string };

/** On whose stock an actor prints: an agent on that of their office, a user of a company on the blanks that the company holds. */
export const siteOf = (actor: Printer): string => (actor.kind === 'agent' ? actor.office : actor.companyId);

/**
 * Begins the printing of titles: each takes the next blank of the site, in one transaction, and the pages are drawn by the worker.
 * The same request twice is one job. Two jobs on one stock wait for each other and share no blank.
 * @returns the id of the job @throws PrintRefused when the stock is short (nothing is taken), or a title may not be printed
 */
export function startPrint(world: World, actor: Printer, asked: { source: PrintSource; titles: readonly string[]; requestId: string }): Promise<string> {
  const { source, titles } = asked;
  const batchId = source.kind === 'batch' ? source.batchId : null;
  return begin(world, actor, asked.requestId, titles, async (tx, job) => {
    if (!(await maySource(tx, actor, source, world))) throw new PrintRefused('Ces titres ne sont pas à imprimer par vous : la convention de l’entreprise ne le prévoit pas, ou ils sont d’un autre site.');
    const wrong = await notToPrint(tx, source, titles);
    if (wrong.length) throw new PrintRefused(`${wrong.length > 1 ? 'Ces titres ne sont plus à imprimer, parce qu’ils ont été remplacés ou imprimés' : 'Ce titre n’est plus à imprimer, parce qu’il a été remplacé ou imprimé'} : ${wrong.slice(0, 20).join(', ')}.`);
    return { job, site: siteOf(actor), titles, batchId, againOf: null, spoil: [], reason: '' };
  });
}

/**
 * Blanks of a job were spoiled: they are recorded so, and their titles are given the next ones, in one transaction, as a job of their own.
 * @returns the id of that job @throws PrintRefused as `startPrint`, or when a title is not on a blank of that job any more
 */
export function printAgain(world: World, actor: Printer, asked: { jobId: string; titles: readonly string[]; reason: string; requestId: string }): Promise<string> {
  const { jobId, titles, reason } = asked;
  return begin(world, actor, asked.requestId, titles, async (tx, job) => {
    const before = await printJob(tx, jobId);
    if (before?.site !== siteOf(actor)) throw new PrintRefused('Cette impression est d’un autre site.');
    if (before.batch_id && !(await maySource(tx, actor, { kind: 'batch', batchId: before.batch_id }, world))) throw new PrintRefused('La convention de l’entreprise ne prévoit plus qu’elle imprime.');
    const spoil = await carrying(tx, jobId, titles);
    if (spoil.length !== titles.length) throw new PrintRefused('L’un de ces papiers est déjà inscrit comme gâché : rechargez la page.');
    return { job, site: before.site, titles: spoil.map(({ title }) => title), batchId: before.batch_id, againOf: jobId, spoil, reason };
  });
}

async function begin(world: World, actor: Printer, request: string, titles: readonly string[], plan: (tx: Tx, job: string) => Promise<Plan>): Promise<string> {
  const most = territory.parameter('printMost', world.today(world.clock())).value;
  if (!titles.length) throw new PrintRefused('Choisissez au moins un titre.');
  if (titles.length > most) throw new PrintRefused(`Une impression contient ${most} titres au plus : celle-ci en a ${titles.length}.`);
  if (new Set(titles).size !== titles.length) throw new PrintRefused('Un titre est là deux fois.');
  let planned: { plan: Plan; blanks: Blank[] } | undefined;
  try {
    const { result } = await perform<string>(world, {
      requestId: requestId('print', request), author: authorOf(actor), judgedOn: world.today(world.clock()), subjects: [],
      decide: async ({ tx, states, get }): Promise<Decision<string>> => {
        const made = await plan(tx, uuid());
        const lots = [...new Set([...await lotsAt(tx, made.site, titles.length), ...made.spoil.map(({ lotId }) => lotId)])];
        if (lots.some((id) => !states.has(id))) return { more: lots.map(lotRef) };
        const blanks = nextBlanks(lots.map((id) => ({ id, state: get(blankFacet, id) })), made.site, made.titles.length);
        const missing = made.titles.length - blanks.length;
        if (missing) throw new PrintRefused(`Le stock de ce site est trop court : il manque ${missing} titre${missing > 1 ? 's' : ''} vierge${missing > 1 ? 's' : ''}. Rien n’est imprimé.`);
        planned = { plan: made, blanks };
        return { acts: [...spoiledActs(made.spoil, made.reason), ...printedActs(made.job, blanks.map((blank, index) => ({ ...blank, title: made.titles[index] ?? '' })))], result: made.job };
      },
      alongside: async ({ tx, now }) => {
        const { plan: made, blanks } = planned as NonNullable<typeof planned>;
        await insertJob(tx, {
          id: made.job, number: `I-${humanCode(8)}`, site: made.site, batch_id: made.batchId, company_id: actor.kind === 'partner' ? actor.companyId : null,
          asked_kind: actor.kind, asked_by: actor.kind === 'agent' ? actor.agentId : actor.userId, again_of: made.againOf, created_at: new Date(now),
        }, blanks.map(({ serial }, index) => ({ serial, title: made.titles[index] ?? '' })));
        await enqueue(tx, PRINT, { jobId: made.job }, { jobKey: `${PRINT}:${made.job}` });
      },
    });
    return result;
  } catch (error) {
    // Two sites at once on one title: the second finds at the end that a blank carries it.
    if (isRefusal(error, 'exclusion', 'blank_title_once')) throw new PrintRefused('L’un de ces titres vient d’être imprimé ailleurs : rechargez la page.');
    throw error;
  }
}

const authorOf = (actor: Printer): Author => (actor.kind === 'agent' ? { kind: 'authority', agentId: actor.agentId, basis: 'maison-titres' } : { kind: 'system', job: 'impression' });

/** An agent prints what their office issued, or the batch of any company, for pickup; a company its own batches, if its convention says so. */
async function maySource(tx: Tx, actor: Printer, source: PrintSource, world: World): Promise<boolean> {
  if (actor.kind === 'agent') return source.kind === 'batch' || source.office === actor.office;
  if (source.kind !== 'batch' || !(await batchOf(tx, actor.companyId, source.batchId))) return false;
  return printsItself(tx, actor.companyId, world);
}

/** Whether the convention of a company lets it print on blanks that it holds. */
export async function printsItself(sql: Tx | World['read'], companyId: string, world: World): Promise<boolean> {
  return (await accreditationOf(sql, companyId, world.today(world.clock()), world.clock())).some(({ convention }) => convention.printing);
}
