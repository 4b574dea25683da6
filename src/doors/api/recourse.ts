import { z } from 'zod';
import type { App } from '../../app.ts';
import { isAdministration } from '../../core/access/actor.ts';
import {
  answerHearing, decideAppeal, IncompleteRefusal, lodgeAppeal, openHearing, ProcedureRefusal, recordJudgment, refuseDossier, WrongStage, type Dossier,
} from '../../core/demarche/index.ts';
import { isLawDate } from '../../core/values/time.ts';
import { apiScope, forbidden, HttpFault, json, where, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { territory } from '../../territory/index.ts';
import { mine, shown } from './dossiers.ts';
import { refuse } from './problems.ts';
import { delayOf } from './recourse-view.ts';

const words = z.string().max(10_000);
const texts = z.array(z.string().max(60)).max(20);
const day = z.string().refine(isLawDate, 'Donnez une date, par exemple 2026-11-23.');
/** What each step takes: the contract of the documentation too. */
export const recourseBodies = {
  refuse: z.object({ reasons: words, texts }),
  hearing: z.object({ grounds: words, texts }),
  'hearing/answers': z.object({ observations: words }),
  appeals: z.object({ kind: z.enum(['gracious', 'hierarchical', 'litigation']), grounds: words }),
  'appeals/decision': z.object({ outcome: z.enum(['confirmed', 'reversed']), reasons: words, texts }),
  judgments: z.object({ court: z.string().max(200), reference: z.string().max(60), on: day, outcome: z.enum(['annulled', 'injunction', 'dismissed']), within: day.nullable().default(null), summary: words.default('') }),
} as const;
type Bodies = typeof recourseBodies;

/** Decisions that go against somebody, and their contests: an agent signs, the applicant answers. */
export function recourseRoutes(app: App): RouteLine[] {
  const { world } = app;
  const law = () => territory.procedure(world.today(world.clock()));
  const anyone = apiScope('demarches:write');
  const signing = where(anyone, 'agent', isAdministration);
  const person = where(anyone, 'demandeur ou agent', (actor) => actor.kind === 'citizen' || isAdministration(actor));
  const line = <N extends keyof Bodies>(name: N, who: RouteLine['who'], purpose: string, step: (ctx: Ctx, dossier: Dossier, body: z.output<Bodies[N]>) => Promise<Dossier>): RouteLine => ({
    method: 'POST', path: `/api/v1/dossiers/:id/${name}`, who, purpose, handler: async (ctx) => {
      const dossier = await mine(app, ctx);
      const read = recourseBodies[name].safeParse(ctx.req.body ?? {});
      if (!read.success) throw new HttpFault(422, 'Des réponses sont à corriger.', { errors: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) });
      const after = await step(ctx, dossier, read.data as z.output<Bodies[N]>).catch((error: unknown) => { throw faultOf(error); });
      return json(await shown(app, ctx, after) as never, 201);
    },
  });
  const agent = (ctx: Ctx) => {
    if (!isAdministration(ctx.actor)) throw forbidden();
    return { actor: ctx.actor, door: 'api', office: ctx.actor.office };
  };
  const cited = ({ demarche }: Dossier, ids: readonly string[]) => ids.filter((id) => world.catalogue.get(demarche)?.law.includes(id));
  return [
    line('refuse', signing, 'refus motivé', async (ctx, dossier, body) => {
      const outcome = await refuseDossier(world, agent(ctx), dossier.id, { reasons: body.reasons, texts: cited(dossier, body.texts), appeals: law().ways, requestId: ctx.requestId });
      if (outcome.kind !== 'moved') refuse(outcome);
      return outcome.dossier;
    }),
    line('hearing', signing, 'procédure contradictoire', (ctx, dossier, body) => openHearing(world, agent(ctx), dossier.id, { grounds: body.grounds, texts: cited(dossier, body.texts), procedure: law(), requestId: ctx.requestId })),
    line('hearing/answers', person, 'observations', (ctx, dossier, body) => answerHearing(world, { actor: ctx.actor, door: 'api' }, dossier.id, { ...body, requestId: ctx.requestId })),
    line('appeals', person, 'dépôt d’un recours', (ctx, dossier, body) => lodgeAppeal(world, { actor: ctx.actor, door: 'api' }, dossier.id, { ...body, procedure: law(), silence: delayOf(app, dossier), requestId: ctx.requestId })),
    line('appeals/decision', signing, 'réponse à un recours', (ctx, dossier, body) => decideAppeal(world, agent(ctx), dossier.id, { ...body, texts: cited(dossier, body.texts), requestId: ctx.requestId })),
    line('judgments', signing, 'enregistrement d’un jugement', (ctx, dossier, body) => recordJudgment(world, agent(ctx), dossier.id, { ...body, requestId: ctx.requestId })),
  ];
}

const FORBIDDEN: ReadonlySet<ProcedureRefusal['code']> = new Set(['no-delegation', 'first-signatory']);
const TO_CORRECT: Readonly<Partial<Record<ProcedureRefusal['code'], string>>> = { 'too-short': '', 'no-text': 'texts', 'bad-date': 'on', 'unknown-way': 'kind' };

/** 403 for whoever may not sign, 422 for what is to be corrected, 409 for what cannot be done now. */
function faultOf(error: unknown): unknown {
  if (error instanceof WrongStage) return new HttpFault(409, 'À cette étape, ce dossier ne peut pas changer ainsi.');
  if (error instanceof IncompleteRefusal) return new HttpFault(422, 'Un refus dit ses motifs, cite un texte, et dit les voies de recours.', { errors: [{ path: error.missing, message: 'À compléter.' }] });
  if (!(error instanceof ProcedureRefusal)) return error;
  const { code, message } = error;
  if (FORBIDDEN.has(code)) return forbidden(message);
  const path = TO_CORRECT[code];
  return path === undefined ? new HttpFault(409, message) : new HttpFault(422, message, { errors: [{ path, message }] });
}
