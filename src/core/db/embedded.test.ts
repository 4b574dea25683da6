import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { openDatabase } from './database.ts';
import { startEmbedded, type EmbeddedOptions } from './embedded.ts';
import { isOurs, takeInstance } from './instance.ts';
import { connect } from './sql.ts';

const root = join(import.meta.dirname, '../../..');
let options: EmbeddedOptions;
beforeAll(async () => {
  const data = await mkdtemp(join(tmpdir(), 'sitt-embedded-'));
  await chmod(data, 0o711);
  options = { root, data };
});
afterAll(() => rm(options.data, { recursive: true, force: true }));

async function query<T>(url: string, text: string): Promise<T[]> {
  const sql = connect(url, { max: 1 });
  try {
    return (await sql.unsafe(text)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

test('un serveur resté là est adopté, un serveur tué est relancé, et rien de ce qui était écrit ne manque', async () => {
  const first = await startEmbedded(options);
  await query(first.url, 'create table kept (id int); insert into kept values (1)');

  const adopted = await startEmbedded(options);
  expect(adopted.pid).toBe(first.pid);

  process.kill(first.pid, 'SIGKILL');
  const again = await startEmbedded(options);
  expect(again.pid).not.toBe(first.pid);
  expect(await query(again.url, 'select id from kept')).toEqual([{ id: 1 }]);
  await again.stop();
  await expect(query(again.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
}, 60_000);

test('le dossier de données ne se prend pas deux fois, et le second apprend qui est là', async () => {
  const held = await takeInstance(options.data, 'le serveur');
  if (!isOurs(held)) throw new Error('the folder should be free');
  held.announce({ url: 'http://localhost:1' });
  expect(await takeInstance(options.data, 'autre')).toEqual({ pid: process.pid, doing: 'le serveur', url: 'http://localhost:1' });
  await held.release();
  const next = await takeInstance(options.data, 'autre');
  expect(isOurs(next)).toBe(true);
  if (isOurs(next)) await next.release();
});

test('avec DATABASE_URL, SITT se sert de cette base et y prépare ses deux rôles', async () => {
  const server = await startEmbedded(options); // a server of its own: roles belong to the whole server
  await query(server.adminUrl, 'create database elsewhere');
  const databaseUrl = server.adminUrl.replace(/postgres$/, 'elsewhere');
  const database = await openDatabase(readConfig(false, { SITT_ROOT: root, DATABASE_URL: databaseUrl }), 'essai', true);
  expect(await database.pools.read`select current_user as who, current_database() as base`).toEqual([
    { who: 'sitt_app', base: 'elsewhere' },
  ]);
  await database.close();
  const again = await openDatabase(readConfig(false, { SITT_ROOT: root, DATABASE_URL: databaseUrl }), 'essai', true);
  await again.close();

  // Somebody else's database, or none: said, and left as it was.
  const other = (name: string) => openDatabase(readConfig(false, { SITT_ROOT: root, DATABASE_URL: server.adminUrl.replace(/postgres$/, name) }), 'essai', true);
  await query(server.adminUrl, 'create database theirs');
  const theirs = server.adminUrl.replace(/postgres$/, 'theirs');
  await query(theirs, 'create schema shop; create table shop.customer (id int)');
  await expect(other('theirs')).rejects.toThrow(/« theirs » contient déjà des tables .*« customer »/);
  expect(await query(theirs, "select relname from pg_class where relkind = 'r' and relnamespace::regnamespace::text !~ '^pg_' and relnamespace::regnamespace::text <> 'information_schema'")).toEqual([{ relname: 'customer' }]);
  await query(server.adminUrl, "create database latin encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0");
  await expect(other('latin')).rejects.toThrow(/« latin » est en SQL_ASCII/);
  await expect(other('nowhere')).rejects.toThrow('n’existe pas sur ce serveur');

  await server.stop();
  await expect(openDatabase(readConfig(false, { SITT_ROOT: root, DATABASE_URL: databaseUrl }), 'essai', true)).rejects.toThrow(
    'DATABASE_URL ne répond pas',
  );
}, 60_000);

test.each(['hello', 'mysql://x@localhost/sitt', 'postgres://localhost', '/var/run/postgresql'])('DATABASE_URL=%s est refusé d’une phrase, sans redire un mot de passe', (text) => {
  expect(() => readConfig(false, { SITT_ROOT: root, DATABASE_URL: text })).toThrow(/^DATABASE_URL n’est pas l’adresse d’une base PostgreSQL/);
  expect(() => readConfig(false, { SITT_ROOT: root, APP_DATABASE_URL: text })).toThrow(/^APP_DATABASE_URL n’est pas/);
  expect(readConfig(false, { SITT_ROOT: root, DATABASE_URL: 'postgresql://a:b%20c@[::1]:5433/sitt' }).databaseUrl).toContain('b%20c');
});
