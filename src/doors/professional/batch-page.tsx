import type { ComponentChildren } from 'preact';
import type { App } from '../../app.ts';
import { readingSentence } from '../../core/demarche/index.ts';
import type { Batch, BatchRow, BatchState, Lack, Tally } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { DateTimeFr, Details, MoneyF, Table, Tag, type TagKind } from '../../ui/index.ts';
import { HOME } from './site.ts';

export const batchWords: Readonly<Record<BatchState, { label: string; kind: TagKind }>> = {
  received: { label: 'En vérification', kind: 'info' }, checked: { label: 'À confirmer', kind: 'warning' }, confirmed: { label: 'En cours', kind: 'info' }, done: { label: 'Terminé', kind: 'success' }, abandoned: { label: 'Abandonné', kind: 'neutral' },
};
/** What became of a row, where it has a dossier or not. */
export const rowWords: Readonly<Record<string, { label: string; kind: TagKind }>> = {
  issued: { label: 'Fait', kind: 'success' }, decided: { label: 'Fait', kind: 'success' }, in_review: { label: 'En examen', kind: 'info' }, to_complete: { label: 'À compléter', kind: 'warning' }, to_pay: { label: 'À payer', kind: 'warning' },
  rejected: { label: 'Écartée', kind: 'danger' }, blocked: { label: 'Bloquée', kind: 'danger' }, invalid: { label: 'À corriger', kind: 'danger' }, 'not-entitled': { label: 'Non permise', kind: 'danger' }, waiting: { label: 'En attente', kind: 'neutral' }, good: { label: 'Bonne', kind: 'success' },
  held: { label: 'Retenue', kind: 'info' }, stopped: { label: 'Arrêtée', kind: 'danger' }, refused: { label: 'Refusée', kind: 'danger' }, cancelled: { label: 'Abandonnée', kind: 'neutral' }, submitted: { label: 'Déposée', kind: 'info' },
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
const becameOf = ({ now, state, problems, held }: Shown): string =>
  held ? 'held' : (now && now !== 'draft' ? now : state) ?? (problems === null ? 'waiting' : problems.length ? 'rejected' : 'good');

/** What is still missing, paper by paper: how a file is named, and the rows that wait for it. */
export function Lacks({ lacks }: { lacks: readonly Lack[] }) {
  if (!lacks.length) return null;
  const kinds = [...Map.groupBy(lacks, ({ piece }) => piece)].map(([piece, of]) => ({ piece, label: of[0]?.label ?? piece, type: of[0]?.photo ? 'jpg' : 'pdf', lines: of.map(({ line }) => line) }));
  const waiting = new Set(lacks.map(({ line }) => line)).size;
  return (
    <>
      <h2 class="govuk-heading-m">{waiting === 1 ? 'Une ligne attend ses papiers' : `${waiting} lignes attendent leurs papiers`}</h2>
      <p class="govuk-body">Nommez chaque fichier par sa ligne (ou son numéro de série) et par ce qu’il est. Un papier commun à toutes les lignes s’envoie une seule fois : <code>lot-{(kinds.find(({ type }) => type === 'pdf') ?? kinds[0])?.piece}.pdf</code>.</p>
      <Table caption="Ce qui manque" captionHidden rows={kinds} columns={[
        { label: 'Papier', cell: ({ label }) => label }, { label: 'Nom du fichier', cell: ({ piece, type, lines }) => <code>{lines[0]}-{piece}.{type}</code> }, { label: 'Lignes', cell: ({ lines }) => rangesOf(lines) },
      ]} />
    </>
  );
}

/** 2, 3, 4, 7 as « 2 à 4, 7 ». */
function rangesOf(lines: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && last[1] === line - 1) last[1] = line;
    else runs.push([line, line]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from} à ${to}`)).join(', ');
}

type Shown = BatchRow & { now?: string | null; lacks?: readonly Lack[]; why?: readonly string[]; plate?: string | null; held?: boolean };

/** Who looks at a row that the control holds, and what comes next. */
const HELD = 'La gestionnaire des professionnels la lit avant qu’elle soit faite : elle vous appelle, ou vous l’appelez. Libérée, la ligne se reprend d’ici telle quelle.';

/** What is to be said of a row as it stands now, and not as it stood when it was sent. */
function remarkOf({ now, state, said, problems, because, lacks = [], why = [], plate, held }: Shown): ComponentChildren {
  if (plate) return territory.formatPlate(plate);
  if (held) return HELD;
  if (now === 'to_complete' && lacks.length) {
    const papers = `${lacks.map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1)).join(', ')}.`;
    // Forty rows with the same six papers are forty times the same list: said above once, opened here by whoever wants it.
    return lacks.length === 1 ? `Manque : ${papers}` : <Details summary={`Manque : ${lacks.length} papiers`}>{papers}</Details>;
  }
  if (now === 'to_complete') return said ?? 'À revoir dans le dossier.';
  if (now === 'in_review') return readingSentence(why);
  if (now && now !== 'draft') return '';
  return said || problems?.join(' ') || (state === null ? readingSentence(because) : '');
}

/** Rows with what was found of each, or what became of it. */
export function RowTable({ rows, caption }: { rows: readonly Shown[]; caption: string }) {
  return <Table caption={caption} rows={rows} columns={[
    { label: 'Ligne', cell: ({ line, flat }) => [`Ligne ${line}`, flat['sujet'] ?? flat['chassis']].filter(Boolean).join(' · ') },
    { label: 'Résultat', cell: (one) => { const word = rowWords[becameOf(one)] ?? rowWords['waiting']; return word ? <Tag kind={word.kind}>{word.label}</Tag> : null; } },
    { label: 'Précisions', cell: remarkOf }, { label: 'Prix', numeric: true, cell: ({ fee, problems }) => (problems?.length ? '' : <MoneyF amount={fee} />) },
    { label: 'Dossier', cell: ({ dossier_id }) => (dossier_id ? <a class="govuk-link" href={`${HOME}/dossiers/${dossier_id}`}>Voir</a> : '') },
  ]} />;
}
