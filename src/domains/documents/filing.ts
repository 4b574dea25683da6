import type { Paper } from '../../core/paper/index.ts';
import { formatF } from '../../core/values/money.ts';
import { formatDate, formatDateTime } from '../../core/values/time.ts';
import type { FeeLine } from '../../core/demarche/index.ts';
import type { Json } from '../../core/act/types.ts';
import { FOOTER, issuerOf } from './issuer.ts';
import type { PaperTemplate } from './template.ts';

/** What a filing receipt says, frozen when it is ordered: no person is in it. */
export type Filing = {
  dossier: string; demarche: string; office: string | null; filedOn: string; completeOn: string | null;
  missing: string[]; silence: { means: 'refusal' | 'acceptance'; on: string | null; days: number } | null; toConfirm: boolean;
};

/** Récépissé: the dossier is filed, complete on such a day, or what is missing, and what silence means. */
export const recepisse: PaperTemplate = {
  version: 1,
  vouches: async (_tx, _facets, order) => ({ kind: 'REC', content: order.data }),
  draw: async (_env, paper) => {
    const filing = paper.data as unknown as Filing;
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Récépissé de dépôt', subtitle: filing.demarche, issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(filing.office), footer: FOOTER,
      body: [
        { type: 'fields', columns: 3, fields: [
          { label: 'Dossier', value: filing.dossier }, { label: 'Déposé le', value: formatDate(filing.filedOn) },
          { label: 'Complet le', value: filing.completeOn ? formatDate(filing.completeOn) : 'pas encore complet' }] },
        ...(filing.missing.length ? [{ type: 'list' as const, title: 'Il manque', items: filing.missing }] : []),
        { type: 'notice', tone: 'info', title: 'Si vous ne recevez pas de réponse', text: silenceSentence(filing) },
      ],
      notes: ['Ce récépissé prouve le dépôt. Il ne vaut pas certificat d’immatriculation.'],
    };
  },
};

function silenceSentence({ silence, completeOn, toConfirm }: Filing): string {
  if (!silence) return 'Le silence de l’administration ne vaut ni accord ni refus pour cette démarche : une réponse vous sera donnée.';
  const what = silence.means === 'refusal' ? 'refusée' : 'acceptée';
  const when = silence.on ? `le ${formatDate(silence.on)}` : `${silence.days} jours après le jour où le dossier sera complet`;
  return `Sans réponse ${completeOn ? '' : 'à un dossier complet, '}votre demande sera considérée comme ${what} ${when}.${toConfirm ? ' Ce délai est à confirmer.' : ''}`;
}

/** What a receipt of payment says: its lines, each with its formula and text. */
export type PaidReceipt = { receipt: string; dossier: string; office: string | null; demarche: string; lines: readonly FeeLine[]; total: number; means: string; paidAt: string; texts: Record<string, string> };

/** Quittance: what was paid, line by line, as the till or the bank received it. */
export const quittance: PaperTemplate = {
  version: 1,
  vouches: async (_tx, _facets, order) => ({ kind: 'QUI', content: order.data }),
  draw: async (_env, paper): Promise<Paper> => {
    const paid = paper.data as unknown as PaidReceipt;
    return {
      kind: 'receipt', language: 'fr-FR', title: 'Quittance', subtitle: paid.demarche, issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(paid.office), footer: FOOTER,
      body: [
        { type: 'fields', columns: 3, fields: [{ label: 'Dossier', value: paid.dossier }, { label: 'Payé le', value: formatDateTime(new Date(paid.paidAt)) }, { label: 'Moyen', value: paid.means }] },
        { type: 'table', title: 'Détail', columns: [{ label: 'Objet', share: 3 }, { label: 'Calcul', share: 2 }, { label: 'Montant', align: 'right' }],
          rows: paid.lines.map((line) => [{ text: line.label, small: `${paid.texts[line.text] ?? line.text}${line.toConfirm ? ' — montant à confirmer' : ''}` }, line.formula, formatF(line.amount)]),
          total: { label: 'Total payé', value: formatF(paid.total) } },
        { type: 'notice', tone: 'info', text: 'Conservez cette quittance : elle est demandée pour tout remboursement.' },
      ],
    };
  },
};

export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
