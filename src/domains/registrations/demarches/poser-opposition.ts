import { z } from 'zod';
import { authority, clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { HoldType, RegistrationAct } from '../model/acts.ts';
import { authorities, holdRules, lifeBlocks, measuresOf, orderBlocks, registeredBy } from '../rules/blocks.ts';
import { holdsOn } from '../model/state.ts';
import { registeredVehicle } from '../views.ts';

const types = Object.keys(holdRules) as [HoldType, ...HoldType[]];
const names = Object.keys(authorities) as [keyof typeof authorities, ...(keyof typeof authorities)[]];

/** An authority puts a hold on a vehicle, on its own legal basis. Nobody applies for it; it is reasoned and signed. */
export const poserOpposition = demarche({
  id: 'poser-opposition', title: 'Poser une opposition ou une mesure', family: 'mesure',
  summary: 'Une autorité inscrit une mesure sur un véhicule : vol, opposition, gage, saisie, mention douanière, immobilisation, fourrière.',
  law: ['oppositions', 'code-route-etat'],
  who: [authority(authorities), clerk], presence: 'authority', subject: registeredVehicle,
  facts: {},
  input: z.object({
    type: z.enum(types).meta({ label: 'Mesure', options: Object.fromEntries(types.map((type) => [type, holdRules[type].label])) }),
    authority: z.enum(names).meta({ label: 'Autorité qui l’ordonne', options: authorities }),
    reference: z.string().trim().min(1, 'Indiquez la référence de la décision.').max(60).meta({ label: 'Référence de la décision', width: 20 }),
    basis: z.string().trim().min(3, 'Indiquez le texte qui fonde la mesure.').max(200).meta({ label: 'Fondement', hint: 'Le texte ou la décision qui donne ce pouvoir.' }),
    until: lawDate.optional().meta({ label: 'Jusqu’au', hint: 'Vide si la mesure dure jusqu’à sa levée.', control: 'date' }),
  }),
  steps: [step('mesure', 'La mesure', ['type', 'authority', 'reference', 'basis', 'until'])],
  // An authority orders in its own name what is its own to order; an agent keys whatever authority is on the paper.
  choices: ({ actor, today }) => (actor.kind === 'authority' && actor.authority in authorities ? {
    type: measuresOf(actor.authority, today).map((type) => ({ value: type, label: holdRules[type].label })),
    authority: [{ value: actor.authority, label: authorities[actor.authority as keyof typeof authorities] }],
  } : {}),
  blocks: ({ state }) => lifeBlocks(state).filter((one) => one.code !== 'identite-contestee'),
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'decision', label: 'Décision de l’autorité', text: 'oppositions', original: true }] : []),
  signatures: () => [], fees: () => [], pay: 'never',
  review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  decide: ({ state, input, subject, newId, now, today, actor }) => {
    if (actor.kind === 'authority' && actor.authority !== input.authority) return blocked([blocker('autre-autorite', 'Vous ne pouvez poser une mesure qu’au nom de votre autorité.', 'oppositions', 'l’autorité nommée', 'agir avec son propre compte', 'authority')]);
    const orders = orderBlocks(input.type, input.authority, today, actor.kind === 'authority' ? 'type' : 'authority');
    if (orders.length) return blocked(orders);
    if (input.until && input.until <= today) return blocked([blocker('mesure-passee', 'La date de fin est déjà passée.', 'oppositions', 'l’autorité', 'corriger la date', 'until')]);
    const by = registeredBy(actor);
    const twin = holdsOn(state.registration, now).some((hold) => hold.type === input.type && hold.authority === input.authority && hold.reference === input.reference && hold.by === by.by);
    if (twin || (input.type === 'theft' && holdsOn(state.registration, now).some((hold) => hold.type === 'theft'))) {
      return blocked([blocker('mesure-connue', 'Cette mesure est déjà inscrite sur ce véhicule.', 'oppositions', 'l’autorité', 'vérifier la référence', 'reference')]);
    }
    const { type, authority, reference, basis, until } = input;
    return accept([act<RegistrationAct>({ kind: 'registration.hold-set', subjects: [vehicleRef(subject.id)], payload: { holdId: newId('hold'), type, authority, reference, basis, until: until ?? null, ...by } })]);
  },
  issues: () => [],
});
