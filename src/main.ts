/** What `bin/sitt.mjs` runs once everything is in place: one command, its own file. (`verify`: src/verify.main.ts.) */
import { CannotStart } from './core/config.ts';
import { admin } from './commands/admin.ts';
import { bench } from './commands/bench.ts';
import { generate } from './commands/generate.ts';
import { importCommand } from './commands/import.ts';
import { start } from './commands/start.ts';

const commands: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  start: () => start(false), dev: () => start(false), serve: () => start(true), import: importCommand, generate, bench, admin,
};

async function main([name = 'start', ...args]: string[]): Promise<number> {
  const command = commands[name];
  if (!command) {
    console.error(`La commande « ${name} » n’existe pas. Commandes : ${Object.keys(commands).join(', ')}.`);
    return 2;
  }
  return command(args);
}

main(process.argv.slice(2)).then((code) => process.exit(code), (error: unknown) => {
  const lost = ['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', '57P01'].includes(String((error as { code?: unknown } | null)?.code));
  if (lost) console.error('\nLa base s’est arrêtée pendant la commande : SITT a sans doute été arrêté ou relancé. Recommencez ; une reprise continue où elle en était.\n');
  else console.error(error instanceof CannotStart ? `\n${error.message}\n` : error);
  process.exit(1);
});
