import type { Fields, Template } from '../../../core/messages/template.ts';
import type { UrlFault } from './guard.ts';

/** Why an address is refused, for whoever typed it. */
export const urlFaultWords: Readonly<Record<UrlFault, string>> = {
  'not-a-url': 'Indiquez une adresse complète, par exemple https://www.exemple.nc/sitt.', 'not-https': 'L’adresse commence par https://.', inside: 'Cette adresse n’est pas sur l’internet public.',
  'secret-in-url': 'Une adresse ne porte ni nom ni mot de passe : la signature suffit.', port: 'L’adresse est sur le port habituel de https.',
};

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

/** What a company is told of its own webhooks. */
export const webhookTexts = {
  'webhook-disabled': t({
    title: 'Webhook fermé', kind: 'notice', fields: { host: 60, on: 18, days: 4 }, page: { label: 'Voir les webhooks' },
    subject: 'Votre webhook {host} ne répond plus',
    body: ['Depuis plusieurs jours, votre adresse {host} ne reçoit plus ce que SITT lui envoie. Elle est fermée depuis le {on}.',
      'Ce qui l’attend est gardé {days} jours. Réparez-la, puis rouvrez-la depuis votre espace professionnel.'],
    sms: 'Votre webhook {host} ne répond plus : fermé le {on}. Rouvrez-le depuis votre espace.',
  }),
};
