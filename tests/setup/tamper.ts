import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashAct, hashLink, type ActColumns } from '../../src/core/act/journal.ts';
import type { Json, SubjectRef } from '../../src/core/act/types.ts';
import type { Report } from '../../src/core/act/verify.ts';
import { openKeyRing, type KeyRing } from '../../src/core/crypto/index.ts';
import type { Sql, Tx } from '../../src/core/db/sql.ts';
import type { BoxWorld } from './box-world.ts';

/** The kinds of the findings, each once, sorted. */
export const whats = (report: Report): string[] => [...new Set(report.findings.map(({ what }) => what))].sort();

/** Does to a protected table what only its owner can: the triggers are silenced, then put back. */
export async function tamper(owner: Sql, table: string, change: (tx: Tx) => Promise<unknown>): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`alter table ${tx(table)} disable trigger user`;
    await change(tx);
    await tx`alter table ${tx(table)} enable trigger user`;
  });
}

type Row = Omit<ActColumns, 'recorded_at' | 'effective_at'> & {
  recorded_at: Date;
  effective_at: Date;
  version: number;
  payload: Record<string, Json>;
};

/** Rewrites the last act of a chain as a careful forger would: hashes, links, head and state agree again. */
export async function rewriteChain(
  world: BoxWorld,
  ref: SubjectRef,
  forge: (payload: Record<string, Json>) => Record<string, Json>,
): Promise<void> {
  const { owner } = world;
  const rows = await owner<
    Row[]
  >`select a.*, s.version from act_subject s join act a on a.id = s.act_id where s.subject_id = ${ref.id} order by s.version`;
  const [row, before] = [rows.at(-1), rows.at(-2)];
  if (!row || !before) throw new Error('a chain of two acts at least');
  const forged = {
    ...row,
    payload: forge(row.payload),
    recorded_at: row.recorded_at.toISOString(),
    effective_at: row.effective_at.toISOString(),
  };
  const hash = hashAct(forged);
  const [previous] = await owner<
    { hash: Buffer }[]
  >`select hash from act_subject where subject_id = ${ref.id} and version = ${before.version}`;
  const link = hashLink(previous?.hash ?? null, hash, ref.id, row.version);
  await tamper(owner, 'act', (tx) => tx`update act set payload = ${tx.json(forged.payload)}, hash = ${hash} where id = ${row.id}`);
  await tamper(owner, 'act_subject', (tx) => tx`update act_subject set hash = ${link} where act_id = ${row.id}`);
  await owner`update subject set head = ${link} where id = ${ref.id}`;
  const state = world.env.facets.fold('box', ref.id, await world.acts(ref))['content'];
  await owner`update state set data = ${owner.json(state as never)} where subject_id = ${ref.id}`;
}

/** Keys that are not the register's, in a folder of their own for the time of `use`. */
export async function newKeyRing<T>(use: (keys: KeyRing, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sitt-forger-'));
  try {
    return await use(openKeyRing({ folder: join(folder, 'keys') }), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
