/** What `npm run verify` runs: a program of its own, without the server, because memory is counted. */
import { CannotStart } from './core/config.ts';
import { verify } from './commands/verify.ts';

verify().then((code) => process.exit(code), (error: unknown) => {
  console.error(error instanceof CannotStart ? `\n${error.message}\n` : error);
  process.exit(1);
});
