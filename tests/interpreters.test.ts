import { lastSaleCode } from './setup/sale-code.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { uuid } from '../src/core/values/ids.ts';
import { demoPersonId } from '../src/core/access/demo-citizens.ts';
import { demoAgentId } from '../src/core/access/demo.ts';
import { flatten, type Caller, type Demarche, type Flat } from '../src/core/demarche/index.ts';
import { checkBatch, commitBatch, headerOf, reportOf } from '../src/domains/partners/index.ts';
import { Kiosk, type Screen } from './interpreters/kiosk.ts';
import { demoCountry, type Country } from './setup/country.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const clerk: Caller = { actor: { kind: 'agent', agentId: demoAgentId('responsable'), name: 'Hélène Exemple', roles: ['supervisor', 'clerk'], office: 'noumea' }, door: 'test', office: 'noumea' };
const police: Caller = { actor: { kind: 'authority', agentId: demoAgentId('police'), name: 'Brigadier Exemple', authority: 'police', unit: 'Démo' }, door: 'test' };
const citizen = (sub: string): Caller => ({ actor: { kind: 'citizen', personId: demoPersonId(sub), accountId: uuid(), name: 'Démo', assurance: 'verified' }, door: 'test' });

/** What a person would type, as flat texts: the answers of one errand, whichever door asks for them. */
const address: Flat = { 'address.commune': '98817', 'address.placeKind': 'street', 'address.place': '1 rue de l’Essai' };
const proofs: Flat = { 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1' };
const sale: Flat = { soldOn: '20/11/2026', soldAt: '10:30', purpose: 'Pour rouler', 'buyer.name': 'Jean Exemple', 'inspection.number': 'CT-1', 'inspection.on': '01/11/2026' };
const first = (chassis: string): Flat => ({
  origin: 'new', chassis, 'technical.D.1': 'TOYOTA', 'technical.J.1': 'CTTE', 'technical.P.3': 'GO', 'technical.F.2': '3 000', 'technical.B': '15/01/2026', 'approval.kind': 'type', 'approval.number': 'PV-1',
  'holder.who': 'known', 'holder.personId': demoPersonId('jean'), usage: 'private', ...proofs,
});
const hold: Flat = { type: 'immobilisation', authority: 'police', reference: 'IMMO-1', basis: 'Essai de démonstration' };
const repair: Flat = { what: 'holder-since', since: '01/03/2019', reason: 'La facture prouve une date antérieure.' };

type Errand = { name: string; caller: () => Caller; subject: () => Promise<string> | string; answers: () => Flat; ends: string };
const errands = (plates: readonly [string, string, string, string], chassis: string): Errand[] => [
  { name: 'changer-adresse', caller: () => citizen('marie'), subject: () => plates[0], answers: () => address, ends: 'issued' },
  { name: 'premiere-immatriculation', caller: () => clerk, subject: () => '', answers: () => first(chassis), ends: 'to_complete' },
  { name: 'declarer-cession', caller: () => citizen('marie'), subject: () => plates[1], answers: () => sale, ends: 'issued' },
  { name: 'completer-achat', caller: () => citizen('jean'), subject: lastCode, answers: () => ({ 'buyer.who': 'self', usage: 'private', ...proofs }), ends: 'to_complete' },
  { name: 'poser-opposition', caller: () => police, subject: () => plates[2], answers: () => hold, ends: 'issued' },
  { name: 'rectifier', caller: () => clerk, subject: () => plates[3], answers: () => repair, ends: 'to_complete' },
];
const demarche = (id: string): Demarche => country.app.world.catalogue.get(id) as Demarche;

const lastCode = (): Promise<string> => lastSaleCode(country);

describe('un lot CSV interprète toute démarche', () => {
  it.each(errands(['471001NC', '471001NC', '469800NC', '462777NC'], 'MR0DEMO0000000101').map((one) => [one.name, one] as const))('%s', async (id, errand) => {
    const { world } = country.app;
    const d = demarche(id);
    const row: Flat = { ...errand.answers(), sujet: await errand.subject() };
    const file = `\uFEFF${stringify([row], { header: true, columns: headerOf(d, errand.caller()), delimiter: ';' })}`;
    const checked = await checkBatch(world, errand.caller(), d, file);
    expect(checked).toMatchObject({ unknown: [], rows: [{ problems: [] }] });
    const results = await commitBatch(world, errand.caller(), d, `batch-${id}`, checked.rows);
    expect(results).toMatchObject([{ line: 2, state: errand.ends }]);
    const again = await commitBatch(world, errand.caller(), d, `batch-${id}`, checked.rows);
    expect(again[0]?.dossierId, 'the batch sent twice makes nothing twice').toBe(results[0]?.dossierId);
  });

  it('vérifie toutes les lignes d’abord : chaque faute à sa ligne, rien d’écrit, un total ; et n’écrit pas de formule', async () => {
    const { world } = country.app;
    const d = demarche('poser-opposition');
    const rows = [{ sujet: '472100NC', ...hold }, { sujet: '472100NC', ...hold, reference: 'IMMO-2' }, { sujet: '999999NC', ...hold }, { sujet: '455321NC', ...hold, type: '=HYPERLINK("x")' }];
    const checked = await checkBatch(world, police, d, stringify(rows, { header: true, columns: [...headerOf(d, police), 'inconnue'] }));
    expect(checked.unknown).toEqual(['inconnue']);
    expect(checked.rows.map(({ problems }) => problems.length)).toEqual([0, 1, 1, 1]);
    const results = await commitBatch(world, police, d, 'batch-mixed', checked.rows);
    expect(results.map(({ state }) => state)).toEqual(['issued', 'rejected', 'rejected', 'rejected']);
    expect(reportOf([{ line: 2, state: '=1+1', said: '', dossierId: null }])).not.toMatch(/;=1|^=1/m);
  });
});

describe('une borne interprète toute démarche', () => {
  it.each(errands(['455321NC', '455321NC', '450404NC', '473900NC'], 'MR0DEMO0000000102').map((one) => [one.name, one] as const))('%s', async (id, errand) => {
    const d = demarche(id);
    const kiosk = new Kiosk(country.app.world, errand.caller(), d);
    const answers = errand.answers();
    if (kiosk.screen.kind === 'find') {
      expect(await kiosk.answer('RIEN')).toMatchObject({ kind: 'find', error: expect.stringMatching(/pas reconnu/) as unknown });
      await kiosk.answer(await errand.subject());
    }
    const asked: string[] = [];
    while (kiosk.screen.kind === 'ask') {
      const { path } = kiosk.screen.field;
      expect(asked, 'no question twice').not.toContain(path);
      asked.push(path);
      await kiosk.answer(answers[path] ?? '');
      expect(kiosk.screen, path).toMatchObject({ kind: expect.stringMatching(/ask|confirm/) as unknown });
      expect('error' in kiosk.screen ? kiosk.screen.error : null, path).toBeNull();
    }
    expect(kiosk.screen).toMatchObject({ kind: 'confirm', blockers: [] });
    expect(Object.keys(answers).filter((path) => !asked.includes(path)), 'every answer found its question').toEqual([]);
    const end = await kiosk.sign() as Extract<Screen, { kind: 'done' }>;
    expect(end.outcome).toMatchObject({ kind: 'moved', dossier: { state: errand.ends } });
    // The same answers are the same input, by whichever road they came.
    if (end.outcome.kind === 'moved') expect(flatten(d.input, end.outcome.dossier.input)).toMatchObject({ [Object.keys(answers)[0] ?? '']: expect.any(String) as unknown });
  });

  it('dit la faute à la question même, et n’avance pas', async () => {
    const kiosk = new Kiosk(country.app.world, citizen('hnaja'), demarche('changer-adresse'));
    await kiosk.answer('21404NC');
    expect(await kiosk.answer('Paris')).toMatchObject({ kind: 'ask', field: { path: 'address.commune' }, error: expect.any(String) as unknown });
    expect(await kiosk.answer('98814')).toMatchObject({ kind: 'ask', field: { path: 'address.placeKind' }, error: null });
  });

  it('dit avant la première question ce qui bloque, et à qui la démarche est ouverte', async () => {
    const stolen = new Kiosk(country.app.world, clerk, demarche('declarer-cession'));
    expect(await stolen.answer('466001NC')).toMatchObject({ kind: 'blocked' });
    const stranger = new Kiosk(country.app.world, citizen('sacha'), demarche('declarer-cession'));
    expect(await stranger.answer('21404NC')).toMatchObject({ kind: 'blocked', sentences: expect.arrayContaining([expect.stringMatching(/titulaire/)]) as unknown });
  });
});

it('les interpréteurs tiennent en 80 lignes et ne lisent l’identité d’aucune démarche', () => {
  for (const name of ['../src/domains/partners/batch/rows', 'interpreters/kiosk']) {
    const source = readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8');
    expect(source.trimEnd().split('\n').length, name).toBeLessThanOrEqual(80);
    expect(source, name).not.toMatch(/\bd\.id\b|demarche\.id|changer-adresse|cession|opposition|rectifier/);
  }
});
