import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateDossier, type Outcome } from '../../../core/demarche/index.ts';
import type { Json } from '../../../core/act/types.ts';
import type { Person } from '../model/index.ts';
import { birthBlocks, newcomerBlocks } from '../rules/newcomer.ts';
import { register, type TestRegister } from '../../registrations/fixture.ts';

let r: TestRegister;
beforeAll(async () => { r = await register(); });
afterAll(() => r.close());

const address = { commune: '98814', placeKind: 'tribe', place: 'Tribu de Démo' };
const named = (familyName: string, birthDate = '1985') => ({ person: { kind: 'natural', familyName, givenNames: 'Œdonie', birthDate: { precision: 'year', value: birthDate }, civilStatus: 'common' }, address });
async function inscribe(input: Json): Promise<Outcome> {
  const dossier = await r.open(r.counter, 'inscrire-personne', null, input);
  const { errors } = await evaluateDossier(r.world, dossier, r.clerk);
  expect(errors).toEqual([]);
  await r.bring(r.counter, dossier.id);
  return r.submit(r.counter, dossier.id);
}
const entries = (word: string) => r.world.read<{ name: string }[]>`select name from person_entry where folded like ${`%${word}%`}`;

describe('inscrire une personne', () => {
  it('un homonyme arrête l’agent, qui compare et dit que c’en est un autre : deux personnes restent deux', async () => {
    expect(await inscribe(named('Gabarit'))).toMatchObject({ dossier: { state: 'issued' } });
    expect(await inscribe(named('Gabarit', '1931'))).toMatchObject({ kind: 'blocked', blockers: [{ code: 'homonyme', path: 'distinct' }] });
    expect(await inscribe({ ...named('Gabarit', '1931'), distinct: true })).toMatchObject({ dossier: { state: 'issued' } });
    expect(await entries('gabarit')).toHaveLength(2);
  });

  it('nul ne naît demain : la date est à revoir, à l’inscription comme pour qui arrive dans une démarche', async () => {
    expect(await inscribe(named('Futurible', '2040'))).toMatchObject({ kind: 'blocked', blockers: [{ code: 'naissance-future', path: 'person.birthDate' }] });
    expect(await entries('futurible')).toHaveLength(0);
    const { person } = named('Futurible', '2040');
    expect(newcomerBlocks(person as Person, '2026-11-20', 'l’acheteur', 'buyer.person')).toMatchObject([{ code: 'naissance-future', path: 'buyer.person.birthDate' }]);
    expect(birthBlocks({ ...person, birthDate: { precision: 'about', value: '2026' } } as Person, '2026-11-20', 'person')).toEqual([]);
  });

  it('un RIDET n’a qu’un titulaire, quoi que l’agent coche', async () => {
    const company = (legalName: string) => ({ person: { kind: 'company', legalName, ridet: '0133041', form: 'SARL' }, address, distinct: true });
    expect(await inscribe(company('Essais Réunis'))).toMatchObject({ dossier: { state: 'issued' } });
    expect(await inscribe(company('Essais Désunis'))).toMatchObject({ kind: 'blocked', blockers: [{ code: 'ridet-connu' }] });
  });
});
