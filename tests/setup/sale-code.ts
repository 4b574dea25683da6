import type { World } from '../../src/core/demarche/index.ts';
import type { Sql } from '../../src/core/db/sql.ts';
import { loadStates } from '../../src/core/act/store.ts';
import { codeSource, firstCode, issueSaleCode, saleCode, texts, type SaleState } from '../../src/domains/registrations/index.ts';
import { appointmentTexts, queueTexts } from '../../src/domains/appointments/index.ts';
import { partnerTexts } from '../../src/domains/partners/index.ts';
import { mandateTexts } from '../../src/domains/people/index.ts';
import { territory } from '../../src/territory/index.ts';
import { demoAdapter, inboxAdapter, type Adapters, type Messaging } from '../../src/core/messages/index.ts';

const SECRET = 'a secret of the tests, thirty-two signs';
/** The words and keys of messages where a test has no worker. */
export const testMessaging: Messaging<typeof texts> = { sender: { secret: SECRET, publicUrl: 'https://sitt.example.nc', name: 'DITTT' }, templates: { ...texts, ...appointmentTexts, ...queueTexts, ...partnerTexts, ...mandateTexts }, textable: territory.takesTextMessages };

/** The same, for an application whose messages stay in the outbox. */
export const testMessages: Messaging<typeof texts> & { readonly adapters: Adapters } = { ...testMessaging, adapters: { email: demoAdapter, sms: demoAdapter, letter: demoAdapter, inbox: inboxAdapter } };

/** The code that the buyer of the latest sale received. It stands in no table: it is derived as the message derives it. */
export async function lastSaleCode({ db, app }: { db: { owner: Sql }; app: { world: World; messages?: Messaging<typeof texts> } }): Promise<string> {
  const messaging = app.messages ?? testMessaging;
  const [sale] = await db.owner<{ act_id: string; sale_id: string }[]>`
    select a.id as act_id, l.subject_id as sale_id from act a join act_subject l on l.act_id = a.id join subject s on s.id = l.subject_id and s.kind = 'sale'
    where a.kind = 'sale.declared' order by a.recorded_at desc, a.id desc limit 1`;
  if (!sale) throw new Error('no sale was declared');
  await issueSaleCode({ world: app.world, messaging }, sale.sale_id, firstCode(sale.act_id));
  const { code } = (await loadStates(app.world.acts, app.world.facets, [{ kind: 'sale', id: sale.sale_id }])).get(sale.sale_id)?.['sale'] as SaleState;
  return saleCode(messaging.sender.secret, codeSource(sale.sale_id, code?.round ?? 1));
}
