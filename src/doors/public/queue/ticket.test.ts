import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { uuid } from '../../../core/values/ids.ts';
import { checkSign, formatHumanCode, humanCode } from '../../../core/values/human-code.ts';
import { hallOf, kioskKey, takeTicket, type Ticket } from '../../../domains/appointments/index.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const PHONE = '74 12 34';
const take = async (): Promise<Ticket> => {
  const given = await takeTicket(country.app.world, hallOf(country.app, 'noumea')!, { motive: 'vente', priority: 'pregnant', phone: PHONE }, uuid());
  if ('refused' in given) throw new Error(given.refused);
  return given.ticket;
};
const status = async (path: string, address = '192.0.2.1') => (await country.server.inject({ url: path, remoteAddress: address })).statusCode;

describe('la page d’un ticket (maison-file)', { timeout: 60_000 }, () => {
  it('ne s’ouvre que par son code : ni par son nom, ni par son identifiant, ni par un signe changé, ni par le code d’à côté', async () => {
    const [one, next] = [await take(), await take()];
    expect(await status(`/ticket/${formatHumanCode(one.code)}`)).toBe(200);
    const body = one.code.slice(0, -1);
    const near = ['0', '1', 'Z'].map((sign) => `${body.slice(0, -1)}${sign}`).filter((other) => other !== body).map((other) => other + checkSign(other));
    for (const wrong of [`${one.letter}${String(one.number).padStart(3, '0')}`, one.id, body, ...near, humanCode()]) expect(await status(`/ticket/${wrong}`), wrong).toBe(404);
    expect(next.code.slice(0, 4)).not.toBe(one.code.slice(0, 4));
    expect(one.code).toHaveLength(9);
  });

  it('qui essaie des codes est arrêté après soixante par minute ; un voisin d’une autre adresse, non', async () => {
    const tries: number[] = [];
    for (let n = 0; n < 64; n += 1) tries.push(await status(`/ticket/${humanCode()}`, '192.0.2.9'));
    expect([tries.filter((one) => one === 404).length, tries.at(-1)]).toEqual([60, 429]);
    expect(await status(`/ticket/${humanCode()}`, '192.0.2.10')).toBe(404);
  });

  it('le papier à imprimer ramène d’où l’on vient, sans script aussi ; en gros il porte son code, et la borne l’offre en gros', async () => {
    const one = await take();
    const code = formatHumanCode(one.code);
    const get = async (url: string) => (await country.server.inject({ url, remoteAddress: '192.0.2.3' })).body;
    const big = await get(`/ticket/${code}/imprimer?format=a6&gros=1`);
    expect(big).toContain(`href="/ticket/${code}"`);
    expect(big).toMatch(new RegExp(`Code.:.<strong>${code}`));
    const key = kioskKey(country.app.messages?.sender.secret ?? '', 'noumea');
    const kiosk = await get(`/ticket/${code}?borne=${key}`);
    expect(kiosk).toMatch(/format=80&amp;borne=[^"]+&amp;gros=1/);
    expect(await get(`/ticket/${code}/imprimer?format=80&gros=1&borne=${key}`)).toContain('href="/accueil/noumea?borne=');
    expect(await get(`/ticket/${code}`), 'one’s own phone is no kiosk').not.toContain('borne=');
  });

  it('ne porte ni téléphone, ni priorité, ni nom ; l’écran de la salle non plus', async () => {
    const one = await take();
    const pages = [`/ticket/${one.code}`, `/ticket/${one.code}/imprimer?format=a6&gros=1`, '/affichage/noumea'];
    for (const url of pages) {
      const { body } = await country.server.inject({ url, remoteAddress: '192.0.2.2' });
      expect(body, url).not.toMatch(/74 ?12 ?34|\+687|enceinte|pregnant|Exemple/);
    }
  });
});
