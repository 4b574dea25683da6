/** A mandate that ends is told to the other side: whoever acted by it stops in good faith, whoever gave it knows that nobody acts any more. */
import { loadStates } from '../../core/act/store.ts';
import { transaction } from '../../core/db/sql.ts';
import type { Reaction } from '../../core/jobs/index.ts';
import type { Fields, Template } from '../../core/messages/template.ts';
import { formatDate } from '../../core/values/time.ts';
import type { PersonState } from './facet.ts';
import { displayName, type PowerKind } from './model/index.ts';
import type { PowerAct } from './model/acts.ts';
import type { PowerState } from './standing.ts';
import { tell, type TellEnv } from './tell.ts';
import { mandateActs } from './words.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;
const page = { label: 'Voir les mandats' } as const;

export const mandateTexts = {
  'mandate-taken-back': t({
    title: 'Mandat repris', kind: 'notice', fields: { grantor: 50, acts: 160, on: 18 }, page,
    subject: '{grantor} a mis fin à son mandat',
    body: ['{grantor} a mis fin au mandat qui vous était donné pour : {acts}.', 'Depuis le {on}, vous n’agissez plus en son nom. Une démarche que vous aviez commencée pour cette personne ne peut plus être envoyée.'],
    sms: '{grantor} a mis fin à son mandat le {on} : vous n’agissez plus en son nom.',
  }),
  'mandate-given-back': t({
    title: 'Mandat rendu', kind: 'notice', fields: { holder: 50, acts: 160, on: 18 }, page,
    subject: '{holder} a rendu votre mandat',
    body: ['{holder} a rendu le mandat que vous aviez donné pour : {acts}.', 'Depuis le {on}, ce mandat ne vaut plus. Vous pouvez faire ces démarches vous-même, ou donner mandat à quelqu’un d’autre.'],
    sms: '{holder} a rendu votre mandat le {on}. Faites vos démarches vous-même, ou donnez un autre mandat.',
  }),
  'mandate-ended': t({
    title: 'Mandat terminé au guichet', kind: 'notice', fields: { other: 50, acts: 160, on: 18 }, page,
    subject: 'Le mandat entre vous et {other} est terminé',
    body: ['Un agent a mis fin, sur la foi d’un papier, au mandat entre vous et {other}, donné pour : {acts}.', 'Il ne vaut plus depuis le {on}. Si ce n’est pas ce que vous vouliez, dites-le à un guichet.'],
    sms: 'Le mandat entre vous et {other} est terminé depuis le {on}. En cas de doute, dites-le à un guichet.',
  }),
};

/** Given of one’s own will. What a judge or a law gave is between people whom a message of ours could harm: the counter speaks to them. */
const GIVEN: readonly PowerKind[] = ['mandate', 'gdpl-mandate', 'indivision-mandate'];
type Ended = Extract<PowerAct, { kind: 'power.ended' }>['payload'];

const ended: Reaction<TellEnv> = { name: 'tell-mandate-ended', run: async (env, act, once) => {
  const { world: { acts, facets } } = env;
  const ref = act.subjects.find(({ kind }) => kind === 'power');
  const { power } = ((ref && (await loadStates(acts, facets, [ref])).get(ref.id)?.['power']) ?? { power: null }) as PowerState;
  if (!ref || !power || !GIVEN.includes(power.kind)) return;
  const { on, by } = act.payload as Ended;
  const people = await loadStates(acts, facets, [power.grantor, power.holder].map((id) => ({ kind: 'person', id })));
  const identity = (id: string) => (people.get(id)?.['person'] as PersonState | undefined)?.identity ?? null;
  const nameOf = (id: string) => { const one = identity(id); return one ? displayName(one) : 'une personne dont l’identité est effacée'; };
  const words = { acts: mandateActs(power.acts === 'any' ? ['*'] : power.acts), on: formatDate(on) };
  const to = (personId: string) => ({
    personId, texts: mandateTexts, subject: ref, at: act.recordedAt, actId: act.id,
    // A company reads what it received at its own door.
    page: identity(personId)?.kind === 'natural' ? '/usager/mandats' : '/professionnel/mandats',
  });
  await transaction(acts, async (tx) => {
    if (by === 'grantor') await tell(env, tx, { ...to(power.holder), key: once, template: 'mandate-taken-back', data: { ...words, grantor: nameOf(power.grantor) } });
    if (by === 'holder') await tell(env, tx, { ...to(power.grantor), key: once, template: 'mandate-given-back', data: { ...words, holder: nameOf(power.holder) } });
    if (by === 'agent') {
      await tell(env, tx, { ...to(power.holder), key: `${once}:holder`, template: 'mandate-ended', data: { ...words, other: nameOf(power.grantor) } });
      await tell(env, tx, { ...to(power.grantor), key: `${once}:grantor`, template: 'mandate-ended', data: { ...words, other: nameOf(power.holder) } });
    }
  });
} };

export const mandateReactions = { 'power.ended': [ended] } satisfies Partial<Record<PowerAct['kind'], readonly Reaction<TellEnv>[]>>;
