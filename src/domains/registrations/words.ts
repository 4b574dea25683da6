import { formatShortDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { usages } from './model/usage.ts';
import type { AccountAct } from '../../core/access/account-facet.ts';
import type { DecisionAct } from '../../core/demarche/index.ts';
import type { InsuranceAct } from '../insurance/index.ts';
import { appointmentSentences } from '../appointments/index.ts';
import type { PersonAct } from '../people/index.ts';
import { approvalVerdictWords, correctedWords, kilometres, readingWords, siteName, sourceWords, visitKindWords, visitVerdictWords, type ApprovalAct, type InspectionAct } from '../inspections/index.ts';
import { partnerSentences } from '../partners/index.ts';
import { technicalFields, technicalValue, type Technical, type VehicleAct } from '../vehicles/index.ts';
import type { HolderRole, HoldType, LifeStatus, RegistrationAct, TitleStatus, Usage } from './model/acts.ts';
import type { SaleAct } from './model/sale.ts';
import type { ReadingsAct } from './readings.ts';
import { specialSentences } from './words-special.ts';
import { authorities, holdRules } from './rules/blocks.ts';

/** French labels of states. */
export const lifeWords: Record<LifeStatus, string> = {
  registered: 'Immatriculé', stock: 'En stock chez un professionnel', withdrawn: 'Retiré de la circulation', exported: 'Exporté', destroyed: 'Détruit', 'out-of-fleet': 'Hors parc',
};
export const titleWords: Record<TitleStatus, string> = { valid: 'Valable', sold: 'Cédé', revoked: 'Remplacé', suspended: 'Suspendu', destroyed: 'Détruit' };
export const roleWords: Record<HolderRole, string> = { holder: 'Titulaire', 'co-holder': 'Co-titulaire', lessor: 'Bailleur', lessee: 'Locataire' };
export const authorityWords = (code: string): string => authorities[code as keyof typeof authorities] ?? code;

/** How the history of a dossier names offices and authorities. */
export const eventWords = { office: (code: string): string => territory.office(code)?.name ?? code, authority: authorityWords };

/** What an act did, in one sentence, and what it says besides. `strong`: it changed a right. */
export type ActSentence = { title: string; details: readonly string[]; strong?: boolean };

type Payload = Readonly<Record<string, unknown>>;
const text = (payload: Payload, key: string): string => (typeof payload[key] === 'string' ? (payload[key] as string) : '');
const day = (payload: Payload, key: string): string => (text(payload, key) ? formatShortDate(text(payload, key)) : '');
const titled = (payload: Payload): string[] => { const number = text(payload, 'titleNumber') || text(payload, 'number'); return number ? [`Titre n° ${number}`] : []; };
/** The reasons that an act keeps as a code, as they are read; any other was written in French by whoever gave it. */
const reasonWords: Readonly<Record<string, string>> = {
  'duplicata:loss': 'titre perdu', 'duplicata:theft': 'titre volé', 'duplicata:damage': 'titre abîmé', theft: 'plaques volées', usurpation: 'numéro usurpé',
  succession: 'succession', 'customary-succession': 'succession par acte coutumier', donation: 'donation', judgment: 'jugement', 'pound-auction': 'adjudication de fourrière',
};
const handover: Readonly<Record<string, string>> = {
  vente: 'Véhicule vendu', 'co-titulaire:add': 'Co-titulaire ajouté', 'co-titulaire:remove': 'Co-titulaire retiré', location: 'Locataire inscrit', 'fin de location': 'Location terminée',
  succession: 'Transmis par succession', 'customary-succession': 'Transmis par acte coutumier', donation: 'Donné', judgment: 'Transmis par jugement', 'pound-auction': 'Adjugé aux enchères',
};
const why = (payload: Payload): string[] => { const reason = text(payload, 'reason'); return reason ? [`Motif : ${reasonWords[reason] ?? reason}`] : []; };
/** What the paper behind an act says of itself. */
const paper = (payload: Payload, { on, reference }: { on: string; reference: string }): string[] => [
  ...(day(payload, 'on') ? [`${on} ${day(payload, 'on')}`] : []), ...(text(payload, 'reference') ? [`${reference} ${text(payload, 'reference')}`] : []), ...(day(payload, 'until') ? [`Jusqu’au ${day(payload, 'until')}`] : []),
];
/** Each technical value that changed, by its letter, as the certificate writes it. */
const changed = (payload: Payload): string[] => { const values = (payload['changes'] ?? {}) as Technical; return technicalFields.filter(({ key }) => values[key] !== undefined).map((field) => `${field.key} ${field.label} : ${technicalValue(values, field)}`); };
const communeName = (insee: string): string => territory.commune(insee)?.name ?? insee;

/** Every act that the timeline of anything in the register may show; tests/act-words.test.ts finds a kind that is missing here. */
type Kind =
  | RegistrationAct['kind'] | SaleAct['kind'] | VehicleAct['kind'] | PersonAct['kind'] | DecisionAct['kind'] | AccountAct['kind'] | InspectionAct['kind'] | ApprovalAct['kind'] | InsuranceAct['kind'] | ReadingsAct['kind']
  | keyof typeof partnerSentences | keyof typeof specialSentences | keyof typeof appointmentSentences | 'power.recorded' | 'power.ended' | 'situation.recorded' | 'situation.ended' | 'private.erased';

const wordIn = (words: Readonly<Record<string, string>>, payload: Payload, key: string, otherwise: string): string => words[text(payload, key)] ?? otherwise;
const presented = (payload: Payload): string[] => { const shown = payload['appointment'] as { on: string; site: string } | null | undefined; return shown ? [`Présentation le ${formatShortDate(shown.on)}, ${siteName(shown.site)}`] : []; };
const plain = (title: string) => (): ActSentence => ({ title, details: [] });

const sentences: Readonly<Record<Kind, (payload: Payload) => ActSentence>> = {
  'vehicle.described': (p) => ({ title: 'Véhicule décrit', details: text(p, 'chassis') ? [`Numéro de série ${text(p, 'chassis')}`] : ['Sans numéro de série'] }),
  'vehicle.altered': (p) => ({ title: 'Caractéristiques modifiées après réception', details: changed(p) }),
  'vehicle.corrected': (p) => ({ title: 'Erreur corrigée', details: [...(text(p, 'chassis') ? [`Numéro de série exact : ${text(p, 'chassis')}`] : []), ...changed(p), ...why(p)] }),
  'vehicle.disputed': (p) => ({ title: !p['reason'] ? 'Identité rétablie' : (p['grounds'] as unknown[] | undefined)?.length === 0 ? 'Identité reconnue à un autre véhicule' : 'Identité contestée', details: why(p) }),
  'vehicle.legacy-operations': (p) => ({ title: 'Opérations reprises (source étrangère)', details: [`${(p['operations'] as unknown[] | undefined)?.length ?? 0} opérations, jamais des actes d’ici`] }),
  'registration.registered': (p) => ({ title: `Immatriculé sous le numéro ${territory.formatPlate(text(p, 'plate'))}`, details: [...titled(p), `Redevance : ${communeName(text(p, 'commune'))}`, usages[text(p, 'usage') as Usage] ?? ''], strong: true }),
  'registration.title-issued': (p) => ({ title: 'Titre délivré', details: [...titled(p), ...why(p), ...paper(p, { on: 'Depuis le', reference: 'Plainte' })], strong: true }),
  'registration.title-revoked': (p) => ({ title: 'Titre annulé', details: [...titled(p), ...why(p)] }),
  'registration.holders-changed': (p) => {
    const known = handover[text(p, 'reason')];
    return { title: known ?? 'Titulaires changés', details: [...(known ? [] : why(p)), ...paper(p, text(p, 'reason').includes('location') ? { on: 'Finie le', reference: 'Contrat' } : { on: 'Acte du', reference: 'Réf.' }), ...titled(p)], strong: true };
  },
  'registration.commune-changed': (p) => ({ title: `Commune du titulaire : ${communeName(text(p, 'commune'))}`, details: titled(p) }),
  'registration.usage-changed': (p) => ({ title: `Usage : ${usages[text(p, 'usage') as Usage] ?? text(p, 'usage')}`, details: titled(p) }),
  'registration.plate-changed': (p) => ({ title: `Nouveau numéro ${territory.formatPlate(text(p, 'plate'))}`, details: [...why(p), ...paper(p, { on: '', reference: 'Plainte' }), ...titled(p)], strong: true }),
  'registration.life-changed': (p) => {
    const reason = text(p, 'reason');
    const since = day(p, 'on') ? [`Depuis le ${day(p, 'on')}`] : [];
    switch (text(p, 'status')) {
      case 'registered': return { title: 'Remis en circulation', details: [...since, ...(reason === 'retour' ? [] : why(p)), ...titled(p)], strong: true };
      case 'exported': return { title: `Exporté ${reason}`.trim(), details: day(p, 'on') ? [`Départ le ${day(p, 'on')}`] : [], strong: true };
      case 'destroyed': return { title: 'Détruit', details: [...(day(p, 'on') ? [`Le ${day(p, 'on')}`] : []), ...(reason ? [`Par : ${reason}`] : []), ...(text(p, 'reference') ? [`Certificat de destruction n° ${text(p, 'reference')}`] : [])], strong: true };
      default: return { title: lifeWords[text(p, 'status') as LifeStatus] ?? 'Situation changée', details: [...since, ...why(p), ...(text(p, 'reference') ? [`Référence ${text(p, 'reference')}`] : [])], strong: true };
    }
  },
  'registration.sale-opened': (p) => ({ title: 'Vente déclarée', details: [`L’ancien titre vaut jusqu’au ${day(p, 'titleUntil')}`], strong: true }),
  'registration.sale-closed': (p) => ({ title: { completed: 'Vente terminée', cancelled: 'Vente annulée', contested: 'Vente contestée' }[text(p, 'outcome')] ?? 'Vente close', details: [], strong: true }),
  'registration.hold-set': (p) => ({ title: `Mesure posée : ${holdRules[text(p, 'type') as HoldType]?.label ?? text(p, 'type')}`, details: [`${authorityWords(text(p, 'authority'))}, réf. ${text(p, 'reference')}`, `Fondement : ${text(p, 'basis')}`] }),
  'registration.hold-lifted': (p) => ({ title: 'Mesure levée', details: why(p) }),
  'registration.restored': (p) => ({ title: 'Registre rétabli', details: why(p) }),
  'registration.certified': (p) => ({ title: 'Attestation délivrée', details: text(p, 'number') ? [`N° ${text(p, 'number')}`] : [] }),
  ...partnerSentences, ...specialSentences,
  'sale.declared': plain('Vente déclarée par le vendeur'),
  'sale.code-issued': (p) => ({ title: p['round'] === 1 ? 'Code remis à l’acheteur' : 'Nouveau code remis à l’acheteur', details: p['round'] === 1 ? [] : ['L’ancien ne sert plus'] }),
  'sale.completed': (p) => ({ title: 'Achat terminé par l’acheteur', details: why(p), strong: true }),
  'sale.contested': (p) => ({ title: text(p, 'by') === 'buyer' ? 'Vente contestée par l’acheteur' : 'Vente contestée par le vendeur', details: [...why(p), 'Elle est arrêtée'], strong: true }),
  'sale.resumed': (p) => ({ title: 'Contestation écartée : la vente reprend', details: why(p) }),
  'sale.cancelled': (p) => ({ title: 'Vente annulée', details: why(p), strong: true }),
  'sale.reminded': (p) => ({ title: `Acheteur relancé${typeof p['step'] === 'number' ? ` à J+${p['step']}` : ''}`, details: [] }),
  'dossier.hearing-opened': (p) => ({ title: 'Refus envisagé : la personne est entendue', details: [`Réponse attendue jusqu’au ${day(p, 'until')}`] }),
  'dossier.hearing-answered': (p) => ({ title: 'Observations reçues', details: p['late'] === true ? ['Hors délai'] : [] }),
  'dossier.refused': (p) => ({ title: 'Demande refusée', details: [`Dossier ${text(p, 'number')}`], strong: true }),
  'dossier.appealed': (p) => ({ title: `Recours reçu, n° ${text(p, 'receipt')}`, details: [`Devant ${text(p, 'before')}`, ...(p['late'] === true ? ['Hors délai'] : [])] }),
  'dossier.appeal-decided': (p) => ({ title: text(p, 'outcome') === 'reversed' ? 'Recours accueilli, dossier rouvert' : 'Recours rejeté, refus confirmé', details: [], strong: true }),
  'dossier.judged': (p) => ({ title: `Jugement n° ${text(p, 'reference')} du ${day(p, 'on')}`, details: [text(p, 'court'), p['reopens'] === true ? 'Dossier rouvert' : ''], strong: true }),
  'insurance.attested': (p) => ({ title: 'Attestation d’assurance présentée', details: [`${text(p, 'insurer')}, contrat ${text(p, 'contract')}`, `Du ${day(p, 'from')} au ${day(p, 'to')}`] }),
  'readings.released': (p) => ({ title: 'Consultations différées montrées aux titulaires', details: text(p, 'authority') ? [authorityWords(text(p, 'authority'))] : [] }),
  'person.recorded': plain('Personne inscrite au registre'),
  'person.moved': (p) => ({ title: `Nouvelle adresse, commune : ${communeName(text(p, 'commune'))}`, details: [] }),
  'person.renamed': plain('État civil ou dénomination changés'),
  'person.reachable': plain('Coordonnées changées'),
  'person.deceased': (p) => ({ title: `Décès inscrit, du ${day(p, 'on')}`, details: [] }),
  'power.recorded': (p) => ({ title: `Pouvoir enregistré, n° ${text(p, 'number')}`, details: [`Depuis le ${day(p, 'from')}${day(p, 'to') ? ` jusqu’au ${day(p, 'to')}` : ''}`] }),
  'power.ended': (p) => ({ title: `Pouvoir terminé le ${day(p, 'on')}`, details: [] }),
  'situation.recorded': (p) => ({ title: `Situation enregistrée, n° ${text(p, 'number')}`, details: [`Depuis le ${day(p, 'from')}${day(p, 'to') ? ` jusqu’au ${day(p, 'to')}` : ''}`] }),
  'situation.ended': (p) => ({ title: `Situation terminée le ${day(p, 'on')}`, details: [] }),
  'inspection.recorded': (p) => ({ title: `${wordIn(visitKindWords, p, 'kind', 'Visite technique')} : ${wordIn(visitVerdictWords, p, 'verdict', 'enregistrée').toLowerCase()}`, details: [text(p, 'number') ? `Procès-verbal n° ${text(p, 'number')}` : '', day(p, 'nextOn') ? `Prochaine visite avant le ${day(p, 'nextOn')}` : '', day(p, 'until') ? `À représenter avant le ${day(p, 'until')}` : ''], strong: text(p, 'verdict') === 'refused' }),
  'inspection.approval-used': (p) => ({ title: 'Immatriculé avec une homologation de ce registre', details: text(p, 'number') ? [`Procès-verbal n° ${text(p, 'number')}`] : [] }),
  'odometer.read': (p) => ({ title: typeof p['km'] === 'number' ? `Compteur : ${kilometres(p['km'])}` : 'Compteur relevé', details: [wordIn(sourceWords, p, 'source', ''), wordIn(readingWords, p, 'verdict', ''), text(p, 'reason')], strong: text(p, 'verdict') === 'illogical' }),
  'inspection.corrected': (p) => ({ title: 'Visite ou relevé corrigé', details: [wordIn(correctedWords, p, 'what', ''), day(p, 'on') ? `Saisi pour le ${day(p, 'on')}` : '', text(p, 'replaces') ? `Le procès-verbal n° ${text(p, 'replaces')} ne vaut plus${text(p, 'number') ? `, remplacé par le n° ${text(p, 'number')}` : ''}` : ''], strong: true }),
  'approval.filed': (p) => ({ title: 'Homologation demandée', details: text(p, 'file') ? [`Dossier ${text(p, 'file')}`] : [] }),
  'approval.examined': (p) => ({ title: text(p, 'verdict') === 'incomplete' ? 'Dossier d’homologation incomplet' : 'Dossier d’homologation complet', details: presented(p) }),
  'approval.visited': (p) => ({ title: `Visite d’homologation : ${wordIn(approvalVerdictWords, p, 'verdict', 'enregistrée').toLowerCase()}`, details: [day(p, 'on') ? `Le ${day(p, 'on')}` : '', text(p, 'site') ? siteName(text(p, 'site')) : ''] }),
  'approval.granted': (p) => ({ title: 'Homologation délivrée', details: text(p, 'number') ? [`Procès-verbal n° ${text(p, 'number')}`] : [], strong: true }),
  'approval.refused': () => ({ title: 'Homologation refusée', details: [], strong: true }),
  'approval.reopened': () => ({ title: 'Refus d’homologation levé : le dossier est rouvert', details: [], strong: true }),
  'account.placed': plain('Agent affecté à son poste'), 'account.closed': plain('Compte d’agent fermé'), 'account.reopened': plain('Compte d’agent rouvert'),
  'account.invited': (p) => ({ title: 'Lien de première connexion remis', details: day(p, 'until') ? [`Valable jusqu’au ${day(p, 'until')}`] : [] }),
  'delegation.recorded': plain('Délégation de signature inscrite'),
  ...appointmentSentences,
  'private.erased': (p) => ({ title: 'Contenu personnel effacé', details: why(p) }),
};

/** @returns what an act did, in French. An act of a kind that nobody has worded yet is named by its code: never hidden. */
export function actSentence(act: { kind: string; payload: unknown }): ActSentence {
  const known = (sentences as Readonly<Partial<Record<string, (payload: Payload) => ActSentence>>>)[act.kind]?.((act.payload ?? {}) as Payload);
  return known ? { ...known, details: known.details.filter(Boolean) } : { title: `Acte « ${act.kind} »`, details: [] };
}
