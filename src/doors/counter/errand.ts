import type { Json, SubjectRef } from '../../core/act/types.ts';
import { seal, sealAll } from '../../core/access/sealed.ts';
import {
  addPiece, demarcheOf, evaluateDossier, fieldsOf, flatten, isShown, loadDossier, lockDossier, openDossier, piecesOf, saveInput, unflatten,
  type Demarche, type Dossier, type DossierPiece, type Evaluation, type Flat,
} from '../../core/demarche/index.ts';
import { HttpFault, notFound, type Ctx } from '../../core/http/index.ts';
import { openPieceStore, PieceRefused, storePiece } from '../../core/pieces/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { findPersons, type PersonEntry } from '../../domains/people/index.ts';
import { pieceField, piecesSent, readForm } from '../../ui/demarche/index.ts';
import { lookupFields, searchName, withDefaults, type Matches } from './lookup.ts';
import { seenNote } from './seen-note.ts';
import { agentOf, callerOf, isUuid, textOf, type CounterApp } from './site.tsx';
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
  if (!found) throw notFound('Ce dossier n’existe pas.');
  const dossier = await ctx.disclose(seal(found, { personIds: found.applicant_id ? [found.applicant_id] : [], kind: 'dossier', subjectId: found.id }));
  const d = demarcheOf(app.world, dossier);
  return { dossier, d, flat: withDefaults(fieldsOf(d.input), flatten(d.input, dossier.input), openStates.includes(dossier.state) ? dossier.applicant_id : null) };
}

/** Opens a draft on what the agent named: an id of the register, or what is read on a paper. */
export async function startErrand(ctx: Ctx, app: CounterApp, d: Demarche, named: string, applicant: string): Promise<Dossier> {
  const subject = await subjectNamed(app, d, named);
  return openDossier(app.world, callerOf(ctx), { demarche: d, subject, applicantId: isUuid(applicant) ? applicant : null, idempotency: `guichet:${ctx.requestId}` });
}

async function subjectNamed({ world, pools }: CounterApp, d: Demarche, named: string): Promise<SubjectRef | null> {
  if (d.subject.mode === 'creates') return null;
  const { kind, question, locate } = d.subject.view;
  const found = isUuid(named) ? (await pools.read<{ id: string }[]>`select id from subject where id = ${named} and kind = ${kind}`).map((row) => row.id) : await locate(world.read, named);
  if (found.length > 1) throw new HttpFault(409, 'Plusieurs véhicules répondent à ce numéro : ouvrez le bon par la recherche.');
  const [id] = found;
  if (!id) throw new HttpFault(422, named ? `Rien ne répond à « ${named.slice(0, 40)} ».` : `Renseignez : ${question}.`);
  return { kind, id };
}

/** Keeps what was typed, right or wrong. */
export async function keepTyped(ctx: Ctx, app: CounterApp, { dossier, d }: Errand): Promise<Errand> {
  const flat = readForm(ctx.form);
  const input = unflatten(d.input, flat) as Json;
  await saveInput(app.world, dossier.id, input);
  return { d, flat, dossier: { ...await loadDossier(app.world.acts, dossier.id) as Dossier } };
}

/** Who the search boxes of the form found, and who was chosen already. */
export async function matchesOf(ctx: Ctx, app: CounterApp, { d, flat }: Errand): Promise<Matches> {
  const entries = await Promise.all(lookupFields(fieldsOf(d.input)).map(async ({ path, shown }): Promise<[string, PersonEntry[]]> => {
    if (!isShown({ shown } as never, flat)) return [path, []];
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
      const problem = await keepOne(ctx, app, dossier, piece.kind, upload.name, upload.bytes);
      if (problem) errors.push({ path: pieceField(piece.kind), message: `${piece.label} : ${problem}` });
    }
    if (textOf(ctx.form[seenField(piece.kind)]) && !piecesSent(piece.kind, sent).length && !ctx.files.some(({ field }) => field === pieceField(piece.kind))) {
      await keepOne(ctx, app, dossier, piece.kind, `Original vu, ${piece.label}.pdf`, await seenNote(piece.label, dossier.number, agentOf(ctx), app.world.clock(), app.demo));
    }
  }
  return errors;
}

async function keepOne(ctx: Ctx, app: CounterApp, dossier: Dossier, kind: string, filename: string, bytes: Buffer): Promise<string | undefined> {
  try {
    const stored = await storePiece(openPieceStore(app.data), bytes, { filename });
    await app.world.acts.begin(async (tx) => {
      await lockDossier(tx, dossier.id);
      await addPiece(tx, dossier.id, { id: uuid(), kind, filename: stored.filename, mediaType: stored.mediaType, bytes: stored.bytes, sha256: Buffer.from(stored.sha256, 'hex'), storedAs: stored.sha256 }, ctx.actor, app.world.clock().toISOString());
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
  return { evaluation, sent, missing: evaluation.pieces.filter(({ kind }) => !piecesSent(kind, sent).length) };
}
