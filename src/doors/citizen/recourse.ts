import { citizens } from '../../core/http/index.ts';
import { territory } from '../../territory/index.ts';
import type { RecourseSite } from '../../ui/demarche/recourse.tsx';
import { cite, citizenOf, show, type CitizenApp } from './site.ts';
import { openMine } from './wizard.ts';

/** Where I answer to what is about to be decided of my démarche, and contest it. Another's dossier does not exist for me. */
export const citizenRecourse = (app: CitizenApp): RecourseSite => ({
  world: app.world, door: 'citizen', root: '/usager/dossiers', backLabel: 'Mon dossier', who: citizens, acts: () => true, purpose: 'suivi de ma propre démarche',
  open: (ctx) => openMine(ctx, app), of: (ctx) => [citizenOf(ctx).personId], show: (ctx, page) => show(ctx, app, page), cite, law: territory,
});
