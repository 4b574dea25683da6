import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccreditationId } from '../../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { enterCompany, type CompanyDesk } from '../../../../tests/setup/company.ts';
import { enter, PICTURE, plain, type Desk } from '../../../../tests/setup/enter.ts';
import { trade, type Trade } from '../../../../tests/setup/trade.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import { openSession } from '../../../core/access/sessions.ts';
import { evaluate, openDossier, submitDossier } from '../../../core/demarche/index.ts';
import { deterministicId } from '../../../core/values/ids.ts';
import { photosWhere } from '../../../domains/inspections/index.ts';

let country: Country;
let t: Trade;
let vehicle = '';
let inspector: Desk;
let centre: CompanyDesk;
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  [vehicle, inspector, centre] = [await t.find('enregistrer-visite', '471001NC'), await enter(country, 'inspection'), await enterCompany(country, 'controle-1')];
}, 60_000);
afterAll(() => country.close());

const SCAN = Buffer.from('%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF\n');
const day = () => country.app.world.today(country.at.now).split('-');
const visited = () => ({ kind: 'periodic', 'on.$year': day()[0]!, 'on.$month': day()[1]!, 'on.$day': day()[2]!, site: 'cctv-baco', odometer: '61000', verdict: 'accepted' });
const photos = (subjectId: string) => photosWhere(country.app.pools.read, { subjectId });
const form = () => `/guichet/controle/actes/enregistrer-visite/${vehicle}`;
const readings = async (purpose: string) => (await country.db.owner<{ person_id: string }[]>`select person_id from access_log where purpose = ${purpose}`).map(({ person_id }) => person_id);

describe('les photographies d’une visite', () => {
  it('à l’inspecteur elles sont offertes, non demandées ; la tablette ouvre son appareil', async () => {
    const { body } = await inspector.get(form());
    expect(body).toMatch(/name="piece\.photo-plaque"[^>]*accept="image\/jpeg,image\/png"[^>]*capture="environment"/);
    expect(plain(body)).toMatch(/Photographie de la plaque et du numéro de série \(VIN\) \(facultatif\)/);
  });

  it('un PDF n’en est pas une : la phrase est à côté du champ, rien de tapé n’est perdu, rien n’est enregistré', async () => {
    const refused = await inspector.post(form(), visited(), { 'piece.photo-plaque': SCAN });
    expect(refused.statusCode).toBe(422);
    expect(plain(refused.body)).toMatch(/Une photographie est attendue, en JPEG ou en PNG/);
    expect(refused.body).toMatch(/value="61[^"]*000"/);
    expect([await photos(vehicle), (await country.db.owner`select 1 from vehicle_visit where vehicle_id = ${vehicle}`).length]).toEqual([[], 0]);
  });

  it('jointe, elle se voit sur la fiche du véhicule, et le titulaire lit qu’elle a été vue', async () => {
    expect((await inspector.post(form(), visited(), { 'piece.photo-plaque': PICTURE })).statusCode).toBe(303);
    const [photo] = await photos(vehicle);
    const href = `/guichet/controle/photos/${photo!.id}`;
    expect((await inspector.get(`/guichet/controle/vehicules/${vehicle}`)).body).toContain(href);
    const seen = await inspector.get(href);
    expect([seen.statusCode, seen.headers['content-type'], seen.rawPayload.equals(PICTURE)]).toEqual([200, 'image/png', true]);
    expect(await readings('photographies d’une visite')).toEqual([demoPersonId('marie')]);
    // Neither the counter nor a centre opens it by this way.
    expect((await (await enter(country, 'guichet')).get(href)).statusCode).toBe(403);
    expect((await centre.get(href)).statusCode).not.toBe(200);
  });

  it('le titulaire ouvre celles de son véhicule ; un autre usager, rien', async () => {
    const [photo] = await photos(vehicle);
    const href = `/usager/vehicules/${vehicle}/photos/${photo!.id}`;
    const as = async (sub: string) => {
      const id = deterministicId('demo-account', sub);
      await country.db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance, linked_at) values (${id}, 'essai', ${sub}, ${demoPersonId(sub)}, ${sub}, 'verified', now()) on conflict do nothing`;
      const cookies = { 'sitt-citizen': await openSession(country.db.pools.acts, 'citizen', { kind: 'citizen', id }, {}, country.at.now) };
      return country.server.inject({ url: href, cookies });
    };
    expect([(await as('marie')).statusCode, (await as('jean')).statusCode, (await country.server.inject({ url: href })).statusCode]).toEqual([200, 404, 303]);
  });
});

describe('un centre agréé', () => {
  const sale = () => ({ kind: 'sale', on: country.app.world.today(country.at.now), inspector: 'AGR-EXEMPLE-1', 'defects.brakes.service': 'true' });

  it('doit celle de la plaque, et celle des défauts quand l’un est majeur (à confirmer) : sans elles, le dossier attend', async () => {
    const pro = t.pro('controle-1', 'inspection-centre');
    const asked = async (caller: typeof pro, defects: object) => (await evaluate(country.app.world, t.demarche('enregistrer-visite'), { actor: caller.actor, subject: { kind: 'vehicle', id: vehicle }, json: { kind: 'sale', on: sale().on, inspector: 'AGR-1', defects } })).pieces.filter(({ optional }) => !optional).map(({ kind }) => kind);
    expect(await asked(pro, {})).toEqual(['photo-plaque']);
    expect(await asked(pro, { brakes: { service: true } })).toEqual(['photo-plaque', 'photo-defaut-brakes-service']);
    // What is only to be watched asks none; each that is to be repaired asks its own.
    expect(await asked(pro, { brakes: { service: true, wear: true }, wheels: { cut: true } })).toEqual(['photo-plaque', 'photo-defaut-brakes-service', 'photo-defaut-wheels-cut']);
    expect(await asked(t.agent('inspection', ['inspector']), { brakes: { service: true } })).toEqual([]);
  });

  it('deux défauts majeurs : la photographie de l’un ne vaut pas pour l’autre, un PDF n’en est pas une ; il en faut deux', async () => {
    const pro = t.pro('controle-1', 'inspection-centre');
    const dossier = await openDossier(country.app.world, pro, { demarche: t.demarche('enregistrer-visite'), subject: { kind: 'vehicle', id: vehicle }, input: { kind: 'sale', on: sale().on, inspector: 'AGR-EXEMPLE-1', defects: { brakes: { service: true }, wheels: { tread: true } } } });
    const at = `/professionnel/dossiers/${dossier.id}/pieces`;
    const join = (kind: string, bytes: Buffer) => centre.post(at, {}, [{ field: `piece.${kind}`, name: bytes === SCAN ? 'x.pdf' : 'x.png', bytes }]);
    const kept = async () => (await country.db.owner<{ kind: string }[]>`select kind from dossier_piece where dossier_id = ${dossier.id} order by kind`).map(({ kind }) => kind);
    await join('photo-plaque', PICTURE);
    await join('photo-defaut-brakes-service', PICTURE);
    const scan = await join('photo-defaut-wheels-tread', SCAN);
    expect([scan.statusCode, plain(scan.body)]).toEqual([422, expect.stringMatching(/Une photographie est attendue, en JPEG ou en PNG/)]);
    expect(await kept()).toEqual(['photo-defaut-brakes-service', 'photo-plaque']);
    const waits = await submitDossier(country.app.world, pro, dossier.id);
    expect(JSON.stringify((waits as Extract<typeof waits, { kind: 'moved' }>).dossier.blockers)).toMatch(/Photographie du défaut : Pneu usé/);
    expect(t.codes(waits)).toEqual(['to_complete']);
    await join('photo-defaut-wheels-tread', PICTURE);
    expect(t.codes(await submitDossier(country.app.world, pro, dossier.id))).toEqual(['issued']);
    // Each is called by what it shows.
    const opened = await inspector.get(`/guichet/controle/vehicules/${vehicle}`);
    expect(plain(opened.body)).toMatch(/Pneu usé au-delà de la limite, photographie \d/);
  });

  it('les siennes s’ouvrent chez lui et chez la gestionnaire ; pas chez un autre professionnel, ni par une autre accréditation', async () => {
    expect(t.codes(await t.ask(t.pro('controle-1', 'inspection-centre'), 'enregistrer-visite', '471001NC', sale()))).toEqual(['issued']);
    const [photo] = (await photos(vehicle)).filter(({ companyId }) => companyId);
    await country.db.owner`update dossier_piece set stored_as = (select stored_as from dossier_piece where kind = 'photo-plaque' and stored_as <> 'x' limit 1), media_type = 'image/png' where id = ${photo!.id}`;
    const own = `/professionnel/dossiers/${photo!.dossierId}/pieces/${photo!.id}`;
    const other = await enterCompany(country, 'garage-1');
    expect([(await centre.get(own)).statusCode, (await other.get(own)).statusCode]).toEqual([200, 404]);
    expect((await centre.get(`/professionnel/dossiers/${photo!.dossierId}`)).body).toContain(own);
    const manager = await enter(country, 'responsable', '/guichet');
    const at = `/guichet/professionnels/${demoAccreditationId('controle')}`;
    expect((await manager.get(at)).body).toContain(`${at}/photos/${photo!.id}`);
    expect([(await manager.get(`${at}/photos/${photo!.id}`)).statusCode, (await manager.get(`/guichet/professionnels/${demoAccreditationId('garage')}/photos/${photo!.id}`)).statusCode]).toEqual([200, 404]);
    // What an agent took is no company's.
    const [ours] = (await photos(vehicle)).filter(({ companyId }) => !companyId);
    expect((await manager.get(`${at}/photos/${ours!.id}`)).statusCode).toBe(404);
  });
});
