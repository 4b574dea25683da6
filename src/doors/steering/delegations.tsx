import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { formatDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { Details, EmptyState, Table, Tag } from '../../ui/index.ts';
import { dayOf, period, show, steeringAgents, Unsure } from './site.tsx';
import { delegationsFrom, type DelegationLine } from './store.ts';

/** Who may sign today and who will: without a live delegation no decision can be signed. */
export function delegationRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/delegations', who: steeringAgents, handler: async (ctx) => {
    const on = dayOf(app);
    const lines = await delegationsFrom(app.pools.read, on);
    return page(show(ctx, app, { title: 'Délégations de signature', children: (
      <>
        <h1 class="govuk-heading-l">Délégations de signature au {formatDate(on)}</h1>
        <p class="sitt-lede">Une décision ne peut être signée que sous une délégation en cours. Chaque acte garde celle de son signataire.</p>
        {lines.length ? <Table caption="Délégations en cours et à venir" captionHidden rows={lines} columns={columns(app, on)} />
          : <EmptyState title="Aucune délégation en cours"><p class="govuk-body">Personne ne peut signer de décision aujourd’hui.</p></EmptyState>}
      </>
    ) }));
  } };
}

function columns(app: App, on: string) {
  return [
    { label: 'Agent', cell: ({ name, interimName }: DelegationLine) => <>{name}{interimName ? <><br />par intérim de {interimName}</> : null}</> },
    { label: 'Qualité', cell: ({ capacity }: DelegationLine) => capacity },
    { label: 'Démarches', cell: ({ acts }: DelegationLine) => <Acts names={acts.map((pattern) => actName(app, pattern))} /> },
    { label: 'Bureau', cell: ({ office }: DelegationLine) => (office ? territory.office(office)?.name ?? office : 'tous') },
    { label: 'Période', cell: ({ from, to }: DelegationLine) => <>{period(from, to)}{from > on ? <>{' '}<Tag>à venir</Tag></> : null}</> },
    { label: 'Acte de délégation', cell: ({ reference, toConfirm }: DelegationLine) => <>{reference}{toConfirm ? <>{' '}<Unsure /></> : null}</> },
  ];
}

/** A few are read at once; many open on demand. */
function Acts({ names }: { names: readonly string[] }) {
  if (names.length <= 3) return <>{names.join(', ')}</>;
  return <Details summary={`${names.length} démarches`}><ul class="govuk-list govuk-list--bullet">{names.map((name) => <li>{name}</li>)}</ul></Details>;
}

/** A pattern of démarches in words; one that stands for several is shown as written. */
function actName(app: App, pattern: string): string {
  return pattern === '*' ? 'toutes' : app.world.catalogue.get(pattern)?.title ?? pattern;
}
