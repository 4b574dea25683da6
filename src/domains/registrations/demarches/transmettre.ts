import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { feeOf } from '../../payments/index.ts';
import { loadSigning, partiesOf, partyActs, partyAddressPieces, partyAwaited, partyBlocks, partyFacts, partyInput, partyPieces, partySignatures, partySigning, powerBlocks, type KnownParty, type PartySide } from '../../people/index.ts';
import { holdersSide, signingIds } from '../rules/sides.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { lifeBlocks, holdBlocks } from '../rules/blocks.ts';
import { proofChecks } from '../checks.ts';
import { onVehicle } from './on-vehicle.ts';
import { proofBlocks, proofPieces, proofs, proofsAwaited, type ProofFacts } from '../rules/proofs.ts';
import { nextTitle } from '../rules/titles.ts';
import { usageOf } from '../model/state.ts';
import type { Registered } from '../views.ts';

/** On what ground a vehicle changes hands without a sale by its holder, and the paper that proves it. */
const grounds = {
  succession: { label: 'Succession (acte notarié ou attestation des héritiers)', paper: 'Acte de notoriété, attestation ou partage', text: 'capacite' },
  'customary-succession': { label: 'Succession par acte coutumier', paper: 'Acte ou procès-verbal coutumier', text: 'acte-coutumier' },
  donation: { label: 'Donation', paper: 'Acte ou déclaration de don signée', text: 'changement-obligatoire' },
  judgment: { label: 'Jugement (divorce, partage, attribution)', paper: 'Jugement définitif', text: 'capacite' },
  'pound-auction': { label: 'Adjudication (vente aux enchères de fourrière)', paper: 'Procès-verbal d’adjudication', text: 'encheres-fourriere' },
} as const;
type Ground = keyof typeof grounds;
const keys = Object.keys(grounds) as [Ground, ...Ground[]];

const input = z.object({
  ground: z.enum(keys).meta({ label: 'Le véhicule est transmis par', options: Object.fromEntries(keys.map((key) => [key, grounds[key].label])) }),
  reference: z.string().trim().min(1, 'Indiquez la référence de l’acte.').max(80).meta({ label: 'Référence de l’acte' }),
  on: lawDate.meta({ label: 'Date de l’acte', control: 'date' }),
  heir: partyInput.meta({ label: 'Nouveau titulaire' }),
  proofs: proofs.meta({ label: 'Assurance et permis' }),
});

const HEIR: PartySide = { key: 'acquereur', role: 'holder', called: 'le nouveau titulaire', path: 'heir', own: false };

/** Succession, customary act, donation, judgment, auction: the paper stands for the seller's signature, and a clerk reads it. */
export const transmettre = demarche({
  ...onVehicle, id: 'transmettre-vehicule', title: 'Transmettre un véhicule sans vente',
  summary: 'Succession, acte coutumier, donation, jugement ou adjudication : le véhicule passe à un nouveau titulaire sur la foi d’un acte.',
  law: ['changement-obligatoire', 'acte-coutumier', 'encheres-fourriere', 'reforme-2023', 'redevance-communale'],
  who: [clerk], presence: 'original-paper',
  facts: {
    party: (tx, { input: given, actor, on }) => partyFacts(tx, given?.heir, actor, on), signing: (tx, { input: given, actor }) => partySigning(tx, given?.heir, actor),
    donors: (tx, { state }) => loadSigning(tx, signingIds(state.registration)),
    checks: (tx, { subject, input: given, on }) => proofChecks(tx, { vehicleId: subject.id, given: given?.proofs, changesOn: given?.on ?? on, on }),
  },
  input,
  steps: [step('acte', 'L’acte', ['ground', 'reference', 'on']), step('titulaire', 'Le nouveau titulaire', ['heir']), step('preuves', 'Assurance et permis', ['proofs'])],
  awaits: (c) => [...proofsAwaited(asked(c)), ...partyAwaited(c.input.heir, HEIR)],
  // What no ground of a transfer clears is known before its first question: a theft, a seizure, a customs mention.
  blocks: ({ state, now }) => [...lifeBlocks(state), ...holdBlocks(state, 'transfer', now).filter(({ code }) => !CLEARED.includes(code))],
  pieces: (c) => [
    { kind: 'acte', label: grounds[c.input.ground].paper, text: grounds[c.input.ground].text, original: true },
    ...partyAddressPieces(c.input.heir), ...partyPieces(c.input.heir, HEIR.called), ...proofPieces(asked(c)),
  ],
  // A donation is signed by those who give; every other act stands for them. The new holder accepts, each time.
  signatures: ({ actor, on, state, input: given, facts }) => [
    ...(given.ground === 'donation' ? partiesOf(holdersSide(state.registration, 'all'), facts.donors, { actor, on, act: 'cession' }) : []),
    ...partySignatures({ party: given.heir, known: facts.party, signing: facts.signing }, HEIR, { actor, on, act: 'mutation' }),
  ],
  fees: ({ today, facts }) => [feeOf('transfer', today), ...(facts.party?.commune ? [feeOf('municipal-fee', today, { commune: facts.party.commune })] : [])],
  review: () => 'clerk',
  decide: (c) => {
    const { input: given, facts, state, subject, newId, now, today, on } = c;
    const party = partyActs(given.heir, facts.party, newId, 'heir');
    const found: Blocker[] = [
      ...standing(state, given.ground, now), ...proofBlocks(asked(c)),
      ...(given.ground === 'donation' ? powerBlocks(holdersSide(state.registration, 'all'), facts.donors, { actor: c.actor, on, act: 'cession' }) : []),
      ...partyBlocks({ party: given.heir, known: facts.party, signing: facts.signing }, HEIR, { actor: c.actor, on, act: 'mutation' }),
    ];
    if (given.on > today) found.push(blocker('acte-futur', 'La date de l’acte est dans le futur.', 'changement-obligatoire', 'l’agent', 'vérifier la date', 'on'));
    if (!party || !facts.party?.commune) found.push(blocker('titulaire-inconnu', 'Le nouveau titulaire n’est pas connu du registre, ou sa commune manque.', 'redevance-communale', 'l’agent', 'le choisir ou le décrire avec son adresse', 'heir.who'));
    if (found.length || !party) return blocked(found);
    const vehicle = vehicleRef(subject.id);
    const sale = state.registration.sale;
    return accept([
      ...party.acts,
      ...(sale ? [
        act<import('../model/sale.ts').SaleAct>({ kind: 'sale.cancelled', subjects: [{ kind: 'sale', id: sale.id }], payload: { reason: given.ground } }),
        act<RegistrationAct>({ kind: 'registration.sale-closed', subjects: [vehicle], payload: { saleId: sale.id, outcome: 'cancelled' } }),
      ] : []),
      act<RegistrationAct>({
        kind: 'registration.holders-changed', subjects: [vehicle],
        payload: { holders: [{ personId: party.personId, role: 'holder', principal: true }], commune: facts.party?.commune ?? null, reason: given.ground, on: given.on, reference: given.reference, titleNumber: nextTitle() },
      }),
    ]);
  },
  touches: ({ state }) => (state.registration.sale ? [{ kind: 'sale', id: state.registration.sale.id }] : []),
});

/** A hold that the very act clears does not stop it: the death of the holder for a succession, the pound for its auction. */
const clearedBy: Readonly<Record<Ground, readonly string[]>> = {
  'pound-auction': ['mesure-pound', 'mesure-treasury'], succession: ['mesure-death'], 'customary-succession': ['mesure-death'], judgment: ['mesure-dispute'], donation: [],
};
const CLEARED: readonly string[] = Object.values(clearedBy).flat();
/** Of these, what this ground does not clear: the others were said before. */
function standing(state: Registered, ground: Ground, now: string): Blocker[] {
  return holdBlocks(state, 'transfer', now).filter(({ code }) => CLEARED.includes(code) && !clearedBy[ground].includes(code));
}

type Asked = { input: Partial<z.output<typeof input>>; facts: { party: KnownParty | null; checks: ProofFacts }; state: Registered; today: string; on: string };
const asked = ({ input: given, facts, state, today, on }: Asked) => ({
  act: given.ground?.endsWith('succession') ? 'succession' as const : 'transfer' as const, party: facts.party, vehicle: state.vehicle, usage: usageOf(state.registration), today, on, given: given.proofs ?? {}, facts: facts.checks,
});
