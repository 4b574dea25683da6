import type { SubjectRef } from '../../core/act/types.ts';
import type { Tx } from '../../core/db/sql.ts';
import type { World } from '../../core/demarche/index.ts';
import { contactAt, queueMessage, type Contact, type Messaging } from '../../core/messages/index.ts';
import type { DataOf, Templates } from '../../core/messages/template.ts';
import { contactPeriods } from './reach.ts';

export type TellEnv = { readonly world: World; readonly messaging: Messaging };

/** What is said, to whom, about what. `at`: the instant whose contact is meant, that of the act. */
export type Telling<T extends Templates, K extends keyof T & string> = {
  /** The same key twice says it once. */
  key: string; personId: string | null; texts: T; template: K; data: DataOf<T[K]>; page: string;
  subject: SubjectRef; at: string; actId?: string; dossierId?: string;
  /** Who is reached in place of the person's own contact: the user of a company who sent it. */
  contacts?: readonly Contact[];
};

/** Queues what there is to tell a company or a person, once for its key, at the contact of that instant; nobody: nothing. */
export async function tell<T extends Templates, K extends keyof T & string>({ world, messaging }: TellEnv, tx: Tx, { personId, texts, at, contacts, ...said }: Telling<T, K>): Promise<void> {
  if (!personId) return;
  const known = contacts?.length ? contacts : [contactAt(await contactPeriods(world.facets, tx, personId), at)].filter((one) => one !== undefined);
  await queueMessage(tx, { ...messaging, templates: texts as Templates }, { ...said, data: said.data as never, personId, contacts: known, now: world.clock() });
}
