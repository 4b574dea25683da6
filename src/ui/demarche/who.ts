import type { Demarche } from '../../core/demarche/index.ts';

const AGENTS = new Set(['clerk', 'examining-clerk', 'supervisor', 'cashier', 'inspector', 'referential-admin', 'auditor', 'director', 'partner-manager', 'helper']);

/** True when somebody other than an agent, an authority or a profession may do it, from afar: what an account of a citizen is offered. */
export function forCitizens(d: Pick<Demarche, 'who' | 'presence'>): boolean {
  return d.presence === 'remote' && d.who.some(({ name }) => !AGENTS.has(name) && !/^(authority|partner):/.test(name));
}
