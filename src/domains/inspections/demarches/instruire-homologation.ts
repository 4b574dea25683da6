/** The CCTV's part of a homologation: the file is examined, the vehicle is shown, the PV is granted or refused. */
import { z } from 'zod';
import { fromPool } from '../../../core/act/draws.ts';
import { act, type Json, type RecordedAct, type SubjectRef } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { lawDate, today as dayOf } from '../../../core/values/time.ts';
import { plausibility, technical } from '../../vehicles/index.ts';
import type { ApprovalAct } from '../model/approval.ts';
import { day, odometer, remarks, site } from '../model/fields.ts';
import { grantBlocks, openAlready, stageBlocks } from '../rules/approval.ts';
import { openFileOf } from '../store.ts';
import { visitPhotos } from '../rules/photos.ts';
import { inspector, knownApproval } from '../views.ts';

const byInspector = { family: 'vehicule', who: [inspector], subject: knownApproval, law: ['homologation'], facts: {}, signatures: () => [], fees: () => [], pay: 'never', pieces: () => [], issues: () => [] } as const;
const future = (on: string, today: string): Blocker[] => (on > today ? [blocker('visite-future', 'La date est dans le futur.', 'homologation', 'l’inspecteur', 'vérifier la date', 'on')] : []);

/** Whoever asked reads the paper, from their own space. */
const madeOutTo = ({ id, subjects, payload }: RecordedAct) => ({ subject: subjects[0] as SubjectRef, data: { actId: id }, personId: (payload as { applicantId: string }).applicantId });

/** Is the file complete; if so, when and where is the vehicle shown. */
export const instruireHomologation = demarche({
  ...byInspector, id: 'instruire-homologation', title: 'Examiner un dossier d’homologation', presence: 'authority',
  summary: 'Le CCTV dit si le dossier est complet, ce qui manque, et quand le véhicule est présenté.',
  input: z.object({
    verdict: z.enum(['complete', 'incomplete']).meta({ label: 'Le dossier est', options: { complete: 'Complet', incomplete: 'Incomplet' } }),
    missing: z.string().trim().min(10, 'Dites en une phrase ce qui manque.').max(500).optional().meta({ label: 'Ce qui manque', control: 'textarea', showWhen: { path: 'verdict', values: ['incomplete'] }, requiredWhenShown: true }),
    appointment: z.object({
      on: lawDate.optional().meta({ label: 'Présentation le', control: 'date' }), site: site.optional(), id: z.uuid().optional().meta({ label: 'Rendez-vous', control: 'hidden' }),
    }).optional().meta({ label: 'Présentation du véhicule', showWhen: { path: 'verdict', values: ['complete'] } }),
  }),
  steps: [step('examen', 'L’examen du dossier', ['verdict', 'missing', 'appointment'])],
  blocks: ({ state }) => stageBlocks(state.approval, 'examine'),
  review: () => 'automatic',
  decide: ({ input, subject, today }) => {
    const { on, site: place, id } = input.appointment ?? {};
    const half = Boolean(on) !== Boolean(place);
    if (half) return blocked([blocker('presentation-incomplete', 'Une présentation a un jour et un centre.', 'homologation', 'l’inspecteur', 'donner les deux, ou aucun', on ? 'appointment.site' : 'appointment.on')]);
    if (on && on < today) return blocked([blocker('presentation-passee', 'Ce jour est passé.', 'homologation', 'l’inspecteur', 'donner un jour à venir', 'appointment.on')]);
    return accept([act<ApprovalAct>({
      kind: 'approval.examined', subjects: [subject], payload: { verdict: input.verdict, appointment: input.verdict === 'complete' && on && place ? { on, site: place, id: id ?? null } : null },
      ...(input.verdict === 'incomplete' && input.missing ? { private: [{ class: 'identity', name: 'missing', content: input.missing }] } : {}),
    })]);
  },
});

/** The vehicle is there: does it agree with its file, and in what state is it. */
export const enregistrerVisiteHomologation = demarche({
  ...byInspector, id: 'enregistrer-visite-homologation', title: 'Enregistrer la visite d’homologation', presence: 'person', applicant: 'optional',
  summary: 'Le véhicule est présenté : l’inspecteur le compare à son dossier et relève ce qu’il mesure.',
  input: z.object({
    on: day('Jour de la visite'), site,
    verdict: z.enum(['favourable', 'unfavourable', 'deferred']).meta({ label: 'Résultat', options: { favourable: 'Favorable', unfavourable: 'Défavorable', deferred: 'En sursis' } }),
    until: lawDate.optional().meta({ label: 'En sursis jusqu’au', control: 'date', showWhen: { path: 'verdict', values: ['deferred'] }, requiredWhenShown: true }),
    odometer,
    measured: technical.meta({ label: 'Relevé sur le véhicule', hint: 'Ce qui diffère du dossier, ou y manque : votre relevé le remplace.' }),
    remarks,
  }),
  steps: [step('visite', 'La visite', ['on', 'site', 'verdict', 'until', 'odometer', 'remarks']), step('releve', 'Relevé sur le véhicule', ['measured'])],
  blocks: ({ state }) => stageBlocks(state.approval, 'visit'),
  pieces: ({ actor, today }) => visitPhotos(actor, [], today),
  review: () => 'automatic',
  decide: ({ input, state, subject, today }) => {
    const read = { ...state.approval.technical, ...input.measured };
    const found = [
      ...future(input.on, today),
      ...(input.until && input.until <= input.on ? [blocker('sursis-passe', 'Le dernier jour du sursis vient après la visite.', 'contre-visite', 'l’inspecteur', 'vérifier la date', 'until')] : []),
      ...plausibility(read, today).filter(({ severity }) => severity === 'error').map((one) => blocker(`technique-${one.code}`, one.sentence, 'codes-harmonises', 'l’inspecteur', 'corriger la valeur', `measured.${one.field}`)),
    ];
    if (found.length) return blocked(found);
    return accept([act<ApprovalAct>({
      kind: 'approval.visited', subjects: [subject],
      payload: { on: input.on, site: input.site, verdict: input.verdict, until: input.verdict === 'deferred' ? input.until ?? null : null, km: input.odometer ?? null, measured: input.measured },
      ...(input.remarks ? { private: [{ class: 'identity', name: 'remarks', content: input.remarks as Json }] } : {}),
    })]);
  },
});

/** The PV, with its number: registrations take their technical data from it. */
export const delivrerHomologation = demarche({
  ...byInspector, id: 'delivrer-homologation', title: 'Délivrer le procès-verbal d’homologation', presence: 'authority', law: ['homologation', 'recours', 'contre-visite'],
  summary: 'La visite est favorable : le procès-verbal est numéroté et signé, et l’immatriculation peut être demandée.',
  input: z.object({ on: day('Homologué le').optional().meta({ hint: 'Vide : le jour de la signature.' }) }),
  steps: [step('delivrance', 'La délivrance', ['on'])],
  blocks: ({ state, today }) => { const stage = stageBlocks(state.approval, 'grant'); return stage.length ? stage : grantBlocks(state.approval, today); },
  // Somebody signs a PV: an inspector whose delegation is alive, or a colleague who reads it after them.
  review: () => 'clerk',
  decide: ({ input, subject, now, state }) => {
    // Reopened by an appeal, it is judged by the law of its first day, and granted on the day it is signed.
    const signedOn = dayOf(new Date(now));
    const on = input.on ?? signedOn;
    const visited = state.approval.visits.at(-1)?.on;
    const found = [...future(on, signedOn), ...(visited && on < visited ? [blocker('homologation-avant-visite', 'Le procès-verbal ne précède pas la visite.', 'homologation', 'l’inspecteur', 'vérifier la date', 'on')] : [])];
    return found.length ? blocked(found) : accept([act<ApprovalAct>({ kind: 'approval.granted', subjects: [subject], payload: { number: fromPool('pv-homologation'), on, applicantId: state.approval.applicantId as string } })]);
  },
  // Never by a machine: the applicant may be heard, a person signs with reasons, and the ways to contest it are those of any refusal.
  unfavourable: {
    blocks: ({ state }) => stageBlocks(state.approval, 'refuse'), against: ({ state }) => state.approval.applicantId,
    refused: ({ state, subject, texts }) => [act<ApprovalAct>({ kind: 'approval.refused', subjects: [subject], payload: { texts: [...texts], applicantId: state.approval.applicantId as string } })],
    reopened: ({ state, subject }) => [act<ApprovalAct>({ kind: 'approval.reopened', subjects: [subject], payload: { applicantId: state.approval.applicantId as string } })],
    // One open file for a chassis: the applicant may have asked anew since the refusal.
    stays: async (tx, { state, subject }) => openAlready(await openFileOf(tx, state.approval.chassis ?? undefined, subject.id)),
    issues: ({ id }, { state, subject }) => [{ template: 'refus-homologation', number: `RH-${id.slice(-12).toUpperCase()}`, subject, data: { actId: id }, personId: state.approval.applicantId as string }],
  },
  issues: (acts) => acts.filter(({ kind }) => kind === 'approval.granted').map((one) => ({ ...madeOutTo(one), template: 'pv-homologation', number: (one.payload as { number: string }).number })),
});
