import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aboveInspections } from '../../app.ts';
import type { Actor } from '../../core/access/actor.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { act, type Json } from '../../core/act/types.ts';
import { perform } from '../../core/act/perform.ts';
import { loadStates } from '../../core/act/store.ts';
import { evaluate, fieldsFor, offered, openDossier, submitDossier, type Caller, type World } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { inspectionFinding } from '../../doors/police/inspection.ts';
import { appointmentRef, type AppointmentAct, type AppointmentState } from '../appointments/index.ts';
import { register, type TestRegister } from '../registrations/fixture.ts';
import { vehicleRef, type VehicleAct } from '../vehicles/index.ts';
import { inspectionOf, plateOf, type Registered, type RegistrationAct } from '../registrations/index.ts';
import { dueVehicles, listDue, visitsOf, type InspectionAct } from './index.ts';

let r: TestRegister;
let lea = '';
let centreId = '';
beforeAll(async () => { r = await register(); lea = await r.person('Exemple', '98814', null); centreId = await r.person('Centre', '98818', null); });
afterAll(() => r.close());

const inspector: Caller = { actor: { kind: 'agent', agentId: demoAgentId('inspection'), name: 'Wali Exemple', roles: ['inspector'], office: 'noumea' }, door: 'counter' };
const centre = (partnerKind = 'inspection-centre'): Actor => ({ kind: 'partner', userId: uuid(), companyId: centreId, partnerKind, name: 'Centre Exemple', roles: [] });
/** Professionals are controlled by another domain: here, by a control that lets all pass. */
const controlled = (): World => ({ ...r.world, controls: async () => ({ blockers: [], pieces: [], review: null }) });
const police: Actor = { kind: 'authority', agentId: uuid(), name: 'Brigadier Exemple', authority: 'police', unit: 'Essai' };

const run = async (caller: Caller, vehicleId: string, input: Json, world: World = r.world) => {
  const dossier = await openDossier(world, caller, { demarche: world.catalogue.get('enregistrer-visite')!, subject: { kind: 'vehicle', id: vehicleId }, input });
  if (caller.actor.kind === 'partner') await r.bring(caller, dossier.id);
  return submitDossier(world, caller, dossier.id);
};
const codes = (outcome: Awaited<ReturnType<typeof run>>) => (outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? outcome.dossier.state : outcome.kind);
const state = async (id: string) => (await loadStates(r.world.read, r.world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as Registered;
const light = async (id: string) => inspectionFinding(await state(id), r.world.today(r.time.now));
let n = 0;
const lorry = async (): Promise<string> => {
  n += 1;
  const id = await r.vehicle(`MR0DEMO00000006${String(n).padStart(2, '0')}`, [lea]);
  await perform(r.world, { requestId: uuid(), author: { kind: 'system', job: 'seed' }, judgedOn: '2026-11-20', subjects: [vehicleRef(id)], decide: async () => ({ acts: [act<RegistrationAct>({ kind: 'registration.usage-changed', subjects: [vehicleRef(id)], payload: { usage: 'goods-transport', titleNumber: null } })], result: null }) });
  return id;
};
const visit = (more: Record<string, Json> = {}): Json => ({ kind: 'periodic', on: '2026-11-20', site: 'cctv-baco', verdict: 'accepted', odometer: 90_000, brakes: { service: 58.5 }, ...more });

describe('une visite au CCTV (gouvernement, 16 juillet 2021)', () => {
  it('acceptée : procès-verbal numéroté, prochaine visite à 12 mois, la police voit « à jour »', async () => {
    const id = await lorry();
    expect((await light(id)).said).toBe('inconnu');
    expect(codes(await run(inspector, id, visit({ defects: { brakes: { wear: true } }, remarks: 'Garnitures à suivre.' })))).toBe('issued');
    const { inspection } = await state(id);
    expect(inspection.visits).toMatchObject([{ kind: 'periodic', verdict: 'accepted', nextOn: '2027-11-20', defects: ['brakes.wear'], brakes: { service: 58.5 }, number: expect.stringMatching(/^VT-2026-\d{6}$/) as string }]);
    expect(inspection.readings).toMatchObject([{ km: 90_000, verdict: 'unknown', source: 'inspection' }]);
    expect(await light(id)).toMatchObject({ light: 'green', said: 'à jour, prochaine visite avant le 20/11/2027' });
    expect(JSON.stringify(await r.world.read`select payload from act a join act_subject s on s.act_id = a.id where s.subject_id = ${id}`)).not.toContain('Garnitures à suivre');
    expect(await r.world.read`select 1 from paper where subject_id = ${id} and template = 'pv-visite'`).toHaveLength(1);
  });

  it('refusée, puis contre-visite acceptée : rouge, puis vert ; le compteur qui recule est gardé et jugé', async () => {
    const id = await lorry();
    expect(codes(await run(inspector, id, visit({ verdict: 'accepted', defects: { brakes: { service: true } } })))).toEqual(['verdict-defauts']);
    expect(codes(await run(inspector, id, visit({ verdict: 'refused', defects: { brakes: { service: true } } })))).toBe('issued');
    expect(await light(id)).toMatchObject({ light: 'red', said: 'refusé' });
    expect(codes(await run(inspector, id, visit({ kind: 'recheck', odometer: 89_000 })))).toBe('issued');
    expect(await light(id)).toMatchObject({ light: 'green' });
    expect((await state(id)).inspection.readings.map(({ verdict }) => verdict)).toEqual(['unknown', 'illogical']);
    expect((await visitsOf(r.world.read, '2026-11-20', 'cctv-baco')).filter(({ vehicleId }) => vehicleId === id)).toHaveLength(2);
  });

  it('faite sur rendez-vous, elle l’honore ; pas celui d’un autre véhicule, ni d’un autre jour ; sans rendez-vous, elle se fait aussi', async () => {
    const id = await lorry();
    const booked = async (about: string, start = '2026-11-19T22:00:00.000Z') => {
      const appointment = uuid();
      await r.record([act<AppointmentAct>({ kind: 'appointment.booked', subjects: [{ ...appointmentRef(appointment), fresh: true }], payload: { number: `RV-${appointment.slice(-8)}`, motive: 'visite', place: { office: 'cctv-baco', resource: 'Piste 1', place: 1, start, end: new Date(Date.parse(start) + 1_800_000).toISOString() }, holder: null, earlier: false, confirmBy: null }, private: [{ class: 'identity', name: 'contact', content: { name: 'Ada Exemple', about } }] })]);
      return appointment;
    };
    const plate = plateOf((await state(id)).registration)!;
    expect(codes(await run(inspector, id, visit({ appointment: await booked('111222NC') })))).toEqual(['rendez-vous-autre-vehicule']);
    expect(codes(await run(inspector, id, visit({ appointment: await booked(plate, '2026-11-17T22:00:00.000Z') })))).toEqual(['rendez-vous-autre-jour']);
    expect(codes(await run(inspector, id, visit({ appointment: uuid() })))).toEqual(['rendez-vous-clos']);
    const right = await booked(plate, '2026-11-19T23:00:00.000Z');
    expect(codes(await run(inspector, id, visit({ appointment: right })))).toBe('issued');
    expect(((await loadStates(r.world.read, r.world.facets, [appointmentRef(right)])).get(right)!['appointment'] as AppointmentState).status).toBe('arrived');
    expect((await state(id)).inspection.visits).toMatchObject([{ appointmentId: right }]);
    expect(codes(await run(inspector, id, visit({ odometer: 90_001 }))), 'a walk-in').toBe('issued');
  });

  it('la liste des véhicules à rappeler : en retard ou refusés, sans ceux qui sont à jour ni ceux dont on ne sait rien', async () => {
    const [late, fine, unknown] = [await lorry(), await lorry(), await lorry()];
    const seen = (id: string, on: string) => perform(r.world, { requestId: uuid(), author: { kind: 'system', job: 'seed' }, judgedOn: on, subjects: [vehicleRef(id)], decide: async () => ({ acts: [act<InspectionAct>({ kind: 'inspection.recorded', subjects: [vehicleRef(id)], payload: { id: uuid(), number: `VT-${id}`, kind: 'periodic', on, site: 'tour', lane: null, companyId: null, inspector: demoAgentId('inspection'), brakes: {}, defects: [], verdict: 'accepted', until: null, nextOn: null, appointmentId: null } })], result: null }) });
    await seen(late, '2025-08-20');
    await seen(fine, '2026-08-20');
    r.time.now = new Date('2026-11-20T03:00:00Z');
    await listDue({ acts: r.world.acts, read: r.world.read, facets: r.world.facets }, aboveInspections, r.time.now);
    const listed = async () => (await dueVehicles(r.world.read)).map(({ vehicleId }) => vehicleId);
    expect(await listed()).toContain(late);
    expect((await listed()).filter((id) => id === fine || id === unknown)).toEqual([]);
    expect(await light(late)).toMatchObject({ light: 'amber', said: 'en retard depuis le 20/08/2026' });
    // It comes the next morning: it is on the list no more, before the next night.
    r.time.now = new Date('2026-11-20T20:00:00Z');
    expect(codes(await run(inspector, late, visit({ on: '2026-11-21' })))).toBe('issued');
    expect(await listed()).not.toContain(late);
    r.time.now = new Date('2026-11-20T02:00:00Z');
  });
});

describe('un centre agréé', () => {
  const sale = { kind: 'sale', on: '2026-11-20', inspector: 'AGR-EXEMPLE-1', odometer: 120_000, defects: { wheels: { damper: true } } };

  it('enregistre un contrôle de vente sous le contrôle des professionnels ; sans lui, rien', async () => {
    const id = await r.vehicle('MR0DEMO0000000701', [lea]);
    const { controls: _partners, ...uncontrolled } = r.world;
    expect(codes(await run({ actor: centre(), door: 'api' }, id, sale, uncontrolled))).toEqual(['professionnel-non-controle']);
    // Nobody of this register has accredited it.
    expect((await run({ actor: centre(), door: 'api' }, id, sale)).kind).toBe('blocked');
    expect(codes(await run({ actor: centre(), door: 'api' }, id, sale, controlled()))).toBe('issued');
    expect((await state(id)).inspection.visits).toMatchObject([{ kind: 'sale', verdict: 'reported', companyId: centreId, inspector: 'AGR-EXEMPLE-1', site: 'centre-agree' }]);
    // It informs the buyer: no light for the police.
    expect((await light(id)).said).toBe('aucune visite exigée');
  });

  it('chacun ne voit que ce qu’il doit remplir : ni agrément pour un agent, ni verdict, piste ou site pour un centre', async () => {
    const d = r.world.catalogue.get('enregistrer-visite')!;
    const id = await r.vehicle('MR0DEMO0000000703', [lea]);
    const asked = (actor: Actor) => fieldsFor(d.input, actor).map(({ path }) => path);
    const [ours, theirs] = [asked(inspector.actor), asked(centre())];
    expect([ours.includes('inspector'), ['site', 'lane', 'verdict', 'until'].every((path) => ours.includes(path))]).toEqual([false, true]);
    expect([theirs.includes('inspector'), theirs.filter((path) => ['site', 'lane', 'verdict', 'until'].includes(path))]).toEqual([true, []]);
    const kinds = async (actor: Actor) => offered(d, (await evaluate(controlled(), d, { actor, subject: { kind: 'vehicle', id }, json: {} })).before, fieldsFor(d.input, actor), {}).find(({ path }) => path === 'kind')?.options?.map(({ value }) => value);
    expect([await kinds(inspector.actor), await kinds(centre())]).toEqual([['periodic', 'recheck'], ['sale']]);
    // What was not theirs to say is refused whatever the door, beside its field.
    const errors = async (caller: Caller, input: Json) => { const outcome = await run(caller, id, input, controlled()); return outcome.kind === 'invalid' ? outcome.errors.map(({ path }) => path) : outcome.kind; };
    expect([await errors(inspector, visit({ inspector: 'AGR-1' })), await errors({ actor: centre(), door: 'api' }, { ...sale, verdict: 'accepted' })]).toEqual([['inspector'], ['verdict']]);
  });

  it('n’enregistre ni visite périodique ni sans contrôleur ; un autre professionnel, un agent du guichet, un usager, rien du tout', async () => {
    const id = await r.vehicle('MR0DEMO0000000702', [lea]);
    expect(codes(await run({ actor: centre(), door: 'api' }, id, { ...sale, kind: 'periodic' }, controlled()))).toEqual(['visite-cctv', 'visite-sans-verdict']);
    const { inspector: _none, ...without } = sale;
    expect(codes(await run({ actor: centre(), door: 'api' }, id, without, controlled()))).toEqual(['controleur']);
    const d = r.world.catalogue.get('enregistrer-visite')!;
    for (const actor of [centre('dealer'), centre('insurer'), r.clerk, r.citizen(lea).actor, police]) {
      expect((await evaluate(controlled(), d, { actor, subject: { kind: 'vehicle', id }, json: {} })).capacity, actor.kind).toBeNull();
    }
  });
});

describe('la vente d’un véhicule de plus de cinq ans (service-public.nc, « Cession de véhicule »)', () => {
  const old = async (chassis: string): Promise<string> => {
    r.time.now = new Date('2026-11-20T02:00:00Z');
    const id = await r.vehicle(chassis, [lea]);
    await perform(r.world, { requestId: uuid(), author: { kind: 'system', job: 'seed' }, judgedOn: '2026-11-20', subjects: [vehicleRef(id)], decide: async () => ({ acts: [act<VehicleAct>({ kind: 'vehicle.corrected', subjects: [vehicleRef(id)], payload: { changes: { B: { precision: 'month', value: '2015-01' } }, reason: 'essai', since: null } })], result: null }) });
    r.time.now = new Date('2026-11-20T04:00:00Z');
    return id;
  };
  const sell = async (id: string, more: Record<string, Json> = {}) => {
    const d = r.world.catalogue.get('declarer-cession')!;
    const { blockers } = await evaluate(r.world, d, { actor: r.citizen(lea).actor, subject: { kind: 'vehicle', id }, json: { soldOn: '2026-11-20', soldAt: '14:00', purpose: 'use', buyer: { name: 'Ada Exemple' }, inspection: {}, ...more } });
    return blockers.map(({ code }) => code);
  };

  it('demande un contrôle frais : déclaré, ou déjà au registre', async () => {
    const id = await old('MR0DEMO0000000711');
    expect(await sell(id)).toEqual(['controle-technique']);
    expect(await sell(id, { inspection: { number: 'CT-1', on: '2026-05-19' } })).toEqual(['controle-perime']);
    expect(await sell(id, { inspection: { number: 'CT-1', on: '2026-05-20' } })).toEqual([]);
    expect(await sell(id, { purpose: 'destruction' })).toEqual([]);
    expect(codes(await run({ actor: centre(), door: 'api' }, id, { kind: 'sale', on: '2026-11-20', inspector: 'AGR-EXEMPLE-1' }, controlled()))).toBe('issued');
    expect(await sell(id)).toEqual([]);
  });

  it('refusé à sa visite, il ne se vend pas pour rouler ; la contre-visite acceptée le permet ; la casse n’attend pas', async () => {
    r.time.now = new Date('2026-11-20T02:00:00Z');
    const id = await lorry();
    r.time.now = new Date('2026-11-20T04:00:00Z');
    expect(await sell(id)).toEqual([]);
    expect(codes(await run(inspector, id, visit({ verdict: 'refused', defects: { brakes: { service: true } } })))).toBe('issued');
    const d = r.world.catalogue.get('declarer-cession')!;
    const { blockers } = await evaluate(r.world, d, { actor: r.citizen(lea).actor, subject: { kind: 'vehicle', id }, json: { soldOn: '2026-11-20', soldAt: '14:00', purpose: 'use', buyer: { name: 'Ada Exemple' }, inspection: {} } });
    expect(blockers.map(({ code, message, clearedBy }) => [code, message, clearedBy.who])).toEqual([['visite-refusee', 'La visite technique du 20/11/2026 a refusé ce véhicule : il ne se vend pas pour rouler avant une contre-visite acceptée.', 'le CCTV']]);
    expect(await sell(id, { purpose: 'destruction' })).toEqual([]);
    expect(codes(await run(inspector, id, visit({ kind: 'recheck', odometer: 90_010 })))).toBe('issued');
    const dossier = await r.open(r.citizen(lea), 'declarer-cession', vehicleRef(id), { soldOn: '2026-11-20', soldAt: '14:00', purpose: 'use', buyer: { name: 'Ada Exemple' }, inspection: {} });
    expect(codes(await r.submit(r.citizen(lea), dossier.id))).toBe('issued');
    r.time.now = new Date('2026-11-20T02:00:00Z');
  });

  it('le kilométrage déclaré à la vente entre au compteur', async () => {
    const id = await old('MR0DEMO0000000712');
    const dossier = await r.open(r.citizen(lea), 'declarer-cession', vehicleRef(id), { soldOn: '2026-11-20', soldAt: '14:00', purpose: 'use', buyer: { name: 'Ada Exemple' }, inspection: { number: 'CT-1', on: '2026-11-01' }, odometer: 131_000 });
    expect(codes(await r.submit(r.citizen(lea), dossier.id))).toBe('issued');
    expect((await state(id)).inspection.readings).toMatchObject([{ km: 131_000, source: 'sale', verdict: 'unknown', on: '2026-11-20' }]);
    expect(inspectionOf(await state(id), '2026-11-20').status).toBe('none');
  });
});
