import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/access/actor.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { stateAt } from '../../core/act/read.ts';
import { act, type Json } from '../../core/act/types.ts';
import { approveDossier, evaluate, openDossier, submitDossier, type Caller, type World } from '../../core/demarche/index.ts';
import { REACT, reactTask, runDue } from '../../core/jobs/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { reactions } from '../../reactions.ts';
import { testMessaging } from '../../../tests/setup/sale-code.ts';
import { checkTitle } from '../documents/index.ts';
import { register, type TestRegister } from '../registrations/fixture.ts';
import { inspectionOf, type Registered, type RegistrationAct } from '../registrations/index.ts';
import { vehicleRef } from '../vehicles/index.ts';
import { odometerVerdict } from './index.ts';

let r: TestRegister;
let lea = '';
let centreId = '';
beforeAll(async () => { r = await register(); lea = await r.person('Exemple', '98814', { email: 'lea@exemple.nc' } as never); centreId = await r.person('Centre', '98818', null); });
afterAll(() => r.close());

const NOW = new Date('2026-11-20T02:00:00Z');
const inspector: Caller = { actor: { kind: 'agent', agentId: demoAgentId('inspection'), name: 'Wali Exemple', roles: ['inspector'], office: 'noumea' }, door: 'counter' };
const second = { actor: { kind: 'agent' as const, agentId: demoAgentId('instruction'), name: 'Noé Exemple', roles: ['examining-clerk' as const], office: 'noumea' }, door: 'counter' };
const centre = (companyId = centreId): Caller => ({ actor: { kind: 'partner', userId: uuid(), companyId, partnerKind: 'inspection-centre', name: 'Centre Exemple', roles: [] }, door: 'professional' });
const controlled = (): World => ({ ...r.world, controls: async () => ({ blockers: [], pieces: [], review: null }) });
const run = async (caller: Caller, demarche: string, vehicleId: string, input: Json) => {
  const world = controlled();
  const dossier = await openDossier(world, caller, { demarche: world.catalogue.get(demarche)!, subject: vehicleRef(vehicleId), input });
  // An approved centre joins its photographs.
  if (caller.actor.kind === 'partner') await r.bring(caller, dossier.id);
  return submitDossier(world, caller, dossier.id);
};
const codes = (outcome: Awaited<ReturnType<typeof run>>) => (outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? outcome.dossier.state : outcome.kind);
const known = async (id: string, at: { at?: string; knownAt?: string } = {}) => await stateAt(r.world.read, r.world.facets, vehicleRef(id), at) as unknown as Registered;
const entered = async (id: string, kind = 'inspection.recorded') => (await r.world.read<{ id: string }[]>`select a.id from act a join act_subject s on s.act_id = a.id where s.subject_id = ${id} and a.kind = ${kind} order by a.recorded_at desc limit 1`)[0]!.id;
let n = 0;
/** A lorry, shown every 12 months, with an earlier reading of 90 000 km. */
const lorry = async (): Promise<string> => {
  n += 1;
  r.time.now = NOW;
  const id = await r.vehicle(`MR0DEMO00000007${String(n).padStart(2, '0')}`, [lea]);
  await r.record([act<RegistrationAct>({ kind: 'registration.usage-changed', subjects: [vehicleRef(id)], payload: { usage: 'goods-transport', titleNumber: null } })]);
  return id;
};
const visit = (more: Record<string, Json> = {}): Json => ({ kind: 'periodic', on: '2026-11-20', site: 'cctv-baco', verdict: 'accepted', odometer: 90_000, brakes: { service: 58.5 }, ...more });
const reason = 'Deux chiffres inversés à la saisie.';

describe('corriger une visite ou un relevé (règle interne : un nouvel acte qui cite l’ancien)', () => {
  it('le compteur : tout le carnet est rejugé ; le relevé faux reste au journal, et se lit à sa date de connaissance', async () => {
    const id = await lorry();
    expect(codes(await run(inspector, 'enregistrer-visite', id, visit({ odometer: 900_000 })))).toBe('issued');
    const cites = await entered(id);
    r.time.now = new Date('2026-11-20T03:00:00Z');
    expect(codes(await run(inspector, 'enregistrer-visite', id, visit({ odometer: 90_400 })))).toBe('issued');
    expect((await known(id)).inspection.readings.map(({ km, verdict }) => [km, verdict])).toEqual([[900_000, 'unknown'], [90_400, 'illogical']]);
    r.time.now = new Date('2026-11-20T04:00:00Z');
    expect(codes(await run(inspector, 'corriger-visite', id, { cites, what: 'odometer', odometer: 90_000, reason }))).toBe('issued');
    const right = [[90_000, 'unknown'], [90_400, 'logical']];
    const { readings } = (await known(id)).inspection;
    expect(readings.map(({ km, verdict }) => [km, verdict])).toEqual(right);
    expect(odometerVerdict(readings)).toBe('logical');
    // At the time of the visit, as it is known now; and as it was known then.
    expect((await known(id, { at: '2026-11-20T03:30:00.000Z' })).inspection.readings.map(({ km }) => km)).toEqual([90_000, 90_400]);
    expect((await known(id, { knownAt: '2026-11-20T03:30:00.000Z' })).inspection.readings.map(({ km }) => km)).toEqual([900_000, 90_400]);
    const [correction] = await r.world.read<{ cites: string[]; payload: unknown }[]>`select cites, payload from act where kind = 'inspection.corrected' and ${cites} = any(cites)`;
    expect(correction?.cites).toEqual([cites]);
    expect(JSON.stringify(correction?.payload)).not.toContain(reason);
  });

  it('le jour : la prochaine visite (X.1) suit, le procès-verbal change de numéro et l’ancien ne vaut plus', async () => {
    const id = await lorry();
    expect(codes(await run(inspector, 'enregistrer-visite', id, visit()))).toBe('issued');
    const { number } = (await known(id)).inspection.visits[0]!;
    const checked = async (which: string) => (await checkTitle(r.world.read, r.keys, which, r.time.now)).status;
    expect([inspectionOf(await known(id), '2026-11-20').due, await checked(number)]).toEqual(['2027-11-20', 'delivered']);
    expect(codes(await run(inspector, 'corriger-visite', id, { cites: await entered(id), what: 'day', on: '2026-11-10', reason }))).toBe('issued');
    const now = await known(id);
    expect(inspectionOf(now, '2026-11-20').due).toBe('2027-11-10');
    expect(now.inspection.visits).toMatchObject([{ on: '2026-11-10', nextOn: '2027-11-10', number: expect.not.stringMatching(number) as string }]);
    expect([await checked(number), await checked(now.inspection.visits[0]!.number)]).toEqual(['replaced', 'delivered']);
  });

  it('le verdict : deux personnes, jamais une seule ; une visite d’un autre véhicule le quitte de même', async () => {
    const id = await lorry();
    expect(codes(await run(inspector, 'enregistrer-visite', id, visit({ verdict: 'refused', defects: { brakes: { service: true } } })))).toBe('issued');
    const cites = await entered(id);
    const outcome = await run(inspector, 'corriger-visite', id, { cites, what: 'verdict', verdict: 'accepted', reason });
    expect(codes(outcome)).toBe('in_review');
    expect(inspectionOf(await known(id), '2026-11-20').status).toBe('refused');
    if (outcome.kind !== 'moved') throw new Error(outcome.kind);
    expect(codes(await approveDossier(r.world, second, outcome.dossier.id))).toBe('issued');
    expect(inspectionOf(await known(id), '2026-11-20')).toMatchObject({ status: 'valid', due: '2027-11-20' });
    const away = await run(inspector, 'corriger-visite', id, { cites, what: 'vehicle', reason });
    expect(codes(away)).toBe('in_review');
    if (away.kind !== 'moved') throw new Error(away.kind);
    expect(codes(await approveDossier(r.world, second, away.dossier.id))).toBe('issued');
    const { inspection } = await known(id);
    expect([inspection.visits, inspection.readings]).toEqual([[], []]);
    expect((await r.world.read<{ cites: string[] }[]>`select cites from act where kind = 'inspection.corrected' and ${cites} = any(cites) order by recorded_at desc limit 1`)[0]?.cites).toHaveLength(2);
    // Nothing of it is left to be corrected.
    expect(codes(await run(inspector, 'corriger-visite', id, { cites, what: 'day', on: '2026-11-19', reason }))).toEqual(['visite-inconnue']);
  });

  it('ce qui ne change rien, ce qui n’est pas de ce véhicule, ce qu’une visite ne peut dire : arrêté', async () => {
    const [id, other] = [await lorry(), await lorry()];
    await run(inspector, 'enregistrer-visite', id, visit());
    await run(inspector, 'enregistrer-visite', other, visit());
    const cites = await entered(id);
    const tried = async (more: Record<string, Json>) => codes(await run(inspector, 'corriger-visite', id, { cites, reason, ...more }));
    expect([await tried({ what: 'odometer', odometer: 90_000 }), await tried({ what: 'day', on: '2026-11-20' }), await tried({ what: 'day', on: '2026-11-21' })]).toEqual([['rien'], ['rien'], ['visite-future']]);
    expect(await tried({ what: 'odometer', odometer: 1, cites: await entered(other) })).toEqual(['visite-inconnue']);
    expect(await tried({ what: 'verdict', verdict: 'accepted', defects: { brakes: { service: true } } })).toEqual(['verdict-defauts']);
    expect(await tried({ what: 'odometer' })).toBe('invalid');
  });

  it('les titulaires sont avertis, une fois', async () => {
    const id = await lorry();
    await run(inspector, 'enregistrer-visite', id, visit());
    await run(inspector, 'corriger-visite', id, { cites: await entered(id), what: 'odometer', odometer: 91_000, reason });
    const env = { world: r.world, messaging: testMessaging };
    for (let round = 0; round < 2; round += 1) await runDue(r.db.sql, { [REACT]: reactTask(env, r.world.read, reactions), 'draw-paper': () => Promise.resolve(), 'send-message': () => Promise.resolve() }, r.time.now);
    expect(await r.world.read`select template, to_person, data ->> 'what' as what from message where subject_id = ${id} and template = 'visit-corrected'`).toMatchObject([{ to_person: lea, what: 'le compteur' }]);
  });
});

describe('qui corrige quoi', () => {
  const sale = { kind: 'sale', on: '2026-11-20', inspector: 'AGR-EXEMPLE-1', odometer: 120_000 };
  const mend = (caller: Caller, id: string, cites: string) => run(caller, 'corriger-visite', id, { cites, what: 'odometer', odometer: 102_000, reason });

  it('le centre agréé, sa propre faute de frappe, le jour même (délai à confirmer) ; ni le lendemain, ni celle d’un autre', async () => {
    const id = await lorry();
    expect(codes(await run(centre(), 'enregistrer-visite', id, sale))).toBe('issued');
    const cites = await entered(id);
    expect(codes(await mend(centre(await r.person('Autre centre', '98818', null)), id, cites))).toEqual(['visite-autre-centre']);
    r.time.now = new Date('2026-11-20T20:00:00Z');
    expect(codes(await mend(centre(), id, cites))).toEqual(['correction-tardive']);
    r.time.now = new Date('2026-11-20T12:00:00Z');
    expect(codes(await mend(centre(), id, cites))).toBe('issued');
    expect((await known(id)).inspection.readings).toMatchObject([{ km: 102_000 }]);
  });

  it('le jour même, le centre ne revient pas sur ce qu’un agent a corrigé ; ôter sa visite ou ses défauts attend un agent', async () => {
    const id = await lorry();
    expect(codes(await run(centre(), 'enregistrer-visite', id, { ...sale, defects: { brakes: { service: true } } }))).toBe('issued');
    const cites = await entered(id);
    for (const more of [{ what: 'vehicle' }, { what: 'verdict', defects: {} }]) expect(codes(await run(centre(), 'corriger-visite', id, { cites, reason, ...more })), more.what).toBe('in_review');
    expect((await known(id)).inspection.visits).toMatchObject([{ defects: ['brakes.service'] }]);
    expect(codes(await mend(centre(), id, cites))).toBe('issued');
    expect(codes(await run(inspector, 'corriger-visite', id, { cites, what: 'odometer', odometer: 130_000, reason }))).toBe('issued');
    expect(codes(await mend(centre(), id, cites))).toEqual(['visite-corrigee-par-agent']);
    expect((await known(id)).inspection.readings).toMatchObject([{ km: 130_000 }]);
  });

  it('le lendemain, un inspecteur ou un agent signe avec les raisons', async () => {
    const id = await lorry();
    await run(centre(), 'enregistrer-visite', id, sale);
    const cites = await entered(id);
    r.time.now = new Date('2026-11-22T02:00:00Z');
    const { review } = await evaluate(r.world, r.world.catalogue.get('corriger-visite')!, { actor: inspector.actor, subject: vehicleRef(id), json: { cites, what: 'odometer', odometer: 102_000, reason } });
    expect(review).toBe('clerk');
    expect(codes(await mend(r.counter, id, cites))).toBe('issued');
    r.time.now = NOW;
  });

  it('un usager, un autre professionnel, la police : jamais ; un centre ne se voit proposer que ses contrôles', async () => {
    const id = await lorry();
    await run(inspector, 'enregistrer-visite', id, visit());
    await run(centre(), 'enregistrer-visite', id, sale);
    const d = r.world.catalogue.get('corriger-visite')!;
    const dealer: Actor = { ...centre().actor as Extract<Actor, { kind: 'partner' }>, partnerKind: 'dealer' };
    for (const actor of [r.citizen(lea).actor, dealer, { kind: 'authority', agentId: uuid(), name: 'Brigadier Exemple', authority: 'police', unit: 'Essai' } as const]) {
      expect((await evaluate(controlled(), d, { actor, subject: vehicleRef(id), json: {} })).capacity, actor.kind).toBeNull();
    }
    const seen = async (actor: Actor) => (d.choices!((await evaluate(controlled(), d, { actor, subject: vehicleRef(id), json: {} })).before as never)['cites'] ?? []).map(({ label }) => label.replace(/\s/g, ' ').replace(/VT-[\d-]+/, 'VT'));
    expect(await seen(inspector.actor)).toEqual(['Contrôle avant une vente du 20/11/2026, n° VT, 120 000 km', 'Visite périodique du 20/11/2026, n° VT, 90 000 km']);
    expect(await seen(centre().actor)).toEqual(['Contrôle avant une vente du 20/11/2026, n° VT, 120 000 km']);
  });
});
