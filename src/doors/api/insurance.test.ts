import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPartnerUser } from '../../core/access/agents.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { uuid } from '../../core/values/ids.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';

let country: Country;
const CONTRACTS = '/api/v1/insurance/contracts';
beforeAll(async () => {
  country = await demoCountry();
  await key('autre-assureur', 'insurer');
  await key('un-garage', 'dealer');
}, 60_000);
afterAll(() => country.close());

async function key(text: string, partnerKind: string): Promise<void> {
  const id = uuid();
  await createPartnerUser(country.db.owner, { id, name: 'Essai', companyId: uuid(), partnerKind, roles: ['manager'] });
  await insertKey(country.db.owner, { id: uuid(), key: text, owner: { kind: 'partner', id }, label: text, scopes: ['contracts:read', 'contracts:write'], expires: null, demo: false });
}
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000 + 11 * 3_600_000).toISOString().slice(0, 10);

describe('les assureurs, par l’interface', () => {
  test('un contrat poussé se voit au contrôle de police qui suit la réponse ; répété sous la même clé, il est fait une fois', async () => {
    const police = await enter(country, 'police', '/police');
    const checked = async () => { await police.post('/police', { q: '459610NC', motive: 'roadside' }); return plain((await police.get('/police/controle')).body); };
    expect(await checked()).toMatch(/Assurance inconnue .*Inconnue ne veut pas dire non assuré/);
    const notice = { contract: 'API 1', plate: '459 610 NC', vin: 'UU1DEMO0000000013', from: day(-3) };
    const first = await country.ask('demo-insurer', 'POST', CONTRACTS, notice, { headers: { 'idempotency-key': 'essai-0001' } });
    expect([first.statusCode, first.json()]).toMatchObject([201, { contract: 'API1', outcome: 'new', match: 'matched' }]);
    expect(await checked()).toMatch(/Assurance connue Assureur Exemple, depuis le/);
    const again = await country.ask('demo-insurer', 'POST', CONTRACTS, notice, { headers: { 'idempotency-key': 'essai-0001' } });
    expect([again.statusCode, again.json<{ sending: string }>().sending]).toEqual([200, first.json<{ sending: string }>().sending]);
    expect((await country.ask('demo-insurer', 'POST', CONTRACTS, notice)).json()).toMatchObject({ outcome: 'unchanged' });
  });

  test('un assureur ne voit que les siens, jamais un titulaire ; un garage, un agent et une clé absente ne poussent rien', async () => {
    const own = await country.ask('demo-insurer', 'GET', `${CONTRACTS}/AE-1006`);
    expect(own.json<{ notices: { to: string | null; knownAt: string }[] }>().notices.map(({ to, knownAt }) => [to, knownAt.slice(0, 10)])).toEqual([['2026-09-30', '2026-11-02'], [null, '2026-10-01']]);
    expect((await country.ask('autre-assureur', 'GET', `${CONTRACTS}/AE-1006`)).statusCode).toBe(404);
    for (const [who, status] of [['un-garage', 403], ['demo-counter', 403], [null, 401]] as const) {
      expect((await country.ask(who, 'POST', CONTRACTS, { contract: 'X', vin: 'UU1DEMO0000000013', from: day(0) })).statusCode, String(who)).toBe(status);
    }
    const unaccredited = await country.ask('autre-assureur', 'POST', CONTRACTS, { contract: 'X', vin: 'UU1DEMO0000000013', from: day(0) });
    expect([unaccredited.statusCode, unaccredited.body]).toEqual([409, expect.stringMatching(/pas d’accréditation en cours \(assureur\)/)]);
    expect((await country.ask('demo-insurer', 'GET', '/api/v1/vehicles/471001NC')).statusCode).toBe(403);
    const everything = (await Promise.all(['/plates/471001NC', '/gaps', '/contracts/AE-1001'].map((path) => country.ask('demo-insurer', 'GET', `/api/v1/insurance${path}`)))).map(({ body }) => body).join();
    expect(everything).toMatch(/"known":true/);
    expect(everything).not.toMatch(/Wamytan|holder|Leroux/i);
    expect((await country.ask('demo-insurer', 'GET', '/api/v1/insurance/gaps')).json<{ gaps: unknown[] }>().gaps, 'the gap of 468200NC lies between two insurers').toEqual([]);
  });

  test('un fichier rend compte de chaque ligne ; un contrat illisible ou qui en chevauche un autre est refusé en une phrase', async () => {
    const boundary = 'sitt-test';
    const csv = 'contrat;plaque;vin;debut;fin;motif\nF-1;459610NC;UU1DEMO0000000013;01/01/2024;31/12/2024;Résiliation\nF-2;;;01/01/2024;;\nF-3;459610NC;VF3DEMO0000000007;01/01/2024;;\n';
    const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="c.csv"\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--${boundary}--\r\n`;
    const sent = await country.ask('demo-insurer', 'POST', CONTRACTS, payload, { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } });
    expect([sent.statusCode, sent.json()]).toMatchObject([201, { counts: { rows: 3, new: 2, refused: 1, mismatch: 1 } }]);
    const report = await country.ask('demo-insurer', 'GET', sent.json<{ href: string }>().href);
    expect(report.json<{ lines: { line: number; outcome: string }[] }>().lines.map(({ line, outcome }) => [line, outcome])).toEqual([[2, 'new'], [3, 'refused'], [4, 'new']]);
    expect((await country.ask('autre-assureur', 'GET', sent.json<{ href: string }>().href)).statusCode).toBe(404);
    expect((await country.ask('demo-insurer', 'POST', CONTRACTS, { contract: 'AE-1001', vin: 'UU1DEMO0000000013', from: '2025-06-01' })).json()).toMatchObject({ status: 409, detail: expect.stringMatching(/Chevauche/) as string });
    expect((await country.ask('demo-insurer', 'POST', CONTRACTS, { contract: 'X' })).json()).toMatchObject({ status: 422 });
    for (const contract of ['A\u0000', 'A\u0007', '\u0000']) expect((await country.ask('demo-insurer', 'POST', CONTRACTS, { contract, vin: 'UU1DEMO0000000013', from: day(0) })).json(), JSON.stringify(contract)).toMatchObject({ status: 422 });
  });

  test('à l’achat, le contrat connu de l’acquéreur dispense de l’attestation ; celui du vendeur, ou un inconnu, la laisse demander', async () => {
    const example = (await country.ask('demo-counter', 'GET', '/api/v1/demarches/completer-achat')).json<{ example: { subject: string; input: Record<string, unknown> } }>().example;
    const pieces = async (contract: string) => {
      const body = { ...example, input: { ...example.input, proofs: { ...(example.input['proofs'] as object), contract } } };
      return (await country.ask('demo-counter', 'POST', '/api/v1/demarches/completer-achat?dryRun=true', body)).json<{ pieces: { kind: string }[]; blockers: { code: string }[] }>();
    };
    const vin = 'EX1DEMO0000440002';
    await country.ask('demo-insurer', 'POST', CONTRACTS, { contracts: [{ contract: 'ACHETEUR', vin, plate: '440002NC', from: day(-1) }, { contract: 'VENDEUR', vin, from: '2025-03-01' }, { contract: 'TERMINE', vin, from: day(-5), to: day(-2) }] });
    expect((await pieces('acheteur')).pieces.map(({ kind }) => kind)).not.toContain('attestation-assurance');
    for (const contract of ['VENDEUR', 'INCONNU']) expect((await pieces(contract)).pieces.map(({ kind }) => kind), contract).toContain('attestation-assurance');
    expect((await pieces('TERMINE')).blockers.map(({ code }) => code)).toContain('assurance-finie');
  });
});
