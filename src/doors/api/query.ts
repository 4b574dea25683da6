import { invalid, type Ctx, type RouteLine } from '../../core/http/index.ts';

/** What each address may be asked after its « ? »; the others take nothing. */
const asked: Readonly<Record<string, readonly string[]>> = {
  'POST /api/v1/demarches/:id': ['dryRun'],
  'GET /api/v1/vehicles/:plate': ['at', 'knownAt'],
  'GET /api/v1/batches/:id/rows': ['after'],
};

/**
 * The same line, refusing (422) a name that its address does not know: passed over, a mistyped `dryrun` would act
 * and a mistyped `knownat` would give today's state for that of another day.
 */
export function knowingItsQuery(line: RouteLine): RouteLine {
  const names = asked[`${line.method} ${line.path}`] ?? [];
  return { ...line, handler: (ctx) => {
    const errors = Object.keys(ctx.query).filter((name) => !names.includes(name)).map((name) => ({ path: name, message: names.length ? `Ce paramètre n’existe pas ici : ${names.map((one) => `« ${one} »`).join(' ou ')}.` : 'Cette adresse ne prend aucun paramètre.' }));
    if (errors.length) throw invalid(errors, 'Un paramètre de l’adresse n’est pas connu.');
    return line.handler(ctx);
  } };
}

/** Whether a call only tries. Any other word than true or false is refused: read as « no », it would act. */
export function isDryRun({ query }: Ctx): boolean {
  const given = query['dryRun'];
  if (given === undefined || given === 'false') return false;
  if (given === 'true') return true;
  throw invalid([{ path: 'dryRun', message: 'Écrivez ?dryRun=true pour essayer sans rien écrire, ou rien pour agir.' }], 'On ne peut pas savoir si cet appel est un essai.');
}

/** After which line the next page begins; 0: from the first. What is no number is refused: read as 0, a program that pages would never end. */
export function afterLine({ query }: Ctx): number {
  const given = query['after'] ?? '0';
  if (typeof given === 'string' && /^\d{1,9}$/.test(given)) return Number(given);
  throw invalid([{ path: 'after', message: 'Donnez le numéro de la dernière ligne que vous avez.' }], 'Un paramètre de l’adresse ne se lit pas.');
}
