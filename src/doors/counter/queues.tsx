import { notFound, page, seeOther, type RouteLine } from '../../core/http/index.ts';
import { DateTimeFr, EmptyState, MoneyF, PlateBadge, Table, Tabs, Tag } from '../../ui/index.ts';
import { agentOf, managesPartnersOnly, reviewAgents, show, type CounterApp } from './site.tsx';
import { queueCounts, queueOf, queues, type DossierLine, type QueueId } from './store.ts';

/** What waits for an agent, the oldest first. */
export function queueRoutes(app: CounterApp): RouteLine[] {
  return [
    { method: 'GET', path: '/guichet/files', who: reviewAgents, handler: () => seeOther('/guichet/files/examen') },
    { method: 'GET', path: '/guichet/files/:queue', who: reviewAgents, purpose: 'instruction des dossiers', handler: async (ctx) => {
      const id = ctx.params['queue'] as QueueId;
      if (!Object.hasOwn(queues, id)) throw notFound();
      const only = managesPartnersOnly(ctx) ? [...app.world.catalogue.values()].filter(({ family }) => family === 'professionnel').map((d) => d.id) : null;
      const [counts, rows] = await Promise.all([queueCounts(app.pools.read, only), queueOf(app.pools.read, id, only).then((one) => ctx.disclose(one))]);
      const { agentId } = agentOf(ctx);
      return page(show(ctx, app, { title: queues[id].label, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: queues[id].label }], children: (
        <>
          <h1 class="govuk-heading-l">{queues[id].label}</h1>
          <Tabs label="Files" items={(Object.keys(queues) as QueueId[]).map((one) => ({ href: `/guichet/files/${one}`, label: queues[one].label, count: counts[one], current: one === id }))} />
          {rows.length ? <Table caption={queues[id].label} captionHidden rows={rows} columns={columns(app, id, agentId)} /> : <EmptyState title="Cette file est vide" />}
        </>
      ) }));
    } },
  ];
}

function columns(app: CounterApp, id: QueueId, agentId: string) {
  return [
    { label: 'Dossier', cell: (one: DossierLine) => <a class="govuk-link" href={`/guichet/dossiers/${one.id}`}>{one.number}</a> },
    { label: 'Démarche', cell: (one: DossierLine) => app.world.catalogue.get(one.demarche)?.title ?? 'Démarche' },
    { label: 'Véhicule', cell: (one: DossierLine) => (one.plate ? <PlateBadge plate={one.plate} size="s" /> : 'nouveau') },
    { label: 'Demandeur', cell: (one: DossierLine) => one.applicant ?? (one.door === 'counter' ? 'au guichet' : '') },
    { label: 'Déposé', cell: (one: DossierLine) => (one.submitted_at ? <DateTimeFr at={one.submitted_at} /> : '') },
    ...(id === 'a-payer' ? [{ label: 'Dû', numeric: true, cell: (one: DossierLine) => (one.total === null ? '' : <MoneyF amount={one.total} />) }] : []),
    ...(id === 'deux-agents' ? [{ label: 'Avis', cell: (one: DossierLine) => one.approvals.map(({ name, agentId: who }) => <div>{who === agentId ? <Tag kind="warning">vous, il faut un autre agent</Tag> : <>{name}</>}</div>) }] : []),
    { label: 'En main', cell: (one: DossierLine) => (one.taken_by_id === agentId ? <Tag kind="info">vous</Tag> : one.taken_by ?? '') },
  ];
}
