import type { Template, Templates } from '../../../core/messages/index.ts';
import type { Fields } from '../../../core/messages/template.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

/** What is told of a queue: only that it moved. */
export const queueTexts = {
  'queue-moved': t({
    title: 'File déplacée', kind: 'notice', fields: { from: 48, office: 48, address: 40, ticket: 8 }, page: { label: 'Suivre mon tour' },
    subject: 'Votre tour vous attend ailleurs : {office}',
    body: ['{from} ne reçoit plus aujourd’hui. Votre tour est gardé : {office}, {address}, avec le ticket {ticket}. Le temps déjà attendu compte.', 'Suivez votre tour sur {page}.'],
    sms: '{from} ne reçoit plus. Votre tour : {office}, {address}, ticket {ticket}. {page}',
  }),
} satisfies Templates;
