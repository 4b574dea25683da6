import type { Bundle, Paper } from '../../../core/paper/index.ts';
import { renderPaper } from '../../../core/paper/index.ts';
import { JobFailed, type Task } from '../../../core/jobs/index.ts';
import { storePiece } from '../../../core/pieces/index.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { describePaper, drawDescribed, findPaper, FOOTER, issuerOf, type Drawing } from '../../documents/index.ts';
import type { PrintJob, PrintTitle } from '../model/printing.ts';
import { printJob, recordBundle, titlesOf } from './store.ts';

/** Titles described and drawn at a time: the threads are never without one, and no more wait in memory. */
const TOGETHER = 8;
/** Bytes of the bundle of the largest job. */
const LARGEST = 200_000_000;

/**
 * The task that draws a job: each title once, stored by its hash, then all of them in one bundle under its cover.
 * Killed in the middle it begins again: what is drawn stays, the bundle is whole or not there.
 */
export function printTask(env: Drawing): Task {
  return async (payload, { signal }) => {
    const job = await printJob(env.acts, (payload as { jobId: string }).jobId);
    if (!job) throw new JobFailed('unknown-print-job');
    if (job.done_at) return;
    const titles = await titlesOf(env.acts, job.id);
    const papers = await drawAll(env, titles, signal);
    const pdf = await renderPaper(bundleOf(env, job, titles, papers));
    const stored = await storePiece(env.store, Buffer.from(pdf), { filename: `${job.number}.pdf`, maxBytes: LARGEST });
    await recordBundle(env.acts, job.id, stored, env.clock());
  };
}

async function drawAll(env: Drawing, titles: readonly PrintTitle[], signal?: AbortSignal): Promise<Paper[]> {
  const papers: Paper[] = [];
  const waiting = titles.entries();
  await Promise.all(Array.from({ length: TOGETHER }, async () => {
    for (const [rank, { title }] of waiting) {
      if (signal?.aborted) throw new JobFailed('print-stopped');
      const row = await findPaper(env.acts, title);
      if (!row) throw new JobFailed('unknown-paper');
      const paper = await describePaper(env, row);
      papers[rank] = paper;
      if (!row.drawn_at) await drawDescribed(env, row.number, paper);
    }
  }));
  return papers;
}

/** The job on paper: what is printed on which blank, and on which page. No person is on the cover. */
function bundleOf(env: Drawing, job: PrintJob, titles: readonly PrintTitle[], papers: readonly Paper[]): Bundle {
  const office = territory.office(job.site);
  return {
    cover: {
      kind: 'attestation', language: 'fr-FR', title: 'Titres à imprimer', subtitle: office ? `${office.name}, ${office.address}` : 'Sur les titres vierges de l’entreprise', number: job.number,
      issuedAt: job.created_at.toISOString(), issuer: issuerOf(office ? job.site : null), footer: FOOTER, ...(env.demo ? { watermark: 'DÉMONSTRATION' as const } : {}),
      body: [
        { type: 'fields', columns: 3, fields: [{ label: 'Impression', value: job.number }, { label: 'Demandée le', value: formatDateTime(job.created_at) }, { label: 'Titres', value: String(titles.length) }] },
        { type: 'notice', tone: 'info', text: 'Imprimez chaque page sur le titre vierge de son numéro de série. Un papier gâché s’inscrit sur la page de cette impression : son titre reçoit le suivant.' },
      ],
    },
    list: {
      title: 'Titres, dans l’ordre des pages',
      columns: [{ label: 'Rang', share: 0.6 }, { label: 'Immatriculation', share: 1.4 }, { label: 'Numéro de série (VIN)', share: 2 }, { label: 'Titre', share: 1.4 }, { label: 'Titre vierge', align: 'right' }],
      rows: titles.map(({ rank, plate, chassis, title, serial }) => [String(rank), plate ? territory.formatPlate(plate) : '', chassis ?? '', title, String(serial)]),
    },
    papers,
  };
}
