import { isDeepStrictEqual } from 'node:util';
import type { Facet, Recorded } from '../act/types.ts';
import type { AgentRole } from './actor.ts';
import type { Delegation } from './delegations.ts';

/** Where an agent works: an office with roles, or an outside authority. */
export type Place = { roles: AgentRole[]; office: string } | { authority: string; unit: string };

/** What was done about an account. The name of its holder is private content; a role and a delegation are the public's business. */
export type AccountAct =
  | { kind: 'account.placed'; payload: { place: Place; by: string | null } }
  | { kind: 'account.closed'; payload: { by: string | null } }
  | { kind: 'account.reopened'; payload: { by: string | null } }
  | { kind: 'account.invited'; payload: { by: string | null; until: string } }
  | { kind: 'delegation.recorded'; payload: { delegation: Delegation; by: string | null } };

/** The account of an agent, as the acts about it made it. An account of a demo has no act before its first change. */
export type AccountState = { name: string | null; place: Place | null; open: boolean; delegations: Delegation[] };

const initial: AccountState = { name: null, place: null, open: true, delegations: [] };

/** The tables `agent` and `delegation` follow the journal: whoever gave a right, and when, can be read there for ever. */
export const accountFacet: Facet<AccountState, AccountAct> = {
  name: 'account', subject: 'agent', initial, evolve, slice: (state) => state,
  save: (tx, id, before, after) => {
    const sent: Promise<unknown>[] = [];
    if (after.place && (after.place !== before.place || after.name !== before.name)) {
      const { place } = after;
      const [roles, office, authority, unit] = 'office' in place ? [place.roles, place.office, null, null] : [[], null, place.authority, place.unit];
      sent.push(tx`
        insert into agent (id, name, roles, office, authority, unit, active) values (${id}, ${after.name ?? 'Nom effacé'}, ${roles}, ${office}, ${authority}, ${unit}, ${after.open})
        on conflict (id) do update set name = excluded.name, roles = excluded.roles, office = excluded.office, authority = excluded.authority, unit = excluded.unit`.execute());
    }
    if (after.open !== before.open) sent.push(tx`update agent set active = ${after.open} where id = ${id}`.execute());
    const known = new Map(before.delegations.map((one) => [one.id, one]));
    for (const one of after.delegations) {
      if (isDeepStrictEqual(known.get(one.id), one)) continue;
      sent.push(tx`
        insert into delegation (id, agent_id, capacity, acts, office, from_day, to_day, interim_of, reference, to_confirm)
        values (${one.id}, ${id}, ${one.capacity}, ${[...one.acts]}, ${one.office}, ${one.from}, ${one.to}, ${one.interimOf}, ${one.reference}, ${one.toConfirm})
        on conflict (id) do update set to_day = excluded.to_day`.execute());
    }
    return sent;
  },
  verify: async (tx, folded) => {
    const rows = await tx<{ id: string; active: boolean; place: Place }[]>`
      select id, active, case when authority is null then jsonb_build_object('roles', roles, 'office', office) else jsonb_build_object('authority', authority, 'unit', unit) end as place
      from agent where id = any(${[...folded.keys()]}::uuid[])`;
    return rows.flatMap(({ id, active, place }) => {
      const state = folded.get(id);
      const same = !state || (active === state.open && (!state.place || isDeepStrictEqual(place, state.place)));
      return same ? [] : [{ subjectId: id, sentence: 'les droits de cet agent ne sont pas ceux que ses actes lui donnent' }];
    });
  },
};

function evolve(state: AccountState, act: Recorded<AccountAct>): AccountState {
  switch (act.kind) {
    case 'account.placed': {
      const name = act.private['name'];
      return { ...state, place: act.payload.place, name: typeof name === 'string' ? name : null };
    }
    case 'account.closed': return { ...state, open: false };
    case 'account.reopened': return { ...state, open: true };
    case 'delegation.recorded': {
      const { delegation } = act.payload;
      const place = state.delegations.findIndex(({ id }) => id === delegation.id);
      return { ...state, delegations: place < 0 ? [...state.delegations, delegation] : state.delegations.with(place, delegation) };
    }
    default: return state;
  }
}
