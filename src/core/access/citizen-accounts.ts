import type { Tx } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import type { Principal } from './sessions.ts';

/** What the identity provider vouches for: the pivot identity (FranceConnect's name for it). */
export type Pivot = {
  readonly issuer: string; readonly sub: string;
  readonly familyName: string; readonly givenNames: string;
  readonly birthDate: string | undefined; readonly birthPlace: string | undefined; readonly gender: string | undefined;
  readonly email: string | undefined;
  /** 'verified' when the provider says that it checked the identity (its acr). */
  readonly assurance: 'low' | 'verified';
};

/**
 * Finds the one person of the register whom this pivot identity is, or undefined when there is none or a doubt:
 * homonyms are never joined by a machine. May create the person under `provisionalId`.
 */
export type FindPerson = (tx: Tx, pivot: Pivot, provisionalId: string) => Promise<string | undefined>;

/**
 * Opens or refreshes the account of a citizen who comes from the provider, and links it to a person when the
 * identity is verified and unambiguous. Until then the account stands for a person of its own, and may file dossiers.
 */
export async function enterCitizen(tx: Tx, pivot: Pivot, findPerson: FindPerson, now: Date): Promise<Principal> {
  const name = [pivot.givenNames, pivot.familyName].filter(Boolean).join(' ') || 'Usager';
  const [account] = await tx<{ id: string; person_id: string; linked_at: Date | null; active: boolean }[]>`
    insert into citizen_account (id, issuer, sub, person_id, name, assurance, last_login)
    values (${uuid()}, ${pivot.issuer}, ${pivot.sub}, ${uuid()}, ${name}, 'low', ${now})
    on conflict (issuer, sub) do update set name = excluded.name, last_login = excluded.last_login
    returning id, person_id, linked_at, active`;
  if (!account) throw new Error('an account could not be opened');
  const principal: Principal = { kind: 'citizen', id: account.id };
  if (pivot.assurance !== 'verified') {
    await tx`update citizen_account set assurance = 'low' where id = ${account.id}`;
    return principal;
  }
  const person = account.linked_at ? account.person_id : await findPerson(tx, pivot, account.person_id);
  if (person === undefined) return principal;
  await tx`update citizen_account set assurance = 'verified', person_id = ${person}, linked_at = coalesce(linked_at, ${now}) where id = ${account.id}`;
  if (person !== account.person_id) await tx`update dossier set applicant_id = ${person} where applicant_id = ${account.person_id}`;
  return principal;
}
