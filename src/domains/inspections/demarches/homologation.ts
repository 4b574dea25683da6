/** What a request for homologation has in common: of a type, or of one vehicle. */
import { fromCounter } from '../../../core/act/draws.ts';
import { act, type ActDraft, type SubjectRef } from '../../../core/act/types.ts';
import { blocker, type Blocker, type FeeLine } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import type { TariffCode } from '../../../territory/index.ts';
import { feeOf } from '../../payments/index.ts';
import { partyInput, type PartySide } from '../../people/index.ts';
import { familyOf, plausibility, type Technical } from '../../vehicles/index.ts';
import type { ApprovalAct, ApprovalOrigin } from '../model/approval.ts';

export const APPLICANT: PartySide = { key: 'demandeur', role: 'applicant', called: 'le demandeur', path: 'applicant', own: true };
export const applicant = partyInput.meta({ label: 'Le demandeur' });

const prices: Readonly<Record<ApprovalOrigin, TariffCode>> = { new: 'approval-new', 'used-import': 'approval-used', transformation: 'approval-transformation' };
/** Two and three wheels, quads and mopeds pay the lower line. */
const FEW = ['motorcycle', 'moped'];
export const approvalFee = (origin: ApprovalOrigin, data: Technical, on: LawDate): FeeLine =>
  feeOf(prices[origin], on, { wheels: FEW.includes(familyOf(data['J.1'] ?? '') ?? '') ? 'two-or-three' : 'four-or-more' });

/** What a file cannot be without. */
export const DESCRIBED = ['technical.D.1', 'technical.J.1'];

/** Without its make and its genre a file says nothing, and its price is not known. */
export function describedBlocks(data: Technical, today: LawDate): Blocker[] {
  const lacking = (['D.1', 'J.1'] as const).filter((key) => data[key] === undefined);
  return [
    ...lacking.map((key) => blocker('homologation-description', key === 'D.1' ? 'La marque du véhicule manque.' : 'Le genre du véhicule manque : le tarif en dépend.', 'homologation', 'le demandeur', 'compléter la description', `technical.${key}`)),
    ...plausibility(data, today).filter(({ severity }) => severity === 'error').map((one) => blocker(`technique-${one.code}`, one.sentence, 'codes-harmonises', 'le demandeur', 'corriger la valeur', `technical.${one.field}`)),
  ];
}

export const nobody = (): Blocker => blocker('demandeur-inconnu', 'Le demandeur n’est pas connu du registre.', 'homologation', 'le demandeur', 'choisir une personne connue, ou la décrire', 'applicant.who');

type Filed = Omit<Extract<ApprovalAct, { kind: 'approval.filed' }>['payload'], 'file'>;
/** The file enters the register with its number. */
export const filed = (subject: SubjectRef, today: LawDate, payload: Filed): ActDraft =>
  act<ApprovalAct>({ kind: 'approval.filed', subjects: [subject], payload: { ...payload, file: fromCounter(`HOM-${today.slice(0, 4)}`) } });
