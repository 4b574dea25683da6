import type { App } from '../../../app.ts';
import { authorities, notFound, page, seeOther, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { Button, DateTimeFr, EmptyState, Form, Table, Tag } from '../../../ui/index.ts';
import { officerOf, show } from '../site.ts';
import { devicesOf, revokeDevice, type Device } from './store.ts';

const roadside = authorities('police', 'gendarmerie', 'customs');
const PATH = '/police/appareils';

/** The phones of a unit: what each carries, and the button that makes a lost one erase itself. */
export function deviceRoutes(app: App): RouteLine[] {
  return [
    { method: 'GET', path: PATH, who: roadside, handler: async (ctx) => page(list(ctx, app, await devicesOf(app.pools.read, officerOf(ctx).agentId))) },
    { method: 'POST', path: `${PATH}/:id/effacer`, who: roadside, perMinute: 30, handler: async (ctx) => {
      const { agentId } = officerOf(ctx);
      const id = ctx.params['id'] ?? '';
      // Of one's own unit only: the same list that is shown.
      const device = isUuid(id) ? (await devicesOf(app.pools.read, agentId)).find((one) => one.id === id) : undefined;
      if (!device) throw notFound();
      await revokeDevice(app.pools.acts, id, agentId, app.world.clock());
      return seeOther(PATH, `${device.name} : retiré. Ses listes s’effaceront à son prochain contact, et finissent d’elles-mêmes ; les contrôles qu’il n’a pas envoyés vous seront remis, à lire.`);
    } },
  ];
}

function list(ctx: Ctx, app: App, devices: readonly Device[]): string {
  return show(ctx, app, { title: 'Appareils hors ligne', crumbs: [{ label: 'Contrôle', href: '/police' }], children: (
    <>
      <h1 class="govuk-heading-l">Appareils hors ligne de l’unité</h1>
      <p class="govuk-body"><a class="govuk-link" href="/police/hors-ligne">Ouvrir le contrôle hors ligne sur cet appareil</a></p>
      {devices.length ? <Table caption="Appareils" captionHidden rows={devices} columns={[
        { label: 'Appareil', cell: (one) => <>{one.name}<br /><span class="sitt-optional">{one.owner}</span></> },
        { label: 'État', cell: (one) => (one.revokedAt ? <Tag kind="danger">{one.wipedAt ? 'effacé' : 'à effacer'}</Tag> : <Tag kind="success">inscrit</Tag>) },
        { label: 'Dernier contact', cell: (one) => <DateTimeFr at={one.lastContactAt} /> },
        { label: 'Données', cell: (one) => (one.dataAt ? <DateTimeFr at={one.dataAt} /> : 'aucune') },
        { label: 'Contrôles reçus', numeric: true, cell: (one) => <>{one.received}{one.lastPosition > one.received ? ` sur ${one.lastPosition}` : ''}{one.late ? <><br /><a class="govuk-link" href={`${PATH}/${one.id}/tardifs`}>{one.late} à lire</a></> : null}{one.misdated ? <><br /><a class="govuk-link" href={`${PATH}/${one.id}/tardifs`}>{one.misdated} à l’heure du téléphone fausse</a></> : null}</> },
        { label: 'Perdu ?', cell: (one) => (one.revokedAt ? '' : (
          <Form action={`${PATH}/${one.id}/effacer`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="warning">Effacer à distance</Button></Form>
        )) },
      ]} /> : <EmptyState title="Aucun appareil inscrit">Ouvrez le contrôle hors ligne sur un téléphone pour l’inscrire.</EmptyState>}
    </>
  ) });
}
