import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../core/access/actor.ts';
import type { KnownPerson, Person, Power, PowerKind, Situation } from '../model/index.ts';
import { newcomerBlocks, newcomerPieces } from './newcomer.ts';
import { partiesOf, powerBlocks, type Asked, type Side } from './parties.ts';
import type { Signing } from './signers.ts';

const today = '2026-11-24';
const proof = { kind: 'Papier fictif' };
const since = { from: '2026-01-01', to: null, proof };
const known = (id: string, person: Person, ...situations: Situation[]): KnownPerson => ({ id, person, situations, pastNames: [] });
const human = (id: string, birth = '1980-05-04', ...situations: Situation[]) =>
  known(id, { kind: 'natural', familyName: `Secret-${id}`, birthDate: { precision: birth.length === 4 ? 'year' : 'day', value: birth }, civilStatus: 'common' }, ...situations);
const gives = (kind: PowerKind, grantor: string, holder: string, more: Partial<Power> = {}): Power => ({ kind, grantor, holder, acts: 'any', ...since, ...more });
const world = (people: readonly KnownPerson[], ...powers: Power[]): Signing => ({ people: Object.fromEntries(people.map((one) => [one.id, one])), powers });

const citizen = (personId: string): Actor => ({ kind: 'citizen', personId, accountId: 'a', name: 'Démo', assurance: 'verified' });
const agent: Actor = { kind: 'agent', agentId: 'g', name: 'Démo', roles: ['clerk'], office: 'noumea' };
const side = (...ids: string[]): Side => ({ ids, key: 'titulaire', role: 'holder', called: () => 'le titulaire', need: 'all', own: true });
const asked = (actor: Actor, act: Asked['act'] = 'cession'): Asked => ({ actor, on: today, act });
const signs = (ids: string[], signing: Signing, actor: Actor, act?: Asked['act']) => partiesOf(side(...ids), signing, asked(actor, act)).map(({ personId }) => personId);
const blocks = (ids: string[], signing: Signing, actor: Actor, act?: Asked['act']) => powerBlocks(side(...ids), signing, asked(actor, act)).map(({ code }) => code);

const [ada, ben, cleo] = [human('ada'), human('ben'), human('cleo')];
const child = human('child', '2012-03-01');

describe('qui signe, exactement (capacité et représentation : textes à confirmer)', () => {
  test('des co-titulaires majeurs : chacun, et personne d’autre', () => {
    expect(signs(['ada', 'ben'], world([ada, ben]), citizen('ada'))).toEqual(['ada', 'ben']);
    expect(blocks(['ada', 'ben'], world([ada, ben]), citizen('ada'))).toEqual([]);
  });

  test('un mineur : celui de ses représentants qui agit ; sans représentant connu, un obstacle nommé', () => {
    const family = world([child, ada, ben], gives('parental', 'child', 'ada'), gives('parental', 'child', 'ben'));
    expect(signs(['child'], family, citizen('ben'))).toEqual(['ben']);
    expect(signs(['child'], family, citizen('child')), 'the child may ask; a parent signs').toEqual(['ada']);
    expect(blocks(['child'], world([child]), agent)).toEqual(['representant-mineur-manquant']);
    expect(powerBlocks(side('child'), world([child]), asked(agent))[0]).toMatchObject({ law: 'capacite', path: null, clearedBy: { how: expect.stringMatching(/livret de famille/i) as unknown } });
  });

  test('un majeur sous tutelle : son tuteur ; sous habilitation familiale : la personne habilitée', () => {
    for (const regime of ['tutelle', 'habilitation-familiale'] as const) {
      const old = human('old', '1940-01-01', { kind: 'protected', regime, ...since });
      expect(signs(['old'], world([old, ada], gives(regime, 'old', 'ada')), citizen('ada'))).toEqual(['ada']);
      expect(blocks(['old'], world([old, ada], gives('mandate', 'old', 'ada')), citizen('ada'))).toHaveLength(1);
    }
  });

  test('un majeur sous curatelle signe avec son curateur, qui ne signe jamais seul', () => {
    const old = human('old', '1950-01-01', { kind: 'protected', regime: 'curatelle', ...since });
    const helped = world([old, ben], gives('curatelle', 'old', 'ben'));
    expect(signs(['old'], helped, citizen('old'))).toEqual(['old', 'ben']);
    expect(signs(['old'], helped, citizen('ben'))).toEqual(['old', 'ben']);
    expect(blocks(['old'], world([old]), citizen('old'))).toEqual(['curateur-manquant']);
  });

  test('la sauvegarde de justice laisse signer seul', () => {
    expect(signs(['old'], world([human('old', '1950-01-01', { kind: 'protected', regime: 'sauvegarde', ...since })]), citizen('old'))).toEqual(['old']);
  });

  test('un mort : tous ses héritiers connus, un héritier mineur par son parent, ou le notaire seul', () => {
    const dead = human('dead', '1930-01-01', { kind: 'deceased', on: { precision: 'day', value: '2026-02-01' }, proof });
    const people = [dead, ada, ben, child];
    const heirs = [gives('heir', 'dead', 'ada'), gives('heir', 'dead', 'child'), gives('parental', 'child', 'ben')];
    expect(signs(['dead'], world(people, ...heirs), citizen('ada'))).toEqual(['ada', 'ben']);
    expect(signs(['dead'], world([...people, cleo], gives('estate-notary', 'dead', 'cleo'), ...heirs), citizen('cleo'))).toEqual(['cleo']);
    expect(blocks(['dead'], world(people, gives('heir', 'dead', 'child')), agent), 'an heir whom nobody represents').toEqual(['representant-mineur-manquant']);
    expect(blocks(['dead'], world(people), agent)).toEqual(['pouvoir-succession-manquant']);
  });

  test('société, GDPL, association, administration : qui a le pouvoir, ou l’obstacle qui nomme ce pouvoir', () => {
    const cases: [Person, PowerKind, string][] = [
      [{ kind: 'company', legalName: 'Garage Secret', ridet: '0999999', form: 'SARL' }, 'legal-representative', 'pouvoir-societe-manquant'],
      [{ kind: 'gdpl', legalName: 'GDPL Secret', representativeName: 'Secret' }, 'gdpl-mandate', 'mandat-gdpl-manquant'],
      [{ kind: 'association', legalName: 'Les Secrets' }, 'association-officer', 'pouvoir-association-manquant'],
      [{ kind: 'public-body', legalName: 'Mairie Secrète', level: 'commune' }, 'public-authority', 'delegation-manquante'],
    ];
    for (const [person, kind, code] of cases) {
      expect(signs(['org'], world([known('org', person), ada], gives(kind, 'org', 'ada')), citizen('ada'))).toEqual(['ada']);
      expect(blocks(['org'], world([known('org', person)]), agent)).toEqual([code]);
      expect(newcomerBlocks({ ...person, representativeName: undefined } as unknown as Person, today, 'l’acheteur', 'buyer.person')).toMatchObject([{ code, path: 'buyer.person.representativeName' }]);
      expect(newcomerPieces(person, 'l’acheteur').map((piece) => piece.kind)).toEqual(['pouvoir']);
    }
  });

  test('une indivision : tous les indivisaires, ou leur mandataire commun', () => {
    const shared = known('shared', { kind: 'indivision', legalName: 'Indivision Secrète', origin: 'customary' }, { kind: 'members', personIds: ['ada', 'ben', 'cleo'], ...since });
    const people = [shared, ada, ben, cleo];
    expect(signs(['shared'], world(people), citizen('ben'))).toEqual(['ada', 'ben', 'cleo']);
    expect(signs(['shared'], world(people, gives('indivision-mandate', 'shared', 'ben')), citizen('ben'))).toEqual(['ben']);
    expect(blocks(['shared'], world([{ ...shared, situations: [] }]), agent)).toEqual(['mandat-indivision-manquant']);
  });

  test('un mandat vaut pour ses actes et sa période, et pour la seule personne qui le tient', () => {
    const mandate = gives('mandate', 'ada', 'ben', { acts: ['cession'], to: '2026-12-01' });
    expect(signs(['ada'], world([ada, ben], mandate), citizen('ben'), 'cession')).toEqual(['ben']);
    expect(signs(['ada'], world([ada, ben], mandate), citizen('ben'), 'titre'), 'the mandate says nothing of titles: Ada signs').toEqual(['ada']);
    expect(signs(['ada'], world([ada, ben], { ...mandate, to: '2026-11-24' }), citizen('ben'), 'cession')).toEqual(['ada']);
    expect(blocks(['ada'], world([ada, ben, cleo], mandate), citizen('cleo'))).toEqual(['pouvoir-manquant']);
  });

  test('au guichet les mêmes personnes signent le papier : elles sont dites, rien d’autre n’est attendu', () => {
    const family = world([child, ada], gives('parental', 'child', 'ada'));
    expect(partiesOf(side('child'), family, asked(agent))).toMatchObject([{ personId: null, paper: true, label: 'Représentant légal du mineur, pour le titulaire' }]);
  });

  test('un obstacle et une signature ne disent jamais un nom : aucun droit de le lire n’est encore prouvé', () => {
    const said = JSON.stringify([powerBlocks(side('child'), world([child]), asked(agent)), partiesOf(side('ada'), world([ada]), asked(citizen('ada')))]);
    expect(said).not.toMatch(/Secret/);
    expect(powerBlocks(side('child'), world([child]), asked(citizen('cleo')))).toMatchObject([{ code: 'pouvoir-manquant', message: expect.not.stringMatching(/mineur/) as unknown }]);
  });

  test('quand un seul suffit, c’est celui qui agit ; né « en 2008 », un agent établit l’âge d’abord', () => {
    const one: Side = { ...side('ada', 'ben'), need: 'one' };
    expect(partiesOf(one, world([ada, ben]), asked(citizen('ben'))).map(({ personId }) => personId)).toEqual(['ben']);
    const unsure = human('unsure', '2008');
    expect(blocks(['unsure'], world([unsure]), citizen('unsure'))).toEqual(['age-a-etablir']);
    expect(blocks(['unsure'], world([{ ...unsure, situations: [{ kind: 'adult', ...since }] }]), citizen('unsure'))).toEqual([]);
  });
});
