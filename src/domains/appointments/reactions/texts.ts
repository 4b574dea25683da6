import type { Template, Templates } from '../../../core/messages/index.ts';
import type { Fields } from '../../../core/messages/template.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

const WHEN = 28;
const OFFICE = 34;
const MOTIVE = 40;
const NUMBER = 12;
/** What each one-tap link or code is for. */
export const CONFIRM = 'confirm-appointment';
export const CONFIRM_LINK = 'confirm-appointment-link';
export const CANCEL = 'cancel-appointment';
export const ACCEPT = 'accept-appointment';
const page = { label: 'Voir, déplacer ou annuler' } as const;
const cancel = { label: 'Je ne viens pas : annuler', purpose: CANCEL, days: 60 } as const;

/** What is told of appointments. What to bring and where come from the motive, by the fields. */
export const appointmentTexts = {
  'appointment-code': t({
    title: 'Code de confirmation d’un rendez-vous', kind: 'notice', fields: { when: WHEN, office: OFFICE }, code: { label: 'Votre code', purpose: CONFIRM, days: 1 }, link: { label: 'Confirmer d’un geste', purpose: CONFIRM_LINK, days: 1 },
    subject: 'Confirmez votre rendez-vous',
    body: ['Pour confirmer le rendez-vous du {when}, {office}, recopiez ce code sur la page. La place n’est gardée que quelques minutes.', 'Vous n’avez rien demandé ? Ne faites rien : la place sera rendue.'],
    sms: 'Code {code} pour confirmer : {when}, {office}. Vous n’avez rien demandé ? Ne faites rien.',
  }),
  'appointment-booked': t({
    title: 'Rendez-vous confirmé', kind: 'notice', fields: { when: WHEN, office: OFFICE, motive: MOTIVE, number: NUMBER, bring: 'list', arrive: 'list' }, link: cancel, page,
    subject: 'Votre rendez-vous du {when}',
    body: ['Vous êtes attendu le {when}, {office}, pour : {motive}.', 'Apportez :', '{bring}', 'En arrivant, dites que vous êtes là, à la borne ou de votre téléphone :', '{arrive}', 'Numéro {number} : il sert à voir et à déplacer ce rendez-vous sur {page}.', 'Vous ne pouvez pas venir ? Annulez d’un geste : la place servira à quelqu’un.'],
    sms: 'RDV {when}, {office}, n° {number}. Annuler : {link}',
  }),
  'appointment-reminder': t({
    title: 'Rappel de rendez-vous', kind: 'notice', fields: { when: WHEN, office: OFFICE, motive: MOTIVE, number: NUMBER, bring: 'list', arrive: 'list' }, link: cancel, page,
    subject: 'Rappel : votre rendez-vous du {when}',
    body: ['Vous êtes attendu le {when}, {office}, pour : {motive}.', 'Apportez :', '{bring}', 'En arrivant, dites que vous êtes là, à la borne ou de votre téléphone :', '{arrive}', 'Vous ne pouvez plus venir ? Annulez d’un geste, ou déplacez-le sur {page} avec le numéro {number}.'],
    sms: 'Rappel RDV {when}, {office}, n° {number}. Annuler : {link}',
  }),
  'appointment-cancelled': t({
    title: 'Rendez-vous annulé', kind: 'notice', fields: { when: WHEN, office: OFFICE, why: 'list' }, page: { label: 'Prendre un autre rendez-vous' },
    subject: 'Votre rendez-vous est annulé',
    body: ['Votre rendez-vous ou votre demande ({when}, {office}) est annulé.', '{why}', 'Vous pouvez en prendre un autre sur la page indiquée, ou à un guichet.'],
    sms: 'Votre RDV {when}, {office}, est annulé. En prendre un autre : {page}',
  }),
  'appointment-unreceived': t({
    title: 'Rendez-vous qui ne peut pas avoir lieu', kind: 'notice', fields: { when: WHEN, office: OFFICE, number: NUMBER, others: 'list' }, link: cancel, page: { label: 'Choisir une autre place' },
    subject: 'Votre rendez-vous du {when} ne peut pas avoir lieu',
    body: ['Nous ne recevons pas le {when}, {office} : votre rendez-vous ne peut pas avoir lieu à cette heure. Nous vous prions de nous excuser.', 'Il n’est pas perdu : déplacez-le sur {page}, avec le numéro {number}. Les prochaines places :', '{others}', 'Sans réponse, un agent vous appelle. Vous n’en avez plus besoin ? Annulez d’un geste.'],
    sms: 'Nous ne recevons pas {when}, {office}. Déplacer le RDV {number} : {page}',
  }),
  'appointment-received-again': t({
    title: 'Rendez-vous maintenu après tout', kind: 'notice', fields: { when: WHEN, office: OFFICE, number: NUMBER }, link: cancel, page,
    subject: 'Votre rendez-vous du {when} a bien lieu',
    body: ['Nous vous avions écrit que nous ne recevions pas le {when}, {office}. Finalement nous recevons : votre rendez-vous {number} a bien lieu.', 'Vous ne venez plus ? Annulez d’un geste, ou déplacez-le sur {page}.'],
    sms: 'RDV maintenu après tout : {when}, {office}. Annuler : {link}',
  }),
  'appointment-offered': t({
    title: 'Place libérée proposée', kind: 'notice', fields: { when: WHEN, office: OFFICE, until: WHEN }, link: { label: 'Prendre cette place', purpose: ACCEPT, days: 14 }, page,
    subject: 'Une place s’est libérée : {when}',
    body: ['Une place s’est libérée : {when}, {office}. Elle vous est gardée jusqu’au {until}.', 'Si vous ne la prenez pas, elle va à la personne suivante, et rien ne change pour vous.'],
    sms: 'Place libre {when}, gardée jusqu’au {until} : {link}',
  }),
  'appointment-requested': t({
    title: 'Demande enregistrée pour un tirage', kind: 'notice', fields: { office: OFFICE, ticket: NUMBER, closes: WHEN }, link: { label: 'Retirer ma demande', purpose: CANCEL, days: 60 }, page: { label: 'Suivre le tirage' },
    subject: 'Votre demande porte le numéro {ticket}',
    body: ['Votre demande de place est enregistrée : {office}. Au tirage, elle porte le numéro {ticket}.', 'Demander plus tôt ou plusieurs fois ne change rien. La liste est arrêtée le {closes} ; chacun peut refaire le tirage sur {page}.'],
    sms: 'Demande enregistrée, {office}. Numéro au tirage : {ticket}. Liste arrêtée le {closes}.',
  }),
  'appointment-waiting': t({
    title: 'Tirage : en attente', kind: 'notice', fields: { office: OFFICE, ticket: NUMBER, rank: 6 }, page: { label: 'Vérifier le tirage' },
    subject: 'Tirage : vous êtes en attente, rang {rank}',
    body: ['Le tirage est fait ({office}). Votre demande {ticket} a le rang {rank} : il n’y avait pas assez de places.', 'Si une place se libère, elle est proposée dans l’ordre des rangs. Vous n’avez rien à faire. Le tirage se vérifie sur {page}.'],
    sms: 'Tirage {office} : demande {ticket}, rang {rank}, en attente. Une place libre vous sera proposée à votre tour.',
  }),
} satisfies Templates;
