import type { Paper } from '../../core/paper/index.ts';
import { findAct } from '../../core/jobs/index.ts';
import { formatDate, today } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import type { PaperRow } from './store.ts';
import type { DrawEnv } from './template.ts';

/** The office that treated the dossier of a paper; null for an online one. */
export async function officeOf(env: DrawEnv, paper: PaperRow): Promise<string | null> {
  const [row] = await env.sql<{ office: string | null }[]>`select office from dossier where id = ${paper.dossier_id}`;
  return row?.office ?? null;
}

/** Who signed the act, by which delegation; nobody when machines could check everything. */
export async function signatureOf(env: DrawEnv, paper: PaperRow, office: string | null): Promise<Paper['signature']> {
  const act = paper.act_id ? await findAct(env.sql, paper.act_id) : undefined;
  if (!act?.signatory) return undefined;
  const [agent] = await env.sql<{ name: string }[]>`select name from agent where id = ${act.signatory.agentId}`;
  return {
    place: territory.commune(territory.office(office ?? '')?.commune ?? '98818')?.name ?? '', date: `le ${formatDate(today(paper.ordered_at))}`,
    signatory: act.signatory.name || (agent?.name ?? ''), capacity: act.signatory.capacity,
  };
}
