import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoDelivery, demoType } from '../../../db/seeds/delivery.ts';
import { demoPartnerId } from '../../../db/seeds/partners.ts';
import { enterCompany } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { PICTURE, pictureOf, plain } from '../../../tests/setup/enter.ts';
import { actorOf } from '../../core/access/password-login.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import { batchTask, confirmBatch, sendBatch } from '../../domains/partners/index.ts';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

type Partner = Extract<Actor, { kind: 'partner' }>;
const partner = async (user: string) => await actorOf<Actor>(country.db.pools.read, { kind: 'partner', id: demoPartnerId(user) }) as Partner;

const row = (chassis: string) => ({
  origin: 'new', chassis, 'technical.D.1': 'TOYOTA', 'technical.J.1': 'CTTE', 'technical.P.3': 'GO', 'technical.F.2': '3 000', 'technical.B': '15/01/2026', 'approval.kind': 'type', 'approval.number': 'PV-1',
  'holder.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1',
});

describe('les pièces d’un lot', () => {
  test('plusieurs fichiers à la fois trouvent leur ligne par leur nom ; chaque faute est dite près du sien ; qui n’agit pas, ou une autre entreprise, n’en joint aucun', async () => {
    const { world } = country.app;
    const teva = await partner('garage-2');
    const id = await sendBatch(world, teva, world.catalogue.get('premiere-immatriculation') as Demarche, { records: [row('MR0DEMO0000000911'), row('MR0DEMO0000000912')], source: 'paste', filename: null, requestId: 'pieces', most: 10 });
    await confirmBatch(world, teva, id);
    await batchTask(world)({ batchId: id }, { number: 1, last: false, signal: new AbortController().signal });
    const kept = async () => (await country.db.owner<{ line: number; kind: string }[]>`select r.line, p.kind from partner_batch_row r join dossier_piece p on p.dossier_id = r.dossier_id where r.batch_id = ${id} order by 1, 2`).map(({ line, kind }) => `${line}-${kind}`);
    const url = `/professionnel/lots/${id}`;
    const files = ([['2-facture.png', PICTURE], ['3-facture.png', PICTURE], ['2-dedouanement.png', PICTURE], ['9-facture.png', PICTURE], ['facture.png', PICTURE], ['3-recette.png', PICTURE], ['3-dedouanement.png', Buffer.from('not a picture')]] as const).map(([name, bytes]) => ({ field: 'fichiers', name, bytes, type: 'image/png' }));
    const [lucie, naomi, maui] = await Promise.all([enterCompany(country, 'garage-1'), enterCompany(country, 'garage-3'), enterCompany(country, 'location-1')]);
    expect((await naomi.post(`${url}/pieces`, {}, files)).statusCode, 'a reader').toBe(403);
    expect((await maui.post(`${url}/pieces`, {}, files)).statusCode, 'another company').toBe(404);
    expect(await kept()).toEqual([]);
    const partly = await lucie.post(`${url}/pieces`, {}, files);
    expect(partly.statusCode, 'what was wrong is said at once').toBe(422);
    expect(await kept()).toEqual(['2-dedouanement', '2-facture', '3-facture']);
    expect(plain(partly.body)).toMatch(/3 fichiers sont joints ; 4 ne le sont pas\..*9-facture\.png : aucune ligne de ce lot ne s’appelle « 9 »\..*facture\.png : son nom doit être une ligne et une nature.*3-recette\.png : la ligne 3 attend : .*dedouanement.*3-dedouanement\.png : /);
    expect(plain((await lucie.get(url)).body), 'the rows say what is still missing, not what was').toMatch(/Manque : \d papiers procès-verbal d’homologation, justificatif de domicile, .*Manque : \d papiers procès-verbal d’homologation, document de dédouanement, justificatif/);
    expect((await lucie.post(`${url}/pieces`, {}, [{ field: 'fichiers', name: 'lot-domicile.png', bytes: PICTURE, type: 'image/png' }])).statusCode, 'one paper for all the rows').toBe(303);
    expect((await kept()).filter((one) => one.includes('domicile'))).toEqual(['2-justificatif-domicile', '3-justificatif-domicile']);

    // A photograph of the vehicle is one: no scan, not one for all the rows, and the same image of two vehicles is said to whoever looks.
    const drop = async (...names: string[]) => plain((await lucie.post(`${url}/pieces`, {}, names.map((name) => ({ field: 'fichiers', name, bytes: name.endsWith('.pdf') ? PDF : PICTURE })))).body);
    expect(await drop('2-photo-vin.pdf', 'lot-photo-document.pdf', 'lot-photo-vin.png')).toMatch(/2-photo-vin\.pdf : Une photographie est attendue, en JPEG ou en PNG\..*lot-photo-document\.pdf : Une photographie est attendue.*lot-photo-vin\.png : cette photographie est prise sur un véhicule : nommez la ligne/);
    await drop('lot-photo-document.png', 'lot-homologation.pdf', '3-dedouanement.pdf', 'lot-attestation-assurance.pdf', 'lot-permis.pdf', '2-photo-vin.png');
    const reasons = async (line: number) => (await country.db.owner<{ said: string }[]>`select reason ->> 'said' as said from partner_batch_row r join partner_examination e on e.dossier_id = r.dossier_id cross join jsonb_array_elements(e.reasons) reason where r.batch_id = ${id} and r.line = ${line} and reason ->> 'signal' = 'same-photo'`).map(({ said }) => said);
    expect(await reasons(2), 'alone it is none').toEqual([]);
    await drop('3-photo-vin.png');
    const [two] = await country.db.owner<{ number: string }[]>`select d.number from partner_batch_row r join dossier d on d.id = r.dossier_id where r.batch_id = ${id} and r.line = 2`;
    expect(await reasons(3)).toEqual([`La même photo a servi pour un autre dossier : ${two?.number}.`]);
  });

  test('quarante lignes, quatre-vingts fichiers d’un coup : deux cent quarante par envoi, pas un de plus', async () => {
    const { world } = country.app;
    const teva = await partner('garage-2');
    const vin = (n: number) => `MR0DEMO00000010${String(n).padStart(2, '0')}`;
    const id = await sendBatch(world, teva, world.catalogue.get('premiere-immatriculation') as Demarche, { records: Array.from({ length: 40 }, (_, n) => row(vin(n))), source: 'paste', filename: null, requestId: 'forty', most: 40 });
    await confirmBatch(world, teva, id);
    await batchTask(world)({ batchId: id }, { number: 1, last: false, signal: new AbortController().signal });
    const lucie = await enterCompany(country, 'garage-1');
    const asFile = (name: string) => ({ field: 'fichiers', name, bytes: PICTURE, type: 'image/png' });
    const drop = Array.from({ length: 40 }, (_, n) => [`${n + 2}-facture.png`, `${vin(n)}-dédouanement.png`]).flat().map(asFile);
    expect((await lucie.post(`/professionnel/lots/${id}/pieces`, {}, drop)).statusCode).toBe(303);
    const body = plain((await lucie.get(`/professionnel/lots/${id}`)).body);
    expect(body).toMatch(/80 fichiers sont joints\./);
    expect(body).toMatch(/40 lignes attendent leurs papiers.*Justificatif de domicile 2-justificatif-domicile\.pdf 2 à 41/);
    expect((await lucie.post(`/professionnel/lots/${id}/pieces`, {}, Array.from({ length: 241 }, (_, n) => asFile(`${n}-facture.png`)))).statusCode).toBe(413);
  });

  test('une livraison de pick-ups homologués et assurés : papiers joints, les certificats sont émis sans agent ; la ligne qu’aucun assureur ne connaît va à un agent, et il est dit pourquoi', async () => {
    const { world } = country.app;
    const teva = await partner('garage-2');
    const records = demoDelivery.map(({ chassis, contract }, index) => ({
      origin: 'new', chassis, 'technical.B': '15/10/2026', 'technical.R': 'BLANC', 'approval.kind': 'type', 'approval.number': demoType, 'holder.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': index === 2 ? 'AUTRE-CONTRAT' : contract,
    }));
    const id = await sendBatch(world, teva, world.catalogue.get('premiere-immatriculation') as Demarche, { records, source: 'paste', filename: null, requestId: 'delivery', most: 40 });
    const lucie = await enterCompany(country, 'garage-1');
    const url = `/professionnel/lots/${id}`;
    const WHY = 'Un agent relit parce qu’aucun assureur n’a fait connaître ce contrat pour ce numéro de série.';
    expect(plain((await lucie.get(url)).body), 'known before it is confirmed').toMatch(new RegExp(`Relues par un agent une ligne.*${WHY}`));
    await confirmBatch(world, teva, id);
    await batchTask(world)({ batchId: id }, { number: 1, last: false, signal: new AbortController().signal });
    const asFile = (name: string) => ({ field: 'fichiers', name, bytes: pictureOf(name), type: 'image/png' });
    const drop = ['lot-facture.png', 'lot-domicile.png', 'lot-dedouanement.png', 'lot-document.png', '4-attestation-assurance.png', ...[2, 3, 4].map((line) => `${line}-photo-vin.png`)].map(asFile);
    expect((await lucie.post(`${url}/pieces`, {}, drop)).statusCode).toBe(303);
    const ours = plain((await lucie.get(url)).body).replace(/^.*Toutes 4/, '');
    expect(ours, 'what waits for the dealer comes first').toMatch(/À compléter Ligne .*Ligne 5 · VSKDEMO0000000104 À compléter Manque : photographie/);
    expect(ours, 'and nothing else').not.toMatch(/VSKDEMO000000010[123]/);
    const waits = plain((await lucie.get(`${url}?voir=agent`)).body);
    expect(waits).toMatch(/À compléter 1 En attente d’un agent 1 Faites 2 Arrêtées 0 Toutes 4/);
    expect(waits.replace(/^.*Toutes 4/, '')).toMatch(/^(?!.*VSKDEMO000000010[124]).*VSKDEMO0000000103 En examen/);
    expect(plain((await lucie.get(`${url}?voir=arretees`)).body)).toContain('Aucune ligne ici');
    const body = plain((await lucie.get(`${url}?voir=toutes`)).body);
    expect(body).toMatch(/Fait : 2.*Une ligne attend ses papiers.*5-photo-vin\.jpg 5 /);
    expect(body, 'the number of each that is done').toMatch(/Ligne 2 · VSKDEMO0000000101 Fait \d{3} \d{3} NC .*Ligne 3 · VSKDEMO0000000102 Fait \d{3} \d{3} NC/);
    expect(body).toContain(`Ligne 4 · VSKDEMO0000000103 En examen ${WHY}`);
    const acts = await country.db.owner<{ signed: boolean }[]>`select a.signatory is not null as signed from act a join partner_batch_row r on a.author ->> 'dossierId' = r.dossier_id::text where r.batch_id = ${id} and a.kind = 'registration.registered'`;
    expect(acts).toEqual([{ signed: false }, { signed: false }]);

    // The control holds the fifth: a row that still lacks its paper is the dealer's; one that lacks nothing waits for the manager.
    const { owner } = country.db;
    await owner`insert into partner_examination (dossier_id, company_id, user_id, demarche, batch, sent_at, score, sent, held, reasons) select d.id, ${teva.companyId}, ${teva.userId}, d.demarche, true, now(), 90, false, true, '[]' from partner_batch_row r join dossier d on d.id = r.dossier_id where r.batch_id = ${id} and r.line = 5 on conflict (dossier_id) do update set held = true`;
    const HELD = /Ligne 5 · VSKDEMO0000000104 Retenue La gestionnaire des professionnels la lit avant qu’elle soit faite/;
    expect(plain((await lucie.get(`${url}?voir=a-completer`)).body)).toContain('VSKDEMO0000000104 À compléter');
    expect(plain((await lucie.get(`${url}?voir=agent`)).body)).not.toMatch(HELD);
    await owner`update dossier set state = 'draft', blockers = '[]' where id = (select dossier_id from partner_batch_row where batch_id = ${id} and line = 5)`;
    expect(plain((await lucie.get(`${url}?voir=agent`)).body)).toMatch(HELD);
    expect(plain((await lucie.get(`${url}?voir=a-completer`)).body)).not.toContain('VSKDEMO0000000104');
  });
});
