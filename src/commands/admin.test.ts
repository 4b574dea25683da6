import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/setup/database.ts';
import { isEmptyRegister } from '../core/access/installation.ts';
import { findEntry, useEntry } from '../core/access/first-entry.ts';
import { CannotStart } from '../core/config.ts';
import { generate } from 'otplib';
import { admin, hasAdministrator } from './admin.ts';

let db: TestDatabase;
const told: string[] = [];
beforeAll(async () => {
  db = await testDatabase();
  vi.stubEnv('DATABASE_URL', db.ownerUrl);
  vi.stubEnv('APP_DATABASE_URL', db.url);
  vi.stubEnv('PUBLIC_URL', 'https://transports.example.nc');
  vi.spyOn(console, 'log').mockImplementation((line: string) => { told.push(line); });
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await db.close();
});

const SECRET = 'a secret of the tests, thirty-two long';

test('la commande « admin » ouvre le premier compte d’une installation vide, par un lien qui sert une fois, et l’écrit au journal', async () => {
  expect(await hasAdministrator(db.pools.read)).toBe(false);
  expect(await admin(['--nom', 'Première Essai', '--courriel', 'Premiere.Essai@example.nc'])).toBe(0);
  const token = /https:\/\/transports\.example\.nc\/compte\/([\w-]{43})/.exec(told.join('\n'))?.[1] ?? '';
  // Until the link has served nobody can enter: the installation still says that it has no administrator.
  expect(await hasAdministrator(db.pools.read)).toBe(false);
  const now = new Date();
  const entry = await findEntry(db.pools.acts, SECRET, token, now);
  const code = await generate({ secret: entry?.totp.secret ?? '', epoch: Math.floor(now.getTime() / 1000) });
  expect(await useEntry(db.pools.acts, SECRET, token, { password: 'le cagou marche sous la pluie', again: 'le cagou marche sous la pluie', code }, now)).toEqual([]);
  expect(await hasAdministrator(db.pools.read)).toBe(true);
  const acts = await db.owner<{ kind: string; author: unknown; payload: unknown }[]>`select kind, author, payload from act order by id`;
  expect(acts).toMatchObject([
    { kind: 'account.placed', author: { kind: 'system', job: 'admin' }, payload: { place: { roles: ['referential-admin'], office: 'noumea' } } },
    { kind: 'account.invited', author: { kind: 'system', job: 'admin' } },
  ]);
  // What is a real installation from now on can never become a demo.
  expect(await isEmptyRegister(db.pools.read)).toBe(false);
  expect(JSON.stringify(await db.owner`select * from account_link`)).not.toContain(token);
});

test('le même courriel rouvre le même compte : qui a tout perdu n’en a pas deux', async () => {
  await admin(['--nom', 'Première Essai', '--courriel', 'premiere.essai@example.nc']);
  expect(await db.owner`select 1 from agent`).toHaveLength(1);
});

test.each([[], ['--nom', 'X'], ['--nom', 'X', '--courriel', 'sans-arobase'], ['--inconnu'], ['--nom', 'X', '--courriel', 'x@example.nc', '--bureau', 'lune']].map((args) => ({ args })))('une phrase dit ce qui manque : $args', async ({ args }) => {
  await expect(admin(args)).rejects.toBeInstanceOf(CannotStart);
});
