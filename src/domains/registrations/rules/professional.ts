import { blocker, type Blocker, type Controlled } from '../../../core/demarche/index.ts';
import type { HoldType } from '../model/acts.ts';
import { holdRules, measuresOf } from './blocks.ts';

/** What a professional may not ask of a measure: one of another trade, or in the name of another. */
export function measureLimits({ demarche, actor, input, today }: Controlled): Blocker[] {
  const { type, authority } = (input ?? {}) as { type?: HoldType; authority?: string };
  if (demarche.presence !== 'authority' || demarche.subject.view.kind !== 'vehicle' || !type || authority === undefined) return [];
  const own = measuresOf(actor.partnerKind, today);
  return own.includes(type) ? [] : [blocker('mesure-hors-metier', `Votre profession n’inscrit pas cette mesure, mais : ${own.map((one) => holdRules[one].label.toLowerCase()).join(', ') || 'aucune'}.`, 'oppositions', 'l’autorité compétente', 'la faire inscrire par celle-ci', 'type')];
}
