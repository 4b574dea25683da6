import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Bundle } from './bundle.ts'
import type { Paper } from './paper.ts'

export interface Order { readonly id: number; readonly paper: Paper | Bundle }
export type Answer = { readonly id: number; readonly bytes: Uint8Array } | { readonly id: number; readonly error: string }

interface Job { readonly paper: Paper | Bundle; readonly resolve: (bytes: Uint8Array) => void; readonly reject: (error: Error) => void }
interface Thread { readonly worker: Worker; job: Job | undefined }

/** A paper that could not be drawn; its message names no content. */
export class PaperFailed extends Error {}

// From the sources the thread is the .ts file itself; the bundle makes of each src/**/NAME.worker.ts a workers/NAME.worker.mjs under the server's folder.
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './paper.worker.ts' : './workers/paper.worker.mjs', import.meta.url)
const MOST = Math.max(1, Math.min(4, availableParallelism() - 1))

const threads: Thread[] = []
const waiting: Job[] = []

/**
 * Writes a paper, or a bundle of papers, as one tagged PDF/A-2a in a worker thread, so that drawing never delays a request.
 * Same paper, same bytes. Threads start at need and never keep the process alive.
 * @throws PaperFailed when the paper cannot be drawn (its code too long, its thread dead)
 */
export function renderPaper(paper: Paper | Bundle): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    waiting.push({ paper, resolve, reject })
    next()
  })
}

/** Stops the threads, once idle papers are given up. Rendering afterwards starts new ones. */
export async function closePaperThreads(): Promise<void> {
  await Promise.all(threads.splice(0).map(({ worker }) => worker.terminate()))
}

let lastId = 0

function next(): void {
  while (waiting.length > 0) {
    const thread = threads.find((one) => !one.job) ?? (threads.length < MOST ? start() : undefined)
    if (!thread) return
    const job = waiting.shift()!
    thread.job = job
    thread.worker.ref()
    thread.worker.postMessage({ id: ++lastId, paper: job.paper } satisfies Order)
  }
}

function start(): Thread {
  const thread: Thread = { worker: new Worker(ENTRY), job: undefined }
  thread.worker.on('message', (answer: Answer) => {
    const job = free(thread)
    if ('bytes' in answer) job?.resolve(answer.bytes)
    else job?.reject(new PaperFailed(answer.error))
    next()
  })
  thread.worker.on('error', (error) => lose(thread, error instanceof Error ? error.message : String(error)))
  thread.worker.on('exit', () => lose(thread, 'the thread ended'))
  threads.push(thread)
  return thread
}

function free(thread: Thread): Job | undefined {
  const { job } = thread
  thread.job = undefined
  thread.worker.unref()
  return job
}

/** A dead thread fails its own paper only; the others go on in a new one. */
function lose(thread: Thread, reason: string): void {
  const rank = threads.indexOf(thread)
  if (rank >= 0) threads.splice(rank, 1)
  free(thread)?.reject(new PaperFailed(reason))
  next()
}
