import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPartnerId } from '../../../db/seeds/partners.ts';
import { enterCompany } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { PICTURE, plain } from '../../../tests/setup/enter.ts';
import { actorOf } from '../../core/access/password-login.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import { batchTask, confirmBatch, sendBatch } from '../../domains/partners/index.ts';

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
    expect((await lucie.post(`${url}/pieces`, {}, files)).statusCode).toBe(303);
    expect(await kept()).toEqual(['2-dedouanement', '2-facture', '3-facture']);
    const said = plain((await lucie.get(url)).body);
    expect(said).toMatch(/3 pièces sont jointes\..*9-facture\.png : la ligne 9 n’a pas de dossier.*facture\.png : son nom doit être une ligne et une nature.*3-recette\.png : la ligne 3 attend : .*dedouanement.*3-dedouanement\.png : /);
  });
});
