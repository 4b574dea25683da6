import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { plain } from '../../../../tests/setup/enter.ts';
import { runDue } from '../../../core/jobs/index.ts';
import { addDays, instantOf, today } from '../../../core/values/time.ts';
import { tasks } from '../../../tasks.ts';

let country: Country;
let folder = '';
let told: string;
beforeAll(async () => {
  [country, folder] = await Promise.all([demoCountry(), mkdtemp(join(tmpdir(), 'sitt-draw-'))]);
  told = today(country.at.now);
}, 60_000);
afterAll(async () => { await country.close(); await rm(folder, { recursive: true }); });

const get = async (url: string) => (await country.server.inject({ url })).body;
/** That many days after the country was told, at six in the evening: its list closes at five on the seventh and is drawn a day later, whatever the hour of this run. */
const later = async (days: number) => { country.at.now = instantOf(addDays(told, days), '18:00'); expect((await runDue(country.db.sql, tasks(country.app), country.at.now)).failed).toEqual([]); };
/** A stranger has the pages and what they link to; nothing else. */
async function linksOf(page: string): Promise<Record<string, string>> {
  const found = [...page.matchAll(/href="(\/rendez-vous\/tirages\/[^"]*(?:tirage\.json|liste\.txt|verify-draw\.mjs))"/g)].map(([, href]) => href!);
  return Object.fromEntries(found.map((href) => [href.split('/').at(-1)!, href]));
}
const fact = (page: string, label: string) => new RegExp(`${label} ([0-9a-f]{64})`).exec(plain(page))?.[1];
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('un tirage vérifié par un inconnu, avec la seule page publiée (rendez-vous-tirage)', { timeout: 60_000 }, () => {
  it('note les empreintes en leur temps, prend le programme et le fichier de la page, et refait le tirage ; à la main aussi', async () => {
    const at = /href="(\/rendez-vous\/tirages\/[0-9a-f-]{36})"/.exec(await get('/rendez-vous/tirages'))![1]!;
    const open = await get(at);
    const commitment = fact(open, 'Empreinte du secret');
    expect([commitment !== undefined, fact(open, 'Secret'), plain(open).includes('Ce qu’il faut noter')]).toEqual([true, undefined, true]);
    await later(7);
    const closed = await get(at);
    const digest = fact(closed, 'Empreinte de la liste');
    expect([fact(closed, 'Empreinte du secret'), fact(closed, 'Secret')]).toEqual([commitment, undefined]);
    await later(8);
    const drawn = await get(at);
    expect([fact(drawn, 'Empreinte du secret'), fact(drawn, 'Empreinte de la liste')]).toEqual([commitment, digest]);
    const links = await linksOf(drawn);
    expect(Object.keys(links).toSorted()).toEqual(['liste.txt', 'tirage.json', 'verify-draw.mjs']);
    for (const [name, href] of Object.entries(links)) await writeFile(join(folder, name), await get(href));
    const [, command = ''] = /<pre[^>]*>(node [^<]*)<\/pre>/.exec(drawn) ?? [];
    const [, ...words] = command.split(' ');
    const told = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
    expect([told.status, told.stdout]).toEqual([0, expect.stringMatching(/^Juste : 3 demandes, \d+ places[\s\S]*Empreinte du secret : [0-9a-f]{64}[\s\S]*: rang 1, place du/)]);
    expect([told.stdout.includes(commitment!), told.stdout.includes(digest!)]).toEqual([true, true]);
    // The four commands, as the page gives them.
    const hand = /<pre[^>]*>(printf[^<]*)<\/pre>/.exec(drawn)![1]!.replaceAll('&#39;', '\'').replaceAll('&quot;', '"').split('\n').map((line) => /'([^']+)'/.exec(line)?.[1]);
    const list = await get(links['liste.txt']!);
    expect([sha(hand[0]!), sha(list), sha(hand[2]!)]).toEqual([commitment, digest, fact(drawn, 'Graine')]);
    expect(plain(drawn), 'la clé est celle du premier rang').toContain(sha(hand[3]!).slice(0, 12));
    expect(JSON.stringify(JSON.parse(await get(links['tirage.json']!))) + list, 'et ne nomme personne').not.toMatch(/Exemple|\+687|LIFOU0/);
  });

  it('un fichier qui n’est pas un tirage est refusé en une phrase', async () => {
    await writeFile(join(folder, 'verify-draw.mjs'), await get('/rendez-vous/tirages/verify-draw.mjs'));
    for (const [name, text] of [['vide.json', ''], ['autre.json', '{"secret":"x"}'], ['liste.json', '[]']] as const) {
      await writeFile(join(folder, name), text);
      const told = spawnSync(process.execPath, ['verify-draw.mjs', name], { cwd: folder, encoding: 'utf8' });
      expect([name, told.status, told.stdout + told.stderr]).toEqual([name, 2, expect.stringMatching(/^[^\n]{20,200}\n$/)]);
      expect(told.stderr).not.toContain('    at ');
    }
  });
});
