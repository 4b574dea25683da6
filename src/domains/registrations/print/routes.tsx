import type { ComponentChildren } from 'preact';
import type { Actor } from '../../../core/access/actor.ts';
import { seal } from '../../../core/access/sealed.ts';
import type { World } from '../../../core/demarche/index.ts';
import { file, notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { openPieceStore, readPiece } from '../../../core/pieces/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { PrintJobView } from '../screens/printing.tsx';
import { printAgain, PrintRefused } from './start.ts';
import type { PrintJob } from '../model/printing.ts';
import { holdersOfJob, printJob, printTally, titlesOf } from './store.ts';

/** What a door gives to show the jobs of printing of those who enter by it. */
export type PrintDoor = {
  readonly app: { readonly world: World; readonly data: string };
  /** Where its jobs lie: `/guichet/impressions`. */
  readonly base: string;
  /** Who looks; who may declare a blank spoiled. */
  readonly who: { readonly looks: Exclude<RouteLine['who'], 'public'>; readonly prints: Exclude<RouteLine['who'], 'public'> };
  readonly actor: (ctx: Ctx) => Extract<Actor, { kind: 'agent' | 'partner' }>;
  readonly mine: (ctx: Ctx, job: PrintJob) => boolean;
  readonly mayPrint: (ctx: Ctx) => boolean;
  readonly show: (ctx: Ctx, props: { title: string; hasErrors: boolean; here: string; children: ComponentChildren }) => string;
};

/** Several values under one name, as a form sends them. */
export const listOf = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value);

/** The pages of a job, the same at every door: how far it is, its bundle, its spoiled blanks. */
export function printJobRoutes({ app, base, who, actor, mine, mayPrint, show }: PrintDoor): RouteLine[] {
  const { world } = app;
  const of = (method: 'GET' | 'POST', path: string, allowed: PrintDoor['who']['looks'], handler: (ctx: Ctx, job: PrintJob) => Promise<Answer>): RouteLine => ({
    method, path: `${base}/:job${path}`, who: allowed, purpose: 'impression des titres', handler: async (ctx) => {
      const id = ctx.params['job'] ?? '';
      const job = isUuid(id) ? await printJob(world.read, id) : undefined;
      if (!job || !mine(ctx, job)) throw notFound('Cette impression n’existe pas, ou elle n’est pas de votre site.');
      return handler(ctx, job);
    } });
  const view = async (ctx: Ctx, job: PrintJob, error?: { path: string; message: string }): Promise<string> => {
    const [tally, titles] = await Promise.all([printTally(world.read, job.id), titlesOf(world.read, job.id)]);
    const values = { gaches: listOf(ctx.form['gaches']), raison: reasonIn(ctx) };
    return show(ctx, { title: `Impression ${job.number}`, hasErrors: error !== undefined, here: job.number, children: <PrintJobView job={job} tally={tally} titles={titles} base={base} mayPrint={mayPrint(ctx)} error={error} values={values} csrf={ctx.csrf} requestId={ctx.freshRequest} /> });
  };
  return [
    of('GET', '', who.looks, async (ctx, job) => page(await view(ctx, job), 200, job.done_at ? {} : { refresh: '3' })),
    of('POST', '/gaches', who.prints, async (ctx, job) => {
      const reason = reasonIn(ctx);
      if (reason.length < 2) return unprocessable(await view(ctx, job, { path: 'raison', message: 'Dites pourquoi ces papiers sont gâchés.' }));
      try {
        const again = await printAgain(world, actor(ctx), { jobId: job.id, titles: listOf(ctx.form['gaches']), reason, requestId: ctx.requestId });
        return seeOther(`${base}/${again}`, 'Les papiers gâchés sont inscrits ; leurs titres reçoivent les suivants.');
      } catch (error) {
        if (error instanceof PrintRefused) return unprocessable(await view(ctx, job, { path: 'gaches', message: error.message }));
        throw error;
      }
    }),
    of('GET', '/liasse.pdf', who.looks, async (ctx, job) => {
      if (!job.pdf_sha256) return seeOther(`${base}/${job.id}`);
      await ctx.disclose(seal(job.number, { personIds: await holdersOfJob(world.read, job.id), kind: 'titre', subjectId: job.id }));
      return file(await readPiece(openPieceStore(app.data), job.pdf_sha256.toString('hex')), 'application/pdf', `${job.number}.pdf`, true);
    }),
  ];
}

const reasonIn = (ctx: Ctx): string => (listOf(ctx.form['raison']).at(-1) ?? '').trim().slice(0, 200);
