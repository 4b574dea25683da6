import { formatShortDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { usages } from './model/usage.ts';
import type { HolderRole, HoldType, LifeStatus, TitleStatus, Usage } from './model/acts.ts';
import { authorities, holdRules } from './rules/blocks.ts';

/** French labels of states. */
export const lifeWords: Record<LifeStatus, string> = {
  registered: 'Immatriculé', stock: 'En stock', withdrawn: 'Retiré de la circulation', exported: 'Exporté', destroyed: 'Détruit', 'out-of-fleet': 'Hors parc',
};
export const titleWords: Record<TitleStatus, string> = { valid: 'Valable', sold: 'Cédé', revoked: 'Remplacé', suspended: 'Suspendu', destroyed: 'Détruit' };
export const roleWords: Record<HolderRole, string> = { holder: 'Titulaire', 'co-holder': 'Co-titulaire', lessor: 'Bailleur', lessee: 'Locataire' };
export const authorityWords = (code: string): string => authorities[code as keyof typeof authorities] ?? code;

/** What an act did, in one sentence, and what it says besides. `strong`: it changed a right. */
export type ActSentence = { title: string; details: readonly string[]; strong?: boolean };

type Payload = Readonly<Record<string, unknown>>;
const text = (payload: Payload, key: string): string => (typeof payload[key] === 'string' ? (payload[key] as string) : '');
const titled = (payload: Payload): string[] => { const number = text(payload, 'titleNumber') || text(payload, 'number'); return number ? [`Titre n° ${number}`] : []; };
const why = (payload: Payload): string[] => (text(payload, 'reason') ? [`Motif : ${text(payload, 'reason')}`] : []);
const communeName = (insee: string): string => territory.commune(insee)?.name ?? insee;

const sentences: Readonly<Record<string, (payload: Payload) => ActSentence>> = {
  'vehicle.described': (p) => ({ title: 'Véhicule décrit', details: text(p, 'chassis') ? [`Numéro de série ${text(p, 'chassis')}`] : ['Sans numéro de série'] }),
  'vehicle.altered': () => ({ title: 'Caractéristiques modifiées après réception', details: [] }),
  'vehicle.corrected': (p) => ({ title: 'Erreur corrigée', details: [...(text(p, 'chassis') ? [`Numéro de série exact : ${text(p, 'chassis')}`] : []), ...why(p)] }),
  'vehicle.disputed': (p) => ({ title: p['reason'] ? 'Identité contestée' : 'Identité rétablie', details: why(p) }),
  'vehicle.legacy-operations': (p) => ({ title: 'Opérations reprises (source étrangère)', details: [`${(p['operations'] as unknown[] | undefined)?.length ?? 0} opérations, jamais des actes d’ici`] }),
  'registration.registered': (p) => ({ title: `Immatriculé sous le numéro ${territory.formatPlate(text(p, 'plate'))}`, details: [...titled(p), `Redevance : ${communeName(text(p, 'commune'))}`, usages[text(p, 'usage') as Usage] ?? ''], strong: true }),
  'registration.title-issued': (p) => ({ title: 'Titre délivré', details: [...titled(p), ...why(p)], strong: true }),
  'registration.title-revoked': (p) => ({ title: 'Titre annulé', details: [...titled(p), ...why(p)] }),
  'registration.holders-changed': (p) => ({ title: 'Titulaires changés', details: [...titled(p), ...why(p)], strong: true }),
  'registration.commune-changed': (p) => ({ title: `Commune du titulaire : ${communeName(text(p, 'commune'))}`, details: titled(p) }),
  'registration.usage-changed': (p) => ({ title: `Usage : ${usages[text(p, 'usage') as Usage] ?? text(p, 'usage')}`, details: titled(p) }),
  'registration.plate-changed': (p) => ({ title: `Nouveau numéro ${territory.formatPlate(text(p, 'plate'))}`, details: [...titled(p), ...why(p)], strong: true }),
  'registration.life-changed': (p) => ({ title: lifeWords[text(p, 'status') as LifeStatus] ?? 'Situation changée', details: [...why(p), ...(text(p, 'reference') ? [`Référence ${text(p, 'reference')}`] : [])], strong: true }),
  'registration.sale-opened': (p) => ({ title: 'Vente déclarée', details: [`L’ancien titre vaut jusqu’au ${formatShortDate(text(p, 'titleUntil'))}`], strong: true }),
  'registration.sale-closed': (p) => ({ title: { completed: 'Vente terminée', cancelled: 'Vente annulée', contested: 'Vente contestée' }[text(p, 'outcome')] ?? 'Vente close', details: [], strong: true }),
  'registration.hold-set': (p) => ({ title: `Mesure posée : ${holdRules[text(p, 'type') as HoldType]?.label ?? text(p, 'type')}`, details: [`${authorityWords(text(p, 'authority'))}, réf. ${text(p, 'reference')}`, `Fondement : ${text(p, 'basis')}`] }),
  'registration.hold-lifted': (p) => ({ title: 'Mesure levée', details: why(p) }),
  'registration.restored': (p) => ({ title: 'Registre rétabli', details: why(p) }),
  'sale.declared': () => ({ title: 'Vente déclarée par le vendeur', details: [] }),
  'dossier.refused': () => ({ title: 'Demande refusée', details: [] }),
};

/** @returns what an act did, in French. An act of a kind that nobody has worded yet is named by its code: never hidden. */
export function actSentence(act: { kind: string; payload: unknown }): ActSentence {
  const known = sentences[act.kind]?.((act.payload ?? {}) as Payload);
  return known ? { ...known, details: known.details.filter(Boolean) } : { title: `Acte « ${act.kind} »`, details: [] };
}
