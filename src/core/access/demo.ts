import type { Query } from '../db/sql.ts';
import { deterministicId } from '../values/ids.ts';
import type { Actor, AgentRole } from './actor.ts';
import { createAgent, createPartnerUser, type NewAgent } from './agents.ts';
import { insertKey } from './api-keys.ts';
import { DEMO_ISSUER, demoCitizens, demoPersonId } from './demo-citizens.ts';
import { recordDelegation } from './delegations.ts';
import type { Principal } from './sessions.ts';

/** Someone whom a demo lets in by one click. */
export type DemoIdentity = { readonly kind: 'agent' | 'partner'; readonly id: string; readonly actor: Actor };

/** The office is an id of src/territory/offices.ts; names are invented and say so. */
const agents: readonly (NewAgent & { key: string })[] = [
  ...([
    ['guichet', 'Camille Exemple, guichet', ['clerk']], ['instruction', 'Noé Exemple, instruction', ['examining-clerk', 'clerk']],
    ['responsable', 'Hélène Exemple, responsable du guichet unique', ['supervisor', 'examining-clerk', 'clerk']],
    ['caisse', 'Marc Exemple, caisse', ['cashier', 'clerk']], ['inspection', 'Wali Exemple, inspection', ['inspector']],
    ['partenaires', 'Jeanne Exemple, partenaires', ['partner-manager']], ['referentiel', 'Paul Exemple, référentiel', ['referential-admin']],
    ['audit', 'Sarah Exemple, contrôle', ['auditor']], ['direction', 'Ida Exemple, direction', ['director', 'supervisor', 'auditor']],
  ] as const satisfies readonly (readonly [string, string, readonly AgentRole[]])[]).map(([key, name, roles]) => ({ key, name, roles, office: 'noumea' })),
  { key: 'mairie', name: 'Élise Exemple, aide nommée à la mairie', roles: ['helper'], office: 'mairie-98811' },
  { key: 'police', name: 'Brigadier Exemple', authority: 'police', unit: 'Police nationale (démonstration)' },
  { key: 'gendarmerie', name: 'Adjudant Exemple', authority: 'gendarmerie', unit: 'Gendarmerie (démonstration)' },
  { key: 'douane', name: 'Contrôleur Exemple', authority: 'customs', unit: 'Douane (démonstration)' },
  { key: 'tresor', name: 'Payeur Exemple', authority: 'treasury', unit: 'Paierie (démonstration)' },
];

/** The keys of the API that a demonstration knows, in the order it says them. */
export const demoKeys = ['demo-counter', 'demo-citizen', 'demo-police', 'demo-partner', 'demo-inspector', 'demo-insurer'] as const;

/** @returns the id of a demo agent by its short name: 'guichet', 'police' … */
export const demoAgentId = (key: string): string => deterministicId('demo-agent', key);

/** Fills the users of a demo: agents, authorities, one professional, a citizen's account, delegations and the known keys. */
export async function seedDemoAccess(tx: Query): Promise<void> {
  for (const agent of agents) await createAgent(tx, { ...agent, id: demoAgentId(agent.key), demo: true });
  await createPartnerUser(tx, { id: demoAgentId('garage'), name: 'Lucie Exemple, Garage Exemple', companyId: demoPersonId('garage'), partnerKind: 'dealer', roles: ['manager'], demo: true });
  await createPartnerUser(tx, { id: demoAgentId('assureur'), name: 'Nadia Exemple, Assureur Exemple', companyId: deterministicId('demo-company', 'assureur'), partnerKind: 'insurer', roles: ['manager'], demo: true });
  for (const [key, capacity] of [['instruction', 'L’instructeur, par délégation'], ['responsable', 'La responsable du guichet unique, par délégation'], ['direction', 'La directrice']] as const) {
    await recordDelegation(tx, { agentId: demoAgentId(key), capacity, acts: ['*'], office: null, from: '2020-01-01', to: null, interimOf: null, reference: 'Délégation fictive de la démonstration', toConfirm: true });
  }
  await recordDelegation(tx, {
    agentId: demoAgentId('inspection'), capacity: 'L’inspecteur du CCTV, par délégation', acts: ['instruire-homologation', 'enregistrer-visite-homologation', 'delivrer-homologation', 'enregistrer-visite', 'corriger-visite'],
    office: null, from: '2020-01-01', to: null, interimOf: null, reference: 'Délégation fictive de la démonstration', toConfirm: true,
  });
  await seedKeys(tx);
}

async function seedKeys(tx: Query): Promise<void> {
  const [first] = demoCitizens;
  if (!first) throw new Error('the demo has no citizen');
  const account = deterministicId('demo-account', first.sub);
  await tx`
    insert into citizen_account (id, issuer, sub, person_id, name, assurance, linked_at)
    values (${account}, ${DEMO_ISSUER}, ${first.sub}, ${demoPersonId(first.sub)}, ${`${first.givenNames} ${first.familyName}`}, 'verified', clock_timestamp())`;
  const keys: readonly (readonly [string, Principal, readonly string[]])[] = [
    ['demo-counter', { kind: 'agent', id: demoAgentId('responsable') }, ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read']],
    ['demo-citizen', { kind: 'citizen', id: account }, ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read']],
    ['demo-inspector', { kind: 'agent', id: demoAgentId('inspection') }, ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read']],
    ['demo-police', { kind: 'agent', id: demoAgentId('police') }, ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read', 'vehicles:check']],
    ['demo-insurer', { kind: 'partner', id: demoAgentId('assureur') }, ['contracts:read', 'contracts:write']],
  ];
  for (const [key, owner, scopes] of keys) await insertKey(tx, { id: deterministicId('demo-key', key), key, owner, label: key, scopes, expires: null, demo: true });
}

/** The one-click identities; none without the demo mark. */
export async function demoIdentities(read: Query): Promise<DemoIdentity[]> {
  const rows = await read<DemoIdentity[]>`
    select a.kind, a.id, a.actor from acting a
    where is_demo() and a.kind in ('agent', 'partner')
      and (exists (select 1 from agent where id = a.id and demo) or exists (select 1 from partner_user where id = a.id and demo))
    order by a.actor ->> 'kind', a.actor ->> 'name'`;
  return [...rows];
}
