import { z } from 'zod';
import { clerk, identified } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker, type Piece } from '../../../core/demarche/index.ts';
import { today as dayOf } from '../../../core/values/time.ts';
import { feeOf } from '../../payments/index.ts';
import { partyActs, partyAddressPieces, partyAwaited, partyBlocks, partyFacts, partyInput, partyPieces, partySignatures, partySigning, type KnownParty, type PartySide } from '../../people/index.ts';
import { inspectionFacet } from '../../inspections/index.ts';
import { vehicleFacet, vehicleRef } from '../../vehicles/index.ts';
import type { GetState } from '../../../core/act/types.ts';
import { proofChecks } from '../checks.ts';
import type { RegistrationAct } from '../model/acts.ts';
import type { SaleAct, SaleState } from '../model/sale.ts';
import { usage } from '../model/usage.ts';
import { holdBlocks, lifeBlocks } from '../rules/blocks.ts';
import { saleInspectionPieces } from '../rules/inspection.ts';
import { proofBlocks, proofPieces, proofReview, proofs, proofsAwaited, type ProofFacts } from '../rules/proofs.ts';
import { certificates, nextTitle } from '../rules/titles.ts';
import { usagePieces, usageUnchecked } from '../rules/usage.ts';
import { registrationFacet } from '../store.ts';
import { openSale, type Registered } from '../views.ts';

const input = z.object({
  buyer: partyInput.meta({ label: 'L’acheteur' }),
  usage,
  proofs: proofs.meta({ label: 'Assurance et permis' }),
});

const BUYER: PartySide = { key: 'acheteur', role: 'buyer', called: 'l’acheteur', path: 'buyer', own: true };

/** The buyer's half: they prove who they are, accept, pay; the title is theirs and the old one dies. */
export const completerAchat = demarche({
  id: 'completer-achat', title: 'Terminer l’achat d’un véhicule', family: 'titulaire',
  summary: 'Vous avez acheté un véhicule : avec le code du vendeur, mettez le certificat à votre nom.',
  law: ['cession-15-jours', 'reforme-2023', 'redevance-communale'],
  who: [identified, clerk], presence: 'remote', subject: openSale,
  touches: ({ state }) => (state.sale.vehicleId ? [vehicleRef(state.sale.vehicleId)] : []),
  facts: {
    party: (tx, { input: given, actor, on }) => partyFacts(tx, given?.buyer, actor, on),
    signing: (tx, { input: given, actor }) => partySigning(tx, given?.buyer, actor),
    checks: (tx, { state, input: given, on }) => proofChecks(tx, { vehicleId: state.sale.vehicleId ?? undefined, given: given?.proofs, changesOn: state.sale.soldAt ? dayOf(new Date(state.sale.soldAt)) : on, on }),
  },
  input,
  steps: [step('acheteur', 'L’acheteur', ['buyer', 'usage']), step('preuves', 'Assurance et permis', ['proofs'])],
  awaits: (c) => [...proofsAwaited(asked(c)), ...partyAwaited(c.input.buyer, BUYER)],
  blocks: ({ state, get, now }) => before(state.sale, get, now),
  pieces: (c) => [...inspected(c), ...partyAddressPieces(c.input.buyer), ...partyPieces(c.input.buyer, BUYER.called), ...proofPieces(asked(c)), ...usagePieces(c.input.usage)],
  signatures: ({ actor, on, facts, input: given }) => partySignatures({ party: given.buyer, known: facts.party, signing: facts.signing }, BUYER, { actor, on, act: 'mutation' }),
  fees: ({ today, facts }) => [feeOf('transfer', today), ...(facts.party?.commune ? [feeOf('municipal-fee', today, { commune: facts.party.commune })] : [])],
  pay: 'before-decision',
  review: (c) => (usageUnchecked(c.input.usage).length ? 'clerk' : proofReview(asked(c))),
  decide: (c) => {
    const { state, input: given, facts, subject, newId } = c;
    const party = partyActs(given.buyer, facts.party, newId, 'buyer');
    const found: Blocker[] = [];
    if (!party || !facts.party?.commune) found.push(blocker('acheteur-inconnu', 'L’acheteur n’est pas connu du registre, ou sa commune manque.', 'redevance-communale', 'l’acheteur', 'se connecter avec son compte, ou passer au guichet', 'buyer.who'));
    if (party && state.sale.sellers.includes(party.personId)) found.push(blocker('vendeur-acheteur', 'Le vendeur ne peut pas être l’acheteur : annulez plutôt la vente.', 'cession-15-jours', 'le vendeur', 'annuler la vente avec l’acheteur', 'buyer.who'));
    found.push(...partyBlocks({ party: given.buyer, known: facts.party, signing: facts.signing }, BUYER, { actor: c.actor, on: c.on, act: 'mutation' }), ...proofBlocks(asked(c)));
    if (found.length || !party) return blocked(found);
    const vehicle = vehicleRef(state.sale.vehicleId as string);
    return accept([
      ...party.acts,
      act<SaleAct>({ kind: 'sale.completed', subjects: [subject], payload: { buyerId: party.personId } }),
      act<RegistrationAct>({ kind: 'registration.sale-closed', subjects: [vehicle], payload: { saleId: subject.id, outcome: 'completed' } }),
      act<RegistrationAct>({
        kind: 'registration.holders-changed', subjects: [vehicle],
        payload: { holders: [{ personId: party.personId, role: 'holder', principal: true }], commune: facts.party?.commune ?? null, reason: 'vente', titleNumber: nextTitle() },
      }),
      act<RegistrationAct>({ kind: 'registration.usage-changed', subjects: [vehicle], payload: { usage: given.usage, titleNumber: null } }),
    ]);
  },
  issues: certificates,
  silence: { parameter: 'silenceDays', means: 'refusal' },
});

const registeredIn = (get: GetState, id: string): Registered => ({ vehicle: get(vehicleFacet, id), registration: get(registrationFacet, id), inspection: get(inspectionFacet, id) });

/** The inspection that the seller's half was declared with. */
function inspected({ state: { sale }, get }: { state: { sale: SaleState }; get: GetState }): Piece[] {
  return sale.vehicleId && sale.soldAt ? saleInspectionPieces(registeredIn(get, sale.vehicleId), dayOf(new Date(sale.soldAt))) : [];
}

function before(sale: SaleState, get: GetState, now: string): Blocker[] {
  if (sale.status !== 'declared' || !sale.vehicleId) {
    return [blocker('vente-close', 'Cette vente est déjà terminée, annulée ou contestée.', 'cession-15-jours', 'le vendeur', 'déclarer une nouvelle vente si le véhicule est à nouveau cédé')];
  }
  const state = registeredIn(get, sale.vehicleId);
  return [...lifeBlocks(state), ...holdBlocks(state, 'transfer', now)];
}

type Asked = { state: { sale: SaleState }; get: GetState; input: Partial<z.output<typeof input>>; facts: { party: KnownParty | null; checks: ProofFacts }; today: string; on: string };
const asked = (c: Asked) => ({
  act: 'transfer' as const, party: c.facts.party, vehicle: get(c), usage: c.input.usage ?? '', today: c.today, on: c.on, given: c.input.proofs ?? {}, facts: c.facts.checks,
});
const get = ({ get: read, state }: Asked) => read(vehicleFacet, state.sale.vehicleId as string);
