import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperTemplates } from '../../../app.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { createPartnerUser } from '../../../core/access/index.ts';
import { act, type ActDraft } from '../../../core/act/types.ts';
import { verifyRegister } from '../../../core/act/verify.ts';
import { verifyCode } from '../../../core/crypto/index.ts';
import { DRAW } from '../../documents/index.ts';
import { REACT, runDue } from '../../../core/jobs/index.ts';
import { closePaperThreads } from '../../../core/paper/index.ts';
import { reread } from '../../../core/paper/reread.ts';
import { openPieceStore, readPiece } from '../../../core/pieces/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { insertPapers, type Drawing } from '../../documents/index.ts';
import { conventionFor, type AccreditationAct } from '../../partners/index.ts';
import { recordPerson } from '../../people/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import { register, type TestRegister } from '../fixture.ts';
import type { RegistrationAct } from '../model/acts.ts';
import type { BlankAct } from '../model/blanks.ts';
import { nextTitle } from '../rules/titles.ts';
import type { PrintSource } from '../model/printing.ts';
import { freeAt, printJob, printTally, titlesOf, toPrint } from './store.ts';
import { PRINT, printAgain, PrintRefused, startPrint } from './start.ts';
import { printTask } from './task.ts';

let r: TestRegister;
let env: Drawing;
const lot = uuid();
const [company, user, batch, other] = [uuid(), uuid(), uuid(), uuid()];
const vehicles: string[] = [];
const noumea: PrintSource = { kind: 'office', office: 'noumea', day: '2026-11-20' };
const ofBatch: PrintSource = { kind: 'batch', batchId: batch };
const pro: Extract<Actor, { kind: 'partner' }> = { kind: 'partner', userId: user, companyId: company, partnerKind: 'dealer', name: 'Essai', roles: ['operator'] };
const kone = () => ({ ...r.clerk, office: 'kone' });

beforeAll(async () => {
  r = await register();
  env = { sql: r.world.read, acts: r.world.acts, facets: r.world.facets, templates: paperTemplates, store: openPieceStore(r.folder), demo: true, checkUrl: 'https://sitt.example.nc/verifier', clock: () => r.time.now };
  const lea = await r.person('Exemple', '98814', null);
  for (let n = 0; n < 9; n += 1) vehicles.push(await r.vehicle(`MR0DEMO000000020${n}`, [lea]));
  const blanks: BlankAct[] = [
    { kind: 'blanks.received', payload: { first: 900_001, last: 900_020, site: 'noumea', delivery: 'BL-1' } }, { kind: 'blanks.moved', payload: { first: 900_011, last: 900_012, to: 'kone' } },
    { kind: 'blanks.moved', payload: { first: 900_013, last: 900_020, to: company } }, { kind: 'blanks.spoiled', payload: { first: 900_002, last: 900_002, reason: 'Taché' } },
  ];
  await r.record(blanks.map((one) => act<BlankAct>({ ...one, subjects: [{ kind: 'blank-lot', id: lot, fresh: true }] })));
  await r.record([recordPerson(company, { person: { kind: 'company', legalName: 'Garage Exemple', ridet: '0000001', form: 'SARL' }, address: { commune: '98818', placeKind: 'street', place: '7 rue de l’Exemple' }, contact: { preferred: 'letter' } })]);
  await createPartnerUser(r.db.owner, { id: user, name: 'Essai', companyId: company, partnerKind: 'dealer', roles: ['operator'] });
  await accredit(false);
  // Five titles of the counter of Nouméa, in a day's work; four of a batch.
  for (const id of vehicles.slice(0, 5)) await issue(id);
  for (const [batchId, companyId] of [[batch, company], [other, uuid()]] as const) {
    await r.db.owner`insert into partner_batch (id, number, company_id, user_id, demarche, source, state, request_id, created_at, confirmed_at, done_at) values (${batchId}, ${`L-${batchId.slice(-8)}`}, ${companyId}, ${user}, 'changer-adresse', 'api', 'done', ${batchId}, now(), now(), now())`;
  }
  for (const [index, id] of vehicles.slice(5).entries()) {
    const dossier = await issue(id, null);
    await r.db.owner`insert into partner_batch_row (batch_id, line, flat, dossier_id, done_at) values (${batch}, ${index + 2}, '{}', ${dossier}, now())`;
  }
}, 60_000);
afterAll(async () => { await closePaperThreads(); await r.close(); });

const accreditation = uuid();
const granted = (printing: boolean): ActDraft => act<AccreditationAct>({
  kind: 'accreditation.granted', subjects: [{ kind: 'accreditation', id: accreditation, fresh: true }],
  payload: { number: 'A-EXEMPLE', companyId: company, partnerKind: 'dealer', convention: conventionFor({ from: '2026-01-01', to: '2026-12-31', sites: 'Nouméa', printing }, 'dealer', '2026-11-20') },
  private: [{ class: 'identity', name: 'people', content: { representative: 'Ada Exemple', manager: { name: 'Ada Exemple', email: 'ada@exemple.nc' } } }],
});
const accredit = (printing: boolean) => r.record([granted(printing)]);
const allowPrinting = () => r.record([act<AccreditationAct>({ kind: 'accreditation.renewed', subjects: [{ kind: 'accreditation', id: accreditation }], payload: { convention: conventionFor({ from: '2026-01-01', to: '2026-12-31', sites: 'Nouméa', printing: true }, 'dealer', '2026-11-20') } })]);

/** A duplicate of the title of a vehicle, as an office or a batch orders it. @returns its dossier */
async function issue(vehicle: string, office: string | null = 'noumea'): Promise<string> {
  const dossier = await r.open({ ...r.counter, ...(office ? { office } : {}) }, 'demander-duplicata', { kind: 'vehicle', id: vehicle }, { reason: 'loss', since: '2026-11-19' });
  if (!office) await r.db.owner`update dossier set office = null where id = ${dossier.id}`;
  const { acts } = await r.record([act<RegistrationAct>({ kind: 'registration.title-issued', subjects: [vehicleRef(vehicle)], payload: { number: nextTitle(), form: 'paper', reason: 'essai' } })]);
  const number = (acts[0]?.payload as { number: string }).number;
  await r.world.acts.begin((tx) => insertPapers(tx, [{ number, template: 'certificat', act_id: acts[0]?.id ?? null, dossier_id: dossier.id, subject_kind: 'vehicle', subject_id: vehicle, person_id: null, data: {} }], r.time.now.toISOString(), { keys: r.keys, facets: r.world.facets, templates: paperTemplates }));
  return dossier.id;
}
const titles = async (source: PrintSource) => (await toPrint(r.world.read, source, 100)).map(({ title }) => title);
const ask = async (actor: Parameters<typeof startPrint>[1], source: PrintSource, given: readonly string[]) => startPrint(r.world, actor, { source, titles: given, requestId: uuid() });
const refusal = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => { if (error instanceof PrintRefused) return error.message; throw error; });
const serials = async (job: string) => (await titlesOf(r.world.read, job)).map(({ title, serial }) => [title, serial]);
const free = () => Promise.all(['noumea', 'kone', company].map((site) => freeAt(r.world.read, site)));
const run = (task = printTask(env)) => runDue(r.db.sql, { [PRINT]: task, [DRAW]: () => Promise.resolve(), [REACT]: () => Promise.resolve() }, r.time.now);
const verified = async () => (await verifyRegister({ sql: r.db.pools.report, facets: r.world.facets, seals: { keys: r.keys.publicKeys(), folder: r.folder } })).findings;

describe('imprimer des titres sur titres vierges', { timeout: 60_000 }, () => {
  let job = '';
  it('un stock trop court le dit avant de commencer, avec le nombre qui manque, et ne prend rien', async () => {
    const before = await free();
    expect(await refusal(ask(kone(), ofBatch, await titles(ofBatch)))).toMatch(/il manque 2 titres vierges/);
    expect(await free()).toEqual(before);
  });

  it('seulement ceux de son bureau : pas ceux d’un autre, ni deux fois le même', async () => {
    const all = await titles(noumea);
    expect(all).toHaveLength(5);
    expect(await refusal(ask(kone(), noumea, all))).toMatch(/autre site/);
    expect(await refusal(ask(r.clerk, noumea, [all[0]!, all[0]!]))).toMatch(/deux fois/);
    expect(await refusal(ask(r.clerk, noumea, [...all, (await titles(ofBatch))[0]!]))).toMatch(/n’est plus à imprimer/);
    expect(await refusal(ask(r.clerk, noumea, []))).toMatch(/au moins un/);
  });

  it('prend les titres vierges suivants du site en une fois, sans celui qui est au rebut ; la même demande deux fois est une impression', async () => {
    const all = await titles(noumea);
    const twice = { source: noumea, titles: all, requestId: 'same' };
    job = await startPrint(r.world, r.clerk, twice);
    expect(await startPrint(r.world, r.clerk, twice)).toBe(job);
    expect(await serials(job)).toEqual(all.map((title, index) => [title, index ? 900_002 + index : 900_001]));
    expect(await titles(noumea)).toEqual([]);
    expect(await refusal(ask(r.clerk, noumea, all))).toMatch(/ne sont plus à imprimer/);
    expect(await verified()).toEqual([]);
  });

  it('dessine chaque titre une fois et une liasse : coupée au milieu, elle reprend sans double ni manque', async () => {
    const cut = new Error('coupure');
    let drawn = 0;
    const dying = printTask({ ...env, clock: () => { if ((drawn += 1) > 2) throw cut; return r.time.now; } });
    expect(await run(dying)).toMatchObject({ failed: [{ task: PRINT }] });
    expect(await printTally(r.world.read, job)).toMatchObject({ titles: 5, drawn: 2 });
    expect((await printJob(r.world.read, job))?.done_at).toBeNull();
    r.time.now = new Date(r.time.now.getTime() + 3_600_000);
    expect(await run()).toMatchObject({ failed: [] });
    const done = (await printJob(r.world.read, job))!;
    expect(await printTally(r.world.read, job)).toMatchObject({ titles: 5, drawn: 5, spoiled: 0 });
    const pdf = await readPiece(env.store, done.pdf_sha256!.toString('hex'));
    if (process.env['SHOW_PAPERS']) writeFileSync(`${process.env['SHOW_PAPERS']}/liasse.pdf`, pdf);
    const { pages, pageTexts, codes } = await reread(pdf);
    expect(pages).toBe(6);
    for (const [index, { title, serial, chassis }] of (await titlesOf(r.world.read, job)).entries()) {
      expect(pageTexts[0]).toMatch(new RegExp(`${chassis} ${title} ${serial} ${index + 2}\\b`));
      expect(pageTexts[index + 1]).toContain(`N° ${title}`);
      expect(await verifyCode(codes[index + 1]!, r.keys.publicKeys(), '2026-11-20')).toMatchObject({ valid: true, claims: { number: title } });
    }
  });

  it('un papier gâché est inscrit, son titre reçoit le suivant ; le même ne se gâche pas deux fois', async () => {
    const before = await titlesOf(r.world.read, job);
    const spoil = { jobId: job, titles: [before[1]!.title], reason: 'Bourrage' };
    expect(await refusal(printAgain(r.world, kone(), { ...spoil, requestId: uuid() }))).toMatch(/autre site/);
    const again = await printAgain(r.world, r.clerk, { ...spoil, requestId: uuid() });
    expect(await serials(again)).toEqual([[before[1]!.title, 900_007]]);
    expect(await r.db.owner`select status, reference from blank_range where first = 900003`).toMatchObject([{ status: 'spoiled', reference: 'Bourrage' }]);
    expect(await printTally(r.world.read, job)).toMatchObject({ spoiled: 1 });
    expect((await titlesOf(r.world.read, job))[1]).toMatchObject({ again: (await printJob(r.world.read, again))!.number });
    expect(await refusal(printAgain(r.world, r.clerk, { ...spoil, requestId: uuid() }))).toMatch(/déjà inscrit/);
    expect(await verified()).toEqual([]);
  });

  it('l’entreprise imprime son lot sur les vierges qu’elle détient, si sa convention le dit ; sinon le guichet', async () => {
    const all = await titles(ofBatch);
    expect(await refusal(ask(pro, ofBatch, all))).toMatch(/convention/);
    await allowPrinting();
    expect(await refusal(ask(pro, noumea, all)), 'an office is not hers').toMatch(/convention/);
    expect(await refusal(ask(pro, { kind: 'batch', batchId: other }, all)), 'another’s batch').toMatch(/convention/);
    const [first, ...rest] = all;
    expect(await serials(await ask(pro, ofBatch, [first!]))).toEqual([[first, 900_013]]);
    expect(await serials(await ask(r.clerk, ofBatch, [rest[0]!]))).toEqual([[rest[0], 900_008]]);
  });

  it('deux impressions sur un même stock ne partagent aucun papier, deux sites aucun titre', async () => {
    for (const id of vehicles.slice(0, 3)) await issue(id);
    const all = await titles({ ...noumea, day: '2026-11-20' });
    expect(all).toHaveLength(3);
    // Two blanks are left in Nouméa: one of the two jobs has enough, the other says what is missing.
    const race = await Promise.all([refusal(ask(r.clerk, noumea, all.slice(0, 2))), refusal(ask(r.clerk, noumea, all.slice(2)))]);
    expect(race.filter((one) => one === 'done')).toHaveLength(1);
    expect(race.find((one) => one !== 'done')).toMatch(/il manque [12] titre/);
    const left = await titles(ofBatch);
    const sites = await Promise.all([refusal(ask(kone(), ofBatch, left)), refusal(ask(pro, ofBatch, left))]);
    expect(sites.filter((one) => one === 'done')).toHaveLength(1);
    expect(await verified()).toEqual([]);
  });
});
