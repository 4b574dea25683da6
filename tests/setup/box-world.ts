import { perform, type ActEnv } from '../../src/core/act/perform.ts'
import { actsOf, loadStates } from '../../src/core/act/store.ts'
import type { RecordedAct, SubjectRef } from '../../src/core/act/types.ts'
import type { Sql } from '../../src/core/db/sql.ts'
import { boxFacets, open, request, type Content } from './box.ts'
import { testDatabase } from './database.ts'

/** A database with a pool of labels, and how to look into it. */
export type BoxWorld = {
  readonly env: ActEnv
  readonly owner: Sql
  readonly known: SubjectRef
  readonly newBox: (owner?: string) => Promise<SubjectRef>
  readonly present: (ref: SubjectRef) => Promise<Content>
  readonly acts: (ref: SubjectRef) => Promise<RecordedAct[]>
  readonly versions: (refs: SubjectRef[]) => Promise<number[]>
  readonly count: (table: string, where: Record<string, string>) => Promise<number>
  readonly freeLabels: () => Promise<string[]>
  readonly close: () => Promise<void>
}

export async function box({ labels }: { labels: number }): Promise<BoxWorld> {
  const database = await testDatabase()
  const { owner, sql } = database
  const env: ActEnv = { acts: sql, facets: boxFacets(), clock: () => new Date() }
  await owner`insert into number_pool (pool, position, number) select 'labels', n, 'B' || lpad(n::text, 5, '0') from generate_series(1, ${labels}) n`
  const newBox = async (person = 'Personne Inventée'): Promise<SubjectRef> => {
    const { result } = await perform(env, open(request(), { owner: person }))
    return { kind: 'box', id: (result as { id: string }).id }
  }
  return {
    env, owner, newBox, known: await newBox(),
    present: async (ref) => (await loadStates(sql, env.facets, [ref])).get(ref.id)?.['content'] as Content,
    acts: (ref) => actsOf(sql, ref.id),
    versions: (refs) => Promise.all(refs.map(async ({ id }) => (await owner<{ version: number }[]>`select version from subject where id = ${id}`)[0]?.version ?? -1)),
    count: async (table, where) => {
      const [[column, value] = ['', '']] = Object.entries(where)
      return (await owner<{ n: number }[]>`select count(*) as n from ${owner(table)} where ${owner(column)} = ${value}`)[0]?.n ?? 0
    },
    freeLabels: async () => (await owner<{ number: string }[]>`select number from number_pool where pool = 'labels' and act_id is null order by position`).map((row) => row.number),
    close: database.close,
  }
}
