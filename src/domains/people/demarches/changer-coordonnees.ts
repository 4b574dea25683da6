import { z } from 'zod';
import { clerk, type Capacity } from '../../../core/access/actor.ts';
import type { ActDraft, Json } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, existing, step } from '../../../core/demarche/index.ts';
import { personFacet, type PersonState } from '../facet.ts';
import { contact } from '../model/index.ts';
import { locatePerson } from '../store.ts';
import { personView } from './inscrire-personne.ts';

/** One's own entry in the register, by an account whose identity was checked. */
const oneself: Capacity = {
  name: 'oneself', label: 'la personne elle-même, identifiée par son compte',
  holds: ({ actor, subject }) => actor.kind === 'citizen' && actor.assurance === 'verified' && actor.personId === subject.id,
};

/** How the register tells a person: the former way is kept as a period, and a sale is still told to whoever it was before. */
export const changerCoordonnees = demarche({
  id: 'changer-coordonnees', title: 'Changer vos coordonnées', family: 'titulaire',
  summary: 'Votre téléphone ou votre courriel a changé, ou vous préférez être prévenu autrement. C’est gratuit, et une lettre suffit toujours.',
  law: ['maison-dossier'],
  who: [oneself, clerk], presence: 'remote', subject: existing({ ...personView, facets: { person: personFacet }, locate: locatePerson }),
  facts: {},
  input: z.object({ contact: contact.meta({ label: 'Pour vous prévenir' }) }),
  steps: [step('contact', 'Pour vous prévenir', ['contact'])],
  blocks: ({ state }) => ((state as { person: PersonState }).person.kind ? [] : [blocker('personne-inconnue', 'Le registre ne connaît pas encore cette personne.', 'maison-dossier', 'le guichet unique', 'venir avec une pièce d’identité')]),
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'demande-signee', label: 'Demande signée', text: 'maison-dossier', signed: true }] : []),
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'automatic',
  decide: ({ input, state, subject }) => {
    const { person } = state as { person: PersonState };
    if (person.deceasedOn) return blocked([blocker('personne-decedee', 'Cette personne est décédée.', 'maison-dossier', 'les héritiers', 'faire la démarche de succession')]);
    const reachable: ActDraft = {
      kind: 'person.reachable', version: 1, subjects: [subject], payload: {},
      private: [{ class: 'identity', name: 'contact', content: JSON.parse(JSON.stringify(input.contact)) as Json }],
    };
    return accept([reachable]);
  },
  issues: () => [],
});
