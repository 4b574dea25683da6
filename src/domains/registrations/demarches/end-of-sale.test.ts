import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAgent } from '../../../core/access/agents.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { approveDossier, signDossier, type Outcome } from '../../../core/demarche/index.ts';
import { register, type TestRegister } from '../fixture.ts';
import { holdersOf, titleOf } from '../model/state.ts';
import { saleView } from '../views.ts';

let r: TestRegister;
let [lea, luce, marc, stranger] = ['', '', '', ''];
let vehicleId = '';
let saleId = '';
let serial = 300;
beforeAll(async () => {
  r = await register();
  [lea, luce, marc, stranger] = await Promise.all(['Exemple', 'Exemplaire', 'Modele', 'Fictif'].map((name) => r.person(name, '98814', null))) as [string, string, string, string];
});
afterAll(() => r.close());
/** Étant donné une vente déclarée par deux co-titulaires, qui ont signé tous deux. */
beforeEach(async () => {
  r.time.now = new Date('2026-11-20T02:00:00Z');
  vehicleId = await r.vehicle(`MR0DEMO0000000${serial += 1}`, [lea, luce]);
  r.time.now = new Date('2026-11-21T02:00:00Z');
  const input = { soldOn: '2026-11-21', soldAt: '10:30', purpose: 'use', buyer: { name: 'Marc Modele' }, inspection: {} };
  const dossier = await r.open(r.citizen(lea), 'declarer-cession', { kind: 'vehicle', id: vehicleId }, input);
  expect(await r.submit(r.citizen(lea), dossier.id)).toMatchObject({ dossier: { state: 'to_complete' } });
  expect(await signDossier(r.world, r.citizen(luce), dossier.id, { party: `titulaire:${luce}`, personId: luce, means: 'account' })).toMatchObject({ dossier: { state: 'issued' } });
  saleId = (await r.registration(vehicleId)).sale!.id;
});

const on = () => ({ kind: 'sale', id: saleId });
const blockersOf = (outcome: Outcome) => (outcome.kind === 'blocked' ? outcome.blockers.map((one) => one.code) : outcome.kind);
const contest = async (who: string, reason = 'Je n’ai jamais vendu ce véhicule.') => r.submit(r.citizen(who), (await r.open(r.citizen(who), 'contester-cession', on(), { reason })).id);
const decideContest = async (outcome: 'upheld' | 'dismissed') => {
  const dossier = await r.open(r.counter, 'trancher-contestation', on(), { outcome, ground: 'judgment', reference: 'JUGEMENT-DEMO-1', on: '2026-11-21' });
  await r.bring(r.counter, dossier.id);
  const first = await r.submit(r.counter, dossier.id);
  return { first, id: dossier.id };
};

it('dit la marque et le modèle de ce qui est vendu, jamais une personne', async () => {
  expect(saleView.label({ sale: await r.sale(saleId) })).toMatch(/^[A-Z]+ [A-Z0-9]+.*, vente en cours$/);
});

it('ne laisse pas un usager répondre à la place de l’agent', async () => {
  const dossier = await r.open(r.citizen(lea), 'contester-cession', on(), { reason: 'Je n’ai jamais vendu ce véhicule.', by: 'buyer' });
  expect(await r.submit(r.citizen(lea), dossier.id)).toMatchObject({ kind: 'invalid', errors: [{ path: 'by' }] });
});

describe('annuler une vente (cession-15-jours)', { timeout: 30_000 }, () => {
  it('demande la signature de tous : ni le vendeur ni l’acheteur ne peuvent seuls', async () => {
    const dossier = await r.open(r.citizen(marc), 'annuler-cession', on(), { reason: 'Le prêt est refusé.' });
    expect(await r.submit(r.citizen(marc), dossier.id)).toMatchObject({ dossier: { state: 'to_complete', blockers: { reasons: [{ kind: 'signature' }, { kind: 'signature' }] } } });
    expect(await signDossier(r.world, r.citizen(lea), dossier.id, { party: `vendeur:${lea}`, personId: lea, means: 'account' })).toMatchObject({ dossier: { state: 'to_complete' } });
    expect((await r.sale(saleId)).status).toBe('declared');
    const waiting = await r.world.read<{ person_id: string }[]>`select person_id from pub_dossier_to_sign where id = ${dossier.id}`;
    expect(waiting.map((one) => one.person_id)).toContain(luce);
    expect(await signDossier(r.world, r.citizen(luce), dossier.id, { party: `vendeur:${luce}`, personId: luce, means: 'account' })).toMatchObject({ dossier: { state: 'issued' } });
    expect((await r.sale(saleId)).status).toBe('cancelled');
  });

  it('rend le certificat valable, sans que le véhicule ait changé de mains', async () => {
    const dossier = await r.open(r.counter, 'annuler-cession', on(), { reason: 'Accord des deux parties.' });
    await r.bring(r.counter, dossier.id);
    expect(await r.submit(r.counter, dossier.id)).toMatchObject({ dossier: { state: 'issued' } });
    const state = await r.registration(vehicleId);
    expect(titleOf(state)).toMatchObject({ status: 'valid', validUntil: null });
    expect(holdersOf(state).map((one) => one.personId).sort()).toEqual([lea, luce].sort());
    expect(state.sale).toBeNull();
  });

  it('ne défait pas une vente déjà annulée', async () => {
    const first = await r.open(r.counter, 'annuler-cession', on(), { reason: 'Accord des deux parties.' });
    await r.bring(r.counter, first.id);
    await r.submit(r.counter, first.id);
    const again = await r.open(r.counter, 'annuler-cession', on(), { reason: 'Accord des deux parties.' });
    expect(blockersOf(await r.submit(r.counter, again.id))).toEqual(['vente-annulee']);
  });
});

describe('contester une vente (maison-relances)', { timeout: 30_000 }, () => {
  it('par une co-titulaire, arrête la vente sans rien rendre : le véhicule reste bloqué', async () => {
    expect(await contest(luce)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    expect(await r.sale(saleId)).toMatchObject({ status: 'contested', closedAt: null });
    expect(titleOf(await r.registration(vehicleId))?.status).toBe('sold');
    const buy = await r.open(r.citizen(marc), 'completer-achat', on(), { buyer: { who: 'self' }, usage: 'private', proofs: { insurer: 'Assureur Exemple', contract: 'C', licenceNumber: '1' } });
    expect(blockersOf(await r.submit(r.citizen(marc), buy.id))).toContain('vente-close');
    const resell = await r.open(r.citizen(lea), 'declarer-cession', { kind: 'vehicle', id: vehicleId }, { soldOn: '2026-11-21', soldAt: '10:30', purpose: 'use', buyer: { name: 'Un autre' }, inspection: {} });
    const refused = await r.submit(r.citizen(lea), resell.id);
    expect(blockersOf(refused)).toContain('vente-en-cours');
    // 10 h 30 here is the evening before in Greenwich: the day that is said is the one the seller declared.
    expect(JSON.stringify(refused)).toContain('déclarée le 21/11/2026');
  });

  it('par l’acheteur déclaré, et dit qui conteste', async () => {
    await contest(marc, 'Je n’ai rien acheté à personne.');
    const [act] = await r.db.owner<{ payload: unknown }[]>`select payload from act a join act_subject s on s.act_id = a.id where s.subject_id = ${saleId} and a.kind = 'sale.contested'`;
    expect(act?.payload).toEqual({ by: 'buyer', reason: 'contestation', claimantId: marc });
  });

  it('refuse l’acheteur passé le délai, et une seconde contestation, en disant pourquoi', async () => {
    r.time.now = new Date('2027-01-21T02:00:00Z');
    expect(blockersOf(await contest(marc))).toEqual(['contestation-tardive']);
    expect(await contest(lea)).toMatchObject({ kind: 'moved' });
    expect(blockersOf(await contest(luce))).toEqual(['vente-contestee']);
  });

  it('n’ouvre rien à qui n’est pas identifié', async () => {
    const low = r.citizen(stranger);
    const caller = { ...low, actor: { ...(low.actor as Extract<Actor, { kind: 'citizen' }>), assurance: 'low' as const } };
    const dossier = await r.open(caller, 'contester-cession', on(), { reason: 'Je ne suis personne ici.' });
    expect(await r.submit(caller, dossier.id)).toMatchObject({ kind: 'not-entitled' });
  });
});

describe('annuler ensemble une vente contestée, chacun de son espace (cession-15-jours)', { timeout: 30_000 }, () => {
  const sign = (who: string, dossierId: string, party: string) => signDossier(r.world, r.citizen(who), dossierId, { party, personId: who, means: 'account' });
  const toSign = async (id: string) => (await r.world.read<{ person_id: string }[]>`select person_id from pub_dossier_to_sign where id = ${id}`).map((one) => one.person_id);

  it('la venderesse commence : l’acheteur qui a contesté trouve à signer chez lui, puis un agent examine', async () => {
    await contest(marc, 'Je n’ai rien acheté à personne.');
    const dossier = await r.open(r.citizen(lea), 'annuler-cession', on(), { reason: 'Nous sommes d’accord.' });
    expect(await r.submit(r.citizen(lea), dossier.id)).toMatchObject({ dossier: { state: 'to_complete' } });
    expect(await toSign(dossier.id)).toEqual(expect.arrayContaining([luce, marc]));
    await sign(luce, dossier.id, `vendeur:${luce}`);
    expect(await sign(marc, dossier.id, 'acheteur')).toMatchObject({ dossier: { state: 'in_review' } });
    expect((await r.sale(saleId)).status).toBe('contested');
    expect(await approveDossier(r.world, r.counter, dossier.id)).toMatchObject({ dossier: { state: 'issued' } });
    expect(await r.sale(saleId)).toMatchObject({ status: 'cancelled' });
  });

  it('l’acheteur commence : lui seul, et personne d’autre à sa place', async () => {
    await contest(marc, 'Je n’ai rien acheté à personne.');
    const other = await r.open(r.citizen(stranger), 'annuler-cession', on(), { reason: 'Je passais par là.' });
    expect(await r.submit(r.citizen(stranger), other.id)).toMatchObject({ kind: 'not-entitled' });
    const dossier = await r.open(r.citizen(marc), 'annuler-cession', on(), { reason: 'Nous sommes d’accord.' });
    await r.submit(r.citizen(marc), dossier.id);
    await sign(lea, dossier.id, `vendeur:${lea}`);
    expect(await sign(luce, dossier.id, `vendeur:${luce}`)).toMatchObject({ dossier: { state: 'in_review' } });
    const parties = await r.world.read<{ person_id: string; side: string }[]>`select person_id, side from pub_registrations_contested_sales where sale_id = ${saleId}`;
    expect(parties).toEqual(expect.arrayContaining([{ person_id: marc, side: 'buyer' }, { person_id: lea, side: 'seller' }]));
    expect(saleView.secret?.known(await r.sale(saleId).then((sale) => ({ sale })), r.citizen(marc).actor)).toBe(true);
    expect(saleView.secret?.known(await r.sale(saleId).then((sale) => ({ sale })), r.citizen(stranger).actor)).toBe(false);
  });
});

describe('décider d’une vente contestée, à deux agents', { timeout: 30_000 }, () => {
  const second = async (dossierId: string) => {
    const { id } = await createAgent(r.db.owner, { name: 'Second Exemple', roles: ['supervisor'], office: 'noumea' });
    const actor = { kind: 'agent' as const, agentId: id, name: 'Second Exemple', roles: ['supervisor' as const], office: 'noumea' };
    await r.db.owner`insert into delegation select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'agent_id', ${id}::text))).* from delegation d where d.agent_id = ${r.clerk.agentId} limit 1`;
    return approveDossier(r.world, { actor, door: 'counter' }, dossierId);
  };

  it('fondée : la vente est annulée et le certificat redevient valable, jamais sur un seul avis', async () => {
    await contest(luce);
    const { first, id } = await decideContest('upheld');
    expect(first).toMatchObject({ kind: 'moved', dossier: { state: 'in_review' } });
    expect((await r.sale(saleId)).status).toBe('contested');
    expect(await second(id)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    expect((await r.sale(saleId)).status).toBe('cancelled');
    expect(titleOf(await r.registration(vehicleId))?.status).toBe('valid');
  });

  it('écartée : la vente reprend, et l’acheteur peut terminer', async () => {
    await contest(luce);
    const { id } = await decideContest('dismissed');
    await second(id);
    expect((await r.sale(saleId)).status).toBe('declared');
    expect((await r.registration(vehicleId)).sale?.id).toBe(saleId);
  });

  it('ne tranche pas ce que personne ne conteste', async () => {
    const dossier = await r.open(r.counter, 'trancher-contestation', on(), { outcome: 'upheld', ground: 'proof', reference: 'PV-1', on: '2026-11-21' });
    expect(blockersOf(await r.submit(r.counter, dossier.id))).toEqual(['vente-non-contestee']);
  });
});
