import { z } from 'zod';
import { clerk, identified } from '../../../core/access/actor.ts';
import { accept, blocked, creates, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { partyActs, partyAddressPieces, partyAwaited, partyBlocks, partyFacts, partyPieces, partySignatures, partySigning } from '../../people/index.ts';
import { chassisNumber, normalizeChassis, technical } from '../../vehicles/index.ts';
import { openAlready } from '../rules/approval.ts';
import { openFileOf } from '../store.ts';
import { approvalView, importer } from '../views.ts';
import { APPLICANT, applicant, approvalFee, DESCRIBED, describedBlocks, filed, nobody } from './homologation.ts';

/** A type is approved once, for its importer, and serves each vehicle of it. */
export const demanderHomologationType = demarche({
  id: 'demander-homologation-type', title: 'Demander la réception d’un type de véhicule', family: 'professionnel',
  summary: 'L’importateur fait homologuer un type une fois ; chaque véhicule de ce type s’immatricule ensuite avec le même procès-verbal.',
  law: ['homologation', 'codes-harmonises'],
  who: [importer, clerk], presence: 'remote', subject: creates(approvalView, () => null),
  facts: { party: (tx, { input, actor, on }) => partyFacts(tx, input?.applicant, actor, on), signing: (tx, { input, actor }) => partySigning(tx, input?.applicant, actor) },
  input: z.object({
    applicant,
    pattern: z.string().trim().toUpperCase().regex(/^[A-HJ-NPR-Z0-9?]{3,11}$/, 'De 3 à 11 signes : lettres, chiffres, « ? » pour un signe qui varie.').optional()
      .meta({ label: 'Début des numéros de série (VIN) du type', hint: 'Constructeur et description : les 3 à 11 premiers signes. « ? » pour un signe qui varie.', letter: 'E', width: 10, examples: ['VSK'] }),
    technical: technical.meta({ label: 'Caractéristiques du type' }),
  }),
  steps: [step('demandeur', 'Le demandeur', ['applicant']), step('type', 'Le type', ['pattern', 'technical'])],
  awaits: ({ input }) => [...DESCRIBED, ...partyAwaited(input.applicant, APPLICANT)],
  blocks: () => [],
  pieces: ({ input }) => [
    { kind: 'certificat-conformite', label: 'Certificat de conformité du constructeur', text: 'homologation' }, { kind: 'notice-descriptive', label: 'Notice descriptive du type', text: 'homologation' },
    ...partyAddressPieces(input.applicant), ...partyPieces(input.applicant, APPLICANT.called),
  ],
  signatures: ({ actor, on, facts, input }) => partySignatures({ party: input.applicant, known: facts.party, signing: facts.signing }, APPLICANT, { actor, on, act: 'vehicule' }),
  fees: ({ today, input }) => [approvalFee('new', input.technical, today)],
  pay: 'before-decision', review: () => 'automatic',
  decide: ({ input, facts, subject, today, on, actor, newId }) => {
    const party = partyActs(input.applicant, facts.party, newId, 'applicant');
    const found = [
      ...describedBlocks(input.technical, today), ...(party ? [] : [nobody()]),
      ...partyBlocks({ party: input.applicant, known: facts.party, signing: facts.signing }, APPLICANT, { actor, on, act: 'vehicule' }),
    ];
    if (found.length || !party) return blocked(found);
    return accept([...party.acts, filed(subject, today, { type: 'type', origin: 'new', applicantId: party.personId, chassis: null, pattern: input.pattern ?? null, technical: input.technical })]);
  },
  issues: () => [],
});

const origins = { 'used-import': 'D’occasion, importé', new: 'Neuf, sans réception par type', transformation: 'Déjà immatriculé, et transformé' };

/** One vehicle: a used import, a new one of no approved type, or a notable transformation. */
export const demanderHomologationIsolee = demarche({
  id: 'demander-homologation-isolee', title: 'Faire homologuer un véhicule importé ou transformé', family: 'vehicule',
  summary: 'Un véhicule importé ou transformé est présenté au CCTV avant d’être immatriculé : déposez son dossier, puis prenez rendez-vous.',
  law: ['homologation', 'codes-harmonises'],
  who: [identified, clerk], presence: 'remote', subject: creates(approvalView, () => null),
  facts: {
    party: (tx, { input, actor, on }) => partyFacts(tx, input?.applicant, actor, on), signing: (tx, { input, actor }) => partySigning(tx, input?.applicant, actor),
    open: (tx, { input, subject }) => openFileOf(tx, input?.chassis && normalizeChassis(input.chassis), subject.id),
  },
  input: z.object({
    origin: z.enum(Object.keys(origins) as ['used-import', 'new', 'transformation']).meta({ label: 'Ce véhicule est', options: origins }),
    applicant,
    chassis: chassisNumber.meta({ label: 'Numéro de série (VIN) ou de châssis', letter: 'E', width: 20, examples: ['EX1HOMOLOGUE00001'] }),
    technical: technical.meta({ label: 'Caractéristiques', hint: 'D’après le certificat étranger : l’inspecteur les vérifie.' }),
  }),
  steps: [step('demandeur', 'Le demandeur', ['applicant']), step('vehicule', 'Le véhicule', ['origin', 'chassis']), step('technique', 'Ses caractéristiques', ['technical'])],
  awaits: ({ input }) => [...DESCRIBED, ...partyAwaited(input.applicant, APPLICANT)],
  blocks: () => [],
  pieces: ({ input }) => [
    ...(input.origin === 'used-import' ? [{ kind: 'titre-etranger', label: 'Certificat d’immatriculation étranger', text: 'homologation' }] : []),
    ...(input.origin === 'new' ? [{ kind: 'certificat-conformite', label: 'Certificat de conformité du constructeur', text: 'homologation' }] : []),
    ...(input.origin === 'transformation' ? [{ kind: 'certificat-carrossage', label: 'Certificat de carrossage ou facture de la transformation', text: 'homologation' }] : []),
    { kind: 'notice-descriptive', label: 'Notice descriptive', text: 'homologation' },
    ...partyAddressPieces(input.applicant), ...partyPieces(input.applicant, APPLICANT.called),
  ],
  signatures: ({ actor, on, facts, input }) => partySignatures({ party: input.applicant, known: facts.party, signing: facts.signing }, APPLICANT, { actor, on, act: 'vehicule' }),
  fees: ({ today, input }) => [approvalFee(input.origin, input.technical, today)],
  pay: 'before-decision', review: () => 'automatic',
  decide: ({ input, facts, subject, today, on, actor, newId }) => {
    const party = partyActs(input.applicant, facts.party, newId, 'applicant');
    const found: Blocker[] = [
      ...describedBlocks(input.technical, today), ...(party ? [] : [nobody()]),
      ...openAlready(facts.open),
      ...partyBlocks({ party: input.applicant, known: facts.party, signing: facts.signing }, APPLICANT, { actor, on, act: 'vehicule' }),
    ];
    if (found.length || !party) return blocked(found);
    return accept([...party.acts, filed(subject, today, { type: 'single', origin: input.origin, applicantId: party.personId, chassis: normalizeChassis(input.chassis), pattern: null, technical: input.technical })]);
  },
  issues: () => [],
});
