import type { FastifyInstance } from 'fastify';
import { demoAgentId } from '../src/core/access/demo.ts';
import { syntheticPlate } from '../src/import/country.ts';
import { percentiles, type Say } from './timing.ts';

/** The box says of itself how often a caller may ask in a minute: fewer than that, so that no answer is a refusal. */
const ASKED = 500;
const AIM_MS = 200;

/**
 * The counter's one box as an agent types in it, over the wire: right checked, vehicles, dossiers, sales and persons looked
 * for, the reading of persons logged, the fragment of page written. One client, since one agent types in one box.
 */
export async function benchBox(server: FastifyInstance, sitt: string, vehicles: number, say: Say): Promise<void> {
  const cookie = await enter(server);
  const kinds: Readonly<Record<string, (n: number) => string>> = {
    'une plaque entière': (n) => syntheticPlate((n * 7919) % vehicles), 'quelques chiffres d’une plaque': (n) => String((n * 7919) % vehicles).slice(0, 4),
    'un nom': (n) => ['exemple modele', 'gabarit ada', 'esquisse', 'fictif kim', 'prototype nina'][n % 5] as string, 'trois lettres': (n) => ['exe', 'mod', 'gab', 'fic', 'pro'][n % 5] as string, 'ce qui n’existe pas': (n) => `zzz${n}`,
  };
  const each = Math.floor(ASKED / Object.keys(kinds).length);
  let slowest = 0;
  for (const [kind, query] of Object.entries(kinds)) {
    const times: number[] = [];
    for (let n = 0; n < each; n += 1) {
      const begun = performance.now();
      const answer = await fetch(`${sitt}/guichet/recherche?fragment=1&q=${encodeURIComponent(query(n))}`, { headers: { cookie }, redirect: 'manual' });
      await answer.text();
      times.push(performance.now() - begun);
      if (answer.status !== 200) throw new Error(`la boîte a répondu ${answer.status}`);
    }
    times.sort((a, b) => a - b);
    slowest = Math.max(slowest, times.at(-1) ?? 0);
    say(`  ${kind} : ${percentiles(times)}`);
  }
  say(`  → la plus lente en ${slowest.toFixed(0)} ms (but : moins de ${AIM_MS} ms)`);
}

/** One click of the demonstration lets an agent in. @returns the cookies of the session */
async function enter(server: FastifyInstance): Promise<string> {
  const form = await server.inject({ url: '/guichet/connexion' });
  const before = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const entered = await server.inject({
    method: 'POST', url: '/guichet/connexion/demonstration', cookies: before, headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _csrf: csrf, identite: demoAgentId('responsable'), retour: '/guichet' }).toString(),
  });
  if (entered.statusCode !== 303) throw new Error(`l’agent n’est pas entré (${entered.statusCode})`);
  return Object.entries({ ...before, ...Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value])) }).map(([name, value]) => `${name}=${value}`).join('; ');
}
