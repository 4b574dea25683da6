import { conflict, forbidden, HttpFault, invalid, notFound } from '../../core/http/index.ts';
import { blockerView } from './views.ts';
import type { Outcome } from '../../core/demarche/index.ts';

/** An outcome that did not move, as RFC 9457: 403, 409 with every blocker, 422 with every field. */
export function refuse(outcome: Exclude<Outcome, { kind: 'moved' }>): never {
  switch (outcome.kind) {
    case 'not-entitled': throw forbidden(`Cette démarche est ouverte à : ${outcome.may.join(', ')}.`);
    case 'blocked': throw conflict(outcome.blockers.map((one) => one.message).join(' '), outcome.blockers.map(blockerView));
    case 'invalid': throw invalid(outcome.errors);
  }
}

export const unknownDemarche = () => notFound('Aucune démarche ne porte ce nom.');
/** An idempotency key that comes back with another body: nothing of it is done. */
export const keyTaken = () => new HttpFault(422, 'Cette clé d’idempotence a déjà servi pour une autre demande.');
export const unknownDossier = () => notFound('Ce dossier n’existe pas, ou n’est pas à vous.');

/** What a caller typed to find something, short and without the control characters that no number has and PostgreSQL refuses. */
export const printable = (text: string | undefined, most: number): string => (text ?? '').replace(/[\u0000-\u001f\u007f]/g, '').trim().slice(0, most);
