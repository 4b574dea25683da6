import type { Actor, AgentRole } from '../access/actor.ts';
import type { SessionKind } from '../access/sessions.ts';

/** What a request has proven. `scopes` is there only when a bearer key was shown. */
export type Proof = { readonly actor: Actor; readonly scopes: readonly string[] | undefined; readonly local: boolean };

/** Who may pass a route, said on the route's own line. */
export type Who = {
  /** As the route book prints it. */
  readonly label: string;
  /** Which sessions count here; empty: a bearer key, or nobody in particular. */
  readonly sessions: readonly SessionKind[];
  /** True when a bearer key is the way in, and cookies are not looked at. */
  readonly bearer: boolean;
  readonly allows: (proof: Proof) => boolean;
};

/** Anyone. The sessions named are still read, so that a public page may greet the one who is logged in. */
export function open(...sessions: SessionKind[]): Who {
  return { label: 'public', sessions, bearer: false, allows: () => true };
}

/** Agents of the administration; with roles: those that have one of them. */
export function agents(...roles: AgentRole[]): Who {
  return {
    label: `agents(${roles.join(', ')})`, sessions: ['agent'], bearer: false,
    allows: ({ actor }) => actor.kind === 'agent' && (roles.length === 0 || roles.some((role) => actor.roles.includes(role))),
  };
}

/** Citizens with an account, in their own browser or at a kiosk. */
export const citizens: Who = {
  label: 'citizens', sessions: ['citizen'], bearer: false, allows: ({ actor }) => actor.kind === 'citizen',
};

/** Citizens at a kiosk: a session of two idle minutes. */
export const kioskUsers: Who = { ...citizens, label: 'kioskUsers', sessions: ['kiosk'] };

/** Users of outside authorities; with names: of one of these authorities. */
export function authorities(...names: string[]): Who {
  return {
    label: `authorities(${names.join(', ')})`, sessions: ['authority'], bearer: false,
    allows: ({ actor }) => actor.kind === 'authority' && (names.length === 0 || names.includes(actor.authority)),
  };
}

/** Users of accredited professionals; with kinds: of one of these professions. */
export function partners(...kinds: string[]): Who {
  return {
    label: `partners(${kinds.join(', ')})`, sessions: ['partner'], bearer: false,
    allows: ({ actor }) => actor.kind === 'partner' && (kinds.length === 0 || kinds.includes(actor.partnerKind)),
  };
}

/** A bearer key that carries this scope, whoever owns it; cookies open nothing here, so no forged form can. */
export function apiScope(scope: string): Who {
  return { label: `apiScope(${scope})`, sessions: [], bearer: true, allows: ({ scopes }) => scopes?.includes(scope) ?? false };
}

/** Anyone, with or without a key, at the API: a bad key is still refused. */
export const openApi: Who = { label: 'public', sessions: [], bearer: true, allows: () => true };

/** Any of these. Sessions are looked at in the order given. */
export function anyOf(...some: readonly Who[]): Who {
  return {
    label: some.map(({ label }) => label).join(' | '),
    sessions: [...new Set(some.flatMap(({ sessions }) => sessions))],
    bearer: some.every(({ bearer }) => bearer),
    allows: (proof) => some.some((who) => who.allows(proof)),
  };
}

/** `who`, and the actor must also pass `test` (a named right by attribute: an office, an assurance). */
export function where(who: Who, label: string, test: (actor: Actor) => boolean): Who {
  return { ...who, label: `${who.label} where ${label}`, allows: (proof) => who.allows(proof) && test(proof.actor) };
}
