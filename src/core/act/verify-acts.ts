import { saltedDigest } from '../crypto/index.ts';
import type { Tx } from '../db/sql.ts';
import { ERASED } from './erase.ts';
import { hashAct, type ActColumns } from './journal.ts';
import { comparePools, type CounterCheck, type PoolRow } from './verify-numbers.ts';
import type { SealCheck } from './verify-seals.ts';
import type { Notes } from './verify.ts';
import type { Json } from './types.ts';

type ActRow = Omit<ActColumns, 'recorded_at' | 'effective_at'> & { recorded_at: Date; effective_at: Date; hash: Buffer; finer: boolean };
type PrivateRow = { act_id: string; name: string; salt: Buffer | null; content: Json; erased_by: string | null };
type Watch = { notes: Notes; seals: SealCheck; counters: CounterCheck; progress: (acts: number) => void };

const BATCH = 2000;
const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Every act in the order of its id: its hash, its private content, the numbers it drew, the seal it is under. */
export async function verifyActs(tx: Tx, watch: Watch): Promise<void> {
  let after = FIRST;
  let done = 0;
  let coming = readBatch(tx, after);
  while (after !== LAST) {
    const acts = await coming;
    const upTo = acts.length < BATCH ? LAST : (acts.at(-1) as ActRow).id;
    const around = readAround(tx, after, upTo);
    // Asked now, so that the database reads while the hashes are computed.
    if (upTo !== LAST) coming = readBatch(tx, upTo);
    for (const act of acts) verifyHash(act, watch.notes);
    const { links, privates, pools, sealed } = await around;
    const known = new Map(acts.map((act) => [act.id, act]));
    verifyPrivates(known, privates, watch.notes);
    comparePools(known, pools, watch.notes);
    for (const act of acts) watch.counters.add(act.id, act.numbers, watch.notes);
    watch.seals.add(acts, links, sealed);
    after = upTo;
    watch.progress(done += acts.length);
  }
  await verifyReferences(tx, watch.notes);
}

function readBatch(tx: Tx, after: string) {
  return tx<ActRow[]>`
    select id, kind, schema_version, request_id, recorded_at, effective_at, judged_on, author, signatory, payload, digests, cites, numbers, hash,
           recorded_at <> date_trunc('milliseconds', recorded_at) or effective_at <> date_trunc('milliseconds', effective_at) as finer
    from act where id > ${after} order by id limit ${BATCH}`.execute();
}

async function readAround(tx: Tx, after: string, upTo: string) {
  const [links, privates, pools, sealed] = await Promise.all([
    tx<{ act_id: string; hash: Buffer }[]>`
      select act_id, hash from act_subject where act_id > ${after} and act_id <= ${upTo} order by act_id, subject_id`,
    tx<PrivateRow[]>`select act_id, name, salt, content, erased_by from act_private where act_id > ${after} and act_id <= ${upTo}`,
    tx<PoolRow[]>`select pool, number, act_id from number_pool where act_id > ${after} and act_id <= ${upTo}`,
    tx<{ act_id: string; position: number }[]>`select act_id, position from seal_act where act_id > ${after} and act_id <= ${upTo} order by act_id`,
  ]);
  return { links, privates, pools, sealed };
}

function verifyHash(act: ActRow, notes: Notes): void {
  notes.count('actes');
  // Read to the millisecond: a finer instant was put there by another hand.
  const same = !act.finer && hashAct({ ...act, recorded_at: act.recorded_at.toISOString(), effective_at: act.effective_at.toISOString() }).equals(act.hash);
  if (same) return;
  notes.report({
    what: 'act.hash', where: `act ${act.id}`,
    sentence: `L’acte « ${act.kind} » du ${day(act.recorded_at)} a été modifié après son enregistrement : son empreinte n’est plus la sienne.`,
  });
}

function verifyPrivates(acts: ReadonlyMap<string, ActRow>, rows: readonly PrivateRow[], notes: Notes): void {
  const present = new Set<string>();
  for (const row of rows) {
    const where = `act_private ${row.act_id} ${row.name}`;
    const digest = acts.get(row.act_id)?.digests[row.name];
    present.add(`${row.act_id} ${row.name}`);
    if (digest === undefined) {
      notes.report({ what: 'private.stray', where, sentence: `Un contenu privé « ${row.name} » est rattaché à un acte qui ne le connaît pas.` });
    } else if (row.erased_by && !row.salt && row.content === null) {
      notes.count('contenus privés effacés par un acte');
      notes.cannotSee('Un contenu privé effacé ne peut plus être relu : seule son empreinte salée reste dans la chaîne. Des sauvegardes plus anciennes peuvent encore le contenir.');
    } else if (row.salt && saltedDigest(row.salt, row.content).toString('hex') === digest) {
      notes.count('contenus privés');
    } else {
      notes.report({ what: 'private.digest', where, sentence: `Le contenu privé « ${row.name} » a été modifié, ou vidé sans acte d’effacement.` });
    }
  }
  for (const act of acts.values()) {
    for (const name of Object.keys(act.digests)) {
      if (present.has(`${act.id} ${name}`)) continue;
      notes.report({ what: 'private.missing', where: `act ${act.id} ${name}`, sentence: `Le contenu privé « ${name} » de l’acte « ${act.kind} » a disparu sans acte d’effacement.` });
    }
  }
}

/** What one table says of another: erasures by an act, cited acts, acts without a chain. */
async function verifyReferences(tx: Tx, notes: Notes): Promise<void> {
  const forged = await tx<{ act_id: string; name: string }[]>`
    select p.act_id, p.name from act_private p left join act e on e.id = p.erased_by
    where p.erased_by is not null and (e.id is null or e.kind <> ${ERASED} or not p.act_id = any(e.cites)
      or not coalesce(e.payload -> 'names' @> to_jsonb(p.name), false))`;
  for (const { act_id, name } of forged) {
    notes.report({ what: 'private.erased', where: `act_private ${act_id} ${name}`, sentence: `Le contenu privé « ${name} » est dit effacé par un acte qui n’existe pas ou qui ne l’efface pas.` });
  }
  const cited = await tx<{ id: string; missing: string }[]>`
    select a.id, c.id as missing from act a, unnest(a.cites) c(id) where cardinality(a.cites) > 0 and not exists (select from act o where o.id = c.id)`;
  for (const { id, missing } of cited) {
    notes.report({ what: 'act.cites', where: `act ${id}`, sentence: `Un acte en cite un autre qui n’existe plus (${missing}).` });
  }
  const alone = await tx<{ id: string; kind: string }[]>`
    select id, kind from act where not exists (select from act_subject s where s.act_id = act.id) order by id limit 50`;
  for (const { id, kind } of alone) {
    notes.report({ what: 'act.unlinked', where: `act ${id}`, sentence: `L’acte « ${kind} » n’est plus dans la chaîne d’aucun sujet.` });
  }
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
