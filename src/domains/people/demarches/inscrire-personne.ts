import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker, type SubjectView } from '../../../core/demarche/index.ts';
import { personFacet, recordPerson, type PersonState } from '../facet.ts';
import { address, addressPieces, addressProof, contact, displayName, person } from '../model/index.ts';
import { birthBlocks } from '../rules/newcomer.ts';
import { findByRidet, namesakesOf } from '../store.ts';

export const personView: SubjectView<{ person: PersonState }> = {
  kind: 'person', facets: { person: personFacet }, locate: () => Promise.resolve([]), question: 'Nom, prénoms ou RIDET',
  label: ({ person: known }) => (known.identity ? displayName(known.identity) : 'Personne'),
};

const input = z.object({
  person, address, addressProof: addressProof.optional(), contact: contact.optional().meta({ label: 'Pour la prévenir' }),
  distinct: z.boolean().optional().meta({ label: 'Ce n’est aucune des personnes du même nom déjà au registre', hint: 'À cocher après les avoir comparées.' }),
});
type Input = z.output<typeof input>;
/** The person once they are wholly described: a half-typed form asks nothing of the register. */
const whole = (given: Partial<Input> | undefined) => person.safeParse(given?.person).data;
const ridetOf = (given: Input): string | null => ('ridet' in given.person ? given.person.ridet ?? null : null);

/**
 * Somebody who has asked for nothing yet enters the register, from their papers. Persons of the same name are shown first:
 * the agent says that this is another; no machine merges two persons, nor takes one for the other.
 */
export const inscrirePersonne = demarche({
  id: 'inscrire-personne', title: 'Inscrire une personne au registre', family: 'registre',
  summary: 'Un agent inscrit, d’après ses papiers, une personne ou un organisme que le registre ne connaît pas encore.',
  law: ['maison-dossier'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: creates(personView, (given: Input) => { const ridet = ridetOf(given); return ridet && `ridet:${ridet}`; }),
  facts: {
    namesakes: (tx, { input: given }) => { const known = whole(given); return known ? namesakesOf(tx, displayName(known)) : []; },
    sameRidet: (tx, { input: given }) => { const known = whole(given); return known && 'ridet' in known && known.ridet ? findByRidet(tx, known.ridet) : undefined; },
  },
  input,
  steps: [step('personne', 'La personne', ['person', 'distinct']), step('adresse', 'Son adresse', ['address', 'addressProof']), step('contact', 'Pour la prévenir', ['contact'])],
  blocks: () => [],
  pieces: ({ input: given }) => [{ kind: 'identite', label: given.person.kind === 'natural' ? 'Pièce d’identité, ou acte d’état civil' : 'Papier qui établit l’organisme (RIDET, statuts, récépissé)', text: 'maison-dossier', original: true }, ...(given.addressProof ? addressPieces(given.addressProof) : [])],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'automatic',
  decide: ({ input: given, subject, facts, today }) => {
    const found: Blocker[] = birthBlocks(given.person, today, 'person');
    if (facts.sameRidet) found.push(blocker('ridet-connu', 'Ce RIDET est déjà au registre.', 'maison-dossier', 'l’agent', 'choisir l’organisme qui le porte', 'person.ridet'));
    else if (facts.namesakes.length && !given.distinct) {
      const many = facts.namesakes.length;
      found.push(blocker('homonyme', many === 1 ? 'Une personne de ce nom est déjà au registre.' : `${many} personnes de ce nom sont déjà au registre.`, 'maison-dossier', 'l’agent', 'les comparer, choisir la bonne, ou dire que c’en est une autre', 'distinct'));
    }
    if (found.length) return blocked(found);
    return accept([recordPerson(subject.id, { person: given.person, address: given.address, contact: given.contact ?? null })]);
  },
  issues: () => [],
});
