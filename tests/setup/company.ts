/** Short ways to stand in front of the professional door in a test, without a browser. */
import type { LightMyRequestResponse } from 'fastify';
import { demoPartnerId } from '../../db/seeds/partners.ts';
import { openSession } from '../../src/core/access/sessions.ts';
import type { Country } from './country.ts';

/** A file as a browser sends it. */
export type Upload = { readonly field: string; readonly name: string; readonly bytes: Buffer | string; readonly type?: string };
/** The browser of one user of a company. */
export type CompanyDesk = {
  readonly get: (url: string) => Promise<LightMyRequestResponse>;
  /** Sends a form of a page that the session has open; several values are several boxes of one name. */
  readonly post: (url: string, fields?: Readonly<Record<string, string | readonly string[]>>, files?: readonly Upload[]) => Promise<LightMyRequestResponse>;
};

const HOME = '/professionnel';

/** Enters as a user of a company of the demo ('garage-1' answers for it, 'garage-2' operates…), or as any user by their id. */
export async function enterCompany(country: Country, user: string, id = demoPartnerId(user)): Promise<CompanyDesk> {
  return deskOf(country, { 'sitt-partner': await openSession(country.db.sql, 'partner', { kind: 'partner', id }, {}, country.at.now) });
}

/** The browser that holds these cookies. */
export async function deskOf({ server }: Country, cookies: Record<string, string>): Promise<CompanyDesk> {
  const get = (url: string) => server.inject({ url, cookies });
  // Every page of the door has the form of the log-out.
  const form = await get(HOME);
  for (const { name, value } of form.cookies) cookies[name] = value;
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  return {
    get,
    post: (url, fields = {}, files) => {
      const all = { _csrf: csrf, _request: crypto.randomUUID(), ...fields };
      return server.inject({ method: 'POST', url, cookies, ...(files ? multipart(all, files) : { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(pairs(all)).toString() }) });
    },
  };
}

type Fields = Readonly<Record<string, string | readonly string[]>>;
const pairs = (fields: Fields): string[][] => Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [value] : value).map((one) => [name, one]));

function multipart(fields: Fields, files: readonly Upload[]) {
  const part = (head: string, body: Buffer | string) => [Buffer.from(`--edge\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), Buffer.from(body as string), Buffer.from('\r\n')];
  const payload = Buffer.concat([
    ...pairs(fields).flatMap(([name, value]) => part(`name="${name}"`, value as string)),
    ...files.flatMap(({ field, name, bytes, type = 'application/octet-stream' }) => part(`name="${field}"; filename="${name}"\r\ncontent-type: ${type}`, bytes)), Buffer.from('--edge--\r\n'),
  ]);
  return { headers: { 'content-type': 'multipart/form-data; boundary=edge' }, payload };
}
