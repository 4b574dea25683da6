import type { Actor, Capacity } from '../../core/access/actor.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { existing, type SubjectView } from '../../core/demarche/index.ts';
import { territory } from '../../territory/index.ts';
import { displayName, loadSigning } from '../people/index.ts';
import { agendaFacet, type AgendaState } from './model/agenda.ts';
import type { AppointmentState } from './model/appointment.ts';
import { appointmentFacet, locateAppointment, locateAgenda } from './store.ts';

export type Appointed = { appointment: AppointmentState };

/** Nothing of the person before a right is proven: not even what it is for. */
export const appointmentView: SubjectView<Appointed> = {
  kind: 'appointment', facets: { appointment: appointmentFacet }, locate: locateAppointment, label: () => 'Rendez-vous', question: 'Numéro du rendez-vous',
};
export const anAppointment = existing(appointmentView);

export const agendaView: SubjectView<{ agenda: AgendaState }> = {
  kind: 'agenda', facets: { agenda: agendaFacet }, locate: locateAgenda, label: ({ agenda }) => (agenda.office ? `Agenda : ${territory.placeName(agenda.office)}` : 'Agenda'), question: 'Nom du lieu, ou son code (noumea, cctv-baco…)',
};
export const anAgenda = existing(agendaView);

/** Anybody, without an account: what they ask waits until their phone or e-mail has answered. */
export const visitor: Capacity = { name: 'visitor', label: 'toute personne, sans compte, par un téléphone ou un courriel confirmé', holds: ({ actor }) => actor.kind === 'anonymous' };

/** Whoever has shown what a message gave them for this very appointment: a code, a link, or its number with their contact. */
export const bearer: Capacity = {
  name: 'bearer', label: 'la personne qui a reçu le message du rendez-vous',
  holds: ({ actor, subject }) => actor.kind === 'anonymous' && actor.opened === subject.id,
};

/** The account that it is for: a person's, whoever asked for them, or a user's of a company. */
export const appointed: Capacity = {
  name: 'appointed', label: 'la personne qui a demandé le rendez-vous, par son compte',
  holds: ({ actor, state }) => accountOf(actor) !== null && (state as Appointed).appointment.holder === accountOf(actor),
};

/** Whose an account is: the person's, or the company's. */
export function accountOf(actor: Actor): string | null {
  if (actor.kind === 'citizen') return actor.personId;
  return actor.kind === 'partner' ? actor.companyId : null;
}

/** Whose an appointment is: the account that asks, or whom an agent keys it for. The applicant that others name counts for nothing. */
export const holderOf = (actor: Actor, applicant: string | null): string | null => (actor.kind === 'agent' ? applicant : accountOf(actor));

/** Fact: the register's name of whom an agent keys an appointment for; empty for all others. */
export async function nameOf(tx: Sql | Tx, { actor, applicant }: { actor: Actor; applicant: string | null }): Promise<string> {
  const known = actor.kind === 'agent' && applicant ? (await loadSigning(tx, [applicant])).people[applicant] : undefined;
  return known ? displayName(known.person) : '';
}
