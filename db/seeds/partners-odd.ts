/** An act that the control held before it was done: « Import Exemple » sent a number that is, but for one sign, that of a stolen vehicle. */
import { hashInput } from '../../src/core/demarche/index.ts';
import type { Query } from '../../src/core/db/sql.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import type { Reason } from '../../src/domains/partners/index.ts';
import { codeOf } from './acts.ts';
import { demoCompanyId, demoPartnerId } from './partners.ts';

/** The number of the held dossier. */
export const heldNumber = `D-${codeOf('held-act', 0)}`;

export async function seedHeldAct(tx: Query): Promise<void> {
  const id = deterministicId('demo-dossier', 'held');
  const [companyId, userId] = [demoCompanyId('import'), demoPartnerId('import-1')];
  const actor = { kind: 'partner', userId, companyId, partnerKind: 'importer', name: 'Hugo Exemple, Import Exemple', roles: ['manager'] };
  const input = { origin: 'used-import' };
  const reasons: Reason[] = [
    { signal: 'vin-stolen', points: 100, said: 'Ce numéro de série est, à un signe près, celui d’un véhicule volé, saisi ou à l’identité contestée.', evidence: [{ kind: 'vehicle', id: deterministicId('demo-vehicle', '466001NC') }] },
    { signal: 'hours', points: 15, said: 'Envoyé la nuit, à 23 h.', evidence: [] },
  ];
  await tx`
    insert into dossier (id, number, demarche, subject_kind, subject_id, state, actor, door, input, input_hash, created_at, updated_at)
    values (${id}, ${heldNumber}, 'premiere-immatriculation', 'vehicle', ${deterministicId('demo-vehicle', 'held')}, 'draft', ${tx.json(actor)}, 'professional', ${tx.json(input)}, ${hashInput(input)}, clock_timestamp(), clock_timestamp())`;
  await tx`
    insert into partner_examination (dossier_id, company_id, user_id, demarche, batch, sent_at, score, sent, held, reasons)
    values (${id}, ${companyId}, ${userId}, 'premiere-immatriculation', false, clock_timestamp(), 115, false, true, ${tx.json(reasons as never)})`;
}
