import type { Query, Sql } from '../db/sql.ts';
import { transaction } from '../db/sql.ts';
import { isRefusal } from '../db/errors.ts';
import { setCredential } from './agents.ts';
import { newTotp, passwordFault, sealText, totpStep, unsealText } from './secrets.ts';
import { hashToken } from './sessions.ts';

/** What the page of a first entry shows: whose it is, and what the authenticator app must be told. */
export type FirstEntry = { readonly name: string; readonly email: string; readonly door: 'agent' | 'authority' | 'partner'; readonly totp: { readonly secret: string; readonly uri: string } };
export type Chosen = { readonly password: string; readonly again: string; readonly code: string };
export type EntryFault = { readonly path: 'password' | 'again' | 'code'; readonly message: string };

/** The entry that a link opens; undefined when it is unknown, used or too old, or its account closed. The second factor is made at the first look. */
export async function findEntry(tx: Query, root: string, token: string, now: Date): Promise<FirstEntry | undefined> {
  const [found] = await tx<{ email: string; totp_secret: string | null; name: string; door: FirstEntry['door'] }[]>`
    select l.email, l.totp_secret, coalesce(a.name, u.name) as name, case when u.id is not null then 'partner' when a.authority is not null then 'authority' else 'agent' end as door
    from account_link l left join agent a on a.id = l.agent_id left join partner_user u on u.id = l.user_id
    where l.hash = ${hashToken(token)} and l.used_at is null and l.expires_at > ${now} and coalesce(a.active, u.active)`;
  if (!found) return undefined;
  const fresh = found.totp_secret ?? sealText(root, newTotp(found.email).secret);
  // Two looks at once: the first one's secret stands.
  const [kept] = await tx<{ totp_secret: string }[]>`
    update account_link set totp_secret = coalesce(totp_secret, ${fresh}) where hash = ${hashToken(token)} returning totp_secret`;
  const secret = unsealText(root, kept?.totp_secret ?? fresh);
  return { name: found.name, email: found.email, door: found.door, totp: newTotp(found.email, secret) };
}

/**
 * Uses the link: the password and the second factor, shown to work, become those of the account. Once.
 * @returns the faults to be shown beside their fields; none when it is done; undefined when the link opens nothing
 */
export async function useEntry(acts: Sql, root: string, token: string, chosen: Chosen, now: Date): Promise<EntryFault[] | undefined> {
  return transaction(acts, async (tx) => {
    const entry = await findEntry(tx, root, token, now);
    if (!entry) return undefined;
    const faults = await faultsOf(chosen, entry, now);
    if (faults.length) return faults;
    const [used] = await tx<{ agent_id: string | null; user_id: string | null }[]>`
      update account_link set used_at = ${now} where hash = ${hashToken(token)} and used_at is null and expires_at > ${now} returning agent_id, user_id`;
    if (!used) return undefined;
    await setCredential(tx, root, used.user_id ? { kind: 'partner', id: used.user_id } : { kind: 'agent', id: used.agent_id as string }, entry.email, chosen.password, entry.totp);
    return [];
  }).catch((error: unknown) => {
    // The address became another account's meanwhile.
    if (isRefusal(error, 'unique', 'credential_email_key')) return undefined;
    throw error;
  });
}

async function faultsOf({ password, again, code }: Chosen, { totp, email, name }: FirstEntry, now: Date): Promise<EntryFault[]> {
  const weak = passwordFault(password) ?? (isAbout(password, [email, name]) ? 'Choisissez un mot de passe qui ne contient ni votre nom ni votre adresse.' : undefined);
  return [
    ...(weak ? [{ path: 'password' as const, message: weak }] : []),
    ...(!weak && again !== password ? [{ path: 'again' as const, message: 'Les deux mots de passe ne sont pas les mêmes.' }] : []),
    ...((await totpStep(totp.secret, code, 0, now)) === undefined ? [{ path: 'code' as const, message: 'Ce code n’est pas celui que votre application affiche en ce moment. Vérifiez l’heure du téléphone, puis saisissez le code suivant.' }] : []),
  ];
}

function isAbout(password: string, words: readonly string[]): boolean {
  const typed = password.toLowerCase();
  return words.some((word) => typed.includes(word.toLowerCase()) || word.toLowerCase().includes(typed));
}
