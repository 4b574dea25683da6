import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerHearing, askForMore, decideAppeal, lodgeAppeal, openHearing, recordJudgment, refuseDossier } from './core/demarche/index.ts';
import { demoAgentId } from './core/access/demo.ts';
import { REACT, reactTask, runDue, type Tasks } from './core/jobs/index.ts';
import { demoAdapter, inboxAdapter, listMessages, render, SEND, sendTask, type MessageRow } from './core/messages/index.ts';
import { uuid } from './core/values/ids.ts';
import { receivePayment } from './domains/payments/index.ts';
import { texts } from './domains/registrations/index.ts';
import { register, type TestRegister } from './domains/registrations/fixture.ts';
import { reactions } from './reactions.ts';
import { TOLD, toldTask } from './told.ts';
import { territory } from './territory/index.ts';

let r: TestRegister;
let tasks: Tasks;
let lea = '';
let serial = 500;
const sender = { secret: 'a secret of the tests, thirty-two signs', publicUrl: 'https://sitt.example.nc', name: 'DITTT' };
const attempt = { number: 1, last: false, signal: new AbortController().signal };
beforeAll(async () => {
  r = await register();
  const messaging = { sender, templates: texts, textable: territory.takesTextMessages };
  const env = { world: r.world, messaging };
  const letter = { name: 'letter', send: () => Promise.resolve({ state: 'to_print' as const, providerId: 'x' }) };
  tasks = {
    [REACT]: reactTask(env, r.world.read, reactions), [TOLD]: toldTask(env), 'draw-paper': () => Promise.resolve(),
    [SEND]: sendTask({ acts: r.world.acts, messaging, adapters: { email: demoAdapter, sms: demoAdapter, letter, inbox: inboxAdapter }, clock: () => r.time.now }),
  };
  lea = await r.person('Exemple', '98814', { preferred: 'email', email: 'lea@exemple.nc' });
});
afterAll(() => r.close());
beforeEach(() => { r.time.now = new Date('2026-11-21T02:00:00Z'); });

const later = (minutes: number) => { r.time.now = new Date(r.time.now.getTime() + minutes * 60_000); };
const run = async () => { await tasks[TOLD]!(null, attempt); expect((await runDue(r.db.sql, tasks, r.time.now)).failed).toEqual([]); };
const told = async (dossierId: string) => (await listMessages(r.db.sql, { dossierId })).reverse();
const names = async (dossierId: string) => (await told(dossierId)).map(({ template, channel }) => `${template} ${channel}`).sort();
const words = (row: MessageRow | undefined) => (row ? render(sender, (texts as never)[row.template], { ...row, contact: row.contact!, data: row.data! }) : undefined);
async function taxi() {
  const vehicleId = await r.vehicle(`MR0DEMO0000000${serial += 1}`, [lea]);
  later(60);
  const { id } = await r.open(r.citizen(lea), 'changer-usage', { kind: 'vehicle', id: vehicleId }, { usage: 'taxi', authorisation: 'A-1' });
  await r.submit(r.citizen(lea), id);
  return { id, vehicleId };
}
async function complete(id: string) {
  await r.bring(r.citizen(lea), id);
  await r.submit(r.citizen(lea), id);
}

describe('ce que la personne apprend de son dossier', { timeout: 60_000 }, () => {
  it('incomplet : dit une fois ce qui manque, quand il manque encore un quart d’heure après', async () => {
    const { id } = await taxi();
    later(5);
    await run();
    expect(await names(id), 'la personne joint peut-être encore').toEqual([]);
    later(11);
    await run();
    await run();
    expect(await names(id)).toEqual(['dossier-incomplete email']);
    const message = words((await told(id))[0]);
    expect(message?.text).toContain('- Justificatif de l’usage : taxi');
    expect(message?.text).toContain(`https://sitt.example.nc/usager/dossiers/${id}`);
    await complete(id);
    await askForMore(r.world, r.counter, id, [{ kind: 'ask', label: 'La photo est floue : refaites-la.' }]);
    later(1);
    await run();
    expect(await names(id), 'ce qu’un agent demande est dit tout de suite').toEqual(['dossier-incomplete email', 'dossier-incomplete email']);
    expect(words((await told(id))[1])?.text).toContain('La photo est floue');
  });

  it('refusé, entendu, contesté, jugé : chaque acte est dit une fois, avec ses motifs et ses voies', async () => {
    const { id } = await taxi();
    await complete(id);
    const law = () => territory.procedure('2026-11-21');
    const agent = { ...r.counter, actor: r.clerk };
    const second = { actor: { kind: 'agent', agentId: demoAgentId('direction'), name: 'Ida Exemple', roles: ['director'], office: 'noumea' } as const, door: 'counter', office: 'noumea' };
    await openHearing(r.world, agent, id, { grounds: 'L’autorisation jointe semble périmée.', texts: ['controle-periodique'], procedure: law(), requestId: uuid() });
    await answerHearing(r.world, r.citizen(lea), id, { observations: 'Elle est en cours de renouvellement.', requestId: uuid() });
    await refuseDossier(r.world, agent, id, { reasons: 'L’autorisation jointe est périmée.', texts: ['controle-periodique'], appeals: law().ways, requestId: uuid() });
    await lodgeAppeal(r.world, r.citizen(lea), id, { kind: 'gracious', grounds: 'Elle vient d’être renouvelée, la voici.', procedure: law(), silence: { days: 60, toConfirm: true }, requestId: uuid() });
    await decideAppeal(r.world, second, id, { outcome: 'confirmed', reasons: 'Le renouvellement n’est pas signé.', texts: ['controle-periodique'], requestId: uuid() });
    await recordJudgment(r.world, agent, id, { court: 'Tribunal inventé', reference: '2600001', on: '2026-11-21', outcome: 'annulled', within: null, summary: '', requestId: uuid() });
    await run();
    const formal = ['letter', 'email'].flatMap((way) => ['hearing-opened', 'dossier-refused', 'appeal-decided', 'judgment-recorded'].map((one) => `${one} ${way}`));
    const before = await names(id);
    expect(before).toEqual([...formal, 'hearing-answered email', 'appeal-received email'].sort());
    const refusal = words((await told(id)).find(({ template, channel }) => template === 'dossier-refused' && channel === 'letter'));
    for (const said of ['périmée', 'Recours gracieux devant la DITTT', 'Recours hiérarchique devant', 'jusqu’au 21 février 2027 (3 mois, à confirmer)', 'par délégation']) expect(refusal?.text.toLowerCase(), said).toContain(said.toLowerCase());
    const acts = await r.db.owner<{ id: string; kind: string }[]>`select a.id, a.kind from act a join act_subject s on s.act_id = a.id where s.subject_id = ${id}`;
    for (const { id: actId, kind } of acts) for (const { name } of reactions[kind] ?? []) await tasks[REACT]!({ actId, reaction: name }, attempt);
    await run();
    expect(await names(id), 'rejoué, rien n’est redit').toEqual(before);
  });

  it('payé puis délivré : la quittance et le certificat, chacun une fois', async () => {
    const { id, vehicleId } = await taxi();
    await complete(id);
    const { approveDossier, advance } = await import('./core/demarche/index.ts');
    const waiting = await approveDossier(r.world, { ...r.counter, actor: r.clerk }, id);
    const total = waiting.kind === 'moved' ? waiting.dossier.quote?.total ?? 0 : 0;
    expect(total).toBeGreaterThan(0);
    await r.world.acts.begin((tx) => receivePayment(tx, { dossierId: id, provider: 'test', providerId: uuid(), amount: total, means: 'card-online', receivedAt: r.time.now }));
    expect(await advance(r.world, r.counter, id)).toMatchObject({ dossier: { state: 'issued' } });
    await run();
    later(10);
    await run();
    await run();
    expect(await names(id)).toEqual(['payment-received email']);
    expect(words((await told(id))[0])?.text).toMatch(/Votre quittance porte le numéro \S+/);
    expect((await listMessages(r.db.sql, { subjectId: vehicleId })).map(({ template }) => template)).toEqual(['title-ready']);
  });

  it('terminé sans qu’aucun acte n’écrive à la personne : elle l’apprend quand même', async () => {
    const { id } = await r.open(r.citizen(lea), 'changer-coordonnees', { kind: 'person', id: lea }, { contact: { preferred: 'email', email: 'lea.nouvelle@exemple.nc' } } as never);
    const done = await r.submit(r.citizen(lea), id);
    if (done.kind !== 'moved' || done.dossier.state !== 'issued') throw new Error(JSON.stringify(done));
    later(10);
    await run();
    await run();
    expect(await names(id)).toEqual(['dossier-issued email']);
  });
});
