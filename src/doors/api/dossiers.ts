import type { App } from '../../app.ts';
import { isAdministration, type Actor } from '../../core/access/actor.ts';
import { addPiece, approveDossier, evaluateDossier, loadDossier, lockDossier, piecesOf, submitDossier, WrongStage, type Dossier } from '../../core/demarche/index.ts';
import { apiScope, HttpFault, json, where, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { openPieceStore, PieceRefused, storePiece } from '../../core/pieces/index.ts';
import { seal } from '../../core/access/sealed.ts';
import { isUuid, uuid } from '../../core/values/ids.ts';
import { CardUnavailable, MoneyRefusal, startCard } from '../../domains/payments/index.ts';
import { callerIn } from './caller.ts';
import { refuse, unknownDossier } from './problems.ts';
import { decisionView } from './recourse-view.ts';
import { dossierView } from './views.ts';

/** A dossier once opened: see it, complete it, submit it again, pay it. */
export function dossierRoutes(app: App): RouteLine[] {
  const { world } = app;
  const path = '/api/v1/dossiers/:id';
  return [
    { method: 'GET', path, who: apiScope('dossiers:read'), purpose: 'suivi d’un dossier', handler: async (ctx) => json(await shown(app, ctx, await mine(app, ctx)) as never) },
    { method: 'POST', path: `${path}/pieces`, who: apiScope('demarches:write'), purpose: 'dépôt d’une pièce', handler: async (ctx) => {
      const dossier = await mine(app, ctx);
      if (!['draft', 'to_complete', 'in_review'].includes(dossier.state)) throw new HttpFault(409, 'Ce dossier n’attend plus de pièce.');
      const kind = String(ctx.form['kind'] ?? '').slice(0, 60);
      const [upload] = ctx.files;
      if (!upload || !/^[a-z0-9-]+$/.test(kind)) throw new HttpFault(422, 'Envoyez un fichier et sa nature (« kind »).', { errors: [{ path: 'kind', message: 'Renseignez la nature de la pièce et joignez un fichier.' }] });
      await keepPiece(app, dossier, ctx, { kind, name: upload.name, bytes: upload.bytes });
      return json(await shown(app, ctx, dossier) as never, 201);
    } },
    { method: 'POST', path: `${path}/submit`, who: apiScope('demarches:write'), purpose: 'dépôt d’un dossier', handler: async (ctx) => {
      const dossier = await mine(app, ctx);
      const outcome = await submitDossier(world, callerIn(ctx), dossier.id);
      if (outcome.kind !== 'moved') refuse(outcome);
      return json(await shown(app, ctx, outcome.dossier) as never);
    } },
    { method: 'POST', path: `${path}/approve`, who: where(apiScope('demarches:write'), 'agent', ({ kind }) => kind === 'agent'), purpose: 'avis sur un dossier', handler: async (ctx) => {
      const dossier = await mine(app, ctx);
      if (dossier.state !== 'in_review' || ctx.actor.kind !== 'agent') throw notAwaited();
      const outcome = await approveDossier(world, { ...callerIn(ctx), actor: ctx.actor }, dossier.id).catch((error: unknown) => {
        throw error instanceof WrongStage ? notAwaited() : error;
      });
      if (outcome.kind !== 'moved') refuse(outcome);
      return json(await shown(app, ctx, outcome.dossier) as never);
    } },
    { method: 'POST', path: `${path}/payments`, who: apiScope('demarches:write'), purpose: 'paiement d’un dossier', handler: async (ctx) => {
      const dossier = await mine(app, ctx);
      if (dossier.state !== 'to_pay') throw new HttpFault(409, 'Rien n’est à payer pour ce dossier.');
      const { redirectTo } = await startCard(app.desk, { dossierId: dossier.id, label: dossier.number, returnPath: `/usager/dossiers/${dossier.id}` }).catch((error: unknown) => {
        if (error instanceof MoneyRefusal) throw new HttpFault(409, error.message);
        throw error instanceof CardUnavailable ? new HttpFault(503, error.message) : error;
      });
      return json({ redirectTo }, 201);
    } },
  ];
}

/** Agents see every dossier; a citizen theirs; a professional those of its company; an authority, or a helper at a mairie, those they opened. Anything else does not exist. */
export function maySee(actor: Actor, dossier: Dossier): boolean {
  if (isAdministration(actor)) return true;
  if (actor.kind === 'citizen') return dossier.applicant_id === actor.personId;
  if (actor.kind === 'partner') return dossier.actor.kind === 'partner' && dossier.actor.companyId === actor.companyId;
  return 'agentId' in actor && 'agentId' in dossier.actor && dossier.actor.agentId === actor.agentId;
}

/** Nobody waits for an opinion: too early, or another agent was faster. */
const notAwaited = () => new HttpFault(409, 'Ce dossier n’attend pas d’avis.');

/** The dossier of the address; another's does not exist. */
export async function mine({ world }: App, ctx: Ctx): Promise<Dossier> {
  const id = ctx.params['id'] ?? '';
  const dossier = isUuid(id) ? await loadDossier(world.acts, id) : undefined;
  if (!dossier || !maySee(ctx.actor, dossier)) throw unknownDossier();
  return dossier;
}

/** A dossier as it stands, with what was decided against its applicant: one reading in the log. */
export async function shown(app: App, ctx: Ctx, dossier: Dossier) {
  const { world } = app;
  const fresh = await loadDossier(world.acts, dossier.id) as Dossier;
  const pieces = await piecesOf(world.acts, dossier.id);
  return ctx.disclose(seal({ ...dossierView(fresh, pieces), ...await decisionView(app, fresh) }, { personIds: fresh.applicant_id ? [fresh.applicant_id] : [], kind: 'dossier', subjectId: fresh.subject_id }));
}

/** A paper under a name that nobody asked for would be kept, and waited for all the same. What an agent asked for in words has no name. */
async function wantedPiece({ world }: App, dossier: Dossier, kind: string): Promise<{ signed?: boolean; photo?: boolean }> {
  const { pieces } = await evaluateDossier(world, dossier, dossier.actor);
  const reasons = Array.isArray(dossier.blockers) ? [] : dossier.blockers.reasons;
  const kinds = [...new Set([...pieces.map((piece) => piece.kind), ...reasons.flatMap(({ piece }) => piece ?? [])])];
  if (!kinds.includes(kind) && !reasons.some((one) => one.kind === 'ask')) throw new HttpFault(422, 'Ce dossier ne demande pas cette pièce.', { errors: [{ path: 'kind', message: kinds.length ? `Natures demandées : ${kinds.join(', ')}.` : 'Aucune pièce n’est demandée pour l’instant.' }] });
  return pieces.find((piece) => piece.kind === kind) ?? {};
}

async function keepPiece(app: App, dossier: Dossier, ctx: Ctx, given: { kind: string; name: string; bytes: Buffer }): Promise<void> {
  const { signed = false, photo } = await wantedPiece(app, dossier, given.kind);
  const stored = await storePiece(openPieceStore(app.data), given.bytes, { filename: given.name, photo }).catch((error: unknown) => {
    if (error instanceof PieceRefused) throw new HttpFault(error.code === 'too-large' ? 413 : 422, error.message, { errors: [{ path: 'file', message: error.message }] });
    throw error;
  });
  await app.world.acts.begin(async (tx) => {
    await lockDossier(tx, dossier.id);
    await addPiece(tx, dossier.id, { id: uuid(), kind: given.kind, filename: stored.filename, mediaType: stored.mediaType, bytes: stored.bytes, sha256: Buffer.from(stored.sha256, 'hex'), storedAs: stored.sha256, signed }, ctx.actor, app.world.clock().toISOString());
  });
}
