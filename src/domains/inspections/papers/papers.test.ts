import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { paperTemplates } from '../../../app.ts';
import { demoAgentId } from '../../../core/access/demo.ts';
import type { Json } from '../../../core/act/types.ts';
import { verifyCode } from '../../../core/crypto/index.ts';
import type { Caller } from '../../../core/demarche/index.ts';
import { REACT, runDue } from '../../../core/jobs/index.ts';
import { closePaperThreads } from '../../../core/paper/index.ts';
import { reread } from '../../../core/paper/reread.ts';
import { openPieceStore, readPiece } from '../../../core/pieces/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { DRAW, drawTask, papersOfSubject, type PaperRow } from '../../documents/index.ts';
import { receivePayment } from '../../payments/index.ts';
import { advance, bringToRefusal, refuseDossier } from '../../../core/demarche/index.ts';
import { territory } from '../../../territory/index.ts';
import { register, type TestRegister } from '../../registrations/fixture.ts';

let r: TestRegister;
let lea = '';
// A worker that draws takes its fonts the first time.
beforeAll(async () => { r = await register(); lea = await r.person('Exemple', '98814', null); }, 60_000);
afterAll(async () => { await closePaperThreads(); await r.close(); });

const inspector: Caller = { actor: { kind: 'agent', agentId: demoAgentId('inspection'), name: 'Wali Exemple', roles: ['inspector'], office: 'noumea' }, door: 'counter' };

async function run(caller: Caller, id: string, subject: { kind: string; id: string } | null, input: Json): Promise<string> {
  const dossier = await r.open(caller, id, subject, input);
  await r.bring(caller, dossier.id);
  const outcome = await r.submit(caller, dossier.id);
  if (outcome.kind === 'moved' && outcome.dossier.state === 'to_pay') {
    await r.world.acts.begin((tx) => receivePayment(tx, { dossierId: dossier.id, provider: 'simulator', providerId: uuid(), amount: outcome.dossier.quote!.total, means: 'card-online', receivedAt: r.time.now } as never));
    await advance(r.world, caller, dossier.id);
  } else if (outcome.kind !== 'moved' || outcome.dossier.state !== 'issued') throw new Error(JSON.stringify(outcome));
  return dossier.subject_id;
}

/** Draws what waits, and reads one paper again as its bearer does. */
async function read(subjectId: string, template: string): Promise<{ text: string; code: Awaited<ReturnType<typeof verifyCode>> }> {
  const env = { sql: r.world.read, acts: r.world.acts, facets: r.world.facets, templates: paperTemplates, store: openPieceStore(r.folder), demo: true, checkUrl: 'https://sitt.nc/verifier', clock: () => r.time.now };
  await runDue(r.db.sql, { [DRAW]: drawTask(env), [REACT]: () => Promise.resolve(), 'send-message': () => Promise.resolve() }, r.time.now);
  const paper = (await papersOfSubject(r.world.read, subjectId)).find((one) => one.template === template) as PaperRow;
  const pdf = await readPiece(env.store, paper.pdf_sha256!.toString('hex'));
  if (process.env['SHOW_PAPERS']) { mkdirSync(process.env['SHOW_PAPERS'], { recursive: true }); writeFileSync(`${process.env['SHOW_PAPERS']}/${template}.pdf`, pdf); }
  return { text: (await reread(pdf)).text.replace(/\s+/g, ' '), code: await verifyCode(paper.code!, r.keys.publicKeys(), '2026-11-20') };
}

it('le procès-verbal d’homologation porte les rubriques à leurs lettres, ce que l’inspecteur a lu, et qui signe', async () => {
  const technical = { 'D.1': 'TOYOTA', 'D.2': 'GUN125L', 'D.3': 'HILUX', 'J.1': 'CTTE', 'J.3': 'PICK-UP', 'F.2': 3210, 'G.1': 2050, 'P.1': 2393, 'P.2': 110, 'P.3': 'GO', 'P.6': 9, 'S.1': 5, R: 'BLANC', B: { precision: 'month', value: '2019-05' } };
  const id = await run(r.counter, 'demander-homologation-isolee', null, { origin: 'used-import', applicant: { who: 'known', personId: lea }, chassis: 'MR0DEMO0000000801', technical });
  const on = { kind: 'approval', id };
  await run(inspector, 'instruire-homologation', on, { verdict: 'complete' });
  await run(inspector, 'enregistrer-visite-homologation', on, { on: '2026-11-20', site: 'cctv-canala', verdict: 'favourable', odometer: 84_210, measured: { 'S.1': 4 } });
  await run(inspector, 'delivrer-homologation', on, { on: '2026-11-20' });
  const { text, code } = await read(id, 'pv-homologation');
  for (const said of ['Procès-verbal d’homologation', 'Réception à titre isolé', 'PVH4800', 'HOM-2026-', 'MR0DEMO0000000801', '3 210 kg', '4 places', '84 210 km', 'Canala', 'Wali Exemple', 'inspecteur du CCTV, par délégation']) expect(text).toContain(said);
  expect(text).toMatch(/F\.2.*P\.6.*S\.1/);
  expect(code).toMatchObject({ valid: true, claims: { kind: 'PVH' } });
}, 60_000);

it('le procès-verbal d’une visite refusée dit les défauts, le freinage, le compteur, et jusqu’à quand représenter le véhicule', async () => {
  const id = await r.vehicle('MR0DEMO0000000802', [lea]);
  await run(inspector, 'enregistrer-visite', { kind: 'vehicle', id }, { kind: 'periodic', on: '2026-11-20', site: 'cctv-baco', odometer: 151_020, brakes: { service: 38.5, imbalance: 31 }, defects: { brakes: { service: true }, wheels: { tread: true } }, verdict: 'refused', remarks: 'Véhicule présenté vide.' });
  const { text, code } = await read(id, 'pv-visite');
  for (const said of ['480 000 NC', 'Visite périodique', 'Refusé', '20/12/2026', '151 020 km', '38,5 %', '31 %', 'Frein de service insuffisant', 'majeur', 'Véhicule présenté vide.', 'ne doit pas circuler', 'Baco', 'Wali Exemple']) expect(text).toContain(said);
  expect(code).toMatchObject({ valid: true, claims: { kind: 'PVV', plate: '480000NC' } });
});

it('un refus d’homologation dit ses motifs et comment le contester, délais à confirmer', async () => {
  const id = await run(r.counter, 'demander-homologation-isolee', null, { origin: 'transformation', applicant: { who: 'known', personId: lea }, chassis: 'MR0DEMO0000000803', technical: { 'D.1': 'TOYOTA', 'J.1': 'CTTE' } });
  const { id: dossierId } = await bringToRefusal(r.world, inspector as never, r.world.catalogue.get('delivrer-homologation')!, { kind: 'approval', id }, {});
  await refuseDossier(r.world, inspector as never, dossierId, { reasons: 'Le châssis a été coupé puis ressoudé sans note de calcul.', texts: ['homologation'], appeals: territory.procedure('2026-11-20').ways, requestId: uuid() });
  const { text } = await read(id, 'refus-homologation');
  for (const said of ['Refus d’homologation', 'ressoudé sans note de calcul', 'Recours gracieux', 'tribunal administratif', 'à confirmer', 'Wali Exemple']) expect(text).toContain(said);
});

it('le certificat porte la prochaine visite (X.1), l’historique le compteur', async () => {
  const id = await r.vehicle('MR0DEMO0000000804', [lea]);
  await run(r.counter, 'changer-usage', { kind: 'vehicle', id }, { usage: 'taxi' });
  await run(inspector, 'enregistrer-visite', { kind: 'vehicle', id }, { kind: 'periodic', on: '2026-11-20', site: 'tour', odometer: 60_000, verdict: 'accepted' });
  await run(r.counter, 'demander-duplicata', { kind: 'vehicle', id }, { reason: 'loss', since: '2026-11-20' });
  expect((await read(id, 'certificat')).text).toMatch(/X\.1.*Prochaine visite technique.*20\/11\/2027/);
  await run(r.counter, 'demander-attestation', { kind: 'vehicle', id }, { document: 'history' });
  expect((await read(id, 'historique')).text).toMatch(/Compteur : sans avis.*60 000 km.*Premier relevé/);
});
