import { templates, type Template } from '../../../core/messages/index.ts';
import type { Fields } from '../../../core/messages/template.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

/** What is told of a sale besides the usual texts. The buyer's code is that of the register, derived when the message is written out: the same on the slip and here, in no table. */
export const texts = {
  ...templates,
  'sale-buyer-code': t({
    title: 'Code de l’acheteur', kind: 'notice', fields: { plate: 11, soldAt: 28 }, code: { label: 'Votre code à usage unique', purpose: 'complete-sale', days: 365 }, page: { label: 'Terminer l’achat, ou dire que ce n’est pas vous' },
    subject: 'Terminez votre achat du véhicule {plate}',
    body: ['Le vendeur du véhicule {plate} vous a déclaré acheteur, le {soldAt}.',
      'Avec ce code, sur la page indiquée ou à un guichet, mettez le véhicule à votre nom, ou dites que ce n’est pas vous.',
      'Ne donnez ce code à personne : aucun agent ne vous le demandera par téléphone.'],
    sms: 'Achat du véhicule {plate} : terminez ou refusez avec le code {code} sur {page} ou au guichet. Gardez-le secret.',
  }),
  'sale-contested': t({
    title: 'Vente contestée', kind: 'alert', fields: { plate: 11, on: 18 }, page: { label: 'Voir le véhicule' },
    subject: 'La vente du véhicule {plate} est contestée',
    body: ['La vente du véhicule {plate} est contestée depuis le {on}. Elle est arrêtée : personne ne peut la terminer.',
      'Un agent examine la contestation. Le véhicule ne change de titulaire ni dans un sens ni dans l’autre avant sa décision, un accord signé des deux côtés, ou un jugement.'],
    sms: 'La vente du véhicule {plate} est contestée depuis le {on}. Elle est arrêtée, un agent l’examine.',
  }),
  'sale-resumed': t({
    title: 'Vente reprise', kind: 'notice', fields: { plate: 11 }, page: { label: 'Terminer l’achat' },
    subject: 'La vente du véhicule {plate} reprend',
    body: ['La contestation de la vente du véhicule {plate} n’a pas été retenue : l’achat peut être terminé.'],
    sms: 'La contestation de la vente du véhicule {plate} n’est pas retenue : l’achat peut être terminé sur {page} ou au guichet.',
  }),
  'sale-cancelled': t({
    title: 'Vente annulée', kind: 'notice', fields: { plate: 11, on: 18 }, page: { label: 'Voir le véhicule' },
    subject: 'La vente du véhicule {plate} est annulée',
    body: ['La vente du véhicule {plate} est annulée depuis le {on}. Le véhicule reste au nom de ses titulaires, et leur certificat est de nouveau valable.'],
    sms: 'La vente du véhicule {plate} est annulée depuis le {on}. Le certificat des titulaires est de nouveau valable.',
  }),
  'visit-corrected': t({
    title: 'Visite technique corrigée', kind: 'alert', fields: { plate: 11, on: 18, what: 40, next: 60 }, page: { label: 'Voir le véhicule' },
    subject: 'Une visite du véhicule {plate} est corrigée',
    body: ['Ce que le registre disait du véhicule {plate}, saisi pour le {on}, était faux et vient d’être corrigé : {what}.',
      '{next}',
      'L’ancienne valeur reste au journal. Si vous vous y étiez fié, ou si la correction vous paraît fausse, dites-le à un guichet.'],
    sms: '{plate}, saisie du {on} corrigée : {what}. Détail sur {page} ou au guichet.',
  }),
  'measure-set': t({
    title: 'Mesure inscrite sur votre véhicule', kind: 'alert', fields: { plate: 11, measure: 34, by: 22, how: 60 }, page: { label: 'Voir le véhicule' },
    subject: 'Véhicule {plate} : {measure}',
    body: ['Sur le véhicule {plate}, une mesure vient d’être inscrite par : {by}. Mesure : {measure}.',
      'Pour qu’elle soit levée : {how}. La référence à donner est sur la page indiquée, ou à un guichet.',
      'Ce message ne remplace pas la notification que l’autorité vous doit.'],
    sms: '{plate} : {measure} ({by}). La suite est sur {page} ou au guichet.',
  }),
  'measure-lifted': t({
    title: 'Mesure levée', kind: 'notice', fields: { plate: 11, measure: 34 }, page: { label: 'Voir le véhicule' },
    subject: 'Véhicule {plate} : mesure levée',
    body: ['Une mesure qui courait sur le véhicule {plate} est levée : {measure}.'],
    sms: '{plate} : mesure levée ({measure}). Le détail est sur {page} ou au guichet.',
  }),
  'approval-step': t({
    title: 'Homologation', kind: 'notice', fields: { file: 16, stage: 36 }, page: { label: 'Voir mes homologations' },
    subject: 'Homologation {file} : {stage}',
    body: ['Votre dossier d’homologation {file} avance : {stage}.',
      'Ce qui manque, le jour de la présentation et le procès-verbal sont sur la page indiquée, ou à un guichet.'],
    sms: 'Homologation {file} : {stage}. Le détail est sur {page} ou au guichet.',
  }),
};
export type Texts = typeof texts;
