import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Demarche } from '../../core/demarche/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { kindIds, openToTrade, type PartnerKind } from './index.ts';

// What each trade may do, written down: a change of rights is a line that changes in matrix.txt, read by whoever reviews it.
// To accept it: npm test -- src/domains/partners/matrix.test.ts -u
let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

type Partner = Extract<Actor, { kind: 'partner' }>;
const companies: Readonly<Record<PartnerKind, string>> = {
  importer: 'import', dealer: 'garage', 'used-yard': 'occasion', lessor: 'location', insurer: 'assureur', 'inspection-centre': 'controle', 'vhu-operator': 'vhu',
  bank: 'banque', bailiff: 'huissier', customs: 'douanes', pound: 'fourriere', municipality: 'commune',
};
const user = (kind: PartnerKind, more: Partial<Partner> = {}): Partner => ({ kind: 'partner', userId: demoPartnerId(`${companies[kind]}-1`), companyId: demoCompanyId(companies[kind]), partnerKind: kind, name: 'Essai', roles: ['operator'], ...more });

/** What the control says, whatever the subject; a suspension is left aside: it is not a right of the trade. */
async function codes(demarche: Demarche, actor: Partner): Promise<string[]> {
  const { world } = country.app;
  const now = world.clock();
  const found = await world.controls?.(world.read, { demarche, actor, subject: { kind: demarche.subject.view.kind, id: uuid() }, input: {}, today: world.today(now), now: now.toISOString() });
  return found?.blockers.map(({ code }) => code).filter((code) => code !== 'accreditation-suspendue') ?? ['uncontrolled'];
}

/** What some trade may have a capacity for; what only agents do is closed by its capacities, and asked of nobody here. */
const about = () => [...country.app.world.catalogue.values()].filter((d) => d.subject.view.kind !== 'accreditation' && kindIds.some((kind) => openToTrade(d, user(kind))));

describe('ce que chaque métier peut faire', () => {
  test('est ce qui est écrit dans matrix.txt', async () => {
    const lines = await Promise.all(kindIds.map(async (kind) => {
      const may = await Promise.all(about().map(async (d) => ((await codes(d, user(kind))).length === 0 && openToTrade(d, user(kind)) ? [d.id] : [])));
      return `${kind} = ${may.flat().toSorted().join(' ') || 'nothing'}`;
    }));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'matrix.txt'));
  });

  test.each(kindIds.map((kind) => [kind] as const))('%s : hors de sa convention rien ne passe, et la raison est dite', async (kind) => {
    const open = await Promise.all(about().map(async (d) => [d.id, await codes(d, user(kind))] as const));
    expect(open.filter(([, found]) => found.length).every(([, found]) => found.join() === 'acte-hors-convention')).toBe(true);
    expect(open.some(([, found]) => found.length > 0), 'no trade may do everything').toBe(true);
    expect(open.some(([, found]) => found.length === 0), 'each trade may do something').toBe(true);
  });

  test.each(kindIds.map((kind) => [kind] as const))('%s : ni un lecteur, ni un comptable, ni une entreprise sans accréditation, ni un autre métier', async (kind) => {
    const other = kindIds[(kindIds.indexOf(kind) + 1) % kindIds.length] as PartnerKind;
    for (const d of about()) {
      for (const role of ['reader', 'accountant']) expect(await codes(d, user(kind, { roles: [role] })), `${d.id} by a ${role}`).toContain('role-sans-acte');
      expect(await codes(d, user(kind, { companyId: demoCompanyId('nord') })), d.id).toContain('sans-accreditation');
      expect(await codes(d, user(kind, { partnerKind: other })), `${d.id} as ${other}`).toContain('sans-accreditation');
    }
  });
});
