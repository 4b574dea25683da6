import { seal } from '../../core/access/sealed.ts';
import { listMessages, type MessageRow, type Templates } from '../../core/messages/index.ts';
import { notFound, page, type RouteLine } from '../../core/http/index.ts';
import { texts } from '../../domains/registrations/index.ts';
import { DateTimeFr, EmptyState, Table, Tag } from '../../ui/index.ts';
import { counterAgents, show, type CounterApp } from './site.tsx';

const STATES: Readonly<Record<MessageRow['state'], string>> = { queued: 'en attente', sent: 'parti', to_print: 'à imprimer', printed: 'imprimé', failed: 'non remis' };
const CHANNELS: Readonly<Record<string, string>> = { email: 'Courriel', sms: 'SMS', letter: 'Lettre', inbox: 'Dans SITT' };

/** What it says, in its own subject; the places of erased content are left out. */
function subjectOf({ template, data }: MessageRow): string {
  const subject = (texts as Templates)[template]?.subject ?? 'Message';
  return subject.replace(/\{(\w+)\}/g, (_, name: string) => String(data?.[name] ?? '')).replace(/\s+/g, ' ').trim();
}

/** In a demonstration, what SITT would have sent: nothing leaves. */
export function messageRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: '/guichet/messages', who: counterAgents, purpose: 'messages envoyés', handler: async (ctx) => {
    if (!app.demo) throw notFound();
    const rows = await listMessages(app.pools.read, { limit: 100 });
    const messages = await ctx.disclose(seal(rows, { personIds: [...new Set(rows.flatMap(({ personId }) => personId ?? []))], kind: 'messages' }));
    return page(show(ctx, app, { title: 'Messages', children: (
      <>
        <h1 class="govuk-heading-l">Messages</h1>
        <p class="govuk-body">Démonstration : rien ne part vraiment. <a class="govuk-link" href="/demonstration/messages">Lire ces messages en entier</a>.</p>
        {messages.length ? <Table caption="Messages" captionHidden rows={messages} columns={[
          { label: 'Quand', cell: ({ queuedAt }) => <DateTimeFr at={queuedAt} /> }, { label: 'À', cell: ({ contact }) => contact?.name ?? 'effacé' }, { label: 'Par', cell: ({ channel }) => CHANNELS[channel] ?? channel },
          { label: 'Message', cell: subjectOf }, { label: 'État', cell: ({ state }) => <Tag kind={state === 'failed' ? 'danger' : state === 'sent' || state === 'printed' ? 'success' : 'info'}>{STATES[state]}</Tag> },
        ]} /> : <EmptyState title="Aucun message pour l’instant" />}
      </>
    ) }));
  } }];
}
