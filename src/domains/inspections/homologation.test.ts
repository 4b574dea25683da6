import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../core/act/types.ts';
import type { Actor } from '../../core/access/actor.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { loadStates } from '../../core/act/store.ts';
import { advance, answerHearing, approveDossier, bringToRefusal, decideAppeal, evaluate, loadDossier, lodgeAppeal, openDossier, openHearing, refuseDossier, submitDossier, type Caller, type Outcome, type World } from '../../core/demarche/index.ts';
import { REACT, reactTask, runDue } from '../../core/jobs/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { reactions } from '../../reactions.ts';
import { territory } from '../../territory/index.ts';
import { testMessaging } from '../../../tests/setup/sale-code.ts';
import { findPaper, mayReadPaper } from '../documents/index.ts';
import { receivePayment } from '../payments/index.ts';
import { register, type TestRegister } from '../registrations/fixture.ts';
import { technicalOf, type VehicleState } from '../vehicles/index.ts';
import { statusOf, type ApprovalState, type InspectionState } from './index.ts';

let r: TestRegister;
let lea = '';
beforeAll(async () => { r = await register(); lea = await r.person('Exemple', '98814', null); });
afterAll(() => r.close());

const inspector: Caller = { actor: { kind: 'agent', agentId: demoAgentId('inspection'), name: 'Wali Exemple', roles: ['inspector'], office: 'noumea' }, door: 'counter' };
const importer: Extract<Actor, { kind: 'partner' }> = { kind: 'partner', userId: uuid(), companyId: uuid(), partnerKind: 'importer', name: 'Import Exemple', roles: [] };
const used = { 'D.1': 'TOYOTA', 'D.3': 'HILUX', 'J.1': 'CTTE', 'F.2': 3000, 'P.3': 'GO', 'S.1': 5, B: { precision: 'month', value: '2019-05' } };

const { B: _first, ...ofType } = used;

async function run(caller: Caller, id: string, subject: { kind: string; id: string } | null, input: Json): Promise<Outcome> {
  const dossier = await r.open(caller, id, subject, input);
  await r.bring(caller, dossier.id);
  const outcome = await r.submit(caller, dossier.id);
  if (outcome.kind !== 'moved' || outcome.dossier.state !== 'to_pay') return outcome;
  await r.world.acts.begin((tx) => receivePayment(tx, { dossierId: dossier.id, provider: 'simulator', providerId: uuid(), amount: outcome.dossier.quote!.total, means: 'card-online', receivedAt: r.time.now } as never));
  return advance(r.world, caller, dossier.id);
}
const done = (outcome: Outcome) => {
  if (outcome.kind !== 'moved' || outcome.dossier.state !== 'issued') throw new Error(JSON.stringify(outcome));
  return outcome.dossier;
};
const codes = (outcome: Outcome) => (outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? outcome.dossier.state : outcome.kind);
const approval = async (id: string) => (await loadStates(r.world.read, r.world.facets, [{ kind: 'approval', id }])).get(id)!['approval'] as ApprovalState;
const on = (id: string) => ({ kind: 'approval', id });

/** A file taken to its PV. @returns the approval and the number of its PV */
async function approved(demarche: string, input: Json, measured: Json = {}, odometer?: number): Promise<{ id: string; number: string }> {
  const { subject_id: id } = done(await run(r.counter, demarche, null, input));
  done(await run(inspector, 'instruire-homologation', on(id), { verdict: 'complete', appointment: { on: '2026-11-20', site: 'cctv-baco' } }));
  done(await run(inspector, 'enregistrer-visite-homologation', on(id), { on: '2026-11-20', site: 'cctv-baco', verdict: 'favourable', measured, ...(odometer === undefined ? {} : { odometer }) }));
  done(await run(inspector, 'delivrer-homologation', on(id), { on: '2026-11-20' }));
  return { id, number: (await approval(id)).number as string };
}
/** A file whose visit was unfavourable. */
async function unfavourable(chassis: string): Promise<string> {
  const { subject_id: id } = done(await run(r.counter, 'demander-homologation-isolee', null, { origin: 'transformation', applicant: { who: 'known', personId: lea }, chassis, technical: used }));
  done(await run(inspector, 'instruire-homologation', on(id), { verdict: 'complete' }));
  done(await run(inspector, 'enregistrer-visite-homologation', on(id), { on: '2026-11-20', site: 'tour', verdict: 'unfavourable', measured: {} }));
  return id;
}
const brought = (id: string) => bringToRefusal(r.world, inspector as never, r.world.catalogue.get('delivrer-homologation')!, on(id), {});
const refusing = async (caller: Caller, dossierId: string, reasons = 'Le châssis a été coupé puis ressoudé sans note de calcul.') => {
  const outcome = await refuseDossier(r.world, caller as never, dossierId, { reasons, texts: ['homologation'], appeals: territory.procedure('2026-11-20').ways, requestId: uuid() });
  return outcome.kind === 'moved' ? outcome.dossier.state : outcome.kind;
};
const single = (chassis: string, technical: Json = used) => approved('demander-homologation-isolee', { origin: 'used-import', applicant: { who: 'known', personId: lea }, chassis, technical }, { 'S.1': 4 }, 84_210);
const registerWith = (chassis: string, number: string, kind: 'type' | 'single', technical: Json) => run(r.counter, 'premiere-immatriculation', null, {
  origin: kind === 'single' ? 'used-import' : 'new', chassis, technical, approval: { number, kind }, customs: { reference: 'D-1' }, holder: { who: 'known', personId: lea }, usage: 'private',
  proofs: { insurer: 'Assureur Exemple', contract: 'C-1', licenceNumber: 'P-1' },
});

describe('homologation à titre isolé (page officielle de la DITTT)', () => {
  it('un véhicule d’occasion importé : 3 000 F, dossier examiné, véhicule vu, procès-verbal numéroté et signé par délégation', async () => {
    const { id, number } = await single('MR0FZ29G901234567');
    expect(number).toMatch(/^PVH\d+/);
    const state = await approval(id);
    expect([statusOf(state), state.technical['S.1'], state.approvedOn]).toEqual(['approved', 4, '2026-11-20']);
    expect(state.file).toMatch(/^HOM-2026-\d{6}$/);
    const [act] = await r.world.read<{ signatory: { agentId: string } }[]>`select a.signatory from act a join act_subject s on s.act_id = a.id where s.subject_id = ${id} and a.kind = 'approval.granted'`;
    expect(act?.signatory.agentId).toBe(demoAgentId('inspection'));
    const [paid] = await r.world.read<{ total: number }[]>`select (quote ->> 'total')::int as total from dossier where subject_id = ${id} and demarche = 'demander-homologation-isolee'`;
    expect(paid?.total).toBe(3_000);
    expect(await r.world.read`select 1 from paper where number = ${number} and template = 'pv-homologation'`).toHaveLength(1);
  });

  it('à chaque étape le demandeur est prévenu, une fois ; ce qui manque n’est pas dans le message, et le procès-verbal est à lui seul', async () => {
    const { id, number } = await single('MR0DEMO0000000520');
    const env = { world: r.world, messaging: testMessaging };
    for (let round = 0; round < 2; round += 1) await runDue(r.db.sql, { [REACT]: reactTask(env, r.world.read, reactions), 'draw-paper': () => Promise.resolve(), 'send-message': () => Promise.resolve() }, r.time.now);
    const said = await r.world.read<{ template: string; data: { stage: string }; person_id: string }[]>`select template, data, to_person as person_id from message where subject_id = ${id} order by id`;
    expect(said.map(({ data }) => data.stage).toSorted()).toEqual(['procès-verbal délivré', 'visite favorable', 'véhicule attendu le 20/11/2026']);
    expect(new Set(said.map(({ person_id }) => person_id))).toEqual(new Set([lea]));
    const paper = (await findPaper(r.world.read, number))!;
    const stranger = await r.person('Etranger', '98818', null);
    expect([await mayReadPaper(r.world.read, paper, r.citizen(lea).actor), await mayReadPaper(r.world.read, paper, r.citizen(stranger).actor)]).toEqual([true, false]);
  });

  it('une motocyclette paie 1 500 F', async () => {
    const d = r.world.catalogue.get('demander-homologation-isolee')!;
    const { total } = await evaluate(r.world, d, { actor: r.clerk, subject: { kind: 'approval', id: uuid(), fresh: true }, json: { origin: 'used-import', applicant: { who: 'known', personId: lea }, chassis: 'JYADEMO0000000099', technical: { 'D.1': 'YAMAHA', 'J.1': 'MTT1' } } });
    expect(total).toBe(1_500);
  });

  it('incomplet, puis complet : ce qui manque est dit à part du journal', async () => {
    const { subject_id: id } = done(await run(r.counter, 'demander-homologation-isolee', null, { origin: 'used-import', applicant: { who: 'known', personId: lea }, chassis: 'MR0DEMO0000000501', technical: used }));
    done(await run(inspector, 'instruire-homologation', on(id), { verdict: 'incomplete', missing: 'La notice descriptive est illisible.' }));
    expect([statusOf(await approval(id)), (await approval(id)).missing]).toEqual(['incomplete', 'La notice descriptive est illisible.']);
    expect(JSON.stringify(await r.world.read`select payload from act a join act_subject s on s.act_id = a.id where s.subject_id = ${id}`)).not.toContain('notice');
    expect(codes(await run(inspector, 'enregistrer-visite-homologation', on(id), { on: '2026-11-20', site: 'cctv-baco', verdict: 'favourable', measured: {} }))).toEqual(['homologation-etape']);
    done(await run(inspector, 'instruire-homologation', on(id), { verdict: 'complete' }));
    expect(statusOf(await approval(id))).toBe('complete');
    // Twice for the same vehicle, no.
    expect(codes(await run(r.counter, 'demander-homologation-isolee', null, { origin: 'used-import', applicant: { who: 'known', personId: lea }, chassis: 'MR0DEMO0000000501', technical: used }))).toEqual(['homologation-en-cours']);
  });

  it('défavorable, puis refusé : une personne signe, avec ses motifs', async () => {
    const id = await unfavourable('MR0DEMO0000000502');
    expect(codes(await run(inspector, 'delivrer-homologation', on(id), { on: '2026-11-20' }))).toEqual(['homologation-etape']);
    const dossier = await brought(id);
    expect(await refusing(inspector, dossier.id)).toBe('refused');
    expect([statusOf(await approval(id)), dossier.applicant_id]).toEqual(['refused', lea]);
    expect(await r.world.read`select 1 from paper where subject_id = ${id} and template = 'refus-homologation'`).toHaveLength(1);
    // One letter, with the reasons: not a second message besides.
    const env = { world: r.world, messaging: testMessaging };
    await runDue(r.db.sql, { [REACT]: reactTask(env, r.world.read, reactions), 'draw-paper': () => Promise.resolve(), 'send-message': () => Promise.resolve() }, r.time.now);
    expect((await r.world.read<{ template: string }[]>`select template from message where dossier_id = ${dossier.id} or (subject_id = ${id} and data ->> 'stage' like 'refus%')`).map(({ template }) => template)).toEqual(['dossier-refused']);
  });

  it('le demandeur est entendu, puis refusé ; il conteste, un autre répond ; rouvert, le véhicule repasse et le procès-verbal est délivré', async () => {
    const id = await unfavourable('MR0DEMO0000000504');
    const dossier = await brought(id);
    expect((await brought(id)).id, 'one decision at a time').toBe(dossier.id);
    const law = territory.procedure('2026-11-20');
    await openHearing(r.world, inspector as never, dossier.id, { grounds: 'Le châssis paraît avoir été coupé puis ressoudé.', texts: ['homologation'], procedure: law, requestId: uuid() });
    await expect(refusing(inspector, dossier.id)).rejects.toMatchObject({ code: 'hearing-running' });
    await answerHearing(r.world, r.citizen(lea), dossier.id, { observations: 'La note de calcul est jointe au dossier.', requestId: uuid() });
    expect(await refusing(inspector, dossier.id)).toBe('refused');
    await lodgeAppeal(r.world, r.citizen(lea), dossier.id, { kind: 'gracious', grounds: 'La note de calcul n’a pas été lue.', procedure: law, silence: { days: 60, toConfirm: true }, requestId: uuid() });
    const answer = (caller: Caller) => decideAppeal(r.world, caller as never, dossier.id, { outcome: 'reversed', reasons: 'La note de calcul est recevable.', texts: ['homologation'], requestId: uuid() });
    await expect(answer(inspector)).rejects.toMatchObject({ code: 'first-signatory' });
    expect((await answer(r.counter)).state).toBe('in_review');
    expect(statusOf(await approval(id))).toBe('unfavourable');
    done(await run(inspector, 'enregistrer-visite-homologation', on(id), { on: '2026-11-20', site: 'tour', verdict: 'favourable', measured: {} }));
    expect(codes(await approveDossier(r.world, inspector as never, dossier.id))).toBe('issued');
    expect(statusOf(await approval(id))).toBe('approved');
  });

  it('refusé, puis redemandé : le premier dossier ne se rouvre pas tant que le second court, et la phrase le dit ; sans second, il se rouvre', async () => {
    const chassis = 'MR0DEMO0000000508';
    const id = await unfavourable(chassis);
    const { id: dossierId } = await brought(id);
    expect(await refusing(inspector, dossierId)).toBe('refused');
    const again = done(await run(r.counter, 'demander-homologation-isolee', null, { origin: 'transformation', applicant: { who: 'known', personId: lea }, chassis, technical: used })).subject_id;
    await lodgeAppeal(r.world, r.citizen(lea), dossierId, { kind: 'gracious', grounds: 'La note de calcul n’a pas été lue.', procedure: territory.procedure('2026-11-20'), silence: { days: 60, toConfirm: true }, requestId: uuid() });
    const answer = () => decideAppeal(r.world, r.counter as never, dossierId, { outcome: 'reversed', reasons: 'La note de calcul est recevable.', texts: ['homologation'], requestId: uuid() });
    await expect(answer()).rejects.toMatchObject({ code: 'wrong-stage', message: `Une homologation de ce véhicule est déjà en cours, n° ${(await approval(again)).file}. À faire : suivre ce dossier.` });
    expect([statusOf(await approval(id)), (await loadDossier(r.world.acts, dossierId))?.state], 'nothing half-done').toEqual(['refused', 'refused']);
    done(await run(inspector, 'instruire-homologation', on(again), { verdict: 'complete' }));
    done(await run(inspector, 'enregistrer-visite-homologation', on(again), { on: '2026-11-20', site: 'tour', verdict: 'unfavourable', measured: {} }));
    expect(await refusing(inspector, (await brought(again)).id)).toBe('refused');
    expect((await answer()).state).toBe('in_review');
  });

  it('sans délégation, sans motif, ou une fois délivrée : rien n’est refusé', async () => {
    const id = await unfavourable('MR0DEMO0000000505');
    const dossier = await brought(id);
    const alone: Caller = { actor: { kind: 'agent', agentId: demoAgentId('guichet'), name: 'Camille Exemple', roles: ['inspector'], office: 'noumea' }, door: 'counter' };
    expect(await refusing(alone, dossier.id)).toBe('not-entitled');
    await expect(refusing(inspector, dossier.id, 'Trop court.')).rejects.toThrow();
    expect(statusOf(await approval(id))).toBe('unfavourable');
    const { id: granted } = await single('MR0DEMO0000000506');
    await expect(brought(granted)).rejects.toMatchObject({ code: 'wrong-stage' });
  });

  it('seul un inspecteur instruit : ni le guichet, ni un usager, ni un professionnel', async () => {
    for (const id of ['instruire-homologation', 'enregistrer-visite-homologation', 'delivrer-homologation']) {
      const d = r.world.catalogue.get(id)!;
      const may = async (actor: Actor) => (await evaluate(r.world, d, { actor, subject: on(uuid()), json: {} })).capacity !== null;
      expect([await may(inspector.actor), await may(r.clerk), await may(r.citizen(lea).actor), await may(importer)], id).toEqual([true, false, false, false]);
    }
    const type = r.world.catalogue.get('demander-homologation-type')!;
    const asks = async (actor: Actor) => (await evaluate(r.world, type, { actor, subject: { kind: 'approval', id: uuid(), fresh: true }, json: {} })).capacity !== null;
    expect([await asks(importer), await asks(r.clerk), await asks(r.citizen(lea).actor), await asks({ ...importer, partnerKind: 'insurer' } as Actor)]).toEqual([true, true, false, false]);
  });
});

describe('réception par type (30 000 / 20 000 F, page officielle de la DITTT)', () => {
  const ask = async (actor: Actor, technical: Json = ofType) => {
    const world: World = { ...r.world, controls: async () => ({ blockers: [], pieces: [], review: null }) };
    const caller: Caller = { actor, door: 'api' };
    const dossier = await openDossier(world, caller, { demarche: world.catalogue.get('demander-homologation-type')!, subject: null, input: { applicant: { who: 'self' }, pattern: 'MR0', technical } });
    await r.bring(caller, dossier.id);
    return submitDossier(world, caller, dossier.id);
  };

  it('l’importateur la demande pour sa société, sans rien signer d’autre ; une moto paie moins', async () => {
    const companyId = await r.person('Import', '98818', null);
    for (const [technical, total] of [[ofType, 30_000], [{ ...ofType, 'J.1': 'MTT1' }, 20_000]] as const) {
      const outcome = await ask({ ...importer, companyId } as Actor, technical);
      expect(outcome.kind === 'moved' && [outcome.dossier.state, outcome.dossier.quote?.total]).toEqual(['to_pay', total]);
    }
  });

  it('sans marque ni genre, chaque rubrique qui manque est nommée', async () => {
    const companyId = await r.person('Import-Bis', '98818', null);
    const outcome = await ask({ ...importer, companyId } as Actor, {});
    expect(outcome.kind === 'blocked' && outcome.blockers.map(({ path }) => path)).toEqual(['technical.D.1', 'technical.J.1']);
  });
});

describe('l’immatriculation prend l’homologation au registre', () => {
  const vehicle = async (dossierId: string) => {
    const { subject_id: id } = (await loadDossier(r.world.acts, dossierId))!;
    return (await loadStates(r.world.read, r.world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as { vehicle: VehicleState; inspection: InspectionState };
  };

  it('reprend ce que l’inspecteur a lu, sans redemander le papier ; le compteur commence là', async () => {
    const { number } = await single('MR0DEMO0000000511');
    const dossier = await r.open(r.counter, 'premiere-immatriculation', null, { origin: 'used-import', chassis: 'MR0DEMO0000000511', technical: {}, approval: { number, kind: 'single' }, customs: { reference: 'D-1' }, holder: { who: 'known', personId: lea }, usage: 'private', proofs: {} });
    const { pieces } = await evaluate(r.world, r.world.catalogue.get('premiere-immatriculation')!, { actor: r.clerk, subject: { kind: 'vehicle', id: dossier.subject_id, fresh: true }, json: dossier.input });
    expect(pieces.map(({ kind }) => kind)).not.toContain('homologation');
    const { vehicle: known, inspection } = await vehicle(done(await registerWith('MR0DEMO0000000511', number, 'single', {})).id);
    expect(technicalOf(known)).toMatchObject({ 'D.1': 'TOYOTA', 'S.1': 4, K: number });
    expect(known.approval).toEqual({ number, kind: 'single', on: '2026-11-20' });
    expect(inspection.readings).toMatchObject([{ km: 84_210, source: 'import', verdict: 'unknown' }]);
    expect(inspection.approvals).toMatchObject([{ number, type: 'single' }]);
  });

  it('nomme chaque rubrique qui diffère, avec les deux valeurs et leur unité', async () => {
    const { number } = await single('MR0DEMO0000000512');
    const outcome = await registerWith('MR0DEMO0000000512', number, 'single', { ...used, 'S.1': 5, 'F.2': 3500, R: 'ROUGE' });
    if (outcome.kind !== 'blocked') throw new Error(outcome.kind);
    expect(outcome.blockers.map(({ message, path }) => [path, message.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')])).toEqual([
      ['technical.F.2', `Masse en charge maximale admissible (PTAC) (F.2) : 3 500 kg dans la demande, 3 000 kg au procès-verbal n° ${number}.`],
      ['technical.S.1', `Places assises, conducteur compris (S.1) : 5 places dans la demande, 4 places au procès-verbal n° ${number}.`],
    ]);
  });

  it('refuse le procès-verbal d’un autre véhicule', async () => {
    const { number } = await single('MR0DEMO0000000513');
    expect(codes(await registerWith('MR0DEMO0000000999', number, 'single', {}))).toEqual(['homologation-autre-vehicule']);
    expect(codes(await registerWith('MR0DEMO0000000513', number, 'type', {}))).toEqual(['homologation-nature']);
  });

  it('un type sert autant de véhicules qu’il y en a, et compte ; un numéro de série d’ailleurs n’en est pas', async () => {
    const { id, number } = await approved('demander-homologation-type', { applicant: { who: 'known', personId: lea }, pattern: 'MR0?B3', technical: ofType });
    for (const chassis of ['MR0AB300000000001', 'MR0BB300000000002']) done(await registerWith(chassis, number, 'type', { R: 'GRIS' }));
    expect(codes(await registerWith('JN1AB300000000003', number, 'type', {}))).toEqual(['homologation-autre-type']);
    expect(await r.world.read`select 1 from approval_use where approval_id = ${id}`).toHaveLength(2);
  });

  it('un numéro que le registre ne tient pas : déclaré avec son papier jusqu’à la date du paramètre, arrêté ensuite', async () => {
    done(await registerWith('MR0DEMO0000000514', 'PV-ANCIEN-1', 'single', used));
    r.time.now = new Date('2027-07-02T02:00:00Z');
    expect(codes(await registerWith('MR0DEMO0000000515', 'PV-ANCIEN-2', 'single', used))).toEqual(['homologation-inconnue']);
    r.time.now = new Date('2026-11-20T02:00:00Z');
  });
});
