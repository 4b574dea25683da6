import { parseArgs } from 'node:util';
import { allFacets } from '../facets.ts';
import { EmailTaken, inviteAgent, LINK_HOURS, placeAgent } from '../core/access/accounts.ts';
import { Facets } from '../core/act/facets.ts';
import { CannotStart, readConfig } from '../core/config.ts';
import { openDatabase } from '../core/db/database.ts';
import type { Query } from '../core/db/sql.ts';
import { uuid } from '../core/values/ids.ts';
import { territory } from '../territory/index.ts';

const USAGE = 'Donnez le nom et le courriel de la personne : node bin/sitt.mjs admin --nom "Prénom Nom" --courriel prenom.nom@example.nc [--bureau noumea]';

/** Someone who may open the accounts of the others. */
export async function hasAdministrator(read: Query): Promise<boolean> {
  const [row] = await read`
    select 1 from agent a where a.active and (not a.demo or is_demo()) and 'referential-admin' = any(a.roles)
      and (a.demo or exists (select 1 from credential c where c.actor_kind = 'agent' and c.actor_id = a.id))`;
  return row !== undefined;
}

/**
 * `admin`: whoever owns the machine opens the account of an administrator of accounts, the first one or one more when
 * all others are lost, and hands over a link that serves once. It is an act of the journal, by nobody but the machine.
 */
export async function admin(args: string[]): Promise<number> {
  const { name, email, office } = readArguments(args);
  const config = readConfig();
  const database = await openDatabase(config, 'l’ouverture d’un compte', false);
  try {
    const env = { acts: database.pools.acts, facets: new Facets(allFacets), clock: () => new Date() };
    const [known] = await env.acts<{ actor_id: string }[]>`select actor_id from credential where email = ${email} and actor_kind = 'agent'`;
    const id = await placeAgent(env, 'machine', uuid(), { ...(known ? { id: known.actor_id } : {}), name, place: { roles: ['referential-admin'], office } });
    const invited = await inviteAgent(env, 'machine', uuid(), id, email).catch((error: unknown) => {
      throw error instanceof EmailTaken ? new CannotStart('Cette adresse est celle d’un autre compte.') : error;
    });
    console.log(`\nCompte ouvert pour ${name}, administrateur des comptes.\nÀ lui remettre ; ce lien sert une fois, dans les ${LINK_HOURS} heures :\n\n  ${config.publicUrl}/compte/${invited?.token ?? ''}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

function readArguments(args: string[]): { name: string; email: string; office: string } {
  const { values } = parse(args);
  const [name, email, office] = [values.nom?.trim() ?? '', values.courriel?.trim().toLowerCase() ?? '', values.bureau ?? 'noumea'];
  if (!name || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new CannotStart(USAGE);
  if (!territory.office(office)) throw new CannotStart(`Le bureau « ${office} » n’existe pas. Bureaux : ${territory.offices.map(({ id }) => id).join(', ')}.`);
  return { name, email, office };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { nom: { type: 'string' }, courriel: { type: 'string' }, bureau: { type: 'string' } } });
  } catch {
    throw new CannotStart(USAGE);
  }
}
