import { seal } from '../../../core/access/sealed.ts';
import { bringToRefusal, demarcheOf, evaluate, flatten, loadDossier, ProcedureRefusal, type Demarche } from '../../../core/demarche/index.ts';
import { notFound, seeOther, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import type { SubjectRef } from '../../../core/act/types.ts';
import { recourseRoutes } from '../recourse.tsx';
import { agentOf, callerOf, isUuid, type CounterApp } from '../site.tsx';
import { HOME, inspectors, showInspection } from './site.tsx';

const ROOT = `${HOME}/decisions`;
const fileOf = (id: string): string => `${HOME}/homologations/${id}`;

/** Errands of an inspector that may end in a refusal: which ones, the démarches say. */
export const refusable = ({ subject, unfavourable }: Demarche, kind: string): boolean => unfavourable !== undefined && subject.mode === 'existing' && subject.view.kind === kind;

/** An unfavourable decision on a file of the CCTV: the same hearing, refusal, appeals and judgments as everywhere. */
export function inspectionRefusalRoutes(app: CounterApp): RouteLine[] {
  const { world } = app;
  const mayDecide = async (ctx: Ctx, d: Demarche, subject: SubjectRef) => (await evaluate(world, d, { actor: ctx.actor, subject, json: {} })).capacity !== null;
  return [
    { method: 'POST', path: `${HOME}/homologations/:subject/decision/:id`, who: inspectors, purpose: 'instruction d’une homologation', handler: async (ctx) => {
      const d = world.catalogue.get(ctx.params['id'] ?? '');
      const subject = { kind: 'approval', id: ctx.params['subject'] ?? '' };
      if (!d || !isUuid(subject.id) || !refusable(d, subject.kind) || !await mayDecide(ctx, d, subject)) throw notFound();
      try {
        const dossier = await bringToRefusal(world, { ...callerOf(ctx), actor: agentOf(ctx) }, d, subject, {});
        return seeOther(`${ROOT}/${dossier.id}/suites`);
      } catch (error) {
        if (error instanceof ProcedureRefusal) return seeOther(fileOf(subject.id), { kind: 'error', text: error.message });
        throw error;
      }
    } },
    ...recourseRoutes(app, {
      root: ROOT, who: inspectors, refuses: true,
      open: async (ctx) => {
        const id = ctx.params['dossier'] ?? '';
        const found = isUuid(id) ? await loadDossier(world.acts, id) : undefined;
        const d = found && demarcheOf(world, found);
        if (!found || !d || !refusable(d, 'approval') || !await mayDecide(ctx, d, { kind: found.subject_kind, id: found.subject_id })) throw notFound('Ce dossier n’existe pas.');
        const dossier = await ctx.disclose(seal(found, { personIds: found.applicant_id ? [found.applicant_id] : [], kind: 'dossier', subjectId: found.id }));
        return { dossier, d, flat: flatten(d.input, dossier.input), back: fileOf(dossier.subject_id) };
      },
      show: (ctx, { title, number, children }) => showInspection(ctx, app, { title: `${title}, ${number}`, crumb: title, children }),
    }),
  ];
}
