import { z } from 'zod';
import { authority, clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { companyNamed } from '../../people/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { holdsOn } from '../model/state.ts';
import { authorities, holdRules, holdsSeenBy, isOwn } from '../rules/blocks.ts';
import { registeredVehicle, type Registered } from '../views.ts';

type Hold = { authority: string; reference: string; by?: string };
type Companies = ReadonlyMap<string, { name: string; ridet: string }>;

/** Fact: the companies that had a measure registered, by id. */
async function companies(tx: Sql | Tx, { state }: { state: Registered }): Promise<Companies> {
  const ids = [...new Set(state.registration.holds.flatMap(({ by }) => by ?? []))];
  const named = await Promise.all(ids.map((id) => companyNamed(tx, id)));
  return new Map(ids.flatMap((id, index) => { const one = named[index]; return one ? [[id, { name: one.name, ridet: one.ridet ?? id }]] : []; }));
}

const inscriber = ({ authority, by }: Hold): string => `${authority} ${by ?? ''}`;

/** Who had it registered: one of many banks by its name, else the authority. */
function whose({ authority: name, by }: Hold, known: Companies): { name: string; code: string } {
  const company = by ? known.get(by) : undefined;
  return company ? { name: company.name, code: `RIDET ${company.ridet}` } : { name: authorities[name as keyof typeof authorities] ?? name, code: by ?? name };
}

/** How a measure is called: by its reference, and by who had it registered too where another has one of the same reference. */
function calledAmong(holds: readonly Hold[], hold: Hold, known: Companies): string {
  const alone = holds.every((other) => other.reference !== hold.reference || inscriber(other) === inscriber(hold));
  return alone ? hold.reference : fullName(hold, known);
}
const fullName = (hold: Hold, known: Companies): string => `${hold.reference} (${whose(hold, known).code})`;

/** A hold ends by the authority that ordered it and by no other, a pledge by the very bank that had it registered; at the counter, two agents read the written decision. */
export const leverOpposition = demarche({
  id: 'lever-opposition', title: 'Lever une opposition ou une mesure', family: 'mesure',
  summary: 'L’autorité qui a ordonné une mesure la lève.',
  law: ['oppositions'],
  who: [authority(authorities), clerk], presence: 'authority', subject: registeredVehicle,
  facts: { companies },
  input: z.object({
    reference: z.string().trim().min(1, 'Indiquez la référence de la mesure.').max(100).meta({ label: 'Référence de la mesure à lever', width: 20 }),
    reason: z.string().trim().min(3, 'Indiquez le motif de la mainlevée.').max(300).meta({ label: 'Motif de la mainlevée', control: 'textarea' }),
    basis: z.string().trim().min(3, 'Indiquez la décision de mainlevée.').max(200).meta({ label: 'Décision de mainlevée' }),
  }),
  steps: [step('mainlevee', 'La mainlevée', ['reference', 'reason', 'basis'])],
  choices: ({ actor, state, now, facts }) => {
    const seen = holdsSeenBy(actor, state.registration, now).filter((hold) => actor.kind !== 'authority' || isOwn(actor, hold));
    return { reference: [...Map.groupBy(seen, (hold) => calledAmong(seen, hold, facts.companies))].map(([value, holds]) => ({ value, label: `${holds.map(({ type }) => holdRules[type].label).join(' et ')}, ${whose(holds[0] as Hold, facts.companies).name}, réf. ${holds[0]?.reference}` })) };
  },
  blocks: ({ state, now }) => (holdsOn(state.registration, now).length ? [] : [blocker('sans-mesure', 'Aucune mesure n’est inscrite sur ce véhicule.', 'oppositions', 'personne', 'rien n’est à lever')]),
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'mainlevee', label: 'Mainlevée écrite de l’autorité', text: 'oppositions', original: true, hint: 'De qui a fait inscrire la mesure ; de qui lui succède, avec la preuve de la succession.' }] : []),
  signatures: () => [], fees: () => [], pay: 'never',
  review: ({ actor }) => (actor.kind === 'agent' ? 'two-persons' : 'automatic'),
  decide: ({ state, input, subject, now, actor, facts }) => {
    const standing = holdsOn(state.registration, now);
    const named = standing.filter((hold) => fullName(hold, facts.companies) === input.reference);
    const referred = named.length ? named : standing.filter((hold) => hold.reference === input.reference);
    const mine = referred.filter((hold) => actor.kind !== 'authority' || isOwn(actor, hold));
    // Two banks may number alike: the paper that is read is of one of them.
    if (new Set(mine.map(inscriber)).size > 1) return blocked([blocker('plusieurs-inscrivants', `Cette référence est celle de plusieurs mesures : ${[...new Set(mine.map((hold) => `${whose(hold, facts.companies).name}, « ${fullName(hold, facts.companies)} »`))].join(' ; ')}.`, 'oppositions', 'un agent du guichet unique', 'dire laquelle est levée : celle de qui a écrit la mainlevée', 'reference')]);
    if (!mine.length) {
      const [other] = referred;
      const named = authorities[other?.authority as keyof typeof authorities] ?? other?.authority ?? '';
      if (other && actor.kind === 'authority' && other.authority === actor.authority) return blocked([blocker('autre-inscrivant', other.by
        ? 'Cette mesure a été inscrite par une autre entreprise que la vôtre.' : 'SITT ne sait pas quelle entreprise a fait inscrire cette mesure.', 'oppositions', other.by ? 'l’entreprise qui l’a inscrite, ou un agent du guichet unique' : 'un agent du guichet unique',
        'faire lever par elle, ou remettre au guichet sa mainlevée écrite ; qui lui succède y joint la preuve de la succession', 'reference')]);
      return blocked([other
        // Whoever ordered it, by name: several authorities may order a pound, and only the one that did lifts it.
        ? blocker('autre-autorite', `Cette mesure a été ordonnée par : ${named}. Elle seule la lève.`, 'oppositions', named, holdRules[other.type].how, 'reference')
        : blocker('mesure-inconnue', 'Aucune mesure en cours ne porte cette référence.', 'oppositions', 'l’autorité', 'vérifier la référence', 'reference')]);
    }
    return accept(mine.map((hold) => act<RegistrationAct>({ kind: 'registration.hold-lifted', subjects: [vehicleRef(subject.id)], payload: { holdId: hold.id, reason: input.reason } })));
  },
  issues: () => [],
});
