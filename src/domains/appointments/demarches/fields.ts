import { z } from 'zod';
import { lawDate } from '../../../core/values/time.ts';
import { motiveIds, phone, territory } from '../../../territory/index.ts';

const labels = <T extends { id: string }>(all: readonly T[], label: (one: T) => string): Record<string, string> => Object.fromEntries(all.map((one) => [one.id, label(one)]));
/** Every motive that ever stood: the day says which still does. */
export const motiveField = z.enum(motiveIds).meta({ label: 'Pour quoi venez-vous ?', options: labels(territory.motiveLines, ({ title }) => title) });
/** Where people are received. */
export const officeNamed = (label: string, hint?: string) => z.enum(territory.receivingPlaces.map(({ id }) => id) as [string, ...string[]]).meta({ label, ...(hint ? { hint } : {}), options: labels(territory.receivingPlaces, ({ id }) => territory.placeName(id)) });
export const officeField = officeNamed('Où ?');

const hour = (example: string) => z.string().regex(/^([01]?\d|2[0-3])[:hH][0-5]\d$/, 'Indiquez une heure, par exemple 08:30.').overwrite((typed) => typed.toLowerCase().replace('h', ':').padStart(5, '0')).meta({ width: 5, examples: [example] });
/** « 8h30 » and « 08:30 » are one hour. */
export const timeField = (label: string, example = '08:00') => hour(example).meta({ label, hint: `Par exemple ${example}.` });
export const dayField = (label: string) => lawDate.meta({ label, control: 'date' });

export const contactField = z.object({
  name: z.string().trim().min(2, 'Indiquez un nom.').max(100).optional().meta({ label: 'Nom et prénom', autocomplete: 'name', examples: ['Ada Exemple'] }),
  phone: phone.optional().meta({ label: 'Téléphone portable', hint: 'Pour la confirmation et le rappel, par SMS.', control: 'tel', width: 20, autocomplete: 'tel' }),
  email: z.email('Indiquez une adresse complète, par exemple nom@exemple.nc.').optional().meta({ label: 'Courriel', autocomplete: 'email' }),
}).meta({ label: 'Pour vous prévenir', hint: 'Avec un compte, laissez vide : nous gardons le contact que vous nous avez donné.' });

/** A plate, or the chassis number of a vehicle that has none yet. */
export const aboutField = z.string().trim().min(3, 'Indiquez un numéro de plaque ou de série.').max(20).overwrite((typed) => typed.toUpperCase().replace(/[\s.-]/g, ''))
  .meta({ label: 'Plaque ou numéro de série du véhicule', width: 20 });
