import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the user can mend, said in one French sentence. */
export class Sentence extends Error {}

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** npm runs us in the checkout: a file named from elsewhere is found where its user stood. */
export function fileArguments(args) {
  const from = process.env.INIT_CWD ?? process.cwd();
  return args.map((word) => {
    const file = path.resolve(from, word);
    return !word.startsWith('-') && existsSync(file) ? file : word;
  });
}
