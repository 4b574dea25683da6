import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';
import { demoAgentId } from '../../core/access/demo.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

describe('le planning des agents', { timeout: 60_000 }, () => {
  it('une absence nomme les rendez-vous en danger ; un remplaçant les sauve ; nul n’est à deux postes ; seule la responsable écrit', async () => {
    const [helene, camille] = [await enter(country, 'responsable'), await enter(country, 'guichet')];
    const line = (agent: string, poste: string, de: string, a: string) => ({ agent: demoAgentId(agent), poste, de, a });
    const add = async (fields: Record<string, string>) => (await helene.post('/guichet/planning', fields)).statusCode;
    const read = async () => plain((await camille.get('/guichet/planning')).body);
    expect((await camille.post('/guichet/planning', line('guichet', 'poste-1', '07:00', '16:00'))).statusCode).toBe(403);
    expect(await read()).toContain('Rien au planning');
    expect(await add(line('guichet', 'poste-1', '07:00', '16:00'))).toBe(303);
    expect(await read(), 'le poste 1 est tenu').not.toContain('Poste 1 est ouvert');
    const open = async (day: string) => plain((await camille.get(`/guichet/planning?jour=${day}`)).body);
    expect(await open('2027-03-02'), 'un mardi').toContain('À régler : 2 Poste 1 est ouvert ce jour-là et personne n’y est au planning. Poste 2');
    expect(await open('2027-03-07'), 'un dimanche').not.toContain('À régler');
    expect(await add(line('guichet', 'poste-2', '08:00', '09:00')), 'déjà au poste 1').toBe(422);
    expect(await add(line('guichet', 'poste-9', '16:00', '17:00'))).toBe(422);
    expect(await add(line('police', 'poste-2', '08:00', '09:00')), 'pas de ce lieu').toBe(422);
    expect(await add(line('partenaires', 'poste-2', '08:00', '09:00')), 'n’a pas cette fonction').toBe(422);
    expect((await helene.get('/guichet/planning')).body).not.toContain(demoAgentId('partenaires'));
    expect(await add(line('guichet', 'absence', '08:00', '09:00'))).toBe(303);
    expect(await read()).toMatch(/À régler.*Rendez-vous de 8 h 30 \(n° .{9,12}\), Poste 1 : Camille Exemple, guichet est en absence/);
    expect(await add(line('instruction', 'poste-1', '08:00', '09:00'))).toBe(303);
    expect(await read()).not.toContain('Rendez-vous de 8 h 30');
    const ids = async () => [...(await helene.get('/guichet/planning')).body.matchAll(/planning\/([0-9a-f-]{36})\/retirer/g)].map((found) => found[1] ?? '');
    const [first, second] = await ids();
    const swap = { premiere: first ?? '', seconde: second ?? '' };
    expect((await camille.post('/guichet/planning/echanger', swap)).statusCode).toBe(403);
    expect((await helene.post('/guichet/planning/echanger', { premiere: first ?? '', seconde: first ?? '' })).statusCode, 'avec soi-même').toBe(422);
    const id = /planning\/([0-9a-f-]{36})\/retirer/.exec((await helene.get('/guichet/planning')).body)?.[1] ?? '';
    expect((await camille.post(`/guichet/planning/${id}/retirer`, {})).statusCode).toBe(403);
    expect((await camille.get('/guichet/planning')).body).not.toContain('/retirer');
    expect((await helene.post(`/guichet/planning/${id}/retirer`, {})).statusCode).toBe(303);
    expect((await helene.get('/guichet/planning')).body).not.toContain(id);
    expect(await read()).not.toContain('Rendez-vous notés');
    const booked = /rendez-vous\/([0-9a-f-]{36})\/pointer/.exec((await camille.get('/guichet/rendez-vous')).body)?.[1] ?? '';
    expect((await camille.post(`/guichet/rendez-vous/${booked}/pointer`, { as: 'arrived' })).statusCode).toBe(303);
    expect(await read()).toMatch(/Rendez-vous notés ce jour-là : une personne venue, aucune absente\..*par semaine.*Part d’absents.*aucune sanction automatique/);
  });

  it('un ticket sans rendez-vous se prend sur place : à la borne ou par un agent de ce lieu, pas d’ailleurs', async () => {
    const camille = await enter(country, 'guichet');
    expect((await camille.post('/accueil/noumea/renseignement', {})).headers.location).toMatch(/^\/ticket\//);
    expect((await camille.post('/accueil/kone/renseignement', {})).statusCode).toBe(403);
    expect((await camille.post('/accueil/kone/renseignement?borne=fausse', {})).statusCode).toBe(403);
  });
});
