import { z } from 'zod';
import { fromCounter } from '../../../core/act/draws.ts';
import { act } from '../../../core/act/types.ts';
import { accept, step } from '../../../core/demarche/index.ts';
import { feeOf } from '../../payments/index.ts';
import type { TariffCode } from '../../../territory/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';

const documents = {
  situation: { label: 'Certificat de situation administrative', fee: 'status-certificate', template: 'situation' },
  attestation: { label: 'Attestation d’immatriculation et de mise en circulation', fee: 'attestation', template: 'attestation' },
  history: { label: 'Historique du véhicule', fee: 'history', template: 'historique' },
} as const satisfies Record<string, { label: string; fee: TariffCode; template: string }>;
type Document = keyof typeof documents;
const keys = Object.keys(documents) as [Document, ...Document[]];

/** A paper that says what the register knows; « gages connus de SITT », never « non gagé ». */
export const attestations = ofHolders('titre', 'one', {
  ...onVehicle, id: 'demander-attestation', title: 'Demander une attestation ou un certificat de situation', family: 'titre',
  summary: 'Un document qui dit ce que le registre sait de votre véhicule : sa situation, son immatriculation, son histoire.',
  law: ['oppositions', 'grille-tarifaire'],
  facts: {},
  input: z.object({ document: z.enum(keys).meta({ label: 'Document', options: Object.fromEntries(keys.map((key) => [key, documents[key].label])) }) }),
  steps: [step('document', 'Le document', ['document'])],
  blocks: () => [], pieces: () => [],
  fees: ({ input, today }) => [feeOf(documents[input.document].fee, today)],
  review: () => 'automatic',
  decide: ({ input, subject, today }) => accept([act<RegistrationAct>({
    kind: 'registration.certified', subjects: [vehicleRef(subject.id)], payload: { document: input.document, number: fromCounter(`ATT-${today.slice(0, 4)}`) },
  })]),
  issues: (acts) => acts.map((one) => {
    const { document, number } = one.payload as { document: Document; number: string };
    return { template: documents[document].template, number, subject: one.subjects[0] as { kind: string; id: string }, data: { actId: one.id } };
  }),
});
