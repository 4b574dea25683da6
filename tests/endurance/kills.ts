import { expect } from 'vitest'
import type { Cluster } from './cluster.ts'

/**
 * Kills the server again and again, each time in the middle of whatever it does then; resolves when its job has ended, whichever server ended it.
 * @param work.says the id of the line that the server says for each piece of the work
 * @param work.pieces how many there are: the kills are spread over them
 * @param work.begin asks for the work, once the kills are ready
 */
export async function killedThroughout(cluster: Cluster, kills: number, { says, pieces, isDone, begin }: { says: string; pieces: number; isDone: () => Promise<boolean>; begin: () => Promise<unknown> }): Promise<void> {
  const ended = Promise.withResolvers<undefined>()
  const killAt = Array.from({ length: kills }, (_, n) => Math.floor(((n + 0.5) * pieces) / kills))
  let said = 0
  let killed = 0
  cluster.onAnswer = ({ id: what, ...answer }) => {
    if (what === 'job' && 'result' in answer) void isDone().then((yes) => { if (yes) ended.resolve(undefined); else if (answer.result !== 'done') ended.reject(new Error(String(answer.result))) }, ended.reject)
    if (what !== says || (said += 1) < (killAt[killed] ?? Infinity)) return
    killed += 1
    void cluster.killServer().catch(ended.reject)
  }
  await begin()
  await ended.promise
  expect(killed, 'every kill came before the end').toBe(kills)
}
