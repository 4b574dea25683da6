import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccreditationId, demoAccreditationNumber, demoCompanyId } from '../../../db/seeds/partners.ts';
import { faultNumber, trustedNumber } from '../../../db/seeds/partners-odd.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { trade, type Trade } from '../../../tests/setup/trade.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';
import { testMessages } from '../../../tests/setup/sale-code.ts';
import { loadStates } from '../../core/act/store.ts';
import { REACT, reactTask, runDue } from '../../core/jobs/index.ts';
import { reactions } from '../../reactions.ts';
import { approveDossier, evaluate, fieldsOf, offered, type Flat, type Outcome } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { accreditationById, conventionIn, countToCheck, foundWrong, isSampled, sealOf, seedsOf, toCheck, trustedMonths, type AccreditationState, type CheckState } from './index.ts';

let country: Country;
let t: Trade;
beforeAll(async () => { country = await demoCountry(); t = trade(country); }, 60_000);
afterAll(() => country.close());

const jeanne = () => t.agent('partenaires', ['partner-manager']);
const camille = () => t.agent('guichet');
const span: Flat = { from: '01/01/2026', to: '31/12/2028' };
const renew = (company: string, flat: Flat, by = jeanne() as Parameters<Trade['ask']>[0]) => t.ask(by, 'renouveler-accreditation', demoAccreditationNumber(company), { ...span, ...flat });
const kept = async (company: string) => (await accreditationById(country.db.pools.read, demoAccreditationId(company), country.at.now))?.convention.kept;
const states = async (company: string) => (await loadStates(country.app.world.read, country.app.world.facets, [{ kind: 'accreditation', id: demoAccreditationId(company) }])).get(demoAccreditationId(company))!;
const check = (flat: Flat, by = camille() as Parameters<Trade['ask']>[0], company = 'garage') => t.ask(by, 'controler-acte-accreditation', demoAccreditationNumber(company), { dossier: trustedNumber, verdict: 'right', ...flat });

describe('les papiers qu’une convention laisse à un professionnel', () => {
  it('sont décidés par la gestionnaire, pour les métiers et les démarches de la loi du jour ; l’entreprise ne se les donne pas', async () => {
    expect(await kept('import'), 'by default none').toBeUndefined();
    expect(t.codes(await renew('import', { kept: 'premiere-immatriculation' }, t.pro('import-1', 'importer', ['manager'])))).toEqual(['invalid']);
    expect(t.codes(await renew('import', { kept: 'declarer-cession' }))).toEqual(['papiers-hors-liste']);
    expect(t.codes(await renew('location', { kept: 'premiere-immatriculation' }))).toEqual(['papiers-metier']);
    expect(t.codes(await renew('import', { kept: 'premiere-immatriculation', keptFrom: '01/01/2025' }))).toEqual(['papiers-hors-periode']);
    expect(t.codes(await renew('import', { acts: 'declarer-cession', kept: 'premiere-immatriculation' }))).toEqual(['papiers-hors-liste']);
    expect(t.codes(await renew('import', { kept: 'premiere-immatriculation', keptFrom: '15/02/2026' }))).toEqual(['issued']);
    expect(await kept('import')).toEqual({ acts: ['premiere-immatriculation'], from: '2026-02-15' });
  });

  it('restent ce qu’ils étaient quand l’entreprise renouvelle ; « aucune » les retire', async () => {
    const asked = await renew('import', { perDay: '7' }, t.pro('import-1', 'importer', ['manager']));
    await approveDossier(country.app.world, jeanne(), (asked as Extract<Outcome, { kind: 'moved' }>).dossier.id);
    expect(await accreditationById(country.db.pools.read, demoAccreditationId('import'), country.at.now)).toMatchObject({ convention: { perDay: 7, kept: { acts: ['premiere-immatriculation'], from: '2026-02-15' } } });
    expect(t.codes(await renew('import', { kept: 'Aucune' }))).toEqual(['issued']);
    expect(await kept('import')).toBeUndefined();
  });
});

describe('l’impression qu’une convention laisse à un professionnel', () => {
  const prints = async () => (await accreditationById(country.db.pools.read, demoAccreditationId('import'), country.at.now))?.convention.printing;
  it('reste ce qu’elle était quand l’entreprise renouvelle sans rien en dire ; elle ne vient pas d’elle-même, et se retire en toutes lettres', async () => {
    expect([t.codes(await renew('import', { noPrinting: 'oui' })), await prints()]).toEqual([['issued'], false]);
    expect([t.codes(await renew('import', {})), await prints()], 'none before, none after').toEqual([['issued'], false]);
    expect([t.codes(await renew('import', { printing: 'oui' })), await prints()]).toEqual([['issued'], true]);
    const asked = await renew('import', { perDay: '8' }, t.pro('import-1', 'importer', ['manager']));
    await approveDossier(country.app.world, jeanne(), (asked as Extract<Outcome, { kind: 'moved' }>).dossier.id);
    expect([(await accreditationById(country.db.pools.read, demoAccreditationId('import'), country.at.now))?.convention.perDay, await prints()]).toEqual([8, true]);
    expect(t.codes(await renew('import', { printing: 'oui', noPrinting: 'oui' }))).toEqual(['impression-contraire']);
  });
});

describe('les démarches qu’une convention demande', () => {
  const asked = async (flat: Flat) => {
    const d = t.demarche('demander-accreditation');
    const { before } = await evaluate(country.app.world, d, { actor: jeanne().actor, subject: { kind: 'accreditation', id: uuid(), fresh: true }, json: {} });
    return offered(d, before, fieldsOf(d.input), flat).find(({ path }) => path === 'acts');
  };
  const labels = async (flat: Flat) => (await asked(flat))?.options?.map(({ label }) => label);

  it('sont des cases, par leur titre, celles de ce métier et nulle autre ; un métier inconnu n’en ouvre aucune', async () => {
    expect(await labels({ kind: 'vhu-operator' })).toEqual(['Déclarer la destruction d’un véhicule', ...['completer-achat', 'retirer-circulation'].map((id) => t.demarche(id).title)].sort((a, b) => a.localeCompare(b, 'fr')));
    const dealer = await asked({ kind: 'dealer' });
    expect([dealer?.control, dealer?.hint]).toEqual(['checkboxes', 'Aucune case cochée : toutes celles que le métier ouvre.']);
    expect(dealer?.options).toContainEqual({ value: 'declarer-cession', label: t.demarche('declarer-cession').title });
    expect(dealer?.options?.map(({ value }) => value)).not.toContain('declarer-destruction');
    for (const flat of [{}, { kind: 'pirate' }]) expect(await asked(flat)).toMatchObject({ control: 'textarea' });
  });

  it('restent des codes pour un fichier ou un programme ; un code étranger au métier se voit, et s’enlève', async () => {
    expect(await labels({ kind: 'vhu-operator', acts: 'completer-achat, rectifier' })).toEqual([...await labels({ kind: 'vhu-operator' }) ?? [], 'rectifier']);
    expect(t.codes(await renew('import', { acts: 'declarer-cession; rectifier' }))).toEqual(['acte-hors-metier']);
    expect(t.codes(await renew('import', { acts: 'declarer-cession, completer-achat' }))).toEqual(['issued']);
    expect((await accreditationById(country.db.pools.read, demoAccreditationId('import'), country.at.now))?.convention.acts).toEqual(['declarer-cession', 'completer-achat']);
  });
});

describe('le contrôle après l’acte', () => {
  it('tire la part dite, d’une graine que nul ne voit avant la fin du mois ; la même graine dit toujours la même chose', async () => {
    const ids = Array.from({ length: 4000 }, (_, index) => `dossier-${index}`);
    const share = (percent: number, secret = 'a') => ids.filter((id) => isSampled(secret, id, percent)).length / ids.length;
    expect([share(0), share(100)]).toEqual([0, 1]);
    expect(share(10)).toBeGreaterThan(0.08);
    expect(share(10)).toBeLessThan(0.12);
    expect(ids.filter((id) => isSampled('a', id, 10))).not.toEqual(ids.filter((id) => isSampled('b', id, 10)));
    const { pools } = country.db;
    const at = country.at.now;
    await country.db.owner`insert into partner_sample_seed (month, secret, seal, made_at) values (to_char(${at} at time zone 'Pacific/Noumea', 'YYYY-MM'), 'sealed', ${sealOf('sealed')}, ${at})`;
    const [now, before] = await seedsOf(pools.read, at);
    expect(now).toEqual({ month: now?.month, seal: sealOf('sealed'), secret: null });
    expect(sealOf(before?.secret ?? '')).toBe(before?.seal);
    await expect(country.db.pools.acts`update partner_sample_seed set secret = 'chosen'`, 'nobody chooses it afterwards').rejects.toThrow(/permission|droit/i);
  });

  it('se fait par un agent qui a la délégation, une fois, sur un acte de confiance de cette entreprise ; un écart se décrit', async () => {
    expect(await countToCheck(country.db.pools.read)).toBe(1);
    expect(t.codes(await check({}, t.pro('garage-1', 'dealer', ['manager'])))).toEqual(['not-entitled']);
    expect(t.codes(await check({}, t.agent('caisse', ['cashier'])))).toEqual(['not-entitled']);
    expect(t.codes(await check({ dossier: 'D-00000000' }))).toEqual(['pas-de-confiance']);
    expect(t.codes(await check({}, camille(), 'import')), 'of another company').toEqual(['pas-de-confiance']);
    expect(t.codes(await check({ verdict: 'wrong' }))).toEqual(['ecart-sans-note']);
    expect(t.codes(await check({ verdict: 'wrong', note: 'La facture est celle d’un autre véhicule.' }))).toEqual(['issued']);
    expect(t.codes(await check({}))).toEqual(['deja-controle']);
    expect(await toCheck(country.db.pools.read)).toEqual([]);
  });

  it('un écart reçoit une réponse de la gestionnaire, et d’elle seule : rien à faire, sans suite, une correction que l’entreprise lit, ou un retrait ; chacune au journal, et comptée', async () => {
    const { world } = country.app;
    const more = ['D-ECART001', 'D-ECART002', 'D-ECART003'];
    for (const number of more) {
      const id = uuid();
      await country.db.owner`insert into dossier select (jsonb_populate_record(d, jsonb_build_object('id', ${id}::text, 'number', ${number}::text))).* from dossier d where number = ${trustedNumber}`;
      await country.db.owner`insert into partner_trusted_act select ${id}::uuid, company_id, demarche, decided_at, month, percent, sampled from partner_trusted_act limit 1`;
    }
    const answer = (number: string, flat: Flat, by: Parameters<Trade['ask']>[0] = jeanne()) => t.ask(by, 'repondre-controle-accreditation', demoAccreditationNumber('garage'), { dossier: number, ...flat });
    const words = 'La facture porte une autre couleur, le véhicule est le bon.';
    expect(t.codes(await answer(more[0]!, { answer: 'conform' })), 'no fault was found').toEqual(['pas-d-ecart']);
    for (const number of more) expect(t.codes(await check({ dossier: number, verdict: 'wrong', note: 'La couleur diffère.' }))).toEqual(['issued']);
    for (const other of [camille(), t.pro('garage-1', 'dealer', ['manager'])]) expect(t.codes(await answer(more[0]!, { answer: 'conform' }, other))).toEqual(['not-entitled']);
    for (const how of ['noted', 'correction']) expect(t.codes(await answer(more[0]!, { answer: how })), 'in words').toEqual(['reponse-sans-motif']);
    expect(t.codes(await answer(more[0]!, { answer: 'withdrawn', words }))).toEqual(['invalid']);
    for (const number of [faultNumber, more[0]!]) expect(t.codes(await answer(number, { answer: 'conform' }))).toEqual(['issued']);
    expect(t.codes(await answer(more[1]!, { answer: 'noted', words }))).toEqual(['issued']);
    expect(t.codes(await answer(more[2]!, { answer: 'correction', words }))).toEqual(['issued']);
    expect(t.codes(await answer(more[2]!, { answer: 'conform' })), 'once').toEqual(['pas-d-ecart']);
    expect((await foundWrong(country.db.pools.read)).map(({ number }) => number), 'the one that nobody answered').toEqual([trustedNumber]);
    expect(await kept('garage'), 'none of the three touches the trust').toBeDefined();
    await runDue(world.acts, { [REACT]: reactTask({ world, messaging: testMessages } as never, world.read, reactions as never), 'send-message': async () => undefined }, world.clock());
    const told = await country.db.owner<{ to_person: string; data: object }[]>`select to_person, data from message where template like 'check-%'`;
    expect(told).toMatchObject([{ to_person: demoCompanyId('garage'), data: { number: more[2], words: [words] } }]);
    const [month] = await trustedMonths(country.db.pools.read);
    expect(month).toMatchObject({ done: 5, drawn: 5, checked: 5, wrong: 5, unanswered: 1, conform: 2, noted: 1, correction: 1, withdrawn: 0 });
    const steering = await enter(country, 'responsable');
    expect(plain((await steering.get('/pilotage/confiance')).body)).toMatch(/Sans réponse.*À corriger/);
    expect(plain((await (await enter(country, 'partenaires')).get('/guichet/professionnels')).body)).toMatch(new RegExp(`Écarts trouvés.*${trustedNumber}.*Répondre`));
  });

  it('un écart va à la gestionnaire avec sa note, et ne change rien de lui-même ; elle seule fait relire à nouveau, et l’entreprise lit pourquoi', async () => {
    expect(await foundWrong(country.db.pools.read)).toMatchObject([{ number: trustedNumber, verdict: 'wrong' }]);
    expect(((await states('garage'))['accreditation-checks'] as CheckState).checks).toEqual(expect.arrayContaining([expect.objectContaining({ number: trustedNumber, note: 'La facture est celle d’un autre véhicule.' })]));
    expect(await kept('garage'), 'never by itself').toBeDefined();
    const measure: Flat = { reason: 'La facture d’un acte contrôlé est celle d’un autre véhicule.', basis: 'Convention type, article 6' };
    const withdraw = (by: Parameters<Trade['ask']>[0]) => t.ask(by, 'retirer-confiance-accreditation', demoAccreditationNumber('garage'), measure);
    const answered = () => t.ask(jeanne(), 'repondre-controle-accreditation', demoAccreditationNumber('garage'), { dossier: trustedNumber, answer: 'withdrawn', words: measure['reason']!, basis: measure['basis']! });
    for (const other of [camille(), t.pro('garage-1', 'dealer', ['manager'])]) expect(t.codes(await withdraw(other))).toEqual(['not-entitled']);
    // As the answer to the fault: one signature, both acts.
    expect(t.codes(await answered())).toEqual(['issued']);
    expect(await kept('garage')).toBeUndefined();
    const state = (await states('garage'))['accreditation'] as AccreditationState;
    expect(state).toMatchObject({ status: 'active', distrust: { reason: measure['reason'], text: 'Convention type, article 6' } });
    expect(conventionIn(state)).toMatchObject({ from: '2026-01-01', acts: expect.arrayContaining(['premiere-immatriculation']) });
    expect(t.codes(await withdraw(jeanne()))).toEqual(['rien-a-retirer']);
    expect(await foundWrong(country.db.pools.read), 'answered').toEqual([]);
    const { world } = country.app;
    const [again] = [await evaluate(world, t.demarche('premiere-immatriculation'), { actor: t.pro('garage-2', 'dealer').actor, subject: { kind: 'vehicle', id: uuid(), fresh: true }, json: {} })];
    expect(again.trusted).toBe(false);
    expect(demoCompanyId('garage')).toBe(state.companyId);
  });

  it('rendus par une nouvelle convention, les papiers n’ont plus de reproche', async () => {
    expect(t.codes(await renew('garage', { kept: 'premiere-immatriculation' }))).toEqual(['issued']);
    expect((await states('garage'))['accreditation']).toMatchObject({ distrust: null });
  });
});
