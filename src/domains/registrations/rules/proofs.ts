import { z } from 'zod';
import { blocker, type Blocker, type Piece, type Unchecked } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { territory, type ConditionAct, type ConditionHolder, type ConditionVehicle } from '../../../territory/index.ts';
import type { KnownParty } from '../../people/index.ts';
import { familyIn, type VehicleState } from '../../vehicles/index.ts';

/**
 * Licence and insurance of the applicant: conditions by act, kind of holder and vehicle, as a dated table.
 * Until the registers of licences and contracts answer, the proof is declared, with its paper, and a clerk reads it.
 */
export const proofs = z.object({
  insurer: z.string().trim().max(80).optional().meta({ label: 'Compagnie d’assurance', examples: ['Assureur Exemple'] }),
  contract: z.string().trim().max(40).optional().meta({ label: 'Numéro de contrat', width: 20, examples: ['C-EXEMPLE-1'] }),
  coverUntil: lawDate.optional().meta({ label: 'Assuré jusqu’au', control: 'date' }),
  licenceNumber: z.string().trim().max(30).optional().meta({ label: 'Numéro du permis de conduire', width: 20, examples: ['P-EXEMPLE-1'] }),
});
export type Proofs = z.output<typeof proofs>;

/** What the machines know: nothing yet is `unknown`, and unknown is never « no ». */
export type Checked = 'valid' | 'invalid' | 'unknown';
export type ProofFacts = { cover: Checked; licence: Checked };

export function holderKind(party: KnownParty | null, today: string): ConditionHolder {
  if (party && party.kind !== 'natural') return party.kind;
  // A birth date that leaves a doubt is no exception: an agent settles it first.
  const majority = territory.parameter('majorityYears', today).value;
  if (party?.birth && party.birth.most < majority) return 'minor';
  return party?.protected ? 'protected-adult' : 'adult';
}

export function vehicleKind(state: VehicleState, usage: string): ConditionVehicle {
  const family = familyIn(state);
  if (usage === 'collection') return 'collection';
  return family === 'trailer' ? 'trailer' : family === 'moped' ? 'moped' : family === 'machine' ? 'machine' : 'motor';
}

/** `today`: whose law asks for proofs. `on`: when it is decided, and they must stand. */
type Asked = { act: ConditionAct; party: KnownParty | null; vehicle: VehicleState; usage: string; today: string; on: string; given: Proofs; facts: ProofFacts };

const conditions = (asked: Asked) => territory.conditionsFor({ act: asked.act, holder: holderKind(asked.party, asked.today), vehicle: vehicleKind(asked.vehicle, asked.usage) }, asked.today);

/** A required proof that is neither known to machines nor declared, or that is past. */
export function proofBlocks(asked: Asked, path = 'proofs'): Blocker[] {
  const { licence, insurance } = conditions(asked);
  const found: Blocker[] = [];
  // The insurer itself says that this very contract has ended: another one is needed, whatever a paper says.
  if (insurance.outcome === 'required' && asked.facts.cover === 'invalid') found.push(blocker('assurance-finie', 'L’assureur indique que ce contrat est terminé.', insurance.text, 'l’acquéreur', 'donner un contrat en cours, ou faire corriger la date par l’assureur', `${path}.contract`));
  else if (insurance.outcome === 'required' && asked.facts.cover !== 'valid') {
    if (!asked.given.insurer || !asked.given.contract) found.push(blocker('assurance', 'L’assurance du véhicule n’est pas prouvée.', insurance.text, 'l’acquéreur', 'donner la compagnie et le numéro du contrat', `${path}.insurer`));
    else if (asked.given.coverUntil && asked.given.coverUntil < asked.on) found.push(blocker('assurance-finie', 'Cette assurance est terminée.', insurance.text, 'l’acquéreur', 'donner un contrat en cours', `${path}.coverUntil`));
  }
  if (licence.outcome === 'required' && asked.facts.licence !== 'valid' && !asked.given.licenceNumber) {
    found.push(blocker('permis', 'Le permis de conduire du futur titulaire n’est pas prouvé.', licence.text, 'l’acquéreur', 'donner le numéro de son permis, ou le motif d’exception au guichet', `${path}.licenceNumber`));
  }
  return found;
}

/** The proofs that a decision will ask for and that may still be brought, as far as can be told from what is answered. */
export function proofsAwaited(asked: Asked, path = 'proofs'): string[] {
  const { licence, insurance } = conditions(asked);
  return [
    ...(insurance.outcome === 'required' && asked.facts.cover !== 'valid' ? [`${path}.insurer`, `${path}.contract`] : []),
    ...(licence.outcome === 'required' && asked.facts.licence !== 'valid' ? [`${path}.licenceNumber`] : []),
  ];
}

/** The papers behind a declared proof; none where machines have answered or the condition is waived. */
export function proofPieces(asked: Asked): Piece[] {
  const { licence, insurance } = conditions(asked);
  return [
    ...(insurance.outcome !== 'waived' && asked.facts.cover !== 'valid' ? [{ kind: 'attestation-assurance', label: 'Attestation d’assurance', text: insurance.text }] : []),
    ...(licence.outcome !== 'waived' && asked.facts.licence !== 'valid' ? [{ kind: 'permis', label: 'Permis de conduire (copie)', text: licence.text }] : []),
  ];
}

/** Where machines can check all, no clerk is needed; elsewhere one reads the papers. */
export const proofReview = (asked: Asked): 'automatic' | 'clerk' => (proofUnchecked(asked).length ? 'clerk' : 'automatic');

/** What machines do not know of the insurance and the licence: somebody reads the paper. */
export function proofUnchecked(asked: Asked): Unchecked[] {
  const { licence, insurance } = conditions(asked);
  const sure = (outcome: string, fact: Checked) => outcome === 'waived' || (outcome === 'required' && fact === 'valid');
  return [
    ...(sure(insurance.outcome, asked.facts.cover) ? [] : [{ code: 'assurance-declaree', because: 'aucun assureur n’a fait connaître ce contrat pour ce numéro de série' }]),
    ...(sure(licence.outcome, asked.facts.licence) ? [] : [{ code: 'permis-declare', because: 'le permis du titulaire n’est pas connu de SITT' }]),
  ];
}
