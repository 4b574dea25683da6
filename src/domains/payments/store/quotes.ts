import type { FeeLine } from '../../../core/demarche/define.ts';
import type { Quote } from '../../../core/demarche/world.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import { addDays, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { QuoteRow } from '../model.ts';
import { totalOf } from '../rules.ts';

/** Freezes what a dossier is told it costs. The last quote frozen is the one in force. */
export async function freezeQuote(tx: Tx, dossierId: string, lines: readonly FeeLine[], today: LawDate): Promise<Quote> {
  const total = totalOf(lines);
  const expiresOn = addDays(today, territory.parameter('quoteDays', today).value);
  await tx`
    insert into quote (id, dossier_id, lines, total, frozen_on, expires_on)
    values (${uuid()}, ${dossierId}, ${tx.json(lines as never)}, ${total}, ${today}, ${expiresOn})`;
  return { lines, total, frozenOn: today, expiresOn };
}

/** @returns the quote in force for a dossier; undefined before the first. */
export async function currentQuote(tx: Sql | Tx, dossierId: string): Promise<QuoteRow | undefined> {
  const [row] = await tx<QuoteRow[]>`
    select id, dossier_id, lines, total, frozen_on, expires_on from quote where dossier_id = ${dossierId} order by recorded_at desc, id desc limit 1`;
  return row;
}
