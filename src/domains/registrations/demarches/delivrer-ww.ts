import { z } from 'zod';
import { accredited, clerk } from '../../../core/access/actor.ts';
import { fromPool } from '../../../core/act/draws.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker, type SubjectView } from '../../../core/demarche/index.ts';
import { addDays, formatDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { feeOf } from '../../payments/index.ts';
import { partyActs, partyAddressPieces, partyAwaited, partyBlocks, partyFacts, partyInput, partyPieces, partySignatures, partySigning, type PartySide } from '../../people/index.ts';
import { chassisNumber, normalizeChassis } from '../../vehicles/index.ts';
import type { WwAct, WwState } from '../model/special.ts';
import { lifeOf } from '../model/state.ts';
import { registrationIn } from '../present.ts';
import { locateVehicle } from '../store.ts';
import { liveWw, locateWw, wwFacet } from '../store-special.ts';

const text = 'series-particulieres';
const HOLDER: PartySide = { key: 'titulaire', role: 'holder', called: 'le titulaire', path: 'holder', own: true };
const wwView: SubjectView<{ ww: WwState }> = { kind: 'ww', facets: { ww: wwFacet }, locate: locateWw, label: ({ ww }) => [ww.make, ww.model].filter(Boolean).join(' ') || 'Certificat provisoire', question: 'Numéro WW, ou numéro de série (VIN)' };

/** A vehicle that waits for its definitive number runs for a while under a WW: one at a time, never for one that is registered. */
export const delivrerWw = demarche({
  id: 'delivrer-ww', title: 'Demander un certificat provisoire WW', family: 'vehicule',
  summary: 'Un véhicule neuf ou importé attend son numéro définitif : un certificat provisoire le laisse rouler, pour un temps.',
  law: [text, 'grille-tarifaire'], who: [accredited, clerk], presence: 'remote', subject: creates(wwView, () => null),
  facts: {
    party: (tx, { input, actor, on }) => partyFacts(tx, input?.holder, actor, on),
    signing: (tx, { input, actor }) => partySigning(tx, input?.holder, actor),
    live: (tx, { input, today }) => (input?.chassis ? liveWw(tx, normalizeChassis(input.chassis), today) : null),
    registered: async (tx, { input }) => {
      const [id] = input?.chassis ? await locateVehicle(tx, input.chassis) : [];
      return id ? lifeOf(await registrationIn(tx, id)) !== null : false;
    },
  },
  input: z.object({
    chassis: chassisNumber.meta({ label: 'Numéro de série (VIN) ou de châssis', letter: 'E', width: 20, examples: ['EX1DEMOPROVIS0001'] }),
    make: z.string().trim().min(1, 'Donnez la marque.').max(40).meta({ label: 'Marque', letter: 'D.1', width: 20, examples: ['TOYOTA'] }),
    model: z.string().trim().max(40).optional().meta({ label: 'Modèle', letter: 'D.3', width: 20, examples: ['HILUX'] }),
    holder: partyInput.meta({ label: 'Le titulaire' }),
    insurer: z.string().trim().min(2, 'Donnez la compagnie.').max(80).meta({ label: 'Compagnie d’assurance', examples: ['Assureur Exemple'] }),
    contract: z.string().trim().min(1, 'Donnez le numéro du contrat.').max(40).meta({ label: 'Numéro de contrat', width: 20, examples: ['C-EXEMPLE-1'] }),
  }),
  steps: [step('vehicule', 'Le véhicule', ['chassis', 'make', 'model']), step('titulaire', 'Le titulaire', ['holder', 'insurer', 'contract'])],
  awaits: ({ input }) => partyAwaited(input.holder, HOLDER),
  blocks: () => [],
  pieces: ({ input }) => [{ kind: 'attestation-assurance', label: 'Attestation d’assurance', text: 'assurance-2024' }, ...partyAddressPieces(input.holder), ...partyPieces(input.holder, HOLDER.called)],
  signatures: ({ actor, on, facts, input }) => partySignatures({ party: input.holder, known: facts.party, signing: facts.signing }, HOLDER, { actor, on, act: 'vehicule' }),
  fees: ({ today }) => [feeOf('provisional', today)], pay: 'before-decision', review: () => 'clerk',
  decide: ({ input, facts, subject, actor, today, on, newId }) => {
    const party = partyActs(input.holder, facts.party, newId, 'holder');
    const found: Blocker[] = [
      ...(facts.registered ? [blocker('deja-immatricule', 'Ce numéro de série est déjà immatriculé : il n’a pas besoin d’un numéro provisoire.', text, 'le demandeur', 'vérifier le numéro de série', 'chassis')] : []),
      ...(facts.live ? [blocker('ww-en-cours', `Ce véhicule a déjà le certificat provisoire ${territory.formatPlate(facts.live.number)}, jusqu’au ${formatDate(facts.live.until)}.`, text, 'le demandeur', 'attendre sa fin', 'chassis')] : []),
      ...(party ? [] : [blocker('titulaire-inconnu', 'Le titulaire n’est pas connu du registre.', text, 'le demandeur', 'choisir une personne connue, ou la décrire', 'holder.who')]),
      ...partyBlocks({ party: input.holder, known: facts.party, signing: facts.signing }, HOLDER, { actor, on, act: 'vehicule' }),
    ];
    if (found.length || !party) return blocked(found);
    const to = addDays(today, territory.parameter('wwDays', today).value - 1);
    return accept([...party.acts, act<WwAct>({ kind: 'ww.issued', subjects: [subject], payload: { number: fromPool('plaque-trade'), chassis: normalizeChassis(input.chassis), make: input.make, model: input.model ?? '', holderId: party.personId, from: today, to } })]);
  },
  issues: (acts) => acts.flatMap((one) => (one.kind === 'ww.issued' ? [{ template: 'certificat-ww', number: (one.payload as { number: string }).number, subject: one.subjects[0] as { kind: string; id: string }, data: { actId: one.id } }] : [])),
});
