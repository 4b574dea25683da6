import fc from 'fast-check'
import { erasePrivate } from '../../src/core/act/erase.ts'
import { perform, type ActEnv, type Decision, type PerformCommand } from '../../src/core/act/perform.ts'
import { sealJournal, type SealEnv } from '../../src/core/act/seal.ts'
import { act, type SubjectRef } from '../../src/core/act/types.ts'
import { deterministicId } from '../../src/core/values/ids.ts'
import { content, move, open, PERSON, putIn, takeOut } from '../setup/box.ts'

/** What the endurance test asks of the server, one line of JSON each. Boxes 0 to 5 stand from the start. */
export type Command =
  | { op: 'open' } | { op: 'put'; box: number } | { op: 'take'; box: number; item: string } | { op: 'move'; from: number; to: number; item: string }
  | { op: 'erase'; item: string } | { op: 'fail'; box: number } | { op: 'seal' }
export type Request = { id: string; command: Command }
export type Answer = { id: string; result: unknown } | { id: string; error: string }

export const BOXES = 6
export const boxRef = (n: number): SubjectRef => ({ kind: 'box', id: deterministicId('box', n) })
/** The item that the nth command put in, if it was a put. */
export const itemOf = (n: number): string => `item-${n}`

const box = fc.integer({ min: 0, max: BOXES - 1 })
/** Mostly puts, takes and moves of recent items by boxes that everyone wants at once. */
export const commandAt = (n: number): fc.Arbitrary<Command> => {
  const item = fc.integer({ min: Math.max(0, n - 40), max: n }).map(itemOf)
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ op: fc.constant('put' as const), box }) },
    { weight: 4, arbitrary: fc.record({ op: fc.constant('take' as const), box, item }) },
    { weight: 6, arbitrary: fc.tuple(box, fc.integer({ min: 1, max: BOXES - 1 }), item).map(([from, step, name]) => ({ op: 'move' as const, from, to: (from + step) % BOXES, item: name })) },
    { weight: 3, arbitrary: fc.constant({ op: 'open' as const }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('erase' as const), item }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant('fail' as const), box }) },
    { weight: 1, arbitrary: fc.constant({ op: 'seal' as const }) },
  )
}

/** Does one command, as a server would. @returns what its caller is told; 'absent' when the item was not there */
export async function execute(env: ActEnv, sealing: SealEnv, { id, command }: Request): Promise<unknown> {
  switch (command.op) {
    case 'open':
      return (await perform(env, open(id))).result
    case 'put':
      return (await perform(env, putIn(id, boxRef(command.box), `item-${id.split('-')[1] ?? ''}`))).result
    case 'take':
      return (await perform(env, onlyIfThere(takeOut(id, boxRef(command.box), command.item), command.box, command.item))).result
    case 'move':
      return (await perform(env, onlyIfThere(move(id, boxRef(command.from), boxRef(command.to), command.item), command.from, command.item))).result
    case 'erase':
      return erasePrivateOf(env, id, command.item)
    case 'fail':
      return perform(env, { ...putIn(id, boxRef(command.box), 'never'), alongside: () => Promise.reject(new Error('refused')) }).then(() => 'done', (error: Error) => {
        if (error.message === 'refused') return 'refused'
        throw error
      })
    case 'seal':
      return (await sealJournal(sealing)) ? 'sealed' : 'nothing'
  }
}

type Told = { item: string } | { label: string; id: string } | { blocked: string }

function onlyIfThere(command: PerformCommand<Told>, from: number, item: string): PerformCommand<Told> {
  return {
    ...command,
    decide: (scope): Promise<Decision<Told>> => {
      const { items } = scope.get(content, boxRef(from).id)
      return items.some(({ name, to }) => name === item && to === null) ? command.decide(scope) : Promise.resolve({ none: { blocked: 'absent' } })
    },
  }
}

/** Erases the owner of one of the boxes. Another one may be found when the request comes again: it was answered already. */
async function erasePrivateOf(env: ActEnv, id: string, item: string): Promise<unknown> {
  const [found] = await env.acts<{ act_id: string }[]>`select act_id from act_private order by md5(act_id::text || ${item}) limit 1`
  if (!found) return (await perform<string[]>(env, { requestId: id, author: PERSON, judgedOn: '2026-03-02', subjects: [], decide: () => Promise.resolve({ none: [] }) })).result
  return (await erasePrivate(env, {
    requestId: id, author: PERSON as Extract<typeof PERSON, { kind: 'authority' }>, signatory: null, judgedOn: '2026-03-02', actId: found.act_id, reason: 'essai',
  })).result
}

/** The boxes of the start, opened by one act each. */
export async function openBoxes(env: ActEnv): Promise<void> {
  for (let n = 0; n < BOXES; n += 1) {
    const ref = boxRef(n)
    await perform(env, {
      requestId: `start-${n}`, author: PERSON, judgedOn: '2026-03-02', subjects: [],
      decide: () => Promise.resolve({ acts: [act({ kind: 'box.opened', payload: { label: `start ${n}` }, subjects: [{ ...ref, fresh: true }] })], result: null }),
    })
  }
}
