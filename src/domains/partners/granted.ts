/** What whoever asked for an accreditation, or for another convention, is told once it is signed: what is granted, until when, and what comes next. */
import { loadStates } from '../../core/act/store.ts';
import { transaction } from '../../core/db/sql.ts';
import { loadDossier, type Dossier } from '../../core/demarche/index.ts';
import type { DoneAct, Reaction } from '../../core/jobs/index.ts';
import type { Fields, Template } from '../../core/messages/template.ts';
import { addDays, formatDate, today as dayOf } from '../../core/values/time.ts';
import { tell, type TellEnv, type Telling } from '../people/index.ts';
import { accreditationRef } from './facet.ts';
import { conventionIn, partnerKinds, type AccreditationState } from './model/index.ts';
import { afterGrant, afterRenewal, entryDays, grantedWords, isSentLink } from './rules/granted.ts';
import { contactOfUser } from './users.ts';

export const ENTRY = 'first-entry';
const t = <const F extends Fields>(template: Template<F>): Template<F> => template;
const fields = { number: 20, trade: 36, from: 18, until: 18, acts: 'list', quotas: 200, next: 'list' } as const;
const granted = (first: string): readonly string[] => [first, 'Ce qui est accordé :', '{acts}', '{quotas}.', 'La suite :', '{next}'];

export const grantedTexts = {
  'accreditation-granted': t({
    title: 'Accréditation accordée, avec le lien d’entrée', kind: 'notice', fields: { ...fields, entryUntil: 18 }, link: { label: 'Ouvrir l’accès du premier responsable', purpose: ENTRY, days: entryDays },
    subject: 'L’accréditation {number} est accordée',
    body: granted('L’accréditation que vous avez demandée est accordée ({trade}), sous le numéro {number}, du {from} au {until} compris.'),
    sms: 'Accréditation accordée jusqu’au {until}. Premier accès, avant le {entryUntil} : {link}',
  }),
  'accreditation-granted-office': t({
    title: 'Accréditation accordée', kind: 'notice', fields, page: { label: 'Entrer dans l’espace des professionnels' },
    subject: 'L’accréditation {number} est accordée',
    body: granted('L’accréditation demandée au guichet est accordée ({trade}), sous le numéro {number}, du {from} au {until} compris.'),
    sms: 'Accréditation {number} accordée jusqu’au {until}. Le gestionnaire des professionnels vous remet le lien d’entrée.',
  }),
  'accreditation-renewed': t({
    title: 'Convention renouvelée ou modifiée', kind: 'notice', fields, page: { label: 'Ouvrir votre espace' },
    subject: 'La convention de votre accréditation {number} est renouvelée',
    body: granted('La nouvelle convention de votre accréditation {number} ({trade}) est signée : elle va du {from} au {until} compris.'),
    sms: 'Accréditation {number} : nouvelle convention signée, du {from} au {until}.',
  }),
};

/** What there is to say of the accreditation as it stands once this act is done. */
async function about({ world }: TellEnv, act: DoneAct) {
  const ref = act.subjects.find(({ kind }) => kind === 'accreditation');
  const state = ref && (await loadStates(world.acts, world.facets, [ref])).get(ref.id)?.['accreditation'] as AccreditationState | undefined;
  const convention = state && conventionIn(state);
  const dossier = act.author.kind === 'dossier' ? await loadDossier(world.acts, act.author.dossierId) : undefined;
  if (!ref || !state?.kind || !state.companyId || !convention || !dossier) return undefined;
  const on = dayOf(new Date(act.recordedAt));
  const { acts, quotas } = grantedWords(world.catalogue, state.kind, convention, on);
  const words = { number: state.number ?? '', trade: partnerKinds[state.kind].toLowerCase(), from: formatDate(convention.from), until: formatDate(convention.to), acts, quotas };
  return { state, companyId: state.companyId, dossier, on, words, common: { texts: grantedTexts, subject: accreditationRef(ref.id), at: act.recordedAt, actId: act.id, dossierId: dossier.id } };
}

const tellGranted: Reaction<TellEnv> = { name: 'tell-accreditation-granted', run: async (env, act, once) => {
  const found = await about(env, act);
  if (!found) return;
  const { state, companyId, dossier, on, words, common } = found;
  const next = afterGrant(state, { actor: dossier.actor, on, today: on });
  const to = { ...common, key: once, personId: dossier.applicant_id ?? companyId };
  await transaction(env.world.acts, (tx) => (isSentLink(dossier.actor)
    ? tell(env, tx, { ...to, template: 'accreditation-granted', page: pageOf(dossier), data: { ...words, next, entryUntil: formatDate(addDays(on, entryDays)) } })
    : tell(env, tx, { ...to, template: 'accreditation-granted-office', page: '/professionnel', data: { ...words, next } })));
} };

const tellRenewed: Reaction<TellEnv> = { name: 'tell-accreditation-renewed', run: async (env, act, once) => {
  const found = await about(env, act);
  if (!found) return;
  const { state, companyId, dossier, on, words, common } = found;
  const said: Telling<typeof grantedTexts, 'accreditation-renewed'> = { ...common, key: once, personId: companyId, template: 'accreditation-renewed', page: pageOf(dossier), data: { ...words, next: afterRenewal(state, { today: on }) } };
  await transaction(env.world.acts, async (tx) => tell(env, tx, { ...said, contacts: await contactOfUser(tx, dossier.actor) }));
} };

const pageOf = ({ id, actor }: Dossier): string => (actor.kind === 'partner' ? `/professionnel/dossiers/${id}` : actor.kind === 'citizen' ? `/usager/dossiers/${id}` : '/professionnel');

export const grantedReactions = { 'accreditation.granted': [tellGranted], 'accreditation.renewed': [tellRenewed] };
