import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { demoAgentId } from '../../src/core/access/demo.ts';
import type { Country } from './country.ts';

export type Desk = {
  readonly get: (url: string) => Promise<LightMyRequestResponse>;
  /** Sends a form of a page that the session has open; with a file, as the browser sends files. */
  /** Sends JSON as a script of a page does. */
  readonly json: (url: string, body: object, csrf: string) => Promise<LightMyRequestResponse>;
  readonly post: (url: string, fields: Readonly<Record<string, string>>, files?: Readonly<Record<string, Buffer>>) => Promise<LightMyRequestResponse>;
};

/** The smallest picture that is one. */
export const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
/** Another picture than the others: its bytes are its own. */
export const pictureOf = (what: string): Buffer => Buffer.concat([PICTURE, Buffer.from(what)]);

/** Enters as a demo agent, by the login page that people use. @returns that agent's browser */
export async function enter(country: Country, agent: string, home = '/guichet'): Promise<Desk> {
  // Authorities have a log-in of their own; agents share the counter's.
  const base = home.startsWith('/police') ? '/police' : '/guichet';
  const form = await country.server.inject({ url: `${base}/connexion` });
  const jar = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
  const csrf = (body: string) => /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const urlencoded = (fields: Readonly<Record<string, string>>) => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() });
  const entered = await country.server.inject({ method: 'POST', url: `${base}/connexion/demonstration`, cookies: jar, ...urlencoded({ _csrf: csrf(form.body), identite: demoAgentId(agent), retour: home }) });
  expect(entered.headers.location).toBe(home);
  const cookies = { ...jar, ...Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value])) };
  const get = async (url: string): Promise<LightMyRequestResponse> => country.server.inject({ url, cookies });
  const token = csrf((await get(home)).body);
  return {
    get,
    json: (url, body, csrf) => country.server.inject({ method: 'POST', url, cookies, headers: { 'x-csrf-token': csrf }, payload: body }),
    post: async (url, fields, files) => {
      const all = { _csrf: token, _request: crypto.randomUUID(), ...fields };
      return country.server.inject({ method: 'POST', url, cookies, ...(files ? multipart(all, files) : urlencoded(all)) });
    },
  };
}

function multipart(fields: Readonly<Record<string, string>>, files: Readonly<Record<string, Buffer>>) {
  const boundary = 'sitt-test-boundary';
  const part = (head: string, body: Buffer | string) => [Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), Buffer.from(body as string), Buffer.from('\r\n')];
  const payload = Buffer.concat([
    ...Object.entries(fields).flatMap(([name, value]) => part(`name="${name}"`, value)),
    ...Object.entries(files).flatMap(([name, bytes]) => part(`name="${name}"; filename="papier.png"\r\ncontent-type: image/png`, bytes)), Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload };
}

/** The words of a page, as one line: no tags, ordinary spaces. */
export function plain(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replaceAll('&amp;', '&').replaceAll('&#39;', '’').replace(/[\s\u00a0\u202f]+/g, ' ');
}
