/** A convention that will end is told to its company some days before, once for each end: it asks for another in time. */
import { transaction } from '../../core/db/sql.ts';
import type { Task } from '../../core/jobs/index.ts';
import type { Fields, Template } from '../../core/messages/template.ts';
import { formatDate } from '../../core/values/time.ts';
import { tell, type TellEnv } from '../people/index.ts';
import { accreditationRef } from './facet.ts';
import { warnedUntil } from './rules/ending.ts';
import { accreditationsEnding } from './store/accreditations.ts';

export const ENDING = 'conventions-ending';
const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

export const endingTexts = {
  'convention-ending': t({
    title: 'Fin prochaine d’une convention', kind: 'notice', fields: { number: 20, until: 18 }, page: { label: 'Demander le renouvellement' },
    subject: 'Votre convention prend fin le {until}',
    body: ['La convention de votre accréditation {number} prend fin le {until}, ce jour compris.',
      'Après ce jour, aucune démarche n’est possible, ni dans votre espace, ni par vos clés, ni par vos lots. Vous lirez toujours vos dossiers et votre compte.',
      'Demandez son renouvellement dès maintenant : le responsable de l’entreprise le fait dans son espace, et le gestionnaire des professionnels le signe.'],
    sms: 'Accréditation {number} : votre convention prend fin le {until}. Renouvelez-la : {page}',
  }),
};

/** Run each morning; run twice, or missed for some days, it tells once. */
export function endingTask(env: TellEnv): Task {
  const { world } = env;
  return async () => {
    const now = world.clock();
    const on = world.today(now);
    for (const { id, companyId, number, convention } of await accreditationsEnding(world.read, on, warnedUntil(on), now)) {
      await transaction(world.acts, (tx) => tell(env, tx, {
        key: `convention-ending:${id}:${convention.to}`, personId: companyId, texts: endingTexts, template: 'convention-ending', page: '/professionnel/demarches/renouveler-accreditation',
        data: { number, until: formatDate(convention.to) }, subject: accreditationRef(id), at: now.toISOString(),
      }));
    }
  };
}
