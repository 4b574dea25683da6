import type { Actor } from '../access/actor.ts';
import { actorTrace } from '../access/actor.ts';
import type { Json } from '../act/types.ts';
import type { Sql, Tx } from '../db/sql.ts';
import { checkTransition, type Dossier, type DossierState } from './dossier.ts';
import type { Quote } from './world.ts';

type NewDossier = Pick<Dossier, 'id' | 'number' | 'demarche' | 'subject_kind' | 'subject_id' | 'applicant_id' | 'actor' | 'door' | 'office' | 'input'> & {
  input_hash: Buffer; idempotency: string | null;
};

/** Opens a draft; with the same idempotency key, gives back the dossier opened first. */
export async function insertDossier(tx: Tx, row: NewDossier, at: string): Promise<Dossier> {
  const [made] = await tx<Dossier[]>`
    insert into dossier (id, number, demarche, subject_kind, subject_id, state, applicant_id, actor, door, office, input, input_hash, idempotency, created_at, updated_at)
    values (${row.id}, ${row.number}, ${row.demarche}, ${row.subject_kind}, ${row.subject_id}, 'draft', ${row.applicant_id}, ${tx.json(row.actor as never)},
            ${row.door}, ${row.office}, ${tx.json(row.input as never)}, ${row.input_hash}, ${row.idempotency}, ${at}, ${at})
    on conflict (idempotency) do nothing returning *`;
  if (made) {
    await event(tx, row.id, row.actor, at, null, 'draft', 'ouverture');
    return made;
  }
  const [earlier] = await tx<Dossier[]>`select * from dossier where idempotency = ${row.idempotency}`;
  return earlier as Dossier;
}

export async function loadDossier(tx: Sql | Tx, id: string): Promise<Dossier | undefined> {
  const [row] = await tx<Dossier[]>`select * from dossier where id = ${id}`;
  return row;
}

export async function lockDossier(tx: Tx, id: string): Promise<Dossier | undefined> {
  const [row] = await tx<Dossier[]>`select * from dossier where id = ${id} for update`;
  return row;
}

export async function saveDossierInput(tx: Tx, id: string, input: Json, hash: Buffer, at: string): Promise<void> {
  await tx`update dossier set input = ${tx.json(input as never)}, input_hash = ${hash}, updated_at = ${at} where id = ${id} and state in ('draft', 'to_complete')`;
}

/** The one writer of a dossier's stage: checks the table, writes the row and its event. */
export async function moveDossier(
  tx: Tx, dossier: Dossier, to: DossierState, step: { actor: Actor; at: string; what: string; detail?: Json; set?: Partial<Dossier> },
): Promise<Dossier> {
  checkTransition(dossier.state, to);
  const set = step.set ?? {};
  const [row] = await tx<Dossier[]>`
    update dossier set state = ${to}, updated_at = ${step.at},
      judged_on = ${set.judged_on ?? dossier.judged_on},
      quote = ${jsonOrNull(tx, set.quote ?? dossier.quote)},
      blockers = ${tx.json((set.blockers ?? []) as never)},
      result = ${jsonOrNull(tx, set.result ?? dossier.result)},
      reviewers = ${set.reviewers ?? dossier.reviewers}, submitted_at = ${set.submitted_at ?? dossier.submitted_at}, complete_at = ${set.complete_at ?? dossier.complete_at},
      decided_at = ${set.decided_at ?? dossier.decided_at}
    where id = ${dossier.id} and state = ${dossier.state} returning *`;
  if (!row) throw new Error(`dossier ${dossier.id} moved meanwhile`);
  await event(tx, dossier.id, step.actor, step.at, dossier.state, to, step.what, step.detail);
  return row;
}

/** Who the errand is for, as an agent told them from their homonyms. Only while it can still change. */
export async function designateApplicant(tx: Tx, dossier: Dossier, personId: string, step: { actor: Actor; at: string }): Promise<void> {
  const [row] = await tx`update dossier set applicant_id = ${personId}, updated_at = ${step.at} where id = ${dossier.id} and state in ('draft', 'to_complete') returning id`;
  if (row) await event(tx, dossier.id, step.actor, step.at, dossier.state, dossier.state, 'demandeur désigné');
}

/** A new price for a dossier that waits for its payment. */
export async function requote(tx: Tx, dossier: Dossier, quote: Quote, at: string): Promise<Dossier> {
  const [row] = await tx<Dossier[]>`update dossier set quote = ${tx.json(quote as never)}, updated_at = ${at} where id = ${dossier.id} and state = 'to_pay' returning *`;
  return row ?? dossier;
}

function jsonOrNull(tx: Tx, value: unknown) {
  return value === null || value === undefined ? null : tx.json(value as never);
}

export async function event(tx: Tx, dossierId: string, actor: Actor, at: string, from: string | null, to: string, what: string, detail?: Json): Promise<void> {
  await tx`
    insert into dossier_event (dossier_id, position, at, actor, from_state, to_state, what, detail)
    select ${dossierId}, coalesce(max(position), 0) + 1, ${at}, ${tx.json(actorTrace(actor))}, ${from}, ${to}, ${what}, ${detail === undefined ? null : tx.json(detail as never)}
    from dossier_event where dossier_id = ${dossierId}`;
}

export type DossierPiece = { id: string; kind: string; filename: string; media_type: string; bytes: number; sha256: Buffer; stored_as: string; verdict: string | null; reason: string | null; added_at: Date };

export async function piecesOf(tx: Sql | Tx, dossierId: string): Promise<DossierPiece[]> {
  return tx<DossierPiece[]>`select id, kind, filename, media_type, bytes, sha256, stored_as, verdict, reason, added_at from dossier_piece where dossier_id = ${dossierId} order by added_at`;
}

export async function addPiece(tx: Tx, dossierId: string, piece: { id: string; kind: string; filename: string; mediaType: string; bytes: number; sha256: Buffer; storedAs: string }, actor: Actor, at: string): Promise<void> {
  await tx`
    insert into dossier_piece (id, dossier_id, kind, filename, media_type, bytes, sha256, stored_as, added_by, added_at)
    values (${piece.id}, ${dossierId}, ${piece.kind}, ${piece.filename}, ${piece.mediaType}, ${piece.bytes}, ${piece.sha256}, ${piece.storedAs}, ${tx.json(actorTrace(actor))}, ${at})`;
}

export async function signaturesOf(tx: Sql | Tx, dossierId: string, inputHash: Buffer): Promise<string[]> {
  const rows = await tx<{ party: string }[]>`select party from dossier_signature where dossier_id = ${dossierId} and input_hash = ${inputHash}`;
  return rows.map((row) => row.party);
}

export async function addSignature(
  tx: Tx, dossierId: string, signature: { party: string; personId: string | null; inputHash: Buffer; means: 'account' | 'paper-scan' | 'mark-before-witness'; witness?: string }, at: string,
): Promise<void> {
  await tx`
    insert into dossier_signature (dossier_id, party, person_id, input_hash, means, witness, signed_at)
    values (${dossierId}, ${signature.party}, ${signature.personId}, ${signature.inputHash}, ${signature.means}, ${signature.witness ?? null}, ${at})
    on conflict do nothing`;
}

/** Agents who approve this exact input; the two-person rule counts them apart. */
export async function approvalsOf(tx: Sql | Tx, dossierId: string, inputHash: Buffer): Promise<string[]> {
  const rows = await tx<{ agent_id: string }[]>`select distinct agent_id from dossier_review where dossier_id = ${dossierId} and input_hash = ${inputHash} and verdict = 'approve'`;
  return rows.map((row) => row.agent_id);
}

export async function addReview(
  tx: Tx, dossierId: string, review: { agentId: string; verdict: 'approve' | 'refuse' | 'ask'; inputHash: Buffer; delegationId: string | null; reason?: string }, at: string,
): Promise<void> {
  await tx`
    insert into dossier_review (dossier_id, agent_id, verdict, input_hash, delegation_id, reason, at)
    values (${dossierId}, ${review.agentId}, ${review.verdict}, ${review.inputHash}, ${review.delegationId}, ${review.reason ?? null}, ${at})
    on conflict do nothing`;
}
