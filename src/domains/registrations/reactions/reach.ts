import { loadStates } from '../../../core/act/store.ts';
import { contactAt, queueMessage, type Contact, type ContactPeriod, type Messaging } from '../../../core/messages/index.ts';
import type { DataOf } from '../../../core/messages/template.ts';
import type { DoneAct } from '../../../core/jobs/index.ts';
import type { Dossier, World } from '../../../core/demarche/index.ts';
import { transaction, type Sql, type Tx } from '../../../core/db/sql.ts';
import { territory } from '../../../territory/index.ts';
import { contactOfUser, hasUsers } from '../../partners/index.ts';
import { contactPeriods } from '../../people/index.ts';
import { holdersOf, plateOf } from '../model/state.ts';
import type { DeclaredBuyer } from '../model/sale.ts';
import type { Registered } from '../views.ts';
import type { Texts } from './texts.ts';

/** What reactions and reminders need: the engine, and the words and keys of messages. */
export type FollowEnv = { readonly world: World; readonly messaging: Messaging<Texts> };

/** How a person could be reached, period by period. */
export const contactsOf = ({ world }: FollowEnv, sql: Sql | Tx, personId: string): Promise<ContactPeriod[]> => contactPeriods(world.facets, sql, personId);

/** The contact of a person on the day of an act; their name alone when nothing is known. */
export async function reach(env: FollowEnv, sql: Sql | Tx, personId: string, at: string): Promise<Contact[]> {
  const found = contactAt(await contactsOf(env, sql, personId), at);
  return found ? [found] : [];
}

/**
 * Who is told of a dossier, and the door where they read it: the person who asks; a company whose user sent it (`sender`), or about
 * which an agent decides. Undefined: nobody asked.
 */
export async function toldOf(env: FollowEnv, tx: Tx, { actor, applicant_id: applicant }: Dossier, at: string): Promise<{ personId: string; contacts: Contact[]; sender: Contact[]; root: string } | undefined> {
  const personId = actor.kind === 'partner' ? actor.companyId : applicant;
  if (!personId) return undefined;
  const [contacts, sender] = [await reach(env, tx, personId, at), await contactOfUser(tx, actor)];
  return { personId, contacts, sender, root: actor.kind === 'partner' ? '/professionnel/dossiers' : await hasUsers(tx, personId) ? '/professionnel/decisions' : '/usager/dossiers' };
}

/** Where whoever holds a vehicle reads of it: a company at its own door, anybody else at theirs. */
const vehiclePage = async (tx: Tx, personId: string, vehicleId: string): Promise<string> => (await hasUsers(tx, personId) ? '/professionnel/vehicules' : `/usager/vehicules/${vehicleId}`);

/**
 * How to reach the declared buyer: what the seller gave. With nothing, a letter goes through the seller's address, to
 * be handed over: the code alone gives no right, the buyer still proves who they are.
 */
export async function reachBuyer(env: FollowEnv, sql: Sql | Tx, buyer: DeclaredBuyer, sellers: readonly string[], at: string): Promise<Contact> {
  const { name, phone, email } = buyer;
  const direct = { name, ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
  if (email || (phone && env.messaging.textable(phone))) return direct;
  const [through] = sellers[0] ? await reach(env, sql, sellers[0], at) : [];
  return { ...direct, ...(through?.postal ? { postal: [`${name} (acheteur)`, `Aux bons soins de ${through.postal[0] ?? ''}`, ...through.postal.slice(1)] } : {}) };
}

/** The plate as people write it. */
export async function plateIn({ world }: FollowEnv, sql: Sql | Tx, vehicleId: string): Promise<string> {
  const states = (await loadStates(sql, world.facets, [{ kind: 'vehicle', id: vehicleId }])).get(vehicleId) as Registered | undefined;
  return territory.formatPlate((states && plateOf(states.registration)) ?? '');
}

type Said = { [K in keyof Texts]: { template: K; data: Omit<DataOf<Texts[K]>, 'plate'> } }[keyof Texts];

/** Tells each holder of the vehicle of an act, once each, at their contact of that instant. @param say what to tell, from the register as it stands; undefined: nothing */
export async function tellHolders(env: FollowEnv, act: DoneAct, once: string, say: (state: Registered) => Said | undefined): Promise<void> {
  const vehicle = act.subjects.find(({ kind }) => kind === 'vehicle');
  if (!vehicle) return;
  await transaction(env.world.acts, async (tx) => {
    const state = (await loadStates(tx, env.world.facets, [vehicle])).get(vehicle.id) as unknown as Registered;
    const said = say(state);
    if (!said) return;
    const plate = await plateIn(env, tx, vehicle.id);
    for (const { personId } of holdersOf(state.registration)) {
      await queueMessage(tx, env.messaging, {
        key: `${once}:${personId}`, template: said.template, data: { plate, ...said.data } as never, personId, contacts: await reach(env, tx, personId, act.recordedAt), subject: vehicle, actId: act.id, page: await vehiclePage(tx, personId, vehicle.id), now: env.world.clock(),
      });
    }
  });
}
