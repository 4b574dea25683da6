import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCompanyId } from '../../../db/seeds/partners.ts';
import { enterCompany } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { trade, type Trade } from '../../../tests/setup/trade.ts';
import { toldTo, work } from '../../../tests/setup/worker.ts';
import { bringToRefusal, refuseDossier, type Outcome } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { territory } from '../../territory/index.ts';

let country: Country;
let t: Trade;
beforeAll(async () => { country = await demoCountry(); t = trade(country); }, 60_000);
afterAll(() => country.close());

const REASONS = 'Le châssis a été coupé puis ressoudé sans note de calcul.';
const refusal = () => ({ reasons: REASONS, appeals: territory.procedure(country.app.world.today(country.at.now)).ways, requestId: uuid() });

/** The homologation of a vehicle of this company, refused by an inspector. @returns the dossier of the decision */
async function refusedApproval(company: string, chassis: string): Promise<string> {
  const { world } = country.app;
  const asked = await t.pay(await t.ask(t.pro(`${company}-1`, 'importer', ['manager']), 'demander-homologation-isolee', null, { origin: 'transformation', 'applicant.who': 'self', chassis, 'technical.D.1': 'TOYOTA', 'technical.J.1': 'CTTE' }));
  if (asked.kind !== 'moved' || asked.dossier.state !== 'issued') throw new Error(JSON.stringify(asked));
  const subject = { kind: 'approval', id: asked.dossier.subject_id };
  const inspector = t.agent('inspection', ['inspector']);
  const [file] = await country.db.owner<{ file: string }[]>`select payload ->> 'file' as file from act a join act_subject l on l.act_id = a.id where a.kind = 'approval.filed' and l.subject_id = ${subject.id}`;
  for (const [id, flat] of [['instruire-homologation', { verdict: 'complete' }], ['enregistrer-visite-homologation', { on: '20/11/2026', site: 'tour', verdict: 'unfavourable' }]] as const) {
    const outcome: Outcome = await t.ask(inspector, id, file?.file ?? '', flat);
    if (t.codes(outcome)[0] !== 'issued') throw new Error(`${id}: ${JSON.stringify(outcome)}`);
  }
  const dossier = await bringToRefusal(world, inspector, t.demarche('delivrer-homologation'), subject, {});
  const outcome = await refuseDossier(world, inspector, dossier.id, { ...refusal(), texts: ['homologation'] });
  if (outcome.kind !== 'moved') throw new Error(outcome.kind);
  return dossier.id;
}

describe('une décision contre une entreprise', () => {
  test('son homologation refusée : elle est prévenue, lit la lettre et la télécharge, voit comment contester et conteste ; une autre n’y voit rien ; chaque lecture est notée', async () => {
    const id = await refusedApproval('import', 'MR0DEMO0000000911');
    await work(country);
    expect(await toldTo(country, demoCompanyId('import'), 'dossier-refused')).toMatchObject([{ data: { reasons: expect.arrayContaining([REASONS]) as unknown, $page: `/professionnel/decisions/${id}` } }]);
    const [hugo, lucie] = await Promise.all([enterCompany(country, 'import-1'), enterCompany(country, 'garage-1')]);
    const url = `/professionnel/decisions/${id}`;
    for (const from of ['/professionnel', '/professionnel/dossiers']) {
      expect((await hugo.get(from)).body, from).toContain(`href="${url}"`);
      expect((await lucie.get(from)).body, from).not.toContain(id);
    }
    const page = (await hugo.get(url)).body;
    expect(plain(page)).toMatch(/Refus signé.*châssis a été coupé.*Voies de recours.*Recours gracieux.*Contester ce refus/);
    const reads = await country.db.owner`select 1 from access_log where person_id = ${demoCompanyId('import')} and purpose = 'décisions sur l’entreprise'`;
    expect(reads.length, 'the reading is in the log').toBeGreaterThan(0);
    const paper = /href="(\/professionnel\/papiers\/RH-[0-9A-F]+)"/.exec(page)?.[1] ?? '';
    expect([200, 202]).toContain((await hugo.get(paper)).statusCode);
    expect([(await lucie.get(url)).statusCode, (await lucie.get(`${url}/recours`)).statusCode, (await lucie.get(paper)).statusCode]).toEqual([404, 404, 404]);

    expect(plain((await hugo.get(`${url}/recours`)).body)).toMatch(/Contester le refus.*Pourquoi vous n’êtes pas d’accord/);
    expect((await hugo.post(`${url}/recours`, { voie: 'gracious', raisons: 'Non.' })).statusCode, 'in words').toBe(422);
    expect((await hugo.post(`${url}/recours`, { voie: 'gracious', raisons: 'La note de calcul est au dossier depuis le début.' })).headers.location).toBe(url);
    const after = (await hugo.get(url)).body;
    expect(plain(after)).toMatch(/Recours gracieux.*RC-/);
    expect(after, 'one at a time').not.toContain('Contester ce refus');
    expect((await lucie.post(`${url}/recours`, { voie: 'gracious', raisons: 'Je ne suis pas de cette entreprise du tout.' })).statusCode).toBe(404);
  });

  test('une démarche de ses utilisateurs, refusée après examen : qui l’a envoyée l’apprend, avec les motifs, et la conteste sur son dossier ; un lecteur lit seulement', async () => {
    const { world } = country.app;
    const asked = await t.ask(t.pro('garage-1', 'dealer', ['manager']), 'renouveler-accreditation', (await country.db.owner<{ number: string }[]>`select number from accreditation where company_id = ${demoCompanyId('garage')}`)[0]?.number ?? '', { from: '01/01/2026', to: '31/12/2028', perDay: '900' });
    if (asked.kind !== 'moved') throw new Error(asked.kind);
    const url = `/professionnel/dossiers/${asked.dossier.id}`;
    await country.db.owner`insert into credential (actor_kind, actor_id, email, password_hash, totp_secret, changed_at) select 'partner', id, 'lucie@exemple.nc', 'x', 'x', now() from partner_user where company_id = ${demoCompanyId('garage')} and 'manager' = any(roles) on conflict do nothing`;
    await refuseDossier(world, t.agent('partenaires', ['partner-manager']), asked.dossier.id, { ...refusal(), reasons: 'Ce quota dépasse de loin ce que l’entreprise fait.', texts: ['convention-professionnel'] });
    await work(country);
    const told = await toldTo(country, demoCompanyId('garage'), 'dossier-refused');
    expect(told.map(({ contact }) => contact.email)).toContain('lucie@exemple.nc');
    expect(told[0]?.data).toMatchObject({ $page: url });
    const [lucie, naomi] = await Promise.all([enterCompany(country, 'garage-1'), enterCompany(country, 'garage-3')]);
    expect(plain((await lucie.get(url)).body)).toMatch(/Refus signé.*dépasse de loin.*Contester ce refus/);
    const read = plain((await naomi.get(url)).body);
    expect([read.includes('dépasse de loin'), read.includes('Contester ce refus')]).toEqual([true, false]);
    expect((await naomi.post(`${url}/recours`, { voie: 'gracious', raisons: 'Un lecteur ne conteste rien du tout ici.' })).headers.location).toBe(url);
    expect(await country.db.owner`select 1 from act where kind = 'dossier.appealed' and payload ->> 'number' = ${asked.dossier.number}`).toEqual([]);
  });
});
