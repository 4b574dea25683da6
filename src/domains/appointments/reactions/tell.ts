/** What people are told of their appointment: once for each act, by what they gave or by what the register knows of them. */
import { loadStates } from '../../../core/act/store.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { contactAt, queueMessage, type Contact, type DataOf, type Messaging } from '../../../core/messages/index.ts';
import type { World } from '../../../core/demarche/index.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { contactPeriods } from '../../people/index.ts';
import { appointmentRef, type AppointmentState } from '../model/appointment.ts';
import { appointmentFacet } from '../store.ts';
import { arrivalPath } from '../when.ts';
import { appointmentTexts } from './texts.ts';

/** What reactions and tasks need: the engine, and the keys of messages. The words are this domain's own. */
export type AppointmentEnv = { readonly world: World; readonly messaging: Pick<Messaging, 'sender' | 'textable'> };

export async function stateIn({ world }: AppointmentEnv, sql: Sql | Tx, id: string): Promise<AppointmentState> {
  return (await loadStates(sql, world.facets, [appointmentRef(id)])).get(id)?.[appointmentFacet.name] as AppointmentState;
}

/** By the phone or e-mail given for this appointment; else as the register knows the person. */
async function reachable({ world }: AppointmentEnv, tx: Tx, { contact, holder }: AppointmentState, at: string): Promise<Contact[]> {
  if (contact?.email || contact?.phone) return [{ name: contact.name, ...(contact.email ? { email: contact.email } : {}), ...(contact.phone ? { phone: contact.phone } : {}) }];
  const known = holder ? contactAt(await contactPeriods(world.facets, tx, holder), at) : undefined;
  return known ? [known] : [];
}

type Texts = typeof appointmentTexts;
/** @param key what makes it once */
export async function tell<K extends keyof Texts>(env: AppointmentEnv, tx: Tx, key: string, id: string, template: K, data: DataOf<Texts[K]>, more: { actId?: string; page?: string; now?: Date } = {}): Promise<void> {
  const now = more.now ?? env.world.clock();
  const state = await stateIn(env, tx, id);
  const contacts = await reachable(env, tx, state, now.toISOString());
  // A person before an agent may have given a name only: there is nobody to write to, and no failure.
  if (!contacts.length && !state.holder) return;
  await queueMessage(tx, { ...env.messaging, templates: appointmentTexts }, {
    key, template, data, contacts, subject: appointmentRef(id), ...(state.holder ? { personId: state.holder } : {}), page: more.page ?? (state.holder ? '/usager/rendez-vous' : '/rendez-vous/suivi'), now, ...(more.actId ? { actId: more.actId } : {}),
  });
}

/** The fields that most texts share. */
export function facts({ place, office, motive, number }: AppointmentState) {
  const known = territory.motiveLines.find(({ id }) => id === motive);
  return { when: place ? formatDateTime(new Date(place.start)) : 'sans date', office: office ? territory.placeName(office) : '', motive: known?.title ?? '', number: number ?? '', bring: known?.bring ?? [] };
}

/** The same for whoever is expected: and the address where they say that they have come. */
export function expectedFacts({ messaging }: AppointmentEnv, state: AppointmentState) {
  const { office, number } = state;
  return { ...facts(state), arrive: office && number ? [`${messaging.sender.publicUrl}${arrivalPath(office, number)}`] : [] };
}
