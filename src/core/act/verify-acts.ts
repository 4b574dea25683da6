import { saltedDigest } from '../crypto/index.ts';
import type { Tx } from '../db/sql.ts';
import { ERASED } from './erase.ts';
import type { ActColumns } from './journal.ts';
import { FIRST, keyset, LAST } from './keyset.ts';
import { comparePools, type CounterCheck, type PoolRow } from './verify-numbers.ts';
import type { SealCheck } from './verify-seals.ts';
import type { Notes } from './verify.ts';
import type { Json } from './types.ts';

type ActRow = Pick<ActColumns, 'id' | 'kind' | 'digests' | 'numbers'> & { hash: Buffer };
type PrivateRow = { act_id: string; name: string; salt: Buffer | null; content: Json; erased_by: string | null };
type Watch = { notes: Notes; seals: SealCheck; counters: CounterCheck; progress: (acts: number) => void };

const PAGE = 1000;

/**
 * Every act in the order of its id: its private content, the numbers it drew, the seal it is under.
 * (Its hash is recomputed on the way along the chains, where its payload is read.)
 */
export async function verifyActs(tx: Tx, watch: Watch): Promise<void> {
  const pages = keyset<ActRow>(PAGE, (last) => tx<ActRow[]>`
    select id, kind, digests, numbers, hash from act where id > ${last?.id ?? FIRST} order by id limit ${PAGE}`.execute());
  let after = FIRST;
  for await (const acts of pages) {
    const upTo = acts.length < PAGE ? LAST : (acts.at(-1) as ActRow).id;
    const { links, privates, pools, sealed } = await readAround(tx, after, upTo);
    const known = new Map(acts.map((act) => [act.id, act]));
    verifyPrivates(known, privates, watch.notes);
    comparePools(known, pools, watch.notes);
    for (const act of acts) watch.counters.add(act.id, act.numbers, watch.notes);
    watch.seals.add(acts, links, sealed);
    after = upTo;
    watch.notes.count('actes', acts.length);
    watch.progress(acts.length);
  }
  await verifyReferences(tx, watch.notes);
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
