import { deterministicId } from '../values/ids.ts';

/** Where demo accounts come from, whatever the address and port of the demo. */
export const DEMO_ISSUER = 'demonstration';

/** An invented citizen whom the demonstration identity provider knows; the seed makes the person of the same id. */
export type DemoCitizen = {
  readonly sub: string;
  readonly givenNames: string; readonly familyName: string;
  /** YYYY-MM-DD, or a year alone: a birth date may be partial. */
  readonly birthDate: string; readonly birthPlace: string; readonly gender: 'female' | 'male';
  readonly email: string;
  /** One line for whoever tries the demo. */
  readonly story: string;
  /** 'low': an account made by e-mail alone, whose identity nobody checked. */
  readonly assurance: 'low' | 'verified';
};

/** @returns the id that the demo's seed gives to the person of this citizen */
export const demoPersonId = (sub: string): string => deterministicId('demo-person', sub);

export const demoCitizens: readonly DemoCitizen[] = [
  { sub: 'marie', givenNames: 'Marie Wassaumi', familyName: 'Exemple-Wamytan', birthDate: '1984-03-12', birthPlace: 'Nouméa', gender: 'female', email: 'marie@exemple.nc', story: 'possède une voiture et veut la vendre', assurance: 'verified' },
  { sub: 'jean', givenNames: 'Jean', familyName: 'Exemple-Leroux', birthDate: '1990-07-01', birthPlace: 'Bourail', gender: 'male', email: 'jean@exemple.nc', story: 'achète une voiture d’occasion', assurance: 'verified' },
  { sub: 'hnaja', givenNames: 'Hnaja', familyName: 'Exemple-Qaeze', birthDate: '1948', birthPlace: 'Lifou', gender: 'female', email: 'hnaja@exemple.nc', story: 'état civil coutumier, née vers 1948', assurance: 'verified' },
  { sub: 'wadra', givenNames: 'Wadra', familyName: 'Exemple-Hmae', birthDate: '1979-09-04', birthPlace: 'Maré', gender: 'female', email: 'wadra@exemple.nc', story: 'signe pour son fils mineur, sa mère sous tutelle, une indivision et un GDPL', assurance: 'verified' },
  { sub: 'sacha', givenNames: 'Sacha', familyName: 'Exemple-Dupont', birthDate: '2001-11-30', birthPlace: 'Koné', gender: 'male', email: 'sacha@exemple.nc', story: 'compte créé par courriel, identité non vérifiée', assurance: 'low' },
];
