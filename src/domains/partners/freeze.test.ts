import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccreditationId, demoAccreditationNumber, demoCompanyId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enterCompany } from '../../../tests/setup/company.ts';
import { enter } from '../../../tests/setup/enter.ts';
import { work as worker } from '../../../tests/setup/worker.ts';
import type { Actor } from '../../core/access/actor.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { today } from '../../core/values/time.ts';
import { loadStates } from '../../core/act/store.ts';
import { openDossier, submitDossier, type Caller, type Demarche } from '../../core/demarche/index.ts';
import { accreditationOf, asOf, liveAccreditation, stoppedBlocks, type AccreditationState } from './index.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const agent = (key: string, role: 'partner-manager' | 'clerk'): Caller => ({ actor: { kind: 'agent', agentId: demoAgentId(key), name: 'Essai', roles: [role], office: 'noumea' } as Actor, door: 'test', office: 'noumea' });
/** Manages professionals, without a delegation of signature; and one who has it. */
const [ana, jeanne] = [agent('guichet', 'partner-manager'), agent('partenaires', 'partner-manager')];
async function order(by: Caller, id: string, company: string): Promise<string[]> {
  const { world } = country.app;
  const d = world.catalogue.get(id) as Demarche;
  const [subject = ''] = await d.subject.view.locate(world.read, demoAccreditationNumber(company));
  const dossier = await openDossier(world, by, { demarche: d, subject: { kind: 'accreditation', id: subject }, input: { reason: 'Une raison d’essai, en toutes lettres.', ...(id.startsWith('retablir') ? {} : { basis: 'Convention type, article 7' }) } });
  const outcome = await submitDossier(world, by, dossier.id);
  return outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? [outcome.dossier.state] : [outcome.kind];
}
async function stateOf(company: string): Promise<AccreditationState> {
  const id = demoAccreditationId(company);
  return (await loadStates(country.app.world.acts, country.app.world.facets, [{ kind: 'accreditation', id }])).get(id)?.['accreditation'] as AccreditationState;
}
const work = () => worker(country);
const later = (hours: number) => { country.at.now = new Date(country.at.now.getTime() + hours * 3_600_000); };
const live = async (company: string) => (await liveAccreditation(country.app.world.read, demoCompanyId(company), 'used-yard', country.at.now))?.status;
const stops = async (company: string) => (await stoppedBlocks(country.app.world.read, { companyId: demoCompanyId(company), partnerKind: 'used-yard' }, country.at.now)).map(({ code }) => code);
const whyStopped = async (company: string) => (await stoppedBlocks(country.app.world.read, { companyId: demoCompanyId(company), partnerKind: 'used-yard' }, country.at.now)).map(({ message }) => message).join(' ');
const told = async (company: string) => (await country.db.owner<{ template: string }[]>`select template from message where template like 'freeze-%' and to_person = ${demoCompanyId(company)} order by template`).map(({ template }) => template);

describe('le gel provisoire d’une accréditation', () => {
  it('est immédiat, par une gestionnaire sans délégation et en son nom ; sa suspension, elle, attend une signature ; un agent du guichet n’en a pas le droit', async () => {
    expect(await order(agent('guichet', 'clerk'), 'geler-accreditation', 'parc')).toEqual(['not-entitled']);
    expect(await order(ana, 'suspendre-accreditation', 'parc')).toEqual(['in_review']);
    expect((await stateOf('parc')).status, 'nothing stops without a delegation but a freeze').toBe('active');
    expect(await order(ana, 'geler-accreditation', 'parc')).toEqual(['issued']);
    expect(await stateOf('parc')).toMatchObject({ status: 'suspended', suspensions: [{ to: null, provisionalUntil: new Date(country.at.now.getTime() + 72 * 3_600_000).toISOString() }] });
    const [act] = await country.db.owner<{ author: { kind: string; agentId: string; basis: string } }[]>`select author from act where kind = 'accreditation.suspended' order by recorded_at desc limit 1`;
    expect(act?.author).toEqual({ kind: 'authority', agentId: demoAgentId('guichet'), basis: 'Convention type, article 7' });
    expect(await order(ana, 'geler-accreditation', 'parc')).toEqual(['deja-suspendue']);
    await work();
    expect(await told('parc')).toEqual(['freeze-begun']);
    expect((await (await enter(country, 'partenaires')).get('/guichet/professionnels')).body).toContain('attend une suspension signée');
  });

  it('sans suspension signée, il prend fin à son heure et pas avant : dit à l’entreprise et aux gestionnaires ; il ne se reprend pas aussitôt', async () => {
    later(71);
    await work();
    expect((await stateOf('parc')).status).toBe('suspended');
    expect(await live('parc')).toBe('suspended');
    expect(await stops('parc')).toEqual(['accreditation-suspendue']);
    expect(await whyStopped('parc'), 'until when, and nothing of a suspension that nobody signed').toMatch(/est gelée jusqu’au \d.* à \d+\u00a0h\u00a0\d\d : aucune/);
    expect(await whyStopped('parc')).not.toMatch(/suspendue/);
    later(1.1);
    // Its hour has struck and no worker has run: nothing waits for one.
    expect(await live('parc')).toBe('active');
    expect(await stops('parc')).toEqual([]);
    expect(await accreditationOf(country.app.world.read, demoCompanyId('parc'), today(country.at.now), country.at.now)).toHaveLength(1);
    expect((await (await enterCompany(country, 'parc-1')).get('/professionnel')).body).not.toContain('gelée à titre provisoire');
    expect((await (await enter(country, 'partenaires')).get('/guichet/professionnels')).body).toContain('a pris fin sans suspension');
    expect(await order(jeanne, 'retablir-accreditation', 'parc'), 'nothing to lift any more').toEqual(['pas-suspendue']);
    expect(await order(ana, 'geler-accreditation', 'parc'), 'nor to freeze again at once').toEqual(['gel-expire']);
    const { status, suspensions: [one] } = asOf(await stateOf('parc'), country.at.now.toISOString());
    expect([status, one?.to, one?.lapsed]).toEqual(['active', one?.provisionalUntil, true]);
    expect(await told('parc'), 'only telling waits').toEqual(['freeze-begun']);
    await work();
    expect((await stateOf('parc')).suspensions[0]?.to, 'recorded with its hour, not with that of the worker').toBe(one?.provisionalUntil);
    expect(await stateOf('parc')).toMatchObject({ status: 'active', suspensions: [{ lapsed: true }] });
    expect(await told('parc')).toEqual(['freeze-begun', 'freeze-lapsed']);
    expect((await (await enter(country, 'partenaires')).get('/guichet/professionnels')).body).toContain('a pris fin sans suspension');
    expect(await order(ana, 'geler-accreditation', 'parc')).toEqual(['gel-expire']);
    expect(await order(jeanne, 'suspendre-accreditation', 'parc'), 'a delegate may').toEqual(['issued']);
    expect(await order(jeanne, 'retablir-accreditation', 'parc')).toEqual(['issued']);
    later(16 * 24);
    expect(await order(ana, 'geler-accreditation', 'parc')).toEqual(['issued']);
  });

  it('confirmé par délégation, il dure : son heure passe sans rien changer', async () => {
    expect(await order(ana, 'geler-accreditation', 'vhu')).toEqual(['issued']);
    await work();
    later(10);
    expect(await order(jeanne, 'suspendre-accreditation', 'vhu')).toEqual(['issued']);
    expect(await order(jeanne, 'suspendre-accreditation', 'vhu')).toEqual(['deja-suspendue']);
    later(100);
    await work();
    const { status, suspensions } = await stateOf('vhu');
    expect([status, suspensions.map(({ to, provisionalUntil, lapsed }) => [to === null, provisionalUntil !== undefined, lapsed === true])]).toEqual(['suspended', [[false, true, false], [true, false, false]]]);
    expect(await told('vhu')).toEqual(['freeze-begun']);
  });

  it('passé son heure sans que rien n’ait couru, une suspension signée commence à elle ; le gel est dit fini quand même, une fois', async () => {
    expect(await order(ana, 'geler-accreditation', 'garage')).toEqual(['issued']);
    await work();
    later(80);
    expect(await order(jeanne, 'suspendre-accreditation', 'garage')).toEqual(['issued']);
    const { suspensions } = await stateOf('garage');
    expect(suspensions.map(({ to, provisionalUntil, lapsed }) => [to === (provisionalUntil ?? null), lapsed === true])).toEqual([[true, true], [true, false]]);
    await work();
    await work();
    expect(await told('garage')).toEqual(['freeze-begun', 'freeze-lapsed']);
    expect((await stateOf('garage')).status, 'the suspension stands').toBe('suspended');
    expect(await order(jeanne, 'retablir-accreditation', 'garage')).toEqual(['issued']);
  });
});
