import { formatDateTime } from '../../core/values/time.ts';
import { territory, type ResourceKind } from '../../territory/index.ts';
import type { AbsenceReason } from './model/agenda.ts';
import type { AppointmentStatus, Place } from './model/appointment.ts';

export const statusWords: Readonly<Record<AppointmentStatus, string>> = {
  unconfirmed: 'À confirmer', booked: 'Confirmé', requested: 'Demandé, au tirage', waiting: 'En attente d’une place', cancelled: 'Annulé', expired: 'Non confirmé à temps', arrived: 'Arrivé', missed: 'Pas venu',
};
export const resourceKindWords: Readonly<Record<ResourceKind, string>> = { counter: 'Un poste de guichet', lane: 'Une piste de contrôle', examiner: 'Un examinateur', tour: 'Une tournée' };
export const absenceWords: Readonly<Record<AbsenceReason, string>> = { closed: 'Fermeture', leave: 'Congé', training: 'Formation', breakdown: 'Panne', other: 'Autre' };
/** By number: 1 is Monday. */
export const weekdayWords = ['', 'Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'] as const;

/** The motive's words, though it stands no more. */
export const motiveTitle = (id: string | null): string => territory.motiveLines.find((one) => one.id === id)?.title ?? 'Rendez-vous';

/** « 3 décembre 2026 à 8 h 15, Guichet unique de la DITTT, Nouméa ». */
export const placeWords = (place: Place): string => `${formatDateTime(new Date(place.start))}, ${territory.placeName(place.office)}`;

type Said = { title: string; details: string[]; strong?: boolean };
type Payload = Readonly<Record<string, unknown>>;
const where = (p: Payload): string[] => { const place = p['place'] as Partial<Place> | null | undefined; return place?.start && place.office ? [placeWords(place as Place)] : []; };
const say = (title: string, strong = false) => (p: Payload): Said => ({ title, details: where(p), ...(strong ? { strong } : {}) });

/** What each act did, in a sentence. */
export const appointmentSentences = {
  'appointment.booked': say('Rendez-vous pris', true), 'appointment.requested': say('Place demandée pour un tirage'), 'appointment.confirmed': say('Rendez-vous confirmé par le contact'),
  'appointment.expired': say('Rendez-vous non confirmé à temps'), 'appointment.moved': say('Rendez-vous déplacé', true), 'appointment.cancelled': say('Rendez-vous annulé', true),
  'appointment.drawn': say('Demande passée au tirage'), 'appointment.offered': say('Place libérée proposée'), 'appointment.offer-accepted': say('Place proposée acceptée', true),
  'appointment.offer-ended': say('Place proposée laissée à la personne suivante'), 'appointment.released': say('Place libérée ouverte à tous'),
  'appointment.marked': (p) => ({ title: p['as'] === 'missed' ? 'La personne n’est pas venue' : 'La personne est arrivée', details: [] }),
  'agenda.created': say('Agenda ouvert'), 'agenda.resource-set': say('Poste, piste ou tournée décrit'), 'agenda.opening-set': say('Plages de rendez-vous ouvertes'), 'agenda.opening-ended': say('Fin de plages de rendez-vous'),
  'agenda.absence-set': say('Absence déclarée'), 'agenda.absence-lifted': say('Absence levée'),
  'draw.opened': say('Tirage annoncé'), 'draw.committed': say('Empreinte du secret du tirage publiée'), 'draw.closed': say('Liste du tirage arrêtée et publiée'), 'draw.drawn': say('Tirage fait, secret publié', true),
} satisfies Readonly<Record<string, (p: Payload) => Said>>;
