import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadStates } from '../../../core/act/store.ts';
import { register, type TestRegister } from '../../registrations/fixture.ts';
import type { PersonState } from '../index.ts';

let r: TestRegister;
let [lea, marc] = ['', ''];
beforeAll(async () => {
  r = await register();
  [lea, marc] = await Promise.all(['Exemple', 'Modele'].map((name) => r.person(name, '98814', null))) as [string, string];
});
afterAll(() => r.close());

const contactsOf = async (id: string) => ((await loadStates(r.world.read, r.world.facets, [{ kind: 'person', id }])).get(id)?.['person'] as PersonState).contacts;
const change = async (who: string, whose: string, contact: Record<string, string>) => r.submit(r.citizen(who), (await r.open(r.citizen(who), 'changer-coordonnees', { kind: 'person', id: whose }, { contact })).id);

it('chacun change les siennes ; les anciennes restent, avec leur période', async () => {
  expect(await change(lea, lea, { preferred: 'email', email: 'lea@exemple.nc' })).toMatchObject({ dossier: { state: 'issued' } });
  r.time.now = new Date(r.time.now.getTime() + 60_000);
  expect(await change(lea, lea, { preferred: 'letter' })).toMatchObject({ dossier: { state: 'issued' } });
  const contacts = await contactsOf(lea);
  expect(contacts.map(({ contact, to }) => [contact.preferred, to === null])).toEqual([['email', false], ['letter', true]]);
});

it('personne ne change celles d’un autre, et le moyen choisi doit exister', async () => {
  expect(await change(marc, lea, { preferred: 'letter' })).toMatchObject({ kind: 'not-entitled' });
  expect(await change(lea, lea, { preferred: 'email' })).toMatchObject({ kind: 'invalid', errors: [{ path: 'contact.email' }] });
});
