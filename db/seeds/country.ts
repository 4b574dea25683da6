import { demoCitizens, demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { demoAgentId, seedDemoAccess } from '../../src/core/access/demo.ts';
import { recordDelegation } from '../../src/core/access/delegations.ts';
import { markDemo } from '../../src/core/access/installation.ts';
import { perform } from '../../src/core/act/perform.ts';
import type { ActDraft, RecordedAct, SubjectRef } from '../../src/core/act/types.ts';
import type { KeyRing } from '../../src/core/crypto/index.ts';
import type { Pools, Query, Sql } from '../../src/core/db/sql.ts';
import { recordExamples, type TitleOrder } from '../../src/core/demarche/index.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { parsePartialDate, type PartialDate } from '../../src/core/values/partial-date.ts';
import { aboveInspections, buildWorld, catalogue, paperTemplates } from '../../src/app.ts';
import { orderPapers } from '../../src/domains/documents/index.ts';
import { listDue } from '../../src/domains/inspections/index.ts';
import { recordPerson, recordPower, recordSituation, type Address } from '../../src/domains/people/index.ts';
import { codeOf, numbersIn, vehicleActs } from './acts.ts';
import { appointmentSteps } from './appointments.ts';
import { exampleSteps, preparedFrom } from './examples.ts';
import { insurers, seedInsurance } from './insurance.ts';
import { inspectionSteps, papersOf } from './inspections.ts';
import { partnerPeople, partnerSteps, seedPartnerAccess, seedPartnerAccounts } from './partners.ts';
import { seedDoneActs, seedHeldAct, seedPricedAct, seedTrustedActs } from './partners-odd.ts';
import { fleetVehicles } from './fleet.ts';
import { stockVehicles, yardBooklet } from './stock.ts';
import { people, powers, situations, vehicles } from './stories.ts';

/**
 * Fills an empty database with a small invented country, and marks it as a demonstration: the only way to become one.
 * @param keys with them every certificate is signed and ordered, and the worker draws it; null: titles without paper, as after a reprise
 */
export async function seedCountry(owner: Sql, pools: Pools, keys: KeyRing | null): Promise<void> {
  await owner.begin(async (tx) => {
    await markDemo(tx);
    await seedDemoAccess(tx);
    await delegateCounter(tx);
    await seedPartnerAccess(tx);
    await seedHeldAct(tx);
  });
  const world = buildWorld(pools, { mode: 'demo' });
  const today = world.today(world.clock());
  const told = [...demoPeople(), ...[...people, ...insurers, ...partnerPeople].map((one) => recordPerson(one.id, one.known)), ...standing()].map((one) => [one]);
  const steps = [...told, ...partnerSteps(today), ...[...vehicles, ...stockVehicles(today), ...fleetVehicles].map((one) => vehicleActs(one)), yardBooklet(today), ...inspectionSteps(today), ...appointmentSteps(today), ...exampleSteps(today)];
  let last: readonly RecordedAct[] = [];
  for (const [index, step] of steps.entries()) {
    ({ acts: last } = await perform(world, {
      requestId: `seed:${index}`, author: { kind: 'system', job: 'pays de démonstration' }, judgedOn: today, subjects: knownTo(step),
      decide: async () => ({ acts: step, keys: numbersIn(step), result: null }),
      ...(keys ? { alongside: async ({ tx }, acts) => { await orderPapers(tx, [...certificatesOf(acts), ...papersOf(acts)], acts, null, { keys, facets: world.facets, templates: paperTemplates }); } } : {}),
    }));
    bar(index + 1, steps.length);
  }
  await seedInsurance(pools);
  await seedPartnerAccounts(pools.acts, world.clock());
  await seedDoneActs(owner, world, today);
  await seedTrustedActs(owner, world, today);
  await owner.begin((tx) => seedPricedAct(tx, today));
  await listDue({ acts: pools.acts, read: pools.read, facets: world.facets }, aboveInspections, world.clock());
  await recordExamples(owner, preparedFrom(today, last));
}

/** What a step is about and does not bring in itself: once each. */
const knownTo = (step: readonly ActDraft[]): SubjectRef[] => [...new Map(step.flatMap(({ subjects }) => subjects.filter((ref) => !ref.fresh)).map((ref) => [ref.id, ref])).values()];

/** What a counter clerk signs on an ordinary day; measures and the register's own corrections stay with the supervisor. Marc, at the till, has none: his files wait for a colleague. */
async function delegateCounter(tx: Query): Promise<void> {
  const ordinary = [...catalogue.values()].filter(({ family }) => family === 'titulaire' || family === 'vehicule' || family === 'titre').map(({ id }) => id)
    .concat('enregistrer-pouvoir', 'enregistrer-situation', 'controler-acte-accreditation');
  await recordDelegation(tx, {
    agentId: demoAgentId('guichet'), capacity: 'L’agente du guichet, par délégation', acts: ordinary, office: 'noumea',
    from: '2020-01-01', to: null, interimOf: null, reference: 'Délégation fictive de la démonstration', toConfirm: true,
  });
}

/** The certificate of each vehicle that these acts bring in. */
function certificatesOf(acts: readonly RecordedAct[]): TitleOrder[] {
  return acts.filter(({ kind }) => kind === 'registration.registered').flatMap(({ id, subjects, payload }) => subjects.slice(0, 1).map((subject) => ({
    template: 'certificat', number: (payload as { titleNumber: string }).titleNumber, subject: { kind: subject.kind, id: subject.id }, data: { actId: id },
  })));
}

function demoPeople(): ActDraft[] {
  const homes: Record<string, Address> = {
    marie: { commune: '98814', placeKind: 'tribe', place: 'Tribu de Démonstration, Wé' },
    jean: { commune: '98818', placeKind: 'street', place: '12 rue des Essais' },
    hnaja: { commune: '98814', placeKind: 'tribe', place: 'Tribu de l’Exemple', postal: { box: 'BP 12' } },
    wadra: { commune: '98815', placeKind: 'tribe', place: 'Tribu de la Démonstration', postal: { careOf: 'Exemple-Hmae', box: 'BP 7' } },
    sacha: { commune: '98811', placeKind: 'lot', place: 'Lot 45, lotissement Modèle' },
  };
  return demoCitizens.map((one) => recordPerson(demoPersonId(one.sub), {
    person: { kind: 'natural', familyName: one.familyName, givenNames: one.givenNames.split(' ').join(', '), birthDate: parsePartialDate(one.birthDate) as PartialDate, birthPlace: one.birthPlace, sex: one.gender, civilStatus: one.sub === 'hnaja' ? 'customary' : 'common', ...(one.sub === 'hnaja' ? { customaryNumber: 'DEMO-1948-01' } : {}) },
    address: homes[one.sub] ?? null, contact: { preferred: 'email', email: one.email },
  }));
}

/** Who signs for whom: a minor, protected adults, an indivision, a GDPL, a company; an association of which nobody has shown a power. */
function standing(): ActDraft[] {
  return [
    ...situations.map(({ personId, situation }, index) => recordSituation(deterministicId('demo-situation', index), codeOf('situation', index), personId, situation)),
    ...powers.map((power, index) => recordPower(deterministicId('demo-power', index), codeOf('power', index), power)),
  ];
}

/** A progress bar where a person watches, one line elsewhere. */
function bar(done: number, total: number): void {
  if (!process.stdout.isTTY) {
    if (done === total) console.log(`  Pays de démonstration : ${total} dossiers écrits au journal.`);
    return;
  }
  const width = Math.round((done / total) * 30);
  process.stdout.write(`\r  Pays de démonstration  ${'█'.repeat(width)}${'░'.repeat(30 - width)}  ${done}/${total}${done === total ? '\n' : ''}`);
}
