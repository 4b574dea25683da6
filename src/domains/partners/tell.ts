import type { Tx } from '../../core/db/sql.ts';
import type { World } from '../../core/demarche/index.ts';
import type { DoneAct } from '../../core/jobs/index.ts';
import { contactAt, queueMessage, type Messaging } from '../../core/messages/index.ts';
import type { DataOf, Templates } from '../../core/messages/template.ts';
import { contactPeriods } from '../people/index.ts';

export type TellEnv = { readonly world: World; readonly messaging: Messaging };

/** Queues what an act has to tell a company or a person, once for this key, at the contact of that instant; nobody: nothing. */
export async function tell<T extends Templates, K extends keyof T & string>({ world, messaging }: TellEnv, tx: Tx, act: DoneAct, key: string, personId: string | null, texts: T, template: K, data: DataOf<T[K]>, page: string): Promise<void> {
  if (!personId) return;
  const contact = contactAt(await contactPeriods(world.facets, tx, personId), act.recordedAt);
  const subject = act.subjects[0];
  if (!subject) throw new Error(`act ${act.kind} of nothing`);
  await queueMessage(tx, { ...messaging, templates: texts as Templates }, { key, template, data: data as never, personId, contacts: contact ? [contact] : [], subject, actId: act.id, page, now: world.clock() });
}
