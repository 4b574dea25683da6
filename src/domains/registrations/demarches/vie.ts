/** The ends and pauses of a vehicle's life: withdrawal, return, export, destruction. */
import { z } from 'zod';
import { clerk, type Actor, type Capacity } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step, type Blocker } from '../../../core/demarche/index.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { lawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { feeOf } from '../../payments/index.ts';
import { companyNamed } from '../../people/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { LifeStatus, RegistrationAct } from '../model/acts.ts';
import { lifeOf } from '../model/state.ts';
import { holdBlocks, lifeBlocks, saleBlocks, type Effect } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextTitle } from '../rules/titles.ts';
import type { Registered } from '../views.ts';

const on = (label: string) => lawDate.meta({ label, control: 'date' });
const future = (date: string, today: string): Blocker[] => (date > today ? [blocker('date-future', 'Cette date est dans le futur.', 'code-route', 'le demandeur', 'vérifier la date', 'on')] : []);
const already = (state: Registered, status: LifeStatus): Blocker[] => (lifeOf(state.registration) === status ? [blocker('deja-fait', 'C’est déjà l’état de ce véhicule.', 'code-route', 'personne', 'rien n’est à faire')] : []);
const leaving = (state: Registered, effect: Effect, status: LifeStatus, now: string) => [...already(state, status), ...lifeBlocks(state).filter((one) => one.code !== 'exporte'), ...holdBlocks(state, effect, now), ...(effect === 'destruction' ? [] : saleBlocks(state))];
const change = (id: string, status: LifeStatus, on: string, reason: string, reference: string | null, titleNumber: string | null) =>
  act<RegistrationAct>({ kind: 'registration.life-changed', subjects: [vehicleRef(id)], payload: { status, on, reason, reference, titleNumber } });

/** The holder takes the vehicle off the road: its certificate is suspended until it returns. */
export const retirer = ofHolders('vehicule', 'all', {
  ...onVehicle, id: 'retirer-circulation', title: 'Retirer un véhicule de la circulation', family: 'vehicule',
  summary: 'Votre véhicule ne roulera plus pour un temps : son certificat est suspendu.', law: ['code-route'],
  facts: {}, input: z.object({ on: on('Depuis le'), reason: z.string().trim().max(200).optional().meta({ label: 'Motif' }) }),
  steps: [step('retrait', 'Le retrait', ['on', 'reason'])],
  // What has left the country is not on its roads either.
  blocks: ({ state, now }) => [...leaving(state, 'withdrawal', 'withdrawn', now), ...lifeBlocks(state).filter((one) => one.code === 'exporte')],
  pieces: () => [], fees: () => [], pay: 'never', review: () => 'automatic',
  decide: ({ input, today, subject }) => {
    const found = future(input.on, today);
    return found.length ? blocked(found) : accept([change(subject.id, 'withdrawn', input.on, input.reason ?? 'retrait volontaire', null, null)]);
  },
});

/** Back on the road, with a new certificate. */
export const remettre = ofHolders('vehicule', 'all', {
  ...onVehicle, id: 'remettre-circulation', title: 'Remettre un véhicule en circulation', family: 'vehicule',
  summary: 'Votre véhicule retiré, ou revenu d’exportation, roule à nouveau : vous recevez un nouveau certificat.', law: ['code-route', 'grille-tarifaire'],
  facts: {}, input: z.object({ on: on('Depuis le') }),
  steps: [step('retour', 'Le retour', ['on'])],
  blocks: ({ state, now }) => [
    ...(['withdrawn', 'exported', 'out-of-fleet'].includes(lifeOf(state.registration) ?? '') ? [] : [blocker('pas-retire', 'Ce véhicule n’est pas retiré de la circulation.', 'code-route', 'personne', 'rien n’est à faire')]),
    ...lifeBlocks(state).filter((one) => one.code !== 'exporte'), ...holdBlocks(state, 'title', now),
  ],
  pieces: () => [{ kind: 'attestation-assurance', label: 'Attestation d’assurance', text: 'reforme-2023' }],
  fees: ({ today }) => [feeOf('duplicate', today)], review: () => 'clerk',
  decide: ({ input, today, subject }) => {
    const found = future(input.on, today);
    return found.length ? blocked(found) : accept([change(subject.id, 'registered', input.on, 'retour', null, nextTitle())]);
  },
});

/** The vehicle leaves the country for good. */
export const exporter = ofHolders('vehicule', 'all', {
  ...onVehicle, id: 'declarer-exportation', title: 'Déclarer l’exportation d’un véhicule', family: 'vehicule',
  summary: 'Votre véhicule quitte la Nouvelle-Calédonie : il est radié, et son histoire gardée s’il revient.', law: ['oppositions', 'grille-tarifaire'],
  facts: {}, input: z.object({ on: on('Date de départ'), country: z.string().trim().min(2, 'Indiquez le pays.').max(60).meta({ label: 'Pays de destination' }) }),
  steps: [step('depart', 'Le départ', ['on', 'country'])],
  blocks: ({ state, now }) => leaving(state, 'export', 'exported', now),
  pieces: () => [{ kind: 'ancien-titre', label: 'Le certificat d’immatriculation', text: 'oppositions', original: true }],
  fees: ({ today }) => [feeOf('export', today)], review: () => 'clerk',
  decide: ({ input, today, subject }) => {
    const found = future(input.on, today);
    return found.length ? blocked(found) : accept([change(subject.id, 'exported', input.on, `vers ${input.country}`, null, null)]);
  },
});

/** The approved operator to whom the vehicle was handed over, with the paper that its holder signed. */
const destroys = ({ actor, today }: { actor: Actor; today: string }): boolean => actor.kind === 'partner' && territory.parameter('destructionKinds', today).value.includes(actor.partnerKind);
/** Those who never name the operator: they are it. The law of the day says who may declare; this, whom a form asks. */
const OPERATORS = ['vhu-operator'] as const;
const isItself = (actor: Actor): boolean => actor.kind === 'partner' && OPERATORS.some((one) => one === actor.partnerKind);
/** Fact: the name of the company that acts. */
async function itself(tx: Sql | Tx, { actor }: { actor: Actor }): Promise<string | null> {
  return actor.kind === 'partner' ? (await companyNamed(tx, actor.companyId))?.name ?? null : null;
}
const destroyer: Capacity = { name: 'destroyer', label: 'l’opérateur agréé à qui le titulaire a remis le véhicule', holds: destroys };

/** Destroyed by an approved operator: the end of a vehicle, with the certificate that proves it. */
export const detruire = ofHolders('vehicule', 'all', {
  ...onVehicle, id: 'declarer-destruction', title: 'Déclarer la destruction d’un véhicule', family: 'vehicule',
  summary: 'Votre véhicule hors d’usage a été détruit par un opérateur agréé : il sort du registre.', law: ['destruction', 'reforme-2023'],
  who: [clerk, ...onVehicle.who.filter((one) => one !== clerk), destroyer],
  facts: { itself },
  input: z.object({
    on: on('Date de la destruction'), operator: z.string().trim().min(2, 'Indiquez l’opérateur.').max(80).optional().meta({ label: 'Opérateur agréé', exceptTrades: OPERATORS, examples: ['Recyclage Exemple'] }),
    certificate: z.string().trim().min(1, 'Indiquez le numéro du certificat de destruction.').max(60).meta({ label: 'Numéro du certificat de destruction', width: 20 }),
  }),
  steps: [step('destruction', 'La destruction', ['on', 'operator', 'certificate'])],
  awaits: (c) => (isItself(c.actor) ? [] : ['operator']),
  blocks: ({ state, now }) => leaving(state, 'destruction', 'destroyed', now),
  pieces: (c) => [
    ...(destroys(c) ? [{ kind: 'cession-destruction', label: 'Déclaration de cession en vue de la destruction', text: 'destruction', signed: true as const, hint: 'Celle que le titulaire a signée en vous remettant le véhicule.' }] : []),
    { kind: 'certificat-destruction', label: 'Certificat de destruction', text: 'destruction' }, { kind: 'ancien-titre', label: 'Le certificat d’immatriculation', text: 'destruction', original: true },
  ],
  fees: ({ today }) => [feeOf('destruction', today)], review: () => 'clerk',
  decide: ({ input, today, subject, actor, facts }) => {
    const operator = isItself(actor) ? facts.itself : input.operator;
    const found = [...future(input.on, today), ...(operator ? [] : [blocker('operateur-absent', 'Indiquez l’opérateur agréé qui l’a détruit.', 'destruction', 'le demandeur', 'le nommer', 'operator')])];
    return found.length || !operator ? blocked(found) : accept([change(subject.id, 'destroyed', input.on, operator, input.certificate, null)]);
  },
}, destroys);
