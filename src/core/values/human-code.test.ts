import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { checkSign, humanCode, parseHumanCode } from './human-code.ts';

const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 });
const seed = { seed: 32 };

describe('codes courts pour les personnes (acheteur, récépissé)', () => {
  test('le code tapé en minuscules, sans tirets, O pour zéro et L pour un, est compris', () => {
    const code = humanCode(8, new Uint8Array([0, 1, 10, 20, 30, 31, 5, 7]));
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-.$/);
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(parseHumanCode(typed)).toBe(code.replaceAll('-', ''));
  });

  test('ce qui n’est pas un code est écarté', () => {
    for (const text of ['', 'A', 'UUUU-UUUU-U', '????', 'AAAA-AAAA']) expect(parseHumanCode(text), text).toBeUndefined();
  });

  test('propriété : un code produit se relit ; un signe faux ou deux voisins échangés sont toujours vus', () => {
    fc.assert(
      fc.property(bytes, fc.nat({ max: 7 }), fc.integer({ min: 1, max: 31 }), (random, at, shift) => {
        const code = humanCode(8, random).replaceAll('-', '');
        expect(parseHumanCode(code)).toBe(code);
        const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const wrong = alphabet[(alphabet.indexOf(code[at] ?? '') + shift) % 32];
        expect(parseHumanCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeUndefined();
        if (code[at] === code[at + 1]) return;
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
        expect(parseHumanCode(swapped)).toBeUndefined();
      }),
      seed,
    );
  });

  test('la clé de deux signes voit tout échange, dans toute la table', () => {
    const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
    for (const a of alphabet) for (const b of alphabet) if (a !== b) expect(checkSign(a + b)).not.toBe(checkSign(b + a));
  });
});
