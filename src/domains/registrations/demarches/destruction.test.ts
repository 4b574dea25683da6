import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { approveDossier, evaluateDossier, openDossier, type Outcome } from '../../../core/demarche/index.ts';
import { loadStates } from '../../../core/act/store.ts';
import { lifeOf, type RegistrationState } from '../index.ts';

let country: Country;
let t: Trade;
beforeAll(async () => { country = await demoCountry(); t = trade(country); }, 60_000);
afterAll(() => country.close());

const wreck = { on: '2026-11-20', operator: 'Recyclage Exemple', certificate: 'CD-1' };
const operator = () => t.pro('vhu-1', 'vhu-operator', ['operator']);
const dossierOf = (outcome: Outcome) => (outcome as Extract<Outcome, { kind: 'moved' }>).dossier;

describe('la destruction par un opérateur agréé (Province Sud, filière des véhicules hors d’usage)', () => {
  it('l’opérateur envoie la cession que le titulaire a signée ; un agent la lit ; le véhicule sort du registre', async () => {
    const { world } = country.app;
    const open = await openDossier(world, operator(), { demarche: t.demarche('declarer-destruction'), subject: { kind: 'vehicle', id: await t.find('declarer-destruction', '471001NC') }, input: wreck });
    const { pieces, signatures, blockers } = await evaluateDossier(world, open, operator().actor);
    expect([pieces.map(({ kind }) => kind), signatures.filter(({ paper }) => !paper), blockers]).toEqual([['cession-destruction', 'certificat-destruction', 'ancien-titre'], [], []]);
    const asked = await t.ask(operator(), 'declarer-destruction', '471001NC', wreck);
    expect(t.codes(asked)).toEqual(['in_review']);
    expect(t.codes(await approveDossier(world, t.agent('responsable', ['supervisor', 'clerk']), dossierOf(asked).id))).toEqual(['issued']);
    const id = await t.find('declarer-destruction', '471001NC');
    expect(lifeOf((await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id)?.['registration'] as RegistrationState)).toBe('destroyed');
  });

  it('un véhicule volé n’y passe pas ; un autre métier non plus, ni un passant', async () => {
    expect(t.codes(await t.ask(operator(), 'declarer-destruction', '466001NC', wreck))).toContain('mesure-theft');
    expect(t.codes(await t.ask(t.pro('garage-1', 'dealer', ['manager']), 'declarer-destruction', '471001NC', wreck))).toEqual(['not-entitled']);
    expect(t.codes(await t.ask(t.citizen('sacha'), 'declarer-destruction', '472100NC', wreck))).toEqual(['not-entitled']);
  });
});
