import type { App } from '../../app.ts';
import { apiScope, file, json, notFound, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { seal } from '../../core/access/sealed.ts';
import { openPieceStore, readPiece } from '../../core/pieces/index.ts';
import { printable } from './problems.ts';
import { findPaper, mayReadPaper, type PaperRow } from '../../domains/documents/index.ts';

/** A paper by its number: 202 until its PDF is drawn. */
export function titleRoutes(app: App): RouteLine[] {
  const path = '/api/v1/titles/:number';
  return [
    { method: 'GET', path, who: apiScope('dossiers:read'), purpose: 'consultation d’un titre', handler: async (ctx) => {
      const paper = await mine(app, ctx);
      const view = { number: paper.number, template: paper.template, status: 'valid', href: `/api/v1/titles/${paper.number}/pdf`, drawn: paper.drawn_at !== null };
      return json(await ctx.disclose(sealed(paper, view)) as never, paper.drawn_at ? 200 : 202, paper.drawn_at ? {} : { 'retry-after': '1' });
    } },
    { method: 'GET', path: `${path}/pdf`, who: apiScope('dossiers:read'), purpose: 'remise d’un titre', handler: async (ctx) => {
      const paper = await mine(app, ctx);
      await ctx.disclose(sealed(paper, paper.number));
      if (!paper.pdf_sha256) return json({ number: paper.number, status: 'drawing' }, 202, { 'retry-after': '1' });
      return file(await readPiece(openPieceStore(app.data), paper.pdf_sha256.toString('hex')), 'application/pdf', `${paper.number}.pdf`, true);
    } },
  ];
}

const sealed = <T,>(paper: PaperRow, view: T) => seal(view, { personIds: paper.person_id ? [paper.person_id] : [], kind: 'titre', subjectId: paper.subject_id });

async function mine(app: App, ctx: Ctx): Promise<PaperRow> {
  const paper = await findPaper(app.pools.read, printable(ctx.params['number'], 60));
  if (!paper || !(await mayReadPaper(app.pools.read, paper, ctx.actor))) throw notFound('Aucun titre à vous ne porte ce numéro.');
  return paper;
}
