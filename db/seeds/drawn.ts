/** A draw that is over, for a stranger to do again on the first evening: the tour to Canala, fewer places than requests. */
import { perform } from '../../src/core/act/perform.ts';
import { act, type ActDraft } from '../../src/core/act/types.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, instantOf, type LawDate } from '../../src/core/values/time.ts';
import { appointmentRef, drawNow, drawRef, readAgenda, readDraw, requestKey, resumeDraws, type AppointmentAct, type AppointmentEnv, type DrawAct } from '../../src/domains/appointments/index.ts';
import { codeOf } from './acts.ts';
import { demoAppointmentId, demoAppointmentNumber } from './appointments.ts';

/** In the address of its page, and in the README. */
export const DRAWN = deterministicId('demo-draw', 'canala');
const NAMES = ['Aya', 'Boaé', 'Céléna', 'Diahou', 'Emma', 'Firmin', 'Gaïa', 'Hugo', 'Inès', 'Joas', 'Kelly', 'Loane', 'Mahé', 'Naomi', 'Owen'];

/** Requests were closed two days ago and drawn yesterday, for one day of the tour. They gave no phone: nobody is written to. */
function acts(today: LawDate, from: LawDate): ActDraft[] {
  const closesAt = instantOf(addDays(today, -2), '17:00').toISOString();
  const drawsAt = instantOf(addDays(today, -1), '17:00').toISOString();
  return [
    act<DrawAct>({ kind: 'draw.opened', subjects: [{ ...drawRef(DRAWN), fresh: true }], payload: { motive: 'tournee', office: 'tour-canala', closesAt, drawsAt, from, to: from, share: 30 } }),
    ...NAMES.map((name, index) => act<AppointmentAct>({
      kind: 'appointment.requested', subjects: [{ ...appointmentRef(demoAppointmentId(`canala-${index}`)), fresh: true }],
      payload: { number: demoAppointmentNumber(`canala-${index}`), motive: 'tournee', office: 'tour-canala', holder: null, draw: DRAWN, ticket: codeOf('canala-ticket', index), priority: index % 3 ? 'none' : 'far', wish: { from, to: from }, confirmBy: null },
      private: [{ class: 'identity', name: 'contact', content: { name: `${name} Exemple`, about: `CANALA${index}`, key: requestKey(DRAWN, `CANALA${index}`) } }],
    })),
  ];
}

/** Told once; the service commits to its secret, closes and draws as it does for any other draw. */
export async function seedDrawn(env: AppointmentEnv, today: LawDate): Promise<void> {
  // The tour comes when the country's agenda says, which a demonstration older than today wrote long ago.
  const day = (await readAgenda(env.world, 'tour-canala')).resources[0]?.openings[0]?.since;
  if (!day || day <= today || await readDraw(env.world, DRAWN)) return;
  await perform(env.world, {
    requestId: 'seed:drawn', author: { kind: 'system', job: 'pays de démonstration' }, judgedOn: today, subjects: [],
    decide: async () => ({ acts: acts(today, day), result: null }),
  });
  await resumeDraws(env);
  await drawNow(env, DRAWN);
}
