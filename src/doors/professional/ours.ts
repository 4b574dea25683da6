import type { App } from '../../app.ts';
import { seal } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import { demarcheOf, flatten, loadDossier, viewOf, type Demarche } from '../../core/demarche/index.ts';
import { notFound, type Ctx } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { plateOf, type RegistrationState } from '../../domains/registrations/index.ts';
import { territory } from '../../territory/index.ts';
import type { Draft } from '../../ui/demarche/wizard.tsx';
import { HOME, partnerOf } from './site.ts';

/** A dossier of the company, opened through the log; another's does not exist. */
export async function openOurs(ctx: Ctx, app: App): Promise<Draft> {
  const id = ctx.params['dossier'] ?? '';
  const found = isUuid(id) ? await loadDossier(app.world.acts, id) : undefined;
  if (found?.actor.kind !== 'partner' || found.actor.companyId !== partnerOf(ctx).companyId) throw notFound();
  const dossier = await ctx.disclose(seal(found, { personIds: [], kind: 'démarche', subjectId: found.id }));
  const d = demarcheOf(app.world, dossier);
  return { dossier, d, flat: flatten(d.input, dossier.input), label: await labelOf(app, d, dossier), base: HOME };
}

/** What a dossier is about, by its number where it has one: «471 001 NC, TOYOTA HILUX». Empty until it exists. */
async function labelOf({ world }: App, d: Demarche, { subject_id: id, state }: Draft['dossier']): Promise<string> {
  if (d.subject.mode !== 'existing' && state !== 'decided' && state !== 'issued') return '';
  const states = (await loadStates(world.read, world.facets, [{ kind: d.subject.view.kind, id }])).get(id);
  if (!states) return '';
  const plate = d.subject.view.kind === 'vehicle' ? plateOf(states['registration'] as RegistrationState) : undefined;
  return [...(plate ? [territory.formatPlate(plate)] : []), (d.subject.view.label as (state: unknown) => string)(viewOf(d, states))].filter(Boolean).join(', ');
}
