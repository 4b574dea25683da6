import { printReport, verifyRegister } from '../core/act/verify.ts';
import { Facets } from '../core/act/facets.ts';
import { allFacets } from '../facets.ts';
import { readConfig } from '../core/config.ts';
import { openDatabase } from '../core/db/database.ts';
import { verifyAccounts, verifyQuotas } from '../domains/partners/index.ts';
import { verifyLedger } from '../domains/payments/index.ts';
import { verifyBlocks } from '../domains/registrations/index.ts';
import { openKeys } from './keys.ts';
import { sealFolder } from './sealing.ts';
import { walkInThreads } from './walkers.ts';

/** `npm run verify`: reads the whole register and says whether it is what was written. 1 when it is not. */
export async function verify(): Promise<number> {
  const config = readConfig();
  const database = await openDatabase(config, 'la vérification', false);
  try {
    const report = await verifyRegister({
      sql: database.pools.report, facets: new Facets(allFacets), seals: { keys: openKeys(config).publicKeys(), folder: sealFolder(config) }, walk: walkInThreads(database.url),
      extra: [{ name: 'argent', ownsCounter: (counter) => counter.startsWith('Q-'), run: async (tx, tell) => {
        const checks = [...await verifyLedger(tx), ...await verifyAccounts(tx), await verifyQuotas(tx)];
        for (const check of checks) for (const fault of check.faults) tell({ what: 'argent', where: check.name, sentence: fault });
        return { 'contrôles de caisse et de grand livre': checks.length };
      } }, { name: 'numéros', run: verifyBlocks }],
    });
    console.log(printReport(report));
    console.log(`\n${Math.round(process.resourceUsage().maxRSS / 1024)} Mo de mémoire au plus.`);
    return report.ok ? 0 : 1;
  } finally {
    await database.close();
  }
}
