import type { Facets } from '../../core/act/facets.ts';
import type { Json } from '../../core/act/types.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { Paper } from '../../core/paper/index.ts';
import type { PaperRow } from './store.ts';

/** What a template may read when it draws; `knownAt` of every read is the moment of the order. */
export type DrawEnv = { readonly sql: Sql; readonly facets: Facets; readonly demo: boolean; readonly checkUrl: string; /** Says a single-use code by its source; a code is in no table, and a paper without this says so. */ readonly codeOf?: (source: string) => string };

/** What the signed code of a paper vouches for. The content is hashed, never printed in the code; no person is in it but ids. */
export type Vouched = { readonly kind: string; readonly content: Json; readonly plate?: string; readonly validUntil?: string };

/** A paper before its row: what its template may look at inside the act's transaction. */
export type Ordered = Pick<PaperRow, 'number' | 'template' | 'subject_kind' | 'subject_id' | 'act_id' | 'data'>;

/**
 * One kind of paper. `vouches` runs in the act's transaction, once its state is saved; `draw` runs later, from the act
 * and the register as it was known then, so that the same paper always gives the same bytes.
 */
export type PaperTemplate = {
  readonly version: number;
  readonly vouches: (tx: Sql | Tx, facets: Facets, order: Ordered) => Promise<Vouched>;
  readonly draw: (env: DrawEnv, paper: PaperRow) => Promise<Paper>;
};
export type PaperTemplates = Readonly<Record<string, PaperTemplate>>;
