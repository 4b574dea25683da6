/** Invented professionals, one of each trade, with their users: what they may do, and one who is stopped. */
import { createPartnerUser } from '../../src/core/access/index.ts';
import { insertKey } from '../../src/core/access/api-keys.ts';
import { demoAgentId } from '../../src/core/access/demo.ts';
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { recordDelegation } from '../../src/core/access/delegations.ts';
import { act, type ActDraft } from '../../src/core/act/types.ts';
import type { Query, Sql } from '../../src/core/db/sql.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, type LawDate } from '../../src/core/values/time.ts';
import { conventionFor, deposit, partnerDemarches, type AccreditationAct, type CompanyRole, type PartnerKind } from '../../src/domains/partners/index.ts';
import { recordPower, type Person } from '../../src/domains/people/index.ts';
import { codeOf } from './acts.ts';
import type { SeedPerson } from './stories.ts';

type Demo = { key: string; kind: PartnerKind; name: string; ridet: string; body?: 'commune' | 'state'; users: readonly (readonly [name: string, role: CompanyRole])[]; stopped?: true };

/** The first of each is who answers for the company. « Garage Exemple » with its Lucie and « Assureur Exemple » with its Nadia are told elsewhere. */
const professionals: readonly Demo[] = [
  { key: 'garage', kind: 'dealer', name: 'Garage Exemple', ridet: '0000001', users: [['Lucie Exemple', 'manager'], ['Teva Exemple', 'operator'], ['Naomi Exemple', 'reader'], ['Yvonne Exemple', 'accountant']] },
  { key: 'import', kind: 'importer', name: 'Import Exemple', ridet: '0000031', users: [['Hugo Exemple', 'manager']] },
  { key: 'occasion', kind: 'used-yard', name: 'Occasions Exemple', ridet: '0000032', users: [['Rosalie Exemple', 'manager']], stopped: true },
  { key: 'location', kind: 'lessor', name: 'Location Exemple', ridet: '0000033', users: [['Maui Exemple', 'manager']] },
  { key: 'assureur', kind: 'insurer', name: 'Assureur Exemple', ridet: '0000011', users: [['Nadia Exemple', 'manager']] },
  { key: 'controle', kind: 'inspection-centre', name: 'Contrôle Exemple', ridet: '0000035', users: [['Basile Exemple', 'manager']] },
  { key: 'vhu', kind: 'vhu-operator', name: 'Recyclage Exemple', ridet: '0000036', users: [['Wanda Exemple', 'manager']] },
  { key: 'banque', kind: 'bank', name: 'Banque Exemple', ridet: '0000037', users: [['Odile Exemple', 'manager']] },
  { key: 'huissier', kind: 'bailiff', name: 'Étude Exemple', ridet: '0000038', users: [['Maître Exemple', 'manager']] },
  { key: 'douanes', kind: 'customs', name: 'Bureau des douanes Exemple', ridet: '0000039', body: 'state', users: [['Inspecteur Exemple', 'manager']] },
  { key: 'fourriere', kind: 'pound', name: 'Fourrière Exemple', ridet: '0000040', users: [['Gaston Exemple', 'manager']] },
  { key: 'commune', kind: 'municipality', name: 'Commune de l’Exemple', ridet: '0000041', body: 'commune', users: [['Élodie Exemple', 'manager']] },
  { key: 'parc', kind: 'used-yard', name: 'Parc Exemple', ridet: '0000043', users: [['Aline Exemple', 'manager']] },
];

/** Told by other files: their company, and who answers for it. */
const OLDER: readonly string[] = ['garage', 'assureur'];
const first = (key: string) => `${key}-1`;
/** @returns the account of a demo professional: 'garage-1' answers for the company, 'garage-2' operates, 'garage-3' reads, 'garage-4' counts. */
export const demoPartnerId = (user: string): string => (OLDER.some((key) => user === first(key)) ? demoAgentId(user.slice(0, -2)) : deterministicId('demo-partner', user));
export const demoCompanyId = (key: string): string => (key === 'assureur' ? deterministicId('demo-company', key) : demoPersonId(key));
export const demoAccreditationId = (key: string): string => deterministicId('demo-accreditation', key);
/** The number by which an accreditation of the demo is named. */
export const demoAccreditationNumber = (key: string): string => codeOf('accreditation', professionals.findIndex((one) => one.key === key));

const company = (legalName: string, ridet: string, body?: Demo['body']): Person => (body ? { kind: 'public-body', legalName, ridet, level: body } : { kind: 'company', legalName, ridet, form: 'SARL' });
const asPerson = (key: string, name: string, ridet: string, body?: Demo['body']): SeedPerson => ({
  id: demoCompanyId(key), known: { person: company(name, ridet, body), address: { commune: '98818', placeKind: 'street', place: '7 rue des Professionnels fictifs' }, contact: { preferred: 'letter' } },
});

/** The companies; « Nord Exemple » has asked for nothing yet: Jean represents it. */
export const partnerPeople: readonly SeedPerson[] = [
  ...professionals.filter(({ key }) => !OLDER.includes(key)).map(({ key, name, ridet, body }) => asPerson(key, name, ridet, body)), asPerson('nord', 'Nord Exemple', '0000042'),
];

/** Each accreditation, and the suspension of « Occasions Exemple »: one list of acts a step. */
export function partnerSteps(today: LawDate): ActDraft[][] {
  return [
    ...professionals.map(({ key, kind, users, stopped }) => [granted(demoAccreditationId(key), demoAccreditationNumber(key), demoCompanyId(key), kind, today, users[0]?.[0] ?? '', key === 'garage'), ...(stopped ? [suspended(demoAccreditationId(key), today)] : [])]),
    [recordPower(deterministicId('demo-power', 'nord'), codeOf('partner-power', 0), { kind: 'legal-representative', grantor: demoCompanyId('nord'), holder: demoPersonId('jean'), acts: 'any', from: '2024-01-01', to: null, proof: { kind: 'Extrait fictif du registre du commerce' } })],
  ];
}

/** @param kept it keeps the papers of its first registrations: machines check the rest */
export function granted(id: string, number: string, companyId: string, kind: PartnerKind, today: LawDate, who: string, kept = false): ActDraft {
  return act<AccreditationAct>({
    kind: 'accreditation.granted', subjects: [{ kind: 'accreditation', id, fresh: true }],
    payload: { number, companyId, partnerKind: kind, convention: conventionFor({ from: '2026-01-01', to: '2028-12-31', sites: 'Nouméa', ...(kind === 'lessor' ? { credit: 2_000_000 } : {}), ...(kind === 'importer' ? { printing: true } : {}), ...(kept ? { kept: 'premiere-immatriculation', keptFrom: '2026-06-01' } : {}) }, kind, today) },
    private: [{ class: 'identity', name: 'people', content: { representative: who, manager: { name: who, email: 'pro@exemple.nc' } } }],
  });
}

export function suspended(id: string, today: LawDate): ActDraft {
  return act<AccreditationAct>({
    kind: 'accreditation.suspended', subjects: [{ kind: 'accreditation', id, fresh: true }], payload: { text: 'Convention fictive, article 7', hearingUntil: addDays(today, 15) },
    private: [{ class: 'identity', name: 'reason', content: 'Trois ventes fictives au même acheteur dans la même heure : vérification en cours.' }],
  });
}

/** Their users, the manager's delegation, and the known key of one of them. */
export async function seedPartnerAccess(tx: Query): Promise<void> {
  for (const { key, kind, name, users } of professionals) {
    for (const [index, [user, role]] of users.entries()) {
      if (OLDER.includes(key) && index === 0) continue;
      const what = { manager: '', operator: ', opérateur', reader: ', lecture', accountant: ', comptabilité' }[role];
      await createPartnerUser(tx, { id: demoPartnerId(`${key}-${index + 1}`), name: `${user}, ${name}${what}`, companyId: demoCompanyId(key), partnerKind: kind, roles: [role], demo: true });
    }
  }
  await recordDelegation(tx, {
    agentId: demoAgentId('partenaires'), capacity: 'La gestionnaire des professionnels, par délégation', acts: partnerDemarches.map(({ id }) => id), office: null,
    from: '2020-01-01', to: null, interimOf: null, reference: 'Délégation fictive de la démonstration', toConfirm: true,
  });
  await insertKey(tx, { id: deterministicId('demo-key', 'demo-partner'), key: 'demo-partner', owner: { kind: 'partner', id: demoPartnerId('garage-2') }, label: 'demo-partner', scopes: ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read'], expires: null, demo: true });
}

/** The garage has paid in advance; the lessor settles by the month, by its convention. */
export async function seedPartnerAccounts(acts: Sql, now: Date): Promise<void> {
  await acts.begin((tx) => deposit(tx, { companyId: demoCompanyId('garage'), amount: 600_000, reference: 'VIR-DEMO-1', agentId: demoAgentId('caisse'), at: now }));
}
