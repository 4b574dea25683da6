import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { territory } from '../../territory/index.ts';
import { unconfirmed } from './unconfirmed.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const pages = ['/pilotage', '/pilotage/a-confirmer', '/pilotage/tarifs', '/pilotage/delegations', '/pilotage/redevance', '/pilotage/redevance.csv', '/pilotage/assurances', '/pilotage/verification'];

const get = async (agent: string, url: string) => (await enter(country, agent, '/pilotage')).get(url);

describe('la porte de pilotage', () => {
  it('renvoie un visiteur vers la connexion des agents, et refuse un agent du guichet', async () => {
    const visitor = await country.server.inject({ url: '/pilotage/tarifs' });
    expect(visitor.statusCode).toBe(303);
    expect(visitor.headers.location).toMatch(/^\/guichet\/connexion\?/);
    const clerk = await enter(country, 'guichet');
    for (const url of pages) expect((await clerk.get(url)).statusCode).toBe(403);
  });

  it('une page refusée nomme qui est entré, mène à sa propre porte et offre de se déconnecter', async () => {
    const clerk = await enter(country, 'guichet');
    const { statusCode, body } = await clerk.get('/pilotage/tarifs');
    expect(statusCode).toBe(403);
    expect(plain(body)).toContain('Camille Exemple');
    expect(body).toMatch(/action="\/guichet\/deconnexion"[^]*_csrf[^]*Se déconnecter/);
    expect(body).toMatch(/href="\/guichet">Revenir à «\sGuichet\s»/);
    const audit = await enter(country, 'audit', '/pilotage');
    expect((await audit.get('/guichet/caisse')).body).toMatch(/href="\/pilotage">Revenir à «\sPilotage\s»/);
    const token = /name="_csrf" value="([^"]+)"/.exec((await audit.get('/guichet/caisse')).body)?.[1] as string;
    expect((await audit.post('/guichet/deconnexion', { _csrf: token })).statusCode, 'le bouton agit').toBe(303);
    expect((await audit.get('/pilotage')).statusCode).toBe(303);
    // Twin: a visitor is nobody, and leaves nothing.
    expect((await country.server.inject({ url: '/guichet/rien' })).body).not.toContain('Se déconnecter');
  });

  it.each(['direction', 'audit', 'referentiel', 'responsable'])('ouvre chaque page à %s', async (agent) => {
    const desk = await enter(country, agent, '/pilotage');
    for (const url of pages) expect((await desk.get(url)).statusCode, url).toBe(200);
  });

  it('montre chaque ligne « à confirmer » avec sa valeur, et aucune ligne de droit établi', async () => {
    const { body } = await get('referentiel', '/pilotage/a-confirmer');
    const text = plain(body);
    const groups = unconfirmed('2026-11-20');
    const flagged = (lines: readonly { label: string; toConfirm: boolean }[]) => lines.filter(({ toConfirm }) => toConfirm).map(({ label }) => label);
    const namesOf = (id: string) => groups.find((group) => group.id === id)?.lines.map(({ name }) => name);
    expect(namesOf('parametres')).toEqual(flagged(territory.parameterNames.flatMap((name) => territory.parameterLines(name))));
    expect(namesOf('series')).toEqual(flagged(territory.series));
    expect(namesOf('tarifs')).toEqual([...new Set(flagged(territory.tariffGrid('2026-11-20')))]);
    expect(namesOf('conditions')).toHaveLength(territory.conditionLines.length);
    const lines = groups.flatMap((group) => group.lines);
    for (const { name, value } of lines) for (const shown of [name, value]) expect(text).toContain(plain(shown));
    expect(text).toContain(`${lines.length} lignes tiennent lieu`);
  });

  it('montre une interruption entre deux assureurs, et dit que l’inconnu n’est pas un défaut', async () => {
    const text = plain((await get('audit', '/pilotage/assurances')).body);
    expect(text).toMatch(/468 200 NC UU1DEMO0000000003 du 01\/04\/2026 au 31\/05\/2026 61 Assureur Exemple Mutuelle de l’Essai/);
    expect(text).toContain('n’est pas « non assuré »');
    expect(text).not.toContain('472 100 NC');
  });

  it('donne la grille d’un autre jour, et dit qu’un jour n’existe pas', async () => {
    expect(plain((await get('audit', '/pilotage/tarifs?le.$day=1&le.$month=3&le.$year=2024')).body)).toContain('Grille tarifaire au 1er mars 2024');
    expect(plain((await get('audit', '/pilotage/tarifs?le.$day=30&le.$month=2&le.$year=2024')).body)).toContain('Indiquez un jour réel');
  });

  it('liste les délégations en cours, sans celle d’hier ni celle d’un compte fermé', async () => {
    const on = { office: null, reference: 'Arrêté inventé', to_confirm: false };
    const add = (key: string, capacity: string, from: string, to: string | null) => country.db.owner`
      insert into delegation (id, agent_id, capacity, acts, office, from_day, to_day, reference, to_confirm)
      values (gen_random_uuid(), ${demoAgentId(key)}, ${capacity}, ${['*']}, ${on.office}, ${from}, ${to}, ${on.reference}, ${on.to_confirm})`;
    await add('caisse', 'Qualité passée', '2020-01-01', '2020-12-31');
    await add('caisse', 'Qualité future', '2999-01-01', null);
    await add('inspection', 'Qualité d’un compte fermé', '2020-01-01', null);
    await country.db.owner`update agent set active = false where id = ${demoAgentId('inspection')}`;
    const text = plain((await get('direction', '/pilotage/delegations')).body);
    expect(text).toContain('La directrice');
    expect(text).toMatch(/Qualité future.*à venir/);
    expect(text).not.toContain('Qualité passée');
    expect(text).not.toContain('compte fermé');
  });

  it('reverse à chaque commune ce que ses actes ont porté, à l’écran et en CSV', async () => {
    const desk = await enter(country, 'audit', '/pilotage');
    const csv = await desk.get('/pilotage/redevance.csv');
    expect(csv.headers['content-disposition']).toContain('redevance-communale-');
    const [header, ...lines] = csv.body.replace(/^\ufeff/, '').trim().split('\n');
    expect(header).toBe('insee;commune;actes;a_reverser_xpf;sur_recus_xpf;recu_sans_acte_xpf;du_autre_periode_xpf');
    const [sum] = await country.db.owner<{ due: number }[]>`select coalesce(sum(amount), 0)::int as due from pub_payments_redevance where extract(year from posted_on) = extract(year from now() at time zone 'Pacific/Noumea')`;
    expect(lines.reduce((all, line) => all + Number(line.split(';')[3]), 0)).toBe(sum?.due);
    expect((await desk.get('/pilotage/redevance?annee=1960')).body).toContain('Aucune redevance en 1960');
  });

  it('mène au guichet qui peut y lire comment le service va, et nul autre', async () => {
    const ida = await enter(country, 'direction', '/pilotage');
    const links = [...(await ida.get('/pilotage')).body.matchAll(/href="(\/guichet\/[a-z/-]+)"/g)].map(([, href = '']) => href);
    expect(links).toEqual(expect.arrayContaining(['/guichet/professionnels', '/guichet/salle/attentes', '/guichet/rendez-vous', '/guichet/planning']));
    for (const href of links) expect((await ida.get(href)).statusCode, href).toBe(200);
    expect((await get('audit', '/pilotage')).body).not.toContain('href="/guichet/professionnels"');
  });

  it('dit combien d’actes attendent un scellé', async () => {
    const [acts] = await country.db.owner<{ n: number }[]>`select count(*)::int as n from act where not exists (select from seal_act where act_id = act.id)`;
    const text = plain((await get('audit', '/pilotage/verification')).body);
    expect(text).toContain('npm run verify');
    expect(text).toContain(`${acts?.n} actes attendent`);
  });
});
