import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccreditationNumber, demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { testMessages } from '../../../tests/setup/sale-code.ts';
import { trade } from '../../../tests/setup/trade.ts';
import { toldTo, work } from '../../../tests/setup/worker.ts';
import { transaction } from '../../core/db/sql.ts';
import { enqueue } from '../../core/jobs/index.ts';
import { endingTask, stoppedBlocks } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { openSession } from '../../core/access/sessions.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { openDossier, submitDossier } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { addDays, formatDate, formatShortDate, instantOf, today, type LawDate } from '../../core/values/time.ts';
import { isDone, readAppointment } from '../../domains/appointments/index.ts';
import { apiRoutes } from '../api/routes.ts';
import { professionalRoutes } from './index.ts';

let country: Country;
beforeAll(async () => {
  country = await demoCountry();
  await insertKey(country.db.owner, { id: uuid(), key: 'cle-arretee', owner: { kind: 'partner', id: demoPartnerId('occasion-1') }, label: 'essai', scopes: ['demarches:read', 'demarches:write', 'dossiers:read'], expires: null, demo: false });
}, 60_000);
afterAll(() => country.close());

/** A manager of a company: the used-car yard of the demo is suspended, the garage is not. */
async function manager(of: 'occasion' | 'garage' | 'location') {
  const cookies: Record<string, string> = { 'sitt-partner': await openSession(country.db.sql, 'partner', { kind: 'partner', id: demoPartnerId(`${of}-1`) }, {}, country.at.now) };
  const get = (url: string) => country.server.inject({ url, cookies });
  const form = await get('/professionnel');
  for (const { name, value } of form.cookies) cookies[name] = value;
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const post = (url: string, fields: Record<string, string> = {}) => country.server.inject({ method: 'POST', url, cookies, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf: csrf, _request: uuid(), ...fields }).toString() });
  return { get, post };
}
const CREATES: readonly (readonly [url: string, fields: Record<string, string>])[] = [
  ['/professionnel/equipe/inviter', { nom: 'Ana Exemple', courriel: `ana-${uuid()}@exemple.nc`, role: 'operator' }],
  ['/professionnel/equipe/cles', { libelle: 'Logiciel', droits: 'ecrire', quota: '5' }],
  ['/professionnel/webhooks', { adresse: 'https://www.exemple.nc/sitt' }],
  ['/professionnel/demarches/demander-attestation', { recherche: '471001NC' }],
  ['/professionnel/lots/nouveau/demander-attestation', { tableau: 'sujet;document\n471001NC;situation' }],
];
const made = async (companyId: string) => (await country.db.owner<{ n: number }[]>`
  select (select count(*) from partner_key where company_id = ${companyId}) + (select count(*) from partner_user where company_id = ${companyId}) + (select count(*) from partner_webhook where company_id = ${companyId})
       + (select count(*) from partner_batch where company_id = ${companyId}) + (select count(*) from dossier where actor ->> 'companyId' = ${companyId}) as n`)[0]?.n;

describe('une entreprise dont l’accréditation est suspendue', () => {
  test('ne crée rien : ni utilisateur, ni clé, ni adresse, ni dossier, ni lot ; la raison et qui la lève sont dites. Une entreprise en cours crée tout', async () => {
    const [stopped, going] = [await manager('occasion'), await manager('garage')];
    const before = await made(demoCompanyId('occasion'));
    for (const [url, fields] of CREATES) {
      const refused = await stopped.post(url, fields);
      expect(refused.statusCode, url).toBe(409);
      expect(refused.body).toMatch(/suspendue[^<]*/);
      expect(refused.body).toMatch(/gestionnaire des professionnels/);
      expect(refused.body, 'and by which text').toMatch(/Accréditation des professionnels par convention/);
      expect([200, 303], `${url} ${(await going.get('/professionnel')).statusCode}`).toContain((await going.post(url, fields)).statusCode);
    }
    expect(await made(demoCompanyId('occasion'))).toBe(before);
  });

  test('lit toujours son compte, ses dossiers, ses lots et ses webhooks, sans qu’un formulaire y trompe', async () => {
    const [stopped, going] = [await manager('occasion'), await manager('garage')];
    for (const url of ['', '/compte', '/dossiers', '/lots', '/equipe', '/webhooks']) expect((await stopped.get(`/professionnel${url}`)).statusCode, url).toBe(200);
    for (const url of ['/lots/nouveau', '/lots/nouveau/demander-attestation', '/demarches/demander-attestation']) expect((await stopped.get(`/professionnel${url}`)).statusCode, url).toBe(409);
    for (const url of ['/equipe', '/webhooks', '/lots']) {
      expect((await stopped.get(`/professionnel${url}`)).body, url).toMatch(/est suspendue/);
      expect((await going.get(`/professionnel${url}`)).body, url).not.toMatch(/est suspendue/);
    }
    expect((await stopped.get('/professionnel/equipe')).body).not.toContain('Inviter quelqu’un');
    expect((await going.get('/professionnel/equipe')).body).toContain('Inviter quelqu’un');
  });

  test('ferme un utilisateur et ne le rouvre pas ; répond sur son accréditation', async () => {
    const stopped = await manager('occasion');
    const user = uuid();
    await country.db.owner`insert into partner_user (id, name, company_id, partner_kind, roles, active) values (${user}, 'Essai', ${demoCompanyId('occasion')}, 'used-yard', ${['operator']}, true)`;
    const active = async () => (await country.db.owner<{ active: boolean }[]>`select active from partner_user where id = ${user}`)[0]?.active;
    expect((await stopped.post(`/professionnel/equipe/${user}/fermer`)).statusCode).toBe(303);
    expect(await active()).toBe(false);
    expect((await stopped.post(`/professionnel/equipe/${user}/rouvrir`)).statusCode).toBe(409);
    expect(await active()).toBe(false);
    expect((await stopped.get('/professionnel/demarches/mettre-fin-accreditation')).statusCode).toBe(200);
    expect((await stopped.post('/professionnel/demarches/mettre-fin-accreditation')).statusCode).toBe(303);
  });

  test('annule son rendez-vous et laisse une place qu’on lui propose ; n’en prend ni n’en déplace aucun. Une entreprise en cours fait les deux', async () => {
    const { world } = country.app;
    const clerk = { actor: { kind: 'agent' as const, agentId: demoAgentId('guichet'), name: 'Camille Exemple', roles: ['clerk' as const], office: 'noumea' }, door: 'counter', office: 'noumea' };
    const days = Array.from({ length: 5 }).reduce<LawDate[]>((found) => [...found, territory.nextOpenDay(addDays(found.at(-1) ?? addDays(today(country.at.now), 5), 1))], []) as [LawDate, LawDate, LawDate, LawDate, LawDate];
    const time = '14:15';
    const book = async (of: string, day: LawDate) => {
      const dossier = await openDossier(world, clerk, { demarche: world.catalogue.get('prendre-rendez-vous')!, subject: null, applicantId: demoCompanyId(of), input: { motive: 'import', office: 'noumea', day, time } });
      expect(isDone(await submitDossier(world, clerk, dossier.id))).toBe(true);
      return dossier.subject_id;
    };
    const status = async (id: string) => (await readAppointment(world, id))?.status;
    const place = `noumea ${instantOf(days[3], time).toISOString()}`;
    const [stopped, going] = [await manager('occasion'), await manager('garage')];
    const [ours, theirs, byKey] = [await book('occasion', days[0]), await book('garage', days[1]), await book('occasion', days[2])];
    const at = (id: string, step: string) => `/professionnel/rendez-vous/${id}/${step}`;
    expect((await stopped.post(at(ours, 'deplacer'), { place })).statusCode).toBe(409);
    expect((await stopped.post(at(ours, 'repondre'), { answer: 'accept' })).statusCode).toBe(409);
    expect((await stopped.post(at(ours, 'repondre'), { answer: 'decline' })).statusCode, 'nothing is offered, but it may answer').toBe(422);
    expect((await stopped.post(at(theirs, 'annuler'))).statusCode, 'another company’s is not there').toBe(303);
    expect([await status(ours), await status(theirs)]).toEqual(['booked', 'booked']);
    expect([(await stopped.post(at(ours, 'annuler'))).statusCode, await status(ours)]).toEqual([303, 'cancelled']);
    expect([(await going.post(at(theirs, 'deplacer'), { place })).statusCode, await status(theirs)]).toEqual([303, 'booked']);
    const call = (demarche: string, body: object) => country.ask('cle-arretee', 'POST', `/api/v1/demarches/${demarche}`, body);
    expect((await call('prendre-rendez-vous', { input: { motive: 'import', office: 'noumea', day: days[4], time } })).statusCode).toBe(409);
    expect((await call('deplacer-rendez-vous', { subject: byKey, input: { day: days[4], time } })).statusCode).toBe(409);
    expect([(await call('annuler-rendez-vous', { subject: byKey, input: {} })).statusCode, await status(byKey)]).toEqual([201, 'cancelled']);
  });

  test('sa clé lit et essaie à blanc ; elle n’ouvre ni dossier ni lot', async () => {
    const ask = (key: string, url: string, body?: unknown) => country.ask(key, body === undefined ? 'GET' : 'POST', `/api/v1/${url}`, body);
    const row = { subject: '471001NC', input: { document: 'situation' } };
    const before = await made(demoCompanyId('occasion'));
    for (const [url, body] of [['demarches/demander-attestation', row], ['batches', { demarche: 'demander-attestation', rows: [{ sujet: '471001NC', document: 'situation' }] }]] as const) {
      const refused = await ask('cle-arretee', url, body);
      expect(refused.statusCode, url).toBe(409);
      expect(refused.json()).toMatchObject({ blockers: [{ code: 'accreditation-suspendue', clearedBy: { who: 'le gestionnaire des professionnels' } }] });
      expect((await ask('demo-partner', url, body)).statusCode, url).not.toBe(409);
    }
    expect((await ask('cle-arretee', 'demarches/demander-attestation?dryRun=true', row)).statusCode, 'a dry run creates nothing').not.toBe(409);
    expect(await made(demoCompanyId('occasion'))).toBe(before);
  });

  test('tout ce qui lui reste ouvert est ici : une route nouvelle lui est fermée', () => {
    const open = [...professionalRoutes(country.app), ...apiRoutes(country.app)].filter(({ method, whenStopped }) => method !== 'GET' && whenStopped === true).map(({ path }) => path);
    expect(open.toSorted()).toEqual([
      '/api/v1/batches/:id/abandon', ...['', '/close', '/open', '/replay', '/secret'].map((step) => `/api/v1/webhooks/:id${step}`), '/professionnel/dossiers/:dossier/abandonner', '/professionnel/dossiers/:dossier/etape/:n', '/professionnel/dossiers/:dossier/etape/:n/brouillon',
      ...['decisions', 'dossiers'].flatMap((of) => ['observations', 'recours'].map((step) => `/professionnel/${of}/:dossier/${step}`)), '/professionnel/equipe/:user/fermer', '/professionnel/equipe/:user/revoquer', '/professionnel/lots/:batch/abandonner', '/professionnel/mandats/:power/rendre', '/professionnel/rendez-vous/:id/annuler', ...['fermer', 'rejouer', 'retirer', 'rouvrir', 'secret'].map((step) => `/professionnel/webhooks/:webhook/${step}`),
    ].toSorted());
  });
});

describe('une entreprise dont la convention a pris fin', () => {
  test('est prévenue quelques jours avant, une fois ; après son dernier jour elle ne crée rien, lit tout, et demande son renouvellement', async () => {
    const t = trade(country);
    const { world } = country.app;
    const company = demoCompanyId('location');
    const days = territory.parameter('partnerExpiryWarningDays', world.today(country.at.now)).value;
    const day = (n: number) => addDays(world.today(country.at.now), n);
    const till = day(days + 1);
    expect(t.codes(await t.ask(t.agent('partenaires', ['partner-manager']), 'renouveler-accreditation', demoAccreditationNumber('location'), { from: '01/01/2026', to: formatShortDate(till) }))).toEqual(['issued']);
    const ending = { 'conventions-ending': endingTask({ world, messaging: testMessages }) };
    const morning = async () => { await transaction(world.acts, (tx) => enqueue(tx, 'conventions-ending', {})); await work(country, ending); };
    await morning();
    expect(await toldTo(country, company, 'convention-ending'), 'too early').toEqual([]);
    expect((await (await manager('location')).get('/professionnel')).body).not.toContain('prend fin le');
    const move = (n: number) => { country.at.now = new Date(country.at.now.getTime() + n * 86_400_000); };
    move(1);
    await morning();
    await morning();
    expect(await toldTo(country, company, 'convention-ending')).toMatchObject([{ data: { until: formatDate(till), $page: '/professionnel/demarches/renouveler-accreditation' } }]);
    expect(await toldTo(country, demoCompanyId('garage'), 'convention-ending'), 'another’s goes on').toEqual([]);
    const soon = await manager('location');
    expect(plain((await soon.get('/professionnel')).body)).toMatch(/prend fin le .* après ce jour, aucune démarche ne sera possible.*Demander le renouvellement/);
    expect((await soon.post('/professionnel/equipe/cles', { libelle: 'Avant', droits: 'lire', quota: '5' })).statusCode, 'its last days are whole').toBe(200);

    move(days);
    expect(await stoppedBlocks(world.read, { companyId: company, partnerKind: 'lessor' }, country.at.now), 'the last day too').toEqual([]);
    move(1);
    const over = await manager('location');
    const before = await made(company);
    for (const [url, fields] of CREATES) {
      const refused = await over.post(url, fields);
      expect([url, refused.statusCode]).toEqual([url, 409]);
      expect(plain(refused.body)).toMatch(/Votre convention a pris fin le .*renouvellement/);
    }
    expect(await made(company)).toBe(before);
    for (const url of ['', '/compte', '/dossiers', '/lots', '/equipe', '/webhooks']) expect((await over.get(`/professionnel${url}`)).statusCode, url).toBe(200);
    const home = (await over.get('/professionnel')).body;
    expect(plain(home)).toMatch(/Échue.*Votre convention a pris fin le/);
    expect(home).not.toContain('/professionnel/lots/nouveau');
    const renewal = /href="(\/professionnel\/demarches\/[^"]+)"[^>]*>\s*Demander le renouvellement/.exec(home)?.[1] ?? '';
    expect((await over.get(renewal)).statusCode).toBe(200);
    const begun = await over.post(renewal);
    expect(begun.statusCode).toBe(303);
    expect((await over.get(String(begun.headers.location))).statusCode, 'and goes on').toBe(303);
    expect(t.codes(await t.ask(t.agent('partenaires', ['partner-manager']), 'renouveler-accreditation', demoAccreditationNumber('location'), { from: formatShortDate(day(0)), to: formatShortDate(day(300)) }))).toEqual(['issued']);
    expect((await over.post('/professionnel/equipe/cles', { libelle: 'Après', droits: 'lire', quota: '5' })).statusCode, 'it acts again').toBe(200);
  });
});
