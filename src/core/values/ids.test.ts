import { describe, expect, test } from 'vitest';
import { deterministicId, requestId, uuid } from './ids.ts';

describe('identifiants', () => {
  test('les identifiants nouveaux sont distincts et rangés par le temps', () => {
    const ids = Array.from({ length: 1000 }, uuid);
    expect(new Set(ids).size).toBe(1000);
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  test('les mêmes parties rendent le même identifiant, un découpage différent en rend un autre', () => {
    expect(deterministicId('import', 'fichier', 12)).toBe(deterministicId('import', 'fichier', '12'));
    expect(deterministicId('a', 'bc')).not.toBe(deterministicId('ab', 'c'));
    // Frozen: ids already written in a register must never move.
    expect(deterministicId('import', 'fichier', 12)).toBe('32441f2a-2252-5e6c-adae-6356483bc229');
  });

  test('un identifiant de requête ne peut pas en imiter un autre', () => {
    expect(requestId('lot-7', 12)).toBe('lot-7:12');
    expect(requestId('a:b', 'c')).not.toBe(requestId('a', 'b:c'));
  });
});
