import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../../db/seeds/acts.ts';
import { demoCompanyId } from '../../../../db/seeds/partners.ts';
import { car, sole, type SeedVehicle } from '../../../../db/seeds/stories.ts';
import { enterCompany } from '../../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { enter, plain } from '../../../../tests/setup/enter.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import { perform } from '../../../core/act/perform.ts';
import { loadStates } from '../../../core/act/store.ts';
import { findAct } from '../../../core/jobs/index.ts';
import type { Outcome } from '../../../core/demarche/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { reactions } from '../../../reactions.ts';
import { communeIn, fleetCsv, fleetResults, holdersOf, titleOf, type FleetState, type RegistrationState } from '../index.ts';

let country: Country;
let t: Trade;
const plates = ['460921NC', '460922NC', '460923NC'];
const stolen: NonNullable<SeedVehicle['holds']> = [{ type: 'theft', authority: 'police', reference: 'E-1', basis: 'Essai', until: null }];
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  const cars = plates.flatMap((plate, index) => vehicleActs({ key: plate, plate, chassis: `FT1DEMO0000${plate.slice(0, 6)}`, technical: car, since: '2025-02-01T22:00:00.000Z', holders: sole(demoCompanyId('commune')), commune: '98818', usage: 'private', ...(index === 1 ? { holds: stolen } : {}) }));
  await perform(country.app.world, { requestId: 'cars', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts: cars, result: null }) });
}, 60_000);
afterAll(() => country.close());

const boss = () => t.agent('responsable', ['supervisor', 'clerk']);
const fleetOwner = () => t.pro('commune-1', 'municipality', ['manager']);
const stateOf = async (plate: string) => {
  const { world } = country.app;
  const id = await t.find('declarer-cession', plate);
  return (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id)?.['registration'] as RegistrationState;
};
/** What the worker does after the commit. `stop`: it is killed after so many rows. */
async function follow(stop = Infinity): Promise<FleetState> {
  const { world, messages, pools } = country.app;
  const [row] = await country.db.owner<{ id: string }[]>`select id from act where kind = 'fleet.asked' order by recorded_at desc limit 1`;
  const asked = (await findAct(pools.read, row?.id ?? ''))!;
  const cut = { ...asked, payload: { ...(asked.payload as object), vehicles: (asked.payload as { vehicles: string[] }).vehicles.slice(0, stop) } } as typeof asked;
  await (reactions as never as Record<string, { run: (env: unknown, act: unknown, once: string) => Promise<void> }[]>)['fleet.asked']![0]!.run({ world, messaging: messages }, cut, 'once');
  const fleet = asked.subjects.find(({ kind }) => kind === 'fleet')!;
  return (await loadStates(world.read, world.facets, [fleet])).get(fleet.id)?.['fleet'] as FleetState;
}
const moved = (vehicles?: number) => ({ 'company.who': 'self', 'change.kind': 'address', 'change.address.commune': '98817', 'change.address.placeKind': 'street', 'change.address.place': '1 rue de l’Essai', ...(vehicles === undefined ? {} : { vehicles: String(vehicles) }) });

describe('la flotte d’une entreprise', () => {
  it('sa liste est montrée d’abord, à elle seule', async () => {
    const first = await t.ask(fleetOwner(), 'mettre-a-jour-flotte', null, moved());
    expect(t.codes(first)).toEqual(['liste-a-confirmer']);
    expect((first as Extract<Outcome, { kind: 'blocked' }>).blockers[0]?.message).toMatch(/^3 véhicules : 460.921.NC, 460.922.NC, 460.923.NC/);
    expect(t.codes(await t.ask(fleetOwner(), 'mettre-a-jour-flotte', null, moved(2)))).toEqual(['liste-a-confirmer']);
    const other = await t.ask(fleetOwner(), 'mettre-a-jour-flotte', null, { ...moved(), 'company.who': 'known', 'company.personId': demoCompanyId('garage') });
    expect(JSON.stringify(other)).not.toMatch(/472.?100/);
    expect(t.codes(other)).toEqual(['pouvoir-manquant']);
    expect(t.codes(await t.ask(t.citizen('jean'), 'mettre-a-jour-flotte', null, moved()))).toEqual(['not-entitled']);
    expect(t.codes(await t.ask(boss(), 'mettre-a-jour-flotte', null, { ...moved(), 'company.who': 'known', 'company.personId': demoPersonId('marie') }))).toContain('pas-une-entreprise');
  });

  it('un acte par véhicule ; coupée, elle reprend où elle en était ; rien n’est fait deux fois', async () => {
    const before = titleOf(await stateOf(plates[0] as string))?.number;
    expect(t.codes(await t.pay(await t.ask(fleetOwner(), 'mettre-a-jour-flotte', null, moved(3))))).toEqual(['issued']);
    expect((await follow(1)).rows).toHaveLength(1);
    const done = await follow();
    expect(done.rows.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect((await follow()).rows).toHaveLength(3);
    const state = await stateOf(plates[0] as string);
    expect(communeIn(state)).toBe('98817');
    expect(titleOf(state)?.number).not.toBe(before);
    const [papers] = await country.db.owner<{ n: number }[]>`select count(*)::int as n from act where kind = 'registration.commune-changed' and request_id like 'fleet:%'`;
    expect(papers?.n).toBe(3);
  });

  it('absorbée, elle passe à l’autre entreprise, sur pièces ; le véhicule volé reste, et dit pourquoi', async () => {
    const merger = { 'change.kind': 'merger', 'change.into': demoCompanyId('garage'), vehicles: '3' };
    const asked = await t.ask(fleetOwner(), 'mettre-a-jour-flotte', null, { 'company.who': 'self', ...merger });
    expect(t.codes(asked), 'an agent reads the papers').toEqual(['in_review']);
    const { approveDossier } = await import('../../../core/demarche/index.ts');
    expect(t.codes(await t.pay(await approveDossier(country.app.world, boss(), (asked as Extract<Outcome, { kind: 'moved' }>).dossier.id)))).toEqual(['issued']);
    const [{ id: fleetId }] = await country.db.owner<[{ id: string }]>`select s.subject_id as id from act a join act_subject s on s.act_id = a.id where a.kind = 'fleet.asked' order by a.recorded_at desc limit 1`;
    const results = async () => (await fleetResults(country.app.world, fleetId, country.app.world.clock().toISOString()))!;
    expect((await results()).lines.map(({ outcome }) => outcome), 'before the worker').toEqual(['waiting', 'waiting', 'waiting']);
    const { rows } = await follow();
    const shown = await results();
    expect(shown.lines.map(({ plate, outcome, blockers }) => [plate.replace(/\s/g, ' '), outcome, blockers.map(({ code }) => code)])).toEqual([['460 921 NC', 'done', []], ['460 922 NC', 'left', ['mesure-theft']], ['460 923 NC', 'done', []]]);
    expect(fleetCsv(shown).replace(/[\u00a0\u202f]/g, ' ').split('\n')[2]).toMatch(/^2;460 922 NC;.*;Arrêté;.*Qui peut le lever : /);
    expect(await fleetResults(country.app.world, uuid(), country.app.world.clock().toISOString()), 'no fleet of this id').toBeNull();
    expect(rows.map(({ outcome, codes }) => [outcome, codes])).toEqual([['done', []], ['left', ['mesure-theft']], ['done', []]]);
    expect(holdersOf(await stateOf(plates[0] as string)).map(({ personId }) => personId)).toEqual([demoCompanyId('garage')]);
    expect(holdersOf(await stateOf(plates[1] as string)).map(({ personId }) => personId)).toEqual([demoCompanyId('commune')]);
    // Its page, at both doors that show it: what is done, what stopped one and who can clear it.
    const { id: dossierId } = (asked as Extract<Outcome, { kind: 'moved' }>).dossier;
    const owner = await enterCompany(country, 'commune-1');
    const desk = await enter(country, 'responsable');
    for (const answer of [await owner.get(`/professionnel/dossiers/${dossierId}/flotte`), await desk.get(`/guichet/dossiers/${dossierId}/flotte`)]) {
      expect(answer.statusCode).toBe(200);
      expect(plain(answer.body)).toMatch(/Résultat, véhicule par véhicule .*Faits 2 .*Arrêtés 1 .*460 921 NC .* Fait .*460 922 NC .* Arrêté .*Qui peut le lever : /);
    }
    const stranger = await enterCompany(country, 'garage-1');
    expect((await stranger.get(`/professionnel/dossiers/${dossierId}/flotte`)).statusCode, 'another company').toBe(404);
    expect(await country.findings()).toEqual([]);
  });
});
