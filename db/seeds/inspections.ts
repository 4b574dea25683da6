/** Stories of homologation and visits: a type, an import that waits for its number, a bus refused then accepted, a late lorry, an odometer rolled back. All invented. */
import { demoAgentId } from '../../src/core/access/demo.ts';
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { fromCounter, fromPool } from '../../src/core/act/draws.ts';
import { act, type ActDraft, type RecordedAct, type SubjectRef } from '../../src/core/act/types.ts';
import type { TitleOrder } from '../../src/core/demarche/index.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, addMonths, instantOf, type LawDate } from '../../src/core/values/time.ts';
import { approvalRef, type ApprovalAct, type InspectionAct, type Visit } from '../../src/domains/inspections/index.ts';
import type { Technical } from '../../src/domains/vehicles/index.ts';
import { vehicleActs } from './acts.ts';
import { car, sole, type SeedVehicle } from './stories.ts';

const person = (key: string) => deterministicId('demo-person', key);
const at = (day: LawDate, time = '09:00') => instantOf(day, time).toISOString();
const year = (value: string): Technical => ({ B: { precision: 'month', value } });

type Filed = Omit<Extract<ApprovalAct, { kind: 'approval.filed' }>['payload'], 'file'>;
/** A homologation file as far as its story goes: filed, shown on a day, granted. */
export function approvalActs(key: string, since: LawDate, filed: Filed, more: readonly ApprovalAct[] = []): ActDraft[] {
  const subject: SubjectRef = { ...approvalRef(deterministicId('demo-approval', key)), fresh: true };
  return [
    act<ApprovalAct>({ kind: 'approval.filed', subjects: [subject], effectiveAt: at(since), payload: { ...filed, file: fromCounter(`HOM-${since.slice(0, 4)}`, key) } }),
    ...more.map((one) => act<ApprovalAct>({ ...one, subjects: [subject] })),
  ];
}

export const examined = (on: LawDate | null = null): ApprovalAct => ({ kind: 'approval.examined', payload: { verdict: 'complete', appointment: on ? { on, site: 'cctv-riviere-salee', id: null } : null } });
export const shown = (on: LawDate, km: number | null, measured: Technical = {}): ApprovalAct => ({ kind: 'approval.visited', payload: { on, site: 'cctv-riviere-salee', verdict: 'favourable', until: null, km, measured } });
const granted = (key: string, on: LawDate, applicantId: string): ApprovalAct => ({ kind: 'approval.granted', payload: { number: fromPool('pv-homologation', key), on, applicantId } });

const navara: Technical = { 'D.1': 'NISSAN', 'D.2': 'D23-EXEMPLE', 'D.3': 'NAVARA', 'J.1': 'CTTE', 'J.3': 'PICK-UP', 'F.2': 3_150, 'G.1': 2_010, 'P.1': 2_298, 'P.2': 120, 'P.3': 'GO', 'P.6': 9, 'S.1': 5 };
const jimny: Technical = { 'D.1': 'SUZUKI', 'D.2': 'JB74-EXEMPLE', 'D.3': 'JIMNY', 'J.1': 'VP', 'J.3': 'CI', 'F.2': 1_435, 'G.1': 1_090, 'P.1': 1_462, 'P.2': 75, 'P.3': 'ES', 'P.6': 6, 'S.1': 4, R: 'VERT', ...year('2021-06') };

type Seen = { kind?: Visit['kind']; on: LawDate; verdict: Visit['verdict']; defects?: string[]; km: number; kmVerdict?: 'logical' | 'illogical' | 'unknown'; reason?: string; until?: LawDate; nextOn?: LawDate };
/** A visit and what its odometer said. */
function visitActs(vehicle: SubjectRef, key: string, seen: Seen): ActDraft[] {
  const { kind = 'periodic', on, verdict, defects = [], km, until = null, nextOn = null } = seen;
  return [
    act<InspectionAct>({ kind: 'inspection.recorded', subjects: [vehicle], effectiveAt: at(on), payload: {
      id: deterministicId('demo-visit', key), number: fromCounter(`VT-${on.slice(0, 4)}`, key), kind, on, lane: kind === 'sale' ? null : '2',
      ...(kind === 'sale' ? { site: 'centre-agree', companyId: person('garage'), inspector: 'AGR-EXEMPLE-1' } : { site: 'cctv-riviere-salee', companyId: null, inspector: demoAgentId('inspection') }),
      brakes: { service: 58, parking: 24, imbalance: 9 }, defects, verdict, until, nextOn, appointmentId: null,
    } }),
    act<InspectionAct>({ kind: 'odometer.read', subjects: [vehicle], effectiveAt: at(on, '09:10'), payload: { km, on, source: 'inspection', verdict: seen.kmVerdict ?? 'unknown', reason: seen.reason ?? 'Premier relevé : rien à comparer.' } }),
  ];
}

const truck: Technical = { 'D.1': 'ISUZU', 'D.3': 'FVZ', 'J.1': 'CAM', 'J.3': 'BENNE', 'F.2': 19_000, 'G.1': 8_200, 'P.1': 7_790, 'P.2': 221, 'P.3': 'GO', 'P.6': 27, 'S.1': 3, R: 'BLANC' };
const bus: Technical = { 'D.1': 'TOYOTA', 'D.3': 'COASTER', 'J.1': 'TCP', 'J.3': 'CAR', 'F.2': 5_500, 'G.1': 3_600, 'P.1': 4_009, 'P.2': 110, 'P.3': 'GO', 'P.6': 16, 'S.1': 22, R: 'BLANC' };

const vehicles = (today: LawDate): readonly SeedVehicle[] => [
  { key: 'late-lorry', plate: '452310NC', chassis: 'JALDEMO0000000021', technical: { ...truck, ...year('2016-03') }, since: '2016-04-01T22:00:00.000Z', holders: sole(person('garage')), commune: '98818', usage: 'goods-transport',
    then: (ref) => visitActs(ref, 'late-lorry', { on: addMonths(today, -15), verdict: 'accepted', km: 214_300, nextOn: addMonths(today, -3) }) },
  { key: 'bus', plate: '468115NC', chassis: 'JTGDEMO0000000022', technical: { ...bus, ...year('2019-02') }, since: '2019-03-01T22:00:00.000Z', holders: sole(person('association')), commune: '98818', usage: 'passenger-transport',
    then: (ref) => [
      ...visitActs(ref, 'bus-1', { on: addDays(today, -24), verdict: 'refused', defects: ['brakes.service', 'safety.extinguisher'], km: 151_020, until: addDays(today, 6) }),
      ...visitActs(ref, 'bus-2', { kind: 'recheck', on: addDays(today, -9), verdict: 'accepted', km: 151_240, kmVerdict: 'logical', reason: '220 km depuis le relevé précédent.', nextOn: addMonths(addDays(today, -9), 6) }),
    ] },
  { key: 'refused-truck', plate: '457702NC', chassis: 'JALDEMO0000000023', technical: { ...truck, 'D.3': 'NPR', 'F.2': 7_500, 'G.1': 3_400, ...year('2018-05') }, since: '2018-06-01T22:00:00.000Z', holders: sole(person('pierre')), commune: '98815', usage: 'goods-transport',
    then: (ref) => visitActs(ref, 'refused-truck', { on: addDays(today, -4), verdict: 'refused', defects: ['brakes.imbalance', 'wheels.cut'], km: 98_450, until: addDays(today, 26) }) },
  { key: 'rolled-back', plate: '455019NC', chassis: 'UU1DEMO0000000024', technical: { ...car, ...year('2017-01') }, since: '2017-02-01T22:00:00.000Z', holders: sole(person('kevin')), commune: '98821', usage: 'private',
    then: (ref) => [
      act<InspectionAct>({ kind: 'odometer.read', subjects: [ref], effectiveAt: at('2024-05-14'), payload: { km: 182_400, on: '2024-05-14', source: 'sale', verdict: 'unknown', reason: 'Premier relevé : rien à comparer.' } }),
      ...visitActs(ref, 'rolled-back', { kind: 'sale', on: addDays(today, -12), verdict: 'reported', defects: ['wheels.damper'], km: 97_350, kmVerdict: 'illogical', reason: `97 350 km, après 182 400 km le 14/05/2024 : le compteur a reculé de 85 050 km.` }),
    ] },
];

/** What the stories write, one step each. */
export function inspectionSteps(today: LawDate): ActDraft[][] {
  const filed = (key: string): Filed => ({ type: 'single', origin: 'used-import', applicantId: person('luce'), chassis: `JSADEMO00000000${key}`, pattern: null, technical: jimny });
  return [
    approvalActs('type', '2026-03-02', { type: 'type', origin: 'new', applicantId: person('garage'), chassis: null, pattern: 'VSK', technical: navara }, [examined(), shown('2026-03-12', null), granted('type', '2026-03-16', person('garage'))]),
    approvalActs('import', addDays(today, -20), filed('31'), [examined(addDays(today, -8)), shown(addDays(today, -8), 61_870), granted('import', addDays(today, -7), person('luce'))]),
    approvalActs('appointed', addDays(today, -10), filed('32'), [examined(today)]),
    approvalActs('waiting', addDays(today, -2), { ...filed('33'), applicantId: demoPersonId('jean') }),
    ...vehicles(today).map((one) => vehicleActs(one)),
  ];
}

/** Files that the examples of the API are about, one for each step. */
export function exampleApprovals(today: LawDate): ActDraft[] {
  const filed = (key: string): Filed => ({ type: 'single', origin: 'used-import', applicantId: person('luce'), chassis: `EX1APPROVAL0000${key}`, pattern: null, technical: jimny });
  return [
    ...approvalActs('example-examine', today, filed('41')), ...approvalActs('example-visit', today, filed('42'), [examined()]),
    ...approvalActs('example-grant', today, filed('43'), [examined(), shown(today, 12_000)]),
  ];
}
export const exampleApproval = (key: string): string => deterministicId('demo-approval', `example-${key}`);

/** The PVs of these acts. */
export function papersOf(acts: readonly RecordedAct[]): TitleOrder[] {
  const kinds: Readonly<Record<string, string>> = { 'inspection.recorded': 'pv-visite', 'approval.granted': 'pv-homologation' };
  return acts.flatMap(({ id, kind, subjects, payload }) => (kinds[kind] ? [{ template: kinds[kind], number: (payload as { number: string }).number, subject: { kind: subjects[0]?.kind ?? '', id: subjects[0]?.id ?? '' }, data: { actId: id }, ...(applicantOf(payload) ? { personId: applicantOf(payload) as string } : {}) }] : []));
}

const applicantOf = (payload: unknown): string | undefined => (payload as { applicantId?: string }).applicantId;
