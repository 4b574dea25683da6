/**
 * What the demo country holds ready so that every example of the API succeeds: for each démarche a vehicle, a person or a
 * case of its own, that no story needs. They belong to persons apart: nobody's home page fills up with them.
 */
import { act, type ActDraft, type RecordedAct } from '../../src/core/act/types.ts';
import type { PreparedExample } from '../../src/core/demarche/index.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, formatShortDate, instantOf, type LawDate } from '../../src/core/values/time.ts';
import type { InspectionAct } from '../../src/domains/inspections/index.ts';
import { recordPerson, recordPower, recordSituation, type Person } from '../../src/domains/people/index.ts';
import type { Holder, RegistrationAct, SaleAct } from '../../src/domains/registrations/index.ts';
import type { VehicleAct } from '../../src/domains/vehicles/index.ts';
import { territory } from '../../src/territory/index.ts';
import { codeOf, vehicleActs } from './acts.ts';
import { exampleApproval, exampleApprovals } from './inspections.ts';
import { demoAccreditationNumber, demoCompanyId, granted, suspended } from './partners.ts';
import { doneNumber, donePlate, faultNumber, heldNumber, trustedNumber } from './partners-odd.ts';
import { demoBlanks, demoNumbers, exampleBlock, exampleLot, exampleBooklet, exampleBooklets } from './stock.ts';
import { appointmentExamples } from './appointments.ts';
import { car, type SeedVehicle } from './stories.ts';

type Then = NonNullable<SeedVehicle['then']>;
/** `plate`: its vehicle, recent and free of everything but what `holds` and `then` say. `cites`: the kind of an act of that vehicle. */
type Prepared = Partial<Omit<PreparedExample, 'key'>> & { key?: 'demo-citizen' | 'demo-police' | 'demo-inspector'; plate?: string; cites?: (RegistrationAct | InspectionAct)['kind'] } & Pick<SeedVehicle, 'holds'> & { holders?: Holder[]; then?: Then };

const id = (kind: string, key: string) => deterministicId(`example-${kind}`, key);
const personId = (key: string) => id('person', key);
const holder = (key: string, role: Holder['role'] = 'holder'): Holder => ({ personId: personId(key), role, principal: role !== 'lessee' });
const happened = (one: RegistrationAct): Then => (ref) => [act<RegistrationAct>({ ...one, subjects: [ref] })];
const proof = { kind: 'Acte fictif', number: 'EXEMPLE-1' };

const natural = (familyName: string, givenNames: string): Person => ({ kind: 'natural', familyName, givenNames, birthDate: { precision: 'day', value: '1980-05-12' }, civilStatus: 'common' });
const persons: Readonly<Record<string, Person>> = {
  alix: natural('Exemple-Interface', 'Alix'), blaise: natural('Exemple-Interface', 'Blaise'), celeste: natural('Exemple-Mandataire', 'Céleste'),
  denis: natural('Exemple-Tutelle', 'Denis'), edwige: natural('Exemple-Mainlevée', 'Edwige'), flotte: { kind: 'company', legalName: 'Flotte Exemple', ridet: '0000003', form: 'SARL' }, gerance: { kind: 'company', legalName: 'Société Exemple de l’Interface', ridet: '0000002', form: 'SARL' },
};

/** A sale declared yesterday, its code given to nobody; `more`: what became of it. */
function sold(key: string, today: LawDate, more: readonly SaleAct[] = []): Then {
  const soldAt = instantOf(addDays(today, -1), '08:30').toISOString();
  const sale = { kind: 'sale', id: id('sale', key), fresh: true as const };
  return (ref) => [
    act<SaleAct>({ kind: 'sale.declared', subjects: [sale], payload: { vehicleId: ref.id, sellers: [personId('alix')], soldAt, purpose: 'use', what: 'DACIA DUSTER' }, private: [{ class: 'identity', name: 'buyer', content: { name: 'Ada Exemple' } }] }),
    act<RegistrationAct>({ kind: 'registration.sale-opened', subjects: [ref], payload: { saleId: sale.id, soldAt, titleUntil: addDays(today, 14) } }),
    ...more.map((one) => act<SaleAct>({ ...one, subjects: [sale] })),
  ];
}
/** A clerk names a sale by its id: its code is the buyer's. */
const onSale = (key: string, plate: string, today: LawDate, more?: readonly SaleAct[]): Prepared => ({ plate, subject: id('sale', key), then: sold(key, today, more) });

const examples = (today: LawDate): Readonly<Record<string, Prepared>> => ({
  'premiere-immatriculation': {},
  'declarer-cession': { plate: '440001NC', answers: { price: '' } },
  'completer-achat': onSale('complete', '440002NC', today),
  'acheter-pour-revente': { ...onSale('stock', '440070NC', today), answers: { 'buyer.who': 'known', 'buyer.personId': demoCompanyId('garage'), price: '' } },
  'annuler-cession': onSale('cancel', '440003NC', today),
  'contester-cession': { ...onSale('contest', '440004NC', today), answers: { by: 'seller' } },
  'trancher-contestation': onSale('settle', '440005NC', today, [{ kind: 'sale.contested', payload: { by: 'seller', reason: 'contestation' } }]),
  'changer-adresse': { plate: '440006NC', holders: [holder('blaise')] },
  'changer-etat-civil': { plate: '440007NC', holders: [holder('blaise')] },
  'demander-duplicata': { plate: '440008NC' },
  'modifier-cotitulaires': { plate: '440009NC' },
  'transmettre-vehicule': { plate: '440010NC' },
  'changer-usage': { plate: '440011NC', answers: { usage: 'taxi' } },
  'declarer-assurance': { plate: '440061NC' },
  'montrer-consultations': { plate: '440062NC', key: 'demo-police' },
  'declarer-modification': { plate: '440012NC', answers: { 'changes.B': '', 'changes.D.1': '', 'changes.D.3': '', 'changes.F.2': '', 'changes.J.1': '', 'changes.P.3': '', 'changes.S.1': '4', 'changes.R': 'BLEU' } },
  'demander-nouveau-numero': { plate: '440013NC' },
  'commencer-location': { plate: '440014NC' },
  'terminer-location': { plate: '440015NC', holders: [holder('alix', 'lessor'), holder('blaise', 'lessee')] },
  'retirer-circulation': { plate: '440016NC' },
  'remettre-circulation': { plate: '440017NC', then: happened({ kind: 'registration.life-changed', payload: { status: 'withdrawn', reason: 'retrait volontaire', reference: null, titleNumber: null } }) },
  'declarer-exportation': { plate: '440018NC' },
  'declarer-destruction': { plate: '440019NC' },
  'demander-attestation': { plate: '440020NC' },
  'poser-opposition': { plate: '440021NC', key: 'demo-police' },
  'lever-opposition': { plate: '440022NC', key: 'demo-police', answers: { reference: 'PV-EXEMPLE-1' }, holds: [{ type: 'immobilisation', authority: 'police', reference: 'PV-EXEMPLE-1', basis: 'Contrôle routier fictif', until: null }] },
  'demander-carnet-w': { answers: { 'holder.who': 'known', 'holder.personId': demoCompanyId('garage') } },
  'renouveler-carnet-w': { subject: exampleBooklet('renew') },
  'declarer-sortie-w': { subject: exampleBooklet('out') },
  'terminer-sortie-w': { subject: exampleBooklet('back') },
  'recevoir-titres-vierges': {},
  'inscrire-mouvement-titres': { subject: exampleLot, answers: { fate: 'move', to: 'kone', title: '', reason: '' } },
  'reserver-numeros': {},
  'rendre-numeros': { subject: exampleBlock },
  'mettre-a-jour-flotte': { plate: '440071NC', subject: null, holders: [holder('flotte')], answers: { 'company.who': 'known', 'company.personId': personId('flotte'), 'change.kind': 'address', vehicles: '1' } },
  'delivrer-ww': { answers: { 'holder.who': 'known', 'holder.personId': personId('blaise') } },
  rectifier: { plate: '440023NC' },
  'trancher-identite': { plate: '440024NC', then: contested },
  'annuler-acte': { plate: '440025NC', cites: 'registration.commune-changed', then: happened({ kind: 'registration.commune-changed', payload: { commune: '98805', titleNumber: null } }) },
  'changer-coordonnees': { subject: personId('blaise') },
  'donner-mandat': { key: 'demo-citizen', answers: { 'principal.personId': '', 'holder.familyName': 'Exemple-Mandataire', 'holder.givenNames': 'Céleste', 'holder.birthDate': '12/05/1980' } },
  'revoquer-mandat': { subject: codeOf('example-power', 0) },
  'enregistrer-pouvoir': { answers: { 'person.personId': personId('gerance'), 'holder.personId': personId('celeste'), kind: 'legal-representative' } },
  'enregistrer-situation': { answers: { 'person.personId': personId('denis') } },
  'terminer-situation': { subject: codeOf('example-situation', 0) },
  'demander-accreditation': {},
  'renouveler-accreditation': { subject: codeOf('example-accreditation', 0) },
  'geler-accreditation': { subject: codeOf('example-accreditation', 0) },
  'suspendre-accreditation': { subject: codeOf('example-accreditation', 1) },
  'retablir-accreditation': { subject: codeOf('example-accreditation', 2) },
  'mettre-fin-accreditation': { subject: codeOf('example-accreditation', 3), answers: { basis: 'Convention type, article 9', heardOn: formatShortDate(today) } },
  'liberer-acte-accreditation': { subject: demoAccreditationNumber('import'), answers: { dossier: heldNumber } },
  'controler-acte-accreditation': { subject: demoAccreditationNumber('garage'), answers: { dossier: trustedNumber } },
  'repondre-controle-accreditation': { subject: demoAccreditationNumber('garage'), answers: { dossier: faultNumber } },
  'retirer-confiance-accreditation': { subject: codeOf('example-accreditation', 1) },
  'proposer-annulation-accreditation': { plate: donePlate('proposer'), subject: null, answers: { dossier: doneNumber('proposer') } },
  'observer-annulation-accreditation': { plate: donePlate('observer'), subject: doneNumber('observer') },
  'trancher-annulation-accreditation': { plate: donePlate('trancher'), subject: doneNumber('trancher') },
  // Nobody of this name, and nobody whom another example brings in.
  'inscrire-personne': { answers: { 'person.familyName': 'Exemple-Inscrite', 'person.givenNames': 'Océane' } },
  'demander-homologation-isolee': {}, 'demander-homologation-type': {},
  'instruire-homologation': { key: 'demo-inspector', subject: exampleApproval('examine') },
  'enregistrer-visite-homologation': { key: 'demo-inspector', subject: exampleApproval('visit'), answers: noChange },
  'delivrer-homologation': { key: 'demo-inspector', subject: exampleApproval('grant') },
  'enregistrer-visite': { key: 'demo-inspector', plate: '440060NC', answers: { site: 'cctv-riviere-salee', odometer: '12000', verdict: 'accepted' } },
  'corriger-visite': { key: 'demo-inspector', plate: '440072NC', cites: 'odometer.read', answers: { what: 'odometer', odometer: '12000' }, then: misread },
  ...appointmentExamples(today),
});

/** Nothing that the file does not say already. */
const noChange = Object.fromEntries(['B', 'D.1', 'D.3', 'F.2', 'J.1', 'P.3'].map((key) => [`measured.${key}`, '']));

/** A reading with a digit too many, before anything else is known of the odometer. */
const misread: Then = (ref) => [act<InspectionAct>({ kind: 'odometer.read', subjects: [ref], payload: { km: 120_000, on: '2026-01-05', source: 'sale', verdict: 'unknown', reason: 'Premier relevé : rien à comparer.' } })];

function contested(ref: Parameters<Then>[0]): ActDraft[] {
  return [
    act<VehicleAct>({ kind: 'vehicle.disputed', subjects: [ref], payload: { reason: 'Le numéro de série gravé est illisible (exemple).' } }),
    ...happened({ kind: 'registration.hold-set', payload: { holdId: id('hold', 'identity'), type: 'identity-dispute', authority: 'dittt', reference: 'EXEMPLE-2', basis: 'Contrôle fictif', until: null } })(ref),
  ];
}

/** What must be in the register, in two steps: those whom the examples are about, then what they hold and what binds them. */
export function exampleSteps(today: LawDate): ActDraft[][] {
  return [
    Object.entries(persons).map(([key, person]) => recordPerson(personId(key), { person, address: { commune: '98818', placeKind: 'street', place: '3 rue de l’Interface' }, contact: { preferred: 'letter' } })),
    [
      recordPower(id('power', 'mandate'), codeOf('example-power', 0), { kind: 'mandate', grantor: personId('blaise'), holder: personId('celeste'), acts: 'any', from: '2026-01-01', to: null, proof }),
      recordPower(id('power', 'fleet'), codeOf('example-power', 1), { kind: 'legal-representative', grantor: personId('flotte'), holder: personId('celeste'), acts: 'any', from: '2026-01-01', to: null, proof }),
      recordSituation(id('situation', 'curator'), codeOf('example-situation', 0), personId('edwige'), { kind: 'protected', regime: 'curatelle', from: '2026-01-01', to: null, proof }),
      ...exampleApprovals(today), ...exampleBooklets(today), ...demoBlanks(), ...demoNumbers(today, territory.parameter('firstNumberToIssue', today).value as number), ...Object.values(examples(today)).flatMap(vehicleOf),
      ...(['lessor', 'importer', 'used-yard', 'vhu-operator'] as const).map((kind, index) => granted(id('accreditation', kind), codeOf('example-accreditation', index), personId('gerance'), kind, today, 'Céleste Exemple', kind === 'importer')),
      suspended(id('accreditation', 'used-yard'), today),
    ],
  ];
}

function vehicleOf({ plate, holders = [holder('alix')], then, holds }: Prepared): ActDraft[] {
  if (!plate) return [];
  return vehicleActs({
    key: plate, plate, chassis: `EX1DEMO0000${plate.slice(0, 6)}`, technical: { ...car, B: { precision: 'month', value: '2025-01' } }, since: '2025-02-01T22:00:00.000Z',
    holders, commune: '98818', usage: 'private', ...(holds ? { holds } : {}), ...(then ? { then } : {}),
  });
}

/** What to ask with which key, by démarche; the acts of this register are named by the ids that they were given. */
export function preparedFrom(today: LawDate, acts: readonly RecordedAct[]): ReadonlyMap<string, PreparedExample> {
  return new Map(Object.entries(examples(today)).map(([demarche, { key = 'demo-counter', plate, subject = plate ?? null, answers = {}, cites }]) => {
    const cited = acts.find((one) => one.kind === cites && one.subjects.some((ref) => ref.id === deterministicId('demo-vehicle', plate ?? '')));
    return [demarche, { key, subject, answers: { ...answers, ...(cited ? { cites: cited.id } : {}) } }];
  }));
}
