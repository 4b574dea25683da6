import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';

/** How grave a defect is: noted, to be repaired and shown again, or not to drive another kilometre. */
export type DefectSeverity = 'minor' | 'major' | 'critical';
export type DefectPoint = Dated & { readonly organ: string; readonly point: string; readonly organLabel: string; readonly label: string; readonly severity: DefectSeverity;
  /** True when whoever notes it photographs it: whatever is to be repaired. */
  readonly photo: boolean };

export const severityWords: Record<DefectSeverity, string> = { minor: 'mineur', major: 'majeur', critical: 'critique' };

type Points = Readonly<Record<string, readonly [label: string, severity: DefectSeverity]>>;

/** The organs in the order in which an inspector walks round a vehicle. The official catalogue was not seen: every line is a placeholder. */
const organs: Readonly<Record<string, readonly [label: string, points: Points]>> = {
  identity: ['Identification', { plate: ['Plaque illisible ou non conforme', 'minor'], chassis: ['Frappe du châssis illisible', 'major'], mismatch: ['Véhicule autre que celui du certificat', 'critical'] }],
  brakes: ['Freinage', { wear: ['Garnitures usées', 'minor'], imbalance: ['Déséquilibre entre les roues d’un essieu', 'major'], service: ['Frein de service insuffisant', 'major'], parking: ['Frein de stationnement insuffisant', 'major'], leak: ['Fuite de liquide, frein sans effet', 'critical'] }],
  steering: ['Direction', { play: ['Jeu anormal', 'major'], joint: ['Rotule ou fixation près de rompre', 'critical'] }],
  view: ['Visibilité', { screen: ['Pare-brise fêlé dans le champ du conducteur', 'major'], mirror: ['Rétroviseur absent ou cassé', 'major'], wipers: ['Essuie-glace sans effet', 'minor'] }],
  lights: ['Éclairage et signalisation', { setting: ['Feux mal réglés', 'minor'], stop: ['Feux de stop hors d’usage', 'major'], indicators: ['Clignotant hors d’usage', 'major'] }],
  wheels: ['Roues, pneus, suspension', { tread: ['Pneu usé au-delà de la limite', 'major'], cut: ['Pneu entaillé, corde visible', 'critical'], damper: ['Amortisseur qui fuit', 'minor'] }],
  body: ['Châssis et carrosserie', { rust: ['Corrosion sans perte de résistance', 'minor'], frame: ['Châssis ou longeron affaibli', 'critical'], door: ['Porte qui ne ferme pas', 'major'] }],
  safety: ['Équipements de sécurité', { belt: ['Ceinture absente ou sans effet', 'major'], extinguisher: ['Extincteur absent ou périmé', 'major'], exit: ['Issue de secours condamnée', 'critical'] }],
  noise: ['Pollution et bruit', { smoke: ['Fumées excessives', 'major'], exhaust: ['Échappement percé', 'minor'], oil: ['Fuite d’huile', 'minor'] }],
};

export const defectPoints: readonly DefectPoint[] = Object.entries(organs).flatMap(([organ, [organLabel, points]]) =>
  Object.entries(points).map(([point, [label, severity]]) => ({ organ, organLabel, point, label, severity, photo: severity !== 'minor', ...placeholder('points-controles') })));

export const defectCode = ({ organ, point }: Pick<DefectPoint, 'organ' | 'point'>): string => `${organ}.${point}`;

/** @returns the point of a code as the catalogue of that day has it; undefined when it has none. */
export const defectPoint = (code: string, on: LawDate): DefectPoint | undefined => defectPoints.find((one) => defectCode(one) === code && standsOn(one, on));
