import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../../db/seeds/acts.ts';
import { demoDelivery, demoType } from '../../../../db/seeds/delivery.ts';
import { demoAccreditationNumber } from '../../../../db/seeds/partners.ts';
import { car, sole } from '../../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { demoAgentId } from '../../../core/access/demo.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import { perform } from '../../../core/act/perform.ts';
import { verifyRegister } from '../../../core/act/verify.ts';
import { loadDossier, openDossier, readingSentence, submitDossier, unflatten, type Caller, type Flat, type Outcome, type World } from '../../../core/demarche/index.ts';
import { decideDossier } from '../../../core/demarche/decision.ts';
import { deterministicId } from '../../../core/values/ids.ts';
import { addDays, formatShortDate, today } from '../../../core/values/time.ts';
import { pushContracts } from '../../insurance/index.ts';

let country: Country;
let t: Trade;
/** Numbers of the same delivery, each insured by a contract of its own name. */
const more = Array.from({ length: 26 }, (_, index) => ({ chassis: `VSKDEMO00000002${String(index + 10)}`, contract: `LOT-${index}` }));
const ended = { chassis: 'VSKDEMO0000000250', contract: 'LOT-FINI' };
const near = 'VSKDEMO0000000260';
/** Insured until tomorrow. */
const short = [1, 2].map((n) => ({ chassis: `VSKDEMO000000027${n}`, contract: `LOT-COURT-${n}` }));
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  await pushContracts(country.db.pools.acts, { insurerId: deterministicId('demo-company', 'assureur'), userId: demoAgentId('assureur'), channel: 'file', filename: 'lot.csv', requestId: 'trusted', now: country.at.now }, [
    ...more.map(({ contract, chassis }, row) => ({ line: row + 2, notice: { contract, vin: chassis, from: '2026-01-01' } })),
    { line: 90, notice: { contract: ended.contract, vin: ended.chassis, from: '2025-01-01', to: '2025-12-31', endReason: 'expired' as const } }, { line: 91, notice: { contract: 'LOT-PRES', vin: near, from: '2026-01-01' } },
    ...short.map(({ contract, chassis }, row) => ({ line: row + 95, notice: { contract, vin: chassis, from: '2026-01-01', to: addDays(today(country.at.now), 1), endReason: 'expired' as const } })),
  ]);
  // But for one sign of its description, the number of another vehicle.
  const acts = vehicleActs({ key: 'near', plate: '460977NC', chassis: near.replace('DEMO', 'DEMX'), technical: { ...car, B: { precision: 'month', value: '2025-01' } }, since: '2025-02-01T22:00:00.000Z', holders: sole(demoPersonId('marie')), commune: '98818', usage: 'private' });
  await perform(country.app.world, { requestId: 'near', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts, result: null }) });
}, 60_000);
afterAll(() => country.close());

let next = 0;
const fresh = () => more[next++] as { chassis: string; contract: string };
const garage = () => t.pro('garage-2', 'dealer');
const inDays = (days: number) => formatShortDate(addDays(today(country.at.now), days));
const row = ({ chassis, contract } = fresh(), other: Flat = {}): Flat => ({
  origin: 'new', chassis, 'technical.B': inDays(-3), 'technical.R': 'BLANC', 'approval.kind': 'type', 'approval.number': demoType, 'holder.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': contract, ...other,
});
const register = (other: Flat = {}, { by = garage(), car: which = fresh() }: { by?: Caller; car?: { chassis: string; contract: string } } = {}) => t.ask(by, 'premiere-immatriculation', null, row(which, other));
/** What the dossier says of why an agent reads it. */
async function said(outcome: Outcome): Promise<string> {
  if (outcome.kind !== 'moved') return JSON.stringify(t.codes(outcome));
  const [event] = await country.db.owner<{ because: string[] | null }[]>`select detail -> 'because' as because from dossier_event where dossier_id = ${outcome.dossier.id} and to_state = 'in_review' order by position desc limit 1`;
  return readingSentence(event?.because ?? []);
}
const noted = async (outcome: Outcome) => (await country.db.owner<{ sampled: boolean }[]>`select sampled from partner_trusted_act where dossier_id = ${(outcome as Extract<Outcome, { kind: 'moved' }>).dossier.id}`).length;
/** It waits for an agent, and the sentence says why. */
async function read(outcome: Outcome, why: RegExp) {
  expect(t.codes(outcome)).toEqual(['in_review']);
  expect(await said(outcome)).toMatch(why);
  expect(await noted(outcome)).toBe(0);
}
const renew = (flat: Flat) => t.ask(t.agent('partenaires', ['partner-manager']), 'renouveler-accreditation', demoAccreditationNumber('garage'), { from: '01/01/2026', to: '31/12/2028', ...flat });

describe('une première immatriculation par un concessionnaire qui garde ses papiers', () => {
  it('est décidée par la machine quand elle a tout vérifié : le certificat est émis, nul agent n’a signé, l’acte est noté', async () => {
    const done = await register({}, { car: demoDelivery[0] as { chassis: string; contract: string } });
    expect(t.codes(done), await said(done)).toEqual(['issued']);
    expect(await noted(done)).toBe(1);
    const { id } = (done as Extract<Outcome, { kind: 'moved' }>).dossier;
    const [acts] = await country.db.owner<{ signed: number; all: number; titles: number }[]>`
      select count(*) filter (where signatory is not null)::int as signed, count(*)::int as all, (select count(*)::int from paper p where p.dossier_id = ${id}) as titles from act where author ->> 'dossierId' = ${id}`;
    expect(acts).toMatchObject({ signed: 0, titles: 1 });
    expect(acts?.all).toBeGreaterThan(0);
  });

  it('attend ses papiers, photographies comprises : joints, et gardés par leur empreinte, elle se fait', async () => {
    const { world } = country.app;
    const d = t.demarche('premiere-immatriculation');
    const dossier = await openDossier(world, garage(), { demarche: d, subject: null, input: unflatten(d.input, row()) as never });
    const waits = await submitDossier(world, garage(), dossier.id);
    expect(waits).toMatchObject({ kind: 'moved', dossier: { state: 'to_complete' } });
    expect(JSON.stringify((waits as Extract<Outcome, { kind: 'moved' }>).dossier.blockers)).toMatch(/"facture".*"dedouanement".*"photo-document".*"photo-vin"/);
    const done = await register();
    const kept = await country.db.owner<{ kind: string; sha256: Buffer }[]>`select kind, sha256 from dossier_piece where dossier_id = ${(done as Extract<Outcome, { kind: 'moved' }>).dossier.id} order by kind`;
    expect(kept.map(({ kind }) => kind)).toEqual(['dedouanement', 'facture', 'justificatif-domicile', 'photo-document', 'photo-vin']);
    expect(kept.every(({ sha256 }) => sha256.length === 32)).toBe(true);
  });

  it('va à un agent quand l’homologation n’est pas celle d’un type connu, ou dit moins que la demande', async () => {
    await read(await register({ 'approval.number': 'PV-1', 'technical.D.1': 'NISSAN', 'technical.J.1': 'CTTE', 'technical.P.3': 'GO', 'technical.F.2': '3 000' }), /^Un agent relit parce que l’homologation n’est pas au registre de SITT\.$/);
    await read(await register({ 'technical.U.1': '79' }), /des rubriques ne sont pas au procès-verbal du type/);
  });

  it('est arrêtée quand le numéro de série ou une valeur n’est pas du type', async () => {
    expect(t.codes(await register({ chassis: 'JYADEMO0000000777' }))).toEqual(['homologation-autre-type']);
    expect(t.codes(await register({ 'technical.F.2': '3 500' }))).toEqual(['homologation-ecart']);
  });

  it('va à un agent quand aucun assureur n’a dit ce contrat ; est arrêtée quand il est fini', async () => {
    await read(await register({ 'proofs.contract': 'JAMAIS-DIT' }), /aucun assureur n’a fait connaître ce contrat/);
    expect(t.codes(await register({}, { car: ended }))).toEqual(['assurance-finie']);
  });

  it('va à un agent pour un titulaire dont le permis n’est pas connu, ou qui entre au registre', async () => {
    expect(t.codes(await t.ask(t.citizen('jean'), 'donner-mandat', null, { 'holder.by': 'company', 'holder.ridet': '0000001', 'acts.mutation': 'oui', from: inDays(0), to: inDays(30) }))).toEqual(['issued']);
    await read(await register({ 'holder.who': 'known', 'holder.personId': demoPersonId('jean'), 'proofs.licenceNumber': 'P-1' }), /le permis du titulaire n’est pas connu de SITT/);
    const company: Flat = { 'holder.who': 'fresh', 'holder.person.kind': 'company', 'holder.person.legalName': 'Neuve Exemple', 'holder.person.ridet': '0000777', 'holder.person.form': 'SARL', 'holder.person.representativeName': 'Ada Exemple', 'holder.address.commune': '98818', 'holder.address.placeKind': 'street', 'holder.address.place': '1 rue de l’Essai' };
    await read(await register(company), /le titulaire n’est pas encore au registre/);
  });

  it('va à un agent pour un véhicule d’occasion, ou sous franchise de douane', async () => {
    await read(await register({ origin: 'used-import', 'customs.reference': 'D-1' }), /certificat étranger .* se lit en original/);
    await read(await register({ 'customs.relief': 'oui', 'customs.clearedOn': inDays(-4) }), /franchise de douane/);
  });

  it('va à un agent pour un usage qui a son justificatif, ou un véhicule dit neuf qui circule depuis longtemps', async () => {
    await read(await register({ usage: 'taxi' }), /le justificatif de l’usage se lit \(taxi\)/);
    await read(await register({ 'technical.B': '01/03/2015' }), /ce véhicule dit neuf a été mis en circulation il y a longtemps/);
  });

  it('écrit les textes du type comme son procès-verbal, de quelque façon qu’ils soient tapés', async () => {
    const done = await register({ 'technical.D.1': 'nissan' });
    expect(t.codes(done)).toEqual(['issued']);
    const [described] = await country.db.owner<{ make: string }[]>`select payload -> 'technical' ->> 'D.1' as make from act where kind = 'vehicle.described' and author ->> 'dossierId' = ${(done as Extract<Outcome, { kind: 'moved' }>).dossier.id}`;
    expect(described?.make).toBe('NISSAN');
  });

  it('va à un agent quand l’envoi est étrange : il est dit qu’on examine, jamais ce qui a été vu', async () => {
    const odd = await register({}, { car: { chassis: near, contract: 'LOT-PRES' } });
    await read(odd, /^Un agent relit parce que le contrôle de cet envoi demande un examen\.$/);
  });

  it('est arrêtée par un numéro de série déjà au registre, et par le quota du jour', async () => {
    expect(t.codes(await register({}, { car: demoDelivery[0] as { chassis: string; contract: string } }))).toContain('vin-connu');
    expect(t.codes(await renew({ 'quotas.0.act': 'premiere-immatriculation', 'quotas.0.perDay': '1' }))).toEqual(['issued']);
    expect(t.codes(await register())).toEqual(['quota-du-jour']);
    expect(t.codes(await renew({}))).toEqual(['issued']);
  });

  it('n’est pas décidée par la machine pour un métier ou une convention qui ne le prévoit pas, ni pour un particulier', async () => {
    await read(await register({}, { by: t.pro('import-1', 'importer', ['manager']) }), /^Un agent relit parce que votre convention ne vous laisse pas les papiers de cette démarche\.$/);
    await read(await register({}, { by: t.pro('location-1', 'lessor', ['manager']) }), /^$/);
    await read(await register({ 'proofs.licenceNumber': 'P-1' }, { by: t.citizen('marie') }), /^$/);
  });

  it('va à un agent avant le jour où les papiers sont laissés ; ce jour-là, non', async () => {
    expect(t.codes(await renew({ kept: 'premiere-immatriculation', keptFrom: inDays(1) }))).toEqual(['issued']);
    await read(await register(), new RegExp(`qu’à partir du ${new Intl.DateTimeFormat('fr', { day: 'numeric' }).format(new Date(`${addDays(today(country.at.now), 1)}T12:00:00Z`))}`));
    expect(t.codes(await renew({ kept: 'premiere-immatriculation', keptFrom: inDays(0) }))).toEqual(['issued']);
    expect(t.codes(await register())).toEqual(['issued']);
  });

  it('relue sous verrou : une confiance finie entre-temps envoie à un agent, et rien n’est fait', async () => {
    const { world } = country.app;
    const late: World = { ...world, controls: async (tx, c) => { const found = await world.controls!(tx, c); return c.dossier?.deciding ? { ...found, trust: { granted: false, because: 'la confiance a pris fin' } } : found; } };
    const done = await trade({ ...country, app: { ...country.app, world: late } }).ask(garage(), 'premiere-immatriculation', null, row());
    await read(done, /^Un agent relit parce que la confiance a pris fin\.$/);
    const { id } = (done as Extract<Outcome, { kind: 'moved' }>).dossier;
    expect(await country.db.owner`select 1 from act where author ->> 'dossierId' = ${id}`).toEqual([]);
  });

  it('décide les réponses qui ont été lues, ou rien : changées entre-temps, elles attendent leur propre tour', async () => {
    const { world } = country.app;
    const cut: World = { ...world, follow: async () => { throw new Error('coupure'); } };
    await expect(trade({ ...country, app: { ...country.app, world: cut } }).ask(garage(), 'premiere-immatriculation', null, row())).rejects.toThrow('coupure');
    const [{ id } = { id: '' }] = await country.db.owner<{ id: string }[]>`select id from dossier where demarche = 'premiere-immatriculation' and state = 'to_pay' order by created_at desc limit 1`;
    const read = (await loadDossier(world.acts, id))!;
    await country.db.owner`update dossier set input_hash = sha256('autre') where id = ${id}`;
    expect(await decideDossier(world, garage(), read, [])).toMatchObject({ kind: 'moved', dossier: { state: 'to_pay' } });
    expect(await country.db.owner`select 1 from act where author ->> 'dossierId' = ${id}`).toEqual([]);
    await country.db.owner`update dossier set input_hash = ${read.input_hash} where id = ${id}`;
    expect(await decideDossier(world, garage(), read, [])).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
  });

  it('payée tard, elle est arrêtée si le contrat a fini entre-temps ; avant sa fin, elle se fait', async () => {
    const { owner } = country.db;
    const [{ balance } = { balance: 0 }] = await owner<{ balance: number }[]>`update partner_account set reserved = balance where company_id = ${demoPersonId('garage')} returning balance`;
    const [first, second] = [await register({}, { car: short[0]! }), await register({}, { car: short[1]! })];
    expect([balance > 0, t.codes(first), t.codes(second)]).toEqual([true, ['to_pay'], ['to_pay']]);
    expect(t.codes(await t.pay(first))).toEqual(['issued']);
    const then = country.at.now;
    country.at.now = new Date(then.getTime() + 3 * 86_400_000);
    expect(await t.pay(second)).toMatchObject({ kind: 'moved', dossier: { state: 'to_complete', blockers: { blockers: [{ code: 'assurance-finie' }] } } });
    country.at.now = then;
    await owner`update partner_account set reserved = 0 where company_id = ${demoPersonId('garage')}`;
  });

  it('le registre reste tel que ses actes le font', async () => {
    const { world, keys } = country.app;
    expect((await verifyRegister({ sql: country.db.pools.report, facets: world.facets, seals: { keys: keys.publicKeys(), folder: country.app.data } })).findings).toEqual([]);
  });
});
