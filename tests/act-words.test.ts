import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actSentence } from '../src/domains/registrations/index.ts';
import { reactions } from '../src/reactions.ts';

const ROOT = join(import.meta.dirname, '../src');
/** Every kind of act that a union of the register declares, found in the sources: nobody keeps this list by hand. */
const kinds = [...new Set(readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
  .flatMap(({ parentPath, name }) => [...readFileSync(join(parentPath, name), 'utf8').matchAll(/\{ kind: '([a-z]+\.[a-z-]+)';\s*payload:/g)].map(([, kind]) => kind as string))), 'private.erased'].sort();

describe('chaque acte du registre se dit en français', () => {
  test('voit les actes de chaque domaine', () => {
    expect(kinds.length).toBeGreaterThan(40);
    for (const family of ['vehicle', 'registration', 'sale', 'person', 'dossier', 'account']) expect(kinds.some((kind) => kind.startsWith(`${family}.`)), family).toBe(true);
  });

  test.each(kinds)('%s a une phrase, même d’un vieil acte sans détail', (kind) => {
    const { title, details } = actSentence({ kind, payload: {} });
    expect(title).not.toMatch(/«|undefined|null/);
    expect(title.length).toBeGreaterThan(5);
    expect(details.join(' ')).not.toMatch(/undefined|null|NaN/);
  });

  test('un acte dont rien ne suit le dit aussi : la table des suites est entière pour la vente, l’immatriculation et les décisions', () => {
    expect(kinds.filter((kind) => /^(sale|registration|dossier)\./.test(kind) && !Object.hasOwn(reactions, kind))).toEqual([]);
  });
});
