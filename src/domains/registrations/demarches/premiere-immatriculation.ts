import { z } from 'zod';
import { clerk, identified } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker, type Unchecked } from '../../../core/demarche/index.ts';
import { boundsOf, formatPartialDate } from '../../../core/values/partial-date.ts';
import { addMonths, lawDate } from '../../../core/values/time.ts';
import { feeOf } from '../../payments/index.ts';
import { territory } from '../../../territory/index.ts';
import { partyActs, partyAddressPieces, partyAwaited, partyBlocks, partyFacts, partyInput, partyPieces, partySignatures, partySigning, type PartySide } from '../../people/index.ts';
import { approvalFact, completed, type ApprovalFact } from '../../inspections/index.ts';
import { chassisNumber, firstTitleCodes, normalizeChassis, advices, plausibility, technical, vehicleRef, type Technical, type VehicleAct } from '../../vehicles/index.ts';
import { proofChecks } from '../checks.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { usage } from '../model/usage.ts';
import { approvalActs, approvalBlocks, approvalPieces, approvalUnchecked } from '../rules/approval.ts';
import { neededCodes } from '../rules/needed-codes.ts';
import { proofBlocks, proofPieces, proofs, proofsAwaited, proofUnchecked, type ProofFacts } from '../rules/proofs.ts';
import { certificates, nextPlate, nextTitle } from '../rules/titles.ts';
import { usagePieces, usageUnchecked } from '../rules/usage.ts';
import { twinsOf } from '../store.ts';
import { vehicleView } from '../views.ts';

const input = z.object({
  origin: z.enum(['new', 'used-import']).meta({ label: 'Ce véhicule est', options: { new: 'Neuf', 'used-import': 'D’occasion, importé' } }),
  chassis: chassisNumber.meta({ label: 'Numéro de série (VIN) ou de châssis', letter: 'E', width: 20, examples: ['JTEXEMPLE00000026'] }),
  technical: technical.meta({ label: 'Caractéristiques' }),
  approval: z.object({
    number: z.string().trim().max(40).optional().meta({ label: 'Numéro du procès-verbal d’homologation', hint: 'Délivré par le CCTV, avant l’immatriculation.', width: 20, examples: ['PV-2026-0001'] }),
    kind: z.enum(['type', 'single']).meta({ label: 'Réception', options: { type: 'Par type', single: 'À titre isolé' } }),
  }),
  customs: z.object({
    reference: z.string().trim().max(40).optional().meta({ label: 'Référence du dédouanement', width: 20 }),
    relief: z.boolean().optional().meta({ label: 'Importé en franchise (transfert de résidence) : non transférable pendant 5 ans' }),
    clearedOn: lawDate.optional().meta({ label: 'Date du dédouanement', control: 'date' }),
  }),
  holder: partyInput.meta({ label: 'Titulaire' }),
  usage,
  proofs: proofs.meta({ label: 'Assurance et permis' }),
});
type Input = z.output<typeof input>;

const HOLDER: PartySide = { key: 'titulaire', role: 'holder', called: 'le futur titulaire', path: 'holder', own: true };

/** First registration of a new or an imported vehicle: the vehicle enters the register, with a number for life. */
export const premiereImmatriculation = demarche({
  id: 'premiere-immatriculation', title: 'Immatriculer un véhicule neuf ou importé', family: 'vehicule',
  summary: 'Vous avez acheté un véhicule neuf, ou importé un véhicule d’occasion : il reçoit un numéro et un certificat.',
  law: ['code-route-numero', 'homologation', 'reforme-2023', 'redevance-communale'],
  who: [identified, clerk], presence: 'remote',
  subject: creates(vehicleView, (given: Input) => `chassis:${normalizeChassis(given.chassis)}`),
  facts: {
    twins: (tx, { input: given, subject }) => (given?.chassis ? twinsOf(tx, normalizeChassis(given.chassis), subject.id) : []),
    party: (tx, { input: given, actor, on }) => partyFacts(tx, given?.holder, actor, on),
    signing: (tx, { input: given, actor }) => partySigning(tx, given?.holder, actor),
    approval: (tx, { input: given }) => approvalFact(tx, given?.approval?.number),
    checks: (tx, { input: given, on }) => proofChecks(tx, { chassis: given?.chassis && normalizeChassis(given.chassis), given: given?.proofs, on }),
  },
  input,
  steps: [
    step('vehicule', 'Le véhicule', ['origin', 'chassis', 'approval', 'customs']), step('technique', 'Ses caractéristiques', ['technical', 'usage']),
    step('titulaire', 'Le titulaire', ['holder']), step('preuves', 'Assurance et permis', ['proofs']),
  ],
  awaits: (c) => [
    'approval.number', ...(c.input.origin === 'used-import' ? ['customs.reference'] : []),
    ...(c.facts.approval ? [] : firstTitleCodes(c.input.technical ?? {}, c.input.origin, c.today)).map((code) => `technical.${code}`),
    ...proofsAwaited(asked(c)), ...partyAwaited(c.input.holder, HOLDER),
  ],
  remarks: ({ input: given, today }) => advices((given.technical ?? {}) as Technical, today, 'technical'),
  blocks: () => [],
  pieces: (c) => [
    ...approvalPieces(c.facts.approval, 'Procès-verbal d’homologation'),
    { kind: 'facture', label: 'Facture ou acte de vente', text: 'code-route-numero' },
    ...(c.input.origin === 'used-import' ? [{ kind: 'titre-etranger', label: 'Certificat d’immatriculation étranger', text: 'code-route-numero', original: true }] : []),
    { kind: 'dedouanement', label: 'Document de dédouanement', text: 'douane-non-transferable' },
    ...partyAddressPieces(c.input.holder),
    ...partyPieces(c.input.holder, HOLDER.called),
    ...proofPieces(asked(c)), ...usagePieces(c.input.usage),
  ],
  signatures: ({ actor, on, facts, input: given }) => partySignatures({ party: given.holder, known: facts.party, signing: facts.signing }, HOLDER, { actor, on, act: 'mutation' }),
  fees: ({ today, facts }) => [feeOf('first-registration', today), ...(facts.party?.commune ? [feeOf('municipal-fee', today, { commune: facts.party.commune })] : [])],
  pay: 'before-decision',
  review: () => 'clerk',
  unchecked: (c) => [
    ...approvalUnchecked(c.facts.approval, c.input.technical), ...proofUnchecked(asked(c)), ...usageUnchecked(c.input.usage), ...usedUnchecked(c.input, c.today),
    ...(c.input.origin === 'used-import' ? [{ code: 'titre-etranger', because: 'le certificat étranger d’un véhicule d’occasion se lit en original' }] : []),
    ...(c.input.customs.relief ? [{ code: 'franchise', because: 'une franchise de douane interdit la revente pendant un temps' }] : []),
    ...(c.input.holder.who === 'fresh' ? [{ code: 'titulaire-nouveau', because: 'le titulaire n’est pas encore au registre : son identité et son adresse se lisent' }] : []),
    { code: 'facture', because: 'la facture et le document de dédouanement se lisent', kept: true as const },
  ],
  decide: (c) => {
    const { input: given, facts, state, subject, newId, today, on } = c;
    const made = completed(facts.approval, given.technical);
    const found = vehicleBlocks(given, made, facts, subject.id, today);
    const party = partyActs(given.holder, facts.party, newId, 'holder');
    if (!party || !facts.party?.commune) found.push(blocker('titulaire-inconnu', 'Le titulaire n’est pas connu du registre, ou sa commune manque.', 'redevance-communale', 'le demandeur', 'choisir une personne connue ou en décrire une avec son adresse', 'holder.who'));
    found.push(...partyBlocks({ party: given.holder, known: facts.party, signing: facts.signing }, HOLDER, { actor: c.actor, on, act: 'mutation' }), ...proofBlocks(asked(c)));
    if (found.length || !party) return blocked(found);
    const vehicle = vehicleRef(subject.id);
    const hold = given.customs.relief ? [act<RegistrationAct>({
      kind: 'registration.hold-set', subjects: [vehicle],
      payload: { holdId: newId('customs'), type: 'customs', authority: 'customs', reference: given.customs.reference ?? 'franchise', basis: 'douane-non-transferable', until: addMonths(given.customs.clearedOn ?? today, territory.parameter('customsHoldMonths', today).value as number) },
    })] : [];
    return accept([
      act<VehicleAct>({ kind: 'vehicle.described', subjects: [vehicle], payload: { chassis: normalizeChassis(given.chassis), technical: made, approval: { number: facts.approval?.number ?? given.approval.number ?? '', kind: given.approval.kind, on: facts.approval?.approvedOn ?? null } } }),
      ...party.acts,
      act<RegistrationAct>({
        kind: 'registration.registered', subjects: [vehicle],
        payload: { plate: nextPlate('nc'), series: 'nc', titleNumber: nextTitle(), form: 'digital', holders: [{ personId: party.personId, role: 'holder', principal: true }], commune: facts.party?.commune as string, usage: given.usage, origin: given.origin },
      }),
      ...hold, ...approvalActs(subject.id, facts.approval, state.inspection, today),
    ]);
  },
  issues: certificates,
  silence: { parameter: 'silenceDays', means: 'refusal' },
});

type Asked = { input: Partial<Input>; facts: { party: import('../../people/index.ts').KnownParty | null; checks: ProofFacts; approval: ApprovalFact | null }; today: string; on: string };

function asked(c: Asked) {
  const vehicle = { chassis: [], technical: [{ data: completed(c.facts.approval, c.input.technical ?? {}), from: '', to: null }], approval: null, disputed: null, legacy: [] };
  return { act: 'first-registration' as const, party: c.facts.party, vehicle, usage: c.input.usage ?? '', today: c.today, on: c.on, given: c.input.proofs ?? {}, facts: c.facts.checks };
}

/** Called new, and on the road long ago: whoever sells it so would leave out the foreign certificate of a used one. */
function usedUnchecked({ origin, technical: { B } }: Input, today: string): Unchecked[] {
  const old = origin === 'new' && B !== undefined && boundsOf(B).first < addMonths(today, -territory.parameter('newVehicleMonths', today).value);
  return old ? [{ code: 'deja-en-circulation', because: `ce véhicule dit neuf a été mis en circulation il y a longtemps (${formatPartialDate(B)})` }] : [];
}

/** What the vehicle itself lacks: every reason at once, never one of three. */
function vehicleBlocks(given: Input, made: Technical, { twins, approval }: { twins: readonly { plate: string | null }[]; approval: ApprovalFact | null }, vehicleId: string, today: string): Blocker[] {
  const found: Blocker[] = [];
  const [twin] = twins;
  if (twin) found.push(blocker('vin-connu', `Ce numéro de série est déjà au registre${twin.plate ? `, sous le numéro ${territory.formatPlate(twin.plate)}` : ''}.`, 'code-route-numero', 'le guichet unique et le CCTV', 'faire vérifier la frappe à froid ; un doublon est une enquête', 'chassis'));
  if (!given.approval.number) found.push(blocker('non-homologue', 'Ce véhicule n’est pas homologué.', 'homologation', 'le CCTV', 'présenter le véhicule au CCTV et donner le numéro du procès-verbal', 'approval.number'));
  found.push(...approvalBlocks(approval, { number: given.approval.number, kind: given.approval.kind, chassis: normalizeChassis(given.chassis), vehicleId, technical: given.technical, paths: { number: 'approval.number', kind: 'approval.kind', technical: 'technical' } }, today));
  if (given.origin === 'used-import' && !given.customs.reference) found.push(blocker('non-dedouane', 'Le dédouanement n’est pas prouvé.', 'douane-non-transferable', 'la douane', 'donner la référence du document de dédouanement', 'customs.reference'));
  found.push(...neededCodes(made, given.origin, today));
  for (const remark of plausibility(made, today).filter((one) => one.severity === 'error')) {
    found.push(blocker(`technique-${remark.code}`, remark.sentence, 'codes-harmonises', 'le demandeur ou le CCTV', 'corriger la valeur d’après le procès-verbal', `technical.${remark.field}`));
  }
  return found;
}
