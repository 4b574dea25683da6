import { z } from 'zod';
import { phone, territory } from '../../../territory/index.ts';

export const channels = { sms: 'Par SMS', email: 'Par courriel', phone: 'Par un appel', letter: 'Par lettre' } as const;

/** How to reach a person. Nobody needs a phone or an e-mail: a letter always works. */
export const contact = z
  .object({
    phone: phone.optional().meta({ label: 'Téléphone', hint: 'Six chiffres, par exemple 74 12 34.', control: 'tel', autocomplete: 'tel', width: 20 }),
    email: z.email('Indiquez une adresse complète, par exemple nom@exemple.nc.').optional().meta({ label: 'Courriel', autocomplete: 'email' }),
    preferred: z.enum(['sms', 'email', 'phone', 'letter']).meta({ label: 'Comment vous prévenir ?', options: channels, examples: ['letter'] }),
  })
  .superRefine(({ phone: number, email, preferred }, context) => {
    const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (preferred === 'email' && email === undefined) missing('email', 'Donnez une adresse de courriel, ou choisissez un autre moyen.');
    if (preferred === 'phone' && number === undefined) missing('phone', 'Donnez un numéro, ou choisissez un autre moyen.');
    if (preferred === 'sms' && (number === undefined || !territory.takesTextMessages(number))) {
      missing('phone', 'Donnez un numéro de mobile, ou choisissez un autre moyen.');
    }
  });

export type Contact = z.infer<typeof contact>;
