import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step } from '../../../core/demarche/index.ts';
import { feeOf } from '../../payments/index.ts';
import { partyActs, partyBlocks, partyFacts, partyInput, partyPieces, partySignatures, partySigning, type PartySide } from '../../people/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { Holder, RegistrationAct } from '../model/acts.ts';
import { holdersOf } from '../model/state.ts';
import { usual } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextTitle } from '../rules/titles.ts';

const plain = ({ personId, role, principal }: Holder): Holder => ({ personId, role, principal });

const JOINING: PartySide = { key: 'cotitulaire', role: 'co-holder', called: 'le nouveau co-titulaire', path: 'person', own: false };

/** A co-holder joins or leaves: every present holder signs. */
export const cotitulaires = ofHolders('cession', 'all', {
  ...onVehicle, id: 'modifier-cotitulaires', title: 'Ajouter ou retirer un co-titulaire',
  summary: 'Le véhicule est à plusieurs personnes : l’une d’elles arrive, ou s’en va.',
  law: ['changement-obligatoire', 'grille-tarifaire'],
  facts: {
    party: (tx, { input, actor, on }) => partyFacts(tx, input?.person, actor, on),
    signing: (tx, { input, actor }) => partySigning(tx, input?.person, actor),
  },
  input: z.object({
    action: z.enum(['add', 'remove']).meta({ label: 'Vous voulez', options: { add: 'Ajouter un co-titulaire', remove: 'Retirer un co-titulaire' } }),
    person: partyInput.meta({ label: 'Cette personne' }),
  }),
  steps: [step('personne', 'Le co-titulaire', ['action', 'person'])],
  blocks: ({ state, now }) => usual(state, 'transfer', now),
  pieces: ({ actor, input }) => [...(input.action === 'add' ? partyPieces(input.person, JOINING.called) : []), { kind: 'accord', label: 'Accord signé de tous les titulaires', text: 'changement-obligatoire', original: actor.kind === 'agent', signed: true }],
  // Whoever joins signs too; whoever leaves is a holder, and signs as one.
  signatures: ({ actor, on, input, facts }) => (input.action === 'add' ? partySignatures({ party: input.person, known: facts.party, signing: facts.signing }, JOINING, { actor, on, act: 'mutation' }) : []),
  fees: ({ today }) => [feeOf('co-holder', today)],
  review: () => 'clerk',
  decide: ({ state, input, facts, subject, newId, actor, on }) => {
    const party = partyActs(input.person, facts.party, newId, 'co-holder');
    const holders = holdersOf(state.registration);
    const known = party && holders.find((one) => one.personId === party.personId);
    if (!party) return blocked([blocker('personne-inconnue', 'Cette personne n’est pas connue du registre.', 'changement-obligatoire', 'le demandeur', 'la décrire ou la choisir', 'person.who')]);
    if (input.action === 'add' && known) return blocked([blocker('deja-titulaire', 'Cette personne est déjà titulaire.', 'changement-obligatoire', 'le demandeur', 'choisir une autre personne', 'person.who')]);
    if (input.action === 'remove' && (!known || known.principal)) return blocked([blocker('pas-cotitulaire', 'Cette personne n’est pas co-titulaire de ce véhicule.', 'changement-obligatoire', 'le demandeur', 'choisir un co-titulaire ; le titulaire principal vend ou donne sa part', 'person.who')]);
    const unproven = input.action === 'add' ? partyBlocks({ party: input.person, known: facts.party, signing: facts.signing }, JOINING, { actor, on, act: 'mutation' }) : [];
    if (unproven.length) return blocked(unproven);
    const next: Holder[] = input.action === 'add' ? [...holders.map(plain), { personId: party.personId, role: 'co-holder', principal: false }] : holders.filter((one) => one !== known).map(plain);
    return accept([...party.acts, act<RegistrationAct>({
      kind: 'registration.holders-changed', subjects: [vehicleRef(subject.id)], payload: { holders: next, commune: null, reason: `co-titulaire:${input.action}`, titleNumber: nextTitle() },
    })]);
  },
});
