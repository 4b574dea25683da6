import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../../db/seeds/acts.ts';
import { demoCompanyId } from '../../../../db/seeds/partners.ts';
import { car, sole } from '../../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { lastSaleCode } from '../../../../tests/setup/sale-code.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import { loadStates } from '../../../core/act/store.ts';
import { perform } from '../../../core/act/perform.ts';
import { approveDossier, evaluateDossier, loadDossier, type Outcome } from '../../../core/demarche/index.ts';
import { formatShortDate, addDays, today } from '../../../core/values/time.ts';
import { holdersOf, type RegistrationState } from '../index.ts';

let country: Country;
let t: Trade;
const cars: Readonly<Record<string, string>> = { '460911NC': 'marie', '460912NC': 'marie', '460913NC': 'marie', '460914NC': 'jean', '460915NC': 'hnaja', '460916NC': 'hnaja', '460917NC': 'hnaja' };
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  const acts = Object.entries(cars).flatMap(([plate, owner]) => vehicleActs({ key: plate, plate, chassis: `MD1DEMO0000${plate.slice(0, 6)}`, technical: { ...car, B: { precision: 'month', value: '2025-01' } }, since: '2025-02-01T22:00:00.000Z', holders: sole(demoPersonId(owner)), commune: '98818', usage: 'private' }));
  await perform(country.app.world, { requestId: 'cars', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts, result: null }) });
}, 60_000);
afterAll(() => country.close());

const garage = () => t.pro('garage-2', 'dealer');
const inDays = (days: number) => formatShortDate(addDays(today(country.at.now), days));
const give = (who: string, family: string, days: number) => t.ask(t.citizen(who), 'donner-mandat', null, { 'holder.by': 'company', 'holder.ridet': '0000001', [`acts.${family}`]: 'oui', from: inDays(0), to: inDays(days) });
const sale = { soldOn: '20/11/2026', soldAt: '08:30', purpose: 'use', 'buyer.name': 'Jean Exemple-Leroux', 'buyer.email': 'jean@exemple.nc' };
const finish = (who: string, code: string, caller = garage()): Promise<Outcome> => t.ask(caller, 'completer-achat', code, { 'buyer.who': 'known', 'buyer.personId': demoPersonId(who), usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1' });
/** @returns the code of a sale that the holder declared */
async function soldBy(who: string, plate: string): Promise<string> {
  expect(t.codes(await t.ask(t.citizen(who), 'declarer-cession', plate, sale))).toEqual(['issued']);
  return lastSaleCode(country);
}
/** Who must still sign what was prepared. */
async function awaited(outcome: Outcome) {
  const { world } = country.app;
  return (await evaluateDossier(world, (await loadDossier(world.acts, (outcome as Extract<Outcome, { kind: 'moved' }>).dossier.id))!, garage().actor)).signatures;
}
/** The same, as the garage's own program asks it. */
const post = (plate: string) => country.ask('demo-partner', 'POST', '/api/v1/demarches/declarer-cession', { subject: plate, input: { soldOn: '2026-11-20', soldAt: '08:30', purpose: 'use', buyer: { name: 'Ada Exemple' }, inspection: {}, price: 800_000 } });

describe('un concessionnaire pour un particulier, par mandat', () => {
  it('vend pour qui lui en a donné mandat, au registre et par l’interface ; sans mandat, non', async () => {
    expect(t.codes(await t.ask(garage(), 'declarer-cession', '460911NC', sale)), 'no mandate').toEqual(['not-entitled']);
    expect((await post('460912NC')).statusCode, 'nor by the API').toBe(403);
    expect(t.codes(await give('marie', 'cession', 30))).toEqual(['issued']);
    expect(t.codes(await t.ask(garage(), 'declarer-cession', '460911NC', sale)), 'nor without its price').toEqual(['prix-manquant']);
    expect(t.codes(await t.ask(garage(), 'declarer-cession', '460911NC', { ...sale, price: '800 000' }))).toEqual(['issued']);
    const answer = await post('460912NC');
    expect(answer.statusCode, answer.body).toBe(201);
    expect(answer.json()).toMatchObject({ state: 'issued' });
    expect(t.codes(await t.ask(t.pro('parc-1', 'used-yard', ['manager']), 'declarer-cession', '460913NC', sale)), 'another company').toEqual(['not-entitled']);
  });

  it('termine un achat pour qui lui en a donné mandat, et le certificat est au nom de la personne', async () => {
    const code = await soldBy('hnaja', '460915NC');
    expect(t.codes(await finish('jean', code)), 'no mandate').toEqual(['pouvoir-manquant']);
    // Who may sell for Marie may prepare her purchase: it waits for her own signature, theirs is worth nothing here.
    const prepared = await finish('marie', code);
    expect(t.codes(prepared), 'a mandate for another act').toEqual(['to_complete']);
    expect(await awaited(prepared)).toMatchObject([{ personId: demoPersonId('marie') }]);
    expect(t.codes(await give('jean', 'mutation', 10))).toEqual(['issued']);
    const asked = await finish('jean', code);
    expect(t.codes(asked)).toEqual(['in_review']);
    const boss = t.agent('responsable', ['supervisor', 'clerk']);
    expect(t.codes(await t.pay(await approveDossier(country.app.world, boss, (asked as Extract<Outcome, { kind: 'moved' }>).dossier.id)))).toEqual(['issued']);
    const { world } = country.app;
    const id = await t.find('declarer-cession', '460915NC');
    const state = (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id)?.['registration'] as RegistrationState;
    expect(holdersOf(state).map(({ personId }) => personId)).toEqual([demoPersonId('jean')]);
    expect(holdersOf(state).map(({ personId }) => personId)).not.toContain(demoCompanyId('garage'));
  });

  it('un mandat pour un autre acte ne vend pas ; fini, il ne vaut plus, ni pour vendre ni pour acheter', async () => {
    expect(t.codes(await t.ask(garage(), 'declarer-cession', '460914NC', sale)), 'Jean only lets it buy').toEqual(['not-entitled']);
    country.at.now = new Date(country.at.now.getTime() + 11 * 86_400_000);
    const code = await soldBy('hnaja', '460916NC');
    const late = await finish('jean', code);
    expect(t.codes(late), 'Jean’s has ended: nothing is even prepared in his name').toEqual(['pouvoir-fini']);
    expect((late as Extract<Outcome, { kind: 'blocked' }>).blockers).toMatchObject([{ path: 'buyer.personId', message: expect.stringMatching(/valait jusqu’au \d/) }]);
    expect(t.codes(await finish('wadra', code)), 'never given').toEqual(['pouvoir-manquant']);
    const [dossiers] = await country.db.owner<{ n: number }[]>`select count(*)::int as n from dossier where demarche = 'completer-achat' and state <> 'draft' and input -> 'buyer' ->> 'personId' = ${demoPersonId('jean')} and submitted_at > ${country.at.now}::timestamptz - interval '1 hour'`;
    expect(dossiers?.n, 'only drafts').toBe(0);
    expect(t.codes(await t.ask(t.citizen('jean'), 'completer-achat', code, { 'buyer.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1' })), 'he does it himself').toEqual(['in_review']);
    expect(t.codes(await finish('jean', code)), 'another act under way does not give the mandate back').toEqual(['pouvoir-fini']);
    country.at.now = new Date(country.at.now.getTime() + 20 * 86_400_000);
    expect(t.codes(await t.ask(garage(), 'declarer-cession', '460913NC', sale)), 'Marie’s has ended').toEqual(['not-entitled']);
  });

  it('fini pendant qu’un agent relit, le mandat ne vaut plus à la décision, et la raison est dite', async () => {
    const code = await soldBy('hnaja', '460917NC');
    expect(t.codes(await give('jean', 'mutation', 3))).toEqual(['issued']);
    const asked = await finish('jean', code);
    expect(t.codes(asked)).toEqual(['in_review']);
    country.at.now = new Date(country.at.now.getTime() + 4 * 86_400_000);
    const late = await approveDossier(country.app.world, t.agent('responsable', ['supervisor', 'clerk']), (asked as Extract<Outcome, { kind: 'moved' }>).dossier.id);
    expect(late).toMatchObject({ kind: 'moved', dossier: { state: 'to_complete', blockers: { blockers: [{ code: 'pouvoir-fini', path: 'buyer.personId' }] } } });
  });
});
