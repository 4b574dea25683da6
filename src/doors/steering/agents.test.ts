import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from 'otplib';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain, type Desk } from '../../../tests/setup/enter.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { liveDelegation } from '../../core/access/delegations.ts';
import { history } from '../../core/act/read.ts';
import { today } from '../../core/values/time.ts';

let country: Country;
let admin: Desk;
beforeAll(async () => {
  country = await demoCountry();
  admin = await enter(country, 'referentiel', '/pilotage');
}, 60_000);
afterAll(() => country.close());

const PASSWORD = 'le cagou marche sous la pluie';
const office = { kind: 'office', office: 'kone', roles: 'clerk' };
const csrfOf = (body: string) => /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
const linkIn = (body: string) => /\/compte\/([\w-]{43})/.exec(body)?.[1] ?? '';
/** A new account, by the form. */
const open = async (name: string, email: string, place: Record<string, string> = office) => {
  const answer = await admin.post('/pilotage/agents/nouveau', { name, email, ...place });
  const [row] = await country.db.owner<{ id: string }[]>`select id from agent where name = ${name}`;
  return { answer, id: row?.id ?? '', token: linkIn(answer.body) };
};
/** A stranger's browser on the page of a link. */
const visit = async (token: string) => {
  const shown = await country.server.inject({ url: `/compte/${token}` });
  const jar = Object.fromEntries(shown.cookies.map(({ name, value }) => [name, value]));
  const secret = plain(shown.body).match(/saisissez cette clé : ((?:[A-Z2-7]{4} ?)+)/)?.[1]?.replaceAll(' ', '') ?? '';
  const send = async (fields: Record<string, string>) => country.server.inject({
    method: 'POST', url: `/compte/${token}`, cookies: jar, headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _csrf: csrfOf(shown.body), ...fields }).toString(),
  });
  return { shown, secret, send };
};
const codeAt = (secret: string, at: Date) => generate({ secret, epoch: Math.floor(at.getTime() / 1000) });
const logIn = async (email: string, password: string, code: string, base = '/guichet') => {
  const form = await country.server.inject({ url: `${base}/connexion` });
  return country.server.inject({
    method: 'POST', url: `${base}/connexion`, cookies: Object.fromEntries(form.cookies.map(({ name, value }) => [name, value])), headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _csrf: csrfOf(form.body), email, password, code, retour: base }).toString(),
  });
};

describe('les comptes des agents', () => {
  it('un compte ouvert, son lien utilisé, et la personne entre avec ce qu’elle a choisi ; le lien ne sert qu’une fois', async () => {
    const { answer, id, token } = await open('Nina Essai', 'nina.essai@example.nc');
    expect(answer.statusCode).toBe(200);
    const { shown, secret, send } = await visit(token);
    expect(plain(shown.body)).toContain('Bonjour Nina Essai');
    expect(shown.body).toContain('data:image/svg+xml;base64,');
    const code = await codeAt(secret, country.at.now);
    const short = await send({ password: 'court', again: 'court', code: '000000' });
    expect(short.statusCode).toBe(422);
    expect(plain(short.body)).toMatch(/au moins 15 caractères.*Ce code n’est pas celui/);
    expect((await send({ password: PASSWORD, again: PASSWORD, code })).headers.location).toBe('/guichet/connexion');
    expect((await send({ password: PASSWORD, again: PASSWORD, code })).statusCode).toBe(404);
    expect((await country.server.inject({ url: `/compte/${token}` })).statusCode).toBe(404);

    expect((await logIn('nina.essai@example.nc', PASSWORD, '000000')).statusCode).toBe(422);
    const entered = await logIn('Nina.Essai@example.nc', PASSWORD, code);
    expect([entered.statusCode, entered.headers.location]).toEqual([303, '/guichet']);
    const acts = await history(country.db.pools.read, country.app.world.facets, { kind: 'agent', id });
    expect(acts.map(({ act }) => [act.kind, act.author])).toEqual([
      ['account.placed', { kind: 'authority', agentId: demoAgentId('referentiel'), basis: 'administration des comptes' }],
      ['account.invited', { kind: 'authority', agentId: demoAgentId('referentiel'), basis: 'administration des comptes' }],
    ]);
    expect(JSON.stringify(acts)).not.toContain('Nina');
    expect((await country.findings()).filter(({ where }) => where.includes(id))).toEqual([]);
  });

  it('un lien trop ancien, remplacé ou d’un compte fermé n’ouvre rien ; en refaire un éteint l’ancien mot de passe', async () => {
    const { id, token } = await open('Luc Essai', 'luc.essai@example.nc');
    const began = country.at.now;
    const again = linkIn((await admin.post(`/pilotage/agents/${id}/lien`, { email: 'luc.essai@example.nc' })).body);
    expect(again).not.toBe(token);
    country.at.now = new Date(began.getTime() + 1_000);
    expect((await country.server.inject({ url: `/compte/${token}` })).statusCode).toBe(404);
    const { secret, send } = await visit(again);
    const code = await codeAt(secret, country.at.now);
    await send({ password: PASSWORD, again: PASSWORD, code });
    expect((await logIn('luc.essai@example.nc', PASSWORD, code)).statusCode).toBe(303);

    const third = linkIn((await admin.post(`/pilotage/agents/${id}/lien`, { email: 'luc.essai@example.nc' })).body);
    country.at.now = new Date(began.getTime() + 60_000);
    expect((await logIn('luc.essai@example.nc', PASSWORD, await codeAt(secret, country.at.now))).statusCode).toBe(422);
    await admin.post(`/pilotage/agents/${id}/fermer`, {});
    expect((await country.server.inject({ url: `/compte/${third}` })).statusCode).toBe(404);
    await admin.post(`/pilotage/agents/${id}/rouvrir`, {});
    expect((await country.server.inject({ url: `/compte/${third}` })).statusCode).toBe(200);
    country.at.now = new Date(began.getTime() + 49 * 3_600_000);
    expect((await country.server.inject({ url: `/compte/${third}` })).statusCode).toBe(404);
    country.at.now = began;
  });

  it('personne ne change ses propres droits, ni ne les donne sans être administrateur des comptes', async () => {
    const own = demoAgentId('referentiel');
    for (const path of ['place', 'lien', 'fermer', 'delegations']) {
      const sent = await admin.post(`/pilotage/agents/${own}/${path}`, { name: 'Paul', ...office, email: 'paul@example.nc', capacity: 'x', acts: '*', reference: 'x', 'from.$day': '1', 'from.$month': '1', 'from.$year': '2026' });
      expect(sent.statusCode, path).toBe(403);
    }
    const director = await enter(country, 'direction', '/pilotage');
    expect((await director.get('/pilotage/agents')).statusCode).toBe(200);
    expect((await director.post('/pilotage/agents/nouveau', { name: 'Intrus Essai', email: 'intrus@example.nc', ...office })).statusCode).toBe(403);
    expect(await country.db.owner`select 1 from agent where name = 'Intrus Essai'`).toHaveLength(0);
  });

  it('chaque réponse fausse se dit à sa place, et l’adresse d’un autre ne se prend pas', async () => {
    const wrong = await admin.post('/pilotage/agents/nouveau', { name: '', email: 'x', kind: 'office', office: 'nulle-part' });
    expect(wrong.statusCode).toBe(422);
    for (const message of ['Indiquez le prénom et le nom.', 'Choisissez le bureau.', 'Choisissez au moins un rôle.', 'Indiquez une adresse de courriel']) expect(plain(wrong.body)).toContain(message);
    expect((await open('Encore Essai', 'nina.essai@example.nc')).answer.statusCode).toBe(422);
    const police = await open('Brigadière Essai', 'brigadiere@example.nc', { kind: 'authority', authority: 'police', unit: 'Commissariat inventé' });
    expect(plain((await country.server.inject({ url: `/compte/${police.token}` })).body)).toContain('Police et autorités');
  });

  it('une délégation enregistrée permet de signer, finie elle ne le permet plus demain', async () => {
    const { id } = await open('Anna Essai', 'anna.essai@example.nc', { kind: 'office', office: 'noumea', roles: 'examining-clerk' });
    const on = today(country.at.now);
    const given = { capacity: 'L’instructrice, par délégation', acts: '*', 'from.$day': '1', 'from.$month': '1', 'from.$year': '2026', reference: 'Arrêté inventé n° 1' };
    expect(plain((await admin.post(`/pilotage/agents/${id}/delegations`, { ...given, reference: '' })).body)).toContain('Citez l’acte publié');
    expect((await admin.post(`/pilotage/agents/${id}/delegations`, given)).statusCode).toBe(303);
    const live = await liveDelegation(country.db.pools.acts as never, id, 'changer-adresse', on);
    expect(live).toMatchObject({ capacity: given.capacity, reference: given.reference, to: null });
    expect((await admin.post(`/pilotage/agents/${id}/delegations/${live?.id ?? ''}/fin`, {})).statusCode).toBe(303);
    expect(await liveDelegation(country.db.pools.acts as never, id, 'changer-adresse', on)).toMatchObject({ to: on });
    expect(await liveDelegation(country.db.pools.acts as never, id, 'changer-adresse', '2999-01-01')).toBeUndefined();
    expect(plain((await admin.get(`/pilotage/agents/${id}`)).body)).toContain('par Paul Exemple, référentiel');
  });
});

describe('après la connexion', () => {
  const first = async (identity: string, retour: string) => {
    const form = await country.server.inject({ url: '/guichet/connexion' });
    const entered = await country.server.inject({
      method: 'POST', url: '/guichet/connexion/demonstration', cookies: Object.fromEntries(form.cookies.map(({ name, value }) => [name, value])), headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _csrf: csrfOf(form.body), identite: demoAgentId(identity), retour }).toString(),
    });
    const cookies = Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value]));
    const to = entered.headers.location ?? '';
    return { to, status: (await country.server.inject({ url: to, cookies })).statusCode, again: (await country.server.inject({ url: '/guichet/connexion', cookies })).headers.location };
  };
  it.each([['referentiel', '/pilotage'], ['audit', '/pilotage'], ['guichet', '/guichet'], ['caisse', '/guichet']])('%s commence à %s, jamais devant une porte fermée', async (identity, home) => {
    expect(await first(identity, '/guichet')).toEqual({ to: home, status: 200, again: home });
  });
  it('la page demandée reste la page demandée', async () => {
    expect(await first('referentiel', '/pilotage/tarifs')).toMatchObject({ to: '/pilotage/tarifs', status: 200 });
    expect(await first('guichet', '/guichet/caisse')).toMatchObject({ to: '/guichet/caisse', status: 200 });
  });
});
