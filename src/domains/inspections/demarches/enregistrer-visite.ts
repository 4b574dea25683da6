import { z } from 'zod';
import type { Actor } from '../../../core/access/actor.ts';
import { fromCounter } from '../../../core/act/draws.ts';
import { act, type ActDraft, type RecordedAct, type SubjectRef } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker, type Demarche, type TitleOrder } from '../../../core/demarche/index.ts';
import { addMonths, lawDate, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { appointmentFacet, appointmentRef, type AppointmentAct, type AppointmentState } from '../../appointments/index.ts';
import { technicalOf, vehicleRef } from '../../vehicles/index.ts';
import { brakes, day, defects, odometer, remarks, site, tickedCodes } from '../model/fields.ts';
import type { InspectionAct, InspectionState, ReadingSource } from '../model/inspection.ts';
import type { Above, Standing } from '../model/standing.ts';
import { judgeReading } from '../rules/odometer.ts';
import { periodicity } from '../rules/periodicity.ts';
import { visitPhotos } from '../rules/photos.ts';
import { untilOf, visitBlocks } from '../rules/visit.ts';
import { APPROVED_CENTRE } from '../words.ts';
import { approvedCentre, inspectedVehicle, inspector } from '../views.ts';

const kinds = { periodic: 'Visite périodique', recheck: 'Contre-visite', sale: 'Contrôle avant une vente' };

const input = z.object({
  kind: z.enum(Object.keys(kinds) as ['periodic', 'recheck', 'sale']).meta({ label: 'Nature de la visite', options: kinds }),
  on: day('Jour de la visite'),
  site: site.optional().meta({ label: 'Centre', audience: 'agent' }),
  lane: z.string().trim().max(20).optional().meta({ label: 'Piste', width: 5, audience: 'agent' }),
  inspector: z.string().trim().max(60).optional().meta({ label: 'Numéro d’agrément du contrôleur', width: 20, audience: 'partner' }),
  odometer, brakes, defects: defects.meta({ label: 'Défauts constatés' }),
  verdict: z.enum(['accepted', 'refused', 'deferred']).optional().meta({ label: 'Verdict', audience: 'agent', options: { accepted: 'Accepté', refused: 'Refusé', deferred: 'En sursis' } }),
  until: lawDate.optional().meta({ label: 'En sursis jusqu’au', control: 'date', audience: 'agent', showWhen: { path: 'verdict', values: ['deferred'] }, requiredWhenShown: true }),
  remarks,
  appointment: z.uuid().optional().meta({ label: 'Rendez-vous', control: 'hidden', audience: 'agent' }),
});
type Input = z.output<typeof input>;

/** A reading of the odometer enters the ledger with what earlier readings make of it: logical or not, it is kept. */
export function readOdometer(vehicleId: string, known: InspectionState, given: { km: number; on: LawDate; source: ReadingSource }, today: LawDate): ActDraft {
  return act<InspectionAct>({ kind: 'odometer.read', subjects: [vehicleRef(vehicleId)], payload: judgeReading(known.readings, given, today) });
}

/** A visit at a CCTV, or the inspection of a vehicle to be sold by an approved centre: what was seen, the verdict, the next day (X.1). */
export const enregistrerVisite = (above: Above): Demarche => demarche({
  id: 'enregistrer-visite', title: 'Enregistrer une visite technique', family: 'vehicule',
  summary: 'Le véhicule est contrôlé : défauts, freinage, compteur, verdict, et date de la prochaine visite.',
  law: ['controle-periodique', 'controle-anciens', 'controle-vente', 'contre-visite', 'points-controles'],
  who: [inspector, approvedCentre], presence: 'person', applicant: 'optional', subject: inspectedVehicle(above),
  // A visit that was booked is what its appointment was for: both are said at once.
  touches: ({ input: given }) => (given?.appointment ? [appointmentRef(given.appointment)] : []),
  facts: {}, input,
  steps: [
    step('visite', 'La visite', ['kind', 'on', 'site', 'lane', 'odometer', 'inspector']), step('freinage', 'Freinage', ['brakes']), step('defauts', 'Défauts', ['defects']), step('verdict', 'Verdict et observations', ['verdict', 'until', 'remarks', 'appointment']),
  ],
  awaits: ({ actor, input: given }) => [actor.kind === 'partner' ? 'inspector' : 'site', ...(given.kind === 'sale' ? [] : ['verdict'])],
  // The law gives each its own: the CCTV calls vehicles and sees them again, an approved centre inspects what is to be sold.
  choices: ({ actor }) => ({ kind: (actor.kind === 'partner' ? ['sale'] as const : ['periodic', 'recheck'] as const).map((value) => ({ value, label: kinds[value] })) }),
  blocks: ({ state }) => notHere(above.standing(state.registration)),
  pieces: ({ actor, input: given, today }) => visitPhotos(actor, tickedCodes(given.defects), given.on ?? today),
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'automatic',
  decide: ({ state, input: given, subject, today, actor, newId, get }) => {
    const codes = tickedCodes(given.defects);
    const asked = { kind: given.kind, on: given.on, verdict: given.verdict, until: given.until, defects: codes, byCentre: actor.kind === 'partner', firstUse: technicalOf(state.vehicle).B };
    const booked = given.appointment ? get(appointmentFacet, given.appointment) : null;
    const found = [...visitBlocks(state.inspection, asked, today), ...whoBlocks(given, actor), ...(booked ? bookedBlocks(booked, given.on, above.standing(state.registration).plate) : [])];
    if (found.length) return blocked(found);
    const frequency = given.verdict === 'accepted' ? periodicity(above.standing(state.registration), technicalOf(state.vehicle), given.on) : null;
    return accept([
      act<InspectionAct>({
        kind: 'inspection.recorded', subjects: [subject],
        payload: {
          id: newId('visit'), number: fromCounter(`VT-${today.slice(0, 4)}`), kind: given.kind, on: given.on, lane: given.lane ?? null,
          ...(actor.kind === 'partner' ? { site: APPROVED_CENTRE, companyId: actor.companyId, inspector: given.inspector as string } : { site: given.site as string, companyId: null, inspector: actor.kind === 'agent' ? actor.agentId : '' }),
          brakes: stripped(given.brakes), defects: codes, verdict: given.kind === 'sale' ? 'reported' : given.verdict as 'accepted', until: given.kind === 'sale' ? null : untilOf(asked),
          nextOn: frequency && given.kind !== 'sale' ? addMonths(given.on, frequency.months) : null, appointmentId: given.appointment ?? null,
        },
        ...(given.remarks ? { private: [{ class: 'identity', name: 'remarks', content: given.remarks }] } : {}),
      }),
      ...(given.appointment && booked?.status !== 'arrived' ? [act<AppointmentAct>({ kind: 'appointment.marked', subjects: [appointmentRef(given.appointment)], payload: { as: 'arrived' } })] : []),
      ...(given.odometer === undefined ? [] : [readOdometer(subject.id, state.inspection, { km: given.odometer, on: given.on, source: 'inspection' }, today)]),
    ]);
  },
  issues: (acts) => visitPapers(acts, 'inspection.recorded'),
});

const stripped = (given: Input['brakes']) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
/** The PV of each visit that these acts entered or corrected. */
export const visitPapers = (acts: readonly RecordedAct[], which: InspectionAct['kind']): TitleOrder[] => acts.flatMap(({ id, kind, payload, subjects }) => {
  const { number } = payload as { number: string | null };
  return kind === which && number ? [{ template: 'pv-visite', number, subject: vehicleOf(subjects), data: { actId: id } }] : [];
});
const vehicleOf = (subjects: readonly SubjectRef[]): SubjectRef => ({ kind: 'vehicle', id: subjects.find(({ kind }) => kind === 'vehicle')?.id as string });

/** A destroyed or exported vehicle is not inspected. */
function notHere({ life }: Standing): Blocker[] {
  return life === 'destroyed' || life === 'exported' ? [blocker('plus-au-parc', `Ce véhicule est déclaré ${life === 'destroyed' ? 'détruit' : 'exporté'}.`, 'code-route', 'le guichet unique', 'faire corriger le registre avant toute visite')] : [];
}

/** The appointment that is honoured: it stands, of this day, for this vehicle as far as it says one. */
function bookedBlocks({ place, status, contact }: AppointmentState, on: LawDate, plate: string | null): Blocker[] {
  const wrong = (code: string, message: string) => [blocker(code, message, 'maison-rendez-vous', 'l’inspecteur', 'repartir de la liste du jour, ou enregistrer la visite sans rendez-vous')];
  if (!place || !['booked', 'arrived', 'missed'].includes(status ?? '')) return wrong('rendez-vous-clos', 'Ce rendez-vous ne tient pas, ou n’existe pas.');
  if (dayOf(new Date(place.start)) !== on) return wrong('rendez-vous-autre-jour', 'Ce rendez-vous est d’un autre jour que la visite.');
  const bare = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return contact?.about && plate && bare(contact.about) !== bare(plate) ? wrong('rendez-vous-autre-vehicule', 'Ce rendez-vous est celui d’un autre véhicule.') : [];
}

/** An agent says at which centre they are; an approved centre says which of its people inspected. */
function whoBlocks(given: Input, actor: Actor): Blocker[] {
  if (actor.kind === 'partner') return given.inspector ? [] : [blocker('controleur', 'Le contrôleur n’est pas nommé.', 'controle-vente', 'le centre agréé', 'donner le numéro d’agrément du contrôleur', 'inspector')];
  return given.site ? [] : [blocker('centre', 'Le centre n’est pas dit.', 'controle-periodique', 'l’inspecteur', 'choisir le centre', 'site')];
}
