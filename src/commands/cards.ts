import { CannotStart } from '../core/config.ts';
import type { Sql } from '../core/db/sql.ts';
import { CardSimulator, CardUnavailable, lyra, type CardProvider } from '../domains/payments/index.ts';

type Options = { sql: Sql; secret: string; publicUrl: () => string; mode: 'demo' | 'production' | 'test' };

/**
 * Who takes cards here. LYRA_ENDPOINT, LYRA_SHOP_ID and LYRA_PASSWORD name a shop of PayZen by Lyra (LYRA_PAGE: the
 * origin of its payment page when it is another; LYRA_MODE: TEST or PRODUCTION). Without them: the simulated bank, or
 * in production nobody, and the payer is told to pay at the counter. In a demo no real bank is ever asked.
 * Throws CannotStart when half a shop is configured.
 */
export function readCardProvider(options: Options, env: NodeJS.ProcessEnv = process.env): CardProvider {
  if (options.mode !== 'production') return new CardSimulator(options);
  const { LYRA_ENDPOINT: endpoint, LYRA_SHOP_ID: shopId, LYRA_PASSWORD: password, LYRA_PAGE: page, LYRA_MODE: mode = 'PRODUCTION' } = env;
  if (!endpoint && !shopId && !password) return NO_CARDS;
  if (!endpoint || !shopId || !password) throw new CannotStart('Pour le paiement par carte, donnez ensemble LYRA_ENDPOINT, LYRA_SHOP_ID et LYRA_PASSWORD.');
  if (mode !== 'TEST' && mode !== 'PRODUCTION') throw new CannotStart('LYRA_MODE vaut TEST ou PRODUCTION.');
  for (const [name, address] of [['LYRA_ENDPOINT', endpoint], ['LYRA_PAGE', page]] as const) {
    if (address !== undefined && !(URL.canParse(address) && address.startsWith('https://'))) throw new CannotStart(`${name} est une adresse complète en https, sans chemin.`);
  }
  return lyra({ endpoint: endpoint.replace(/\/+$/, ''), shopId, password, mode, ...(page ? { page } : {}) });
}

const NO_CARDS: CardProvider = {
  name: 'sans-carte',
  start: async () => { throw new CardUnavailable('no card provider is configured'); },
  verifyNotification: () => 'invalid',
  status: async () => [],
};
