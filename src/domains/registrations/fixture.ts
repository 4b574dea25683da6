/** For tests: a small register on real PostgreSQL, its clock in the test's hand, with what follows an act. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../../../tests/setup/database.ts';
import { buildWorld } from '../../app.ts';
import type { Actor } from '../../core/access/actor.ts';
import { demoAgentId, seedDemoAccess } from '../../core/access/demo.ts';
import { fromPool } from '../../core/act/draws.ts';
import { perform } from '../../core/act/perform.ts';
import { loadStates } from '../../core/act/store.ts';
import { act, type ActDraft, type Json } from '../../core/act/types.ts';
import { openKeyRing, PURPOSES } from '../../core/crypto/index.ts';
import { newKey } from '../../core/crypto/keys.ts';
import { addPiece, evaluateDossier, loadDossier, lockDossier, openDossier, submitDossier, type Caller } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { recordPerson, type Contact } from '../people/index.ts';
import { vehicleRef, type Technical, type VehicleAct } from '../vehicles/index.ts';
import type { Holder, RegistrationAct } from './model/acts.ts';
import type { RegistrationState } from './model/state.ts';
import type { SaleState } from './model/sale.ts';

export const pickup: Technical = { 'D.1': 'TOYOTA', 'D.2': 'GUN125L-DTTHXW', 'D.3': 'HILUX', 'J.1': 'CTTE', 'J.3': 'PICK-UP', 'F.2': 3210, 'G.1': 2050, 'P.1': 2393, 'P.2': 110, 'P.3': 'GO', 'P.6': 9, 'S.1': 5, R: 'BLANC', B: { precision: 'month', value: '2024-03' } };

export async function register() {
  const db = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'sitt-papers-'));
  const time = { now: new Date('2026-11-20T02:00:00Z') };
  await db.owner.begin((tx) => seedDemoAccess(tx));
  for (const [pool, write] of [['plaque-nc', (n: number) => `${n}NC`], ['titre', (n: number) => `T26-${n}`], ['pv-homologation', (n: number) => `PVH${n}`]] as const) {
    await db.owner`insert into number_pool ${db.owner(Array.from({ length: 40 }, (_, i) => ({ pool, position: i, number: write(480000 + i) })))}`;
  }
  const keys = openKeyRing({ set: JSON.stringify({ keys: PURPOSES.map((purpose) => newKey(purpose, '2026-01-01')) }) });
  const world = buildWorld(db.pools, { clock: () => time.now, mode: 'test', keys });
  const clerk: Extract<Actor, { kind: 'agent' }> = { kind: 'agent', agentId: demoAgentId('responsable'), name: 'Hélène Exemple', roles: ['supervisor', 'clerk'], office: 'noumea' };
  const counter = { actor: clerk, door: 'counter', office: 'noumea' };
  const citizen = (personId: string): Caller => ({ actor: { kind: 'citizen', personId, accountId: uuid(), name: 'Demo', assurance: 'verified' }, door: 'citizen' });

  const record = (acts: readonly ActDraft[]) => perform(world, {
    requestId: `seed:${uuid()}`, author: { kind: 'system', job: 'seed' }, judgedOn: world.today(time.now), subjects: acts.flatMap((one) => one.subjects.filter((ref) => !ref.fresh)),
    decide: async () => ({ acts, result: null }),
  });
  const person = async (familyName: string, commune: string, contact: Contact | null): Promise<string> => {
    const id = uuid();
    await record([recordPerson(id, {
      person: { kind: 'natural', familyName, givenNames: 'Œdonie', birthDate: { precision: 'year', value: '1980' }, civilStatus: 'common' },
      address: { commune, placeKind: 'tribe', place: 'Tribu de Démo' }, contact,
    })]);
    return id;
  };
  const vehicle = async (chassis: string, holders: readonly string[]): Promise<string> => {
    const id = uuid();
    const ref = { ...vehicleRef(id), fresh: true as const };
    const owners = holders.map((personId, rank): Holder => ({ personId, role: rank ? 'co-holder' : 'holder', principal: rank === 0 }));
    await record([
      act<VehicleAct>({ kind: 'vehicle.described', subjects: [ref], payload: { chassis, technical: pickup, approval: { number: 'PV-DEMO-1', kind: 'type', on: null } } }),
      act<RegistrationAct>({ kind: 'registration.registered', subjects: [ref], payload: { plate: fromPool('plaque-nc'), series: 'nc', titleNumber: fromPool('titre'), form: 'digital', holders: owners, commune: '98814', usage: 'private', origin: 'legacy' } }),
    ]);
    return id;
  };
  const open = (caller: Caller, demarche: string, subject: { kind: string; id: string } | null, input: Json) =>
    openDossier(world, caller, { demarche: world.catalogue.get(demarche)!, subject, input });
  const submit = (caller: Caller, dossierId: string) => submitDossier(world, caller, dossierId);
  const bring = async (caller: Caller, dossierId: string) => {
    const { pieces } = await evaluateDossier(world, (await loadDossier(world.acts, dossierId))!, caller.actor);
    await world.acts.begin(async (tx) => {
      await lockDossier(tx, dossierId);
      for (const { kind } of pieces) await addPiece(tx, dossierId, { id: uuid(), kind, filename: 'p.pdf', mediaType: 'application/pdf', bytes: 3, sha256: Buffer.alloc(32), storedAs: 'x' }, caller.actor, time.now.toISOString());
    });
  };
  /** The whole seller's half: every co-holder has signed. @returns the sale */
  const sell = async (seller: string, vehicleId: string, buyer: { name: string; phone?: string; email?: string }, soldOn: string, soldAt = '10:30'): Promise<string> => {
    const dossier = await open(citizen(seller), 'declarer-cession', { kind: 'vehicle', id: vehicleId }, { soldOn, soldAt, purpose: 'use', buyer, inspection: {} });
    const outcome = await submit(citizen(seller), dossier.id);
    if (outcome.kind !== 'moved' || outcome.dossier.state !== 'issued') throw new Error(JSON.stringify(outcome));
    return (await registration(vehicleId)).sale!.id;
  };
  const registration = async (id: string) => (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id)!['registration'] as RegistrationState;
  const sale = async (id: string) => (await loadStates(world.read, world.facets, [{ kind: 'sale', id }])).get(id)!['sale'] as SaleState;
  const close = async () => { await db.close(); await rm(folder, { recursive: true }); };
  return { db, folder, time, keys, world, clerk, counter, citizen, record, person, vehicle, open, submit, bring, sell, registration, sale, close };
}
export type TestRegister = Awaited<ReturnType<typeof register>>;
