/** What an act keeps of the paper behind it, and how the timeline says it: never by a code. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { history } from '../../core/act/read.ts';
import type { Json } from '../../core/act/types.ts';
import { balanceOf, receivePayment } from '../payments/index.ts';
import { loadStates } from '../../core/act/store.ts';
import { recordPerson, recordPower, recordSituation, type PersonState } from '../people/index.ts';
import { advance, evaluate, fieldsOf, offered, type Caller } from '../../core/demarche/index.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { territory } from '../../territory/index.ts';
import { authorities, holdRules } from './rules/blocks.ts';
import { uuid } from '../../core/values/ids.ts';
import { register, type TestRegister } from './fixture.ts';
import { actSentence } from './words.ts';

let r: TestRegister;
let ana = '';
let luc = '';
let car = '';
beforeAll(async () => {
  r = await register();
  ana = await r.person('Exemple', '98814', null);
  luc = await r.person('Modele', '98818', null);
  car = await r.vehicle('MR0DEMO0000001001', [ana]);
});
afterAll(() => r.close());

/** Hands in, pays what is due. @returns the codes of what blocks, none when it is done */
async function ask(demarche: string, input: Json, vehicle = car): Promise<string[]> {
  const dossier = await r.open(r.counter, demarche, { kind: 'vehicle', id: vehicle }, input);
  await r.bring(r.counter, dossier.id);
  let outcome = await r.submit(r.counter, dossier.id);
  if (outcome.kind === 'moved' && outcome.dossier.state === 'to_pay') {
    const amount = outcome.dossier.quote!.total;
    await r.world.acts.begin((tx) => receivePayment(tx, { dossierId: dossier.id, provider: 'simulator', providerId: uuid(), amount, means: 'card-online', receivedAt: r.time.now } as never));
    outcome = await advance(r.world, r.counter, dossier.id);
    expect(await balanceOf(r.world.acts, dossier.id)).toMatchObject({ allocated: amount });
  }
  if (outcome.kind === 'blocked') return outcome.blockers.map(({ code }) => code);
  expect(outcome).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
  return [];
}
const last = async (kind: string, vehicle = car) => actSentence((await history(r.world.read, r.world.facets, { kind: 'vehicle', id: vehicle })).findLast(({ act }) => act.kind === kind)!.act);
const known = (personId: string) => ({ who: 'known', personId });

it('ce qui est inhabituel se dit à qui saisit ou examine, et ne bloque rien', async () => {
  const remarks = async (technical: Json) => {
    const { remarks: found, blockers } = await evaluate(r.world, r.world.catalogue.get('premiere-immatriculation')!, { actor: r.counter.actor, subject: { kind: 'vehicle', id: uuid(), fresh: true }, json: { technical } });
    expect(blockers).toEqual([]);
    return found.map(({ path }) => path);
  };
  expect(await remarks({ 'J.1': 'VP', 'F.2': 9000 })).toContain('technical.J.1');
  expect(await remarks({ 'J.1': 'VP', 'F.2': 2000 })).toEqual([]);
});

describe('une mesure', () => {
  const offeredTo = async (demarche: string, caller: Caller, vehicle: string, path: string) => {
    const d = r.world.catalogue.get(demarche)!;
    const { before } = await evaluate(r.world, d, { actor: caller.actor, subject: { kind: 'vehicle', id: vehicle }, json: {} });
    return offered(d, before, fieldsOf(d.input), {}).find((field) => field.path === path)?.options?.map(({ value, label }) => `${value} : ${label}`);
  };
  const officer = (authority: string): Caller => ({ door: 'police', actor: { kind: 'authority', agentId: demoAgentId('police'), name: 'Brigadier Exemple', authority, unit: 'Essai' } });
  const order = async (caller: Caller, input: Json, vehicle: string) => {
    const dossier = await r.open(caller, 'poser-opposition', { kind: 'vehicle', id: vehicle }, input);
    const outcome = await r.submit(caller, dossier.id);
    return outcome.kind === 'blocked' ? outcome.blockers.map(({ code, clearedBy, path }) => [code, clearedBy.who, path]) : [outcome.kind];
  };

  it('est ordonnée par qui le peut, à toutes les portes (table datée, à confirmer), et l’obstacle nomme qui', async () => {
    const held = await r.vehicle('MR0DEMO0000001101', [ana]);
    const theft = (authority: string) => ({ type: 'theft', authority, reference: 'PV-1', basis: 'Plainte d’essai' });
    expect(await order(r.counter, theft('bank'), held)).toEqual([['mesure-autre-autorite', 'Police nationale, Gendarmerie, Justice', 'authority']]);
    expect(await order(officer('police'), { ...theft('police'), type: 'gage' }, held)).toEqual([['mesure-autre-autorite', 'Créancier gagiste, Justice', 'type']]);
    expect(await order(officer('police'), theft('police'), held)).toEqual(['moved']);
    expect(await offeredTo('poser-opposition', officer('treasury'), held, 'type')).toEqual(['treasury : Opposition du Trésor']);
    expect(await offeredTo('poser-opposition', r.counter, held, 'type'), 'le guichet saisit toute autorité').toHaveLength(14);
    expect(Object.keys(holdRules).filter((type) => !territory.whoOrders(type, '2026-11-20').length), 'chaque mesure a qui l’ordonne').toEqual([]);
    expect(territory.orderLines.flatMap((one) => one.authorities).filter((one) => !(one in authorities))).toEqual([]);

    // To lift it, it is chosen: each reader among what they may see and lift.
    expect(await offeredTo('lever-opposition', r.counter, held, 'reference')).toEqual(['PV-1 : Véhicule déclaré volé, Police nationale, réf. PV-1']);
    expect(await offeredTo('lever-opposition', officer('police'), held, 'reference')).toHaveLength(1);
    expect(await offeredTo('lever-opposition', officer('gendarmerie'), held, 'reference'), 'la mesure d’une autre autorité ne s’offre pas').toBeUndefined();
  });

  it('qui arrête une transmission se dit avant sa première question ; celle que l’acte éteint, non', async () => {
    const blocks = async (vehicle: string) => (await evaluate(r.world, r.world.catalogue.get('transmettre-vehicule')!, { actor: r.counter.actor, subject: { kind: 'vehicle', id: vehicle }, json: {} })).blockers.map(({ code }) => code);
    const stolen = await r.vehicle('MR0DEMO0000001102', [ana]);
    await order(officer('police'), { type: 'theft', authority: 'police', reference: 'PV-2', basis: 'Plainte d’essai' }, stolen);
    expect(await blocks(stolen)).toEqual(['mesure-theft']);
    const towed = await r.vehicle('MR0DEMO0000001103', [ana]);
    await order(officer('police'), { type: 'pound', authority: 'police', reference: 'F-1', basis: 'Mise en fourrière d’essai' }, towed);
    expect(await blocks(towed)).toEqual([]);
  });
});

describe('l’histoire d’un véhicule garde ce que dit le papier', () => {
  it('un retrait dit depuis quand, un retour aussi, avec le nouveau titre', async () => {
    expect(await ask('retirer-circulation', { on: '2026-11-12', reason: 'Panne' })).toEqual([]);
    expect(await last('registration.life-changed')).toMatchObject({ title: 'Retiré de la circulation', details: ['Depuis le 12/11/2026', 'Motif : Panne'] });
    expect(await ask('remettre-circulation', { on: '2026-11-18' })).toEqual([]);
    expect(await last('registration.life-changed')).toMatchObject({ title: 'Remis en circulation', details: ['Depuis le 18/11/2026', expect.stringMatching(/^Titre n° T26-/)] });
  });

  it('un duplicata pour vol dit la plainte, un nouveau numéro aussi', async () => {
    expect(await ask('demander-duplicata', { reason: 'theft', since: '2026-11-10', complaint: 'PV 12/2026' })).toEqual([]);
    expect((await last('registration.title-issued')).details.slice(1)).toEqual(['Motif : titre volé', 'Depuis le 10/11/2026', 'Plainte PV 12/2026']);
    expect(await ask('demander-nouveau-numero', { reason: 'usurpation', complaint: 'PV 13/2026' })).toEqual([]);
    expect((await last('registration.plate-changed')).details.slice(0, 2)).toEqual(['Motif : numéro usurpé', 'Plainte PV 13/2026']);
  });

  it('une location dit son contrat et sa fin prévue ; une fin déjà passée n’est pas inscrite', async () => {
    const lease = { lessee: known(luc), contract: 'LOA-7', until: '2026-11-01' };
    expect(await ask('commencer-location', lease)).toEqual(['location-finie']);
    expect(await ask('commencer-location', { ...lease, until: '2029-11-01' })).toEqual([]);
    expect(await last('registration.holders-changed')).toMatchObject({ title: 'Locataire inscrit', details: ['Contrat LOA-7', 'Jusqu’au 01/11/2029', expect.any(String)] });
    expect(await ask('terminer-location', { endedOn: '2026-11-19' })).toEqual([]);
    expect(await last('registration.holders-changed')).toMatchObject({ title: 'Location terminée', details: ['Finie le 19/11/2026', expect.any(String)] });
  });

  it('une modification dit chaque valeur changée, par sa lettre', async () => {
    expect(await ask('declarer-modification', { approval: 'RTI-9', changes: { 'S.1': 4 } })).toEqual([]);
    expect((await last('vehicle.altered')).details).toEqual(['S.1 Places assises, conducteur compris : 4\u00a0places']);
  });

  it('une succession coutumière dit son acte, jamais un code', async () => {
    expect(await ask('transmettre-vehicule', { ground: 'customary-succession', reference: 'PV de palabre 7', on: '2026-10-01', heir: known(luc), proofs: { insurer: 'Assureur Exemple', contract: 'C-1', coverUntil: '2027-06-01', licenceNumber: 'P-1' } })).toEqual([]);
    expect(await last('registration.holders-changed')).toMatchObject({ title: 'Transmis par acte coutumier', details: ['Acte du 01/10/2026', 'Réf. PV de palabre 7', expect.any(String)] });
  });

  it('un nouveau nom garde la personne : une autre date de naissance n’est pas elle, et le lieu connu reste', async () => {
    const eva = uuid();
    await r.record([recordPerson(eva, { person: { kind: 'natural', familyName: 'Exemple', givenNames: 'Eva', birthDate: { precision: 'day', value: '1990-02-03' }, birthPlace: 'Lifou', sex: 'female', civilStatus: 'common' }, address: null, contact: null })]);
    const hers = await r.vehicle('MR0DEMO0000001002', [eva]);
    const renamed = (value: string) => ({ identity: { kind: 'natural', familyName: 'Exemple-Modele', givenNames: 'Eva', birthDate: { precision: 'day', value }, civilStatus: 'common' }, proof: 'Acte de mariage fictif' });
    expect(await ask('changer-etat-civil', renamed('1991-02-03'), hers)).toEqual(['autre-personne']);
    expect(await ask('changer-etat-civil', renamed('1990-02-03'), hers)).toEqual([]);
    const state = (await loadStates(r.world.read, r.world.facets, [{ kind: 'person', id: eva }])).get(eva)!['person'] as PersonState;
    expect(state.identity).toMatchObject({ familyName: 'Exemple-Modele', birthPlace: 'Lifou', sex: 'female' });
  });

  it('rien ne s’inscrit au nom d’un mort, même quand un héritier signe pour sa succession', async () => {
    const dead = await r.person('Défunt', '98814', null);
    await r.record([recordSituation(uuid(), 'DECES-1', dead, { kind: 'deceased', on: { precision: 'day', value: '2026-03-02' }, proof: { kind: 'Acte de décès fictif' } })]);
    await r.record([recordPower(uuid(), 'SUCC-1', { kind: 'heir', grantor: dead, holder: ana, acts: 'any', from: '2026-04-01', to: null, proof: { kind: 'Acte de notoriété fictif' } })]);
    const theirs = await r.vehicle('MR0DEMO0000001003', [ana]);
    expect(await ask('modifier-cotitulaires', { action: 'add', person: known(dead) }, theirs)).toEqual(['personne-decedee']);
    expect(await ask('commencer-location', { lessee: known(dead), contract: 'LOA-9' }, theirs)).toEqual(['personne-decedee']);
    expect(await ask('modifier-cotitulaires', { action: 'add', person: known(luc) }, theirs)).toEqual([]);
  });

  it('un départ futur n’est pas une exportation ; exporté, un véhicule ne se retire plus de la circulation d’ici', async () => {
    expect(await ask('declarer-exportation', { on: '2030-01-01', country: 'Vanuatu' })).toEqual(['date-future']);
    expect(await ask('declarer-exportation', { on: '2026-11-19', country: 'Vanuatu' })).toEqual([]);
    expect(await last('registration.life-changed')).toMatchObject({ title: 'Exporté vers Vanuatu', details: ['Départ le 19/11/2026'] });
    expect(await ask('retirer-circulation', { on: '2026-11-19' })).toEqual(['exporte']);
  });

  it('chaque motif gardé par un code se lit en français', async () => {
    const handovers = ['co-titulaire:add', 'co-titulaire:remove', 'succession', 'customary-succession', 'donation', 'judgment', 'pound-auction'];
    const kept: Record<string, readonly string[]> = { 'registration.title-issued': ['duplicata:loss', 'duplicata:theft', 'duplicata:damage'], 'registration.holders-changed': handovers, 'registration.plate-changed': ['theft', 'usurpation'], 'sale.cancelled': handovers.slice(2) };
    for (const [kind, codes] of Object.entries(kept)) {
      for (const reason of codes) {
        const { title, details } = actSentence({ kind, payload: { reason } });
        expect([title, ...details].join(' '), `${kind} ${reason}`).not.toMatch(/customary|judgment|pound|theft|damage|loss|:add|:remove|usurpation/);
      }
    }
  });
});
