// The entry of a thread that walks chains: one connection, in the snapshot that the main thread exported.
import { parentPort, workerData } from 'node:worker_threads';
import { allFacets } from '../facets.ts';
import { Facets } from '../core/act/facets.ts';
import { Notes } from '../core/act/verify.ts';
import { verifyChains, type Slice } from '../core/act/verify-chains.ts';
import { connect } from '../core/db/sql.ts';
import type { FromWalker, Given } from './walkers.ts';

if (!parentPort) throw new Error('This file runs as a worker thread');
const port = parentPort;
const { url, snapshot } = workerData as Given;
const tell = (message: FromWalker) => { port.postMessage(message); };
const sql = connect(url, { max: 1, app: 'sitt-verify', settings: { default_transaction_read_only: true, statement_timeout: 0 } });
const facets = new Facets(allFacets);

await sql.begin('isolation level repeatable read read only', async (tx) => {
  await tx.unsafe(`set transaction snapshot '${snapshot}'`);
  for (let slice = await next(); slice; slice = await next()) {
    const notes = new Notes();
    await verifyChains(tx, facets, notes, (rows) => { tell({ rows }); }, slice);
    tell({ noted: notes.noted() });
  }
});
await sql.end({ timeout: 5 });
port.close();

/** Asks for work; nothing when there is none left. */
function next(): Promise<Slice | null> {
  return new Promise((resolve) => {
    port.once('message', resolve);
    tell({ ready: true });
  });
}
