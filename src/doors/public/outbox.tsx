import type { App } from '../../app.ts';
import { seal } from '../../core/access/sealed.ts';
import { listMessages } from '../../core/messages/index.ts';
import { notFound, page, type RouteLine } from '../../core/http/index.ts';
import { EmptyState, Inset, MessageCard } from '../../ui/index.ts';
import { show } from './site.ts';

/** In a demonstration nothing leaves the machine: what SITT would have sent is read here, whole, by whoever tries it. */
export function outboxRoute(app: App): RouteLine {
  return { method: 'GET', path: '/demonstration/messages', who: 'public', purpose: 'boîte d’envoi de la démonstration', handler: async (ctx) => {
    const { messages } = app;
    if (!app.demo || !messages) throw notFound();
    const rows = await listMessages(app.pools.read, { limit: 60 });
    const open = await ctx.disclose(seal(rows, { personIds: [...new Set(rows.flatMap(({ personId }) => personId ?? []))], kind: 'messages' }));
    return page(show(ctx, app, { title: 'Messages de la démonstration', children: (
      <>
        <h1 class="govuk-heading-l">Messages de la démonstration</h1>
        <Inset>Rien ne part de cette machine. Voici, le plus récent d’abord, ce que chaque personne aurait reçu : le code d’une vente est ici.</Inset>
        {open.length ? open.map((row) => <MessageCard row={row} messages={messages} to={row.contact?.name ?? 'une personne effacée'} />) : <EmptyState title="Aucun message pour l’instant"><p class="govuk-body">Déclarez une vente, et revenez.</p></EmptyState>}
      </>
    ) }));
  } };
}
