import { loadStates } from '../../../core/act/store.ts';
import { appealNames } from '../../../core/demarche/index.ts';
import type { Paper } from '../../../core/paper/index.ts';
import { formatDate, formatShortDate, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { asJson, FOOTER, issuerOf, officeOf, signatureOf, type PaperTemplate } from '../../documents/index.ts';
import type { ApprovalState } from '../model/approval.ts';
import { siteName } from '../model/fields.ts';
import { kilometres } from '../rules/odometer.ts';
import { approvalKindWords, approvalVerdictWords, originWords } from '../words.ts';
import { apart, knownAt, rubrics } from './read.ts';

type Known = { approval: ApprovalState };

const vouchApproval = (kind: string): PaperTemplate['vouches'] => async (tx, facets, order) => {
  const { approval } = (await loadStates(tx, facets, [{ kind: 'approval', id: order.subject_id }])).get(order.subject_id) as unknown as Known;
  return { kind, content: asJson({ act: order.act_id, file: approval.file, chassis: approval.chassis, pattern: approval.pattern, technical: approval.technical }) };
};

/** The PV of homologation: what was approved, rubric by rubric with its harmonised letter, and where the vehicle was seen. */
export const approvalPaper: PaperTemplate = {
  version: 1, vouches: vouchApproval('PVH'),
  draw: async (env, paper): Promise<Paper> => {
    const { approval } = await knownAt<Known>(env, paper, 'approval');
    const visit = approval.visits.at(-1);
    const office = visit && territory.office(visit.site) ? visit.site : await officeOf(env, paper);
    const signature = await signatureOf(env, paper, office);
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Procès-verbal d’homologation', subtitle: approvalKindWords[approval.kind], issuedAt: paper.ordered_at.toISOString(),
      issuer: issuerOf(office), footer: FOOTER,
      body: [
        { type: 'fields', title: 'Homologation', columns: 3, fields: [
          { code: 'K', label: 'Numéro du procès-verbal', value: paper.number }, { label: 'Dossier', value: approval.file ?? '' }, { label: 'Homologué le', value: approval.approvedOn ? formatDate(approval.approvedOn) : '' },
          { label: 'Objet', value: originWords[approval.origin] },
          approval.kind === 'single' ? { code: 'E', label: 'Numéro de série (VIN)', value: approval.chassis ?? '', span: 2 } : { code: 'E', label: 'Numéros de série commençant par', value: approval.pattern ?? 'tous', span: 2 }] },
        { type: 'fields', title: 'Caractéristiques homologuées', columns: 4, fields: rubrics(approval.technical) },
        ...(visit ? [{ type: 'fields' as const, title: 'Présentation du véhicule', columns: 4, fields: [
          { label: 'Vu le', value: formatShortDate(visit.on) }, { label: 'Centre', value: siteName(visit.site), span: 2 }, { label: 'Compteur', value: visit.km === null ? 'non relevé' : kilometres(visit.km) }, { label: 'Résultat', value: approvalVerdictWords[visit.verdict] }] }] : []),
        { type: 'notice', tone: 'info', text: approval.kind === 'type' ? 'Chaque véhicule de ce type s’immatricule avec ce numéro.' : 'Ce numéro sert une fois : pour immatriculer ce véhicule, ou changer son certificat.' },
      ],
      ...(signature ? { signature } : {}),
      notes: ['Ce procès-verbal ne permet pas de circuler : le véhicule doit encore être immatriculé.'],
    };
  },
};

/** A refusal, with its reasons and how to contest it. */
export const refusalPaper: PaperTemplate = {
  version: 1, vouches: vouchApproval('RFH'),
  draw: async (env, paper): Promise<Paper> => {
    const { approval } = await knownAt<Known>(env, paper, 'approval');
    const signature = await signatureOf(env, paper, await officeOf(env, paper));
    const { ways } = territory.procedure(today(paper.ordered_at));
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Refus d’homologation', subtitle: approvalKindWords[approval.kind], issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(null), footer: FOOTER,
      body: [
        { type: 'fields', columns: 3, fields: [{ label: 'Dossier', value: approval.file ?? '' }, { code: 'E', label: 'Numéro de série', value: approval.chassis ?? approval.pattern ?? '' }, { label: 'Refusé le', value: formatDate(today(paper.ordered_at)) }] },
        { type: 'text', title: 'Motifs', paragraphs: [await apart(env, paper, 'reasons') ?? 'Motifs effacés.'] },
        { type: 'list', title: 'Pour contester cette décision', items: ways.map(({ kind, before, months, toConfirm }) => `${capital(appealNames[kind])}, devant ${before}, dans les ${months} mois${toConfirm ? ' (délai à confirmer)' : ''}.`) },
      ],
      ...(signature ? { signature } : {}),
      notes: [territory.citeText('homologation')],
    };
  },
};

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);
