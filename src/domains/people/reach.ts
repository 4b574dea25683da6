import { loadStates } from '../../core/act/store.ts';
import type { Facets } from '../../core/act/facets.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { ContactPeriod } from '../../core/messages/index.ts';
import { personFacet, type PersonState } from './facet.ts';
import { addressLines, displayName } from './model/index.ts';

/** How a person could be reached, period by period: a new phone or a new address opens a new one. */
export async function contactPeriods(facets: Facets, sql: Sql | Tx, personId: string): Promise<ContactPeriod[]> {
  const state = (await loadStates(sql, facets, [{ kind: 'person', id: personId }])).get(personId)?.[personFacet.name] as PersonState | undefined;
  if (!state?.identity) return [];
  const name = displayName(state.identity);
  const [account] = await sql`select 1 from citizen_account where person_id = ${personId} and active limit 1`;
  const turns = [...new Set([...state.contacts, ...state.addresses].map((one) => one.from))].sort();
  return turns.map((from, rank): ContactPeriod => {
    const contact = state.contacts.findLast((one) => one.from <= from && (one.to === null || from < one.to))?.contact;
    const address = state.addresses.findLast((one) => one.from <= from && (one.to === null || from < one.to))?.address;
    return {
      from, to: turns[rank + 1] ?? null,
      contact: {
        name, ...(contact?.email ? { email: contact.email } : {}), ...(contact?.phone ? { phone: contact.phone } : {}),
        ...(address ? { postal: [name, ...addressLines(address)] } : {}), ...(account ? { account: true } : {}),
      },
    };
  });
}
