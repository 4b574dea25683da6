/** Asks about many things in one statement; what it does not find is not in the map. */
export type AskMany<A> = (wanted: readonly string[]) => Promise<ReadonlyMap<string, A>>;

const MOST = 200;
type Group<A> = { readonly wanted: Set<string>; readonly found: Promise<ReadonlyMap<string, A>> };

/**
 * One statement for the questions of many: those that come while one is under way leave together with the next, so
 * that a lone reader waits for nobody and thirty-two readers cost what one costs. Nothing is kept: every answer was
 * read from the database after its question was put.
 */
export function grouped<A>(ask: AskMany<A>): (wanted: string) => Promise<A | undefined> {
  let next: Group<A> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const open = (): Group<A> => {
    const wanted = new Set<string>();
    const group: Group<A> = {
      wanted,
      found: last.then(turn).then(() => {
        if (next === group) next = undefined;
        return ask([...wanted]);
      }),
    };
    // Each asker gets the failure from `found`; the chain goes on whatever happened to one group.
    last = group.found.catch(() => undefined);
    return group;
  };
  return async (wanted) => {
    if (!next || next.wanted.size >= MOST) next = open();
    const group = next;
    group.wanted.add(wanted);
    const found = await group.found.catch((error: unknown) => {
      // A text that PostgreSQL cannot take (class 22) is one asker's fault: the others must not pay for it.
      if (group.wanted.size > 1 && isBadData(error)) return ask([wanted]);
      throw error;
    });
    return found.get(wanted);
  };
}

const isBadData = (error: unknown): boolean => String((error as { code?: unknown }).code).startsWith('22');

/** Lets the requests of this turn of the loop join. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
