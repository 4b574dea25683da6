import type { Fields, Template } from '../../../core/messages/template.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

/** What a professional and third parties are told of a proposal about an act. */
export const undoingTexts = {
  'undoing-proposed': t({
    title: 'Un de vos actes est mis en cause', kind: 'notice', fields: { number: 20, until: 18, choice: 60, grounds: 'list' }, page: { label: 'Présenter vos observations' },
    subject: 'Un de vos actes est mis en cause : dossier {number}',
    body: ['L’acte que vous avez fait par le dossier {number} est mis en cause. Suite proposée : {choice}.', '{grounds}', 'Vous pouvez présenter vos observations jusqu’au {until}. Rien n’est décidé avant.'],
    sms: 'Votre acte du dossier {number} est mis en cause. Observations attendues jusqu’au {until}, dans votre espace.',
  }),
  'undoing-third-party': t({
    title: 'Un acte sur votre véhicule est examiné', kind: 'notice', fields: { number: 20 }, page: { label: 'Voir mon espace' },
    subject: 'Un acte sur votre véhicule est examiné',
    body: ['Un acte fait par un professionnel sur un véhicule qui est à votre nom est examiné (dossier {number}).', 'Rien ne change pour vous aujourd’hui : votre certificat vaut. Vous êtes tenu pour de bonne foi, et vous serez prévenu de la suite. Vous pouvez écrire au guichet unique ce que vous savez.'],
    sms: 'Un acte d’un professionnel sur votre véhicule est examiné (dossier {number}). Rien ne change aujourd’hui : votre certificat vaut.',
  }),
  'undoing-decided': t({
    title: 'Suite donnée à un acte d’un professionnel', kind: 'notice', fields: { number: 20, outcome: 60 }, page: { label: 'Voir mon espace' },
    subject: 'Suite donnée au dossier {number}',
    body: ['L’examen de l’acte du dossier {number} est terminé : {outcome}.', 'Si quelque chose doit changer dans le registre, un acte à part le fera, et vous en serez prévenu.'],
    sms: 'Dossier {number} : {outcome}. Tout changement du registre vous sera annoncé à part.',
  }),
};
