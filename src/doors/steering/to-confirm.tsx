import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { EmptyState, Inset, Table } from '../../ui/index.ts';
import { Cited, dayOf, show, steeringAgents } from './site.tsx';
import { unconfirmed, type Unconfirmed } from './unconfirmed.ts';

/** What is law and what is placeholder, on one page: nothing of it may be cashed or opposed before it is confirmed. */
export function toConfirmRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/a-confirmer', who: steeringAgents, handler: (ctx) => {
    const groups = unconfirmed(dayOf(app)).filter(({ lines }) => lines.length);
    const total = groups.reduce((sum, { lines }) => sum + lines.length, 0);
    return page(show(ctx, app, { title: 'À confirmer', children: (
      <>
        <h1 class="govuk-heading-l">À confirmer</h1>
        {total ? (
          <>
            <p class="sitt-lede">{total} lignes tiennent lieu de droit sans que leur texte ait été vu.</p>
            <Inset>Chacune est une valeur plausible, posée pour que le système fonctionne. En service réel, un tarif « à confirmer » ne peut pas être encaissé. Une ligne se confirme dans les données du territoire, avec son texte et sa date, jamais par un réglage à l’écran.</Inset>
            <ul class="govuk-list">{groups.map(({ id, title, lines }) => <li><a class="govuk-link" href={`#${id}`}>{title}</a> ({lines.length})</li>)}</ul>
          </>
        ) : <EmptyState title="Rien n’est à confirmer"><p class="govuk-body">Chaque valeur a son texte.</p></EmptyState>}
        {groups.map(({ id, title, lines }) => (
          <section id={id}>
            <Table caption={title} rows={lines} columns={id === 'textes' ? TEXTS : VALUES} />
          </section>
        ))}
      </>
    ) }));
  } };
}

const TEXTS = [
  { label: 'Ce que le texte règle', cell: ({ name }: Unconfirmed) => name },
  { label: 'Ce que l’on en sait', cell: ({ value }: Unconfirmed) => value },
];
const VALUES = [
  { label: 'Ligne', cell: ({ name }: Unconfirmed) => name },
  { label: 'Valeur provisoire', cell: ({ value }: Unconfirmed) => value },
  { label: 'Texte, période et auteur', cell: (one: Unconfirmed) => <Cited text={one.text} line={one} /> },
];
