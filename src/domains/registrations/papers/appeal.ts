import { appealNames, type AppealKind } from '../../../core/demarche/index.ts';
import { formatDate } from '../../../core/values/time.ts';
import { FOOTER, issuerOf, type PaperTemplate } from '../../documents/index.ts';

/** What a receipt of an appeal says, frozen when it is ordered: no person is in it, nor what they wrote. */
type Lodged = { number: string; office: string | null; demarche: string; receipt: string; appeal: AppealKind; before: string; against: 'refusal' | 'silence'; lodgedOn: string; deadline: string; late: boolean; answerBy: string | null; toConfirm: boolean };

/** The receipt of an appeal: lodged on such a day, in time or late, and what silence on it will mean. For any démarche. */
export const appealReceipt: PaperTemplate = {
  version: 1,
  vouches: async (_tx, _facets, order) => ({ kind: 'REC', content: order.data }),
  draw: async (_env, paper) => {
    const lodged = paper.data as unknown as Lodged;
    const unsure = lodged.toConfirm ? ' Ce délai est à confirmer.' : '';
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Accusé de réception d’un recours', subtitle: lodged.demarche, issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(lodged.office), footer: FOOTER,
      body: [
        { type: 'fields', columns: 3, fields: [
          { label: 'Recours', value: lodged.receipt }, { label: 'Dossier', value: lodged.number }, { label: 'Reçu le', value: formatDate(lodged.lodgedOn) },
          { label: 'Nature', value: appealNames[lodged.appeal] }, { label: 'Devant', value: lodged.before }, { label: 'Contre', value: lodged.against === 'refusal' ? 'le refus' : 'le silence de l’administration' }] },
        { type: 'notice', tone: lodged.late ? 'warning' : 'info', title: lodged.late ? 'Reçu après le délai' : 'Reçu dans le délai', text: `Le délai pour contester finit le ${formatDate(lodged.deadline)}.${unsure}${lodged.late ? ' Un agent dira si ce retard peut être admis.' : ''}` },
        ...(lodged.answerBy ? [{ type: 'notice' as const, tone: 'info' as const, title: 'Si vous ne recevez pas de réponse', text: `Sans réponse le ${formatDate(lodged.answerBy)}, votre recours sera considéré comme rejeté ; vous pourrez alors saisir le tribunal.${unsure}` }] : []),
      ],
      notes: ['Un autre agent que celui qui a signé la décision répondra à ce recours.'],
    };
  },
};
