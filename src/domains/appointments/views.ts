import type { Actor, Capacity } from '../../core/access/actor.ts';
import { existing, type SubjectView } from '../../core/demarche/index.ts';
import { territory } from '../../territory/index.ts';
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

/** The account that asked: a person, somebody with a mandate for them, or a company's user. */
export const appointed: Capacity = {
  name: 'appointed', label: 'la personne qui a demandé le rendez-vous, par son compte',
  holds: ({ actor, state }) => holderOf(actor) !== null && (state as Appointed).appointment.holder === holderOf(actor),
};

/** For whom an account asks: the person, or the company. */
export function holderOf(actor: Actor): string | null {
  if (actor.kind === 'citizen') return actor.personId;
  return actor.kind === 'partner' ? actor.companyId : null;
}
