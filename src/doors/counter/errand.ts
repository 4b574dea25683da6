import { isHelper, type Actor } from '../../core/access/actor.ts';
import type { Json, SubjectRef } from '../../core/act/types.ts';
import { seal, sealAll } from '../../core/access/sealed.ts';
import {
  addPiece, demarcheOf, evaluateDossier, fieldsOf, flatten, isShown, loadDossier, locateFor, lockDossier, missingSentence, openDossier, piecesOf, saveInput, TooManyTries, unflatten,
  type Demarche, type Dossier, type DossierPiece, type Evaluation, type Flat, type Piece,
} from '../../core/demarche/index.ts';
import { HttpFault, notFound, type Ctx } from '../../core/http/index.ts';
import { openPieceStore, PieceRefused, storePiece } from '../../core/pieces/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { findPersons, type PersonEntry } from '../../domains/people/index.ts';
import { pieceField, piecesSent, readForm } from '../../ui/demarche/index.ts';
import { lookupFields, searchName, withDefaults, type Matches } from './lookup.ts';
import { markNote, seenNote } from './seen-note.ts';
import { markIn, markNoteName, recordMark } from './signed-piece.tsx';
import { agentOf, callerOf, isUuid, managesPartnersOnly, textOf, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

/** A dossier that an agent has before them, with what its démarche says of it. */
export type Errand = { dossier: Dossier; d: Demarche; flat: Flat };
/** The name of the box «original vu» of a kind of piece. */
export const seenField = (kind: string): string => `vu.${kind}`;
export const openStates = ['draft', 'to_complete'];

/** The dossier of the address, its reading logged under the purpose of the route. */
export async function openErrand(ctx: Ctx, app: CounterApp): Promise<Errand> {
  const id = ctx.params['dossier'] ?? '';
  const found = isUuid(id) ? await loadDossier(app.world.acts, id) : undefined;
  if (!found || !keyedBy(found, ctx) || (managesPartnersOnly(ctx) && demarcheOf(app.world, found).family !== 'professionnel')) throw notFound('Ce dossier n’existe pas.');
  const dossier = await ctx.disclose(seal(found, { personIds: found.applicant_id ? [found.applicant_id] : [], kind: 'dossier', subjectId: found.id }));
  const d = demarcheOf(app.world, dossier);
  return { dossier, d, flat: isHelper(ctx.actor) && !dossier.applicant_id ? flatten(d.input, dossier.input) : withDefaults(fieldsOf(d.input), flatten(d.input, dossier.input), openStates.includes(dossier.state) ? dossier.applicant_id : null) };
}

/** An agent of the counter opens any dossier; a helper at a mairie those they keyed: another one does not exist for them. */
function keyedBy({ actor }: Dossier, ctx: Ctx): boolean {
  return !isHelper(ctx.actor) || (actor.kind === 'agent' && actor.agentId === agentOf(ctx).agentId);
}

/** Opens a draft on what the agent named: an id of the register, or what is read on a paper. */
export async function startErrand(ctx: Ctx, app: CounterApp, d: Demarche, named: string, applicant: string): Promise<Dossier> {
  const subject = await subjectNamed(app, ctx.actor, d, isHelper(ctx.actor) && isUuid(named) ? '' : named);
  return openDossier(app.world, callerOf(ctx), { demarche: d, subject, applicantId: isUuid(applicant) && !isHelper(ctx.actor) ? applicant : null, idempotency: `guichet:${ctx.requestId}` });
}

async function subjectNamed({ world, pools }: CounterApp, actor: Actor, d: Demarche, named: string): Promise<SubjectRef | null> {
  if (d.subject.mode === 'creates') return null;
  const { kind, question } = d.subject.view;
  const found = isUuid(named) ? (await pools.read<{ id: string }[]>`select id from subject where id = ${named} and kind = ${kind}`).map((row) => row.id) : await locateFor(world, actor, d.subject.view, named).catch(tooMany);
  if (found.length > 1) throw new HttpFault(409, 'Plusieurs véhicules répondent à ce numéro : ouvrez le bon par la recherche.');
  const [id] = found;
  if (!id) throw new HttpFault(422, named ? `Rien ne répond à « ${named.slice(0, 40)} ».` : missingSentence({ control: 'text', label: question }));
  return { kind, id };
}

function tooMany(error: unknown): never {
  if (error instanceof TooManyTries) throw new HttpFault(422, error.message);
  throw error;
}

/** Keeps what was typed, right or wrong. */
export async function keepTyped(ctx: Ctx, app: CounterApp, { dossier, d }: Errand): Promise<Errand> {
  const flat = typedBy(ctx, dossier, d);
  await saveInput(app.world, dossier.id, unflatten(d.input, flat) as Json);
  return { d, flat, dossier: { ...await loadDossier(app.world.acts, dossier.id) as Dossier } };
}

/** What the form says. A helper names no person of the register but the applicant, designated by their whole identity. */
export function typedBy(ctx: Ctx, dossier: Dossier, d: Demarche): Flat {
  const flat = readForm(ctx.form);
  if (!isHelper(ctx.actor)) return flat;
  const forged = lookupFields(fieldsOf(d.input)).filter(({ path }) => flat[path] && flat[path] !== dossier.applicant_id).map(({ path }) => path);
  return Object.fromEntries(Object.entries(flat).filter(([path]) => !forged.includes(path)));
}

/** Who the search boxes of the form found, and who was chosen already. */
export async function matchesOf(ctx: Ctx, app: CounterApp, { d, dossier, flat }: Errand): Promise<Matches> {
  const entries = await Promise.all(lookupFields(fieldsOf(d.input)).map(async ({ path, shown }): Promise<[string, PersonEntry[]]> => {
    if (!isShown({ shown } as never, flat)) return [path, []];
    if (isHelper(ctx.actor)) return [path, dossier.applicant_id ? await ctx.disclose(await personsById(app.pools.read, [dossier.applicant_id])) : []];
    const chosen = flat[path] ?? '';
    const typed = textOf(ctx.form[searchName(path)]).slice(0, 80);
    const found = await ctx.disclose(sealAll(typed.length > 1 ? await findPersons(app.pools.read, typed, 12) : []));
    const known = isUuid(chosen) && !found.some((one) => one.person_id === chosen) ? await ctx.disclose(await personsById(app.pools.read, [chosen])) : [];
    return [path, [...known, ...found]];
  }));
  return Object.fromEntries(entries);
}

/** Stores the files of the form and the notes of what was seen in original. @returns what could not be taken, beside its box */
export async function keepPieces(ctx: Ctx, app: CounterApp, { dossier }: Errand, evaluation: Evaluation): Promise<{ path: string; message: string }[]> {
  const sent = await piecesOf(app.world.acts, dossier.id);
  const errors: { path: string; message: string }[] = [];
  for (const piece of evaluation.pieces) {
    for (const upload of ctx.files.filter(({ field }) => field === pieceField(piece.kind))) {
      const problem = await keepOne(ctx, app, dossier, piece, upload.name, upload.bytes);
      if (problem) errors.push({ path: pieceField(piece.kind), message: `${piece.label} : ${problem}` });
    }
    const here = piecesSent(piece.kind, sent).length > 0 || ctx.files.some(({ field }) => field === pieceField(piece.kind));
    const mark = markIn(ctx, piece);
    if (Array.isArray(mark)) errors.push(...mark);
    else if (mark) {
      const fresh = await loadDossier(app.world.acts, dossier.id) as Dossier;
      await recordMark(app, fresh, piece, mark);
      // A helper attaches the marked paper itself; at the counter the agent's note tells of it.
      if (!here && !isHelper(ctx.actor)) await keepOne(ctx, app, dossier, piece, markNoteName(fresh.input_hash as Buffer), await markNote(piece.label, mark.witness, fresh, agentOf(ctx), app.world.clock(), app.demo));
    } else if (textOf(ctx.form[seenField(piece.kind)]) && !here && !isHelper(ctx.actor)) {
      await keepOne(ctx, app, dossier, piece, `Original vu, ${piece.label}.pdf`, await seenNote(piece.label, dossier.number, agentOf(ctx), app.world.clock(), app.demo));
    }
  }
  return errors;
}

/** Stores one file of a dossier; a signed one counts for the answers of this moment. @returns why it could not be taken */
export async function keepOne(ctx: Ctx, app: CounterApp, dossier: Dossier, { kind, signed, photo }: Pick<Piece, 'kind' | 'signed' | 'photo'>, filename: string, bytes: Buffer): Promise<string | undefined> {
  try {
    const stored = await storePiece(openPieceStore(app.data), bytes, { filename, photo });
    await app.world.acts.begin(async (tx) => {
      await lockDossier(tx, dossier.id);
      await addPiece(tx, dossier.id, { id: uuid(), kind, filename: stored.filename, mediaType: stored.mediaType, bytes: stored.bytes, sha256: Buffer.from(stored.sha256, 'hex'), storedAs: stored.sha256, signed }, ctx.actor, app.world.clock().toISOString());
    });
    return undefined;
  } catch (error) {
    if (error instanceof PieceRefused) return error.message;
    throw error;
  }
}

export type Examined = { evaluation: Evaluation; sent: DossierPiece[]; missing: readonly { kind: string; label: string }[] };

/** Everything the démarche says of the dossier as it stands. */
export async function examine(ctx: Ctx, app: CounterApp, { dossier }: Errand): Promise<Examined> {
  const [evaluation, sent] = await Promise.all([evaluateDossier(app.world, dossier, ctx.actor), piecesOf(app.world.acts, dossier.id)]);
  return { evaluation, sent, missing: evaluation.pieces.filter(({ kind, optional }) => !optional && !piecesSent(kind, sent).length) };
}
