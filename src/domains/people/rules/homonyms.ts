import { mayBeSame } from '../../../core/values/partial-date.ts';
import { fold } from '../../../core/values/text.ts';
import type { NaturalPerson, Person } from '../model/person.ts';
import type { KnownPerson } from '../model/situation.ts';

/** An opinion for a clerk, never a decision: no code of this system merges two persons. */
export type Likelihood = {
  readonly opinion: 'likely-same' | 'maybe' | 'homonym' | 'different';
  /** 0 to 1, to sort a list by; it means nothing else. */
  readonly score: number;
  /** What speaks for and against, in French. */
  readonly reasons: readonly string[];
};

/** @returns how likely two entries are the same person. Past names count: a name changed by acte coutumier is kept. */
export function samePersonLikelihood(a: KnownPerson, b: KnownPerson): Likelihood {
  if (a.person.kind !== b.person.kind) return { opinion: 'different', score: 0, reasons: ['Ce ne sont pas des personnes de même nature.'] };
  if (a.person.kind === 'natural' && b.person.kind === 'natural') return compareNatural(a, b, a.person, b.person);
  return compareOrganisations(a.person, b.person);
}

function compareNatural(a: KnownPerson, b: KnownPerson, p: NaturalPerson, q: NaturalPerson): Likelihood {
  if (p.customaryNumber && q.customaryNumber) {
    const same = fold(p.customaryNumber) === fold(q.customaryNumber);
    if (same) return { opinion: 'likely-same', score: 0.95, reasons: ['Même numéro d’état civil coutumier.'] };
  }
  const name = shared(namesOf(a), namesOf(b));
  const born = mayBeSame(p.birthDate, q.birthDate);
  const exact = born && p.birthDate.precision === 'day' && q.birthDate.precision === 'day';
  const place = p.birthPlace && q.birthPlace ? fold(p.birthPlace) === fold(q.birthPlace) : undefined;
  const numbers = p.customaryNumber !== undefined && q.customaryNumber !== undefined;
  const sex = p.sex && q.sex ? p.sex === q.sex : undefined;
  const reasons = [
    name === 'all' ? 'Mêmes noms.' : name === 'some' ? 'Noms proches.' : 'Noms différents.',
    exact ? 'Même jour de naissance.' : born ? 'Dates de naissance compatibles.' : 'Dates de naissance incompatibles.',
    ...(place === undefined ? [] : [place ? 'Même lieu de naissance.' : 'Lieux de naissance différents.']),
    ...(numbers ? ['Numéros d’état civil coutumier différents.'] : []),
    ...(sex === false ? ['Sexes différents.'] : []),
  ];
  if (name === 'none') return { opinion: 'different', score: 0, reasons };
  if (!born || numbers || sex === false) return { opinion: 'homonym', score: 0.1, reasons };
  const score = (name === 'all' ? 0.5 : 0.3) + (exact ? 0.3 : 0.1) + (place === undefined ? 0 : place ? 0.15 : -0.2);
  return { opinion: score >= 0.8 ? 'likely-same' : score >= 0.4 ? 'maybe' : 'homonym', score, reasons };
}

function compareOrganisations(p: Person, q: Person): Likelihood {
  const [x, y] = [p, q].map((one) => ('ridet' in one ? one.ridet : undefined));
  const sameName = p.kind !== 'natural' && q.kind !== 'natural' && fold(p.legalName) === fold(q.legalName);
  if (x && y && x.slice(0, 7) === y.slice(0, 7)) {
    const same = x === y;
    return { opinion: same ? 'likely-same' : 'maybe', score: same ? 0.95 : 0.6, reasons: [same ? 'Même RIDET.' : 'Même entreprise, autre établissement.'] };
  }
  if (x && y) return { opinion: sameName ? 'homonym' : 'different', score: sameName ? 0.1 : 0, reasons: ['RIDET différents.'] };
  return { opinion: sameName ? 'maybe' : 'different', score: sameName ? 0.5 : 0, reasons: [sameName ? 'Même nom.' : 'Noms différents.'] };
}

/** Every name a person has or had, each as a set of words: order and accents vary between sources. */
function namesOf({ person, pastNames }: KnownPerson): readonly ReadonlySet<string>[] {
  const present = person.kind === 'natural' ? [person] : [];
  return [...present, ...pastNames].flatMap(({ familyName, givenNames, usageName }) =>
    [familyName, usageName].filter((one, index) => one !== undefined || index === 0).map((family) => new Set(fold(`${family ?? ''} ${givenNames ?? ''}`).split(' '))),
  );
}

/** 'all': one name's words are those of the other; 'some': one contains the other, or two words are shared. */
function shared(xs: readonly ReadonlySet<string>[], ys: readonly ReadonlySet<string>[]): 'all' | 'some' | 'none' {
  const pairs = xs.flatMap((x) => ys.map((y) => ({ common: [...x].filter((word) => y.has(word)).length, least: Math.min(x.size, y.size), most: Math.max(x.size, y.size) })));
  if (pairs.some(({ common, most }) => common === most)) return 'all';
  return pairs.some(({ common, least }) => common === least || common >= 2) ? 'some' : 'none';
}
