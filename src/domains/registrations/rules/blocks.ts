import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { formatShortDate, today } from '../../../core/values/time.ts';
import type { HoldType } from '../model/acts.ts';
import type { Registered } from '../model/registered.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { isAdministration } from '../../../core/access/actor.ts';
import { territory } from '../../../territory/index.ts';
import { holdsOn, lifeOf } from '../model/state.ts';

/** What an errand does to a vehicle, as holds see it. */
export type Effect = 'transfer' | 'title' | 'technical' | 'withdrawal' | 'export' | 'destruction' | 'free';

/** Who may order a hold: code → name. */
export const authorities = { police: 'Police nationale', gendarmerie: 'Gendarmerie', customs: 'Douane', treasury: 'Trésor public', justice: 'Justice', bailiff: 'Commissaire de justice', pound: 'Fourrière', bank: 'Créancier gagiste', dittt: 'DITTT' } as const;

/** `seen`: who reads it besides the administration and whoever ordered it. The holder: on their own vehicle and its papers. */
type HoldRule = { label: string; stops: readonly Effect[]; who: string; how: string; text: string; seen: readonly ('holder' | 'road')[] };
const BOTH = ['holder', 'road'] as const;
/** Debts, pledges and family matters stop a sale, not a journey: nothing to a roadside check. */
const HOLDER = ['holder'] as const;
const leaving: readonly Effect[] = ['transfer', 'export', 'destruction'];

/** What each hold stops, and who alone can lift it: the authority that ordered it. */
export const holdRules: Readonly<Record<HoldType, HoldRule>> = {
  theft: { label: 'Véhicule déclaré volé', stops: ['transfer', 'title', 'technical', 'withdrawal', 'export', 'destruction'], who: 'la police ou la gendarmerie', how: 'faire constater la découverte du véhicule', text: 'code-route', seen: BOTH },
  gage: { label: 'Gage inscrit', stops: leaving, who: 'le créancier gagiste', how: 'produire la mainlevée du gage', text: 'oppositions', seen: HOLDER },
  treasury: { label: 'Opposition du Trésor', stops: ['transfer'], who: 'la paierie', how: 'régler les amendes majorées ; la paierie lève l’opposition', text: 'oppositions', seen: HOLDER },
  seizure: { label: 'Saisie par commissaire de justice', stops: leaving, who: 'le commissaire de justice qui a saisi', how: 'obtenir la mainlevée de la saisie', text: 'oppositions', seen: HOLDER },
  judicial: { label: 'Opposition judiciaire', stops: leaving, who: 'le juge ou le parquet', how: 'obtenir la mainlevée judiciaire', text: 'oppositions', seen: BOTH },
  customs: { label: 'Non transférable (douane)', stops: ['transfer', 'destruction'], who: 'la douane, bureau de Nouméa-Port', how: 'payer les droits et taxes ; la douane lève la mention', text: 'douane-non-transferable', seen: HOLDER },
  immobilisation: { label: 'Immobilisation administrative', stops: ['transfer', 'technical', 'export'], who: 'l’autorité qui a ordonné l’immobilisation', how: 'faire constater la fin du motif', text: 'code-route-etat', seen: BOTH },
  pound: { label: 'Véhicule en fourrière', stops: ['transfer', 'export', 'destruction'], who: 'l’officier de police judiciaire', how: 'obtenir la mainlevée, puis retirer le véhicule', text: 'code-route-etat', seen: BOTH },
  damaged: { label: 'Véhicule gravement endommagé', stops: ['transfer', 'title'], who: 'l’expert et le CCTV', how: 'faire réparer et contrôler le véhicule', text: 'code-route', seen: BOTH },
  inquiry: { label: 'Dossier à vérifier', stops: ['transfer', 'title', 'technical', 'export'], who: 'la DITTT', how: 'prendre contact avec le guichet unique', text: 'maison-dossier', seen: [] },
  dispute: { label: 'Litige entre co-titulaires', stops: leaving, who: 'les co-titulaires, ou le juge', how: 'produire leur accord ou une décision', text: 'capacite', seen: HOLDER },
  death: { label: 'Titulaire décédé', stops: ['transfer', 'title'], who: 'les héritiers', how: 'faire d’abord la démarche de succession', text: 'capacite', seen: HOLDER },
  'plate-theft': { label: 'Plaques volées ou usurpées', stops: ['transfer'], who: 'le titulaire', how: 'demander un nouveau numéro', text: 'code-route-plaques', seen: BOTH },
  'identity-dispute': { label: 'Identité du véhicule contestée', stops: ['transfer', 'title', 'technical', 'export', 'destruction'], who: 'le guichet unique', how: 'présenter le véhicule et ses papiers d’origine', text: 'code-route-numero', seen: BOTH },
};

/** The measures that this authority may order on that day: a dated table of the territory, to be confirmed. */
export const measuresOf = (authority: string, on: string): HoldType[] => (Object.keys(holdRules) as HoldType[]).filter((type) => territory.whoOrders(type, on).includes(authority));

/** A measure that is not this authority's to order, with the names of those whose it is. @param path where the answer to change stands */
export function orderBlocks(type: HoldType, by: keyof typeof authorities, on: string, path: 'type' | 'authority'): Blocker[] {
  const may = territory.whoOrders(type, on);
  if (may.includes(by)) return [];
  const names = may.map((one) => authorities[one as keyof typeof authorities] ?? one).join(', ');
  return [blocker('mesure-autre-autorite', `${authorities[by]} n’ordonne pas la mesure « ${holdRules[type].label} ».`, 'oppositions', names || 'personne aujourd’hui', path === 'type' ? 'la faire ordonner par elle' : 'inscrire l’autorité qui est sur le papier, ou une autre mesure', path)];
}

/** Authorities that are many companies under one name: each registers, reads and lifts its own measures only. */
const MANY: readonly string[] = ['bank', 'bailiff'];
type Ordered = { authority: string; by?: string | undefined };

/** The company to keep with a measure: whose it is, where its authority is many. */
export const registeredBy = (actor: Actor): { by?: string } => (actor.kind === 'authority' && actor.companyId && MANY.includes(actor.authority) ? { by: actor.companyId } : {});

/** Whether an authority has ordered this measure itself. Where nobody knows which of many had it registered, it is none of them: an agent lifts it, on paper. */
export const isOwn = (reader: Extract<Actor, { kind: 'authority' }>, { authority, by }: Ordered): boolean =>
  reader.authority === authority && (!MANY.includes(authority) || (by !== undefined && by === reader.companyId));

/** Who reads a hold: an actor at any door, or 'paper' for a document that its bearer shows to anyone. */
export type HoldReader = Actor | 'paper';

/**
 * The administration reads every hold, an authority those it ordered; police and gendarmerie what matters on the road;
 * the holder all but an inquiry. One rule for the counter, the check, the citizen, the API and the papers.
 */
export function visibleTo(reader: HoldReader, hold: { type: HoldType } & Ordered): boolean {
  const { seen } = holdRules[hold.type];
  if (reader === 'paper') return seen.includes('holder');
  if (isAdministration(reader)) return true;
  if (reader.kind === 'authority') return isOwn(reader, hold) || (seen.includes('road') && ROAD.includes(reader.authority));
  return reader.kind !== 'anonymous' && reader.kind !== 'system' && seen.includes('holder');
}
const ROAD: readonly string[] = ['police', 'gendarmerie', 'customs'];

/** The holds of the day that this reader may see. */
export const holdsSeenBy = (reader: HoldReader, state: Registered['registration'], now: string) => holdsOn(state, now).filter((hold) => visibleTo(reader, hold));

/** Every hold of the day that stops this effect, each with its text and who can clear it. A hidden one says nothing of why. */
export function holdBlocks(state: Registered, effect: Effect, now: string): Blocker[] {
  const stopping = holdsOn(state.registration, now).filter((hold) => holdRules[hold.type].stops.includes(effect));
  // Hidden ones are said once: not even their number is known.
  const firstHidden = stopping.find(({ type }) => !holdRules[type].seen.includes('holder'));
  return stopping.filter((hold) => hold === firstHidden || holdRules[hold.type].seen.includes('holder')).map((hold) => {
    const rule = holdRules[hold.type];
    const until = hold.until ? `, jusqu’au ${formatShortDate(hold.until)}` : '';
    const secret = !rule.seen.includes('holder');
    const message = secret ? 'Ce dossier doit être vérifié par le guichet unique.' : `${rule.label} (${authorities[hold.authority as keyof typeof authorities] ?? hold.authority}, réf. ${hold.reference}${until}).`;
    return blocker(secret ? 'a-verifier' : `mesure-${hold.type}`, message, rule.text, rule.who, rule.how);
  });
}

/** Blockers of the vehicle itself: contested identity, destroyed, exported, or never registered. */
export function lifeBlocks({ vehicle, registration }: Registered): Blocker[] {
  const life = lifeOf(registration);
  const found: Blocker[] = [];
  if (vehicle.disputed) found.push(blocker('identite-contestee', 'L’identité de ce véhicule est contestée : deux dossiers portent le même numéro, ou il vient d’une reprise sans identité.', 'code-route-numero', 'le guichet unique', 'présenter le véhicule et ses papiers d’origine'));
  if (life === null) found.push(blocker('non-immatricule', 'Ce véhicule n’est pas immatriculé.', 'code-route-numero', 'le propriétaire', 'demander la première immatriculation'));
  if (life === 'destroyed') found.push(blocker('detruit', 'Ce véhicule est déclaré détruit.', 'destruction', 'le guichet unique', 'seule une rectification par deux agents peut corriger une erreur'));
  if (life === 'exported') found.push(blocker('exporte', 'Ce véhicule est déclaré exporté.', 'code-route', 'le propriétaire', 'demander sa réimmatriculation au retour'));
  return found;
}

/** An open sale stops everything but its own end. */
export function saleBlocks({ registration }: Registered): Blocker[] {
  if (!registration.sale) return [];
  return [blocker('vente-en-cours', `Une vente est déclarée le ${formatShortDate(today(new Date(registration.sale.soldAt)))} et n’est pas terminée.`, 'cession-15-jours', 'l’acheteur, ou le vendeur et l’acheteur ensemble', 'terminer l’achat, le contester, ou annuler la vente ensemble')];
}

export function usual(state: Registered, effect: Effect, now: string): Blocker[] {
  return [...lifeBlocks(state), ...holdBlocks(state, effect, now), ...saleBlocks(state)];
}
