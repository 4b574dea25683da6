import { perform } from '../../../core/act/perform.ts';
import { act, type ActDraft, type Json } from '../../../core/act/types.ts';
import { transaction } from '../../../core/db/sql.ts';
import { enqueueAll, findAct, JobFailed, type DoneAct, type Reaction, type Task } from '../../../core/jobs/index.ts';
import { requestId } from '../../../core/values/ids.ts';
import { today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { commitmentTo, digestOf, draw, inOrder, listText, secretOf, seedOf } from '../lottery.ts';
import { agendaFacet, agendaId, agendaRef } from '../model/agenda.ts';
import { appointmentRef, type AppointmentAct, type AppointmentState, type Place } from '../model/appointment.ts';
import { drawRef, type DrawAct } from '../model/draw.ts';
import { freeFrom } from '../rules/slots.ts';
import { appointmentFacet, takenAt } from '../store.ts';
import { drawFacet, requestsOf } from '../store-draw.ts';
import type { AppointmentEnv } from './tell.ts';

export const CLOSE = 'draw-close';
export const DRAW = 'draw-draw';
const AUTHOR = { kind: 'system', job: 'tirage' } as const;

const drawIdOf = ({ subjects, kind }: DoneAct): string => {
  const found = subjects.find((ref) => ref.kind === 'draw');
  if (!found) throw new Error(`act ${kind} of no draw`);
  return found.id;
};

/** Before any request: the digest of a secret that nobody can change afterwards, since it is in the journal. */
const commit: Reaction<AppointmentEnv> = { name: 'commit', run: async (env, { subjects, kind, ...rest }, once) => {
  const id = drawIdOf({ subjects, kind, ...rest });
  await perform<Json>(env.world, {
    requestId: once, author: AUTHOR, judgedOn: env.world.today(env.world.clock()), subjects: [drawRef(id)],
    decide: ({ get }) => Promise.resolve(get(drawFacet, id).status === 'announced'
      ? { acts: [act<DrawAct>({ kind: 'draw.committed', subjects: [drawRef(id)], payload: { commitment: commitmentTo(secretOf(env.messaging.sender.secret, id)) } })], result: null } : { none: null }),
  });
} };

const schedule: Reaction<AppointmentEnv> = { name: 'schedule-draw', run: async (env, done) => {
  const id = drawIdOf(done);
  const { closesAt, drawsAt } = done.payload as Extract<DrawAct, { kind: 'draw.opened' }>['payload'];
  await transaction(env.world.acts, (tx) => enqueueAll(tx, [
    { task: CLOSE, payload: { drawId: id }, jobKey: `${CLOSE}:${id}`, runAt: new Date(closesAt) },
    { task: DRAW, payload: { drawId: id }, jobKey: `${DRAW}:${id}`, runAt: new Date(drawsAt) },
  ]));
} };

export const drawReactions = { 'draw.opened': [commit, schedule], 'draw.committed': [], 'draw.closed': [], 'draw.drawn': [] } satisfies Record<DrawAct['kind'], readonly Reaction<AppointmentEnv>[]>;

/** The list and the places are frozen, with their digest, for everybody to read before the draw. */
export const closeTask = (env: AppointmentEnv): Task => async (payload) => {
  const { drawId: id } = payload as { drawId: string };
  const { world } = env;
  const known = await officeOf(env, id);
  if (!known) return;
  await perform<Json>(world, {
    requestId: requestId(id, 'close'), author: AUTHOR, judgedOn: world.today(world.clock()), subjects: [drawRef(id), agendaRef(known)],
    decide: async ({ tx, get, states, now }) => {
      const { status, motive: motiveId, office, from, to, share, closesAt } = get(drawFacet, id);
      const motive = motiveId && territory.motive(motiveId, world.today(new Date(now)));
      if (status !== 'open' || !motive || !office || !from || !to) return { none: null };
      // Too early by a clock's difference: tried again. To do nothing here would be its one answer, and the list would never close.
      if ((closesAt ?? '') > now) throw new JobFailed('draw-not-due');
      const asked = await requestsOf(tx, id);
      const missing = asked.filter((one) => !states.has(one));
      if (missing.length) return { more: missing.map(appointmentRef) };
      const entries = asked.flatMap((one) => { const { draw: mine } = get(appointmentFacet, one); return mine ? [{ ticket: mine.ticket, priority: mine.priority !== 'none', ...mine.wish }] : []; });
      const span = { from: now, to: '9999' };
      const places = inOrder(freeFrom(get(agendaFacet, agendaId(office)), motive, { from, to }, await takenAt(tx, office, from, to), span).flatMap((one) => one.places).map((place) => ({ ...place, day: today(new Date(place.start)) })));
      return { acts: [act<DrawAct>({ kind: 'draw.closed', subjects: [drawRef(id)], payload: { entries, places, digest: digestOf(listText(share, entries, places)) } })], result: null };
    },
    alongside: ({ tx }, acts) => world.follow(tx, acts),
  });
};

/** The secret is published; places go in the order that it gives. Whoever got none waits in that order. */
export const drawTask = (env: AppointmentEnv): Task => async (payload) => {
  const { drawId: id } = payload as { drawId: string };
  const { world } = env;
  const office = await officeOf(env, id);
  if (!office) return;
  const secret = secretOf(env.messaging.sender.secret, id);
  await perform<Json>(world, {
    requestId: requestId(id, 'draw'), author: AUTHOR, judgedOn: world.today(world.clock()), subjects: [drawRef(id), agendaRef(office)],
    decide: async ({ tx, get, states, now }) => {
      const state = get(drawFacet, id);
      if (state.status === 'drawn') return { none: null };
      if (state.status !== 'closed' || !state.digest || (state.drawsAt ?? '') > now) throw new JobFailed('draw-not-closed');
      // Another secret than the one that was committed would be another draw: the job fails, and a person looks.
      if (commitmentTo(secret) !== state.commitment) throw new JobFailed('draw-secret-changed');
      const asked = await requestsOf(tx, id);
      const missing = asked.filter((one) => !states.has(one));
      if (missing.length) return { more: missing.map(appointmentRef) };
      const byTicket = new Map(asked.map((one): [string, { id: string; state: AppointmentState }] => { const mine = get(appointmentFacet, one); return [mine.draw?.ticket ?? '', { id: one, state: mine }]; }));
      const withdrawn = state.entries.filter(({ ticket }) => !byTicket.has(ticket)).map(({ ticket }) => ticket);
      const seed = seedOf(secret, state.digest);
      const { order, given } = draw(seed, state.share, state.entries, state.places, withdrawn);
      const results = order.flatMap((ticket, index): ActDraft[] => {
        const one = byTicket.get(ticket);
        return one ? [act<AppointmentAct>({ kind: 'appointment.drawn', subjects: [appointmentRef(one.id)], payload: { rank: index + 1, place: placeAt(state.places, given[ticket]) } })] : [];
      });
      return { acts: [act<DrawAct>({ kind: 'draw.drawn', subjects: [drawRef(id)], payload: { secret, seed, order: [...order], withdrawn, given: { ...given } } }), ...results], result: order.length };
    },
    alongside: ({ tx }, acts) => world.follow(tx, acts),
  });
};

function placeAt(places: readonly Place[], index: number | undefined): Place | null {
  const found = index === undefined ? undefined : places[index];
  return found ? { office: found.office, resource: found.resource, place: found.place, start: found.start, end: found.end } : null;
}

async function officeOf({ world }: AppointmentEnv, id: string): Promise<string | undefined> {
  return (await world.acts<{ office: string }[]>`select office from appointment_draw where draw_id = ${id}`)[0]?.office;
}

/** Draws announced where nothing follows an act (a seed, a load): committed and planned, once, at the next start. */
export async function resumeDraws(env: AppointmentEnv): Promise<void> {
  const rows = await env.world.acts<{ act_id: string }[]>`
    select a.id as act_id from appointment_draw d join act_subject l on l.subject_id = d.draw_id join act a on a.id = l.act_id and a.kind = 'draw.opened' where d.status = 'announced'`;
  for (const { act_id: id } of rows) {
    const opened = await findAct(env.world.acts, id);
    if (opened) for (const reaction of drawReactions['draw.opened']) await reaction.run(env, opened, requestId(id, reaction.name));
  }
}

/** Closes and draws at once a draw whose hours have passed, as the worker would when it comes to it. */
export async function drawNow(env: AppointmentEnv, drawId: string): Promise<void> {
  const once = { number: 1, last: false, signal: new AbortController().signal };
  await closeTask(env)({ drawId }, once);
  await drawTask(env)({ drawId }, once);
}
