import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { verifyRegister } from '../../core/act/verify.ts';

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

const findings = async () => (await verifyRegister({ sql: country.db.pools.report, facets: country.app.world.facets, seals: { keys: country.app.keys.publicKeys(), folder } })).findings
  .filter(({ what }) => what === 'state.rows').map(({ sentence }) => sentence);

describe('les lignes dérivées, comparées à ce que donnent les actes', () => {
  test('le pays de démonstration est intact', async () => expect(await findings()).toEqual([]));

  // What an owner of the database could do behind the journal's back: each is one row, changed and put back.
  const cases: [string, string][] = [
    ['un titulaire remplacé', 'update vehicle_holder set person_id = (select person_id from vehicle_holder h where h.person_id <> vehicle_holder.person_id limit 1) where ctid = (select min(ctid) from vehicle_holder)'],
    ['une part ôtée', 'delete from vehicle_holder where ctid = (select min(ctid) from vehicle_holder)'],
    ['une plaque changée', `update vehicle_identifier set value = '999999NC' where ctid = (select min(ctid) from vehicle_identifier where kind = 'plate')`],
    ['un numéro de série contesté sans acte', `update vehicle_identifier set disputed = true where ctid = (select min(ctid) from vehicle_identifier where kind = 'chassis')`],
    ['un motif de contestation ajouté sans acte', `insert into vehicle_contest (vehicle_id, ground, since) select vehicle_id, 'twin', now() from vehicle_identifier limit 1`],
    ['une mesure levée sans acte', 'update vehicle_hold set until = now() where ctid = (select min(ctid) from vehicle_hold where until is null)'],
    ['une mesure effacée', 'delete from vehicle_hold where ctid = (select min(ctid) from vehicle_hold)'],
    ['un mot de la recherche changé', `update search_entry set folded = 'autre' where ctid = (select min(ctid) from search_entry where kind = 'vehicle')`],
    ['une personne renommée', `update person_entry set name = 'Autre' where ctid = (select min(ctid) from person_entry)`],
  ];
  test.each(cases)('%s : le sujet et la table sont nommés', async (_, change) => {
    const table = /(?:update|insert into|delete from) (\w+)/.exec(change)?.[1] ?? '';
    const { owner } = country.db;
    await owner`create table kept as select * from ${owner(table)}`;
    const { count } = await owner.unsafe(change);
    expect(count).toBe(1);
    expect((await findings()).join('\n')).toMatch(new RegExp(`table « ${table} »`));
    await owner`delete from ${owner(table)}`;
    await owner`insert into ${owner(table)} select * from kept`;
    await owner`drop table kept`;
    expect(await findings()).toEqual([]);
  });
});
