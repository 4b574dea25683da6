import type { Fields, Template } from '../../../core/messages/template.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

/** What a company is told of its own webhooks. */
export const webhookTexts = {
  'webhook-disabled': t({
    title: 'Webhook fermé', kind: 'notice', fields: { host: 60, on: 18 }, page: { label: 'Voir les webhooks' },
    subject: 'Votre webhook {host} ne répond plus',
    body: ['Depuis plusieurs jours, votre adresse {host} ne reçoit plus ce que SITT lui envoie. Elle est fermée depuis le {on}.',
      'Rien n’est perdu : ce qui l’attend est gardé. Réparez-la, puis rouvrez-la depuis votre espace professionnel.'],
    sms: 'Votre webhook {host} ne répond plus : fermé le {on}. Rouvrez-le depuis votre espace.',
  }),
};
