import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { humanCode, parseHumanCode } from '../../../core/values/human-code.ts';
import { boundsOf } from '../../../core/values/partial-date.ts';
import { addDays, addMonths, lawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { personRef } from '../facet.ts';
import { actBoxes, actsTicked, powerKinds, type Power, type PowerKind } from '../model/index.ts';
import { proof, type KnownPerson } from '../model/situation.ts';
import { isCapable, powersOver } from '../rules/sign.ts';
import { recordPower } from '../standing.ts';
import { loadSigning } from '../signing.ts';
import { powerView } from '../views.ts';
import { someone } from './someone.ts';

const kinds = Object.keys(powerKinds) as [PowerKind, ...PowerKind[]];

const input = z.object({
  person: someone('La personne ou l’organisme représenté'),
  holder: someone('Qui signe à sa place'),
  kind: z.enum(kinds).meta({ label: 'Son pouvoir', options: Object.fromEntries(kinds.map((kind) => [kind, powerKinds[kind].label])) }),
  acts: actBoxes.optional().meta({ label: 'Limité à', hint: 'Rien de coché : tout acte.' }),
  from: lawDate.meta({ label: 'À partir du', control: 'date' }),
  to: lawDate.optional().meta({ label: 'Jusqu’au', control: 'date', hint: 'Ce jour compris. Laissez vide si le papier ne dit pas de fin.' }),
  proof: proof.meta({ label: 'Le papier qui le prouve' }),
});

/** A power that law, a judge or an organisation gives: an agent records it from the paper, once for every later errand. */
export const enregistrerPouvoir = demarche({
  id: 'enregistrer-pouvoir', title: 'Enregistrer le pouvoir de signer pour une autre personne', family: 'registre',
  summary: 'Parent, tuteur, curateur, gérant, mandataire d’un GDPL, héritier : un agent enregistre, sur preuve, qui signe pour une personne ou un organisme.',
  law: ['representation', 'capacite', 'acte-coutumier'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: creates(powerView, () => null),
  touches: ({ input: given }) => [given?.person?.personId].filter((id): id is string => z.uuid().safeParse(id).success).map(personRef),
  facts: { signing: (tx, { input: given }) => loadSigning(tx, [given?.person?.personId, given?.holder?.personId]), number: () => humanCode(8) },
  input,
  steps: [step('personnes', 'Les personnes', ['person', 'holder']), step('pouvoir', 'Le pouvoir', ['kind', 'acts', 'from', 'to']), step('preuve', 'La preuve', ['proof'])],
  blocks: () => [],
  pieces: ({ input: { kind } }) => [{ kind: 'pouvoir', label: `Preuve du pouvoir : ${powerKinds[kind].proofs.join(', ou ').toLowerCase()}`, text: powerText(kind), original: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, facts, subject, today }) => {
    const person = facts.signing.people[given.person.personId];
    const holder = facts.signing.people[given.holder.personId];
    const found: Blocker[] = [];
    if (!person) found.push(unknown('person.personId'));
    if (!holder) found.push(unknown('holder.personId'));
    if (person && holder) found.push(...misfits(person, holder, given.kind, today));
    if (given.to && given.to < given.from) found.push(blocker('dates-inversees', 'Ce pouvoir finit avant de commencer.', 'representation', 'l’agent', 'vérifier les dates sur le papier', 'to'));
    const to = given.to ? addDays(given.to, 1) : given.kind === 'parental' && person ? ofAge(person, today) : null;
    const acts = actsTicked(given.acts);
    const power: Power = { kind: given.kind, grantor: given.person.personId, holder: given.holder.personId, acts: acts.length ? acts : 'any', from: given.from, to, proof: given.proof };
    if (facts.signing.powers.some((one) => one.grantor === power.grantor && one.holder === power.holder && one.kind === power.kind && (one.to === null || one.to > today))) {
      found.push(blocker('pouvoir-connu', 'Ce pouvoir est déjà au registre.', 'representation', 'l’agent', 'mettre fin à l’ancien d’abord, s’il change', 'kind'));
    }
    if (found.length) return blocked(found);
    return accept([recordPower(subject.id, facts.number, power)], [{ subject, key: parseHumanCode(facts.number) as string }]);
  },
  issues: () => [],
});

const powerText = (kind: PowerKind): string => (kind === 'mandate' || kind === 'legal-representative' || kind === 'gdpl-mandate' || kind === 'association-officer' || kind === 'public-authority' ? 'representation' : 'capacite');
const unknown = (path: string): Blocker => blocker('personne-inconnue', 'Cette personne n’est pas au registre, ou son identité est effacée.', 'maison-dossier', 'l’agent', 'l’inscrire d’abord au registre', path);

/** What a power cannot be: over oneself, held by someone incapable, or of a kind that this person's situation does not call for. */
export function misfits(person: KnownPerson, holder: KnownPerson, kind: PowerKind, today: string): Blocker[] {
  if (person.id === holder.id) return [blocker('meme-personne', 'Personne n’a besoin d’un pouvoir pour signer pour soi.', 'representation', 'l’agent', 'choisir une autre personne', 'holder.personId')];
  const found: Blocker[] = [];
  if (!isCapable(holder, today)) found.push(blocker('signataire-incapable', 'Une personne mineure, protégée ou décédée ne signe pas pour une autre.', 'capacite', 'un autre représentant', 'choisir une personne majeure et capable', 'holder.personId'));
  const fitting = powersOver(person, today);
  if (!fitting.includes(kind)) {
    const names = fitting.map((one) => powerKinds[one].label.toLowerCase()).join(', ');
    found.push(blocker('pouvoir-sans-objet', `La situation de cette personne au registre n’appelle pas ce pouvoir, mais : ${names}.`, 'capacite', 'l’agent', 'enregistrer d’abord la situation (protection, décès), ou choisir le bon pouvoir', 'kind'));
  }
  return found;
}

/** A parent's power ends by itself when the child is surely of age. */
function ofAge({ person }: KnownPerson, today: string): string | null {
  return person.kind === 'natural' ? addMonths(boundsOf(person.birthDate).last, 12 * territory.parameter('majorityYears', today).value) : null;
}
