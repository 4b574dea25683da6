import type { Sql } from '../../core/db/sql.ts';
import { JobFailed, type Task } from '../../core/jobs/index.ts';
import { renderPaper, type Paper } from '../../core/paper/index.ts';
import { storePiece, type PieceStore } from '../../core/pieces/index.ts';
import { findPaper, recordDrawn, type PaperRow } from './store.ts';
import type { DrawEnv, PaperTemplates } from './template.ts';

export type Drawing = DrawEnv & { readonly acts: Sql; readonly templates: PaperTemplates; readonly store: PieceStore; readonly clock: () => Date };

/** The task that draws one ordered paper. Drawn already: nothing to do. No transaction is open while it draws. */
export function drawTask(env: Drawing): Task {
  return async (payload) => {
    const paper = await findPaper(env.acts, (payload as { number: string }).number);
    if (!paper) throw new JobFailed('unknown-paper');
    if (!paper.drawn_at) await drawDescribed(env, paper.number, await describePaper(env, paper));
  };
}

/** Draws a paper as it is described, keeps its bytes under their hash and says so in its row, once. */
export async function drawDescribed(env: Drawing, number: string, paper: Paper): Promise<void> {
  const stored = await storePiece(env.store, Buffer.from(await renderPaper(paper)), { filename: `${number}.pdf` });
  await recordDrawn(env.acts, number, stored, env.clock());
}

/** The paper as it will be drawn: with its code, where to check it, and the mark of a demonstration. */
export async function describePaper(env: DrawEnv & { templates: PaperTemplates }, paper: PaperRow): Promise<Paper> {
  const template = env.templates[paper.template];
  if (!template) throw new JobFailed('unknown-template');
  const described = await template.draw(env, paper);
  return {
    ...described, number: paper.number, checkUrl: env.checkUrl,
    ...(paper.code ? { code: { text: paper.code, caption: 'Code signé, vérifiable sans réseau' } } : {}),
    ...(env.demo ? { watermark: 'DÉMONSTRATION' as const } : {}),
  };
}
