import { expect, it } from 'vitest';
import { catalogue } from '../../app.ts';
import { fieldsOf } from '../../core/demarche/index.ts';
import { withActs, withDefaults, withSearch } from './lookup.ts';

const fields = (id: string) => fieldsOf(catalogue.get(id)!.input);

it('qui n’a nommé personne commence par le registre ; à aucune autre question il n’est répondu pour l’agent', () => {
  expect(withDefaults(fields('modifier-cotitulaires'), {}, null)).toEqual({ 'person.who': 'known' });
  expect(withDefaults(fields('enregistrer-situation'), {}, null)).toEqual({});
});

it('chaque indivisaire se cherche sous son rang', () => {
  const labels = withSearch(fields('enregistrer-situation'), {}).filter(({ path }) => path.startsWith('_qui.members')).map(({ label }) => label);
  expect(labels.slice(0, 2)).toEqual(['Chercher la personne 1', 'Chercher la personne 2']);
});

it('un acte à citer se choisit par ce qu’il a fait, et un identifiant étranger reste visible', () => {
  const [cites] = withActs(fields('annuler-acte'), [{ id: 'a1', label: '20 novembre 2026, Titre délivré' }], { cites: 'zz' });
  expect(cites).toMatchObject({ path: 'cites', control: 'select', options: [{ value: 'a1', label: '20 novembre 2026, Titre délivré' }, { value: 'zz', label: 'zz' }] });
  expect(withActs(fields('annuler-acte'), [], {})[0]).toMatchObject({ path: 'cites', control: 'text' });
});
