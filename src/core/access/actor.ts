/**
 * Who stands before a door. A door proves an actor (session, badge, API key); a démarche asks for a
 * *capacity* (holder, clerk, buyer …) that the actor has or has not for this subject.
 */
import type { GetState, SubjectRef } from '../act/types.ts';

export type AgentRole =
  | 'clerk' | 'examining-clerk' | 'supervisor' | 'cashier' | 'inspector' | 'partner-manager' | 'referential-admin' | 'auditor' | 'director'
  /** A named person at a mairie who keys what others signed: signs nothing, decides nothing, sees what they keyed and nothing else. */
  | 'helper';

/** What a person or a company may do for another today (see mandates.ts): patterns of acts such as 'mutation' or 'changer-*'. */
export type HeldMandate = { readonly id: string; readonly principalId: string; readonly acts: readonly string[] };

export type Actor =
  /** `opened`: the one subject that a code or a link of a message has opened to them, checked by the door. */
  | { kind: 'anonymous'; opened?: string }
  | { kind: 'citizen'; personId: string; accountId: string; name: string; assurance: 'low' | 'verified'; mandates?: readonly HeldMandate[] }
  | { kind: 'agent'; agentId: string; name: string; roles: readonly AgentRole[]; office: string }
  /** `companyId`: the accredited company that stands as this authority (a bank, a bailiff); absent for a public service. */
  | { kind: 'authority'; agentId: string; name: string; authority: string; unit: string; companyId?: string }
  | { kind: 'partner'; userId: string; companyId: string; partnerKind: string; name: string; roles: readonly string[]; mandates?: readonly HeldMandate[] }
  | { kind: 'system'; job: string };

export const anonymous: Actor = { kind: 'anonymous' };

/** A right by situation. `holds` sees the actor and the subject's state; it never asks a database. */
export type Capacity = {
  name: string;
  label: string;
  holds: (c: { actor: Actor; subject: SubjectRef; state: unknown; get: GetState; today: string }) => boolean;
};

/** An agent with one of these roles. */
export function agentWith(name: string, label: string, ...roles: AgentRole[]): Capacity {
  return { name, label, holds: ({ actor }) => actor.kind === 'agent' && roles.some((role) => actor.roles.includes(role)) };
}

export const clerk = agentWith('clerk', 'un agent du guichet', 'clerk', 'examining-clerk', 'supervisor');
/** Whoever keys, far from the counter, a paper that the person signed. A helper never has another role. */
export const helper = agentWith('helper', 'une personne nommée d’une mairie, qui saisit la demande signée', 'helper');
export const isHelper = (actor: Actor): boolean => actor.kind === 'agent' && actor.roles.includes('helper');
/** An agent who reads the register for their work; a helper at a mairie does not. */
export const isAdministration = (actor: Actor): actor is Extract<Actor, { kind: 'agent' }> => actor.kind === 'agent' && !isHelper(actor);
export const supervisor = agentWith('supervisor', 'un responsable du guichet unique', 'supervisor');

/** An outside authority (police, customs, treasury …) acting on its own legal basis. @param words each by its code, as a person calls it */
export function authority(words: Readonly<Record<string, string>>): Capacity {
  const names = Object.keys(words);
  return {
    name: `authority:${names.join('|')}`,
    label: `une autorité habilitée (${Object.values(words).map((said) => (/^\p{Lu}{2}/u.test(said) ? said : said.charAt(0).toLowerCase() + said.slice(1))).join(', ')})`,
    holds: ({ actor }) => actor.kind === 'authority' && names.includes(actor.authority),
  };
}

/** Anyone whose identity is proven by an account. */
export const identified: Capacity = {
  name: 'identified',
  label: 'toute personne identifiée',
  holds: ({ actor }) => actor.kind === 'citizen',
};

/** A user of an accredited professional. Which acts, how many and under which control is not decided here (World.controls). */
export const accredited: Capacity = {
  name: 'accredited',
  label: 'un professionnel accrédité pour cet acte',
  holds: ({ actor }) => actor.kind === 'partner',
};

export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'citizen': return actor.personId;
    case 'agent': case 'authority': return actor.agentId;
    case 'partner': return actor.userId;
    default: return null;
  }
}

/** What the journal and the dossier keep of an actor: ids and role, never a name of a citizen. */
export function actorTrace(actor: Actor): { kind: string; id: string | null; office?: string; authority?: string } {
  return {
    kind: actor.kind, id: actorId(actor),
    ...(actor.kind === 'agent' ? { office: actor.office } : {}),
    ...(actor.kind === 'authority' ? { authority: actor.authority } : {}),
  };
}
