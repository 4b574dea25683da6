import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/setup/database.ts';
import { buildWorld } from '../app.ts';
import { verifyRegister } from '../core/act/verify.ts';
import { openKeyRing } from '../core/crypto/index.ts';
import type { World } from '../core/demarche/index.ts';
import { loadStates } from '../core/act/store.ts';
import { evaluate } from '../core/demarche/evaluate.ts';
import type { RegistrationState } from '../domains/registrations/index.ts';
import type { VehicleState } from '../domains/vehicles/index.ts';
import { vehicleId } from './acts.ts';
import { reportCsv } from './report.ts';
import { diffFile, importFile, type ImportReport } from './run.ts';

const SAMPLE = join(import.meta.dirname, '../../bench/sample/legacy-sample.csv');
const HISTORY = join(import.meta.dirname, '../../bench/sample/legacy-history.csv');
const REAL = join(import.meta.dirname, '../../../shared/data');
let db: TestDatabase;
let world: World;
let folder: string;
beforeAll(async () => {
  [db, folder] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'sitt-import-'))]);
  world = buildWorld(db.pools, { mode: 'test' });
});
vi.setConfig({ testTimeout: 60_000 });
afterAll(async () => { await db.close(); await rm(folder, { recursive: true }); });

const load = (file: string, source: string, history?: string): Promise<ImportReport> => importFile(world, { file, source, ...(history ? { history } : {}) });
const counts = async () => (await db.owner<{ acts: number; subjects: number; links: number }[]>`
  select (select count(*)::int from act) as acts, (select count(*)::int from subject) as subjects, (select count(*)::int from act_subject) as links`)[0];
const verify = () => verifyRegister({ sql: db.pools.report, facets: world.facets, seals: { keys: openKeyRing({ folder: join(folder, 'keys') }).publicKeys(), folder } });
async function stateOf(source: string, key: string): Promise<{ vehicle: VehicleState; registration: RegistrationState }> {
  const id = vehicleId(source, key);
  return (await loadStates(db.pools.read, world.facets, [{ kind: 'vehicle', id }])).get(id) as never;
}

test('le fichier inventé, avec ses bizarreries : chaque ligne a une issue et ses motifs, rien n’est inventé, verify est vert', async () => {
  const report = await load(SAMPLE, 'essai', HISTORY);
  const issue = Object.fromEntries(report.results.map((one) => [`${one.line} ${one.key}`, one]));
  expect(report.totals).toEqual({ loaded: 9, disputed: 3, refused: 3, already: 0 });
  expect(report.orphans).toBe(1);
  expect(issue['3 INV-0002']?.rules).toEqual(expect.arrayContaining(['zero-inconnu', 'couleur-etrange', 'remplissage', 'identite-inconnue']));
  expect(issue['4 INV-0003']?.rules).toContain('vehicule-vide');
  expect(issue['5 INV-0004']?.rules).toContain('vide-sur-ptac');
  expect(issue['6 INV-0005']?.rules).toContain('ptra-sous-ptac');
  expect(issue['7 INV-0006']?.rules).toEqual(expect.arrayContaining(['energie-inconnue', 'date-future']));
  expect(issue['8 INV-0007']?.rules).toContain('date-impossible');
  expect(issue['12 INV-0011']).toMatchObject({ outcome: 'refused', rules: expect.arrayContaining(['immatriculation-incomplete']) as string[] });
  expect(issue['13 INV-0002']).toMatchObject({ outcome: 'refused', rules: expect.arrayContaining(['cle-en-double']) as string[] });
  expect(issue['14 INV-0012']).toMatchObject({ outcome: 'refused', rules: expect.arrayContaining(['colonnes']) as string[] });
  const first = (await stateOf('essai', 'INV-0001')).vehicle;
  expect(first.technical[0]?.data).toMatchObject({ B: { precision: 'month', value: '2011-04' }, 'D.1': 'MARQUE FICTIVE', 'G.1': 1225 });
  expect(first.legacy.map((one) => [one.order, one.code, one.month, one.cancelled])).toEqual([[1, 'CHANG_TIT_NORMAL', '2016-09', true], [2, 'IMMAT_NORMALE', '2011-04', false]]);
  expect((await stateOf('essai', 'INV-0013')).vehicle.technical[0]?.data['G.1']).toBeUndefined();
  expect((await stateOf('essai', 'INV-0008')).registration).toMatchObject({ origin: 'legacy', plates: [{ plate: '301001NC', from: '2011-06-13T13:00:00.000Z' }], holders: [{ principal: true }] });
  expect((await db.owner`select 1 from person_entry where ridet = '0000009'`).length).toBe(1);
  expect(reportCsv(report)).toContain('Le poids à vide (G.1) dépasse le PTAC');
  expect(await verify()).toMatchObject({ ok: true, findings: [] });
});

test('deux fois le même fichier : rien de plus ; un fichier corrigé ne double pas ce qui est déjà là ; la comparaison n’écrit rien', async () => {
  const before = await counts();
  const again = await load(SAMPLE, 'essai', HISTORY);
  expect(again.totals).toEqual({ loaded: 0, disputed: 0, refused: 3, already: 12 });
  expect(await counts()).toEqual(before);
  const corrected = join(folder, 'corrected.csv');
  await writeFile(corrected, (await readFile(SAMPLE, 'utf8')).replace('INV-0004,SIV,2011-04', 'INV-0004,SIV,2012-05').replace('INVENTE0000000011,,', 'INVENTE0000000011,L0000011,'));
  const { differences } = await diffFile(world, { file: corrected, source: 'essai' });
  expect(differences.filter((one) => one.kind === 'new').map((one) => one.key)).toContain('INV-0011');
  expect(differences).toContainEqual(expect.objectContaining({ kind: 'changed', key: 'INV-0004', field: 'B', register: '2011-04', file: '2012-05' }));
  expect(await counts()).toEqual(before);
  expect((await load(corrected, 'essai')).totals).toMatchObject({ loaded: 1, already: 12 });
});

test('une identité en double, dans le fichier ou au registre, est contestée et bloque tout acte', async () => {
  for (const key of ['INV-0009', 'INV-0010', 'INV-0014']) expect((await stateOf('essai', key)).vehicle.disputed, key).toBeTruthy();
  const twin = join(folder, 'twin.csv');
  await writeFile(twin, 'vehicule;immatriculation;numero titre;commune;marque\r\nT-1;301001NC;L777;98818;ESSAI\r\n');
  const report = await load(twin, 'autre');
  expect(report.results).toMatchObject([{ outcome: 'disputed', rules: ['plaque-au-registre'] }]);
  const { vehicle, registration } = await stateOf('autre', 'T-1');
  expect(registration.holds).toMatchObject([{ type: 'identity-dispute' }]);
  expect(vehicle.disputed).toContain('porte déjà cette plaque');
  const evaluation = await evaluate(world, world.catalogue.get('changer-adresse') as never, { actor: { kind: 'agent', agentId: vehicleId('x', 'y'), name: 'Essai', roles: ['clerk'], office: 'noumea' } as never, subject: { kind: 'vehicle', id: vehicleId('autre', 'T-1') }, json: {} });
  expect(evaluation.blockers.map((one) => one.code)).toContain('identite-contestee');
});

test('une fiche reprise qui porte le numéro d’un véhicule du registre les rend contestés tous les deux, une seule fois', async () => {
  const before = join(folder, 'stands.csv');
  await writeFile(before, 'vehicule;immatriculation;numero titre;commune;vin;marque\nP-1;301701NC;L701;98818;INVENTE0000000701;ESSAI\nP-2;301702NC;L702;98818;INVENTE0000000702;ESSAI\n');
  expect((await load(before, 'present')).totals).toMatchObject({ loaded: 2 });
  const twins = join(folder, 'twins.csv');
  await writeFile(twins, 'vehicule;immatriculation;numero titre;commune;vin;marque\nJ-1;301701NC;L711;98818;INVENTE0000000711;ESSAI\nJ-2;301709NC;L712;98818;INVENTE0000000702;ESSAI\n');
  expect((await load(twins, 'jumeaux')).results).toMatchObject([{ outcome: 'disputed', rules: ['plaque-au-registre'] }, { outcome: 'disputed', rules: ['chassis-au-registre'] }]);
  const [one, two, newcomer] = await Promise.all([stateOf('present', 'P-1'), stateOf('present', 'P-2'), stateOf('jumeaux', 'J-1')]);
  expect(one.vehicle.disputed).toContain('J-1');
  expect(one.vehicle.contest).toMatchObject({ grounds: ['twin'], twins: [vehicleId('jumeaux', 'J-1')] });
  expect(newcomer.vehicle.contest).toMatchObject({ grounds: ['twin'], twins: [vehicleId('present', 'P-1')] });
  for (const { registration } of [one, two, newcomer]) expect(registration.holds).toMatchObject([{ type: 'identity-dispute', to: null }]);
  const written = await counts();
  await load(twins, 'jumeaux');
  const same = join(folder, 'twins-again.csv');
  await writeFile(same, `${await readFile(twins, 'utf8')}\n`);
  expect((await load(same, 'jumeaux')).results).toMatchObject([{ outcome: 'already', rules: [] }, { outcome: 'already', rules: [] }]);
  expect(await counts()).toEqual(written);
  expect(await verify()).toMatchObject({ ok: true, findings: [] });
});

test('Windows-1252 et point-virgule sont reconnus', async () => {
  const path = join(folder, 'latin.csv');
  await writeFile(path, Buffer.from('vehicule;marque;couleur\nW-1;CITRO\xcbN;GRIS FONC\xc9\n', 'latin1'));
  const report = await load(path, 'latin');
  expect(report.file).toMatchObject({ encoding: 'windows-1252', delimiter: ';' });
  expect((await stateOf('latin', 'W-1')).vehicle.technical[0]?.data).toMatchObject({ 'D.1': 'CITROËN', R: 'GRIS FONCÉ' });
});

test('arrêté au milieu, le chargement reprend où il en était, sans rien doubler', async () => {
  const path = join(folder, 'long.csv');
  await writeFile(path, `vehicule,marque\n${Array.from({ length: 3_400 }, (_, index) => `S-${index},ESSAI`).join('\n')}\n`);
  let said = 0;
  const stopped = importFile(world, { file: path, source: 'long', progress: () => { said += 1; if (said === 1) throw new Error('courant coupé'); } });
  await expect(stopped).rejects.toThrow('courant coupé');
  expect((await db.owner<{ n: number }[]>`select count(*)::int as n from act where kind = 'vehicle.described' and request_id like ${'import:%:long:%'}`)[0]?.n).toBe(3_000);
  expect((await load(path, 'long')).totals).toMatchObject({ loaded: 400, already: 3_000 });
  // More rows than one look takes: a comparison that waited for itself never came back.
  expect((await diffFile(world, { file: path, source: 'long' })).differences).toEqual([]);
  expect(await verify()).toMatchObject({ ok: true });
});

const present = existsSync(join(REAL, 'fr_siv_vehicules.csv'));
if (!present) console.log('  (les fichiers réels ne sont pas là : seul le fichier inventé est repris)');
test.runIf(present)(`les 2 059 véhicules réels et leurs 7 299 opérations${present ? '' : ' : sauté, le dossier des données réelles est absent'}`, async () => {
  const report = await load(join(REAL, 'fr_siv_vehicules.csv'), 'siv', join(REAL, 'fr_siv_historique.csv'));
  expect(report.totals).toEqual({ loaded: 2059, disputed: 0, refused: 0, already: 0 });
  const [kept] = await db.owner<{ n: number }[]>`
    select sum(jsonb_array_length(payload -> 'operations'))::int as n from act where kind = 'vehicle.legacy-operations' and request_id like '%:siv:%'`;
  expect(kept?.n).toBe(7299);
  expect(report.met.get('service-sur-ptac')).toBeGreaterThan(4);
  expect(report.met.get('identite-inconnue')).toBe(2059);
  expect(await verify()).toMatchObject({ ok: true });
});
