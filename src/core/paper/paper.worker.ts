// The entry of a paper thread. Kept free of JSX so that Node runs it as it is; the launcher's bundle
// makes it `.build/workers/paper.worker.mjs` (see pool.ts). Packages stay outside the bundle: pdfkit
// and the code writer read their own data files from where they are installed.
import { parentPort } from 'node:worker_threads'
import { drawBundle } from './bundle.ts'
import { drawPaper } from './draw.ts'
import type { Answer, Order } from './pool.ts'

if (!parentPort) throw new Error('This file runs as a worker thread')
const port = parentPort

port.on('message', ({ id, paper }: Order) => {
  ('papers' in paper ? drawBundle(paper) : drawPaper(paper)).then(
    (bytes) => {
      const own = new Uint8Array(bytes)
      port.postMessage({ id, bytes: own } satisfies Answer, [own.buffer])
    },
    (error: unknown) => port.postMessage({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer),
  )
})
