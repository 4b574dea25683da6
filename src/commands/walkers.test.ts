import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCountry, type Country } from '../../tests/setup/country.ts';
import { verifyRegister, type Report, type Walk } from '../core/act/verify.ts';
import { cutSlices } from '../core/act/verify-chains.ts';
import { walkInThreads } from './walkers.ts';

let country: Country;
let folder: string;
beforeAll(async () => {
  country = await demoCountry();
  folder = await mkdtemp(join(tmpdir(), 'sitt-seals-'));
}, 60_000);
afterAll(async () => {
  await country.close();
  await rm(folder, { recursive: true, force: true });
});

const verified = (walk?: Walk): Promise<Report> => verifyRegister({
  sql: country.db.pools.report, facets: country.app.world.facets, seals: { keys: country.app.keys.publicKeys(), folder }, ...(walk ? { walk } : {}),
});
/** The same, cut into slices so small that every one of them ends in the middle of something. */
const inSlices: Walk = async (snapshot, _slices, progress) => {
  const small = await country.db.pools.read.begin((tx) => cutSlices(tx, 8));
  expect(small.length).toBeGreaterThan(5);
  return walkInThreads(country.db.url)(snapshot, small, progress);
};
const facts = ({ checked, found, findings }: Report) => ({ checked, found, findings: findings.map(({ what, where }) => `${what} ${where}`).sort() });

const built = join(import.meta.dirname, '../../.build');
test.skipIf(!existsSync(join(built, 'verify.mjs')))('le programme construit voit la même chose, et ne charge ni le serveur ni zod (sauté sans .build, que « npm test » construit)', { timeout: 60_000 }, async () => {
  const env = { ...process.env, DATABASE_URL: country.db.ownerUrl, APP_DATABASE_URL: country.db.url, SITT_DATA: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [join(built, 'verify.mjs')], { env });
  const { checked } = await verified();
  const counted = (thing: string) => Number(new RegExp(`^ *([0-9\\s]+) ${thing}$`, 'm').exec(stdout)?.[1]?.replace(/\s/g, ''));
  for (const thing of ['actes', 'maillons de chaîne', 'contenus privés', 'états recalculés', 'sujets dont les lignes dérivées sont comparées']) expect(counted(thing), thing).toBe(checked[thing]);
  expect(stdout).toContain('registre est intact');
  for (const file of ['verify.mjs', 'workers/verify.worker.mjs']) expect(await readFile(join(built, file), 'utf8')).not.toMatch(/from ['"](fastify|zod|pdfkit|oidc-provider)/);
});

test('en fils et en tranches, on voit ce que l’on voit ici, ni plus ni moins', { timeout: 60_000 }, async () => {
  const whole = await verified();
  expect(whole.findings).toEqual([]);
  expect(facts(await verified(inSlices))).toEqual(facts(whole));

  const { owner } = country.db;
  await owner`alter table act disable trigger user`; // an owner of the database can
  await owner`update act set payload = payload || '{"more": 1}' where id = (select max(act_id::text)::uuid from act_subject)`;
  await owner`update subject set version = version + 1 where id = (select min(id::text)::uuid from subject)`;
  await owner`update state set data = '{}' where facet <> 'decision' and data <> '{}' and data <> '[]'`;
  const tampered = facts(await verified());
  expect(tampered.found).toBeGreaterThan(50);
  const sliced = facts(await verified(inSlices));
  expect(sliced.checked).toEqual(tampered.checked);
  expect(sliced.found).toBe(tampered.found);
  expect(sliced.findings.filter((one) => !one.startsWith('state'))).toEqual(tampered.findings.filter((one) => !one.startsWith('state')));
});

test('un fil qui ne peut pas lire arrête la vérification, et dit pourquoi', { timeout: 60_000 }, async () => {
  const walk: Walk = (_snapshot, slices, progress) => walkInThreads(country.db.url)('00000003-0000001B-1', slices, progress);
  await expect(verified(walk)).rejects.toThrow(/snapshot/);
});
