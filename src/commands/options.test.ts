import { expect, it } from 'vitest';
import { bench } from './bench.ts';
import { generate } from './generate.ts';
import { optionsOf } from './options.ts';

const said = (work: Promise<unknown>) => work.then(() => 'commencé', (error: Error) => error.message);

it('une option inconnue, sans valeur, ou un mot de trop arrête la commande avant tout', async () => {
  expect(await said(generate(['--vehicles', '10', '--sed', '4']))).toBe('« --sed » n’est pas compris, ou il lui manque sa valeur. Usage : npm run generate -- --vehicles 20000 [--seed 1]');
  expect(await said(bench(['--vehicule', '500']))).toMatch(/^« --vehicule » n’est pas compris/);
  expect(await said(bench(['--seconds']))).toMatch(/^« --seconds/);
  expect(await said(generate(['500']))).toMatch(/^« 500 » n’est pas compris/);
  expect(optionsOf(['--vehicles', '500', '--seed=2'], ['vehicles', 'seed'], 'Usage')).toEqual({ vehicles: '500', seed: '2' });
});
