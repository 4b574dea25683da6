/** A held act that may go on is told to whoever sent it, in words that say nothing of what the control saw. */
import { transaction } from '../../core/db/sql.ts';
import { loadDossier } from '../../core/demarche/index.ts';
import type { Reaction } from '../../core/jobs/index.ts';
import type { Fields, Template } from '../../core/messages/template.ts';
import { tell, type TellEnv } from '../people/index.ts';
import type { ReleaseAct } from './model/index.ts';
import { contactOfUser } from './users.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

export const heldTexts = {
  'act-released': t({
    title: 'Acte retenu libéré', kind: 'notice', fields: { number: 20, demarche: 60 }, page: { label: 'Renvoyer la démarche' },
    subject: 'Votre dossier {number} peut continuer',
    body: ['La démarche « {demarche} », dossier {number}, avait été retenue avant d’être faite, le temps d’un examen. Cet examen est terminé : elle peut continuer.',
      'Renvoyez-la telle quelle depuis son dossier. Des agents la relisent encore avant la décision. Rien n’est à payer deux fois.'],
    sms: 'Dossier {number} : l’examen est terminé. Renvoyez-le tel quel : {page}',
  }),
};

const released: Reaction<TellEnv> = { name: 'tell-act-released', run: async (env, act, once) => {
  const { world } = env;
  const { dossierId, number } = act.payload as ReleaseAct['payload'];
  const dossier = await loadDossier(world.acts, dossierId);
  if (dossier?.actor.kind !== 'partner') return;
  const { actor } = dossier;
  await transaction(world.acts, async (tx) => tell(env, tx, {
    key: once, personId: actor.companyId, contacts: await contactOfUser(tx, actor), texts: heldTexts, template: 'act-released', page: `/professionnel/dossiers/${dossierId}`,
    data: { number, demarche: world.catalogue.get(dossier.demarche)?.title ?? 'Démarche' }, subject: { kind: 'dossier', id: dossierId }, at: act.recordedAt, actId: act.id, dossierId,
  }));
} };

export const heldReactions = { 'accreditation.act-released': [released] };
