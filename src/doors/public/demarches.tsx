import type { App } from '../../app.ts';
import { notFound, page, type RouteLine } from '../../core/http/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, Inset } from '../../ui/index.ts';
import { DemarcheCards, forCitizens, InformationSheet, sheetOf } from '../../ui/demarche/index.ts';
import { cite, show } from './site.ts';

/** The catalogue and the information sheet of each démarche: public, from the one definition. */
export function demarcheRoutes(app: App): RouteLine[] {
  const { world } = app;
  return [
    { method: 'GET', path: '/demarches', who: 'public', handler: (ctx) => page(show(ctx, app, { title: 'Toutes les démarches', width: 'wide', children: (
      <><h1 class="govuk-heading-l">Toutes les démarches</h1><DemarcheCards demarches={[...world.catalogue.values()]} hrefOf={({ id }) => `/demarches/${id}`} /></>
    ) })) },
    { method: 'GET', path: '/demarches/:id', who: 'public', handler: (ctx) => {
      const d = world.catalogue.get(ctx.params['id'] ?? '');
      if (!d) throw notFound();
      const online = forCitizens(d);
      return page(show(ctx, app, { title: d.title, crumbs: [{ label: 'Démarches', href: '/demarches' }, { label: d.title }], children: (
        <InformationSheet demarche={d} cite={cite} {...sheetOf(d, ctx.actor, world, territory.silenceDelay)}>
          {online ? <Button href={d.page ?? `/usager/demarches/${d.id}`}>Faire cette démarche en ligne</Button> : <Inset>{d.presence === 'authority' ? 'Réservée aux autorités habilitées.' : 'Cette démarche se fait au guichet, ou par une personne habilitée.'}</Inset>}
        </InformationSheet>
      ) }));
    } },
  ];
}
