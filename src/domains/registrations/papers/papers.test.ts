import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperTemplates } from '../../../app.ts';
import { verifyCode } from '../../../core/crypto/index.ts';
import { REACT, runDue } from '../../../core/jobs/index.ts';
import { closePaperThreads, renderPaper } from '../../../core/paper/index.ts';
import { reread } from '../../../core/paper/reread.ts';
import { openPieceStore, readPiece } from '../../../core/pieces/index.ts';
import { checkTitle, describePaper, DRAW, drawTask, findPaper, papersOfSubject, paperWords, type Drawing } from '../../documents/index.ts';
import { movePerson } from '../../people/index.ts';
import { filedTask } from '../../../filed.ts';
import { lastSaleCode, testMessaging } from '../../../../tests/setup/sale-code.ts';
import { saleCode } from '../reactions/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { receivePayment } from '../../payments/index.ts';
import { register, type TestRegister } from '../fixture.ts';

let r: TestRegister;
let env: Drawing;
let lea = '';
let vehicleId = '';
beforeAll(async () => {
  r = await register();
  env = {
    sql: r.world.read, acts: r.world.acts, facets: r.world.facets, templates: paperTemplates, store: openPieceStore(r.folder), demo: true,
    checkUrl: 'https://sitt.example.nc/verifier', clock: () => r.time.now, codeOf: (source) => saleCode(testMessaging.sender.secret, source),
  };
  lea = await r.person('Exemple', '98814', null);
  vehicleId = await r.vehicle('MR0DEMO0000000101', [lea]);
});
afterAll(async () => { await closePaperThreads(); await r.close(); });

const draw = () => runDue(r.db.sql, { [DRAW]: drawTask(env), [REACT]: () => Promise.resolve(), 'send-message': () => Promise.resolve() }, r.time.now);
async function pdfOf(number: string) {
  const paper = (await findPaper(r.world.read, number))!;
  const pdf = await readPiece(env.store, paper.pdf_sha256!.toString('hex'));
  if (process.env['SHOW_PAPERS']) { mkdirSync(process.env['SHOW_PAPERS'], { recursive: true }); writeFileSync(`${process.env['SHOW_PAPERS']}/${paper.template}.pdf`, pdf); }
  return { paper, pdf, read: await reread(pdf) };
}

describe('le certificat, de l’acte au papier', { timeout: 60_000 }, () => {
  let number = '';
  it('est commandé et signé avec l’acte, dessiné ensuite, lu et vérifié par un inconnu', async () => {
    const dossier = await r.open(r.counter, 'changer-adresse', { kind: 'vehicle', id: vehicleId }, { address: { commune: '98815', placeKind: 'tribe', place: 'Tribu de l’Essai' } });
    await r.bring(r.counter, dossier.id);
    expect(await r.submit(r.counter, dossier.id)).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    number = (await papersOfSubject(r.world.read, vehicleId))[0]!.number;
    expect((await findPaper(r.world.read, number))!).toMatchObject({ template: 'certificat', drawn_at: null, code: expect.stringMatching(/^SITT1:/) as string });
    expect(await draw()).toMatchObject({ failed: [] });
    const { paper, read } = await pdfOf(number);
    expect(read.pages).toBe(1);
    for (const text of ['480 000 NC', 'MR0DEMO0000000101', 'TOYOTA', 'EXEMPLE Œdonie', 'Tribu de l’Essai', 'Maré', number, 'DÉMONSTRATION', 'A', 'C.1', 'C.3', 'C.4', 'D.1', 'E', 'P.6', 'Z.1']) expect(read.text.replace(/\s/g, ' ')).toContain(text);
    expect(read.code).toBe(paper.code);
    expect(await verifyCode(read.code!, r.keys.publicKeys(), '2026-11-20')).toMatchObject({ valid: true, claims: { number, plate: '480000NC', kind: 'CI', issuedOn: '2026-11-20' } });
  });

  it('donne les mêmes octets plus tard, quoi que le registre ait appris depuis', async () => {
    const { paper, pdf } = await pdfOf(number);
    r.time.now = new Date('2026-11-25T02:00:00Z');
    await r.record([movePerson(lea, { commune: '98818', placeKind: 'street', place: '1 rue Ailleurs' })]);
    expect(Buffer.from(await renderPaper(await describePaper(env, paper))).equals(pdf)).toBe(true);
  });

  it('se vérifie par son numéro ou son code : validité, marque et modèle, rien d’autre', async () => {
    const { paper } = await pdfOf(number);
    const good = { valid: true, status: 'valid', makeModel: 'TOYOTA HILUX', issuedOn: '2026-11-20', validUntil: null };
    expect(await checkTitle(r.world.read, r.keys, number, r.time.now)).toEqual(good);
    expect(await checkTitle(r.world.read, r.keys, paper.code!, r.time.now)).toEqual(good);
    expect(await checkTitle(r.world.read, r.keys, 'T26-480000', r.time.now)).toMatchObject({ valid: false, status: 'replaced', makeModel: 'TOYOTA HILUX' });
    expect(await checkTitle(r.world.read, r.keys, `${paper.code!.slice(0, -3)}AAA`, r.time.now)).toMatchObject({ valid: false, status: 'forged', makeModel: null });
    expect(await checkTitle(r.world.read, r.keys, 'T99-1', r.time.now)).toMatchObject({ valid: false, status: 'unknown' });
  });
});

describe('les papiers d’une vente', { timeout: 60_000 }, () => {
  it('donnent au vendeur le jour et l’heure, à l’acheteur son code, et l’ancien titre se dit cédé puis expiré', async () => {
    r.time.now = new Date('2026-11-25T02:00:00Z');
    const before = (await r.registration(vehicleId)).titles.at(-1)!.number;
    await r.sell(lea, vehicleId, { name: 'Marc Modele' }, '2026-11-25', '11:15');
    expect(await draw()).toMatchObject({ failed: [] });
    const papers = await papersOfSubject(r.world.read, vehicleId);
    const receipt = await pdfOf(papers.find((one) => one.template === 'accuse-cession')!.number);
    for (const text of ['25 novembre 2026 à 11', '15', 'Marc Modele', 'EXEMPLE Œdonie', '10 décembre 2026']) expect(receipt.read.text.replace(/\s/g, ' ')).toContain(text);
    const code = await lastSaleCode({ db: r.db, app: r });
    const slip = await pdfOf(papers.find((one) => one.template === 'code-acheteur')!.number);
    expect(slip.read.text.replace(/\s/g, '')).toContain(code);
    expect(await checkTitle(r.world.read, r.keys, before, r.time.now)).toMatchObject({ valid: true, status: 'sold', validUntil: '2026-12-10' });
    expect(await checkTitle(r.world.read, r.keys, before, new Date('2026-12-12T00:00:00Z'))).toMatchObject({ valid: false, status: 'expired' });
  });
});

describe('ce qui suit un dépôt et un paiement', { timeout: 60_000 }, () => {
  it('donne un récépissé qui dit ce qui manque et ce que vaut le silence, puis une quittance, une fois chacun', async () => {
    const task = filedTask(r.world, { keys: r.keys, facets: r.world.facets, templates: paperTemplates });
    const attempt = { number: 1, last: false, signal: new AbortController().signal };
    const saleId = (await r.registration(vehicleId)).sale!.id;
    const marc = await r.person('Modele', '98818', null);
    const dossier = await r.open(r.citizen(marc), 'completer-achat', { kind: 'sale', id: saleId }, { buyer: { who: 'self' }, usage: 'private', proofs: { insurer: 'Assureur Exemple', contract: 'C2', licenceNumber: '2' } });
    expect(await r.submit(r.citizen(marc), dossier.id)).toMatchObject({ dossier: { state: 'to_complete' } });
    await task({}, attempt);
    await task({}, attempt);
    await r.world.acts.begin((tx) => receivePayment(tx, { dossierId: dossier.id, provider: 'simulator', providerId: uuid(), amount: 1000, means: 'card-online', receivedAt: r.time.now } as never));
    await task({}, attempt);
    expect(await draw()).toMatchObject({ failed: [] });
    const papers = (await papersOfSubject(r.world.read, saleId)).map((one) => one.template).sort();
    expect(papers).toEqual(['quittance', 'recepisse']);
    const filing = await pdfOf((await papersOfSubject(r.world.read, saleId)).find((one) => one.template === 'recepisse')!.number);
    for (const text of ['Récépissé de dépôt', 'Il manque', 'Justificatif de domicile', 'refusée', 'pas encore complet']) expect(filing.read.text.replace(/\s/g, ' ')).toContain(text);
    const paid = await pdfOf((await papersOfSubject(r.world.read, saleId)).find((one) => one.template === 'quittance')!.number);
    expect(paid.read.text.replace(/\s/g, ' ')).toContain('Quittance');
  });
});

it('chaque papier que SITT délivre a un nom en français, le même à toutes les portes', () => {
  expect(Object.keys(paperTemplates).filter((template) => paperWords(template) === 'Document')).toEqual([]);
  expect(paperWords('inconnu')).toBe('Document');
});
