import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act, type ActDraft } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { inspectionFacet } from '../../inspections/index.ts';
import { chassisNumber, chassisOf, normalizeChassis, vehicleFacet, vehicleRef, type VehicleAct } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { current } from '../../../core/act/periods.ts';
import { contestActsOf, rivalsOf } from '../store-identity.ts';
import { registrationFacet } from '../store.ts';
import { registeredVehicle, type Registered } from '../views.ts';

const grounds = { examination: 'Examen du véhicule par le CCTV (frappe à froid)', origin: 'Papiers d’origine (facture, titre étranger, douane)', judgment: 'Jugement', archive: 'Archive de l’ancien registre' } as const;
type Ground = keyof typeof grounds;

const input = z.object({
  outcome: z.enum(['its-own', 'anothers']).meta({ label: 'Décision', options: { 'its-own': 'Cette identité est bien celle de ce véhicule', anothers: 'Cette identité est celle d’un autre véhicule : cette fiche sort du parc' }, hint: 'Si la fiche sort du parc, le véhicule qu’elle seule contestait est libéré du même coup.' }),
  chassis: chassisNumber.optional().meta({ label: 'Numéro de série lu sur le châssis', hint: 'S’il diffère de celui du registre, ou s’il manquait.', letter: 'E', showWhen: { path: 'outcome', values: ['its-own'] } }),
  ground: z.enum(Object.keys(grounds) as [Ground, ...Ground[]]).meta({ label: 'Sur la preuve de', options: grounds }),
  reference: z.string().trim().min(3, 'Donnez la référence de la preuve.').max(80).meta({ label: 'Référence de la preuve', width: 20 }),
  on: lawDate.meta({ label: 'Du', control: 'date' }),
  reason: z.string().trim().min(10, 'Expliquez la décision en une phrase.').max(500).meta({ label: 'Motif', control: 'textarea' }),
});

/**
 * Two records claim one identity (most often two rows of an old file). Two agents settle it on proof: the record keeps it,
 * or it was another's and the record leaves the fleet. Nothing is merged, nothing disappears: both stories stay readable.
 */
export const trancherIdentite = demarche({
  id: 'trancher-identite', title: 'Décider d’une identité contestée', family: 'registre',
  summary: 'Deux agents décident, sur preuve, si le numéro contesté est celui de ce véhicule ; les actes reprennent, ou la fiche sort du parc.',
  law: ['code-route-numero', 'maison-dossier'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: registeredVehicle,
  touches: ({ state }) => twinsIn(state).map(vehicleRef),
  facts: {
    rivals: (tx, { input: given, subject }) => rivalsOf(tx, subject.id, given?.chassis ? normalizeChassis(given.chassis) : null),
    contests: (tx, { subject, state }) => contestActsOf(tx, [subject.id, ...twinsIn(state)]),
  },
  input,
  steps: [step('decision', 'La décision', ['outcome', 'chassis']), step('preuve', 'La preuve', ['ground', 'reference', 'on', 'reason'])],
  awaits: ({ state, input: given }) => (given.outcome === 'its-own' && !chassisOf(state.vehicle) ? ['chassis'] : []),
  blocks: ({ state }) => (state.vehicle.disputed || contests(state).length ? [] : [blocker('identite-non-contestee', 'L’identité de ce véhicule n’est pas contestée.', 'code-route-numero', 'personne', 'rien n’est à décider')]),
  pieces: ({ input: given }) => [{ kind: 'preuve', label: grounds[given.ground], text: 'code-route-numero', original: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'two-persons',
  decide: ({ state, input: given, subject, facts, today, now, get }) => {
    const found: Blocker[] = [];
    if (given.on > today) found.push(blocker('preuve-future', 'Cette date est dans le futur.', 'maison-dossier', 'l’agent', 'vérifier la date', 'on'));
    const own = given.outcome === 'its-own';
    if (own && !given.chassis && !chassisOf(state.vehicle)) found.push(blocker('sans-chassis', 'Le registre ne connaît pas le numéro de série de ce véhicule.', 'code-route-numero', 'le CCTV', 'relever le numéro frappé et le donner', 'chassis'));
    if (own && facts.rivals.some(({ contested }) => !contested)) found.push(blocker('identite-prise', 'Un autre véhicule porte ce numéro sans contestation.', 'code-route-numero', 'le guichet unique et le CCTV', 'rectifier d’abord l’autre véhicule, ou décider que cette identité est la sienne', 'outcome'));
    if (found.length) return blocked(found);
    const saidOf = (id: string) => { const contest = facts.contests.get(id); return { subjects: [vehicleRef(id)], cites: contest ? [contest] : [] }; };
    const why = `${grounds[given.ground]}, réf. ${given.reference}. ${given.reason}`;
    if (own) return accept(keeps(state, saidOf(subject.id), why, given.chassis));
    const others = twinsIn(state).flatMap((id) => yields({ vehicle: get(vehicleFacet, id), registration: get(registrationFacet, id), inspection: get(inspectionFacet, id) }, saidOf(id), subject.id, why));
    return accept([...leaves(state, saidOf(subject.id), why, given.reference, now), ...others]);
  },
  issues: () => [],
});

type Said = Pick<ActDraft, 'subjects' | 'cites'>;
const twinsIn = ({ vehicle }: Registered): readonly string[] => vehicle.contest?.twins ?? [];
const contests = ({ registration }: Registered) => current(registration.holds).filter(({ type }) => type === 'identity-dispute');

/** The record keeps its identity: the contest and its hold end together. */
function keeps(state: Registered, said: Said, why: string, chassis: string | undefined): ActDraft[] {
  const exact = chassis ? normalizeChassis(chassis) : null;
  return [
    ...(exact && exact !== chassisOf(state.vehicle) ? [act<VehicleAct>({ kind: 'vehicle.corrected', ...said, payload: { chassis: exact, reason: why, since: null } })] : []),
    act<VehicleAct>({ kind: 'vehicle.disputed', ...said, payload: { reason: null } }),
    ...contests(state).map(({ id }) => act<RegistrationAct>({ kind: 'registration.hold-lifted', ...said, payload: { holdId: id, reason: why } })),
  ];
}

/** What the leaving record says no more of a vehicle that it contested: freed when nobody else does, and nothing else was doubted. */
function yields(rival: Registered, said: Said, leaving: string, why: string): ActDraft[] {
  const { disputed, contest } = rival.vehicle;
  if (!disputed || !contest?.twins.includes(leaving)) return [];
  const twins = contest.twins.filter((id) => id !== leaving);
  const left = contest.grounds.filter((ground) => ground !== 'twin' || twins.length > 0);
  if (!left.length) return keeps(rival, said, why, undefined);
  return [act<VehicleAct>({ kind: 'vehicle.disputed', subjects: said.subjects, payload: { reason: disputed, grounds: left, twins } })];
}

/** The identity was another's: plate and titles end here; the chassis number stays contested, so that it blocks for ever. */
function leaves({ vehicle, registration }: Registered, said: Said, why: string, reference: string, now: string): ActDraft[] {
  const revoked = current(registration.titles).map(({ number }) => act<RegistrationAct>({ kind: 'registration.title-revoked', ...said, payload: { number, reason: why } }));
  return [
    ...revoked,
    ...(vehicle.disputed ? [act<VehicleAct>({ kind: 'vehicle.disputed', subjects: said.subjects, payload: { reason: vehicle.disputed, grounds: [], twins: [] } })] : []),
    act<RegistrationAct>({ kind: 'registration.restored', ...said, payload: { restored: { plates: registration.plates.map((one) => ({ ...one, to: one.to ?? now })) }, reason: why } }),
    act<RegistrationAct>({ kind: 'registration.life-changed', ...said, payload: { status: 'out-of-fleet', reason: why, reference, titleNumber: null } }),
  ];
}
