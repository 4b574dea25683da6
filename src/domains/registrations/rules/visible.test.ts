import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../core/access/actor.ts';
import type { HoldType } from '../model/acts.ts';
import { holdsOn, type RegistrationState } from '../model/state.ts';
import { holdRules, visibleTo, type HoldReader } from './blocks.ts';

const agent = (role: 'clerk' | 'helper'): Actor => ({ kind: 'agent', agentId: 'a', name: 'Agent Exemple', roles: [role], office: 'noumea' });
const officer = (authority: string): Actor => ({ kind: 'authority', agentId: 'o', name: 'Exemple', authority, unit: 'Unité Exemple' });
const holder: Actor = { kind: 'citizen', personId: 'p', accountId: 'c', name: 'Ada Exemple', assurance: 'verified' };
const types = Object.keys(holdRules) as HoldType[];
const seenBy = (reader: HoldReader) => types.filter((type) => visibleTo(reader, { type, authority: 'justice' }));

describe('qui voit une mesure', () => {
  it('l’administration les voit toutes', () => {
    expect(seenBy(agent('clerk'))).toEqual(types);
  });

  it('sur la route : le vol, l’immobilisation, la fourrière ; jamais une dette, un gage, un litige, un décès, ni un dossier à vérifier', () => {
    for (const road of ['police', 'gendarmerie', 'customs']) {
      expect(seenBy(officer(road))).toEqual(['theft', 'judicial', 'immobilisation', 'pound', 'damaged', 'plate-theft', 'identity-dispute']);
    }
  });

  it('une autre autorité ne voit que ce qu’elle a ordonné, même secret', () => {
    expect(seenBy(officer('treasury'))).toEqual([]);
    expect(visibleTo(officer('treasury'), { type: 'treasury', authority: 'treasury' })).toBe(true);
    expect(visibleTo(officer('police'), { type: 'inquiry', authority: 'police' })).toBe(true);
    expect(visibleTo(officer('police'), { type: 'inquiry', authority: 'dittt' })).toBe(false);
  });

  it('le titulaire, l’aide d’une mairie et un papier disent tout, sauf un dossier à vérifier', () => {
    const all = types.filter((type) => type !== 'inquiry');
    for (const reader of [holder, agent('helper'), 'paper'] as const) expect(seenBy(reader)).toEqual(all);
  });

  it('de plusieurs banques, chacune ne voit que ses gages ; un gage dont nul ne sait la banque, aucune', () => {
    const bank = (companyId?: string): Actor => ({ kind: 'authority', agentId: 'o', name: 'Exemple', authority: 'bank', unit: 'Banque', ...(companyId ? { companyId } : {}) });
    const gage = { type: 'gage' as const, authority: 'bank' };
    expect(visibleTo(bank('a'), { ...gage, by: 'a' })).toBe(true);
    expect(visibleTo(bank('b'), { ...gage, by: 'a' })).toBe(false);
    for (const reader of [bank('a'), bank()]) expect(visibleTo(reader, gage)).toBe(false);
    expect(visibleTo(agent('clerk'), gage)).toBe(true);
  });

  it('un inconnu et une tâche ne voient rien', () => {
    expect(seenBy({ kind: 'anonymous' })).toEqual([]);
    expect(seenBy({ kind: 'system', job: 'essai' })).toEqual([]);
  });
});

it('une mesure jusqu’au 1er février s’arrête à minuit d’ici, pas à minuit de Greenwich', () => {
  const hold: RegistrationState['holds'][number] = { id: 'h', type: 'customs', authority: 'customs', reference: 'R', basis: 'B', until: '2030-02-01', from: '2025-02-01T00:00:00.000Z', to: null };
  const state: RegistrationState = { plates: [], titles: [], holders: [], communes: [], usages: [], lives: [], holds: [hold], sale: null, origin: null };
  expect(holdsOn(state, '2030-01-31T12:59:00.000Z')).toHaveLength(1);
  expect(holdsOn(state, '2030-01-31T13:01:00.000Z')).toEqual([]);
});
