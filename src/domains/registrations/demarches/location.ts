import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { feeOf } from '../../payments/index.ts';
import { partyActs, partyBlocks, partyFacts, partyInput, partyPieces, partySignatures, partySigning, type PartySide } from '../../people/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { Holder, RegistrationAct } from '../model/acts.ts';
import { holdersOf } from '../model/state.ts';
import { usual } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextTitle } from '../rules/titles.ts';

const LESSEE: PartySide = { key: 'locataire', role: 'lessee', called: 'le locataire', path: 'lessee', own: false };

/** Leasing or long rental: the lessor owns, the lessee uses and stands on the certificate; fines go to the lessee. */
export const commencerLocation = ofHolders('location', 'all', {
  ...onVehicle, id: 'commencer-location', title: 'Inscrire un locataire (crédit-bail, longue durée)', family: 'professionnel',
  summary: 'Le véhicule est loué pour longtemps : le locataire est inscrit sur le certificat.',
  law: ['changement-obligatoire', 'grille-tarifaire'],
  facts: {
    party: (tx, { input, actor, on }) => partyFacts(tx, input?.lessee, actor, on),
    signing: (tx, { input, actor }) => partySigning(tx, input?.lessee, actor),
  },
  input: z.object({
    lessee: partyInput.meta({ label: 'Le locataire' }),
    contract: z.string().trim().min(1, 'Indiquez la référence du contrat.').max(60).meta({ label: 'Référence du contrat', width: 20 }),
    until: lawDate.optional().meta({ label: 'Fin prévue', control: 'date' }),
  }),
  steps: [step('locataire', 'Le locataire', ['lessee', 'contract', 'until'])],
  blocks: ({ state, now }) => [
    ...usual(state, 'title', now),
    ...(holdersOf(state.registration).some((one) => one.role === 'lessee') ? [blocker('deja-loue', 'Un locataire est déjà inscrit.', 'changement-obligatoire', 'le bailleur', 'mettre fin à la location en cours')] : []),
  ],
  // The lessee signs the contract, which a clerk reads: no other signature of theirs is awaited.
  pieces: ({ input }) => [{ kind: 'contrat', label: 'Contrat de location, signé du locataire', text: 'changement-obligatoire' }, ...partyPieces(input.lessee, LESSEE.called)],
  signatures: ({ actor, on, input, facts }) => partySignatures({ party: input.lessee, known: facts.party, signing: facts.signing }, LESSEE, { actor, on, act: 'location' }).map((party) => ({ ...party, personId: null, paper: true as const })),
  fees: ({ today }) => [feeOf('lease', today)],
  review: () => 'clerk',
  decide: ({ state, input, facts, subject, newId, actor, today, on }) => {
    if (input.until && input.until < today) return blocked([blocker('location-finie', 'La fin prévue de la location est déjà passée.', 'changement-obligatoire', 'le bailleur', 'vérifier la date, ou ne pas inscrire cette location', 'until')]);
    const party = partyActs(input.lessee, facts.party, newId, 'lessee');
    const unproven = partyBlocks({ party: input.lessee, known: facts.party, signing: facts.signing }, LESSEE, { actor, on, act: 'location' });
    if (unproven.length) return blocked(unproven);
    if (!party) return blocked([blocker('personne-inconnue', 'Le locataire n’est pas connu du registre.', 'changement-obligatoire', 'le bailleur', 'le décrire ou le choisir', 'lessee.who')]);
    const lessors = holdersOf(state.registration).map(({ personId, principal }): Holder => ({ personId, principal, role: 'lessor' }));
    return accept([...party.acts, act<RegistrationAct>({
      kind: 'registration.holders-changed', subjects: [vehicleRef(subject.id)],
      payload: { holders: [...lessors, { personId: party.personId, role: 'lessee', principal: false }], commune: null, reason: 'location', reference: input.contract, ...(input.until ? { until: input.until } : {}), titleNumber: nextTitle() },
    })]);
  },
});

/** The lease ends: the lessor holds alone again. */
export const terminerLocation = ofHolders('location', 'all', {
  ...onVehicle, id: 'terminer-location', title: 'Mettre fin à une location', family: 'professionnel',
  summary: 'La location est finie : le locataire n’est plus sur le certificat.',
  law: ['changement-obligatoire', 'grille-tarifaire'],
  facts: {},
  input: z.object({ endedOn: lawDate.meta({ label: 'Date de fin', control: 'date' }) }),
  steps: [step('fin', 'La fin de la location', ['endedOn'])],
  blocks: ({ state, now }) => [
    ...usual(state, 'title', now),
    ...(holdersOf(state.registration).some((one) => one.role === 'lessee') ? [] : [blocker('pas-loue', 'Aucun locataire n’est inscrit.', 'changement-obligatoire', 'personne', 'rien n’est à faire')]),
  ],
  pieces: () => [],
  fees: ({ today }) => [feeOf('lease', today)],
  review: () => 'automatic',
  decide: ({ state, input, today, subject }) => {
    if (input.endedOn > today) return blocked([blocker('date-future', 'Cette date est dans le futur.', 'changement-obligatoire', 'le bailleur', 'déclarer la fin une fois venue', 'endedOn')]);
    const holders = holdersOf(state.registration).filter((one) => one.role === 'lessor').map(({ personId, principal }): Holder => ({ personId, principal, role: principal ? 'holder' : 'co-holder' }));
    return accept([act<RegistrationAct>({ kind: 'registration.holders-changed', subjects: [vehicleRef(subject.id)], payload: { holders, commune: null, reason: 'fin de location', on: input.endedOn, titleNumber: nextTitle() } })]);
  },
});
