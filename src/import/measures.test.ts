import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/setup/database.ts';
import { buildWorld } from '../app.ts';
import { verifyRegister } from '../core/act/verify.ts';
import { openKeyRing } from '../core/crypto/index.ts';
import type { World } from '../core/demarche/index.ts';
import { loadStates } from '../core/act/store.ts';
import type { PersonState } from '../domains/people/index.ts';
import { principalOf, type RegistrationState } from '../domains/registrations/index.ts';
import type { VehicleState } from '../domains/vehicles/index.ts';
import { vehicleId } from './acts.ts';
import { diffCsv, printDiff } from './report.ts';
import { diffFile, importFile, type ImportOptions } from './run.ts';

let db: TestDatabase;
let world: World;
let folder: string;
let options: ImportOptions;
const HEAD = 'vehicule;immatriculation;numero titre;commune;marque;titulaire nom;titulaire prenoms;titulaire naissance;titulaire commune;titulaire tribu;titulaire adresse;titulaire boite postale;titulaire code postal;titulaire bureau distributeur\n';
const row = (n: number, address: string) => `M-${n};30180${n}NC;L80${n};98818;ESSAI;Exemple-${n};Ada;vers 1948;${address}\n`;
const VEHICLES = `${HEAD}${row(1, '98814;Tribu de Démo;;BP 12;98820;Wé')}${row(2, ';;12 rue des Essais;;;')}${row(3, ';;;BP 13;98845;Nouméa Cedex')}${row(4, '99999;Tribu de Démo;;;;')}${row(5, ';;;;;')}`;
const HOLDS = `vehicule,type,autorite,reference,depuis,jusqu'au,fondement
M-1,Gage,Créancier gagiste,G-1,12/03/2019,,Contrat fictif
M-1,gage,bank,G-1,12/03/2019,,Contrat fictif
M-1,vol,gendarmerie,PV-1,2018-05-02,2018-09-01,
M-2,opposition trésor,Trésor public,T-2,03/2020,,
M-3,zzz,bank,Z-3,01/01/2020,,
M-4,saisie,bailiff,,01/01/2020,,
M-5,vol,police,V-1,01/02/2021,,
M-5,vol,gendarmerie,V-2,01/03/2021,,
M-9,gage,bank,G-9,01/01/2020,,
`;
beforeAll(async () => {
  [db, folder] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'sitt-holds-'))]);
  world = buildWorld(db.pools, { mode: 'test' });
  options = { file: join(folder, 'v.csv'), holds: join(folder, 'm.csv'), source: 'mesures' };
  await Promise.all([writeFile(options.file, VEHICLES), writeFile(options.holds ?? '', HOLDS)]);
});
afterAll(async () => { await db.close(); await rm(folder, { recursive: true }); });
const stateOf = async (key: string) => {
  const id = vehicleId('mesures', key);
  return (await loadStates(db.pools.read, world.facets, [{ kind: 'vehicle', id }])).get(id) as { vehicle: VehicleState; registration: RegistrationState };
};

describe('les mesures et les adresses de l’ancien registre', { timeout: 60_000 }, () => {
  test('une mesure lisible est reprise avec son autorité, sa référence et ses dates ; une mesure qui ne l’est pas rend le véhicule contesté', async () => {
    const report = await importFile(world, options);
    expect(report).toMatchObject({ holds: 9, orphans: 1, totals: { loaded: 2, disputed: 3, refused: 0 } });
    const [one, two, three, four, five] = await Promise.all([1, 2, 3, 4, 5].map((n) => stateOf(`M-${n}`)));
    expect(one?.registration.holds).toMatchObject([
      { type: 'gage', authority: 'bank', reference: 'G-1', basis: 'Contrat fictif', from: '2019-03-11T13:00:00.000Z', to: null },
      { type: 'theft', authority: 'gendarmerie', from: '2018-05-01T13:00:00.000Z', to: '2018-08-31T13:00:00.000Z', until: '2018-09-01' },
    ]);
    expect(two?.registration.holds).toMatchObject([{ type: 'treasury', authority: 'treasury', basis: expect.stringContaining('depuis mars 2020 selon la source') as string }]);
    for (const bad of [three, four, five]) expect(bad?.vehicle.contest?.grounds).toEqual(['hold']);
    expect(three?.registration.holds.map(({ type }) => type)).toEqual(['identity-dispute']);
    expect(five?.registration.holds.map(({ type, reference }) => `${type} ${reference}`)).toContain('theft V-1');
    const details = report.results.flatMap((line) => line.details ?? []);
    expect(details.join('\n')).toMatch(/mesure-inconnue : 6 : zzz, bank, Z-3/);
  });

  test('l’adresse a sa commune, son lieu et sa ligne postale à part ; une boîte postale seule ou une commune inconnue ne s’inventent pas', async () => {
    const addressOf = async (n: number) => {
      const id = principalOf((await stateOf(`M-${n}`)).registration)?.personId ?? '';
      return ((await loadStates(db.pools.read, world.facets, [{ kind: 'person', id }])).get(id)?.['person'] as PersonState).addresses[0]?.address;
    };
    expect(await addressOf(1)).toEqual({ commune: '98814', placeKind: 'tribe', place: 'Tribu de Démo', postal: { box: 'BP 12', postcode: '98820', town: 'Wé' } });
    expect(await addressOf(2)).toEqual({ commune: '98818', placeKind: 'street', place: '12 rue des Essais' });
    expect([await addressOf(3), await addressOf(4), await addressOf(5)]).toEqual([undefined, undefined, undefined]);
    const seals = { keys: openKeyRing({ folder: join(folder, 'keys') }).publicKeys(), folder };
    expect(await verifyRegister({ sql: db.pools.report, facets: world.facets, seals })).toMatchObject({ ok: true, findings: [] });
  });

  test('deux fois : rien de plus ; la comparaison dit ce qui diffère des deux côtés, en français, sans rien écrire', async () => {
    const acts = async () => (await db.owner<{ n: number }[]>`select count(*)::int as n from act`)[0]?.n;
    const before = await acts();
    expect((await importFile(world, options)).totals).toMatchObject({ loaded: 0, already: 5 });
    const same = await diffFile(world, options);
    expect(same.differences.filter((one) => one.kind !== 'changed' || one.field !== 'mesure')).toEqual([]);
    const [file, holds] = [join(folder, 'v2.csv'), join(folder, 'm2.csv')];
    await writeFile(file, VEHICLES.replace('98818;ESSAI;Exemple-1', '98814;=ESSAI;Autre-1').split('\n').filter((line) => !line.startsWith('M-5')).join('\n'));
    await writeFile(holds, HOLDS.replaceAll('G-1', 'G-77'));
    const found = await diffFile(world, { ...options, file, holds });
    expect(found.differences).toEqual(expect.arrayContaining([
      { kind: 'absent', key: '301805NC' },
      expect.objectContaining({ kind: 'changed', key: 'M-1', field: 'titulaire', register: expect.stringContaining('EXEMPLE-1') as string }),
      expect.objectContaining({ kind: 'changed', key: 'M-1', field: 'commune', register: '98818', file: '98814' }),
      expect.objectContaining({ kind: 'changed', key: 'M-1', field: 'mesure', register: '(vide)', file: 'Gage inscrit, bank, réf. G-77' }),
      expect.objectContaining({ kind: 'changed', key: 'M-1', field: 'mesure', register: 'Gage inscrit, bank, réf. G-1', file: '(vide)' }),
    ]));
    expect(printDiff(found)).toMatch(/Marque \(D\.1\) : SITT dit ESSAI, l’ancien registre =ESSAI/);
    expect(diffCsv(found.differences)).toContain(';\'=ESSAI');
    expect(await acts()).toBe(before);
  });

  test('un véhicule déjà au registre reçoit les mesures qui lui manquaient, par les mêmes actes, une seule fois', async () => {
    const holds = join(folder, 'm3.csv');
    const more = `${HOLDS}M-2,gage,bank,G-2,05/04/2021,,\nM-1,vol,gendarmerie,PV-9,2020-01-02,2020-02-01,\nM-5,vol,gendarmerie,V-3,01/04/2021,,\n`;
    await writeFile(holds, more);
    const bringing = { ...options, holds };
    const first = await importFile(world, bringing);
    expect(first.totals).toMatchObject({ loaded: 0, already: 5 });
    expect(first.results.find(({ key }) => key === 'M-2')?.rules).toContain('mesures-ajoutees');
    const heldBy = async (key: string) => (await stateOf(key)).registration.holds.map(({ type, reference, from, to }) => ({ type, reference, from, open: to === null }));
    expect(await heldBy('M-2')).toMatchObject([{ type: 'treasury', reference: 'T-2' }, { type: 'gage', reference: 'G-2', from: '2021-04-04T13:00:00.000Z', open: true }]);
    expect((await heldBy('M-1')).filter(({ type }) => type === 'theft')).toMatchObject([{ reference: 'PV-1', open: false }, { reference: 'PV-9', open: false }]);
    // A theft stands already: the second one of the file adds nothing to it.
    expect((await heldBy('M-5')).filter(({ type }) => type === 'theft')).toMatchObject([{ reference: 'V-1', open: true }]);
    const count = async () => (await db.owner<{ n: number }[]>`select count(*)::int as n from act`)[0]?.n;
    const before = await count();
    await importFile(world, bringing);
    await writeFile(holds, `${more}\n`);
    await importFile(world, bringing);
    expect(await count(), 'the same file again, then one that differs by an empty line').toBe(before);
    const seals = { keys: openKeyRing({ folder: join(folder, 'keys') }).publicKeys(), folder };
    expect(await verifyRegister({ sql: db.pools.report, facets: world.facets, seals })).toMatchObject({ ok: true, findings: [] });
  });
});
