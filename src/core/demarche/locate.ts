/** Finding the subject of a démarche by what a person typed: where that text is a secret, wrong ones are counted. */
import type { Actor } from '../access/actor.ts';
import type { Sql } from '../db/sql.ts';
import type { SubjectView } from './define.ts';
import type { World } from './world.ts';

/** Wrong codes of one account in 24 hours, at all doors together: 20 among 2^40 for each sale under way. */
export const MOST_WRONG = 20;
const WINDOW = 24 * 3_600_000;

/** Too many wrong codes: none of this account is looked at until the first of them is a day old. The message is for its reader. */
export class TooManyTries extends Error {
  constructor() {
    super('Trop de codes faux ont été saisis depuis ce compte : il ne pourra en essayer d’autres que dans 24 heures. Relisez le code avec le vendeur, ou passez au guichet.');
  }
}

type Named = Pick<SubjectView<never>, 'locate' | 'secret'>;

/**
 * Ids of the subjects that a text names. A secret is counted as wrong before it is looked for, and taken off the count
 * once it is right: a thousand tries at the same moment are a thousand tries. Throws TooManyTries.
 */
export async function locateFor(world: Pick<World, 'acts' | 'read' | 'clock'>, actor: Actor, view: Named, text: string): Promise<string[]> {
  const caller = accountOf(actor);
  if (!view.secret?.looksLike(text) || !caller) return view.locate(world.read, text);
  if (await countTry(world.acts, caller, world.clock()) > MOST_WRONG) throw new TooManyTries();
  const found = await view.locate(world.read, text);
  if (found.length) await world.acts`update secret_try set failures = failures - 1 where caller = ${caller} and failures > 0`;
  return found;
}

async function countTry(acts: Sql, caller: string, now: Date): Promise<number> {
  const over = new Date(now.getTime() - WINDOW);
  const [row] = await acts<{ failures: number }[]>`
    insert into secret_try as t (caller, failures, since) values (${caller}, 1, ${now})
    on conflict (caller) do update set failures = case when t.since < ${over} then 1 else t.failures + 1 end, since = case when t.since < ${over} then ${now} else t.since end
    returning failures`;
  return row?.failures ?? 0;
}

const accountOf = (actor: Actor): string | undefined => ('agentId' in actor ? actor.agentId : 'accountId' in actor ? actor.accountId : 'userId' in actor ? actor.userId : undefined);
