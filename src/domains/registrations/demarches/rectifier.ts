import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { instantOf, lawDate } from '../../../core/values/time.ts';
import { chassisNumber, normalizeChassis, technical, vehicleRef, type VehicleAct } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { certificates, nextTitle } from '../rules/titles.ts';
import { holdersOf } from '../model/state.ts';
import { twinsOf } from '../store.ts';
import { isActOf } from '../store-undo.ts';
import { registeredVehicle } from '../views.ts';

const input = z.object({
  what: z.enum(['chassis', 'technical', 'holder-since']).meta({ label: 'Ce qui est à corriger', options: { chassis: 'Le numéro de série', technical: 'Une caractéristique technique', 'holder-since': 'La date d’acquisition du titulaire' } }),
  chassis: chassisNumber.optional().meta({ label: 'Numéro de série exact', letter: 'E', examples: ['JTEXEMPLE00000034'], showWhen: { path: 'what', values: ['chassis'] }, requiredWhenShown: true }),
  technical: technical.optional().meta({ label: 'Valeurs exactes', showWhen: { path: 'what', values: ['technical'] } }),
  since: lawDate.optional().meta({ label: 'Depuis le', control: 'date', showWhen: { path: 'what', values: ['holder-since'] }, requiredWhenShown: true }),
  cites: z.uuid('Donnez l’identifiant de l’acte à corriger.').optional().meta({ label: 'Acte corrigé', hint: 'Son identifiant, dans la chronologie du véhicule.', offers: 'acts' }),
  reason: z.string().trim().min(10, 'Expliquez la correction en une phrase.').max(500).meta({ label: 'Motif', control: 'textarea' }),
});

/** A correction is a new act that cites the old one; two agents sign. What was known before stays readable. */
export const rectifier = demarche({
  id: 'rectifier', title: 'Rectifier le registre', family: 'registre',
  summary: 'Deux agents corrigent une erreur du registre ; l’ancienne valeur reste visible dans l’historique.',
  law: ['code-route-numero', 'maison-dossier'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: registeredVehicle,
  facts: {
    twins: (tx, { input: given, subject }) => (given?.chassis ? twinsOf(tx, normalizeChassis(given.chassis), subject.id) : []),
    // The journal keeps for ever what an act cites: it must be there, and be of this vehicle.
    citesAnother: async (tx, { input: given, subject }) => given?.cites !== undefined && !await isActOf(tx, subject.id, given.cites),
  },
  input,
  steps: [step('correction', 'La correction', ['what', 'chassis', 'technical', 'since']), step('motif', 'Le motif', ['cites', 'reason'])],
  blocks: () => [],
  pieces: () => [{ kind: 'preuve', label: 'Pièce qui prouve la valeur exacte', text: 'code-route-numero', original: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'two-persons',
  decide: ({ state, input: given, subject, facts, today }) => {
    const vehicle = vehicleRef(subject.id);
    const cites = given.cites ? [given.cites] : [];
    if (facts.citesAnother) return blocked([blocker('acte-inconnu', 'Cet acte n’est pas dans l’histoire de ce véhicule.', 'maison-dossier', 'l’agent', 'copier l’identifiant depuis la chronologie, ou ne rien citer', 'cites')]);
    if (given.what === 'holder-since') {
      if (!given.since || given.since > today) return blocked([blocker('date-future', 'Cette date est dans le futur.', 'maison-dossier', 'l’agent', 'vérifier la date', 'since')]);
      const from = instantOf(given.since, '00:00').toISOString();
      const holders = restoredHolders(state.registration.holders, from);
      if (before(state.registration.holders, from)) return blocked([blocker('avant-precedent', 'À cette date, le véhicule était encore à un titulaire d’avant, ou n’était pas encore à lui.', 'maison-dossier', 'l’agent', 'vérifier la date, ou corriger d’abord celle du titulaire d’avant', 'since')]);
      if (!holdersOf(state.registration).length) return blocked([blocker('sans-titulaire', 'Ce véhicule n’a pas de titulaire.', 'code-route', 'l’agent', 'choisir une autre correction', 'what')]);
      return accept([act<RegistrationAct>({ kind: 'registration.restored', subjects: [vehicle], payload: { restored: { holders }, reason: given.reason }, cites })]);
    }
    if (facts.twins.length) return blocked([blocker('vin-connu', 'Ce numéro de série est déjà au registre.', 'code-route-numero', 'le guichet unique et le CCTV', 'faire vérifier la frappe à froid', 'chassis')]);
    const payload = { reason: given.reason, since: null, ...(given.what === 'chassis' && given.chassis ? { chassis: normalizeChassis(given.chassis) } : {}), ...(given.what === 'technical' && given.technical ? { changes: given.technical } : {}) };
    if (!('chassis' in payload) && !('changes' in payload)) return blocked([blocker('rien', 'Aucune valeur n’est corrigée.', 'maison-dossier', 'l’agent', 'donner la valeur exacte', 'what')]);
    return accept([
      act<VehicleAct>({ kind: 'vehicle.corrected', subjects: [vehicle], payload, cites }),
      act<RegistrationAct>({ kind: 'registration.title-issued', subjects: [vehicle], payload: { number: nextTitle(), form: 'digital', reason: 'rectification' } }),
    ]);
  },
  issues: certificates,
});

/** Whether those who held it earlier would have held it after that day, or until before their own first day. */
function before<P extends { from: string; to: string | null }>(holders: readonly P[], from: string): boolean {
  const start = holders.find((one) => one.to === null)?.from;
  return holders.some((one) => one.to !== null && (one.to === start ? one.from >= from : one.to < (start ?? '') && one.to > from));
}

/** The present holders since the right day; those before them end that day. */
function restoredHolders<P extends { from: string; to: string | null }>(holders: readonly P[], from: string): P[] {
  const start = holders.find((one) => one.to === null)?.from;
  return holders.map((one) => (one.to === null ? { ...one, from } : one.to === start ? { ...one, to: from } : one));
}
