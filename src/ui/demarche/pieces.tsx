import type { DossierPiece, Piece } from '../../core/demarche/index.ts';
import { acceptedFor } from '../../core/pieces/index.ts';
import { Field } from '../field.tsx';
import type { FormError } from '../field-spec.ts';
import { SummaryList } from '../summary-list.tsx';
import { Tag } from '../tag.tsx';
import type { Cite } from './views.ts';

export type SentPiece = Pick<DossierPiece, 'id' | 'kind' | 'filename' | 'bytes' | 'verdict' | 'reason' | 'media_type'>;

/** The name of the file box of a kind of piece. */
export const pieceField = (kind: string): string => `piece.${kind}`;

/** The pieces of a kind that still count: a rejected one must be sent again. */
export function piecesSent(kind: string, sent: readonly SentPiece[]): SentPiece[] {
  return sent.filter((piece) => piece.kind === kind && piece.verdict !== 'rejected');
}

/** A file box for each paper, with what was already sent: a second file adds a page, it replaces nothing. */
export function PieceFields({ pieces, sent, cite, errors = [] }: { pieces: readonly Piece[]; sent: readonly SentPiece[]; cite: Cite; errors?: readonly FormError[] | undefined }) {
  return (
    <>{pieces.map((piece) => {
      const here = sent.filter(({ kind }) => kind === piece.kind);
      const { accept, said } = acceptedFor(piece);
      const hint = [piece.hint, `${said}, 10 Mo au plus.`].filter(Boolean).join(' ');
      return (
        <div class="sitt-piece">
          <Field spec={{ path: pieceField(piece.kind), control: 'file', label: piece.label, hint, required: !piece.optional && piecesSent(piece.kind, sent).length === 0, multiple: true, accept, ...(piece.photo ? { capture: true } : {}) }} errors={errors} />
          {here.length ? <ul class="govuk-list">{here.map((one) => <li>{one.filename} ({size(one.bytes)}) <Verdict piece={one} /></li>)}</ul> : null}
          {piece.optional ? null : <Asked by={cite(piece.text)} />}
        </div>
      );
    })}</>
  );
}

function Asked({ by: { title, status } }: { by: ReturnType<Cite> }) {
  return <p class="govuk-hint">Demandé par : {title}{status === 'to-confirm' ? <>{' '}<Tag kind="warning">à confirmer</Tag></> : null}</p>;
}

/** The papers asked for and what was sent of each. */
export function PieceList({ pieces, sent, changeHref }: { pieces: readonly Piece[]; sent: readonly SentPiece[]; changeHref?: string | undefined }) {
  return <SummaryList rows={pieces.map((piece) => {
    const here = sent.filter(({ kind }) => kind === piece.kind);
    return { label: piece.label, changeHref, value: here.length ? <>{here.map((one) => <div>{one.filename} <Verdict piece={one} /></div>)}</> : piece.optional ? <Tag kind="neutral">facultative</Tag> : <Tag kind="warning">à joindre</Tag> };
  })} />;
}

function Verdict({ piece: { verdict, reason } }: { piece: SentPiece }) {
  if (verdict === 'accepted') return <Tag kind="success">acceptée</Tag>;
  if (verdict === 'rejected') return <><Tag kind="danger">à renvoyer</Tag>{reason ? ` ${reason}` : ''}</>;
  return <Tag kind="info">reçue</Tag>;
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} ko` : `${(bytes / 1e6).toFixed(1).replace('.', ',')} Mo`;
}
