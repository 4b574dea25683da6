/** A small country told as stories: every person and vehicle here is invented, and plainly so. */
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import type { Address, Contact, Person } from '../../src/domains/people/index.ts';
import type { Holder, HoldType, Usage } from '../../src/domains/registrations/index.ts';
import type { Technical } from '../../src/domains/vehicles/index.ts';

export type SeedPerson = { id: string; known: { person: Person; address: Address | null; contact: Contact | null } };
export type SeedVehicle = {
  key: string; plate: string | null; chassis: string; technical: Technical; since: string; holders: Holder[]; commune: string; usage: Usage;
  holds?: { type: HoldType; authority: string; reference: string; basis: string; until: string | null }[];
};

const personId = (key: string) => deterministicId('demo-person', key);
const natural = (key: string, familyName: string, givenNames: string, year: string, commune: string, place: string, phone?: string): SeedPerson => ({
  id: personId(key),
  known: {
    person: { kind: 'natural', familyName, givenNames, birthDate: { precision: 'year', value: year }, civilStatus: 'common' },
    address: { commune, placeKind: 'street', place }, contact: phone ? { preferred: 'sms', phone } : { preferred: 'letter' },
  },
});

export const people: readonly SeedPerson[] = [
  natural('pierre', 'Exemple-Poadja', 'Pierre', '1971', '98815', 'Route de l’Essai'),
  natural('luce', 'Exemple-Martin', 'Luce', '1968', '98805', '3 impasse du Modèle'),
  natural('kevin', 'Exemple-Nguyen', 'Kévin', '1995', '98821', '45 rue de la Démonstration'),
  { id: personId('garage'), known: { person: { kind: 'company', legalName: 'Garage Exemple', ridet: '0000001', form: 'SARL' }, address: { commune: '98818', placeKind: 'street', place: '1 rue du Garage fictif' }, contact: { preferred: 'letter' } } },
  { id: personId('gdpl'), known: { person: { kind: 'gdpl', legalName: 'GDPL de l’Exemple', representativeName: 'Mandataire Exemple' }, address: { commune: '98808', placeKind: 'tribe', place: 'Tribu de l’Essai' }, contact: { preferred: 'letter' } } },
];

const pickup: Technical = { 'D.1': 'TOYOTA', 'D.3': 'HILUX', 'J.1': 'CTTE', 'J.3': 'PICK-UP', 'F.2': 3210, 'G.1': 2050, 'P.1': 2393, 'P.2': 110, 'P.3': 'GO', 'P.6': 9, 'S.1': 5, R: 'BLANC' };
const car: Technical = { 'D.1': 'DACIA', 'D.3': 'DUSTER', 'J.1': 'VP', 'J.3': 'CI', 'F.2': 1820, 'G.1': 1290, 'P.1': 1461, 'P.2': 85, 'P.3': 'GO', 'P.6': 6, 'S.1': 5, R: 'GRIS' };
const moto: Technical = { 'D.1': 'YAMAHA', 'D.3': 'MT-07', 'J.1': 'MTT2', 'F.2': 368, 'G.1': 164, 'P.1': 689, 'P.2': 54, 'P.3': 'ES', 'P.6': 8, 'S.1': 2, R: 'BLEU' };
const old: Technical = { 'D.1': 'PEUGEOT', 'D.3': '404', 'J.1': 'VP', B: { precision: 'year', value: '1968' }, 'P.3': 'ES', R: 'BEIGE' };
const year = (value: string): Technical => ({ B: { precision: 'month', value } });
const sole = (id: string): Holder[] => [{ personId: id, role: 'holder', principal: true }];

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
];
