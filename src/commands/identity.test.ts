import { describe, expect, test } from 'vitest';
import { readCitizenProvider } from './identity.ts';

const whole = { OIDC_ISSUER: 'https://identite.exemple', OIDC_CLIENT_ID: 'sitt', OIDC_CLIENT_SECRET: 'invented' };

describe('qui prouve l’identité des usagers', () => {
  test('sans rien, personne ; avec tout, le fournisseur et les niveaux dont il répond', () => {
    expect(readCitizenProvider({})).toBeUndefined();
    expect(readCitizenProvider(whole)).toEqual({ issuer: 'https://identite.exemple', clientId: 'sitt', clientSecret: 'invented', verifiedAcr: [], name: 'NC Connect' });
    expect(readCitizenProvider({ ...whole, OIDC_VERIFIED_ACR: 'eidas2, eidas3', OIDC_NAME: 'Mon compte' })).toMatchObject({ verifiedAcr: ['eidas2', 'eidas3'], name: 'Mon compte' });
  });
  test.each([{ ...whole, OIDC_CLIENT_SECRET: '' }, { OIDC_ISSUER: whole.OIDC_ISSUER }, { ...whole, OIDC_ISSUER: 'http://identite.exemple' }])('une moitié ne démarre pas', (env) => {
    expect(() => readCitizenProvider(env)).toThrow(/OIDC_/);
  });
});
