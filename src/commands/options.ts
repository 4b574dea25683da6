import { parseArgs } from 'node:util';
import { CannotStart } from '../core/config.ts';

/** What a command was told, option by option. @throws CannotStart for what is not one of `names`, has no value, or is no option at all: nothing is done by halves */
export function optionsOf<Name extends string>(args: string[], names: readonly Name[], usage: string): Partial<Record<Name, string>> {
  try {
    return parseArgs({ args, options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) }).values as Partial<Record<Name, string>>;
  } catch (error) {
    throw notUnderstood(error, usage);
  }
}

/** Which option Node could not read, in a sentence, and how the command is called. */
export function notUnderstood(error: unknown, usage: string): CannotStart {
  const option = /'(--?[^' ]+)/.exec((error as Error).message)?.[1] ?? /argument '([^']+)'/.exec((error as Error).message)?.[1];
  return new CannotStart(`${option ? `« ${option} » n’est pas compris, ou il lui manque sa valeur. ` : ''}${usage}`);
}
