import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccreditationId, demoCompanyId, demoPartnerId } from '../../../../db/seeds/partners.ts';
import { doneNumber, donePlate } from '../../../../db/seeds/partners-odd.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { enter } from '../../../../tests/setup/enter.ts';
import { testMessages } from '../../../../tests/setup/sale-code.ts';
import { demoAgentId } from '../../../core/access/demo.ts';
import { demoPersonId } from '../../../core/access/demo-citizens.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { REACT, reactTask, runDue } from '../../../core/jobs/index.ts';
import { verifyRegister } from '../../../core/act/verify.ts';
import { openDossier, submitDossier, type Caller, type Demarche } from '../../../core/demarche/index.ts';
import { addDays, instantOf, today } from '../../../core/values/time.ts';
import { uuid } from '../../../core/values/ids.ts';
import { reactions } from '../../../reactions.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const agent = (key: string, roles: Extract<Actor, { kind: 'agent' }>['roles']): Caller => ({ actor: { kind: 'agent', agentId: demoAgentId(key), name: 'Essai', roles, office: 'noumea' }, door: 'test', office: 'noumea' });
const jeanne = agent('partenaires', ['partner-manager']);
const camille = agent('guichet', ['clerk']);
const pro = (user: string, kind: string, roles = ['manager']): Caller => ({ actor: { kind: 'partner', userId: demoPartnerId(user), companyId: demoCompanyId(user.split('-')[0] ?? ''), partnerKind: kind, name: 'Essai', roles }, door: 'test' });
const marie: Caller = { actor: { kind: 'citizen', personId: demoPersonId('marie'), accountId: uuid(), name: 'Essai', assurance: 'verified' }, door: 'test' };

async function ask(caller: Caller, id: string, subject: string | null, input: object): Promise<string[]> {
  const { world } = country.app;
  const d = world.catalogue.get(id) as Demarche;
  const found = subject ? await d.subject.view.locate(world.read, subject) : [];
  const dossier = await openDossier(world, caller, { demarche: d, subject: found[0] ? { kind: 'undoing', id: found[0] } : null, input: input as never });
  const outcome = await submitDossier(world, caller, dossier.id);
  return outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? [outcome.dossier.state] : [outcome.kind];
}
const propose = (more: object = {}) => ({ dossier: doneNumber('proposer'), choice: 'cancel', grounds: 'Le justificatif joint est celui d’une autre personne.', basis: 'Convention type, article 8', ...more });
const decide = { outcome: 'carried', reasons: 'Le justificatif est bien celui d’une autre personne.', basis: 'Convention type, article 8' };
const observations = { observations: 'Le client a déménagé, voici le bail : nous nous sommes trompés de fichier.' };
const actsOn = async () => (await country.db.owner<{ n: number }[]>`select count(*)::int as n from act where kind like 'registration.%'`)[0]?.n;

describe('défaire est une proposition, acte par acte', () => {
  it('que la gestionnaire seule fait, d’un acte qui existe, une fois', async () => {
    for (const other of [camille, marie, pro('garage-1', 'dealer')]) expect(await ask(other, 'proposer-annulation-accreditation', null, propose())).toEqual(['not-entitled']);
    expect(await ask(jeanne, 'proposer-annulation-accreditation', null, propose({ dossier: 'D-INCONNU0' }))).toEqual(['acte-inconnu']);
    expect(await ask(jeanne, 'proposer-annulation-accreditation', null, propose({ dossier: doneNumber('observer') }))).toEqual(['deja-propose']);
    const before = await actsOn();
    expect(await ask(jeanne, 'proposer-annulation-accreditation', null, propose())).toEqual(['issued']);
    expect(await actsOn(), 'nothing of the vehicle has changed').toBe(before);
  });

  it('l’entreprise apprend les griefs et son délai ; le tiers apprend que rien ne change pour lui', async () => {
    const { world } = country.app;
    await runDue(world.acts, { [REACT]: reactTask({ world, messaging: testMessages } as never, world.read, reactions as never), 'send-message': async () => undefined }, world.clock());
    const told = await country.db.owner<{ template: string; to_person: string; data: { grounds?: string[] } }[]>`select template, to_person, data from message where template like 'undoing-%' order by template`;
    expect(told.filter(({ template }) => template === 'undoing-proposed').map(({ to_person: to }) => to)).toContain(demoCompanyId('garage'));
    expect(told.find(({ template }) => template === 'undoing-proposed')?.data.grounds?.[0]).toContain('justificatif');
    const third = told.filter(({ template }) => template === 'undoing-third-party');
    expect(third.length).toBeGreaterThan(0);
    expect(JSON.stringify(third)).not.toContain('justificatif');
  });

  it('n’est tranchée contre l’entreprise qu’une fois entendue, ou le délai passé ; une autre n’y répond pas', async () => {
    const number = doneNumber('proposer');
    expect(await ask(jeanne, 'trancher-annulation-accreditation', number, decide)).toEqual(['contradictoire-en-cours']);
    expect(await ask(pro('location-1', 'lessor'), 'observer-annulation-accreditation', number, observations)).toEqual(['not-entitled']);
    expect(await ask(pro('garage-3', 'dealer', ['reader']), 'observer-annulation-accreditation', number, observations)).toEqual(['not-entitled']);
    expect(await ask(pro('garage-1', 'dealer'), 'observer-annulation-accreditation', number, observations)).toEqual(['issued']);
    expect(await ask(pro('garage-1', 'dealer'), 'trancher-annulation-accreditation', number, decide)).toEqual(['not-entitled']);
    const before = await actsOn();
    expect(await ask(jeanne, 'trancher-annulation-accreditation', number, decide)).toEqual(['issued']);
    expect(await actsOn(), 'cancelling is another act, of two agents').toBe(before);
    expect(await ask(jeanne, 'trancher-annulation-accreditation', number, decide)).toEqual(['proposition-close']);
    const [signed] = await country.db.owner<{ signatory: { agentId: string } | null }[]>`select signatory from act where kind = 'undoing.decided'`;
    expect(signed?.signatory?.agentId).toBe(demoAgentId('partenaires'));
  });

  it('le délai passé sans réponse, elle peut être tranchée ; laisser l’acte au tiers ne demande pas d’attendre', async () => {
    expect(await ask(jeanne, 'trancher-annulation-accreditation', doneNumber('trancher'), { ...decide, outcome: 'carried' })).toEqual(['issued']);
    expect(await ask(jeanne, 'trancher-annulation-accreditation', doneNumber('observer'), decide)).toEqual(['contradictoire-en-cours']);
    country.at.now = instantOf(addDays(today(country.at.now), 16), '10:00');
    expect(await ask(jeanne, 'trancher-annulation-accreditation', doneNumber('observer'), { ...decide, outcome: 'dropped' })).toEqual(['issued']);
  });

  it('la liste d’une période nomme les tiers, à la gestionnaire seule ; chaque lecture est au journal de la personne ; le CSV dit de même', async () => {
    const path = `/guichet/professionnels/${demoAccreditationId('garage')}/actes`;
    const desk = await enter(country, 'partenaires', '/guichet');
    const shown = await desk.get(path);
    expect(shown.statusCode, shown.body).toBe(200);
    expect(shown.body).toContain(doneNumber('proposer'));
    expect(shown.body).toMatch(/EXEMPLE-INTERFACE Alix|Exemple-Interface/);
    const csv = await desk.get(`${path}.csv`);
    expect(csv.body.split('\n')[0]).toContain('dossier;demarche;vehicule');
    expect(csv.body).toContain(doneNumber('observer'));
    expect((await desk.get(`/guichet/professionnels/${demoAccreditationId('banque')}/actes`)).body).not.toContain(doneNumber('proposer'));
    const clerk = await enter(country, 'guichet');
    expect((await clerk.get(path)).statusCode).toBe(403);
    expect((await clerk.get(`${path}.csv`)).statusCode).toBe(403);
    const read = await country.db.owner`select 1 from access_log where purpose = 'actes d’un professionnel et tiers de bonne foi'`;
    expect(read.length).toBeGreaterThan(0);
    expect(donePlate('proposer')).toMatch(/NC$/);
  });

  it('le registre reste tel que ses actes le font', async () => {
    const { world, keys } = country.app;
    const report = await verifyRegister({ sql: country.db.pools.report, facets: world.facets, seals: { keys: keys.publicKeys(), folder: country.app.data } });
    expect(report.findings).toEqual([]);
  });
});
