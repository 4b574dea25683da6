/** A small country told as stories: every person and vehicle here is invented, and plainly so. */
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import type { ActDraft, SubjectRef } from '../../src/core/act/types.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import type { Address, Contact, Person, Power, PowerKind, Situation } from '../../src/domains/people/index.ts';
import type { Holder, HoldType, Usage } from '../../src/domains/registrations/index.ts';
import type { Technical } from '../../src/domains/vehicles/index.ts';

export type SeedPerson = { id: string; known: { person: Person; address: Address | null; contact: Contact | null } };
export type SeedVehicle = {
  key: string; plate: string | null; chassis: string; technical: Technical; since: string; holders: Holder[]; commune: string; usage: Usage;
  holds?: { type: HoldType; authority: string; reference: string; basis: string; until: string | null }[];
  /** What happened to it since. */
  then?: (vehicle: SubjectRef) => ActDraft[];
};

const personId = (key: string) => deterministicId('demo-person', key);
const natural = (key: string, familyName: string, givenNames: string, year: string, commune: string, place: string, phone?: string): SeedPerson => ({
  id: personId(key),
  known: {
    person: { kind: 'natural', familyName, givenNames, birthDate: { precision: 'year', value: year }, civilStatus: 'common' },
    address: { commune, placeKind: 'street', place }, contact: phone ? { preferred: 'sms', phone } : { preferred: 'letter' },
  },
});

const born = (key: string, familyName: string, givenNames: string, value: string): SeedPerson => ({
  id: personId(key),
  known: { person: { kind: 'natural', familyName, givenNames, birthDate: { precision: 'day', value }, civilStatus: 'common' }, address: { commune: '98815', placeKind: 'tribe', place: 'Tribu de la Démonstration' }, contact: { preferred: 'letter' } },
});

export const people: readonly SeedPerson[] = [
  natural('pierre', 'Exemple-Poadja', 'Pierre', '1971', '98815', 'Route de l’Essai'),
  natural('luce', 'Exemple-Martin', 'Luce', '1968', '98805', '3 impasse du Modèle'),
  natural('kevin', 'Exemple-Nguyen', 'Kévin', '1995', '98821', '45 rue de la Démonstration'),
  { id: personId('garage'), known: { person: { kind: 'company', legalName: 'Garage Exemple', ridet: '0000001', form: 'SARL' }, address: { commune: '98818', placeKind: 'street', place: '1 rue du Garage fictif' }, contact: { preferred: 'letter' } } },
  { id: personId('gdpl'), known: { person: { kind: 'gdpl', legalName: 'GDPL de l’Exemple', representativeName: 'Mandataire Exemple' }, address: { commune: '98808', placeKind: 'tribe', place: 'Tribu de l’Essai' }, contact: { preferred: 'letter' } } },
  born('theo', 'Exemple-Hmae', 'Théo', '2011-05-14'), born('odette', 'Exemple-Hmae', 'Odette', '1944-02-08'), born('rene', 'Exemple-Boiteux', 'René', '1957-10-21'), born('augustin', 'Exemple-Poadja', 'Augustin', '1938-06-30'),
  { id: personId('indivision'), known: { person: { kind: 'indivision', legalName: 'Indivision Exemple-Hmae', origin: 'customary' }, address: { commune: '98815', placeKind: 'tribe', place: 'Tribu de la Démonstration' }, contact: { preferred: 'letter' } } },
  { id: personId('association'), known: { person: { kind: 'association', legalName: 'Association des Essais', registration: 'W-DEMO-1' }, address: { commune: '98818', placeKind: 'street', place: '2 rue de la Démonstration' }, contact: { preferred: 'letter' } } },
];

const since = { from: '2024-01-01', to: null };
const court = { kind: 'Jugement fictif', number: 'DEMO-24/001', issuedBy: 'Tribunal de la démonstration' };
const customary = { kind: 'Acte coutumier fictif', number: 'DEMO-AC-3' };

/** What changes who signs for somebody. */
export const situations: readonly { personId: string; situation: Situation }[] = [
  { personId: personId('odette'), situation: { kind: 'protected', regime: 'tutelle', ...since, proof: court } },
  { personId: personId('rene'), situation: { kind: 'protected', regime: 'curatelle', ...since, proof: court } },
  { personId: personId('augustin'), situation: { kind: 'deceased', on: { precision: 'day', value: '2026-03-02' }, proof: { kind: 'Acte de décès fictif' } } },
  { personId: personId('indivision'), situation: { kind: 'members', personIds: [demoPersonId('wadra'), personId('pierre')], ...since, proof: customary } },
];

const over = (kind: PowerKind, grantor: string, holder: string, proof: Power['proof'], to: string | null = null): Power => ({ kind, grantor, holder, acts: 'any', from: '2024-01-01', to, proof });
/** Wadra signs for most of them; nobody has shown a power for the association, nor for the heirs of Augustin. */
export const powers: readonly Power[] = [
  over('parental', personId('theo'), demoPersonId('wadra'), { kind: 'Livret de famille fictif' }, '2029-05-14'),
  over('tutelle', personId('odette'), demoPersonId('wadra'), court),
  over('curatelle', personId('rene'), personId('luce'), court),
  over('gdpl-mandate', personId('gdpl'), demoPersonId('wadra'), customary),
  over('legal-representative', personId('garage'), personId('kevin'), { kind: 'Extrait fictif du registre du commerce' }),
];

const pickup: Technical = { 'D.1': 'TOYOTA', 'D.3': 'HILUX', 'J.1': 'CTTE', 'J.3': 'PICK-UP', 'F.2': 3210, 'G.1': 2050, 'P.1': 2393, 'P.2': 110, 'P.3': 'GO', 'P.6': 9, 'S.1': 5, R: 'BLANC' };
export const car: Technical = { 'D.1': 'DACIA', 'D.3': 'DUSTER', 'J.1': 'VP', 'J.3': 'CI', 'F.2': 1820, 'G.1': 1290, 'P.1': 1461, 'P.2': 85, 'P.3': 'GO', 'P.6': 6, 'S.1': 5, R: 'GRIS' };
const moto: Technical = { 'D.1': 'YAMAHA', 'D.3': 'MT-07', 'J.1': 'MTT2', 'F.2': 368, 'G.1': 164, 'P.1': 689, 'P.2': 54, 'P.3': 'ES', 'P.6': 8, 'S.1': 2, R: 'BLEU' };
const old: Technical = { 'D.1': 'PEUGEOT', 'D.3': '404', 'J.1': 'VP', B: { precision: 'year', value: '1968' }, 'P.3': 'ES', R: 'BEIGE' };
const year = (value: string): Technical => ({ B: { precision: 'month', value } });
export const sole = (id: string): Holder[] => [{ personId: id, role: 'holder', principal: true }];

/** Plates from 470 000 down are the past; new ones come from the pool. */
export const vehicles: readonly SeedVehicle[] = [
  { key: 'marie-1', plate: '471001NC', chassis: 'MR0DEMO0000000001', technical: { ...pickup, ...year('2022-03') }, since: '2022-04-02T22:00:00.000Z', holders: sole(demoPersonId('marie')), commune: '98814', usage: 'private' },
  { key: 'marie-2', plate: '455321NC', chassis: 'UU1DEMO0000000002', technical: { ...car, ...year('2016-09') }, since: '2016-10-11T22:00:00.000Z', holders: sole(demoPersonId('marie')), commune: '98814', usage: 'private' },
  { key: 'couple', plate: '468200NC', chassis: 'UU1DEMO0000000003', technical: { ...car, ...year('2021-01') }, since: '2021-02-01T22:00:00.000Z', holders: [{ personId: demoPersonId('jean'), role: 'holder', principal: true }, { personId: personId('luce'), role: 'co-holder', principal: false }], commune: '98818', usage: 'private' },
  { key: 'moto', plate: '462777NC', chassis: 'JYADEMO0000000004', technical: { ...moto, ...year('2019-06') }, since: '2019-07-01T22:00:00.000Z', holders: sole(personId('kevin')), commune: '98821', usage: 'private' },
  { key: 'old', plate: '21404NC', chassis: '404DEMO5', technical: old, since: '1975-01-01T00:00:00.000Z', holders: sole(demoPersonId('hnaja')), commune: '98814', usage: 'private' },
  { key: 'stolen', plate: '466001NC', chassis: 'MR0DEMO0000000006', technical: { ...pickup, ...year('2020-05') }, since: '2020-06-01T22:00:00.000Z', holders: sole(personId('pierre')), commune: '98815', usage: 'private', holds: [{ type: 'theft', authority: 'gendarmerie', reference: 'PV-DEMO-77', basis: 'Plainte fictive', until: null }] },
  { key: 'customs', plate: '473900NC', chassis: 'VF3DEMO0000000007', technical: { ...car, 'D.1': 'PEUGEOT', 'D.3': '3008', ...year('2023-01') }, since: '2025-02-01T22:00:00.000Z', holders: sole(personId('luce')), commune: '98805', usage: 'private', holds: [{ type: 'customs', authority: 'customs', reference: 'FR-DEMO-12', basis: 'Franchise de résidence fictive', until: '2030-02-01' }] },
  { key: 'blocked', plate: '450404NC', chassis: 'UU1DEMO0000000008', technical: { ...car, ...year('2015-04') }, since: '2015-05-01T22:00:00.000Z', holders: sole(personId('kevin')), commune: '98821', usage: 'private', holds: [{ type: 'treasury', authority: 'treasury', reference: 'OTCI-DEMO-3', basis: 'Amendes majorées fictives', until: null }, { type: 'gage', authority: 'bank', reference: 'GAGE-DEMO-9', basis: 'Prêt fictif', until: null }] },
  { key: 'gdpl', plate: '469800NC', chassis: 'MR0DEMO0000000009', technical: { ...pickup, ...year('2021-08') }, since: '2021-09-01T22:00:00.000Z', holders: sole(personId('gdpl')), commune: '98808', usage: 'private' },
  { key: 'taxi', plate: '472100NC', chassis: 'UU1DEMO0000000010', technical: { ...car, ...year('2022-10') }, since: '2022-11-01T22:00:00.000Z', holders: sole(personId('garage')), commune: '98818', usage: 'taxi' },
  { key: 'minor', plate: '470055NC', chassis: 'JYADEMO0000000011', technical: { ...moto, 'D.3': 'MT-125', 'P.1': 125, 'P.2': 11, ...year('2025-06') }, since: '2025-07-01T22:00:00.000Z', holders: sole(personId('theo')), commune: '98815', usage: 'private' },
  { key: 'guardian', plate: '448120NC', chassis: 'UU1DEMO0000000012', technical: { ...car, ...year('2014-02') }, since: '2014-03-01T22:00:00.000Z', holders: sole(personId('odette')), commune: '98815', usage: 'private' },
  { key: 'curator', plate: '459610NC', chassis: 'UU1DEMO0000000013', technical: { ...car, ...year('2018-11') }, since: '2018-12-01T22:00:00.000Z', holders: sole(personId('rene')), commune: '98815', usage: 'private' },
  { key: 'estate', plate: '431007NC', chassis: 'MR0DEMO0000000014', technical: { ...pickup, ...year('2012-01') }, since: '2012-02-01T22:00:00.000Z', holders: sole(personId('augustin')), commune: '98815', usage: 'private' },
  { key: 'shared', plate: '464218NC', chassis: 'MR0DEMO0000000015', technical: { ...pickup, ...year('2020-02') }, since: '2024-02-01T22:00:00.000Z', holders: sole(personId('indivision')), commune: '98815', usage: 'private' },
  { key: 'association', plate: '465432NC', chassis: 'UU1DEMO0000000016', technical: { ...car, ...year('2020-04') }, since: '2020-05-01T22:00:00.000Z', holders: sole(personId('association')), commune: '98818', usage: 'private' },
];
