import type { App } from '../../app.ts';
import type { Json, SubjectRef } from '../../core/act/types.ts';
import { isAdministration, type Actor } from '../../core/access/actor.ts';
import { loadStates } from '../../core/act/store.ts';
import { evaluate, hashInput, loadDossier, locateFor, missingSentence, openDossier, piecesOf, submitDossier, TooManyTries, unknownIn, validate, type Caller, type Demarche, type Dossier, type Outcome } from '../../core/demarche/index.ts';
import { apiScope, HttpFault, invalid, json, notFound, openApi, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { canonical, sha256 } from '../../core/crypto/index.ts';
import { isUuid, uuid } from '../../core/values/ids.ts';
import { callerIn } from './caller.ts';
import { keyTaken, printable, refuse, unknownDemarche } from './problems.ts';
import { isDryRun } from './query.ts';
import { demarcheLine, demarcheView, dossierView, dryRunView, examplesIn } from './views.ts';

/** `applicant`: the person for whom an agent asks; anybody else asks for themselves. */
type Body = { subject: string | null; applicant: string | null; input: Json };

/** What may be asked of the administration, and asking it. */
export function demarcheRoutes(app: App): RouteLine[] {
  const { world } = app;
  const find = (id: string | undefined): Demarche => world.catalogue.get(id ?? '') ?? missing();
  return [
    { method: 'GET', path: '/api/v1/demarches', who: openApi, handler: () => json([...world.catalogue.values()].map(demarcheLine)) },
    { method: 'GET', path: '/api/v1/demarches/:id', who: openApi, handler: async ({ params }) => { const d = find(params['id']); return json(demarcheView(d, (await examplesIn(world))(d)) as never); } },
    { method: 'POST', path: '/api/v1/demarches/:id', who: apiScope('demarches:write'), purpose: 'démarche par API', whenStopped: async (ctx) => isDryRun(ctx) || await earlierOf(app, ctx, find(ctx.params['id'])) !== undefined, handler: async (ctx) => {
      const d = find(ctx.params['id']);
      const body = readBody(ctx);
      await checkBody(app, ctx, d, body);
      const trying = isDryRun(ctx);
      if (trying && !body.subject && d.subject.mode === 'existing') return withoutSubject(d, body.input);
      const earlier = trying ? undefined : await earlierOf(app, ctx, d);
      if (earlier) return again(app, ctx, d, earlier, body);
      const subject = await locate(app, ctx, d, body.subject);
      return trying ? dryRun(app, ctx, d, subject, body.input) : apply(app, ctx, d, subject, body);
    } },
  ];
}

/** What is not asked is said, never dropped; who asks is named by an agent, and is somebody of the register. */
async function checkBody({ world }: App, { actor, req }: Ctx, d: Demarche, { applicant, input }: Body): Promise<void> {
  const errors = unknownIn(d.input, input);
  // Beside an input there is nothing but what it is about and who asks.
  if ((req.body as { input?: unknown } | undefined)?.input !== undefined) for (const key of Object.keys(req.body as object)) if (!BODY.includes(key)) errors.push({ path: key.slice(0, 60), message: `À côté de « input », on ne lit que : ${BODY.join(', ')}.` });
  if (applicant && !isAdministration(actor)) errors.push({ path: 'applicant', message: 'Cette réponse est réservée à un agent : laissez-la vide.' });
  else if (applicant && !(await world.read`select 1 from subject where id = ${applicant} and kind = 'person'`).length) errors.push({ path: 'applicant', message: 'Cette personne n’est pas au registre.' });
  if (errors.length) throw invalid(errors);
}
const BODY: readonly string[] = ['subject', 'applicant', 'input'];

async function earlierOf({ world }: App, ctx: Ctx, d: Demarche): Promise<Dossier | undefined> {
  const key = idempotencyOf(ctx, d);
  return key ? findByKey(world.acts, key) : undefined;
}

/** A key that has served. A code that names a sale answers only while the sale is open: then the first answer still stands. */
async function again(app: App, ctx: Ctx, d: Demarche, earlier: Dossier, body: Body) {
  const subject = await locate(app, ctx, d, body.subject).catch((error: unknown) => {
    if (error instanceof HttpFault && error.status === 404) return null;
    throw error;
  });
  return replay(app.world, callerIn(ctx), earlier, subject, body);
}

/** A dry run that does not say on what yet: the subject is one more thing that is missing. */
function withoutSubject(d: Demarche, input: Json) {
  const checked = validate(d.input, input);
  return json({
    blockers: [], missing: [missingSubject(d), ...(checked.ok ? [] : checked.errors)], awaited: [], pieces: [],
    fees: { lines: [], total: 0, currency: 'XPF' }, review: null, because: [], signatures: [],
  } as never);
}

const missingSubject = (d: Demarche) => ({ path: 'subject', message: missingSentence({ control: 'text', label: d.subject.view.question }) });

async function dryRun({ world }: App, ctx: Ctx, d: Demarche, subject: SubjectRef | null, input: Json) {
  const evaluation = await evaluate(world, d, { actor: ctx.actor, subject: subject ?? freshSubject(d), json: input });
  if (!evaluation.capacity) refuse({ kind: 'not-entitled', may: d.who.map((one) => one.label) });
  return json(dryRunView(evaluation) as never);
}

/** Opens and submits. What blocks is answered before anything is written; what is missing leaves a dossier to complete. */
async function apply({ world }: App, ctx: Ctx, d: Demarche, subject: SubjectRef | null, body: Body) {
  const caller = callerIn(ctx);
  const { input, applicant } = body;
  const key = idempotencyOf(ctx, d);
  const before = await evaluate(world, d, { actor: ctx.actor, applicant: applicant ?? null, subject: subject ?? freshSubject(d), json: input });
  if (!before.capacity) refuse({ kind: 'not-entitled', may: d.who.map((one) => one.label) });
  if (before.errors.length) refuse({ kind: 'invalid', errors: before.errors } as Extract<Outcome, { kind: 'invalid' }>);
  if (before.blockers.length) {
    // The twin of this request may have just done it: then what blocks is its own act.
    const twin = key && await findByKey(world.acts, key);
    if (twin) return replay(world, caller, twin, subject, body);
    refuse({ kind: 'blocked', blockers: before.blockers } as Extract<Outcome, { kind: 'blocked' }>);
  }
  const dossier = await openDossier(world, caller, { demarche: d, subject, input, ...(applicant ? { applicantId: applicant } : {}), ...(key ? { idempotency: key } : {}) });
  return replay(world, caller, dossier, subject, body);
}

/** The dossier of this key, taken as far as it goes: whoever comes second, or after a cut, finds what the first one asked for. */
async function replay(world: App['world'], caller: Caller, dossier: Dossier, subject: SubjectRef | null, { input, applicant }: Body) {
  const same = hashInput(input).equals(dossier.input_hash as Buffer) && (!subject || subject.id === dossier.subject_id) && (!applicant || applicant === dossier.applicant_id);
  if (!same) throw keyTaken();
  if (dossier.state !== 'draft' && dossier.state !== 'submitted') return located(world, dossier.id);
  const outcome = await submitDossier(world, caller, dossier.id);
  const left = outcome.kind === 'moved' ? undefined : await loadDossier(world.acts, dossier.id);
  if (outcome.kind !== 'moved' && left?.state === 'draft') refuse(outcome);
  return located(world, dossier.id);
}

async function located(world: App['world'], id: string) {
  const dossier = await loadDossier(world.acts, id);
  if (!dossier) throw notFound();
  return json(dossierView(dossier, await piecesOf(world.acts, id)) as never, 201, { location: `/api/v1/dossiers/${id}` });
}

/** A plate, VIN, title number or code names a subject; two that answer are a dispute for a clerk, not a choice. */
async function locate({ world }: App, ctx: Ctx, d: Demarche, text: string | null): Promise<SubjectRef | null> {
  if (d.subject.mode === 'creates') return null;
  if (!text) throw new HttpFault(422, 'Indiquez sur quoi porte la démarche.', { errors: [missingSubject(d)] });
  const found = isUuid(text) ? await byId(world, ctx.actor, d, text) : await locateFor(world, ctx.actor, d.subject.view, text).catch(tooMany);
  if (found.length > 1) throw new HttpFault(409, 'Plusieurs véhicules répondent à ce numéro : le guichet doit les départager.');
  const [id] = found;
  if (!id) throw notFound('Rien ne porte ce numéro au registre.');
  return { kind: d.subject.view.kind, id };
}

/** The register's own id. Where a secret names the subject, its id is no key: only agents and those who have a part in it use it. */
async function byId({ read, facets }: App['world'], actor: Actor, { subject: { view } }: Demarche, id: string): Promise<string[]> {
  const [row] = await read<{ id: string }[]>`select id from subject where id = ${id} and kind = ${view.kind}`;
  if (!row || !view.secret || isAdministration(actor)) return row ? [row.id] : [];
  const states = (await loadStates(read, facets, [{ kind: view.kind, id }])).get(id);
  return states && view.secret.known(states as never, actor) ? [id] : [];
}

function tooMany(error: unknown): never {
  if (error instanceof TooManyTries) throw new HttpFault(429, error.message);
  throw error;
}

function readBody({ req }: Ctx): Body {
  const body = (req.body ?? {}) as { subject?: unknown; applicant?: unknown; input?: unknown };
  if (typeof body !== 'object' || Array.isArray(body)) throw new HttpFault(400, 'Le corps doit être un objet JSON : { "subject": "…", "input": { … } }.');
  const { subject, applicant, input, ...rest } = body;
  if (applicant !== undefined && applicant !== null && (typeof applicant !== 'string' || !isUuid(applicant))) throw invalid([{ path: 'applicant', message: 'Donnez l’identifiant d’une personne du registre.' }]);
  const found = input ?? rest;
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw new HttpFault(400, '« input » doit être un objet.');
  if (JSON.stringify(found).includes('\\u0000')) throw new HttpFault(422, 'Un texte contient un caractère interdit.');
  return { subject: typeof subject === 'string' && printable(subject, 60) ? printable(subject, 60) : null, applicant: applicant?.toLowerCase() ?? null, input: found as Json };
}

/** A key is the caller's own: another caller's same key is another request. */
function idempotencyOf(ctx: Ctx, d: Demarche): string | null {
  const given = ctx.req.headers['idempotency-key'];
  if (typeof given !== 'string' || !given) return null;
  if (given.length > 200) throw new HttpFault(400, 'La clé d’idempotence dépasse 200 caractères.');
  return sha256(canonical([callerOf(ctx), d.id, given])).toString('hex');
}

const callerOf = ({ actor }: Ctx): string => ('agentId' in actor ? actor.agentId : 'accountId' in actor ? actor.accountId : 'userId' in actor ? actor.userId : actor.kind);

async function findByKey(sql: App['pools']['acts'], key: string): Promise<Dossier | undefined> {
  const [row] = await sql<{ id: string }[]>`select id from dossier where idempotency = ${key}`;
  return row && loadDossier(sql, row.id);
}

const freshSubject = (d: Demarche): SubjectRef => ({ kind: d.subject.view.kind, id: uuid(), fresh: true });
function missing(): never { throw unknownDemarche(); }
