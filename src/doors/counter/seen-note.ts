import { renderPaper } from '../../core/paper/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import type { Dossier } from '../../core/demarche/index.ts';
import type { Agent } from './site.tsx';

/** The note that stands for a piece whose original was only shown: who saw what, when, for which dossier. @returns a PDF */
export function seenNote(piece: string, dossier: string, agent: Agent, at: Date, demo: boolean): Promise<Buffer> {
  return note('Original vu au guichet', dossier, agent, at, demo, [{ label: 'Pièce présentée en original', value: piece }, { label: 'Dossier', value: dossier }, { label: 'Vue par', value: agent.name }, { label: 'Le', value: formatDateTime(at) }],
    'L’original a été présenté et rendu. Aucune copie n’en a été gardée.');
}

/** The note of a mark made before a witness, over the exact answers that were read aloud. @returns a PDF */
export function markNote(piece: string, witness: string, { number, input_hash }: Dossier, agent: Agent, at: Date, demo: boolean): Promise<Buffer> {
  const print = (input_hash as Buffer).toString('hex').slice(0, 16).toUpperCase();
  return note('Marque devant témoin', number, agent, at, demo, [
    { label: 'Pièce', value: piece }, { label: 'Dossier', value: number }, { label: 'Témoin', value: witness }, { label: 'Recueillie par', value: agent.name }, { label: 'Le', value: formatDateTime(at) }, { label: 'Empreinte de la demande', value: print },
  ], 'La demande a été lue à voix haute à la personne, qui ne sait pas ou ne peut pas signer. Elle y a apposé sa marque devant le témoin nommé.');
}

async function note(title: string, dossier: string, agent: Agent, at: Date, demo: boolean, fields: { label: string; value: string }[], said: string): Promise<Buffer> {
  const office = territory.office(agent.office);
  return Buffer.from(await renderPaper({
    kind: 'attestation', language: 'fr-FR', title, number: dossier, issuedAt: at.toISOString(),
    issuer: { country: 'Nouvelle-Calédonie', authority: 'Direction des infrastructures, de la topographie et des transports terrestres', ...(office ? { office: [office.name, office.address] } : {}) },
    ...(demo ? { watermark: 'DÉMONSTRATION' as const } : {}),
    body: [{ type: 'fields', columns: 1, fields }, { type: 'text', paragraphs: [said] }],
  }));
}
