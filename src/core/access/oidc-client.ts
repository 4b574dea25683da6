import * as oidc from 'openid-client';
import type { Pivot } from './citizen-accounts.ts';

/** Where citizens prove who they are. */
export type ProviderOptions = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Under which name its accounts are kept; the issuer when absent. */
  readonly accountIssuer?: string;
  /** Values of `acr` for which the provider says that it checked the identity. NC Connect's own are to be confirmed with it. */
  readonly verifiedAcr: readonly string[];
  /** How to reach the provider, when not through the network (the demonstration one). */
  readonly fetch?: oidc.CustomFetch;
  /** 'login': asks who it is each time, even of somebody it knows (the demonstration, where one changes persons). */
  readonly prompt?: 'login';
};

/** What the session keeps between leaving and coming back. */
export type Exchange = { readonly state: string; readonly nonce: string; readonly verifier: string; readonly returnTo: string };

/** OpenID Connect, authorization code with PKCE, state and nonce (openid-client checks signature, issuer, audience, expiry). */
export class OidcClient {
  readonly #options: ProviderOptions;
  #config: Promise<oidc.Configuration> | undefined;

  constructor(options: ProviderOptions) { this.#options = options; }

  /** Where to send the browser, and what to remember meanwhile. */
  async leave(redirectUri: string, returnTo: string, hint?: string): Promise<{ url: URL; exchange: Exchange }> {
    const config = await this.#configuration();
    const exchange: Exchange = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier(), returnTo };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri, scope: 'openid profile birth email', state: exchange.state, nonce: exchange.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(exchange.verifier), code_challenge_method: 'S256',
      ...(hint ? { login_hint: hint } : {}), ...(this.#options.prompt ? { prompt: this.#options.prompt } : {}),
    });
    return { url, exchange };
  }

  /** The identity behind the code that came back. Throws when state, nonce, signature or anything else does not fit. */
  async comeBack(callback: URL, exchange: Exchange): Promise<Pivot> {
    const config = await this.#configuration();
    const tokens = await oidc.authorizationCodeGrant(config, callback, {
      expectedState: exchange.state, expectedNonce: exchange.nonce, pkceCodeVerifier: exchange.verifier, idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('the provider gave no identity');
    const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    const text = (name: string) => (typeof info[name] === 'string' && info[name] !== '' ? info[name].slice(0, 200) : undefined);
    return {
      issuer: this.#options.accountIssuer ?? claims.iss, sub: claims.sub,
      familyName: text('family_name') ?? '', givenNames: text('given_name') ?? '',
      birthDate: text('birthdate'), birthPlace: text('birthplace'), gender: text('gender'), email: text('email'),
      assurance: typeof claims['acr'] === 'string' && this.#options.verifiedAcr.includes(claims['acr']) ? 'verified' : 'low',
    };
  }

  /** Discovered at first use, and again after a failure: the provider may be down when we start. */
  #configuration(): Promise<oidc.Configuration> {
    this.#config ??= this.#discover().catch((error: unknown) => {
      this.#config = undefined;
      throw error;
    });
    return this.#config;
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret, fetch } = this.#options;
    const server = new URL(issuer);
    const plain = server.protocol === 'http:' && fetch !== undefined;
    return oidc.discovery(server, clientId, clientSecret, undefined, {
      ...(fetch ? { [oidc.customFetch]: fetch } : {}),
      // Plain http only towards the provider that lives in this very process.
      ...(plain ? { execute: [oidc.allowInsecureRequests] } : {}),
    });
  }
}
