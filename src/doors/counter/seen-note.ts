import { renderPaper } from '../../core/paper/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import type { Agent } from './site.tsx';

/** The note that stands for a piece whose original was only shown: who saw what, when, for which dossier. @returns a PDF */
export async function seenNote(piece: string, dossier: string, agent: Agent, at: Date, demo: boolean): Promise<Buffer> {
  const office = territory.office(agent.office);
  return Buffer.from(await renderPaper({
    kind: 'attestation', language: 'fr-FR', title: 'Original vu au guichet', number: dossier, issuedAt: at.toISOString(),
    issuer: { country: 'Nouvelle-Calédonie', authority: 'Direction des infrastructures, de la topographie et des transports terrestres', ...(office ? { office: [office.name, office.address] } : {}) },
    ...(demo ? { watermark: 'DÉMONSTRATION' as const } : {}),
    body: [{ type: 'fields', columns: 1, fields: [
      { label: 'Pièce présentée en original', value: piece }, { label: 'Dossier', value: dossier }, { label: 'Vue par', value: agent.name }, { label: 'Le', value: formatDateTime(at) },
    ] }, { type: 'text', paragraphs: ['L’original a été présenté et rendu. Aucune copie n’en a été gardée.'] }],
  }));
}
