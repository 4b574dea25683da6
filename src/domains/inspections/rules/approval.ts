import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { mayBeSame } from '../../../core/values/partial-date.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { missingCodes, technicalFields, technicalValue, type Technical, type TechnicalKey } from '../../vehicles/index.ts';
import { statusOf, type ApprovalKind, type ApprovalOrigin, type ApprovalState, type ApprovalStatus } from '../model/approval.ts';

/** What may be done with a file at each stage: examine it, show the vehicle, grant, refuse. */
export type ApprovalStep = 'examine' | 'visit' | 'grant' | 'refuse';
const steps: Readonly<Record<ApprovalStatus, readonly ApprovalStep[]>> = {
  filed: ['examine', 'refuse'], incomplete: ['examine', 'refuse'], complete: ['examine', 'visit', 'refuse'], appointed: ['examine', 'visit', 'refuse'],
  favourable: ['grant', 'refuse'], deferred: ['visit', 'refuse'], unfavourable: ['visit', 'refuse'], approved: [], refused: [],
};
const instead: Readonly<Record<ApprovalStatus, string>> = {
  filed: 'examiner d’abord si le dossier est complet', incomplete: 'examiner à nouveau le dossier, une fois complété', complete: 'présenter le véhicule', appointed: 'présenter le véhicule',
  favourable: 'délivrer l’homologation', deferred: 'présenter à nouveau le véhicule', unfavourable: 'présenter à nouveau le véhicule, ou refuser', approved: 'rien n’est à faire : le procès-verbal est délivré', refused: 'déposer une nouvelle demande',
};
export const statusWords: Readonly<Record<ApprovalStatus, string>> = {
  filed: 'Déposé', incomplete: 'Incomplet', complete: 'Complet', appointed: 'Rendez-vous pris', favourable: 'Visite favorable', unfavourable: 'Visite défavorable', deferred: 'En sursis', approved: 'Homologué', refused: 'Refusé',
};

/** A step that the file does not allow where it stands, with what to do instead. */
export function stageBlocks(state: ApprovalState, step: ApprovalStep): Blocker[] {
  const status = statusOf(state);
  if (status && steps[status].includes(step)) return [];
  const said = status ? `Ce dossier est « ${statusWords[status].toLowerCase()} ».` : 'Ce dossier d’homologation n’existe pas.';
  return [blocker('homologation-etape', said, 'homologation', 'le CCTV', status ? instead[status] : 'vérifier le numéro du dossier')];
}

/** What forbids a second open file for one chassis. @param file the number of the open one, or null */
export const openAlready = (file: string | null): Blocker[] => (file ? [blocker('homologation-en-cours', `Une homologation de ce véhicule est déjà en cours, n° ${file}.`, 'homologation', 'le CCTV', 'suivre ce dossier', 'chassis')] : []);

/** A PV carries all that the first certificate will ask of it; the day of first use only where the vehicle is a used one. */
export function grantBlocks({ technical, origin }: Pick<ApprovalState, 'technical' | 'origin'>, today: LawDate): Blocker[] {
  const missing = missingCodes(technical, origin === 'used-import' ? 'used-import' : 'new', today);
  return missing.length ? [blocker('homologation-rubriques', `Le procès-verbal ne peut pas être délivré sans : ${missing.map(({ label, letter }) => `${label} (${letter})`).join(', ')}.`, 'codes-harmonises', 'l’inspecteur', 'relever ces rubriques à une nouvelle visite')] : [];
}

/** What the register holds under a PV number; `usedBy`: vehicles registered with it. */
export type ApprovalFact = {
  id: string; number: string; kind: ApprovalKind; origin: ApprovalOrigin; chassis: string | null; pattern: string | null; technical: Technical; approvedOn: LawDate;
  usedBy: readonly string[]; uses: number; reading: { km: number; on: LawDate } | null;
};
export type ApprovalUse = { number: string | undefined; kind: ApprovalKind; chassis: string; vehicleId: string; technical: Technical; paths: { number: string; kind?: string; technical: string } };

/** True when a chassis number begins as the pattern of a type says; « ? » is any sign. No pattern fits all. */
export function fitsPattern(chassis: string, pattern: string | null): boolean {
  return !pattern || (chassis.length >= pattern.length && [...pattern].every((sign, index) => sign === '?' || sign === chassis[index]));
}

/**
 * What forbids using a PV for a vehicle. A number that this register does not hold stops only once homologation is kept here
 * (`kept`, a dated parameter « à confirmer »); until then it is a declared PV, shown on paper.
 */
export function useBlocks(fact: ApprovalFact | null, use: ApprovalUse, kept: boolean): Blocker[] {
  if (!use.number) return [];
  const { paths } = use;
  if (!fact) return kept ? [blocker('homologation-inconnue', `Aucune homologation n° ${use.number} n’est au registre.`, 'homologation', 'le CCTV', 'vérifier le numéro sur le procès-verbal, ou présenter le véhicule', paths.number)] : [];
  const wrong = (code: string, message: string, how: string, path = paths.number) => blocker(code, message, 'homologation', 'le CCTV', how, path);
  const found: Blocker[] = [];
  if (fact.kind === 'single' && fact.chassis !== use.chassis) found.push(wrong('homologation-autre-vehicule', `L’homologation n° ${fact.number} est celle d’un autre numéro de série.`, 'relire le numéro de série et celui du procès-verbal'));
  if (fact.kind === 'type' && !fitsPattern(use.chassis, fact.pattern)) found.push(wrong('homologation-autre-type', `L’homologation n° ${fact.number} est celle d’un type dont les numéros de série commencent par ${fact.pattern}.`, 'donner l’homologation de ce type, ou demander une réception à titre isolé'));
  if (paths.kind && fact.kind !== use.kind) found.push(wrong('homologation-nature', `L’homologation n° ${fact.number} est une réception ${fact.kind === 'type' ? 'par type' : 'à titre isolé'}.`, 'corriger la nature de la réception', paths.kind));
  if (fact.kind === 'single' && fact.usedBy.some((id) => id !== use.vehicleId)) found.push(wrong('homologation-deja-utilisee', `L’homologation n° ${fact.number} a déjà servi à immatriculer un véhicule.`, 'demander une nouvelle réception à titre isolé'));
  return [...found, ...mismatches(fact, use.technical, paths.technical)];
}

/** What differs between one vehicle and its type anyway: its colour and its first use, and K, which is the approval itself. */
const OWN: readonly TechnicalKey[] = ['R', 'K'];
const ofType: readonly TechnicalKey[] = [...OWN, 'B'];

/** Each rubric that is declared otherwise than approved, one blocker a rubric, with both values and their unit. */
export function mismatches({ technical, kind, number }: Pick<ApprovalFact, 'technical' | 'kind' | 'number'>, given: Technical, path: string): Blocker[] {
  const free = kind === 'type' ? ofType : OWN;
  return technicalFields.filter(({ key }) => !free.includes(key) && technical[key] !== undefined && given[key] !== undefined && !same(technical[key], given[key])).map((field) => blocker(
    'homologation-ecart', `${field.label} (${field.letter}) : ${technicalValue(given, field)} dans la demande, ${technicalValue(technical, field)} au procès-verbal n° ${number}.`,
    'homologation', 'le demandeur ou le CCTV', 'reprendre la valeur du procès-verbal, ou faire homologuer la transformation', `${path}.${field.key}`,
  ));
}

/** Rubrics that are declared of a vehicle and that its PV does not say: nobody has read them. */
export const beyond = ({ technical, kind }: Pick<ApprovalFact, 'technical' | 'kind'>, given: Technical): string[] => {
  const free = kind === 'type' ? ofType : OWN;
  return technicalFields.filter(({ key }) => !free.includes(key) && technical[key] === undefined && given[key] !== undefined).map(({ label }) => label);
};

/** A month and a day of that month agree; texts do whatever their case. */
function same(a: Technical[TechnicalKey], b: Technical[TechnicalKey]): boolean {
  if (typeof a === 'object' && typeof b === 'object') return mayBeSame(a, b);
  return typeof a === 'string' && typeof b === 'string' ? a.trim().toUpperCase() === b.trim().toUpperCase() : a === b;
}

/** What the PV says stands in for what was left out: nobody types again what an inspector has read. A text typed otherwise (« nissan ») is written as the PV has it. */
export function completed(fact: ApprovalFact | null, given: Technical): Technical {
  if (!fact) return given;
  const other = technicalFields.filter(({ key }) => given[key] !== undefined && !(typeof given[key] === 'string' && same(fact.technical[key], given[key]))).map(({ key }) => [key, given[key]]);
  return { ...fact.technical, ...Object.fromEntries(other) as Technical, K: fact.number };
}
