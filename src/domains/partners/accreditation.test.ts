import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vehicleActs } from '../../../db/seeds/acts.ts';
import { demoAccreditationId, demoAccreditationNumber, demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { car } from '../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { toldTo, work, type Told } from '../../../tests/setup/worker.ts';
import { transaction } from '../../core/db/sql.ts';
import { deriveToken, issueToken } from '../../core/messages/index.ts';
import type { Actor } from '../../core/access/actor.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { perform } from '../../core/act/perform.ts';
import { verifyRegister } from '../../core/act/verify.ts';
import { addPiece, approveDossier, evaluate, fieldsFor, offered, openDossier, refuseDossier, submitDossier, unflatten, type Caller, type Demarche, type Flat, type Outcome } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { territory } from '../../territory/index.ts';
import { act } from '../../core/act/types.ts';
import { accreditationOf, conventionFor, partnerLinks, partnerTexts, type AccreditationAct } from './index.ts';

let country: Country;
const plates = Array.from({ length: 24 }, (_, index) => `41${String(1000 + index)}NC`);
beforeAll(async () => {
  country = await demoCountry();
  // The garage's own fleet: addresses to change, without paper and without price.
  const fleet = plates.flatMap((plate) => vehicleActs({ key: plate, plate, chassis: `FL1DEMO00${plate.slice(0, 6)}`, technical: car, since: '2025-02-01T22:00:00.000Z', holders: [{ personId: demoCompanyId('garage'), role: 'holder', principal: true }], commune: '98818', usage: 'private' }));
  await perform(country.app.world, { requestId: 'fleet', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts: fleet, result: null }) });
}, 60_000);
afterAll(() => country.close());

const agent = (key: string, roles: Extract<Actor, { kind: 'agent' }>['roles']): Caller & { actor: Extract<Actor, { kind: 'agent' }> } => ({ actor: { kind: 'agent', agentId: demoAgentId(key), name: 'Essai', roles, office: 'noumea' }, door: 'test', office: 'noumea' });
const jeanne = agent('partenaires', ['partner-manager']);
const camille = agent('guichet', ['clerk']);
const citizen = (sub: string): Caller => ({ actor: { kind: 'citizen', personId: demoPersonId(sub), accountId: uuid(), name: 'Essai', assurance: 'verified' }, door: 'test' });
const pro = (user: string, kind: string, roles = ['operator']): Caller => ({ actor: { kind: 'partner', userId: demoPartnerId(user), companyId: demoCompanyId(user.split('-')[0] ?? ''), partnerKind: kind, name: 'Essai', roles }, door: 'test' });
const address: Flat = { 'address.commune': '98817', 'address.placeKind': 'street', 'address.place': '1 rue de l’Essai' };

const demarche = (id: string): Demarche => country.app.world.catalogue.get(id) as Demarche;
async function ask(caller: Caller, id: string, subject: string | null, flat: Flat, pieces: readonly string[] = []): Promise<Outcome> {
  const { world } = country.app;
  const d = demarche(id);
  const found = subject === null ? [] : await d.subject.view.locate(world.read, subject);
  const dossier = await openDossier(world, caller, { demarche: d, subject: found[0] ? { kind: d.subject.view.kind, id: found[0] } : null, input: unflatten(d.input, flat) as never });
  for (const kind of pieces) await world.acts.begin((tx) => addPiece(tx, dossier.id, { id: uuid(), kind, filename: 'x.pdf', mediaType: 'application/pdf', bytes: 1, sha256: Buffer.alloc(32), storedAs: 'x' }, caller.actor, world.clock().toISOString()));
  return submitDossier(world, caller, dossier.id);
}
const request: Flat = { ridet: '0000042', kind: 'dealer', from: '01/12/2026', to: '30/11/2027', representative: 'Jean Exemple-Leroux', 'manager.name': 'Jean Exemple-Leroux', 'manager.email': 'jean@exemple.nc' };
const papers = ['avis-ridet', 'identite-representant', 'convention'];
const codes = (outcome: Outcome) => (outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? [outcome.dossier.state] : [outcome.kind]);
/** What stands in the way on the first vehicle of the fleet, before any answer. */
async function blocks(caller: Caller, id: string): Promise<string[]> {
  const { world } = country.app;
  const [vehicle = ''] = await demarche(id).subject.view.locate(world.read, plates[0] as string);
  return (await evaluate(world, demarche(id), { actor: caller.actor, subject: { kind: 'vehicle', id: vehicle }, json: {} })).blockers.map(({ code }) => code);
}
/** The link that a message carries, as its reader sees it; none: ''. */
const linkIn = (told: Told | undefined): string => (told && partnerTexts[told.template as 'accreditation-granted']?.link ? deriveToken(country.app.messages?.sender.secret ?? '', { form: 'link', source: told.id, purpose: 'first-entry' }) : '');
let entry = '';
async function pressed(link: string): Promise<{ status: number; said: string; body: string }> {
  const form = await country.server.inject({ url: `/l/${link}` });
  if (form.statusCode !== 200) return { status: form.statusCode, said: plain(form.body), body: form.body };
  const cookies = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const answer = await country.server.inject({ method: 'POST', url: `/l/${link}`, cookies, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf }).toString() });
  return { status: answer.statusCode, said: plain(answer.body), body: answer.body };
}
const users = (company: string) => country.db.owner<{ name: string; roles: string[]; partner_kind: string }[]>`select name, roles, partner_kind from partner_user where company_id = ${demoCompanyId(company)} and active order by name`;
const measure: Flat = { reason: 'Une raison d’essai, en toutes lettres.', basis: 'Convention type, article 7' };

describe('l’accréditation d’un professionnel', () => {
  it('se demande par qui représente l’entreprise, et par nul autre', async () => {
    expect(codes(await ask(citizen('marie'), 'demander-accreditation', null, request))).toEqual(['pouvoir-manquant']);
    expect(codes(await ask(citizen('jean'), 'demander-accreditation', null, { ...request, ridet: '7777777' }))).toEqual(['entreprise-inconnue']);
    expect(codes(await ask(citizen('jean'), 'demander-accreditation', null, { ...request, acts: 'rectifier' }))).toEqual(['acte-hors-metier']);
    expect(codes(await ask(citizen('jean'), 'demander-accreditation', null, { ...request, to: '30/11/2035' }))).toEqual(['convention-longue']);
  });

  it('est signée par la gestionnaire, par délégation ; refusée, elle l’est avec motifs et voies de recours', async () => {
    const { world } = country.app;
    const asked = await ask(citizen('jean'), 'demander-accreditation', null, request, papers);
    expect(codes(asked)).toEqual(['in_review']);
    const { id } = (asked as Extract<Outcome, { kind: 'moved' }>).dossier;
    expect(await approveDossier(world, camille, id), 'no delegation for it').toMatchObject({ kind: 'not-entitled' });
    const signed = await approveDossier(world, jeanne, id);
    expect(signed).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    expect(await accreditationOf(world.read, demoCompanyId('nord'), '2026-12-05')).toMatchObject([{ kind: 'dealer', status: 'active', convention: { from: '2026-12-01', to: '2027-11-30', perDay: territory.parameter('partnerPerDay.dealer', '2026-12-05').value } }]);
    const [act] = await country.db.owner<{ signatory: { agentId: string } }[]>`select signatory from act where kind = 'accreditation.granted' order by recorded_at desc limit 1`;
    expect(act?.signatory.agentId).toBe(demoAgentId('partenaires'));
    expect(codes(await ask(citizen('jean'), 'demander-accreditation', null, request)), 'one a trade').toEqual(['deja-accreditee']);
    await work(country);
    const [told, ...twice] = await toldTo(country, demoPersonId('jean'), 'accreditation-%');
    expect([told?.template, twice]).toEqual(['accreditation-granted', []]);
    expect(told?.data).toMatchObject({ trade: 'concessionnaire', from: '1er décembre 2026', until: '30 novembre 2027', quotas: `Par jour, au plus ${territory.parameter('partnerPerDay.dealer', '2026-12-05').value} de chaque démarche` });
    expect(told?.data['acts']).toEqual(expect.arrayContaining(['Déclarer la vente d’un véhicule', 'Prendre un rendez-vous']));
    expect(JSON.stringify(told?.data['next'])).toMatch(/premier responsable, Jean Exemple-Leroux \(jean@exemple\.nc\).*message qui vous est écrit le .*commence le 1er décembre 2026.*Après le 30 novembre 2027/);
    entry = linkIn(told);

    const other = await ask(citizen('jean'), 'demander-accreditation', null, { ...request, kind: 'importer' }, papers);
    const refused = await refuseDossier(world, jeanne, (other as Extract<Outcome, { kind: 'moved' }>).dossier.id, { reasons: 'L’entreprise n’importe aucun véhicule.', texts: ['convention-professionnel'], appeals: territory.procedure('2026-11-26').ways, requestId: uuid() });
    expect(refused).toMatchObject({ kind: 'moved', dossier: { state: 'refused' } });
    await work(country);
    const said = (await toldTo(country, demoPersonId('jean'), 'dossier-refused'))[0]?.data;
    expect(said).toMatchObject({ reasons: expect.arrayContaining(['L’entreprise n’importe aucun véhicule.']) as unknown, appeal: expect.arrayContaining([expect.stringMatching(/^Recours gracieux devant .*jusqu’au/)]) as unknown });
    expect((await toldTo(country, demoPersonId('jean'), 'accreditation-%')).length, 'nothing is granted by a refusal').toBe(1);
  });

  it('le lien du message ouvre l’accès du premier responsable, à lui seul, une fois, pendant quelques jours, tant que personne ne répond de l’entreprise', async () => {
    const press = (link: string) => pressed(link);
    expect((await press('inconnu')).status).toBe(404);
    const days = (n: number) => { country.at.now = new Date(country.at.now.getTime() + n * 86_400_000); };
    days(8);
    expect((await press(entry)).status, 'too late').toBe(404);
    days(-8);
    expect((await country.server.inject({ url: `/l/${entry}` })).body, 'looking at it does nothing, and names nobody').not.toMatch(/Exemple-Leroux|jean@/);
    expect(await users('nord')).toEqual([]);
    const both = await Promise.all([press(entry), press(entry)]);
    expect(both.filter(({ said }) => said.includes('Première entrée de')), 'two presses, one entry').toHaveLength(1);
    expect(await users('nord')).toEqual([{ name: 'Jean Exemple-Leroux', roles: ['manager'], partner_kind: 'dealer' }]);
    const href = /href="(\/compte\/[\w-]+)"/.exec(both.map(({ body }) => body).join(''))?.[1] ?? '';
    expect((await country.server.inject({ url: href })).body).toContain('Bonjour Jean Exemple-Leroux');
    expect((await press(entry)).status, 'it served').toBe(404);
  });

  it('le même lien ne fait rien si l’accréditation est suspendue, finie ou échue, ou si quelqu’un répond déjà de l’entreprise', async () => {
    const { world, messages } = country.app;
    const link = async (company: string) => transaction(country.db.pools.acts, (tx) => issueToken(tx, messages?.sender.secret ?? '', { form: 'link', source: uuid(), purpose: 'first-entry', subjectId: demoAccreditationId(company), personId: demoPersonId('jean'), now: country.at.now, expiresAt: new Date(country.at.now.getTime() + 86_400_000) }));
    const before = await users('occasion');
    expect((await pressed(await link('occasion'))).said).toMatch(/Rien n’a changé.*est suspendue.*guichet unique/);
    expect((await pressed(await link('garage'))).said).toMatch(/Rien n’a changé.*Quelqu’un répond déjà/);
    expect([await users('occasion'), (await users('garage')).length]).toEqual([before, 4]);
    expect(await partnerLinks(world)['first-entry']?.act({ subjectId: uuid(), personId: demoPersonId('jean') }, uuid()).catch((error: Error) => error.message)).toBe('an entry link of nobody');
  });

  it('saisie par un agent, elle part sans lien : le message dit qui le remet', async () => {
    const asked = await ask(jeanne, 'demander-accreditation', null, { ...request, kind: 'used-yard' }, papers);
    expect(codes(asked)).toEqual(['issued']);
    await work(country);
    const [told] = await toldTo(country, demoCompanyId('nord'), 'accreditation-%');
    expect([told?.template, told && linkIn(told)]).toEqual(['accreditation-granted-office', '']);
    expect(JSON.stringify(told?.data['next'])).toContain('Le gestionnaire des professionnels remet à Jean Exemple-Leroux');
  });

  it('n’est suspendue, rétablie ni finie par d’autres que la gestionnaire ; contre l’entreprise, après l’avoir entendue', async () => {
    const number = demoAccreditationNumber('vhu');
    for (const id of ['suspendre-accreditation', 'retablir-accreditation']) for (const other of [camille, citizen('jean'), pro('vhu-1', 'vhu-operator', ['manager'])]) expect(codes(await ask(other, id, number, measure)), id).toEqual(['not-entitled']);
    expect(codes(await ask(jeanne, 'mettre-fin-accreditation', number, measure))).toEqual(['non-entendue']);
    expect(codes(await ask(pro('garage-1', 'dealer', ['manager']), 'mettre-fin-accreditation', number, { reason: measure['reason'] ?? '' })), 'another company’s').toEqual(['not-entitled']);
    expect(codes(await ask(pro('vhu-1', 'vhu-operator', ['reader']), 'mettre-fin-accreditation', number, { reason: measure['reason'] ?? '' }))).toEqual(['not-entitled']);
    expect(codes(await ask(pro('vhu-1', 'vhu-operator', ['manager']), 'mettre-fin-accreditation', number, { reason: measure['reason'] ?? '' }))).toEqual(['issued']);
    expect(await accreditationOf(country.app.world.read, demoCompanyId('vhu'), '2026-11-26')).toEqual([]);
  });

  it('renouvelée, elle donne une autre convention ; l’entreprise la demande, la gestionnaire la signe', async () => {
    const { world } = country.app;
    const number = demoAccreditationNumber('location');
    const asked = await ask(pro('location-1', 'lessor', ['manager']), 'renouveler-accreditation', number, { from: '01/01/2026', to: '31/12/2028', perDay: '3', 'quotas.0.act': 'changer-adresse', 'quotas.0.perDay': '9' }, ['convention']);
    expect(codes(asked)).toEqual(['in_review']);
    expect(codes(await ask(pro('location-1', 'lessor', ['manager']), 'renouveler-accreditation', number, { from: '01/01/2028', to: '31/12/2028' }, ['convention'])), 'no day without right between the two').toEqual(['renouvellement-troue']);
    await approveDossier(world, jeanne, (asked as Extract<Outcome, { kind: 'moved' }>).dossier.id);
    expect(await accreditationOf(world.read, demoCompanyId('location'), '2026-11-26')).toMatchObject([{ convention: { perDay: 3, quotas: { 'changer-adresse': 9 } } }]);
    await work(country);
    const [told] = await toldTo(country, demoCompanyId('location'), 'accreditation-renewed');
    expect(told?.data).toMatchObject({ until: '31 décembre 2028', quotas: 'Par jour, au plus 3 de chaque démarche ; 9 pour « Changer d’adresse sur le certificat »', next: [expect.stringContaining('Vous n’avez rien d’autre à faire'), expect.stringContaining('Après le 31 décembre 2028')] });
  });
});

describe('avant chaque acte', () => {
  const post = (plate: string) => country.ask('demo-partner', 'POST', '/api/v1/demarches/changer-adresse', { subject: plate, input: { address: { commune: '98817', placeKind: 'street', place: '1 rue de l’Essai' } } });

  it('le rôle, le métier et la convention disent ce qui est permis, et chaque raison est dite', async () => {
    const plate = plates[0] as string;
    expect(codes(await ask(pro('garage-3', 'dealer', ['reader']), 'changer-adresse', plate, address))).toEqual(['role-sans-acte']);
    expect(codes(await ask(pro('garage-4', 'dealer', ['accountant']), 'changer-adresse', plate, address))).toEqual(['role-sans-acte']);
    expect(await blocks(pro('garage-2', 'dealer'), 'retirer-circulation')).toEqual(['acte-hors-convention']);
    expect(await blocks(pro('occasion-1', 'used-yard', ['manager']), 'demander-attestation')).toContain('accreditation-suspendue');
    expect(await blocks(pro('nord-1', 'importer'), 'declarer-cession'), 'another trade than its own').toContain('sans-accreditation');
    expect(await blocks(pro('nord-1', 'dealer'), 'demander-attestation'), 'its convention begins in December').toContain('convention-a-venir');
    expect(codes(await ask(pro('garage-2', 'dealer'), 'changer-adresse', plate, address))).toEqual(['issued']);
  });

  it('les photographies sont demandées à certains métiers, pour certains actes', async () => {
    const d = demarche('premiere-immatriculation');
    const flat: Flat = {
      origin: 'new', chassis: 'MR0DEMO0000000777', 'technical.D.1': 'TOYOTA', 'technical.J.1': 'CTTE', 'technical.P.3': 'GO', 'technical.F.2': '3 000', 'technical.B': '15/01/2026', 'approval.kind': 'type', 'approval.number': 'PV-1',
      'holder.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1',
    };
    const kinds = async (caller: Caller) => (await evaluate(country.app.world, d, { actor: caller.actor, subject: { kind: 'vehicle', id: uuid(), fresh: true }, json: unflatten(d.input, flat) })).pieces.map(({ kind }) => kind);
    expect(await kinds(pro('garage-2', 'dealer'))).toEqual(expect.arrayContaining(['photo-vin', 'photo-document']));
    expect(await kinds(citizen('jean'))).not.toContain('photo-vin');
  });

  it('vingt demandes à la fois ne passent pas le quota du jour', async () => {
    const { world } = country.app;
    const limited = await ask(jeanne, 'renouveler-accreditation', demoAccreditationNumber('garage'), { from: '01/01/2026', to: '31/12/2028', 'quotas.0.act': 'changer-adresse', 'quotas.0.perDay': '6' }, ['convention']);
    expect(codes(limited)).toEqual(['issued']);
    const answers = await Promise.all(plates.slice(1, 21).map(post));
    const [row] = await country.db.owner<{ done: number }[]>`select count(*)::int as done from dossier where demarche = 'changer-adresse' and actor ->> 'companyId' = ${demoCompanyId('garage')} and state = 'issued'`;
    expect(row?.done, answers.map(({ body }) => body).join()).toBe(6);
    const refused = await post(plates[22] as string);
    expect(refused.json()).toMatchObject({ blockers: [{ code: 'quota-du-jour' }] });
    country.at.now = new Date(country.at.now.getTime() + 26 * 3_600_000);
    expect((await post(plates[22] as string)).statusCode, 'tomorrow').toBe(201);
    expect(world.controls).toBeDefined();
  });

  it('une suspension vaut aussitôt, à la clé comme au dossier qui attend ; rétabli, il agit de nouveau', async () => {
    const { world } = country.app;
    const waiting = await ask(pro('garage-2', 'dealer'), 'renouveler-accreditation', demoAccreditationNumber('garage'), {}, []);
    expect(codes(waiting)).toEqual(['not-entitled']);
    expect(codes(await ask(jeanne, 'suspendre-accreditation', demoAccreditationNumber('garage'), measure))).toEqual(['issued']);
    const stopped = await post(plates[23] as string);
    expect(stopped.statusCode).toBe(409);
    expect(stopped.json()).toMatchObject({ blockers: [{ code: 'accreditation-suspendue' }] });
    expect(codes(await ask(jeanne, 'suspendre-accreditation', demoAccreditationNumber('garage'), measure))).toEqual(['deja-suspendue']);
    expect(codes(await ask(jeanne, 'retablir-accreditation', demoAccreditationNumber('garage'), measure))).toEqual(['issued']);
    expect((await post(plates[23] as string)).statusCode).toBe(201);
    expect(world.mode).toBe('demo');
  });

  it('une banque inscrit un gage en son nom, et rien d’autre', async () => {
    const plate = plates[2] as string;
    const hold: Flat = { type: 'gage', authority: 'bank', reference: 'GAGE-ESSAI-1', basis: 'Prêt d’essai' };
    expect(codes(await ask(pro('banque-1', 'bank'), 'poser-opposition', plate, { ...hold, type: 'theft' }))).toEqual(['mesure-hors-metier']);
    expect(codes(await ask(pro('banque-1', 'bank'), 'poser-opposition', plate, { ...hold, authority: 'police' }))).toEqual(['autre-autorite']);
    expect(codes(await ask(pro('garage-2', 'dealer'), 'poser-opposition', plate, hold))).toEqual(['not-entitled']);
    expect(codes(await ask(pro('banque-1', 'bank'), 'poser-opposition', plate, hold))).toEqual(['issued']);
    expect(codes(await ask(pro('huissier-1', 'bailiff'), 'lever-opposition', plate, { reference: 'GAGE-ESSAI-1', reason: 'Erreur', basis: 'Essai' }))).toEqual(['autre-autorite']);
    expect(codes(await ask(pro('banque-1', 'bank'), 'lever-opposition', plate, { reference: 'GAGE-ESSAI-1', reason: 'Remboursé', basis: 'Mainlevée' }))).toEqual(['issued']);
  });

  it('un gage se lève par la banque qui l’a fait inscrire, et par nulle autre ; sans banque connue, au guichet seulement, sur pièce', async () => {
    const { world } = country.app;
    const other: Caller = { actor: { kind: 'partner', userId: uuid(), companyId: demoCompanyId('location'), partnerKind: 'bank', name: 'Autre banque', roles: ['operator'] }, door: 'test' };
    await perform(world, { requestId: 'autre-banque', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts: [act<AccreditationAct>({
      kind: 'accreditation.granted', subjects: [{ kind: 'accreditation', id: uuid(), fresh: true }],
      payload: { number: 'A-AUTRE-BANQUE', companyId: demoCompanyId('location'), partnerKind: 'bank', convention: conventionFor({ from: '2026-01-01', to: '2028-12-31', sites: 'Nouméa' }, 'bank', '2026-11-20') },
      private: [{ class: 'identity', name: 'people', content: { representative: 'X', manager: { name: 'X', email: 'x@exemple.nc' } } }],
    })], result: null }) });
    const plate = plates[3] as string;
    const bank = pro('banque-1', 'bank');
    const lift = (caller: Caller, on: string, reference: string, pieces: readonly string[] = []) => ask(caller, 'lever-opposition', on, { reference, reason: 'Remboursé', basis: 'Mainlevée' }, pieces).then(codes);
    const pledge: Flat = { type: 'gage', authority: 'bank', reference: 'GAGE-1', basis: 'Prêt d’essai' };
    expect(codes(await ask(bank, 'poser-opposition', plate, pledge))).toEqual(['issued']);
    expect(codes(await ask(bank, 'poser-opposition', plate, pledge))).toEqual(['mesure-connue']);
    expect(await lift(other, plate, 'GAGE-1')).toEqual(['autre-inscrivant']);
    // Two banks may number alike: each has its own.
    expect(codes(await ask(other, 'poser-opposition', plate, pledge))).toEqual(['issued']);
    const standing = async () => (await country.db.owner<{ by: string }[]>`select a.payload ->> 'by' as by from vehicle_hold h join act a on a.kind = 'registration.hold-set' and a.payload ->> 'holdId' = h.hold_id::text
      join vehicle_identifier i on i.vehicle_id = h.vehicle_id and i.value = ${plate} where h.until is null`).map(({ by }) => by);
    expect((await standing()).length).toBe(2);
    // At the counter, the reference alone is no longer enough: one is named, and one is lifted.
    const at = async (reference: string) => {
      const asked = await ask(camille, 'lever-opposition', plate, { reference, reason: 'Remboursé', basis: 'Mainlevée' }, ['mainlevee']);
      return { codes: codes(asked), blockers: asked.kind === 'blocked' ? asked.blockers : [] };
    };
    const refused = await at('GAGE-1');
    expect(refused).toMatchObject({ codes: ['plusieurs-inscrivants'], blockers: [{ path: 'reference', message: expect.stringMatching(/Banque Exemple, « GAGE-1 \(RIDET 0000037\) »/) as string }] });
    const lever = world.catalogue.get('lever-opposition') as Demarche;
    const [vehicleId] = await lever.subject.view.locate(world.read, plate) as [string];
    const { before } = await evaluate(world, lever, { actor: camille.actor, subject: { kind: 'vehicle', id: vehicleId }, json: {} });
    const names = offered(lever, before, fieldsFor(lever.input, camille.actor), {}).find(({ path }) => path === 'reference')?.options?.map(({ value }) => value) ?? [];
    expect(names).toHaveLength(2);
    expect(names).toContain('GAGE-1 (RIDET 0000037)');
    expect((await at(names.find((one) => !one.includes('0000037')) ?? '')).codes, 'the other one').toEqual(['in_review']);
    expect(await standing(), 'nothing is lifted before two agents have read').toHaveLength(2);
    expect(await lift(bank, plate, 'GAGE-1')).toEqual(['issued']);
    expect(await standing()).toEqual([demoCompanyId('location')]);
    expect(await lift(bank, plate, 'GAGE-1')).toEqual(['autre-inscrivant']);
    expect(await lift(other, plate, 'GAGE-1')).toEqual(['issued']);
    // A pledge from before it was kept whose it is.
    expect(await lift(bank, '450404NC', 'GAGE-DEMO-9')).toEqual(['autre-inscrivant']);
    expect(await lift(camille, '450404NC', 'GAGE-DEMO-9')).toEqual(['to_complete']);
    expect(await lift(camille, '450404NC', 'GAGE-DEMO-9', ['mainlevee'])).toEqual(['in_review']);
  });

  it('un professionnel ne voit que les dossiers de son entreprise', async () => {
    const made = await post(plates[21] as string);
    const href = String(made.headers['location']);
    expect((await country.ask('demo-partner', 'GET', href)).statusCode).toBe(200);
    expect((await country.ask('demo-citizen', 'GET', href)).statusCode).toBe(404);
    const others = await country.db.owner<{ id: string }[]>`select id from dossier where actor ->> 'companyId' = ${demoCompanyId('banque')} limit 1`;
    expect((await country.ask('demo-partner', 'GET', `/api/v1/dossiers/${others[0]?.id ?? ''}`)).statusCode).toBe(404);
  });

  it('le registre reste tel que ses actes le font', async () => {
    const { world, keys } = country.app;
    const report = await verifyRegister({ sql: country.db.pools.report, facets: world.facets, seals: { keys: keys.publicKeys(), folder: country.app.data } });
    expect(report.findings).toEqual([]);
  });
});
