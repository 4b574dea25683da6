/** Small scenes for the tests of this domain: agents, a dossier to pay, an act to pay for. Invented throughout. */
import type { TestDatabase } from '../../../tests/setup/database.ts';
import { Facets } from '../../core/act/facets.ts';
import { perform } from '../../core/act/perform.ts';
import type { Tx } from '../../core/db/sql.ts';
import type { FeeLine } from '../../core/demarche/define.ts';
import { insertDossier } from '../../core/demarche/dossier-store.ts';
import { uuid } from '../../core/values/ids.ts';
import { feeOf, freezeQuote } from './index.ts';

export const DAY = '2026-11-23';
export const AT = new Date('2026-11-23T09:00:00+11:00');
export const SALE: FeeLine[] = [feeOf('transfer', DAY), feeOf('municipal-fee', DAY, { commune: '98818' })];
export const TOTAL = SALE.reduce((sum, line) => sum + line.amount, 0);

export type Scene = ReturnType<typeof scene>;

export function scene(db: TestDatabase) {
  const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.sql.begin(work) as Promise<T>;
  return {
    inTx,
    async agent(name = 'Agent d’essai'): Promise<string> {
      const id = uuid();
      await db.owner`insert into agent (id, name, roles, office) values (${id}, ${name}, '{cashier}', 'noumea')`;
      return id;
    },
    /** A dossier with its quote frozen. */
    async dossier(lines: FeeLine[] = SALE): Promise<string> {
      const id = uuid();
      await inTx(async (tx) => {
        await insertDossier(tx, {
          id, number: `D-${id}`, demarche: 'essai', subject_kind: 'vehicle', subject_id: uuid(), applicant_id: null,
          actor: { kind: 'anonymous' }, door: 'counter', office: null, input: {}, input_hash: Buffer.alloc(32), idempotency: null,
        }, AT.toISOString());
        await freezeQuote(tx, id, lines, DAY);
      });
      return id;
    },
    async till(): Promise<string> {
      const id = `T${uuid().replaceAll('-', '').slice(-10).toUpperCase()}`;
      await db.owner`insert into till (id, office, label) values (${id}, 'noumea', 'Caisse d’essai')`;
      return id;
    },
    /** An act of the dossier in the journal, by the one writer, with `alongside` in its transaction. @returns the act's id. */
    async act(dossierId: string, alongside: (tx: Tx, actId: string) => Promise<unknown>, at = AT): Promise<string> {
      const performed = await perform({ acts: db.sql, facets: new Facets([]), clock: () => at }, {
        requestId: uuid(), author: { kind: 'dossier', dossierId }, judgedOn: DAY, subjects: [],
        decide: async () => ({ acts: [{ kind: 'essai', version: 1, subjects: [{ kind: 'vehicle', id: uuid(), fresh: true }], payload: {} }], result: null }),
        alongside: async ({ tx }, [act]) => { await alongside(tx, act?.id ?? ''); },
      });
      return performed.acts[0]?.id ?? '';
    },
  };
}
