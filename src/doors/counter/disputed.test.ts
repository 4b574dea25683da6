import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain, type Desk } from '../../../tests/setup/enter.ts';
import { importFile } from '../../import/run.ts';
import { vehicleId } from '../../import/acts.ts';

let country: Country;
let clerk: Desk;
let folder: string;
beforeAll(async () => {
  [country, folder] = await Promise.all([demoCountry(), mkdtemp(join(tmpdir(), 'sitt-disputed-'))]);
  clerk = await enter(country, 'responsable');
  const [file, history] = [join(folder, 'ancien.csv'), join(folder, 'operations.csv')];
  const nameless = Array.from({ length: 30 }, (_, n) => `S-${n},,,,,1996-02,MARQUE FICTIVE,NOIR CLAIR,1200,1500`);
  await writeFile(file, `vehicule,immatriculation,numero_titre,commune,vin,mois_premiere_immat,marque,couleur,F.2,G.1\n${nameless.join('\n')}\nJ-1,471001NC,L-J1,98818,,,MARQUE FICTIVE,,,\n`);
  await writeFile(history, 'vehicule,ordre_source,mois,operation,annulee\nS-0,1,2016-09,CHANG_TIT_NORMAL,oui\nS-0,2,1996-02,IMMAT_NORMALE,\n');
  expect((await importFile(country.app.world, { file, history, source: 'ancien' })).totals).toMatchObject({ loaded: 30, disputed: 1 });
}, 60_000);
afterAll(async () => { await country.close(); await rm(folder, { recursive: true }); });

describe('les identités à trancher', { timeout: 30_000 }, () => {
  it('page par page et par motif : les fiches sans numéro, et les deux qui portent le même, chacune vers la page de son véhicule', async () => {
    const all = plain((await clerk.get('/guichet/identites')).body);
    // One more is of the demo country itself.
    expect(all).toMatch(/33 fiches à trancher, page 1 sur 2/);
    const unknown = await clerk.get('/guichet/identites?motif=inconnue&page=2');
    expect(plain(unknown.body)).toMatch(/30 fiches à trancher, page 2 sur 2/);
    expect(unknown.body.match(/href="\/guichet\/vehicules\//g)).toHaveLength(5);
    const twins = await clerk.get('/guichet/identites?motif=double');
    expect(plain(twins.body)).toMatch(/2 fiches à trancher/);
    expect(twins.body).toContain(`/guichet/vehicules/${vehicleId('ancien', 'J-1')}`);
    for (const odd of ['?motif=rien&page=-1', '?page=9999', '?motif=mesure', '?page=x']) expect((await clerk.get(`/guichet/identites${odd}`)).statusCode, odd).toBe(200);
    expect(plain((await clerk.get('/guichet')).body)).toMatch(/Identités à trancher 33 fiches/);
  });

  it('la page du véhicule montre ce qui est invraisemblable comme tel, un mois comme un mois, et les opérations de la source', async () => {
    const text = plain((await clerk.get(`/guichet/vehicules/${vehicleId('ancien', 'S-0')}`)).body);
    expect(text).toContain('Identité inconnue');
    expect(text).toContain('Usage inconnu');
    expect(text).toMatch(/Première mise en circulation février 1996/);
    expect(text).toMatch(/NOIR CLAIR À vérifier « NOIR CLAIR » n’est pas une couleur/);
    expect(text).toMatch(/À vérifier Le poids à vide dépasse le PTAC/);
    expect(text).toMatch(/N° 1 CHANG_TIT_NORMAL Annulée à la source septembre 2016 N° 2 IMMAT_NORMALE février 1996/);
  });
});
