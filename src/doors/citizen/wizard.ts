import { demarcheOf, flatten } from '../../core/demarche/index.ts';
import { citizens, notFound, type Ctx } from '../../core/http/index.ts';
import type { Draft, WizardSite } from '../../ui/demarche/wizard.tsx';
import { cite, citizenOf, show, type CitizenApp } from './site.ts';
import { myDossier, subjectLabel } from './store.ts';

/** My dossier, opened through the log; 404 for whoever it is not. */
export async function openMine(ctx: Ctx, app: CitizenApp): Promise<Draft> {
  const sealed = await myDossier(app.world, citizenOf(ctx), ctx.params['dossier'] ?? '');
  if (!sealed) throw notFound();
  const dossier = await ctx.disclose(sealed);
  const d = demarcheOf(app.world, dossier);
  const label = d.subject.mode === 'existing' ? await subjectLabel(app.world, dossier.subject_kind, dossier.subject_id) : '';
  return { dossier, d, flat: flatten(d.input, dossier.input), label, base: '/usager' };
}

/** The wizard of this door: one's own démarches, signed by one's own account. */
export const citizenWizard = (app: CitizenApp): WizardSite => ({
  world: app.world, data: app.data, base: '/usager', door: 'citizen', who: citizens, purpose: 'saisie de ma propre démarche', cite,
  home: { href: '/usager', label: 'Mon espace' }, list: { href: '/usager/dossiers', label: 'Mes démarches' }, due: 'Ce que vous aurez à payer',
  open: (ctx) => openMine(ctx, app), show: (ctx, page) => show(ctx, app, page), signer: (actor) => (actor.kind === 'citizen' ? actor.personId : null),
});
