import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { uuid } from '../values/ids.ts';
import { anonymous, type Actor } from './actor.ts';
import { createAgent, createPartnerUser, setActive } from './agents.ts';
import { endDelegation, liveDelegation, recordDelegation, type Delegation } from './delegations.ts';
import { assertGrants, findGrantFaults } from './grants.ts';
import { liveMandates, mandated, recordMandate, revokeMandate } from './mandates.ts';
import { actorOf } from './password-login.ts';

let db: TestDatabase;
beforeAll(async () => { db = await testDatabase(); });
afterAll(async () => { await db.close(); });

describe('délégations de signature', () => {
  const give = async (agentId: string, more: Partial<Delegation> = {}) => recordDelegation(db.sql, {
    agentId, capacity: 'Par délégation', acts: ['changer-*', 'poser-opposition'], office: null, from: '2026-01-01', to: '2026-12-31', interimOf: null, reference: 'arrêté d’essai', toConfirm: true, ...more,
  });
  const agent = () => createAgent(db.sql, { name: 'Signataire Essai', roles: ['examining-clerk'], office: 'kone' });

  test('vivante du premier au dernier jour compris, pour les actes qu’elle nomme', async () => {
    const { id } = await agent();
    await give(id);
    const live = async (act: string, on: string) => (await liveDelegation(db.sql, id, act, on))?.reference;
    expect(await Promise.all([live('changer-titulaire', '2026-01-01'), live('poser-opposition', '2026-12-31')])).toEqual(['arrêté d’essai', 'arrêté d’essai']);
    expect(await Promise.all([live('changer-titulaire', '2025-12-31'), live('changer-titulaire', '2027-01-01'), live('rectifier', '2026-06-01'), live('poser-opposition-bis', '2026-06-01')])).toEqual([undefined, undefined, undefined, undefined]);
  });
  test('d’un autre bureau, terminée, ou d’un compte fermé : elle ne vaut rien', async () => {
    const { id } = await agent();
    await give(id, { office: 'noumea' });
    expect(await liveDelegation(db.sql, id, 'changer-adresse', '2026-06-01')).toBeUndefined();
    const own = await give(id, { office: 'kone' });
    expect((await liveDelegation(db.sql, id, 'changer-adresse', '2026-06-01'))?.id).toBe(own);
    await endDelegation(db.sql, own, '2026-05-31');
    expect(await liveDelegation(db.sql, id, 'changer-adresse', '2026-06-01')).toBeUndefined();
    await give(id);
    await setActive(db.sql, { kind: 'agent', id }, false);
    expect(await liveDelegation(db.sql, id, 'changer-adresse', '2026-06-01')).toBeUndefined();
  });
  test('l’intérim dit de qui il tient la place, et a toujours une fin ; la délégation propre passe d’abord', async () => {
    const [{ id }, { id: chief }] = [await agent(), await agent()];
    await give(id, { interimOf: chief });
    expect((await liveDelegation(db.sql, id, 'changer-adresse', '2026-06-01'))?.interimOf).toBe(chief);
    await give(id);
    expect((await liveDelegation(db.sql, id, 'changer-adresse', '2026-06-01'))?.interimOf).toBeNull();
    await expect(give(id, { interimOf: chief, to: null })).rejects.toThrow(/check/);
  });
  test('une délégation ne se réécrit ni ne s’efface', async () => {
    await expect(db.sql`update delegation set acts = '{*}'`).rejects.toThrow(/permission denied/);
    await expect(db.sql`delete from delegation`).rejects.toThrow(/permission denied/);
  });
});

describe('mandats', () => {
  test('le mandataire agit pour le titulaire, pour les actes nommés, jusqu’à la révocation', async () => {
    const [principalId, companyId] = [uuid(), uuid()];
    const user = await createPartnerUser(db.sql, { name: 'Garage Essai', companyId, partnerKind: 'dealer', roles: [] });
    const id = await recordMandate(db.sql, { principalId, mandatary: { kind: 'company', id: companyId }, acts: ['mutation'], from: '2020-01-01', to: null, proof: 'sha256:essai', recordedBy: null });
    const actor = await actorOf<Actor>(db.sql, user) as Actor;
    const may = (act: string, owner: string, who = actor) => mandated(act, 'un mandataire', (state) => state as string[])
      .holds({ actor: who, subject: { kind: 'vehicle', id: uuid() }, state: [owner], get: () => { throw new Error('unused'); }, today: '2026-06-01' });
    expect([may('mutation', principalId), may('duplicata', principalId), may('mutation', uuid()), may('mutation', principalId, anonymous)]).toEqual([true, false, false, false]);
    expect((await liveMandates(db.sql, companyId, '2026-06-01')).length).toBe(1);
    expect(await revokeMandate(db.sql, id, '2026-06-01')).toBe(true);
    expect(await liveMandates(db.sql, companyId, '2026-06-01')).toEqual([]);
    expect(await actorOf<Actor>(db.sql, user)).toMatchObject({ mandates: [] });
  });
});

describe('droits du rôle applicatif', () => {
  test('sont exacts sur une base neuve', async () => {
    await assertGrants(db.sql);
  });
  test('un droit de trop, un déclencheur ôté : chacun est nommé, et rien ne démarre', async () => {
    const broken = await testDatabase();
    await broken.owner`grant update on act to sitt_app`;
    await broken.owner`grant delete on access_log to sitt_app`;
    await broken.owner`grant update (name) on act_private to sitt_app`;
    await broken.owner`grant insert on installation to sitt_app`;
    await broken.owner`alter table seal disable trigger user`;
    expect((await findGrantFaults(broken.sql)).sort()).toEqual([
      'delete permis sur access_log', 'la marque de démonstration peut être posée', "la table seal n'a pas son déclencheur",
      'update permis sur act', 'update permis sur act_private.name',
    ]);
    await expect(assertGrants(broken.sql)).rejects.toThrow('trop de droits');
    expect(await findGrantFaults(broken.owner)).toContain('propriétaire de act');
    await broken.close();
  });
});
