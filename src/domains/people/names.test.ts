import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, type Json } from '../../core/act/types.ts';
import { uuid } from '../../core/values/ids.ts';
import { register, type TestRegister } from '../registrations/fixture.ts';
import { recordPerson, type PersonAct } from './facet.ts';
import { findByPivot, findPersons } from './store.ts';

let r: TestRegister;
const id = uuid();
const [twin, other] = [uuid(), uuid()];
const address = { commune: '98814', placeKind: 'tribe' as const, place: 'Tribu de Démo', postal: { careOf: 'Exemple', box: 'BP 3' } };
const named = (familyName: string, givenNames: string | undefined, born: string) => ({
  kind: 'natural' as const, familyName, ...(givenNames ? { givenNames } : {}), birthDate: { precision: 'day' as const, value: born }, civilStatus: 'customary' as const, customaryNumber: 'DEMO-AC-1',
});
beforeAll(async () => {
  r = await register();
  await r.record([recordPerson(id, { person: named('Exemple-Avant', 'Iléna, Marie', '1971-03-27'), address, contact: null })]);
  const after = { ...named('Exemple-Après', 'Iléna, Marie', '1971-03-27'), usageName: 'Modèle' };
  await r.record([act<PersonAct>({ kind: 'person.renamed', subjects: [{ kind: 'person', id }], payload: { by: 'Acte coutumier fictif' }, private: [{ class: 'identity', name: 'identity', content: after as unknown as Json }] })]);
  for (const one of [twin, other]) await r.record([recordPerson(one, { person: named('Exemple-Jumeau', undefined, '1990-01-01'), address, contact: null })]);
});
afterAll(() => r.close());

const pivot = (familyName: string, givenNames: string, birthDate: string) => findByPivot(r.world.read, { familyName, givenNames, birthDate });
const found = async (text: string) => (await findPersons(r.world.read, text)).map(({ about }) => about.personIds[0]);

describe('les noms d’une personne (statut-civil, acte-coutumier)', () => {
  it('un nom changé par acte coutumier se trouve par l’ancien et par le nouveau, mots dans tout ordre', async () => {
    for (const text of ['Exemple-Avant', 'exemple apres', 'marie modele', 'Iléna Avant']) expect(await found(text), text).toEqual([id]);
  });

  it('l’identité que le fournisseur garantit est reconnue sous chaque nom, entier, et sous aucun à peu près', async () => {
    expect(await pivot('Exemple-Après', 'Iléna Marie', '1971-03-27')).toBe(id);
    expect(await pivot('Modèle', 'Iléna Marie', '1971-03-27')).toBe(id);
    expect(await pivot('Exemple-Avant', 'Iléna Marie', '1971-03-27')).toBe(id);
    expect(await pivot('Exemple-Après', 'Iléna', '1971-03-27'), 'one given name less is a homonym, for a person to tell').toBeUndefined();
    expect(await pivot('Exemple-Après', 'Iléna Marie', '1971-03-28')).toBeUndefined();
  });

  it('deux personnes de mêmes noms et de même jour ne sont jamais prises l’une pour l’autre', async () => {
    expect(await pivot('Exemple-Jumeau', '', '1990-01-01')).toBeUndefined();
    expect(await found('Exemple-Jumeau')).toHaveLength(2);
  });
});
