import { CannotStart } from '../core/config.ts';
import type { ProviderOptions } from '../core/access/oidc-client.ts';

/** Where citizens of this installation prove who they are, and under which name it is shown. */
export type CitizenProvider = ProviderOptions & { readonly name: string };

/**
 * The identity provider of a real installation, an OpenID Connect one such as NC Connect: OIDC_ISSUER, OIDC_CLIENT_ID
 * and OIDC_CLIENT_SECRET; OIDC_NAME as people know it; OIDC_VERIFIED_ACR, the values of `acr` (with commas) for which it
 * answers for the identity (none: every account stays unverified). Its return address is PUBLIC_URL/usager/connexion/retour.
 * @returns undefined without one: citizens are told to come to the counter. Throws CannotStart when half of it is given.
 */
export function readCitizenProvider(env: NodeJS.ProcessEnv = process.env): CitizenProvider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer && !clientId && !clientSecret) return undefined;
  if (!issuer || !clientId || !clientSecret) throw new CannotStart('Pour l’identité des usagers, donnez ensemble OIDC_ISSUER, OIDC_CLIENT_ID et OIDC_CLIENT_SECRET.');
  if (!URL.canParse(issuer) || !issuer.startsWith('https://')) throw new CannotStart('OIDC_ISSUER est une adresse complète en https.');
  const verifiedAcr = (env['OIDC_VERIFIED_ACR'] ?? '').split(',').map((value) => value.trim()).filter(Boolean);
  return { issuer, clientId, clientSecret, verifiedAcr, name: env['OIDC_NAME'] || 'NC Connect' };
}
