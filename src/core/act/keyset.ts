/** Before the first id, and after the last. */
export const FIRST = '00000000-0000-0000-0000-000000000000';
export const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Reads a table page by page in the order of a key; the next page is asked for before the last one is worked on,
 * so that the database reads while we compute.
 * @param page sends the query of at most `size` rows after a row (`undefined`: the first page)
 */
export async function* keyset<Row>(size: number, page: (after: Row | undefined) => Promise<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  let coming = page(undefined);
  for (;;) {
    const rows = await coming;
    if (rows.length < size) return void (yield rows);
    coming = page(rows.at(-1));
    yield rows;
  }
}

/** A stream of pages taken row by row, as far as a limit. */
export class RowStream<Row> {
  readonly #pages: AsyncGenerator<readonly Row[]>;
  #page: readonly Row[] = [];
  #next = 0;
  #ended = false;

  constructor(pages: AsyncGenerator<readonly Row[]>) {
    this.#pages = pages;
  }

  /** Hands every row to `take` until `within` says no; that row waits for the next call. */
  async upTo(within: (row: Row) => boolean, take: (row: Row) => void): Promise<void> {
    for (;;) {
      for (; this.#next < this.#page.length; this.#next += 1) {
        const row = this.#page[this.#next] as Row;
        if (!within(row)) return;
        take(row);
      }
      if (this.#ended) return;
      const next = await this.#pages.next() as IteratorResult<readonly Row[], undefined>;
      this.#ended = next.done === true;
      this.#page = next.value ?? [];
      this.#next = 0;
    }
  }
}
