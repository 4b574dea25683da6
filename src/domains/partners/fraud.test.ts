import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../db/seeds/acts.ts';
import { demoAccreditationNumber, demoCompanyId } from '../../../db/seeds/partners.ts';
import { car } from '../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';
import { toldTo, work } from '../../../tests/setup/worker.ts';
import type { Actor } from '../../core/access/actor.ts';
import { createPartnerUser } from '../../core/access/index.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { perform } from '../../core/act/perform.ts';
import { act, type ActDraft } from '../../core/act/types.ts';
import { evaluate, evaluateDossier, hashInput, loadDossier, openDossier, refuseDossier, submitDossier, unflatten, type Caller, type Demarche, type Flat } from '../../core/demarche/index.ts';
import { deterministicId, uuid } from '../../core/values/ids.ts';
import { addDays, addMonths, formatShortDate, instantOf, today, type LawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { examinationOf, forgetPrices } from './index.ts';
import { frauds, honest, type Move, type Scenario } from './scenarios.ts';

let country: Country;
/** The last day that a scenario took: each has its own, later than those before. */
let last: LawDate;
beforeAll(async () => { country = await demoCountry(); last = addDays(today(country.at.now), 1); }, 60_000);
afterAll(() => country.close());

const IDS: Record<Move, string> = { sell: 'declarer-cession', duplicate: 'demander-duplicata', register: 'premiere-immatriculation' };
type Partner = Extract<Actor, { kind: 'partner' }>;
const caller = ({ company, kind }: Scenario['who'], userId: string, door = 'professional'): Caller & { actor: Partner } => ({ actor: { kind: 'partner', userId, companyId: demoCompanyId(company), partnerKind: kind, name: 'Essai', roles: ['operator'] }, door });

/** The next day of this kind: offices open unless it says otherwise. */
function dayFor({ day }: Scenario): LawDate {
  const fits = (on: LawDate) => (day === 'sunday' ? new Date(`${on}T00:00:00Z`).getUTCDay() === 0 : day === 'holiday' ? territory.holidayOn(on) !== undefined : territory.isOpenDay(on));
  do last = addDays(last, 1); while (!fits(last));
  return last;
}

let made = 0;
async function vehicleFor(scenario: Scenario, at: Date): Promise<string> {
  const key = `fraud-${(made += 1)}`;
  const ago = (days: number) => new Date(at.getTime() - days * 86_400_000).toISOString();
  const holders = [{ personId: demoCompanyId(scenario.who.company), role: 'holder', principal: true }];
  const ref = { kind: 'vehicle', id: deterministicId('demo-vehicle', key) };
  const told = (kind: string, days: number, payload: object): ActDraft => act({ kind, subjects: [ref], effectiveAt: ago(days), payload } as never);
  const since = scenario.entered ?? 400;
  const acts = [
    ...vehicleActs({ key, plate: `45${String(1000 + made)}NC`, chassis: `FR1DEMO00${String(90_000_000 + made * 137)}`.slice(0, 17), technical: { ...car, B: { precision: 'month', value: addMonths(today(at), -6).slice(0, 7) } }, since: ago(since), holders: holders as never, commune: '98818', usage: 'private', ...(scenario.measure ? { holds: [{ type: scenario.measure, authority: 'justice', reference: key, basis: 'Essai', until: null }] } : {}) })
      .map((one) => (one.kind === 'registration.registered' && scenario.entered !== undefined ? { ...one, payload: { ...(one.payload as object), origin: 'new' } as never } : one)),
    ...(scenario.duplicate === undefined ? [] : [told('registration.title-issued', scenario.duplicate, { number: `T-${key}`, form: 'digital', reason: 'duplicata:loss' })]),
    ...(scenario.changes ?? []).map((days) => told('registration.holders-changed', days, { holders, commune: null, reason: 'vente', titleNumber: null })),
  ];
  await perform(country.app.world, { requestId: key, author: { kind: 'system', job: 'essai' }, judgedOn: today(at), subjects: [], decide: async () => ({ acts, result: null }) });
  return ref.id;
}

function answers(move: Move, on: LawDate, { name, place = '1 rue de l’Essai', chassis = '', used, price = 1_200_000, scrap }: Pick<Scenario, 'name' | 'place' | 'chassis' | 'used' | 'price' | 'scrap'>): Flat {
  switch (move) {
    case 'sell': return { soldOn: formatShortDate(addDays(on, -1)), soldAt: '08:30', purpose: scrap ? 'destruction' : 'use', 'buyer.name': name ?? `Personne ${uuid()}`, ...(price ? { price: String(price) } : { free: 'oui' }) };
    case 'duplicate': return { reason: 'loss', since: formatShortDate(on) };
    case 'register': return {
      origin: used ? 'used-import' : 'new', chassis, 'technical.D.1': 'TOYOTA', 'technical.J.1': 'CTTE', 'technical.P.3': 'GO', 'technical.F.2': '3 000', 'technical.B': '15/01/2026', 'approval.kind': 'type', 'approval.number': 'PV-1',
      ...(name || place !== '1 rue de l’Essai' ? { 'holder.who': 'fresh', 'holder.person.kind': 'natural', 'holder.person.familyName': name ?? `Personne ${uuid()}`, 'holder.person.birthDate': '12/05/1980', 'holder.person.civilStatus': 'common', 'holder.address.commune': '98818', 'holder.address.placeKind': 'street', 'holder.address.place': place } : { 'holder.who': 'self' }),
      usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1',
    };
  }
}

async function send(by: Caller, move: Move, subject: string | null, flat: Flat) {
  const { world } = country.app;
  const d = world.catalogue.get(IDS[move]) as Demarche;
  const dossier = await openDossier(world, by, { demarche: d, subject: subject ? { kind: 'vehicle', id: subject } : null, input: unflatten(d.input, flat) as never });
  return { dossier, outcome: await submitDossier(world, by, dossier.id) };
}

/** Plays one scenario: what came before, then the act itself. @returns the level at which it was stopped, and the signals that say why */
async function play(scenario: Scenario) {
  const { app: { world }, db } = country;
  const on = dayFor(scenario);
  const at = instantOf(on, scenario.hour ?? '10:00');
  const userId = uuid();
  if (scenario.userDays !== undefined) {
    await createPartnerUser(db.owner, { id: userId, name: 'Essai', companyId: demoCompanyId(scenario.who.company), partnerKind: scenario.who.kind, roles: ['operator'], demo: true });
    await db.owner`update partner_user set created_at = ${new Date(at.getTime() - scenario.userDays * 86_400_000)} where id = ${userId}`;
  }
  const vehicle = scenario.move === 'register' ? null : await vehicleFor(scenario, at);
  const { before, sold } = scenario;
  if (before) await earlier(scenario, before, at, userId);
  if (sold) await kept(caller({ company: 'commune', kind: 'municipality' }, uuid()), 'sell', vehicle ?? '', { price: sold.price }, new Date(at.getTime() - sold.days * 86_400_000));
  country.at.now = at;
  const by = caller(scenario.who, userId);
  const { dossier, outcome } = await send(by, scenario.move, vehicle, answers(scenario.move, on, scenario));
  const [row, now] = [await examinationOf(world.read, dossier.id), await loadDossier(world.acts, dossier.id)];
  const found = await evaluateDossier(world, now as never, by.actor);
  const held = found.blockers.some(({ code }) => code === 'acte-retenu');
  const score = row?.score ?? 0;
  const level = held ? 'held' : score >= 60 ? 'two-persons' : score >= 30 ? 'clerk' : 'own';
  return { dossier: now as NonNullable<typeof now>, outcome, row, review: found.review, level, signals: [...new Set(row?.reasons.map(({ signal }) => signal))] };
}

/** An act as the control keeps it once it is sent. */
async function kept(by: Caller & { actor: Partner }, move: Move, vehicle: string, said: Parameters<typeof answers>[2], then: Date) {
  const { world } = country.app;
  country.at.now = then;
  const d = world.catalogue.get(IDS[move]) as Demarche;
  const input = unflatten(d.input, answers(move, today(then), said)) as never;
  const dossier = await openDossier(world, by, { demarche: d, subject: { kind: 'vehicle', id: vehicle }, input });
  const found = await evaluateDossier(world, dossier, by.actor);
  await world.acts.begin((tx) => found.keep?.(tx, dossier.id, true));
  return dossier;
}

/** The acts that came before: the first as the control keeps it, the others like it, each at its time. */
async function earlier({ who }: Scenario, { times, minutes, name, place, price, move = 'sell', batch, otherUser }: NonNullable<Scenario['before']>, at: Date, userId: string): Promise<void> {
  const { db } = country;
  const by = caller(who, otherUser ? uuid() : userId, batch ? 'batch' : 'professional');
  const said = { chassis: 'ZZ1EXEMPLE0000001', ...(name ? { name } : {}), ...(place ? { place } : {}), ...(price === undefined ? {} : { price }) };
  const dossier = await kept(by, move, uuid(), said, new Date(at.getTime() - minutes * 60_000));
  await db.owner`
    with more as (
      insert into dossier (id, number, demarche, subject_kind, subject_id, state, actor, door, input, input_hash, created_at, updated_at)
      select gen_random_uuid(), d.number || '-' || n, d.demarche, d.subject_kind, d.subject_id, 'draft', d.actor, d.door, d.input, ${hashInput({})}, d.created_at, d.updated_at from dossier d, generate_series(2, ${times}) n where d.id = ${dossier.id}
      returning id, substr(number, length(${dossier.number}) + 2)::int as n)
    insert into partner_examination (dossier_id, company_id, user_id, demarche, batch, sent_at, score, sent, held, reasons, party, place, price, scrapped)
    select more.id, e.company_id, e.user_id, e.demarche, e.batch, ${at}::timestamptz - make_interval(secs => more.n * ${minutes * 60}), e.score, true, false, e.reasons, ${name ? db.owner`e.party` : db.owner`case when e.party is not null then sha256(more.id::text::bytea) end`}, e.place, e.price, e.scrapped
    from partner_examination e, more where e.dossier_id = ${dossier.id}`;
}

describe('les fraudes sont arrêtées avant l’acte, ou nommées avec leur raison', () => {
  it('il y en a une trentaine, et chaque signal y paraît', () => {
    expect(frauds.length).toBeGreaterThanOrEqual(30);
    expect(new Set(frauds.flatMap(({ signals }) => signals)).size).toBe(16);
  });

  it.each(frauds)('$title', async (scenario) => {
    const played = await play(scenario);
    expect({ level: played.level, signals: played.signals }, JSON.stringify(played.row?.reasons)).toEqual({ level: scenario.level, signals: [...scenario.signals] });
    expect(['decided', 'issued'], 'nothing is done').not.toContain(played.dossier.state);
    expect((await country.db.owner`select 1 from act where author ->> 'dossierId' = ${played.dossier.id}`).length).toBe(0);
    for (const { said, points } of played.row?.reasons ?? []) {
      expect(said).toMatch(/^[A-ZÀ-Ý\d].{15,}\.$/u);
      expect(points).toBeGreaterThan(0);
    }
    if (scenario.level === 'held') return;
    expect(played.review).toBe(scenario.level);
  });
});

describe('les journées honnêtes passent sans que rien ne change', () => {
  it.each(honest)('$title', async (scenario) => {
    const played = await play(scenario);
    expect({ level: played.level, signals: played.signals }, JSON.stringify(played.row?.reasons)).toEqual({ level: 'own', signals: [...scenario.signals] });
    // What the démarche itself asks of everybody is all that is asked.
    expect(played.review).toBe(scenario.move === 'sell' ? 'automatic' : 'clerk');
    if (scenario.move === 'sell') expect(played.dossier.state, JSON.stringify(played.outcome)).toBe('issued');
  });
});

describe('le prix', () => {
  it('dit les deux sommes, à qui examine et à lui seul ; l’agent le lit parmi les réponses', async () => {
    const { db, app: { world } } = country;
    const low = await play(frauds.find(({ title }) => title.startsWith('acheté 1 500 000 F')) as Scenario);
    expect(low.row?.reasons).toMatchObject([{ signal: 'price-chain', points: 35, said: expect.stringMatching(/^100\s000\sF, alors que le même véhicule était déclaré à 1\s500\s000\sF le \d\d\/\d\d\/\d{4}\.$/), evidence: [{ kind: 'dossier' }] }]);
    const usual = await play({ ...(frauds.find(({ signals, who }) => signals.join() === 'price' && who.company === 'import') as Scenario), who: { company: 'parc', kind: 'used-yard' } });
    expect(usual.row?.reasons[0]?.said).toMatch(/^20\s000\sF pour un véhicule que l’entreprise vend d’ordinaire autour de 1\s400\s000\sF \(médiane de 13 ventes\)\.$/);
    const desk = await enter(country, 'responsable');
    const page = plain((await desk.get(`/guichet/dossiers/${usual.dossier.id}`)).body);
    expect(page).toMatch(/Anomalie : 35 points, à regarder 20.000.F pour un véhicule que l’entreprise vend d’ordinaire autour de 1.400.000.F/);
    expect(page).toMatch(/Prix de vente 20.000.F/);
    expect(JSON.stringify([usual.outcome, usual.dossier.blockers])).not.toMatch(/ordinaire|médiane/);
    expect(Object.keys((await db.owner`select * from pub_partners_examination limit 1`)[0] ?? {})).not.toContain('price');
    expect((await evaluateDossier(world, usual.dossier, usual.dossier.actor)).because.join()).not.toMatch(/prix|ordinaire/);
  });

  it('n’est comparé qu’à partir de quelques ventes, celles de l’entreprise, envoyées, et pour rouler', async () => {
    const sale = (before: Partial<NonNullable<Scenario['before']>>): Scenario => ({ title: '', who: { company: 'location', kind: 'lessor' }, move: 'sell', price: 20_000, before: { times: 4, minutes: 2000, price: 1_400_000, ...before }, level: 'own', signals: [] });
    const { owner } = country.db;
    const forget = () => owner`update partner_examination set price = null, vehicle_id = null where company_id = ${demoCompanyId('location')}`;
    await forget();
    expect((await play(sale({}))).signals, 'four are too few').toEqual([]);
    await forget();
    expect((await play(sale({ times: 5 }))).signals).toEqual(['price']);
    await owner`update partner_examination set scrapped = true where company_id = ${demoCompanyId('location')}`;
    expect((await play(sale({ times: 4 }))).signals, 'wrecks say nothing').toEqual([]);
    await owner`update partner_examination set sent = false where company_id = ${demoCompanyId('location')}`;
    expect((await play(sale({ times: 4 }))).signals, 'nor does what was stopped').toEqual([]);
  });

  it('est oublié quand plus rien ne s’y compare ; la raison trouvée reste', async () => {
    const { db: { owner, pools }, at } = country;
    const priced = async () => (await owner<{ n: number; vehicles: number; reasons: number }[]>`select count(price)::int as n, count(vehicle_id)::int as vehicles, count(*) filter (where reasons::text like '%"price%')::int as reasons from partner_examination`)[0];
    const before = await priced();
    expect(before?.n).toBeGreaterThan(50);
    expect(await forgetPrices(pools.acts, new Date(at.now.getTime() - 90 * 86_400_000)), 'all are recent').toBe(0);
    expect(await priced()).toEqual(before);
    expect(await forgetPrices(pools.acts, new Date(at.now.getTime() + 181 * 86_400_000))).toBe(before?.n);
    expect(await priced()).toEqual({ n: 0, vehicles: 0, reasons: before?.reasons });
  });
});

describe('un acte retenu', () => {
  const agent = (key: string, roles: Extract<Actor, { kind: 'agent' }>['roles']): Caller => ({ actor: { kind: 'agent', agentId: demoAgentId(key), name: 'Essai', roles, office: 'noumea' }, door: 'test', office: 'noumea' });
  async function release(by: Caller, number: string, company = 'garage'): Promise<string[]> {
    const { world } = country.app;
    const d = world.catalogue.get('liberer-acte-accreditation') as Demarche;
    const [id = ''] = await d.subject.view.locate(world.read, demoAccreditationNumber(company));
    const dossier = await openDossier(world, by, { demarche: d, subject: { kind: 'accreditation', id }, input: { dossier: number, reason: 'Le client et le véhicule ont été vus au guichet.' } });
    const outcome = await submitDossier(world, by, dossier.id);
    return outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? [outcome.dossier.state] : [outcome.kind];
  }

  it('ne se libère que par la gestionnaire, pour l’entreprise qu’il concerne ; renvoyé, deux agents l’examinent ; le professionnel n’en lit pas la recette', async () => {
    const { world } = country.app;
    const played = await play(frauds.find(({ level, move, measure }) => level === 'held' && move === 'sell' && !measure) as Scenario);
    const { outcome, dossier } = played;
    expect(outcome).toMatchObject({ kind: 'blocked', blockers: [{ code: 'acte-retenu', clearedBy: { who: 'le gestionnaire des professionnels' } }] });
    for (const { said } of played.row?.reasons ?? []) expect(JSON.stringify(outcome)).not.toContain(said.slice(0, 20));
    const company = dossier.actor.kind === 'partner' && dossier.actor.companyId === demoCompanyId('garage') ? 'garage' : 'location';
    const jeanne = agent('partenaires', ['partner-manager']);
    expect(await release({ actor: dossier.actor, door: 'test' }, dossier.number, company)).toEqual(['not-entitled']);
    expect(await release(agent('guichet', ['clerk']), dossier.number, company)).toEqual(['not-entitled']);
    expect(await release(jeanne, dossier.number, 'banque')).toEqual(['pas-retenu']);
    expect(await release(jeanne, dossier.number, company)).toEqual(['issued']);
    expect(await release(jeanne, dossier.number, company), 'once').toEqual(['pas-retenu']);
    await work(country);
    const [told, ...twice] = await toldTo(country, demoCompanyId(company), 'act-released');
    expect([told?.data, twice]).toEqual([{ number: dossier.number, demarche: 'Déclarer la vente d’un véhicule', $page: `/professionnel/dossiers/${dossier.id}` }, []]);
    expect(JSON.stringify(told?.data), 'nothing of the score').not.toMatch(/score|point|anomalie|gestionnaire des fraudes/i);
    expect(await toldTo(country, demoCompanyId('banque'), 'act-released')).toEqual([]);
    const again = await submitDossier(world, { actor: dossier.actor, door: 'professional' }, dossier.id);
    expect(again).toMatchObject({ kind: 'moved', dossier: { state: 'in_review' } });
    expect((await evaluateDossier(world, dossier, dossier.actor)).review).toBe('two-persons');
  });

  it('s’amène à la décision par qui peut la signer, et se refuse avec ses motifs : l’entreprise les lit et conteste ; un acte qui n’est pas retenu n’y va pas ainsi', async () => {
    const { world } = country.app;
    const { dossier } = await play(frauds.find(({ level, move, measure }) => level === 'held' && move === 'sell' && !measure) as Scenario);
    const decide = async (key: string, id: string) => (await (await enter(country, key, '/guichet/professionnels')).post(`/guichet/professionnels/retenus/${id}/decision`, {})).headers.location ?? '';
    const state = async () => (await loadDossier(world.acts, dossier.id))?.state;
    const calm = (await play(honest[0] as Scenario)).dossier.id;
    expect(await decide('responsable', calm), 'not held').toBe('');
    expect([await decide('partenaires', dossier.id), await state()], 'no delegation for it').toEqual(['/guichet/professionnels', 'draft']);
    expect([await decide('responsable', dossier.id), await state()]).toEqual([`/guichet/dossiers/${dossier.id}`, 'in_review']);
    const head = agent('responsable', ['supervisor']) as Parameters<typeof refuseDossier>[1];
    await refuseDossier(world, head, dossier.id, { reasons: 'Le vendeur n’a pas pu montrer le véhicule au guichet.', texts: ['cession-15-jours'], appeals: territory.procedure(today(country.at.now)).ways, requestId: uuid() });
    await work(country);
    const { actor } = dossier;
    const [told] = actor.kind === 'partner' ? await toldTo(country, actor.companyId, 'dossier-refused') : [];
    expect(told?.data).toMatchObject({ number: dossier.number, reasons: expect.arrayContaining(['Le vendeur n’a pas pu montrer le véhicule au guichet.']) as unknown, $page: `/professionnel/dossiers/${dossier.id}` });
    for (const { said } of (await examinationOf(world.read, dossier.id))?.reasons ?? []) expect(JSON.stringify(told?.data)).not.toContain(said.slice(0, 20));
  });

  it('n’est pas annoncé par un essai à blanc : nul ne tâtonne vers le seuil', async () => {
    const { world } = country.app;
    const stolen = await vehicleFor({ title: '', who: { company: 'garage', kind: 'dealer' }, move: 'sell', measure: 'seizure', level: 'held', signals: [] }, country.at.now);
    const d = world.catalogue.get('declarer-cession') as Demarche;
    const tried = await evaluate(world, d, { actor: caller({ company: 'garage', kind: 'dealer' }, uuid()).actor, subject: { kind: 'vehicle', id: stolen }, json: {} });
    expect(tried.blockers.map(({ code }) => code)).not.toContain('acte-retenu');
    expect(tried.blockers.length).toBeGreaterThan(0);
  });
});
