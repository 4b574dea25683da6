import { stateAt } from '../../../core/act/read.ts';
import { loadStates } from '../../../core/act/store.ts';
import type { Paper } from '../../../core/paper/index.ts';
import { formatDate, formatShortDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { FOOTER, issuerOf, officeOf, signatureOf, type DrawEnv, type PaperRow, type PaperTemplate } from '../../documents/index.ts';
import type { BookletState, WwState } from '../model/special.ts';
import { personAt } from './read.ts';

type Known = { ww: WwState; booklet: BookletState };

async function knownAt(env: DrawEnv, paper: PaperRow): Promise<Known> {
  const known = await stateAt(env.sql, env.facets, { kind: paper.subject_kind, id: paper.subject_id }, { knownAt: paper.ordered_at.toISOString() });
  if (!known) throw new Error('a paper of a number that was not known');
  return known as unknown as Known;
}

const NOTE = 'Le code signé prouve l’origine et le contenu de ce document ; la page de vérification dit s’il est toujours valable.';

/** The provisional certificate: its number, its vehicle, its last day. The code says the last day too, for whoever has no network. */
export const wwCertificate: PaperTemplate = {
  version: 1,
  vouches: async (tx, facets, order) => {
    const { ww } = (await loadStates(tx, facets, [{ kind: 'ww', id: order.subject_id }])).get(order.subject_id) as unknown as Known;
    return { kind: 'WW', content: JSON.parse(JSON.stringify({ act: order.act_id, ...ww })) as never, ...(ww.number ? { plate: ww.number } : {}), ...(ww.to ? { validUntil: ww.to } : {}) };
  },
  draw: async (env, paper): Promise<Paper> => {
    const { ww } = await knownAt(env, paper);
    const office = await officeOf(env, paper);
    const signature = await signatureOf(env, paper, office);
    const holder = ww.holderId ? await personAt(env, ww.holderId, paper.ordered_at) : { name: '', lines: [] };
    return {
      kind: 'certificate', language: 'fr-FR', title: 'Certificat provisoire de circulation', subtitle: territory.seriesOf('trade', ww.from ?? '2026-01-01').label, issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(office), footer: FOOTER,
      hero: { look: 'plate', text: territory.formatPlate(ww.number ?? ''), code: 'A', label: 'Numéro provisoire', beside: [{ code: 'I', label: 'Délivré le', value: ww.from ? formatShortDate(ww.from) : '' }, { code: 'H', label: 'Valable jusqu’au', value: ww.to ? formatShortDate(ww.to) : '' }] },
      body: [
        { type: 'fields', title: 'Titulaire', columns: 4, fields: [{ code: 'C.1', label: 'Titulaire', value: holder.name, span: 4 }, { code: 'C.3', label: 'Adresse', value: holder.lines.join('\n'), span: 4 }] },
        { type: 'fields', title: 'Véhicule', columns: 4, fields: [{ code: 'D.1', label: 'Marque', value: ww.make ?? '' }, { code: 'D.3', label: 'Modèle', value: ww.model ?? '' }, { code: 'E', label: 'Numéro de série (VIN)', value: ww.chassis ?? '', span: 2 }] },
        { type: 'notice', tone: 'warning', text: `Ce certificat ne vaut plus après le ${ww.to ? formatDate(ww.to) : ''}. Il n’est pas le certificat d’immatriculation.` },
      ],
      ...(signature ? { signature } : {}), notes: [NOTE],
    };
  },
};

/** The booklet: which numbers, whose, until when. */
export const wBooklet: PaperTemplate = {
  version: 1,
  vouches: async (tx, facets, order) => {
    const { booklet } = (await loadStates(tx, facets, [{ kind: 'w-booklet', id: order.subject_id }])).get(order.subject_id) as unknown as Known;
    const { uses: _uses, ...content } = booklet;
    return { kind: 'W', content: JSON.parse(JSON.stringify({ act: order.act_id, ...content })) as never, ...(booklet.to ? { validUntil: booklet.to } : {}) };
  },
  draw: async (env, paper): Promise<Paper> => {
    const { booklet } = await knownAt(env, paper);
    const company = booklet.companyId ? await personAt(env, booklet.companyId, paper.ordered_at) : { name: '', lines: [] };
    const signature = await signatureOf(env, paper, await officeOf(env, paper));
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Carnet de numéros W garage', issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(null), footer: FOOTER,
      body: [
        { type: 'fields', title: 'Professionnel', columns: 2, fields: [{ label: 'Entreprise', value: company.name }, { label: 'Adresse', value: company.lines.join('\n') }, { label: 'Valable du', value: booklet.from ? formatDate(booklet.from) : '' }, { label: 'Jusqu’au', value: booklet.to ? formatDate(booklet.to) : '' }] },
        { type: 'list', title: 'Numéros', items: booklet.numbers.map(territory.formatPlate) },
        { type: 'notice', tone: 'warning', text: 'Chaque sortie est déclarée avant de partir : numéro, véhicule, conducteur, durée. Un contrôle lit aussitôt ce qui est déclaré.' },
      ],
      ...(signature ? { signature } : {}), notes: [NOTE],
    };
  },
};
