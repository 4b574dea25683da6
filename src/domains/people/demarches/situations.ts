import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { humanCode, parseHumanCode } from '../../../core/values/human-code.ts';
import { addDays, lawDate } from '../../../core/values/time.ts';
import { personRef } from '../facet.ts';
import type { SituationAct } from '../model/index.ts';
import { proof, protections, type KnownPerson, type Situation } from '../model/situation.ts';
import { caseRef, recordSituation } from '../standing.ts';
import { loadSigning } from '../signing.ts';
import { recordedSituation, situationView } from '../views.ts';
import { someone } from './someone.ts';

/** What a clerk reads on the paper, and what paper it is. */
const kinds = {
  tutelle: { label: protections.tutelle, paper: 'Jugement de tutelle' },
  curatelle: { label: protections.curatelle, paper: 'Jugement de curatelle' },
  'habilitation-familiale': { label: protections['habilitation-familiale'], paper: 'Jugement d’habilitation familiale' },
  sauvegarde: { label: protections.sauvegarde, paper: 'Décision de sauvegarde de justice' },
  emancipated: { label: 'Mineur émancipé', paper: 'Décision ou acte d’émancipation' },
  adult: { label: 'Majorité établie (date de naissance incomplète)', paper: 'Acte de naissance ou acte coutumier' },
  deceased: { label: 'Décès', paper: 'Acte de décès, ou acte coutumier' },
  members: { label: 'Indivisaires d’une indivision', paper: 'Acte de notoriété, acte coutumier ou convention d’indivision' },
} as const;
type Kind = keyof typeof kinds;
const keys = Object.keys(kinds) as [Kind, ...Kind[]];
const MOST = 8;

const input = z.object({
  person: someone('La personne, ou l’indivision'),
  kind: z.enum(keys).meta({ label: 'Sa situation', options: Object.fromEntries(keys.map((key) => [key, kinds[key].label])) }),
  from: lawDate.meta({ label: 'À partir du', control: 'date', hint: 'Pour un décès : le jour du décès.' }),
  to: lawDate.optional().meta({ label: 'Jusqu’au', control: 'date', hint: 'Ce jour compris, si le papier dit une fin.' }),
  members: z.array(someone('Indivisaire')).max(MOST).optional().meta({ label: 'Indivisaire', max: MOST, showWhen: { path: 'kind', values: ['members'] } }),
  proof: proof.meta({ label: 'Le papier qui la prouve' }),
});
type Input = z.output<typeof input>;

/** What changes who signs for a person: protection, death, emancipation, the members of an indivision. */
export const enregistrerSituation = demarche({
  id: 'enregistrer-situation', title: 'Enregistrer la situation d’une personne', family: 'registre',
  summary: 'Tutelle, curatelle, décès, émancipation, indivisaires : un agent enregistre, sur preuve, ce qui change qui peut signer.',
  law: ['capacite', 'acte-coutumier'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: creates(situationView, () => null),
  // Members that a situation of another kind does not read are nobody's lock.
  touches: ({ input: given }) => [given?.person?.personId, ...(given?.kind === 'members' ? given.members ?? [] : []).map((one) => one.personId)].filter((id): id is string => z.uuid().safeParse(id).success).map(personRef),
  facts: { signing: (tx, { input: given }) => loadSigning(tx, [given?.person?.personId, ...(given?.members ?? []).map((one) => one.personId)]), number: () => humanCode(8) },
  input,
  steps: [step('personne', 'La personne', ['person']), step('situation', 'Sa situation', ['kind', 'from', 'to', 'members']), step('preuve', 'La preuve', ['proof'])],
  blocks: () => [],
  pieces: ({ input: { kind } }) => [{ kind: 'situation', label: kinds[kind].paper, text: kind === 'deceased' ? 'acte-coutumier' : 'capacite', original: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, facts, subject, today }) => {
    const { people } = facts.signing;
    const found = misfits(given, people[given.person.personId], people, today);
    if (found.length) return blocked(found);
    return accept([recordSituation(subject.id, facts.number, given.person.personId, situationOf(given))], [{ subject, key: parseHumanCode(facts.number) as string }]);
  },
  issues: () => [],
});

function situationOf({ kind, from, to: last, proof: paper, members }: Input): Situation {
  const period = { from, to: last ? addDays(last, 1) : null, proof: paper };
  switch (kind) {
    case 'deceased': return { kind, on: { precision: 'day', value: from }, proof: paper };
    case 'members': return { kind, personIds: [...new Set((members ?? []).map((one) => one.personId))], ...period };
    case 'emancipated': case 'adult': return { kind, ...period };
    default: return { kind: 'protected', regime: kind, ...period };
  }
}

function misfits(given: Input, person: KnownPerson | undefined, people: Readonly<Record<string, KnownPerson>>, today: string): Blocker[] {
  const wrong = (code: string, message: string, how: string, path: string): Blocker => blocker(code, message, 'capacite', 'l’agent', how, path);
  if (!person) return [wrong('personne-inconnue', 'Cette personne n’est pas au registre, ou son identité est effacée.', 'l’inscrire d’abord au registre', 'person.personId')];
  const found: Blocker[] = [];
  const members = [...new Set((given.members ?? []).map((one) => one.personId))];
  if ((given.kind === 'members') !== (person.person.kind === 'indivision')) found.push(wrong('situation-sans-objet', given.kind === 'members' ? 'Seule une indivision a des indivisaires.' : 'Cette situation est celle d’une personne physique.', 'choisir la bonne situation, ou la bonne personne', 'kind'));
  else if (given.kind !== 'members' && person.person.kind !== 'natural') found.push(wrong('situation-sans-objet', 'Cette situation est celle d’une personne physique.', 'choisir la bonne personne', 'kind'));
  if (given.kind === 'members' && members.length < 2) found.push(wrong('indivisaires-manquants', 'Une indivision a au moins deux indivisaires.', 'nommer chacun d’eux', 'members.0.personId'));
  if (given.kind === 'members' && (members.some((id) => !people[id]) || members.includes(person.id))) found.push(wrong('indivisaire-inconnu', 'Un indivisaire n’est pas au registre.', 'l’inscrire d’abord au registre', 'members.0.personId'));
  if (given.kind === 'deceased' && person.situations.some(({ kind }) => kind === 'deceased')) found.push(wrong('deja-decede', 'Ce décès est déjà au registre.', 'rien n’est à faire', 'kind'));
  if (given.from > today) found.push(wrong('date-future', 'Cette date est dans le futur.', 'vérifier la date sur le papier', 'from'));
  if (given.to && given.to < given.from) found.push(wrong('dates-inversees', 'Cette situation finit avant de commencer.', 'vérifier les dates', 'to'));
  return found;
}

/** A measure is lifted, a death was recorded by error: the situation ends, and says by which paper. */
export const terminerSituation = demarche({
  id: 'terminer-situation', title: 'Mettre fin à la situation d’une personne', family: 'registre',
  summary: 'Mainlevée d’une mesure de protection, partage d’une indivision : un agent y met fin, sur preuve.',
  law: ['capacite'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: recordedSituation,
  touches: ({ state: { situation } }) => (situation.personId ? [personRef(situation.personId)] : []),
  facts: {},
  input: z.object({ on: lawDate.meta({ label: 'Finie le', control: 'date' }), proof: proof.meta({ label: 'Le papier qui y met fin' }) }),
  steps: [step('fin', 'La fin', ['on', 'proof'])],
  blocks: ({ state: { situation } }) => [
    ...(situation.endedOn ? [blocker('situation-terminee', 'Cette situation est déjà terminée.', 'capacite', 'personne', 'rien n’est à faire')] : []),
    ...(situation.situation?.kind === 'deceased' ? [blocker('deces-definitif', 'Un décès ne prend pas fin : s’il a été enregistré par erreur, deux agents annulent l’acte.', 'capacite', 'deux agents', 'annuler l’acte qui l’a enregistré')] : []),
  ],
  pieces: () => [{ kind: 'fin-situation', label: 'Mainlevée, jugement, ou acte de partage', text: 'capacite', original: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, state: { situation }, subject, today }) => (given.on > today
    ? blocked([blocker('date-future', 'Cette date est dans le futur.', 'capacite', 'l’agent', 'vérifier la date sur le papier', 'on')])
    : accept([act<SituationAct>({
      kind: 'situation.ended', subjects: [caseRef('situation', subject.id), ...(situation.personId ? [personRef(situation.personId)] : [])], payload: { on: given.on },
      private: [{ class: 'justice', name: 'proof', content: JSON.parse(JSON.stringify(given.proof)) as never }],
    })])),
  issues: () => [],
});
