import type { Actor } from '../access/actor.ts';
import { actorTrace } from '../access/actor.ts';
import type { Json } from '../act/types.ts';
import type { Sql, Tx } from '../db/sql.ts';
import { checkTransition, type Dossier, type DossierState } from './dossier.ts';
import type { Quote } from './world.ts';

type NewDossier = Pick<Dossier, 'id' | 'number' | 'demarche' | 'subject_kind' | 'subject_id' | 'applicant_id' | 'actor' | 'door' | 'office' | 'input'> & {
  input_hash: Buffer; idempotency: string | null;
};

/** Opens a draft, in one statement; with the same idempotency key, gives back the dossier opened first. */
export async function insertDossier(tx: Sql | Tx, row: NewDossier, at: string): Promise<Dossier> {
  const [made] = await tx<Dossier[]>`
    with made as (
      insert into dossier (id, number, demarche, subject_kind, subject_id, state, applicant_id, actor, door, office, input, input_hash, idempotency, created_at, updated_at)
      values (${row.id}, ${row.number}, ${row.demarche}, ${row.subject_kind}, ${row.subject_id}, 'draft', ${row.applicant_id}, ${tx.json(row.actor as never)},
              ${row.door}, ${row.office}, ${tx.json(row.input as never)}, ${row.input_hash}, ${row.idempotency}, ${at}, ${at})
      on conflict (idempotency) do nothing returning *),
    told as (
      insert into dossier_event (dossier_id, position, at, actor, to_state, what)
      select id, 1, created_at, ${tx.json(actorTrace(row.actor))}, state, 'ouverture' from made)
    select * from made`;
  if (made) return made;
  const [earlier] = await tx<Dossier[]>`select * from dossier where idempotency = ${row.idempotency}`;
  return earlier as Dossier;
}

export async function loadDossier(tx: Sql | Tx, id: string): Promise<Dossier | undefined> {
  const [row] = await tx<Dossier[]>`select * from dossier where id = ${id}`;
  return row;
}

export async function lockDossier(tx: Tx, id: string): Promise<Dossier | undefined> {
  const [row] = await tx<Dossier[]>`select * from dossier where id = ${id} for update`.execute(); // sent now: what is asked next is read under this lock
  return row;
}

export async function saveDossierInput(tx: Tx, id: string, input: Json, hash: Buffer, at: string): Promise<void> {
  await tx`update dossier set input = ${tx.json(input as never)}, input_hash = ${hash}, updated_at = ${at} where id = ${id} and state in ('draft', 'to_complete')`;
}

export type DossierStep = { actor: Actor; at: string; what: string; detail?: Json; set?: Partial<Dossier> };

/** The one writer of a dossier's stage: checks the table, writes the row and its event. */
export function moveDossier(tx: Tx, dossier: Dossier, to: DossierState, step: DossierStep): Promise<Dossier> {
  return moveDossierThrough(tx, dossier, [{ ...step, to }]);
}

/** The same through several stages at once, each checked and told. One statement. */
export async function moveDossierThrough(tx: Tx, dossier: Dossier, steps: readonly (DossierStep & { to: DossierState })[]): Promise<Dossier> {
  let from = dossier.state;
  const told = steps.map(({ actor, at, what, detail, to }, index) => {
    checkTransition(from, to);
    const line = { rank: index + 1, at, actor: actorTrace(actor), from_state: from, to_state: to, what, detail: detail ?? null };
    from = to;
    return line;
  });
  const set = steps.reduce<Partial<Dossier>>((all, step) => ({ ...all, ...step.set }), {});
  const [row] = await tx<Dossier[]>`
    with moved as (
      update dossier set state = ${from}, updated_at = ${steps.at(-1)?.at ?? null},
        judged_on = ${set.judged_on ?? dossier.judged_on},
        quote = ${jsonOrNull(tx, set.quote ?? dossier.quote)},
        blockers = ${tx.json((set.blockers ?? []) as never)},
        result = ${jsonOrNull(tx, set.result ?? dossier.result)},
        reviewers = ${set.reviewers ?? dossier.reviewers}, submitted_at = ${set.submitted_at ?? dossier.submitted_at}, complete_at = ${set.complete_at ?? dossier.complete_at},
        decided_at = ${set.decided_at ?? dossier.decided_at}
      where id = ${dossier.id} and state = ${dossier.state} returning *),
    told as (
      insert into dossier_event (dossier_id, position, at, actor, from_state, to_state, what, detail)
      select m.id, (select coalesce(max(position), 0) from dossier_event e where e.dossier_id = m.id) + t.rank, t.at, t.actor, t.from_state, t.to_state, t.what, t.detail
      from moved m, jsonb_to_recordset(${tx.json(told as never)}) as t(rank int, at timestamptz, actor jsonb, from_state text, to_state text, what text, detail jsonb))
    select * from moved`;
  if (!row) throw new Error(`dossier ${dossier.id} moved meanwhile`);
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

/** What is said of a paper that was signed over other answers than today's. */
const SIGNED_BEFORE = 'Une réponse a changé depuis la signature : le papier est à signer de nouveau.';

/** The pieces in the order they came. A signed paper whose answers have changed since is told as rejected: it no longer counts. */
export async function piecesOf(tx: Sql | Tx, dossierId: string): Promise<DossierPiece[]> {
  return tx<DossierPiece[]>`
    select p.id, p.kind, p.filename, p.media_type, p.bytes, p.sha256, p.stored_as, p.added_at,
           case when p.signed_over <> d.input_hash then 'rejected' else p.verdict end as verdict,
           case when p.signed_over <> d.input_hash then ${SIGNED_BEFORE} else p.reason end as reason
    from dossier_piece p join dossier d on d.id = p.dossier_id where p.dossier_id = ${dossierId} order by p.added_at`;
}

export type NewPiece = { id: string; kind: string; filename: string; mediaType: string; bytes: number; sha256: Buffer; storedAs: string; signed?: boolean | undefined };

/** Adds a piece. `signed`: it bears a signature over the present answers, and counts only as long as they stand. */
export async function addPiece(tx: Tx, dossierId: string, piece: NewPiece, actor: Actor, at: string): Promise<void> {
  await tx`
    insert into dossier_piece (id, dossier_id, kind, filename, media_type, bytes, sha256, stored_as, added_by, added_at, signed_over)
    select ${piece.id}::uuid, id, ${piece.kind}, ${piece.filename}, ${piece.mediaType}, ${piece.bytes}::int, ${piece.sha256}::bytea, ${piece.storedAs}, ${tx.json(actorTrace(actor))}::jsonb, ${at}::timestamptz, case when ${piece.signed === true} then input_hash end
    from dossier where id = ${dossierId}`;
}

export async function addSignature(
  tx: Tx, dossierId: string, signature: { party: string; personId: string | null; inputHash: Buffer; means: 'account' | 'paper-scan' | 'mark-before-witness'; witness?: string }, at: string,
): Promise<void> {
  await tx`
    insert into dossier_signature (dossier_id, party, person_id, input_hash, means, witness, signed_at)
    values (${dossierId}, ${signature.party}, ${signature.personId}, ${signature.inputHash}, ${signature.means}, ${signature.witness ?? null}, ${at})
    on conflict do nothing`;
}

/** An agent's opinion over the present answers. Given again (after a hearing), it is theirs of that day, and still counts once. */
export async function addReview(
  tx: Tx, dossierId: string, review: { agentId: string; verdict: 'approve' | 'refuse' | 'ask'; inputHash: Buffer; delegationId: string | null; reason?: string }, at: string,
): Promise<void> {
  await tx`
    insert into dossier_review (dossier_id, agent_id, verdict, input_hash, delegation_id, reason, at)
    values (${dossierId}, ${review.agentId}, ${review.verdict}, ${review.inputHash}, ${review.delegationId}, ${review.reason ?? null}, ${at})
    on conflict (dossier_id, agent_id, input_hash, verdict) do update set at = excluded.at, delegation_id = excluded.delegation_id`;
}

/**
 * What a dossier has received: the kinds of pieces that count; over its present input, who signed and which agents approved.
 * `heard`: a hearing is open. An opinion given before it does not count: somebody weighs what the person had to say.
 */
export type Brought = { pieces: string[]; signed: string[]; approved: string[]; heard: boolean };

/** Read in one statement, with the dossier locked. */
export async function broughtTo(tx: Sql | Tx, dossierId: string): Promise<Brought> {
  const [row] = await tx<Brought[]>`
    select array(select distinct p.kind from dossier_piece p where p.dossier_id = d.id and p.verdict is distinct from 'rejected' and (p.signed_over is null or p.signed_over = d.input_hash)) as pieces,
           array(select s.party from dossier_signature s where s.dossier_id = d.id and s.input_hash = d.input_hash) as signed,
           array(select distinct r.agent_id::text from dossier_review r where r.dossier_id = d.id and r.input_hash = d.input_hash and r.verdict = 'approve'
                   and not exists (select 1 from dossier_procedure h join act a on a.id = h.act_id where h.dossier_id = d.id and h.kind = 'hearing' and a.recorded_at >= r.at)) as approved,
           exists (select 1 from dossier_procedure h where h.dossier_id = d.id and h.kind = 'hearing') as heard
    from dossier d where d.id = ${dossierId}`;
  return row ?? { pieces: [], signed: [], approved: [], heard: false };
}

/** How many agents must approve: a file whose applicant is being heard goes on only when one of them has weighed it. */
export function approvalsNeeded(review: 'automatic' | 'clerk' | 'two-persons' | null, { heard }: Pick<Brought, 'heard'>): number {
  return review === 'two-persons' ? 2 : review === 'clerk' || heard ? 1 : 0;
}
