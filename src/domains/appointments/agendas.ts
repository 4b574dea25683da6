import { perform, type ActEnv } from '../../core/act/perform.ts';
import { act } from '../../core/act/types.ts';
import type { Sql } from '../../core/db/sql.ts';
import type { LawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { agendaRef, type AgendaAct } from './model/agenda.ts';

/** An empty agenda for each office and tour of the territory: a new line there has its own at the next start. Safe to run twice. */
export async function openAgendas(env: ActEnv & { read: Sql }, today: LawDate): Promise<void> {
  const known = new Set((await env.read<{ id: string }[]>`select id from subject where kind = 'agenda'`).map(({ id }) => id));
  for (const { id } of territory.receivingPlaces.filter((one) => !known.has(agendaRef(one.id).id))) {
    await perform(env, {
      requestId: `agenda:${id}`, author: { kind: 'system', job: 'agenda' }, judgedOn: today, subjects: [],
      decide: () => Promise.resolve({ acts: [createAgenda(id)], result: null }),
    });
  }
}

export const createAgenda = (office: string) => act<AgendaAct>({ kind: 'agenda.created', subjects: [{ ...agendaRef(office), fresh: true }], payload: { office } });
