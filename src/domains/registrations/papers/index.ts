import type { PaperTemplates } from '../../documents/index.ts';
import { registered, situation, story } from './attestations.ts';
import { certificate } from './certificate.ts';
import { appealReceipt } from './appeal.ts';
import { wBooklet, wwCertificate } from './special.ts';
import { buyerSlip, saleReceipt } from './sale.ts';

/** Every paper of LISA, by the name that démarches order it under. */
export const registrationPapers: PaperTemplates = {
  certificat: certificate, 'accuse-cession': saleReceipt, 'code-acheteur': buyerSlip, situation, attestation: registered, historique: story, 'accuse-recours': appealReceipt, 'certificat-ww': wwCertificate, 'carnet-w': wBooklet,
};
