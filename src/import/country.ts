import { recordNew } from '../core/act/bulk.ts';
import type { ActEnv } from '../core/act/perform.ts';
import { act, type ActDraft } from '../core/act/types.ts';
import { deterministicId, requestId } from '../core/values/ids.ts';
import { today } from '../core/values/time.ts';
import { recordPerson } from '../domains/people/index.ts';
import type { HoldType, RegistrationAct } from '../domains/registrations/index.ts';
import { vehicleRef, type Technical, type VehicleAct } from '../domains/vehicles/index.ts';

export type CountryOptions = { vehicles: number; seed?: number; progress?: (done: number) => void };
const CHUNK = 1_000;
/** Invented vehicles wear a series that the country does not issue: they can never meet a real plate, nor the demo's. */
export const syntheticPlate = (n: number): string => `${n + 1}ZZ`;

/**
 * An invented country, always the same for a seed: names, plates, chassis numbers and holders by commune, some holds.
 * Goes through the same journal and `evolve` as a real load; a second run goes on where the first stopped.
 */
export async function generateCountry(env: ActEnv, { vehicles, seed = 1, progress }: CountryOptions): Promise<{ loaded: number; acts: number; seconds: number }> {
  const started = performance.now();
  const chunks = Array.from({ length: Math.ceil(vehicles / CHUNK) }, (_, index) => index * CHUNK);
  const sum = { loaded: 0, acts: 0, done: 0 };
  // Three at a time: one is hashed here while two are written there.
  await Promise.all([0, 1, 2].map(async () => {
    for (let from = chunks.shift(); from !== undefined; from = chunks.shift()) {
      const first = from;
      const count = Math.min(CHUNK, vehicles - first);
      const { acts, replayed } = await recordNew(env, {
        requestId: requestId('country', seed, first, count), author: { kind: 'system', job: 'pays inventé' }, judgedOn: today(env.clock()),
        decide: async () => ({ acts: Array.from({ length: count }, (_, index) => vehicle(seed, first + index)).flat(), result: null }),
      });
      if (!replayed) sum.loaded += count;
      sum.acts += acts;
      progress?.(sum.done += count);
    }
  }));
  return { loaded: sum.loaded, acts: sum.acts, seconds: (performance.now() - started) / 1000 };
}

/** Rough weights of the 33 communes in a fleet: half in the capital and its neighbours. */
const weights: readonly (readonly [insee: string, weight: number])[] = [
  ['98818', 380], ['98805', 130], ['98817', 100], ['98821', 95], ['98814', 30], ['98803', 24], ['98811', 30], ['98825', 20], ['98820', 15], ['98815', 22], ['98812', 18], ['98824', 16],
  ['98801', 2], ['98802', 14], ['98804', 12], ['98806', 3], ['98807', 9], ['98808', 16], ['98809', 7], ['98810', 14], ['98813', 15], ['98816', 3], ['98819', 8], ['98822', 14], ['98823', 10],
  ['98826', 9], ['98827', 14], ['98828', 3], ['98829', 8], ['98830', 9], ['98831', 12], ['98832', 7], ['98833', 6],
];
const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
const families = ['Exemple', 'Modele', 'Essai', 'Fictif', 'Demo', 'Invente', 'Specimen', 'Gabarit', 'Maquette', 'Prototype', 'Brouillon', 'Esquisse'];
const given = ['Ada', 'Bo', 'Cleo', 'Dino', 'Elo', 'Filou', 'Gaia', 'Hugo', 'Ines', 'Jo', 'Kim', 'Lou', 'Milo', 'Nina', 'Oz', 'Pia'];
const models: readonly Technical[] = [
  { 'D.1': 'TOYOTA', 'D.3': 'HILUX', 'J.1': 'CTTE', 'J.3': 'PICK-UP', 'F.2': 3210, 'G.1': 2050, 'P.1': 2393, 'P.2': 110, 'P.3': 'GO', 'P.6': 9, 'S.1': 5, R: 'BLANC' },
  { 'D.1': 'DACIA', 'D.3': 'DUSTER', 'J.1': 'VP', 'J.3': 'CI', 'F.2': 1820, 'G.1': 1290, 'P.1': 1461, 'P.2': 85, 'P.3': 'GO', 'P.6': 6, 'S.1': 5, R: 'GRIS' },
  { 'D.1': 'PEUGEOT', 'D.3': '208', 'J.1': 'VP', 'J.3': 'CI', 'F.2': 1570, 'G.1': 1090, 'P.1': 1199, 'P.2': 55, 'P.3': 'ES', 'P.6': 4, 'S.1': 5, R: 'ROUGE' },
  { 'D.1': 'YAMAHA', 'D.3': 'MT-07', 'J.1': 'MTT2', 'F.2': 368, 'G.1': 164, 'P.1': 689, 'P.2': 54, 'P.3': 'ES', 'P.6': 8, 'S.1': 2, R: 'BLEU' },
  { 'D.1': 'RENAULT', 'D.3': 'TRUCKS T', 'J.1': 'TRR', 'F.2': 19000, 'G.1': 7800, 'P.1': 12777, 'P.2': 353, 'P.3': 'GO', 'P.6': 31, 'S.1': 2, R: 'BLANC' },
];
const holds: readonly (readonly [HoldType, string])[] = [['gage', 'bank'], ['treasury', 'treasury'], ['theft', 'gendarmerie'], ['customs', 'customs']];

function vehicle(seed: number, n: number): ActDraft[] {
  const random = sequence(seed * 2_654_435_761 + n);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const commune = communeAt(random() * total);
  const year = 1995 + Math.floor(random() * 31);
  const month = String(1 + Math.floor(random() * 12)).padStart(2, '0');
  const since = `${year}-${month}-15T00:00:00.000Z`;
  const personId = deterministicId('country-person', seed, n);
  const subjects = [{ ...vehicleRef(deterministicId('country-vehicle', seed, n)), fresh: true as const }];
  const number = String(n).padStart(7, '0');
  return [
    recordPerson(personId, {
      person: { kind: 'natural', familyName: `${pick(families)}-${pick(families)}`, givenNames: `${pick(given)}, ${pick(given)}`, birthDate: { precision: 'year', value: String(1940 + Math.floor(random() * 65)) }, civilStatus: 'common' },
      address: { commune, placeKind: 'locality', place: `Lieu-dit Exemple ${n % 997}` }, contact: null,
    }),
    act<VehicleAct>({ kind: 'vehicle.described', subjects, effectiveAt: since, payload: { chassis: `DEMO${String(seed).padStart(6, '0').slice(-6)}${number}`, technical: { ...pick(models), B: { precision: 'month', value: `${year}-${month}` } }, approval: null } }),
    act<RegistrationAct>({ kind: 'registration.registered', subjects, effectiveAt: since, payload: { plate: syntheticPlate(n), series: 'nc', titleNumber: `S${seed}-${number}`, form: 'paper', holders: [{ personId, role: 'holder', principal: true }], commune, usage: random() < 0.95 ? 'private' : 'rental', origin: 'legacy' } }),
    ...(random() < 0.08 ? [held(seed, n, subjects, pick(holds))] : []),
  ];
}

function held(seed: number, n: number, subjects: ActDraft['subjects'], [type, authority]: readonly [HoldType, string]): ActDraft {
  return act<RegistrationAct>({ kind: 'registration.hold-set', subjects, payload: { holdId: deterministicId('country-hold', seed, n), type, authority, reference: `DEMO-${n}`, basis: 'Mesure inventée', until: null } });
}

function communeAt(point: number): string {
  let passed = 0;
  for (const [insee, weight] of weights) if ((passed += weight) > point) return insee;
  return '98818';
}

/** A small known generator (mulberry32): the same numbers for the same seed, on every machine. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
