import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain, type Desk } from '../../../tests/setup/enter.ts';

let country: Country;
let clerk: Desk;
beforeAll(async () => { country = await demoCountry(); clerk = await enter(country, 'guichet'); }, 60_000);
afterAll(() => country.close());

const vehicle = async (plate: string): Promise<string> => (await country.db.owner<{ id: string }[]>`select vehicle_id as id from vehicle_identifier where kind = 'plate' and value = ${plate}`)[0]?.id as string;
const open = async (plate: string, knownAt = '') => clerk.get(`/guichet/vehicules/${await vehicle(plate)}${knownAt ? `?knownAt=${encodeURIComponent(knownAt)}` : ''}`);
/** The words of the card alone. */
const card = async (plate: string, knownAt = ''): Promise<string> => /id="assurance".*?<\/section>/s.exec((await open(plate, knownAt)).body)?.map(plain)[0] ?? '';

describe('l’assurance, sur la page du véhicule au guichet', () => {
  test('dit chaque contrat connu, vrai depuis quand et connu depuis quand ; connue, terminée ou inconnue, jamais « non assuré »', async () => {
    expect(await card('471001NC')).toMatch(/Connue Assureur Exemple Contrat AE-1001 Vrai depuis le 01\/01\/2025, sans fin connue Connu ainsi depuis le 2 octobre 2026 à 7 h 00/);
    expect(await card('473900NC')).toMatch(/Terminée le 30\/09\/2026 .*un assureur peut ne pas transmettre.* Contrat AE-1006 Vrai du 01\/01\/2026 au 30\/09\/2026 Connu ainsi depuis le 3 novembre 2026/);
    expect(await card('469800NC'), 'its plate alone').toMatch(/Inconnue .*Contrat AE-1004 Plaque seule/);
    expect(await card('455321NC'), 'the plate of one, the chassis number of another').toMatch(/Inconnue .*Contrat AE-1002 Plaque et VIN en désaccord/);
    expect(await card('466001NC'), 'nobody said anything').toMatch(/Inconnue .*demandez l’attestation/);
    for (const plate of ['471001NC', '473900NC', '469800NC', '455321NC', '466001NC']) expect(await card(plate)).not.toMatch(/non assuré|sans assurance|pas assuré/i);
  });

  test('un jour passé montre ce qui était connu ce soir-là, pas ce qui fut appris depuis ; la veille du premier envoi, rien', async () => {
    const then = await card('473900NC', '10/10/2026');
    expect(then).toMatch(/Ce que le registre savait le 10\/10\/2026 au soir.* Connue .*Vrai depuis le 01\/01\/2026, sans fin connue Connu ainsi depuis le 2 octobre 2026/);
    expect(then).not.toMatch(/Terminée|30\/09\/2026|novembre/);
    expect(await card('473900NC', '2026-11-03'), 'the evening of the day it was said').toMatch(/Terminée le 30\/09\/2026/);
    const before = await card('473900NC', '1/10/2026');
    expect(before).toMatch(/Inconnue/);
    expect(before).not.toContain('AE-1006');
  });

  test('un jour illisible ou à venir est dit à côté de ce qui fut tapé, et le présent reste montré', async () => {
    for (const [typed, said] of [['31/02/2026', 'Écrivez un jour'], ['01/01/2190', 'Ce jour n’est pas encore passé']] as const) {
      const answer = await open('473900NC', typed);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain(`value="${typed}"`);
      expect(plain(answer.body)).toContain(said);
      expect(await card('473900NC', typed)).toMatch(/Terminée le 30\/09\/2026/);
    }
    expect((await open('473900NC', '10/10/2026')).statusCode).toBe(200);
  });

  test('lire l’assurance est écrit pour le titulaire', async () => {
    const [row] = await country.db.owner<{ many: number }[]>`select count(*)::int as many from access_log where data_kind = 'assurance' and subject_id = ${await vehicle('471001NC')} and person_id is not null`;
    expect(row?.many).toBeGreaterThan(0);
  });
});
