import { describe, expect, test } from 'vitest';
import type { Sql } from '../core/db/sql.ts';
import { readCardProvider } from './cards.ts';

const desk = (mode: 'demo' | 'production') => ({ sql: undefined as unknown as Sql, secret: 'x', publicUrl: () => 'https://sitt.example', mode });
const shop = { LYRA_ENDPOINT: 'https://api.banque.exemple/', LYRA_SHOP_ID: '12345678', LYRA_PASSWORD: 'invented' };

describe('qui encaisse les cartes', () => {
  test('en démonstration, la banque simulée, quoi que dise l’environnement', () => {
    expect(readCardProvider(desk('demo'), shop)).toMatchObject({ name: 'simulateur' });
    expect(readCardProvider(desk('demo'), shop).origin).toBeUndefined();
  });

  test('en production, Lyra avec l’origine de sa page, pour la politique de contenu', () => {
    expect(readCardProvider(desk('production'), shop)).toMatchObject({ name: 'lyra', origin: 'https://api.banque.exemple' });
    expect(readCardProvider(desk('production'), { ...shop, LYRA_PAGE: 'https://page.banque.exemple' }).origin).toBe('https://page.banque.exemple');
  });

  test('en production sans boutique : personne, et le payeur lit où payer', async () => {
    await expect(readCardProvider(desk('production'), {}).start({ orderId: 'x', amount: 1, label: '', returnUrl: '', notifyUrl: '' })).rejects.toThrow(/payez au guichet/);
  });

  test.each([{ ...shop, LYRA_PASSWORD: '' }, { ...shop, LYRA_MODE: 'ESSAI' }, { ...shop, LYRA_ENDPOINT: 'http://api.banque.exemple' }, { ...shop, LYRA_PAGE: 'page' }])('une moitié de boutique ne démarre pas', (env) => {
    expect(() => readCardProvider(desk('production'), env)).toThrow(/LYRA_/);
  });
});
