import { lastSaleCode } from '../../../tests/setup/sale-code.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { buildWorld } from '../../app.ts';
import { demoAgentId, seedDemoAccess } from '../../core/access/demo.ts';
import type { Actor } from '../../core/access/actor.ts';
import { loadStates } from '../../core/act/store.ts';
import { perform } from '../../core/act/perform.ts';
import { addPiece, evaluateDossier, loadDossier, lockDossier, openDossier, submitDossier, advance, demarcheOf, type Caller, type Outcome, type World } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { recordPerson } from '../people/index.ts';
import { balanceOf, receivePayment } from '../payments/index.ts';
import { locateSale, plateOf, holdersOf, titleOf, communeIn, type RegistrationState } from './index.ts';

let db: TestDatabase;
let world: World;
let now = new Date('2026-11-20T02:00:00Z');
const clerk: Actor = { kind: 'agent', agentId: demoAgentId('responsable'), name: 'Hélène Exemple', roles: ['supervisor', 'clerk'], office: 'noumea' };
const counter: Caller = { actor: clerk, door: 'counter', office: 'noumea' };
const lea = uuid();
const marc = uuid();
const citizen = (personId: string): Caller => ({ actor: { kind: 'citizen', personId, accountId: uuid(), name: 'Demo', assurance: 'verified' }, door: 'citizen' });

beforeAll(async () => {
  db = await testDatabase();
  await db.owner`insert into installation (demo) values (true) on conflict do nothing`.catch(() => undefined);
  await db.owner.begin((tx) => seedDemoAccess(tx));
  const pool = (name: string, prefix: (n: number) => string) => db.owner`insert into number_pool ${db.owner(Array.from({ length: 50 }, (_, i) => ({ pool: name, position: i, number: prefix(480000 + i) })))}`;
  await pool('plaque-nc', (n) => `${n}NC`);
  await pool('titre', (n) => `T26-${n}`);
  world = buildWorld(db.pools, { clock: () => now, mode: 'test' });
  for (const [id, name, commune] of [[lea, 'Exemple', '98814'], [marc, 'Modele', '98818']] as const) {
    await perform(world, {
      requestId: `seed:${id}`, author: { kind: 'system', job: 'seed' }, judgedOn: '2026-11-20', subjects: [],
      decide: async () => ({ acts: [recordPerson(id, {
        person: { kind: 'natural', familyName: name, birthDate: { precision: 'year', value: '1980' }, civilStatus: 'common' },
        address: { commune, placeKind: 'tribe', place: 'Tribu de Démo' }, contact: null,
      })], result: null }),
    });
  }
});
afterAll(() => db.close());

async function bring(dossierId: string, actor: Actor) {
  const evaluation = await evaluateDossier(world, (await loadDossier(world.acts, dossierId))!, actor);
  await world.acts.begin(async (tx) => {
    await lockDossier(tx, dossierId);
    for (const piece of evaluation.pieces) await addPiece(tx, dossierId, { id: uuid(), kind: piece.kind, filename: 'p.pdf', mediaType: 'application/pdf', bytes: 3, sha256: Buffer.alloc(32), storedAs: 'x' }, actor, now.toISOString());
  });
}

async function pay(outcome: Outcome) {
  if (outcome.kind !== 'moved' || outcome.dossier.state !== 'to_pay') throw new Error(JSON.stringify(outcome));
  await world.acts.begin((tx) => receivePayment(tx, { dossierId: outcome.dossier.id, provider: 'simulator', providerId: uuid(), amount: outcome.dossier.quote!.total, means: 'card-online', receivedAt: now } as never));
  return advance(world, counter, outcome.dossier.id);
}

const stateOf = async (id: string) => (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id)!['registration'] as RegistrationState;

describe('une vie de véhicule, du guichet à la vente', () => {
  let vehicleId = '';

  it('refuse une première immatriculation en disant les trois obstacles à la fois', async () => {
    const d = world.catalogue.get('premiere-immatriculation')!;
    const dossier = await openDossier(world, counter, { demarche: d, subject: null, input: {
      origin: 'used-import', chassis: 'MR0FZ29G901234567', technical: { 'D.1': 'TOYOTA' }, approval: { kind: 'single' }, customs: {},
      holder: { who: 'known', personId: lea }, usage: 'private', proofs: {},
    } });
    const outcome = await submitDossier(world, counter, dossier.id);
    expect(outcome.kind).toBe('blocked');
    expect(outcome.kind === 'blocked' && outcome.blockers.find((one) => one.code === 'technique-incomplete')).toMatchObject({ path: 'technical.J.1', message: expect.stringMatching(/Genre national \(J\.1\).*\(F\.2\).*Énergie \(P\.3\).*Première mise en circulation \(B\)/) });
    expect(outcome.kind === 'blocked' && outcome.blockers.map((one) => one.code)).toEqual(['non-homologue', 'non-dedouane', 'technique-incomplete', 'assurance', 'permis']);
  });

  it('immatricule au guichet, avec paiement, numéro et certificat', async () => {
    const d = world.catalogue.get('premiere-immatriculation')!;
    const dossier = await openDossier(world, counter, { demarche: d, subject: null, input: {
      origin: 'used-import', chassis: 'MR0FZ29G901234567', technical: { 'D.1': 'TOYOTA', 'D.3': 'HILUX', 'J.1': 'CTTE', 'P.3': 'GO', 'F.2': 3000, B: { precision: 'month', value: '2019-05' } }, approval: { kind: 'single', number: 'PV-1' }, customs: { reference: 'D-1' },
      holder: { who: 'known', personId: lea }, usage: 'private', proofs: { insurer: 'Assureur Exemple', contract: 'C1', licenceNumber: '1' },
    } });
    await bring(dossier.id, clerk);
    const outcome = await pay(await submitDossier(world, counter, dossier.id));
    expect(outcome).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    vehicleId = dossier.subject_id;
    const state = await stateOf(vehicleId);
    expect(plateOf(state)).toBe('480000NC');
    expect(titleOf(state)?.number).toBe('T26-480000');
    expect(communeIn(state)).toBe('98814');
    void demarcheOf;
  });

  it('la vente : la vendeuse déclare, l’acheteur termine avec le code, paie, et le titre est à lui', async () => {
    now = new Date('2026-11-21T02:00:00Z');
    const seller = citizen(lea);
    const declare = await openDossier(world, seller, { demarche: world.catalogue.get('declarer-cession')!, subject: { kind: 'vehicle', id: vehicleId }, input: {
      soldOn: '2026-11-21', soldAt: '10:30', purpose: 'use', buyer: { name: 'Marc Modele' }, inspection: { number: 'CT-1', on: '2026-11-01' },
    } });
    expect(await submitDossier(world, seller, declare.id)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    expect(titleOf(await stateOf(vehicleId))).toMatchObject({ status: 'sold', validUntil: '2026-12-06' });
    const [saleId] = await locateSale(world.read, await lastSaleCode({ db, app: { world } }));
    expect(saleId).toBeDefined();
    const buyer = citizen(marc);
    const complete = await openDossier(world, buyer, { demarche: world.catalogue.get('completer-achat')!, subject: { kind: 'sale', id: saleId! }, input: {
      buyer: { who: 'self' }, usage: 'private', proofs: { insurer: 'Assureur Exemple', contract: 'C2', licenceNumber: '2' },
    } });
    await bring(complete.id, buyer.actor);
    const review = await submitDossier(world, buyer, complete.id);
    expect(review).toMatchObject({ kind: 'moved', dossier: { state: 'in_review' } });
    const { approveDossier } = await import('../../core/demarche/index.ts');
    const outcome = await pay(await approveDossier(world, { ...counter, actor: clerk as never }, complete.id));
    expect(outcome).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    const state = await stateOf(vehicleId);
    expect(holdersOf(state).map((one) => one.personId)).toEqual([marc]);
    expect(titleOf(state)?.status).toBe('valid');
    expect(state.sale).toBeNull();
  });

  it('annulée par deux agents, la mutation rend le véhicule à la vendeuse et l’argent à l’acheteur', async () => {
    now = new Date('2026-11-22T02:00:00Z');
    const [paid] = await db.owner<{ id: string }[]>`select id from dossier where demarche = 'completer-achat' and state = 'issued'`;
    const [changed] = await db.owner<{ id: string }[]>`select id from act where kind = 'registration.holders-changed'`;
    const undo = await openDossier(world, counter, { demarche: world.catalogue.get('annuler-acte')!, subject: { kind: 'vehicle', id: vehicleId }, input: { cites: changed!.id, ground: 'judgment', reason: 'Jugement fictif annulant la vente' } });
    await bring(undo.id, clerk);
    expect(await submitDossier(world, counter, undo.id)).toMatchObject({ kind: 'moved', dossier: { state: 'in_review' } });
    const second = { kind: 'agent', agentId: demoAgentId('direction'), name: 'Ida Exemple', roles: ['director', 'supervisor'], office: 'noumea' } as const;
    const { approveDossier } = await import('../../core/demarche/index.ts');
    expect(await approveDossier(world, { ...counter, actor: clerk as never }, undo.id)).toMatchObject({ dossier: { state: 'in_review' } });
    expect(await approveDossier(world, { ...counter, actor: second }, undo.id)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    const state = await stateOf(vehicleId);
    expect(holdersOf(state).map((one) => one.personId)).toEqual([lea]);
    expect(titleOf(state)).toMatchObject({ number: 'T26-480000', status: 'valid' });
    expect((await balanceOf(world.read, paid!.id)).refundable).toBe(11_000);
  });
});
