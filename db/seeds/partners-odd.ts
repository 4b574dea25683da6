/** Acts of professionals that are looked into.
 * An act that the control held before it was done: « Import Exemple » sent a number that is, but for one sign, that of a stolen vehicle. */
import { perform } from '../../src/core/act/perform.ts';
import { act } from '../../src/core/act/types.ts';
import { hashInput, type World } from '../../src/core/demarche/index.ts';
import type { Query, Sql } from '../../src/core/db/sql.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { formatF } from '../../src/core/values/money.ts';
import { addDays, formatShortDate, instantOf, type LawDate } from '../../src/core/values/time.ts';
import type { RegistrationAct } from '../../src/domains/registrations/index.ts';
import { sealOf, type CheckAct, type Reason, type UndoingAct } from '../../src/domains/partners/index.ts';
import { codeOf } from './acts.ts';
import { demoAccreditationId, demoCompanyId, demoPartnerId } from './partners.ts';

/** The number of the held dossier. */
export const heldNumber = `D-${codeOf('held-act', 0)}`;

/** Sent late on the evening before, as its reasons say. */
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
    values (${id}, ${companyId}, ${userId}, 'premiere-immatriculation', false, ((date_trunc('day', now() at time zone 'Pacific/Noumea') - interval '47 minutes') at time zone 'Pacific/Noumea'), 115, false, true, ${tx.json(reasons as never)})`;
}

/** The number of a sale of « Location Exemple » whose price an agent looked at before it was done. */
export const pricedNumber = `D-${codeOf('priced-act', 0)}`;

/** A vehicle that it had declared at 1 150 000 F went for 60 000 F some days later. */
export async function seedPricedAct(tx: Query, today: LawDate): Promise<void> {
  const id = deterministicId('demo-dossier', 'priced');
  const [companyId, userId] = [demoCompanyId('location'), demoPartnerId('location-1')];
  const actor = { kind: 'partner', userId, companyId, partnerKind: 'lessor', name: 'Maui Exemple, Location Exemple', roles: ['manager'] };
  const at = instantOf(addDays(today, -12), '10:20');
  const input = { soldOn: addDays(today, -13), soldAt: '09:00', purpose: 'use', price: 60_000, buyer: { name: 'Ada Exemple' }, inspection: {} };
  const reasons: Reason[] = [{ signal: 'price-chain', points: 35, said: `${formatF(60_000)}, alors que le même véhicule était déclaré à ${formatF(1_150_000)} le ${formatShortDate(addDays(today, -18))}.`, evidence: [] }];
  await tx`
    insert into dossier (id, number, demarche, subject_kind, subject_id, state, actor, door, input, input_hash, judged_on, created_at, updated_at, submitted_at, decided_at)
    values (${id}, ${pricedNumber}, 'declarer-cession', 'vehicle', ${deterministicId('demo-vehicle', 'priced')}, 'issued', ${tx.json(actor)}, 'professional', ${tx.json(input)}, ${hashInput(input)}, ${today}, ${at}, ${at}, ${at}, ${at})`;
  await tx`
    insert into partner_examination (dossier_id, company_id, user_id, demarche, batch, sent_at, score, sent, held, reasons, price, vehicle_id)
    values (${id}, ${companyId}, ${userId}, 'declarer-cession', false, ${at}, 35, true, false, ${tx.json(reasons as never)}, 60000, ${deterministicId('demo-vehicle', 'priced')})`;
}

/** The number of an act that « Garage Exemple » did without an agent last month, and that was drawn for a check. */
export const trustedNumber = `D-${codeOf('trusted-act', 0)}`;

/** The number of another, which an agent has read since: a fault waits for the manager's answer. */
export const faultNumber = `D-${codeOf('trusted-act', 1)}`;
const faultDossier = deterministicId('demo-dossier', 'trusted', 'fault');

export async function seedTrustedActs(owner: Sql, world: World, today: LawDate): Promise<void> {
  await owner.begin(async (tx) => {
    await noteTrustedAct(tx, today, deterministicId('demo-dossier', 'trusted'), trustedNumber);
    await noteTrustedAct(tx, today, faultDossier, faultNumber);
  });
  const accreditation = { kind: 'accreditation', id: demoAccreditationId('garage') };
  await perform(world, {
    requestId: 'seed:fault', author: { kind: 'system', job: 'pays de démonstration' }, judgedOn: today, subjects: [accreditation],
    decide: async () => ({ acts: [act<CheckAct>({
      kind: 'accreditation.act-checked', subjects: [accreditation], payload: { dossierId: faultDossier, number: faultNumber, verdict: 'wrong' },
      private: [{ class: 'identity', name: 'note', content: 'La facture porte une autre couleur que le véhicule photographié (exemple).' }],
    })], result: null }),
  });
}

async function noteTrustedAct(tx: Query, today: LawDate, id: string, number: string): Promise<void> {
  const [companyId, userId] = [demoCompanyId('garage'), demoPartnerId('garage-2')];
  const actor = { kind: 'partner', userId, companyId, partnerKind: 'dealer', name: 'Teva Exemple, Garage Exemple, opérateur', roles: ['operator'] };
  const at = instantOf(addDays(`${today.slice(0, 7)}-01`, -3), '10:00');
  const month = addDays(`${today.slice(0, 7)}-01`, -3).slice(0, 7);
  const secret = sealOf('pays de démonstration');
  await tx`
    insert into dossier (id, number, demarche, subject_kind, subject_id, state, actor, door, input, input_hash, judged_on, created_at, updated_at, submitted_at, decided_at)
    values (${id}, ${number}, 'premiere-immatriculation', 'vehicle', ${deterministicId('demo-vehicle', donePlate('proposer'))}, 'issued', ${tx.json(actor)}, 'professional', '{}', ${hashInput({})}, ${today}, ${at}, ${at}, ${at}, ${at})`;
  await tx`insert into partner_sample_seed (month, secret, seal, made_at) values (${month}, ${secret}, ${sealOf(secret)}, ${at}) on conflict do nothing`;
  await tx`insert into partner_trusted_act (dossier_id, company_id, demarche, decided_at, month, percent, sampled) values (${id}, ${companyId}, 'premiere-immatriculation', ${at}, ${month}, 10, true)`;
}

/** Three acts that « Garage Exemple » did, on vehicles that others hold: nothing is proposed of the first; the company is heard about the second; the third is to be settled. */
const DONE = ['proposer', 'observer', 'trancher'] as const;
/** The number of the dossier of each. */
export const doneNumber = (key: (typeof DONE)[number]): string => `D-${codeOf('done-act', DONE.indexOf(key))}`;
/** The plates of their vehicles, among those of the examples. */
export const donePlate = (key: (typeof DONE)[number]): string => `44009${DONE.indexOf(key)}NC`;

export async function seedDoneActs(owner: Query, world: World, today: LawDate): Promise<void> {
  for (const key of DONE) {
    const id = deterministicId('demo-dossier', 'done', key);
    const vehicle = { kind: 'vehicle', id: deterministicId('demo-vehicle', donePlate(key)) };
    const [companyId, userId] = [demoCompanyId('garage'), demoPartnerId('garage-2')];
    const actor = { kind: 'partner', userId, companyId, partnerKind: 'dealer', name: 'Teva Exemple, Garage Exemple, opérateur', roles: ['operator'] };
    await owner`
      insert into dossier (id, number, demarche, subject_kind, subject_id, state, actor, door, input, input_hash, judged_on, created_at, updated_at, submitted_at, decided_at)
      values (${id}, ${doneNumber(key)}, 'changer-adresse', 'vehicle', ${vehicle.id}, 'issued', ${owner.json(actor)}, 'professional', '{}', ${hashInput({})}, ${today}, clock_timestamp(), clock_timestamp(), clock_timestamp(), clock_timestamp())`;
    const { acts } = await perform(world, {
      requestId: `seed:done:${key}`, author: { kind: 'dossier', dossierId: id }, judgedOn: today, subjects: [vehicle],
      decide: async () => ({ acts: [act<RegistrationAct>({ kind: 'registration.commune-changed', subjects: [vehicle], payload: { commune: '98805', titleNumber: null } })], result: null }),
    });
    if (key === 'proposer') continue;
    const undoing = { kind: 'undoing', id: deterministicId('demo-undoing', key), fresh: true as const };
    await perform(world, {
      requestId: `seed:undoing:${key}`, author: { kind: 'system', job: 'pays de démonstration' }, judgedOn: today, subjects: [],
      decide: async () => ({
        acts: [act<UndoingAct>({
          kind: 'undoing.proposed', subjects: [undoing], private: [{ class: 'identity', name: 'grounds', content: 'Le justificatif de domicile joint à ce dossier est celui d’une autre personne (exemple).' }],
          payload: { companyId, dossierId: id, number: doneNumber(key), choice: key === 'trancher' ? 'leave' : 'cancel', vehicleId: vehicle.id, actId: acts[0]?.id ?? null, thirdParties: [deterministicId('example-person', 'alix')], basis: 'Convention type fictive, article 8', until: addDays(today, 15) },
        })],
        keys: [{ subject: undoing, key: doneNumber(key) }], result: null,
      }),
    });
  }
}
