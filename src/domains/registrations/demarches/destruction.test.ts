import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { approveDossier, evaluate, evaluateDossier, fieldsFor, openDossier, type Caller, type Outcome } from '../../../core/demarche/index.ts';
import { loadStates } from '../../../core/act/store.ts';
import { demoCompanyId } from '../../../../db/seeds/partners.ts';
import { territory } from '../../../territory/index.ts';
import { lifeOf, type RegistrationState } from '../index.ts';

let country: Country;
let t: Trade;
beforeAll(async () => { country = await demoCountry(); t = trade(country); }, 60_000);
afterAll(() => country.close());

const wreck = { on: '2026-11-20', certificate: 'CD-1' };
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
    const [told] = await country.db.owner<{ reason: string }[]>`select payload ->> 'reason' as reason from act where kind = 'registration.life-changed' and payload ->> 'reference' = 'CD-1'`;
    expect(told?.reason, 'its own name, which nobody typed').toMatch(/\S/);
    expect(told?.reason).toBe((await country.db.owner<{ name: string }[]>`select name from person_entry where person_id = ${demoCompanyId('vhu')}`)[0]?.name);
  });

  it('n’est pas demandé qui il est à l’opérateur ; à tout autre, si, et sans réponse rien ne se fait', async () => {
    const { world } = country.app;
    const d = t.demarche('declarer-destruction');
    const subject = { kind: 'vehicle', id: await t.find('declarer-destruction', '472100NC') };
    const asked = ({ actor }: Caller) => fieldsFor(d.input, actor).map(({ path }) => path);
    const clerk = t.agent('guichet');
    expect([asked(operator()), asked(clerk)]).toEqual([['on', 'certificate'], ['on', 'operator', 'certificate']]);
    const told = async ({ actor }: Caller, json: object) => { const { errors, blockers, awaited } = await evaluate(world, d, { actor, subject, json: json as never }); return { errors: errors.map(({ path }) => path), blockers: blockers.map(({ code }) => code), awaited }; };
    expect(await told(operator(), { ...wreck, operator: 'Un autre' }), 'it names no other').toMatchObject({ errors: ['operator'] });
    expect(await told(clerk, wreck)).toEqual({ errors: [], blockers: ['operateur-absent'], awaited: ['operator'] });
    expect(await told(clerk, { ...wreck, operator: 'Recyclage Exemple' })).toMatchObject({ errors: [], blockers: [] });
    expect(territory.parameter('destructionKinds', '2026-11-20').value, 'whoever may declare it is not asked').toEqual(['vhu-operator']);
  });

  it('un véhicule volé n’y passe pas ; un autre métier non plus, ni un passant', async () => {
    expect(t.codes(await t.ask(operator(), 'declarer-destruction', '466001NC', wreck))).toContain('mesure-theft');
    expect(t.codes(await t.ask(t.pro('garage-1', 'dealer', ['manager']), 'declarer-destruction', '471001NC', wreck))).toEqual(['not-entitled']);
    expect(t.codes(await t.ask(t.citizen('sacha'), 'declarer-destruction', '472100NC', wreck))).toEqual(['not-entitled']);
  });
});
