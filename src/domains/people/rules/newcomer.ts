import { blocker, type Blocker, type Piece } from '../../../core/demarche/index.ts';
import { boundsOf } from '../../../core/values/partial-date.ts';
import type { LawDate } from '../../../core/values/time.ts';
import type { Person } from '../model/person.ts';
import { powerKinds, type PowerKind } from '../model/power.ts';
import { isCapable, powerToSign } from './sign.ts';

/** How each organisation, described for the first time, shows who signs for it. */
const byKind = {
  company: { code: 'pouvoir-societe-manquant', power: 'legal-representative' },
  gdpl: { code: 'mandat-gdpl-manquant', power: 'gdpl-mandate' },
  association: { code: 'pouvoir-association-manquant', power: 'association-officer' },
  'public-body': { code: 'delegation-manquante', power: 'public-authority' },
  indivision: { code: 'mandat-indivision-manquant', power: 'indivision-mandate' },
} as const satisfies Record<Exclude<Person['kind'], 'natural'>, { code: string; power: PowerKind }>;

/** Nobody is born tomorrow: a slip of the keyboard would make a minor, or nobody, of an adult. @param on the day of the request */
export function birthBlocks(person: Person, on: LawDate, path: string): Blocker[] {
  if (person.kind !== 'natural' || boundsOf(person.birthDate).first <= on) return [];
  return [blocker('naissance-future', 'Cette date de naissance est dans le futur.', 'maison-dossier', 'le demandeur', 'vérifier la date sur la pièce d’identité', `${path}.birthDate`)];
}

/** Someone whom the register does not know yet has no recorded power: an organisation names who signs, and the proof is a piece. */
export function newcomerBlocks(person: Person, on: LawDate, called: string, path: string): Blocker[] {
  if (person.kind !== 'natural') {
    if (person.representativeName) return [];
    const { code, power } = byKind[person.kind];
    return [blocker(code, `Rien ne dit qui signe pour ${called}.`, 'representation', called, `nommer qui signe, et joindre la preuve : ${powerKinds[power].proofs.join(', ou ')}`, `${path}.representativeName`)];
  }
  const unborn = birthBlocks(person, on, path);
  if (unborn.length) return unborn;
  const known = { id: 'newcomer', person, situations: [], pastNames: [] };
  const found = isCapable(known, on) ? undefined : powerToSign(known, known, [], on, { called });
  return found && !found.ok ? [blocker(found.missing.code, found.missing.sentence, found.missing.law, found.missing.clearedBy.who, `inscrire d’abord la personne au registre, puis ${found.missing.clearedBy.how}`, `${path}.birthDate`)] : [];
}

/** The proof of the power of whoever signs for a new organisation. */
export function newcomerPieces(person: Person, called: string): Piece[] {
  if (person.kind === 'natural') return [];
  const { proofs } = powerKinds[byKind[person.kind].power];
  return [{ kind: 'pouvoir', label: `Preuve du pouvoir de qui signe pour ${called}`, text: 'representation', hint: `${proofs.join(', ou ')}.` }];
}
