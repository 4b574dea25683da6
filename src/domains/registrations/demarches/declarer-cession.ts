import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act, type Json } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step, type Blocker } from '../../../core/demarche/index.ts';
import { addDays, instantOf, lawDate } from '../../../core/values/time.ts';
import { phone, territory } from '../../../territory/index.ts';
import { readOdometer } from '../../inspections/index.ts';
import { makeAndModel, vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { declaredPrice } from '../model/price.ts';
import type { SaleAct } from '../model/sale.ts';
import { holdersOf } from '../model/state.ts';
import { usual } from '../rules/blocks.ts';
import { saleInspectionAwaited, saleInspectionBlocks } from '../rules/inspection.ts';
import { priceAwaited, priceBlocks } from '../rules/price.ts';
import { saleNumber } from '../rules/titles.ts';
import { ofHolders } from './on-vehicle.ts';
import { holder, registeredVehicle, type Registered } from '../views.ts';

const input = z.object({
  soldOn: lawDate.meta({ label: 'Date de la vente', control: 'date', exampleDays: -1 }),
  soldAt: z.string().regex(/^([01]?\d|2[0-3])[:hH][0-5]\d$/, 'Indiquez une heure, par exemple 14:30.').meta({ label: 'Heure de la vente', hint: 'Par exemple 14:30. Elle vous protège des amendes de l’acheteur.', width: 5, examples: ['08:30'] }),
  purpose: z.enum(['use', 'destruction']).meta({ label: 'Le véhicule est vendu', options: { use: 'Pour rouler', destruction: 'Pour être détruit' } }),
  ...declaredPrice('Prix de vente', 'Cédé sans rien recevoir'),
  buyer: z.object({
    name: z.string().trim().min(2, 'Indiquez le nom de l’acheteur.').max(100).meta({ label: 'Nom de l’acheteur', examples: ['Ada Exemple'] }),
    phone: phone.optional().meta({ label: 'Téléphone de l’acheteur', hint: 'Il reçoit le code par SMS.', control: 'tel', width: 20 }),
    email: z.email('Indiquez une adresse complète, par exemple nom@exemple.nc.').optional().meta({ label: 'Courriel de l’acheteur' }),
  }).meta({ label: 'L’acheteur' }),
  inspection: z.object({
    number: z.string().trim().max(40).optional().meta({ label: 'Numéro du contrôle technique de vente', width: 20 }),
    on: lawDate.optional().meta({ label: 'Date du contrôle', control: 'date' }),
  }).meta({ label: 'Contrôle technique', hint: 'Pour une voiture de plus de cinq ans.' }),
  odometer: z.int('Indiquez un nombre entier.').min(0).max(3_000_000).optional().meta({ label: 'Kilométrage', unit: 'km', width: 10 }),
});

/** The seller's half of a sale: dated to the hour, signed by every co-holder. Ownership does not move yet, responsibility is dated. */
export const declarerCession = ofHolders('cession', 'all', {
  id: 'declarer-cession', title: 'Déclarer la vente d’un véhicule', family: 'titulaire',
  summary: 'Vous avez vendu, donné ou cédé votre véhicule : déclarez-le, avec le jour et l’heure. L’acheteur reçoit un code pour terminer.',
  law: ['cession-15-jours', 'titre-vendu-15-jours', 'controle-vente'],
  who: [holder, clerk], presence: 'remote', subject: registeredVehicle,
  facts: {},
  input,
  steps: [step('vente', 'La vente', ['soldOn', 'soldAt', 'purpose', 'price', 'free', 'odometer']), step('acheteur', 'L’acheteur', ['buyer']), step('controle', 'Le contrôle technique', ['inspection'])],
  awaits: ({ state, actor, input: given, today }) => [...priceAwaited(given, actor, today), ...(given.purpose === 'use' && saleInspectionAwaited(state, given.soldOn ?? today) ? ['inspection.number', 'inspection.on'] : [])],
  blocks: ({ state, now }) => usual(state, 'transfer', now),
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'declaration-signee', label: 'Déclaration de vente signée', text: 'cession-15-jours', original: true, signed: true }] : []),
  signatures: () => [],
  fees: () => [],
  pay: 'never',
  review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  decide: ({ state, actor, input: given, now, today, subject, newId }) => {
    const soldAt = instantOf(given.soldOn, given.soldAt.toLowerCase().replace('h', ':').padStart(5, '0')).toISOString();
    const found = [...saleBlocksOf(state, given, soldAt, now, today), ...priceBlocks(given, actor, today)];
    if (found.length) return blocked(found);
    const saleId = newId('sale');
    const sellers = holdersOf(state.registration).map((one) => one.personId);
    const what = makeAndModel(state.vehicle);
    return accept([
      act<SaleAct>({
        kind: 'sale.declared', subjects: [{ kind: 'sale', id: saleId, fresh: true }],
        payload: { vehicleId: subject.id, sellers, soldAt, purpose: given.purpose, ...(what ? { what } : {}) },
        // The buyer's code follows the act, never in it (reactions/code.ts).
        private: [{ class: 'identity', name: 'buyer', content: JSON.parse(JSON.stringify(given.buyer)) as Json }],
      }),
      act<RegistrationAct>({
        kind: 'registration.sale-opened', subjects: [vehicleRef(subject.id)],
        payload: { saleId, soldAt, titleUntil: addDays(given.soldOn, territory.parameter('soldTitleDays', today).value as number) },
      }),
      ...(given.odometer === undefined ? [] : [readOdometer(subject.id, state.inspection, { km: given.odometer, on: given.soldOn, source: 'sale' }, today)]),
    ]);
  },
  issues: (acts) => acts.filter((one) => one.kind === 'sale.declared').flatMap((one) => {
    const paper = { subject: { kind: 'vehicle', id: (one.payload as { vehicleId: string }).vehicleId }, data: { actId: one.id } };
    return [{ ...paper, template: 'accuse-cession', number: saleNumber(one.id) }, { ...paper, template: 'code-acheteur', number: saleNumber(one.id, 'CA') }];
  }),
});

function saleBlocksOf(state: Registered, given: z.output<typeof input>, soldAt: string, now: string, today: string): Blocker[] {
  const found: Blocker[] = [];
  if (soldAt > now) found.push(blocker('vente-future', 'La date et l’heure de la vente sont dans le futur.', 'cession-15-jours', 'le vendeur', 'déclarer la vente une fois faite', 'soldOn'));
  const since = holdersOf(state.registration)[0]?.from;
  if (since && soldAt < since) found.push(blocker('vente-avant-achat', 'La vente est antérieure à votre propre achat.', 'cession-15-jours', 'le vendeur', 'vérifier la date', 'soldOn'));
  if (given.purpose === 'use') found.push(...saleInspectionBlocks(state, given.soldOn, given.inspection));
  if (given.inspection.on && given.inspection.on > today) found.push(blocker('controle-futur', 'La date du contrôle est dans le futur.', 'controle-vente', 'le vendeur', 'vérifier la date', 'inspection.on'));
  return found;
}
