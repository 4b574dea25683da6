import type { LightMyRequestResponse } from 'fastify';
import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { deskOf, enterCompany, type CompanyDesk } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { openOrCloseUser, UserRefused } from '../../domains/partners/index.ts';

const TEAM = '/professionnel/equipe';
const PASSWORD = 'un long chemin de corail';
let country: Country;
let lucie: CompanyDesk;
let naomi: CompanyDesk;
let maui: CompanyDesk;
beforeAll(async () => {
  country = await demoCountry();
  [lucie, naomi, maui] = await Promise.all([enterCompany(country, 'garage-1'), enterCompany(country, 'garage-3'), enterCompany(country, 'location-1')]);
}, 60_000);
afterAll(() => country.close());

const later = (hours: number) => { country.at.now = new Date(country.at.now.getTime() + hours * 3_600_000); };
const linkIn = (body: string) => /\/compte\/[\w-]{43}/.exec(body)?.[0] ?? '';
const invite = (desk: CompanyDesk, courriel: string, role = 'operator') => desk.post(`${TEAM}/inviter`, { nom: 'Essai Exemple', courriel, role });
const userOf = async (courriel: string) => (await country.db.owner<{ id: string }[]>`select user_id as id from account_link where email = ${courriel} order by created_at desc limit 1`)[0]?.id ?? '';
const codeOf = (secret: string) => generate({ secret, epoch: Math.floor(country.at.now.getTime() / 1000) });

/** A page of somebody whom SITT does not know yet, and what its form answers. */
async function stranger(url: string) {
  const first = await country.server.inject({ url });
  const cookies = Object.fromEntries(first.cookies.map(({ name, value }) => [name, value]));
  const csrf = /name="_csrf" value="([^"]+)"/.exec(first.body)?.[1] ?? '';
  const send = (fields: Record<string, string>) => country.server.inject({ method: 'POST', url, cookies, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString() });
  const read = async (sent: LightMyRequestResponse) => plain((await country.server.inject({ url: String(sent.headers.location), cookies: { ...cookies, ...Object.fromEntries(sent.cookies.map(({ name, value }) => [name, value])) } })).body);
  return { first, cookies, send, read };
}

/** Opens the link, chooses a password and proves the second factor. @returns its secret, or the status of the refusal */
async function enterBy(link: string): Promise<string | number> {
  const { first, send, read } = await stranger(link);
  if (first.statusCode !== 200) return first.statusCode;
  const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(first.body)?.[1]?.replaceAll(' ', '') ?? '';
  const done = await send({ password: PASSWORD, again: PASSWORD, code: await codeOf(secret) });
  if (done.statusCode === 303) expect(await read(done), 'told at once that it is done').toContain('C’est fait. Connectez-vous');
  return done.statusCode === 303 ? secret : done.statusCode;
}

async function logIn(email: string, secret: string) {
  // A code serves once: the next one is another.
  later(1 / 60);
  const { cookies, send } = await stranger('/professionnel/connexion');
  const answer = await send({ email, password: PASSWORD, code: await codeOf(secret) });
  return { answer, desk: await deskOf(country, { ...cookies, ...Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value])) }) };
}

describe('inviter', () => {
  test('qui est invité entre une fois par son lien, à son adresse, dans son rôle ; le lien ne sert plus, ni à une autre adresse', async () => {
    expect((await invite(naomi, 'anna@exemple.nc')).statusCode, 'a reader invites nobody').toBe(403);
    const shown = await invite(lucie, 'Anna@Exemple.nc', 'reader');
    expect(shown.statusCode).toBe(200);
    const link = linkIn(shown.body);
    expect((await lucie.get(TEAM)).body, 'shown once').not.toContain(link);
    const secret = await enterBy(link);
    expect(secret).toEqual(expect.stringMatching(/^[A-Z2-7]{16,}$/));
    expect(await enterBy(link), 'used').toBe(404);
    const { answer, desk } = await logIn('anna@exemple.nc', String(secret));
    expect(answer.statusCode).toBe(303);
    expect(plain((await desk.get('/professionnel')).body)).toMatch(/Essai Exemple.*Concessionnaire, Lecteur.*Garage Exemple/);
    expect(plain((await desk.get('/professionnel')).body), 'said by the log-in page, not again').not.toContain('Connectez-vous avec');
    expect((await desk.get('/professionnel/lots/nouveau')).statusCode, 'a reader sends nothing').toBe(403);
    expect((await logIn('lucie@exemple.nc', String(secret))).answer.statusCode, 'another address').toBe(422);
  });

  test('l’adresse d’un autre compte est refusée, sans rien perdre de ce qui est tapé ; deux entreprises ne partagent personne', async () => {
    const twice = await invite(maui, 'anna@exemple.nc');
    expect(twice.statusCode).toBe(422);
    expect(plain(twice.body)).toContain('Cette adresse est celle d’un autre compte.');
    expect(twice.body).toContain('value="Essai Exemple"');
    for (const [courriel, role] of [['pas une adresse', 'reader'], ['bon@exemple.nc', 'chef']] as const) expect((await invite(lucie, courriel, role)).statusCode).toBe(422);
    expect(await userOf('bon@exemple.nc')).toBe('');
  });

  test('un lien de plus de deux jours n’ouvre rien ; un nouveau le remplace, que personne d’une autre entreprise ne fait', async () => {
    const old = linkIn((await invite(lucie, 'bruno@exemple.nc')).body);
    const page = `${TEAM}/${await userOf('bruno@exemple.nc')}`;
    later(49);
    expect(await enterBy(old), 'too old').toBe(404);
    lucie = await enterCompany(country, 'garage-1');
    [naomi, maui] = await Promise.all([enterCompany(country, 'garage-3'), enterCompany(country, 'location-1')]);
    for (const [who, status] of [[maui, 404], [naomi, 403]] as const) expect((await who.post(`${page}/lien`, { courriel: 'bruno@exemple.nc' })).statusCode).toBe(status);
    const second = linkIn((await lucie.post(`${page}/lien`, { courriel: 'bruno@exemple.nc' })).body);
    const third = linkIn((await lucie.post(`${page}/lien`, { courriel: 'bruno@exemple.nc' })).body);
    later(0.001);
    expect(await enterBy(second), 'a newer one ends it').toBe(404);
    expect(await enterBy(third)).toEqual(expect.stringMatching(/^[A-Z2-7]{16,}$/));
  });
});

describe('retirer, changer de rôle', () => {
  const role = (desk: CompanyDesk, id: string, value: string) => desk.post(`${TEAM}/${id}/role`, { role: value });

  test('fermé, un compte n’a plus de session à la page suivante ; rouvert, il rentre de nouveau', async () => {
    const teva = demoPartnerId('garage-2');
    const open = await enterCompany(country, 'garage-2');
    expect((await open.get('/professionnel/lots')).statusCode).toBe(200);
    for (const [who, status] of [[maui, 404], [naomi, 403]] as const) expect((await who.post(`${TEAM}/${teva}/fermer`)).statusCode).toBe(status);
    expect((await open.get('/professionnel/lots')).statusCode, 'still there').toBe(200);
    expect((await lucie.post(`${TEAM}/${teva}/fermer`)).statusCode).toBe(303);
    expect((await open.get('/professionnel/lots')).headers.location).toContain('/professionnel/connexion');
    expect((await country.ask('demo-partner', 'GET', '/api/v1/batches/x')).statusCode, 'nor by a key of theirs').toBe(401);
    expect((await lucie.post(`${TEAM}/${teva}/lien`, { courriel: 'teva@exemple.nc' })).statusCode, 'closed: no link').toBe(422);
    await lucie.post(`${TEAM}/${teva}/rouvrir`);
    expect((await open.get('/professionnel/lots')).headers.location, 'the old session stays ended').toContain('/professionnel/connexion');
    expect((await (await enterCompany(country, 'garage-2')).get('/professionnel/lots')).statusCode).toBe(200);
  });

  test('un rôle changé vaut dès la page suivante ; personne ne change le sien, ni celui d’une autre entreprise', async () => {
    const reads = await enterCompany(country, 'garage-3');
    expect((await reads.get('/professionnel/lots/nouveau')).statusCode).toBe(403);
    for (const [who, status] of [[maui, 404], [naomi, 403]] as const) expect((await role(who, demoPartnerId('garage-3'), 'operator')).statusCode).toBe(status);
    expect((await role(lucie, demoPartnerId('garage-3'), 'operator')).statusCode).toBe(303);
    expect((await reads.get('/professionnel/lots/nouveau')).statusCode).toBe(200);
    await role(lucie, demoPartnerId('garage-3'), 'reader');
    expect((await reads.get('/professionnel/lots/nouveau')).statusCode).toBe(403);
    for (const step of ['role', 'fermer', 'lien']) expect(plain((await lucie.post(`${TEAM}/${demoPartnerId('garage-1')}/${step}`, { role: 'reader', courriel: 'l@exemple.nc' })).body), step).toMatch(/Personne ne (change|ferme)/);
  });

  test('le dernier responsable ne s’en va pas : deux qui se ferment l’un l’autre au même instant, un seul est fermé', async () => {
    const [one, two] = [demoPartnerId('garage-1'), demoPartnerId('garage-4')];
    await role(lucie, two, 'manager');
    const { world } = country.app;
    const closed = await Promise.allSettled([openOrCloseUser(world, { userId: one }, 'close-two', two, false), openOrCloseUser(world, { userId: two }, 'close-one', one, false)]);
    const refused = closed.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    expect(refused.map((error) => error instanceof UserRefused)).toEqual([true]);
    const left = await country.db.owner<{ id: string }[]>`select id from partner_user where company_id = ${demoCompanyId('garage')} and active and 'manager' = any(roles)`;
    expect(left).toHaveLength(1);
    const gone = left[0]?.id === one ? two : one;
    await openOrCloseUser(world, { userId: left[0]?.id ?? '' }, 'open-again', gone, true);
  });
});
