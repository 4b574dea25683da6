import { canonical, newSalt, sha256, saltedDigest } from '../crypto/index.ts';
import type { Numbers } from './draws.ts';
import type { ActDraft, Author, Json, RecordedAct, Signatory, SubjectRef } from './types.ts';

/** A locked subject: its chain's head and length at the moment of locking. */
export type LockedSubject = { kind: string; id: string; version: number; head: Buffer | null; lastAt: string | null };

/** The columns of an act that its hash covers, in their stored form. */
export type ActColumns = {
  id: string; kind: string; schema_version: number; request_id: string; recorded_at: string; effective_at: string;
  judged_on: string; author: Author; signatory: Signatory | null; payload: Json; digests: { [name: string]: string }; cites: string[];
  numbers: Numbers;
};

/** What the first link of a chain cites. */
export const GENESIS = Buffer.alloc(32);

/** SHA-256 over the canonical bytes of every column. Private content enters only by its salted digest. */
export function hashAct(columns: ActColumns): Buffer {
  return sha256(canonical([
    columns.id, columns.kind, columns.schema_version, columns.request_id, columns.recorded_at, columns.effective_at,
    columns.judged_on, columns.author as unknown as Json, columns.signatory as unknown as Json, columns.payload, columns.digests, columns.cites,
    columns.numbers,
  ]));
}

/** The link of an act into the chain of one subject: previous link, act, subject, place in the chain. */
export function hashLink(previous: Buffer | null, actHash: Buffer, subjectId: string, version: number): Buffer {
  return sha256(Buffer.concat([previous ?? GENESIS, actHash, canonical([subjectId, version])]));
}

export type Recording = {
  requestId: string; judgedOn: string; author: Author; signatory: Signatory | null; recordedAt: string;
};

/**
 * Turns drafts (their numbers already drawn) into rows of the journal, and moves the locked subjects' heads.
 * Pure but for the salts; nothing is written yet.
 */
export function writeActs(drafts: readonly { id: string; draft: ActDraft; numbers?: Numbers }[], subjects: Map<string, LockedSubject>, recording: Recording) {
  const rows: (ActColumns & { hash: Buffer })[] = [];
  const links: { subject_id: string; version: number; act_id: string; hash: Buffer }[] = [];
  const privates: { act_id: string; name: string; class: string; salt: Buffer; content: Json }[] = [];
  const recorded: { act: RecordedAct; subjects: readonly SubjectRef[] }[] = [];
  for (const { id, draft, numbers } of drafts) {
    const digests: Record<string, string> = {};
    for (const item of draft.private ?? []) {
      const salt = newSalt();
      digests[item.name] = saltedDigest(salt, item.content).toString('hex');
      privates.push({ act_id: id, name: item.name, class: item.class, salt, content: item.content });
    }
    const columns: ActColumns = {
      id, kind: draft.kind, schema_version: draft.version, request_id: recording.requestId,
      recorded_at: recording.recordedAt, effective_at: draft.effectiveAt ? stored(draft.effectiveAt) : recording.recordedAt,
      judged_on: recording.judgedOn, author: recording.author, signatory: recording.signatory,
      payload: draft.payload, digests, cites: [...(draft.cites ?? [])], numbers: numbers ?? {},
    };
    const hash = hashAct(columns);
    rows.push({ ...columns, hash });
    for (const ref of draft.subjects) {
      const subject = subjects.get(ref.id);
      if (subject?.kind !== ref.kind) throw new Error(`act ${draft.kind} touches ${ref.kind} ${ref.id}, which is not locked`);
      if (draft.subjects.some((other) => other !== ref && other.id === ref.id)) throw new Error(`act ${draft.kind} names ${ref.kind} ${ref.id} twice`);
      const version = subject.version + 1;
      const link = hashLink(subject.head, hash, ref.id, version);
      links.push({ subject_id: ref.id, version, act_id: id, hash: link });
      subjects.set(ref.id, { ...subject, version, head: link, lastAt: recording.recordedAt });
    }
    recorded.push({
      subjects: draft.subjects,
      act: {
        id, kind: draft.kind, version: draft.version, payload: draft.payload, recordedAt: columns.recorded_at,
        effectiveAt: columns.effective_at, judgedOn: columns.judged_on, author: columns.author, signatory: columns.signatory,
        private: Object.fromEntries((draft.private ?? []).map((item) => [item.name, item.content])), cites: columns.cites, subjects: inOrder(draft.subjects),
      },
    });
  }
  return { rows, links, privates, recorded };
}

/** The subjects of an act as they will be read back: a rule that folds sees the same each time. */
function inOrder(subjects: readonly SubjectRef[]): SubjectRef[] {
  return subjects.map(({ kind, id }) => ({ kind, id })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Rows of the journal, ready to be written. */
export type Written = ReturnType<typeof writeActs>;

/** An instant as PostgreSQL gives it back: what is hashed is what will be read. */
function stored(instant: string): string {
  return new Date(instant).toISOString();
}
