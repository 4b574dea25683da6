import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step, type Blocker } from '../../../core/demarche/index.ts';
import { addMonths, lawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { InsuranceAct } from '../../insurance/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import { lifeBlocks } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';

/** The paper attestation of an insurer that sends nothing to the register: what it says is noted, with the paper, once an agent has read it. */
export const declarerAssurance = ofHolders('titre', 'one', {
  ...onVehicle, id: 'declarer-assurance', title: 'Faire noter une attestation d’assurance', family: 'vehicule', pay: 'never',
  summary: 'Votre assureur ne transmet pas ses contrats au registre : faites noter votre attestation, pour qu’un contrôle la voie.',
  law: ['assurance-2024', 'fichier-assurances'],
  facts: {},
  input: z.object({
    insurer: z.string().trim().min(2, 'Indiquez la compagnie d’assurance.').max(80).meta({ label: 'Compagnie d’assurance', examples: ['Assureur Exemple'] }),
    contract: z.string().trim().min(2, 'Indiquez le numéro du contrat.').max(40).meta({ label: 'Numéro de contrat', width: 20, examples: ['C-EXEMPLE-2'] }),
    from: lawDate.meta({ label: 'Assuré depuis le', control: 'date' }),
    to: lawDate.meta({ label: 'Assuré jusqu’au', control: 'date', exampleDays: 300 }),
  }),
  steps: [step('attestation', 'L’attestation', ['insurer', 'contract', 'from', 'to'])],
  blocks: ({ state }) => lifeBlocks(state),
  pieces: () => [{ kind: 'attestation-assurance', label: 'Attestation d’assurance', text: 'assurance-2024' }],
  signatures: () => [], fees: () => [], review: () => 'clerk', issues: () => [],
  decide: ({ input, subject, today }) => {
    const found: Blocker[] = [];
    if (input.to < input.from) found.push(blocker('attestation-dates', 'La fin de l’attestation vient avant son début.', 'assurance-2024', 'le demandeur', 'relire les dates sur l’attestation', 'to'));
    else if (input.to < today) found.push(blocker('assurance-finie', 'Cette attestation est terminée.', 'assurance-2024', 'le demandeur', 'demander à l’assureur une attestation en cours', 'to'));
    else if (input.to > addMonths(input.from, territory.parameter('attestationMonths', today).value)) found.push(blocker('attestation-longue', 'Cette attestation dure plus longtemps qu’une attestation d’assurance.', 'assurance-2024', 'le demandeur', 'relire les dates sur l’attestation', 'to'));
    if (found.length) return blocked(found);
    return accept([act<InsuranceAct>({ kind: 'insurance.attested', subjects: [vehicleRef(subject.id)], payload: { insurer: input.insurer, contract: input.contract, from: input.from, to: input.to } })]);
  },
});
