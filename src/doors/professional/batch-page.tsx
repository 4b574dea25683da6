import type { App } from '../../app.ts';
import type { Batch, BatchRow, BatchState, Tally } from '../../domains/partners/index.ts';
import { DateTimeFr, MoneyF, Table, Tag, type TagKind } from '../../ui/index.ts';
import { HOME } from './site.ts';

export const batchWords: Readonly<Record<BatchState, { label: string; kind: TagKind }>> = {
  received: { label: 'En vérification', kind: 'info' }, checked: { label: 'À confirmer', kind: 'warning' }, confirmed: { label: 'En cours', kind: 'info' }, done: { label: 'Terminé', kind: 'success' }, abandoned: { label: 'Abandonné', kind: 'neutral' },
};
/** What became of a row, where it has a dossier or not. */
export const rowWords: Readonly<Record<string, { label: string; kind: TagKind }>> = {
  issued: { label: 'Fait', kind: 'success' }, decided: { label: 'Fait', kind: 'success' }, in_review: { label: 'En examen', kind: 'info' }, to_complete: { label: 'À compléter', kind: 'warning' }, to_pay: { label: 'À payer', kind: 'warning' },
  rejected: { label: 'Écartée', kind: 'danger' }, blocked: { label: 'Bloquée', kind: 'danger' }, invalid: { label: 'À corriger', kind: 'danger' }, 'not-entitled': { label: 'Non permise', kind: 'danger' }, waiting: { label: 'En attente', kind: 'neutral' }, good: { label: 'Bonne', kind: 'success' },
  stopped: { label: 'Arrêtée', kind: 'danger' }, refused: { label: 'Refusée', kind: 'danger' }, cancelled: { label: 'Abandonnée', kind: 'neutral' }, submitted: { label: 'Déposée', kind: 'info' },
};

/** Batches as a list. */
export function BatchTable({ app, rows }: { app: App; rows: readonly (Batch & Tally)[] }) {
  return <Table caption="Lots" captionHidden rows={rows} columns={[
    { label: 'Lot', cell: (one) => <a class="govuk-link" href={`${HOME}/lots/${one.id}`}>{one.number}</a> }, { label: 'Démarche', cell: ({ demarche }) => app.world.catalogue.get(demarche)?.title ?? demarche },
    { label: 'Lignes', numeric: true, cell: (one) => (one.state === 'confirmed' ? `${one.done} / ${one.rows}` : one.rows) }, { label: 'Reçu', cell: ({ created_at }) => <DateTimeFr at={created_at} /> },
    { label: 'Où il en est', cell: ({ state }) => <Tag kind={batchWords[state].kind}>{batchWords[state].label}</Tag> },
  ]} />;
}

/** What a row says of itself: its dossier where it moved since, else what the batch found. A draft is one that was stopped: the batch knows why. */
const becameOf = ({ now, state, problems }: BatchRow & { now?: string | null }): string =>
  (now && now !== 'draft' ? now : state) ?? (problems === null ? 'waiting' : problems.length ? 'rejected' : 'good');

/** Rows with what was found of each, or what became of it. */
export function RowTable({ rows, caption }: { rows: readonly (BatchRow & { now?: string | null })[]; caption: string }) {
  return <Table caption={caption} rows={rows} columns={[
    { label: 'Ligne', numeric: true, cell: ({ line }) => line }, { label: 'Sujet', cell: ({ flat }) => flat['sujet'] ?? flat['chassis'] ?? '' },
    { label: 'Résultat', cell: (one) => { const word = rowWords[becameOf(one)] ?? rowWords['waiting']; return word ? <Tag kind={word.kind}>{word.label}</Tag> : null; } },
    { label: 'Précisions', cell: (one) => one.said ?? one.problems?.join(' ') ?? '' }, { label: 'Prix', numeric: true, cell: ({ fee, problems }) => (problems?.length ? '' : <MoneyF amount={fee} />) },
    { label: 'Dossier', cell: ({ dossier_id }) => (dossier_id ? <a class="govuk-link" href={`${HOME}/dossiers/${dossier_id}`}>Voir</a> : '') },
  ]} />;
}
