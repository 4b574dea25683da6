import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoAgentId } from '../../../core/access/demo.ts';
import type { Actor } from '../../../core/access/actor.ts';
import {
  advance, answerHearing, approveDossier, contestable, decideAppeal, decisionOf, hearingStanding, lodgeAppeal, openHearing, ProcedureRefusal, recordJudgment, refuseDossier, silenceOf,
  type Dossier, type World,
} from '../../../core/demarche/index.ts';
import { loadDossier } from '../../../core/demarche/index.ts';
import { stateAt } from '../../../core/act/read.ts';
import { cashAtTill, dueOf, receivePayment } from '../../payments/index.ts';
import { territory } from '../../../territory/index.ts';
import { register, type TestRegister } from '../fixture.ts';

type AgentActor = Extract<Actor, { kind: 'agent' }>;
let r: TestRegister;
let world: World;
let lea = '';
let serial = 300;
const law = () => territory.procedure(world.today(r.time.now));
const delay = () => territory.silenceDelay('silenceDays', world.today(r.time.now));
const second = () => ({ actor: { kind: 'agent', agentId: demoAgentId('direction'), name: 'Ida Exemple', roles: ['director', 'supervisor'], office: 'noumea' } as AgentActor, door: 'counter', office: 'noumea' });
const nobody = () => ({ actor: { kind: 'agent', agentId: demoAgentId('guichet'), name: 'Camille Exemple', roles: ['clerk'], office: 'noumea' } as AgentActor, door: 'counter', office: 'noumea' });
const first = () => ({ ...r.counter, actor: r.clerk });
const grounds = 'La pièce jointe ne prouve pas que l’usage demandé est autorisé.';
const at = (text: string) => { r.time.now = new Date(text); };
let turn = 0;
const once = () => `contested:${turn += 1}`;

beforeAll(async () => {
  r = await register();
  const usage = r.world.catalogue.get('changer-usage')!;
  // The same démarche under two promises of silence, and one that hears before it refuses: the engine reads no id.
  world = { ...r.world, catalogue: new Map([...r.world.catalogue, ['changer-usage', { ...usage, silence: { parameter: 'silenceDays', means: 'refusal' as const } }]]) };
  lea = await r.person('Exemple', '98814', null);
});
afterAll(() => r.close());
beforeEach(() => at('2026-11-20T02:00:00Z'));

/** A citizen's request that waits for an agent. */
async function waiting(): Promise<Dossier> {
  const vehicleId = await r.vehicle(`MR0DEMO0000000${serial += 1}`, [lea]);
  at('2026-11-21T02:00:00Z');
  const dossier = await r.open(r.citizen(lea), 'changer-usage', { kind: 'vehicle', id: vehicleId }, { usage: 'taxi', authorisation: 'A-1' });
  await r.bring(r.citizen(lea), dossier.id);
  await r.submit(r.citizen(lea), dossier.id);
  const found = (await loadDossier(world.acts, dossier.id))!;
  expect(found.state).toBe('in_review');
  return found;
}
const refusal = () => ({ reasons: 'L’autorisation jointe est périmée depuis un an.', texts: ['controle-periodique'], appeals: law().ways, requestId: once() });
async function refused(): Promise<Dossier> {
  const dossier = await waiting();
  expect(await refuseDossier(world, first(), dossier.id, refusal())).toMatchObject({ kind: 'moved', dossier: { state: 'refused' } });
  return (await loadDossier(world.acts, dossier.id))!;
}
const why = async (promise: Promise<unknown>): Promise<string> => promise.then(() => 'passed', (error: unknown) => (error instanceof ProcedureRefusal ? error.code : String(error)));
const appeal = (kind: 'gracious' | 'hierarchical' | 'litigation' = 'gracious') => ({ kind, grounds: 'Mon autorisation a été renouvelée : la voici.', procedure: law(), silence: delay(), requestId: once() });
const answer = (outcome: 'confirmed' | 'reversed') => ({ outcome, reasons: 'L’autorisation renouvelée est bien valable.', texts: ['controle-periodique'], requestId: once() });

describe('la procédure contradictoire (contradictoire, à confirmer)', () => {
  it('s’ouvre par une lettre motivée, et nul ne refuse tant que la personne peut répondre', async () => {
    const { id } = await waiting();
    const given = { grounds, texts: ['controle-periodique'], procedure: law(), requestId: once() };
    expect(await why(openHearing(world, nobody(), id, given)), 'sans délégation').toBe('no-delegation');
    expect(await why(openHearing(world, first(), id, { ...given, texts: [] }))).toBe('no-text');
    await openHearing(world, first(), id, given);
    await openHearing(world, first(), id, given);
    expect(await decisionOf(world, id)).toMatchObject({ hearing: { until: '2026-12-06', toConfirm: true, grounds, answers: [] } });
    expect(await why(openHearing(world, first(), id, { ...given, requestId: once() }))).toBe('hearing-running');
    expect(await why(refuseDossier(world, first(), id, refusal()))).toBe('hearing-running');
    await answerHearing(world, r.citizen(lea), id, { observations: 'Mon autorisation est en cours de renouvellement.', requestId: once() });
    expect((await decisionOf(world, id)).hearing?.answers).toMatchObject([{ late: false, by: 'person' }]);
    expect(await refuseDossier(world, first(), id, refusal())).toMatchObject({ kind: 'moved', dossier: { state: 'refused' } });
    expect(await why(answerHearing(world, r.citizen(lea), id, { observations: 'Je réponds une fois de plus, après le refus.', requestId: once() }))).toBe('no-hearing');
  });

  it('son délai passé, une personne décide ; une réponse tardive est gardée et dite tardive', async () => {
    const { id } = await waiting();
    await openHearing(world, first(), id, { grounds, texts: ['controle-periodique'], procedure: law(), requestId: once() });
    at('2026-12-06T12:59:00Z');
    expect(hearingStanding(await decisionOf(world, id), world.today(r.time.now)), 'le dernier jour à Nouméa').toBe('running');
    at('2026-12-06T13:01:00Z');
    expect(hearingStanding(await decisionOf(world, id), world.today(r.time.now))).toBe('lapsed');
    expect((await loadDossier(world.acts, id))!.state, 'aucune machine n’a décidé').toBe('in_review');
    await answerHearing(world, first(), id, { observations: 'La personne est venue au guichet après le délai.', requestId: once() });
    expect((await decisionOf(world, id)).hearing?.answers).toMatchObject([{ late: true, by: 'agent' }]);
    expect(await approveDossier(world, first(), id), 'entendre n’oblige pas à refuser').toMatchObject({ kind: 'moved' });
  });

  it('ouverte sur un dossier à payer, rien ne s’encaisse plus : un agent examine de nouveau, et l’argent déjà parti ne décide rien', async () => {
    const vehicleId = await r.vehicle(`MR0DEMO0000000${serial += 1}`, [lea]);
    const { id } = await r.open(r.counter, 'demander-duplicata', { kind: 'vehicle', id: vehicleId }, { reason: 'theft', since: '2026-11-10', complaint: 'PV 12/2026' });
    await r.bring(r.counter, id);
    expect(await r.submit(r.counter, id)).toMatchObject({ dossier: { state: 'to_pay' } });
    const due = await dueOf(world.acts, id);
    expect(due).toBeGreaterThan(0);
    at('2026-11-21T02:00:00Z');
    await openHearing(world, first(), id, { grounds, texts: ['controle-periodique'], procedure: law(), requestId: once() });
    expect(await loadDossier(world.acts, id)).toMatchObject({ state: 'in_review', reviewers: 1 });
    expect(await dueOf(world.acts, id)).toBe(0);
    const till = { dossierId: id, provider: 'till', providerId: id, amount: due, means: 'cash' as const, tillSessionId: id, agentId: id, receivedAt: r.time.now };
    await expect(world.acts.begin((tx) => cashAtTill(tx, 'test', till))).rejects.toThrow('de nouveau examiné');
    // The card page was already open when the hearing was: the bank tells of a payment that nobody can take back.
    await world.acts.begin((tx) => receivePayment(tx, { dossierId: id, provider: 'essai', providerId: id, amount: due, means: 'card-online', receivedAt: r.time.now }));
    expect(await advance(world, r.counter, id)).toMatchObject({ kind: 'moved', dossier: { state: 'in_review' } });
    await answerHearing(world, first(), id, { observations: 'Le titre a bien été volé, la plainte est jointe.', requestId: once() });
    expect(await advance(world, r.counter, id), 'une réponse ne décide rien').toMatchObject({ dossier: { state: 'in_review' } });
    at('2026-11-22T02:00:00Z');
    expect(await approveDossier(world, first(), id)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
  });

  it('est exigée avant le refus quand la démarche le dit', async () => {
    const { id } = await waiting();
    const strict = { ...world, catalogue: new Map([...world.catalogue, ['changer-usage', { ...world.catalogue.get('changer-usage')!, heard: 'before-refusal' as const }]]) };
    expect(await why(refuseDossier(strict, first(), id, refusal()))).toBe('hearing-needed');
    await openHearing(strict, first(), id, { grounds, texts: ['controle-periodique'], procedure: law(), requestId: once() });
    at('2026-12-08T02:00:00Z');
    expect(await refuseDossier(strict, first(), id, refusal())).toMatchObject({ dossier: { state: 'refused' } });
  });
});

describe('le recours (recours, à confirmer)', () => {
  it('est un acte daté avec son reçu ; un autre agent le décide, et un refus annulé rouvre le dossier', async () => {
    const { id, number } = await refused();
    expect(await why(lodgeAppeal(world, r.citizen(lea), id, appeal('litigation'))), 'un recours contentieux va au tribunal').toBe('unknown-way');
    const given = appeal();
    await lodgeAppeal(world, r.citizen(lea), id, given);
    await lodgeAppeal(world, r.citizen(lea), id, given);
    const receipt = `RC-${number.slice(2)}-1`;
    expect((await decisionOf(world, id)).appeals).toMatchObject([{ kind: 'gracious', against: 'refusal', receipt, deadline: '2027-02-21', late: false, answerBy: '2027-01-20', by: 'person', decided: null }]);
    expect(await r.db.owner`select person_id from paper where number = ${receipt}`).toMatchObject([{ person_id: lea }]);
    expect(await why(lodgeAppeal(world, r.citizen(lea), id, appeal('hierarchical')))).toBe('already-contested');
    expect(await why(decideAppeal(world, first(), id, answer('reversed'))), 'le signataire du refus').toBe('first-signatory');
    expect(await why(decideAppeal(world, nobody(), id, answer('reversed')))).toBe('no-delegation');
    expect(await decideAppeal(world, second(), id, answer('reversed'))).toMatchObject({ state: 'in_review' });
    expect(await decisionOf(world, id)).toMatchObject({ refused: null, appeals: [{ decided: { outcome: 'reversed' } }] });
    expect(await refuseDossier(world, second(), id, refusal()), 'la nouvelle décision peut être un second refus').toMatchObject({ dossier: { state: 'refused' } });
    expect(await r.db.owner`select 1 from act a join act_subject l on l.act_id = a.id where l.subject_id = ${id} and a.kind = 'dossier.refused'`).toHaveLength(2);
  });

  it('confirmé, le refus tient ; hors délai, il est dit tardif, et décidé quand même', async () => {
    const { id } = await refused();
    at('2027-02-21T02:00:00Z');
    await lodgeAppeal(world, first(), id, appeal('hierarchical'));
    at('2027-02-21T14:00:00Z');
    expect(await decideAppeal(world, second(), id, answer('confirmed'))).toMatchObject({ state: 'refused' });
    await lodgeAppeal(world, r.citizen(lea), id, appeal());
    expect((await decisionOf(world, id)).appeals).toMatchObject([{ late: false, by: 'agent', decided: { outcome: 'confirmed' } }, { late: true, by: 'person' }]);
    expect(await decideAppeal(world, second(), id, answer('reversed'))).toMatchObject({ state: 'in_review' });
  });

  it('ne se dépose pas sans décision, ni en deux mots', async () => {
    const { id } = await waiting();
    expect(await why(lodgeAppeal(world, r.citizen(lea), id, appeal()))).toBe('nothing-to-contest');
    expect(await why(lodgeAppeal(world, r.citizen(lea), id, { ...appeal(), grounds: 'Non.' }))).toBe('too-short');
  });
});

describe('le jugement', () => {
  const judged = (outcome: 'annulled' | 'injunction' | 'dismissed', on = '2026-11-21') =>
    ({ court: 'Tribunal administratif inventé', reference: '2600001', on, outcome, within: outcome === 'injunction' ? '2026-12-21' : null, summary: 'Dispositif inventé.', requestId: once() });

  it('annule : le dossier est rouvert, l’acte cite le refus', async () => {
    const { id } = await refused();
    expect(await why(recordJudgment(world, nobody(), id, judged('annulled')))).toBe('no-delegation');
    expect(await why(recordJudgment(world, first(), id, judged('annulled', '2027-01-01'))), 'un jugement à venir').toBe('bad-date');
    const { refused: before } = await decisionOf(world, id);
    expect(await recordJudgment(world, first(), id, judged('injunction'))).toMatchObject({ state: 'in_review' });
    expect(await decisionOf(world, id)).toMatchObject({ refused: null, judgments: [{ outcome: 'injunction', within: '2026-12-21', reopens: true, summary: 'Dispositif inventé.' }] });
    const [act] = await r.db.owner<{ cites: string[] }[]>`select cites from act where kind = 'dossier.judged' order by recorded_at desc limit 1`;
    expect(act?.cites).toEqual([before?.actId]);
  });

  it('rejette : le refus tient ; sans décision, rien n’est jugé', async () => {
    const { id } = await refused();
    expect(await recordJudgment(world, first(), id, judged('dismissed'))).toMatchObject({ state: 'refused' });
    expect(await why(recordJudgment(world, first(), (await waiting()).id, judged('annulled')))).toBe('nothing-to-contest');
  });
});

describe('le silence (silence, à confirmer)', () => {
  it('a sa date, ne décide rien, et se conteste', async () => {
    const dossier = await waiting();
    const d = world.catalogue.get('changer-usage')!;
    const silence = (on: string) => silenceOf(dossier, d, delay(), on);
    expect(silence('2027-01-20')).toMatchObject({ means: 'refusal', completeOn: '2026-11-21', on: '2027-01-20', passed: false, toConfirm: true });
    expect(contestable(dossier, { refused: null }, silence('2027-01-20'))).toBeNull();
    at('2027-01-25T02:00:00Z');
    expect((await loadDossier(world.acts, dossier.id))!.state).toBe('in_review');
    await lodgeAppeal(world, r.citizen(lea), dossier.id, appeal());
    expect((await decisionOf(world, dossier.id)).appeals).toMatchObject([{ against: 'silence', deadline: '2027-04-20' }]);
    expect(await why(decideAppeal(world, first(), dossier.id, answer('confirmed')))).toBe('silence-not-confirmed');
    await refuseDossier(world, first(), dossier.id, refusal());
    expect((await decisionOf(world, dossier.id)).appeals).toMatchObject([{ decided: { outcome: 'confirmed' } }]);
  });
});

it('tout cela est vérifiable, et plusieurs gestes à la fois n’en font qu’un', async () => {
  const { id } = await refused();
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => lodgeAppeal(world, r.citizen(lea), id, appeal())));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await decisionOf(world, id)).appeals).toHaveLength(1);
  expect(await r.db.owner`select kind, answered from dossier_procedure where dossier_id = ${id}`).toEqual([{ kind: 'appeal', answered: false }]);
  const again = await stateAt(world.read, world.facets, { kind: 'dossier', id }, { knownAt: '2030-01-01T00:00:00Z' });
  expect(again?.['decision'], 'refait depuis ses actes').toEqual(await decisionOf(world, id));
});
