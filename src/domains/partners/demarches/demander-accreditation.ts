import { z } from 'zod';
import { clerk, type Capacity } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { humanCode, parseHumanCode } from '../../../core/values/human-code.ts';
import { findByRidet, loadSigning } from '../../people/index.ts';
import { accreditationRef } from '../facet.ts';
import type { AccreditationAct } from '../model/index.ts';
import { conventionBlocks, conventionOf, requestPieces } from '../rules/convention.ts';
import { afterGrant } from '../rules/granted.ts';
import { conventionChoices } from '../rules/trade.ts';
import { liveAccreditation } from '../store/accreditations.ts';
import { accreditationView, partnerManager } from '../views.ts';
import { KEPT, kind, ridet, wanted } from './fields.ts';

const name = (label: string, example: string) => z.string().trim().min(2, 'Écrivez un nom.').max(100).meta({ label, examples: [example] });

const input = z.object({
  ridet, kind, ...wanted,
  representative: name('Représentant qui signe la convention', 'Ada Exemple, gérante'),
  manager: z.object({
    name: name('Nom', 'Ada Exemple'),
    email: z.email('Indiquez une adresse de courriel.').max(254).meta({ label: 'Courriel', examples: ['ada@exemple.nc'], autocomplete: 'email' }),
  }).meta({ label: 'Premier responsable des accès' }),
});

/** Anyone whose identity is proven, for a company that they represent: the power is read at the decision. */
const representative: Capacity = { name: 'company-representative', label: 'le représentant légal de l’entreprise, identité vérifiée', holds: ({ actor }) => actor.kind === 'citizen' && actor.assurance === 'verified' };
/** Powers that speak for the whole company: a mandate for some errands does not. */
const SPEAKING: readonly string[] = ['legal-representative', 'association-officer', 'public-authority'];

/** A professional asks to be accredited: for a trade, some acts, a period. The manager decides and signs. */
export const demanderAccreditation = demarche({
  id: 'demander-accreditation', title: 'Demander l’accréditation d’un professionnel', family: 'professionnel',
  summary: 'Votre entreprise fera elle-même des démarches, en ligne et par lots : elle demande son accréditation, pour un métier et une période.',
  law: ['convention-professionnel'],
  who: [representative, clerk, partnerManager], presence: 'remote', subject: creates(accreditationView, () => null),
  facts: {
    company: async (tx, { input: given, actor, today, now }) => {
      const id = given?.ridet ? await findByRidet(tx, given.ridet) : undefined;
      if (!id) return null;
      const [signing, live] = await Promise.all([loadSigning(tx, [id]), given?.kind ? liveAccreditation(tx, id, given.kind, new Date(now)) : undefined]);
      const me = actor.kind === 'citizen' ? actor.personId : null;
      const speaks = signing.powers.some((one) => one.grantor === id && one.holder === me && SPEAKING.includes(one.kind) && one.from <= today && (one.to === null || today < one.to));
      return { id, speaks, live: live?.number ?? null, moral: signing.people[id]?.person.kind !== 'natural' };
    },
    number: () => humanCode(8),
  },
  input,
  steps: [
    step('entreprise', 'L’entreprise', ['ridet', 'kind', 'representative']), step('convention', 'La convention', ['acts', 'from', 'to', 'sites', 'perDay', 'quotas', 'credit', 'printing', ...KEPT]),
    step('responsable', 'Le premier responsable', ['manager'], { hint: 'Cette personne recevra un lien d’entrée et invitera les autres utilisateurs de l’entreprise.' }),
  ],
  // The trade is answered a step before.
  choices: (c) => conventionChoices(c, c.input.kind),
  blocks: () => [],
  pieces: ({ input: given }) => requestPieces(given.kind).map((piece) => (piece.kind === 'convention' ? { ...piece, signed: true as const } : piece)),
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, facts, actor, subject, today }) => {
    const { company } = facts;
    const convention = conventionOf(given, given.kind, today);
    const found: Blocker[] = conventionBlocks(convention, given.kind, today);
    if (!company) found.push(blocker('entreprise-inconnue', 'Aucune entreprise du registre ne porte ce RIDET.', 'convention-professionnel', 'le guichet unique', 'la faire inscrire d’abord, avec son avis de situation', 'ridet'));
    else if (actor.kind === 'citizen' && !company.speaks) found.push(blocker('pouvoir-manquant', 'Le registre ne vous connaît pas comme représentant de cette entreprise.', 'representation', 'le représentant légal', 'faire enregistrer son pouvoir au guichet, avec sa preuve', 'ridet'));
    if (company?.live) found.push(blocker('deja-accreditee', `Cette entreprise est déjà accréditée pour ce métier, sous le numéro ${company.live}.`, 'convention-professionnel', 'l’entreprise', 'renouveler cette accréditation', 'kind'));
    if (found.length || !company) return blocked(found);
    const ref = accreditationRef(subject.id);
    return accept([act<AccreditationAct>({
      kind: 'accreditation.granted', subjects: [ref], payload: { number: facts.number, companyId: company.id, partnerKind: given.kind, convention },
      private: [{ class: 'identity', name: 'people', content: { representative: given.representative, manager: given.manager } }],
    })], [{ subject: ref, key: parseHumanCode(facts.number) as string }]);
  },
  issues: () => [],
  afterwards: ({ state, ...c }) => afterGrant(state.accreditation, c),
  silence: { parameter: 'silenceDays', means: 'refusal' },
});
