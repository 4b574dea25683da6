import { derived } from '../../core/act/derived.ts';
import { perform } from '../../core/act/perform.ts';
import { act, type Facet } from '../../core/act/types.ts';
import type { Finding } from '../../core/act/verify.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { World } from '../../core/demarche/index.ts';
import { requestId } from '../../core/values/ids.ts';
import { blockRef, evolveBlock, initialBlock, type BlockState, type NumberAct } from './model/numbers.ts';

/** A block and its row; a trigger of the database reserves its numbers, and frees what is left when it is given back. */
export const numberFacet: Facet<BlockState, NumberAct> = {
  name: 'numbers', subject: 'number-block', initial: initialBlock, evolve: evolveBlock, slice: (state) => state,
  ...derived({ table: 'number_block', key: ['block_id'], rows: (id, { block }) => {
    if (!block) return [];
    const { returnedAt, ...kept } = block;
    return [{ block_id: id, ...kept, returned_at: returnedAt }];
  } }),
};

/** Numbers that the counters may still draw before a block begins: a race over the same ones is then rare. */
const AHEAD = 20;

/** The first of `count` consecutive free numbers of a pool, a little ahead of those that are being drawn; null when there are none. */
export async function firstRun(tx: Sql | Tx, pool: string, count: number): Promise<number | null> {
  const [row] = await tx<{ first: number }[]>`
    with free as (select position from number_pool where pool = ${pool} and act_id is null and status = 'free' order by position + 0 limit ${count + 5_000} offset ${AHEAD}),
    runs as (select position, position - row_number() over (order by position) as run from free)
    select min(position) as first from runs group by run having count(*) >= ${count} order by 1 limit 1`;
  return row?.first ?? null;
}

/** The blocks that a number of theirs names, or an accreditation's company. */
export async function locateBlock(tx: Sql | Tx, text: string): Promise<string[]> {
  const rows = await tx<{ block_id: string }[]>`
    select b.block_id from number_pool p join number_block b on b.pool = p.pool and p.position between b.first and b.last and b.returned_at is null
    where p.number = ${text.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
  return rows.map((row) => row.block_id);
}

/** The task of the night: what blocks that have ended did not use is everybody's again. */
export async function returnEndedBlocks(world: World): Promise<void> {
  const today = world.today(world.clock());
  for (const { block_id: id } of await world.acts<{ block_id: string }[]>`select block_id from number_block where returned_at is null and until < ${today}`) {
    await perform(world, {
      requestId: requestId('block-end', id), author: { kind: 'system', job: 'numéros' }, judgedOn: today, subjects: [blockRef(id)],
      decide: async ({ get }) => (get(numberFacet, id).block?.returnedAt === null ? { acts: [act<NumberAct>({ kind: 'numbers.returned', subjects: [blockRef(id)], payload: { by: 'end' } })], result: null } : { none: null }),
    });
  }
}

/** For `verify`: a number is reserved if and only if an open block holds it, and only its owner's errands drew from it. */
export async function verifyBlocks(tx: Tx, report: (finding: Finding) => void): Promise<Record<string, number>> {
  const [held] = await tx<{ n: number }[]>`select coalesce(sum(last - first + 1), 0)::bigint as n from number_block where returned_at is null`;
  const astray = await tx<{ pool: string; number: string; held: boolean }[]>`
    select p.pool, p.number, b.block_id is not null as held
    from number_pool p left join number_block b on b.pool = p.pool and p.position between b.first and b.last and b.returned_at is null
    where p.act_id is null and (p.status = 'reserved') <> (b.block_id is not null) and p.status <> 'blocked' and (p.status = 'reserved' or b.block_id is not null) limit 50`;
  for (const { pool, number, held: inside } of astray) report({ what: 'number.astray', where: `number_pool ${pool} ${number}`, sentence: inside ? `Le numéro ${number} est d’un lot réservé, mais il est libre pour tous.` : `Le numéro ${number} est réservé, mais aucun lot ouvert ne le tient.` });
  const taken = await tx<{ number: string; owner: string }[]>`
    select p.number, b.owner from number_block b join number_pool p on p.pool = b.pool and p.position between b.first and b.last and p.status = 'reserved'
    join act a on a.id = p.act_id left join dossier d on d.id = (a.author ->> 'dossierId')::uuid
    where b.owner is distinct from 'site:' || d.office and b.owner is distinct from 'company:' || (d.actor ->> 'companyId') limit 50`;
  for (const { number, owner } of taken) report({ what: 'number.other', where: `number_block ${owner}`, sentence: `Le numéro ${number} était réservé, et l’acte d’un autre l’a tiré.` });
  return { 'numéros réservés': held?.n ?? 0 };
}
