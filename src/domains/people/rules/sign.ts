import { ageOn } from '../../../core/values/partial-date.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory, type TextId } from '../../../territory/index.ts';
import { displayName } from '../model/display.ts';
import type { Power, PowerKind } from '../model/power.ts';
import { powerKinds } from '../model/power.ts';
import type { KnownPerson, Situation } from '../model/situation.ts';

/** A power that nobody has shown: what is missing, in a sentence, and who can bring it. */
export type MissingPower = { readonly code: string; readonly sentence: string; readonly clearedBy: { readonly who: string; readonly how: string }; readonly law: TextId };

/** `together` names the others who must sign too: the curator, the other owners of an indivision. */
export type SigningPower =
  | { readonly ok: true; readonly as: 'self' | PowerKind | 'member'; readonly power?: Power; readonly together: readonly string[] }
  | { readonly ok: false; readonly missing: MissingPower };

/**
 * Whether `signer` may sign `act` for `person` on that day, and as what.
 * @param powers every power known for `person`; those that ended, or were given for other acts, count for nothing
 * @param majority age of majority in years, as the law of that day sets it
 * @param called how a sentence calls the person where no right to read their name is proven: « le titulaire »
 */
export function powerToSign(
  person: KnownPerson, signer: KnownPerson, powers: readonly Power[], on: LawDate,
  { act = 'any', majority = territory.parameter('majorityYears', on).value, called }: { act?: string; majority?: number; called?: string } = {},
): SigningPower {
  const incapable = incapacityOf(signer, on, majority);
  if (signer.id !== person.id && incapable) return { ok: false, missing: signerCannot(called) };
  const need = needOf(person, on, majority, called ?? displayName(person.person));
  const live = powers.filter((power) => power.grantor === person.id && standing(power, on) && covers(power, act));
  const held = live.find((power) => power.holder === signer.id && (need.kinds.includes(power.kind) || (need.self && power.kind === 'mandate')));
  if (held) return { ok: true, as: held.kind, power: held, together: held.kind === 'heir' ? otherHeirs(live, held) : [] };
  if (need.self && signer.id === person.id) return alone(need, live);
  if (need.members?.includes(signer.id)) return { ok: true, as: 'member', together: need.members.filter((id) => id !== signer.id) };
  return { ok: false, missing: need.missing };
}

/** Heirs own together: every one that the register knows signs. The notary signs alone. */
const otherHeirs = (live: readonly Power[], { holder }: Power): string[] => [...new Set(live.filter((power) => power.kind === 'heir' && power.holder !== holder).map((power) => power.holder))];

/** @returns the kinds of power that somebody may have over this person that day; none for whoever signs alone, but a mandate */
export function powersOver(person: KnownPerson, on: LawDate, majority: number = territory.parameter('majorityYears', on).value): readonly PowerKind[] {
  const need = needOf(person, on, majority, '');
  return [...need.kinds, ...(need.assistedBy ? [need.assistedBy] : []), ...(need.self ? ['mandate' as const] : [])];
}

/** True for whoever signs for themselves and may be given a power: of age, neither protected nor dead, or an organisation. */
export const isCapable = (person: KnownPerson, on: LawDate, majority: number = territory.parameter('majorityYears', on).value): boolean => incapacityOf(person, on, majority) === undefined;

type Need = { self: boolean; kinds: readonly PowerKind[]; missing: MissingPower; assistedBy?: PowerKind; members?: readonly string[] };

/** The person signs for themselves, with the curator when they have one. */
function alone(need: Need, live: readonly Power[]): SigningPower {
  if (need.assistedBy === undefined) return { ok: true, as: 'self', together: [] };
  const helpers = live.filter((power) => power.kind === need.assistedBy).map((power) => power.holder);
  return helpers.length > 0 ? { ok: true, as: 'self', together: helpers } : { ok: false, missing: need.missing };
}

function needOf(known: KnownPerson, on: LawDate, majority: number, name: string): Need {
  switch (known.person.kind) {
    case 'natural': return needOfNatural(known, on, majority, name);
    case 'company': return by(['legal-representative', 'mandate'], 'pouvoir-societe-manquant', `Rien ne prouve qui signe pour ${name}, une entreprise.`, 'la société', 'representation');
    case 'gdpl': return by(['gdpl-mandate'], 'mandat-gdpl-manquant', `Seul le mandataire que le groupement a désigné signe pour ${name}, un GDPL, et le registre ne le connaît pas.`, 'le groupement', 'representation');
    case 'association': return by(['association-officer', 'mandate'], 'pouvoir-association-manquant', `Rien ne prouve qui signe pour ${name}, une association.`, 'l’association', 'representation');
    case 'public-body': return by(['public-authority', 'mandate'], 'delegation-manquante', `Rien ne prouve qui a la signature pour ${name}, une administration.`, 'l’administration concernée', 'representation');
    case 'indivision': {
      const members = situationOf(known, 'members', on)?.personIds;
      const need = by(['indivision-mandate'], 'mandat-indivision-manquant', `Tous les indivisaires signent pour ${name}, ou leur mandataire commun, et le registre ne les connaît pas.`, 'les indivisaires', 'capacite');
      return members ? { ...need, members } : need;
    }
  }
}

function needOfNatural(known: KnownPerson, on: LawDate, majority: number, name: string): Need {
  const self: Need = { ...by([], 'mandat-manquant', `Il faut un mandat de ${name} pour signer à sa place.`, name, 'representation', ['mandate']), self: true };
  switch (incapacityOf(known, on, majority)) {
    case 'deceased': return by(['heir', 'estate-notary'], 'pouvoir-succession-manquant', `${name} est décédé(e) : seuls ses héritiers ou le notaire signent, et le registre ne les connaît pas.`, 'les héritiers', 'acte-coutumier');
    case 'minor': return by(['parental', 'minor-guardian'], 'representant-mineur-manquant', `${name} est mineur(e) : son représentant légal signe, et le registre ne le connaît pas.`, 'le représentant légal', 'capacite');
    case 'age-unknown': return by(['parental', 'minor-guardian'], 'age-a-etablir', `La date de naissance de ${name} ne permet pas de savoir si cette personne est majeure.`, 'un agent, au vu d’un acte de naissance', 'capacite');
    case 'tutelle': return by(['tutelle'], 'tuteur-manquant', `${name} est sous tutelle : son tuteur signe, et le registre ne le connaît pas.`, 'le tuteur', 'capacite');
    case 'habilitation-familiale': return by(['habilitation-familiale'], 'habilitation-manquante', `La personne habilitée par le juge signe pour ${name}, et le registre ne la connaît pas.`, 'la personne habilitée', 'capacite');
    case 'curatelle': return { ...self, assistedBy: 'curatelle', missing: by(['curatelle'], 'curateur-manquant', `${name} est sous curatelle : son curateur signe aussi, et le registre ne le connaît pas.`, 'le curateur', 'capacite').missing };
    case undefined: return self;
  }
}

type Incapacity = 'deceased' | 'minor' | 'age-unknown' | 'tutelle' | 'curatelle' | 'habilitation-familiale';

/** Why a natural person does not sign alone that day; undefined when they do. Safeguard of justice leaves capacity whole. */
function incapacityOf(known: KnownPerson, on: LawDate, majority: number): Incapacity | undefined {
  if (known.person.kind !== 'natural') return undefined;
  if (situationOf(known, 'deceased', on)) return 'deceased';
  const regime = situationOf(known, 'protected', on)?.regime;
  if (regime !== undefined && regime !== 'sauvegarde') return regime;
  const { least, most } = ageOn(known.person.birthDate, on);
  if (least >= majority || situationOf(known, 'emancipated', on) || situationOf(known, 'adult', on)) return undefined;
  return most >= majority ? 'age-unknown' : 'minor';
}

function situationOf<K extends Situation['kind']>(known: KnownPerson, kind: K, on: LawDate): Extract<Situation, { kind: K }> | undefined {
  const found = known.situations.find((one) => one.kind === kind && (one.kind === 'deceased' || standing(one, on)));
  return found as Extract<Situation, { kind: K }> | undefined;
}

function by(kinds: readonly PowerKind[], code: string, sentence: string, who: string, law: TextId, proven: readonly PowerKind[] = kinds): Need {
  const proofs = [...new Set(proven.flatMap((kind) => powerKinds[kind].proofs))];
  return { self: false, kinds, missing: { code, sentence: capital(sentence), clearedBy: { who, how: `faire enregistrer le pouvoir au guichet, avec : ${proofs.join(', ou ')}` }, law } };
}

function signerCannot(called = 'autrui'): MissingPower {
  return {
    code: 'signataire-incapable', sentence: `Une personne mineure, protégée ou décédée ne peut pas signer pour ${called}.`,
    clearedBy: { who: 'un autre représentant', how: 'faire signer une personne majeure et capable, avec la preuve de son pouvoir' }, law: 'capacite',
  };
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);

function standing(period: { from: LawDate; to: LawDate | null }, on: LawDate): boolean {
  return period.from <= on && (period.to === null || on < period.to);
}

function covers(power: Power, act: string): boolean {
  return power.acts === 'any' || power.acts.includes(act);
}
