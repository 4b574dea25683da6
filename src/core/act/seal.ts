import { sign, verify } from 'node:crypto';
import { canonical, publicKeyOf, sha256, type KeyRing, type PublicKeySet } from '../crypto/index.ts';
import { isRefusal } from '../db/errors.ts';
import type { Sql, Tx } from '../db/sql.ts';
import { GENESIS } from './journal.ts';
import { MerkleRoot } from './merkle.ts';
import { copySeals } from './seal-file.ts';

/** A signed statement that these acts, and the links they added to the chains, stood at that moment. Hashes are in hexadecimal. */
export type Seal = {
  position: number; sealedAt: string; acts: number; actsRoot: string; linksRoot: string; previous: string; kid: string; signature: string;
};

export type SealEnv = {
  /** The pool of acts: the application role, whose snapshot sees only what is committed. */
  sql: Sql;
  keys: Pick<KeyRing, 'currentKey'>;
  /** Where the seals are also written: a folder outside the database, better on another machine. */
  folder: string;
  clock: () => Date;
};

const ONE_SEALER = 7_484_202;
const ONE_COPIER = 7_484_203;

/**
 * Seals what is committed and not sealed yet, then writes every seal that the folder lacks into `seals.jsonl`.
 * A transaction that still runs is not in the snapshot: the next seal takes it. Run by cron, and at shutdown.
 * @returns the new seal; undefined when there was nothing to seal, or another process is sealing
 */
export async function sealJournal(env: SealEnv): Promise<Seal | undefined> {
  const seal = await env.sql.begin('isolation level repeatable read', async (tx) => {
    const [lock] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${ONE_SEALER}) as mine`;
    if (!lock?.mine) return undefined;
    await tx`set local statement_timeout = 0`;
    return sealBatch(tx, env);
  }).catch((error: unknown) => {
    // The other sealer committed between our snapshot and our lock: its seal has our place, and the next one takes what it lacks.
    if (isRefusal(error, 'unique')) return undefined;
    throw error;
  });
  // Written outside only once it is committed: a crash between the two leaves a copy to catch up, never a seal of nothing.
  // One writer of that file at a time: two would cut each other's lines.
  await env.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${ONE_COPIER})`;
    await copySeals(env.folder, await readSeals(tx));
  });
  return seal;
}

async function sealBatch(tx: Tx, env: SealEnv): Promise<Seal | undefined> {
  const acts = new MerkleRoot();
  const links = new MerkleRoot();
  const unsealedActs = tx<{ hash: Buffer }[]>`
    select a.hash from act a where not exists (select from seal_act s where s.act_id = a.id) order by a.id`;
  for await (const rows of unsealedActs.cursor(5000)) for (const { hash } of rows) acts.add(hash);
  if (!acts.count) return undefined;
  const unsealedLinks = tx<{ hash: Buffer }[]>`
    select l.hash from act_subject l where not exists (select from seal_act s where s.act_id = l.act_id) order by l.act_id, l.subject_id`;
  for await (const rows of unsealedLinks.cursor(5000)) for (const { hash } of rows) links.add(hash);

  const [last] = await tx<SealRow[]>`select ${tx.unsafe(COLUMNS)} from seal order by position desc limit 1`;
  const seal = signSeal({
    position: (last?.position ?? 0) + 1, sealedAt: env.clock().toISOString(), acts: acts.count,
    actsRoot: acts.root().toString('hex'), linksRoot: links.root().toString('hex'), previous: sealLink(last && toSeal(last)),
  }, env.keys);
  await tx`insert into seal ${tx({
    position: seal.position, sealed_at: seal.sealedAt, acts: seal.acts, acts_root: bytes(seal.actsRoot), links_root: bytes(seal.linksRoot),
    previous: bytes(seal.previous), kid: seal.kid, signature: bytes(seal.signature),
  })}`;
  // The same snapshot, so exactly the acts that were hashed.
  await tx`insert into seal_act (act_id, position)
    select a.id, ${seal.position} from act a where not exists (select from seal_act s where s.act_id = a.id)`;
  return seal;
}

/** What the next seal cites of this one; of none, zeros. */
export function sealLink(seal: Seal | undefined): string {
  return seal ? sha256(Buffer.concat([signedBytes(seal), bytes(seal.signature)])).toString('hex') : GENESIS.toString('hex');
}

/** Signs the statement with the key in service. */
export function signSeal(body: Omit<Seal, 'kid' | 'signature'>, keys: SealEnv['keys']): Seal {
  const key = keys.currentKey('seal');
  const seal = { ...body, kid: key.kid, signature: '' };
  const signature = sign('sha256', signedBytes(seal), { key: key.secret, dsaEncoding: 'ieee-p1363' });
  return { ...seal, signature: signature.toString('hex') };
}

/** @returns why the signature cannot be trusted, in French; undefined when it can. */
export function signatureFault(seal: Seal, { keys }: PublicKeySet): string | undefined {
  const key = keys.find((one) => one.kid === seal.kid && one.purpose === 'seal');
  if (!key) return 'sa clé de signature est inconnue';
  if (key.revokedOn) return `sa clé de signature a été déclarée compromise le ${key.revokedOn}`;
  const good = verify('sha256', signedBytes(seal), { key: publicKeyOf(key), dsaEncoding: 'ieee-p1363' }, bytes(seal.signature));
  return good ? undefined : 'sa signature est fausse';
}

function signedBytes({ signature: _signature, ...body }: Seal): Buffer {
  return canonical(body);
}

/** Every seal of the database, the oldest first. */
export async function readSeals(tx: Sql | Tx): Promise<Seal[]> {
  const rows = await tx<SealRow[]>`select ${tx.unsafe(COLUMNS)} from seal order by position`;
  return rows.map(toSeal);
}

const COLUMNS = 'position, sealed_at, acts, acts_root, links_root, previous, kid, signature';
type SealRow = {
  position: number; sealed_at: Date; acts: number; acts_root: Buffer; links_root: Buffer; previous: Buffer; kid: string; signature: Buffer;
};

function toSeal(row: SealRow): Seal {
  return {
    position: row.position, sealedAt: row.sealed_at.toISOString(), acts: row.acts, actsRoot: row.acts_root.toString('hex'),
    linksRoot: row.links_root.toString('hex'), previous: row.previous.toString('hex'), kid: row.kid, signature: row.signature.toString('hex'),
  };
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
