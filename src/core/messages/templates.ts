import type { Fields, Template, Templates } from './template.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

const PLATE = 11;
const DAY = 18;
const HOUR = 28;
const NUMBER = 18;
const AMOUNT = 12;

const code = { label: 'Votre code', purpose: 'complete-sale', days: 365 } as const;
const page = { label: 'Voir ma démarche' } as const;
const reminder = (day: number, body: readonly string[], sms: string) => t({
  title: `Relance de l’acheteur à J+${day}`, kind: 'notice', fields: { plate: PLATE, soldAt: HOUR, missing: 'list' }, page: { label: 'Terminer l’achat' },
  subject: 'Votre achat du véhicule {plate} n’est pas terminé',
  body: ['Vous avez été déclaré acheteur du véhicule {plate}, vendu le {soldAt}.', ...body, 'Il reste à faire :', '{missing}',
    'Vous n’avez pas acheté ce véhicule ? Dites-le sur la même page, ou à un guichet.'],
  sms,
});

/** What LISA tells people. Plain words, one thing to do, no threat; nothing here is law. */
export const templates = {
  'sale-declared-seller': t({
    title: 'Vente enregistrée (vendeur)', kind: 'notice', fields: { plate: PLATE, soldAt: HOUR, number: NUMBER, until: DAY }, page,
    subject: 'Votre vente du véhicule {plate} est enregistrée',
    body: ['Vous avez déclaré la vente du véhicule {plate}, faite le {soldAt}. Cette déclaration porte le numéro {number} : gardez-la.',
      'L’ancien certificat porte maintenant la mention « cédé » et vaut jusqu’au {until}.',
      'L’acheteur a reçu un code pour terminer. Nous vous écrirons quand le véhicule sera à son nom.'],
    sms: 'Vente du véhicule {plate} enregistrée, numéro {number}. Gardez ce message. Nous vous dirons quand l’acheteur aura terminé.',
  }),
  'sale-declared-buyer': t({
    title: 'Achat à terminer, avec le code (acheteur)', kind: 'notice', fields: { plate: PLATE, soldAt: HOUR }, code, page: { label: 'Terminer l’achat' },
    subject: 'Terminez votre achat du véhicule {plate}',
    body: ['Le vendeur du véhicule {plate} vous a déclaré acheteur, le {soldAt}.',
      'Pour mettre le véhicule à votre nom, ou pour dire que ce n’est pas vous, utilisez ce code sur la page indiquée ou à un guichet.',
      'Ce code ne sert qu’une fois. Ne le donnez à personne : aucun agent ne vous le demandera par téléphone.'],
    sms: 'Achat du véhicule {plate} : terminez ou refusez avec le code {code} sur {page} ou au guichet. Gardez-le secret.',
  }),
  'sale-holder-warned': t({
    title: 'Alerte : vente déclarée (titulaire)', kind: 'alert', fields: { plate: PLATE, at: HOUR }, link: { label: 'Ce n’est pas moi : contester', purpose: 'contest-sale', days: 30 },
    subject: 'Une vente de votre véhicule {plate} vient d’être déclarée',
    body: ['Une vente de votre véhicule {plate} a été déclarée le {at}.',
      'Si c’est bien vous, vous n’avez rien à faire.',
      'Si ce n’est pas vous, contestez tout de suite : la vente sera arrêtée et un agent vous appellera.'],
    sms: 'Une vente de votre véhicule {plate} vient d’être déclarée. Ce n’est pas vous ? Contestez : {link}',
  }),
  'sale-reminder-3': reminder(3, ['Vous pouvez le mettre à votre nom dès maintenant.'],
    'Votre achat du véhicule {plate} n’est pas terminé. Pour le mettre à votre nom : {page}'),
  'sale-reminder-10': reminder(10, ['L’ancien certificat ne vaut que pour quelques jours : terminez avant.'],
    'Rappel : le véhicule {plate} n’est pas encore à votre nom et l’ancien certificat expire bientôt. Terminez : {page}'),
  'sale-reminder-15': reminder(15, ['L’ancien certificat n’est plus valable.'],
    'L’ancien certificat du véhicule {plate} n’est plus valable. Mettez le véhicule à votre nom : {page}'),
  'sale-reminder-30': reminder(30, ['Au contrôle, la police et la gendarmerie verront « acquéreur déclaré, non muté ».'],
    'Véhicule {plate} pas encore à votre nom : au contrôle il apparaît « acquéreur déclaré, non muté ». Terminez : {page}'),
  'sale-completed-seller': t({
    title: 'Achat terminé (vendeur)', kind: 'notice', fields: { plate: PLATE, on: DAY },
    subject: 'Le véhicule {plate} n’est plus à votre nom',
    body: ['L’acheteur du véhicule {plate} a terminé : le véhicule est à son nom depuis le {on}. Vous n’avez plus rien à faire.'],
    sms: 'Le véhicule {plate} n’est plus à votre nom depuis le {on}. Vous n’avez plus rien à faire.',
  }),
  'title-ready': t({
    title: 'Certificat prêt', kind: 'notice', fields: { plate: PLATE, title: NUMBER }, page: { label: 'Ouvrir mon certificat' },
    subject: 'Le certificat du véhicule {plate} est prêt',
    body: ['Votre certificat d’immatriculation n° {title} pour le véhicule {plate} est prêt. Le certificat numérique se trouve dans votre espace ; il peut aussi être imprimé à un guichet.'],
    sms: 'Votre certificat {title} pour le véhicule {plate} est prêt : {page} ou au guichet.',
  }),
  'dossier-incomplete': t({
    title: 'Dossier incomplet', kind: 'notice', fields: { number: NUMBER, demarche: 40, missing: 'list', before: DAY }, page: { label: 'Compléter mon dossier' },
    subject: 'Il manque quelque chose à votre dossier {number}',
    body: ['Nous avons bien reçu votre dossier {number} ({demarche}). Pour le traiter, il nous manque :', '{missing}',
      'Envoyez-le avant le {before}, sur la page indiquée ou à un guichet. Ce que vous avez déjà donné est gardé.'],
    sms: 'Dossier {number} : il manque quelque chose. Complétez-le avant le {before} : {page}',
  }),
  'dossier-refused': t({
    title: 'Demande refusée', kind: 'formal', fields: { number: NUMBER, demarche: 40, on: DAY, reasons: 'list', appeal: 'list', signatory: 80 }, page,
    subject: 'Votre demande {number} est refusée',
    body: ['Votre demande {number} ({demarche}) a été refusée le {on}, pour ces raisons :', '{reasons}',
      'Si vous n’êtes pas d’accord, vous pouvez :', '{appeal}', 'Décision signée par {signatory}.'],
    sms: 'Votre demande {number} est refusée. Les raisons et vos recours sont dans votre espace et dans la lettre qui vous est envoyée.',
  }),
  'dossier-issued': t({
    title: 'Démarche terminée', kind: 'notice', fields: { number: NUMBER, demarche: 40, on: DAY, papers: 'list' }, page,
    subject: 'Votre démarche {number} est terminée',
    body: ['Votre demande {number} ({demarche}) a été acceptée le {on}.', '{papers}', 'Vos papiers sont dans votre espace, et à tout guichet.'],
    sms: 'Votre demande {number} est acceptée et terminée : {page} ou au guichet.',
  }),
  'hearing-opened': t({
    title: 'Refus envisagé : observations demandées', kind: 'formal', fields: { number: NUMBER, demarche: 40, until: DAY, grounds: 'list', texts: 'list' }, page: { label: 'Répondre' },
    subject: 'Votre demande {number} : répondez avant le {until}',
    body: ['Un refus de votre demande {number} ({demarche}) est envisagé, pour ces raisons :', '{grounds}', 'Textes et délais :', '{texts}',
      'Rien n’est décidé. Vous avez jusqu’au {until} pour donner votre avis par écrit, sur la page indiquée, ou de vive voix à un guichet. Vous pouvez vous faire aider.'],
    sms: 'Demande {number} : un refus est envisagé. Répondez avant le {until} : {page}',
  }),
  'hearing-answered': t({
    title: 'Observations reçues', kind: 'notice', fields: { number: NUMBER, on: DAY }, page,
    subject: 'Vos observations sont reçues',
    body: ['Vos observations sur la demande {number} sont reçues le {on}. Un agent les lira avant de décider.'],
    sms: 'Demande {number} : vos observations sont reçues le {on}. Un agent les lira avant de décider.',
  }),
  'appeal-received': t({
    title: 'Recours reçu', kind: 'notice', fields: { number: NUMBER, receipt: NUMBER, on: DAY, answer: 'list' }, page,
    subject: 'Votre recours {receipt} est reçu',
    body: ['Votre recours sur la demande {number} est reçu le {on}. Il porte le numéro {receipt} : gardez-le.', '{answer}'],
    sms: 'Votre recours {receipt} sur la demande {number} est reçu le {on}. Gardez ce numéro.',
  }),
  'appeal-decided': t({
    title: 'Réponse à un recours', kind: 'formal', fields: { number: NUMBER, receipt: NUMBER, on: DAY, outcome: 40, reasons: 'list', appeal: 'list', signatory: 80 }, page,
    subject: 'Réponse à votre recours {receipt}',
    body: ['Votre recours {receipt} sur la demande {number} a reçu sa réponse le {on} : {outcome}.', '{reasons}', '{appeal}', 'Décision signée par {signatory}.'],
    sms: 'Votre recours {receipt} a sa réponse : {outcome}. Elle est dans votre espace et dans la lettre envoyée.',
  }),
  'judgment-recorded': t({
    title: 'Jugement enregistré', kind: 'formal', fields: { number: NUMBER, court: 60, reference: 20, on: DAY, outcome: 60, next: 'list' }, page,
    subject: 'Jugement sur votre demande {number}',
    body: ['Le jugement n° {reference} du {on} ({court}) est enregistré sur votre demande {number} : {outcome}.', '{next}'],
    sms: 'Le jugement {reference} du {on} est enregistré sur votre demande {number}.',
  }),
  'payment-received': t({
    title: 'Paiement reçu', kind: 'notice', fields: { number: NUMBER, amount: AMOUNT, on: DAY, receipt: NUMBER }, page: { label: 'Voir ma quittance' },
    subject: 'Paiement reçu : {amount}',
    body: ['Nous avons reçu {amount} le {on} pour le dossier {number}. Votre quittance porte le numéro {receipt}.'],
    sms: 'Paiement de {amount} reçu pour le dossier {number}. Quittance {receipt}.',
  }),
  'payment-refunded': t({
    title: 'Remboursement', kind: 'notice', fields: { number: NUMBER, amount: AMOUNT, on: DAY, why: 160 },
    subject: 'Remboursement de {amount}',
    body: ['Nous vous remboursons {amount} pour le dossier {number}. Le remboursement a été ordonné le {on}. Raison : {why}.'],
    sms: 'Remboursement de {amount} ordonné le {on} pour le dossier {number}.',
  }),
  'appointment-set': t({
    title: 'Rendez-vous', kind: 'notice', fields: { at: HOUR, office: 40, bring: 'list', demarche: 40 }, page: { label: 'Déplacer ou annuler' },
    subject: 'Votre rendez-vous du {at}',
    body: ['Vous êtes attendu le {at}, {office}, pour : {demarche}.', 'Apportez :', '{bring}', 'Vous ne pouvez pas venir ? Déplacez ou annulez : la place servira à quelqu’un.'],
    sms: 'Rendez-vous le {at}, {office}. Déplacer ou annuler : {page}',
  }),
} satisfies Templates;
