import type { Query } from '../db/sql.ts';
import { pretendToCheck, passwordMatches, totpStep, unsealText } from './secrets.ts';
import type { Principal } from './sessions.ts';

const MOST_FAILURES = 5;
const LOCK = 15 * 60_000;

type Credential = { kind: 'agent' | 'partner'; id: string; password_hash: string; totp_secret: string; totp_step: number; failures: number; locked_until: Date | null };

/**
 * Checks e-mail, password and one-time code. @returns whose they are, or undefined without saying which was wrong.
 * Five failures lock the account for a quarter of an hour, right password or not; a code serves once.
 */
export async function checkLogin(tx: Query, root: string, typed: { email: string; password: string; code: string }, now: Date): Promise<Principal | undefined> {
  const [found] = await tx<Credential[]>`
    select actor_kind as kind, actor_id as id, password_hash, totp_secret, totp_step, failures, locked_until
    from credential where email = ${typed.email.trim().toLowerCase().slice(0, 254)}`;
  const password = typed.password.slice(0, 256);
  if (!found || (found.locked_until && found.locked_until > now)) {
    await pretendToCheck(password);
    return undefined;
  }
  const right = await passwordMatches(found.password_hash, password);
  const step = right ? await totpStep(unsealText(root, found.totp_secret), typed.code, found.totp_step, now) : undefined;
  if (step === undefined) {
    await countFailure(tx, found, now);
    return undefined;
  }
  // Two that come with the same code at once: one of them moves the step.
  const used = await tx`
    update credential set totp_step = ${step}, failures = 0, locked_until = null
    where actor_kind = ${found.kind} and actor_id = ${found.id} and totp_step < ${step}`;
  return used.count === 1 ? { kind: found.kind, id: found.id } : undefined;
}

async function countFailure(tx: Query, { kind, id }: Credential, now: Date): Promise<void> {
  await tx`
    update credential set
      failures = case when failures + 1 >= ${MOST_FAILURES} then 0 else failures + 1 end,
      locked_until = case when failures + 1 >= ${MOST_FAILURES} then ${new Date(now.getTime() + LOCK)}::timestamptz else locked_until end
    where actor_kind = ${kind} and actor_id = ${id}`;
}

/** The actor that an account is today, as the door will see it. */
export async function actorOf<A>(read: Query, { kind, id }: Principal): Promise<A | undefined> {
  const [row] = await read<{ actor: A }[]>`select actor from acting where kind = ${kind} and id = ${id}`;
  return row?.actor;
}
