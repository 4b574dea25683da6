import { formatShortDate } from '../../core/values/time.ts';
import { partnerKinds, type AccreditationAct, type PartnerKind, type ReleaseAct } from './model/index.ts';

export const statusWords = { active: 'En cours', suspended: 'Suspendue', ended: 'Finie' } as const;

type Payload = Readonly<Record<string, unknown>>;
type Sentence = { title: string; details: readonly string[]; strong?: boolean };
const convention = (p: Payload): string[] => {
  const { from, to } = (p['convention'] ?? {}) as { from?: string; to?: string };
  return from && to ? [`Du ${formatShortDate(from)} au ${formatShortDate(to)}`] : [];
};
const text = (p: Payload, key: string): string => (typeof p[key] === 'string' ? p[key] : '');

/** What each act of this domain did, for the timeline of anything. */
export const partnerSentences: Readonly<Record<(AccreditationAct | ReleaseAct)['kind'], (payload: Payload) => Sentence>> = {
  'accreditation.granted': (p) => ({ title: `Accréditation accordée${partnerKinds[text(p, 'partnerKind') as PartnerKind] ? ` : ${partnerKinds[text(p, 'partnerKind') as PartnerKind].toLowerCase()}` : ''}`, details: [...(text(p, 'number') ? [`N° ${text(p, 'number')}`] : []), ...convention(p)], strong: true }),
  'accreditation.renewed': (p) => ({ title: 'Convention renouvelée ou modifiée', details: convention(p), strong: true }),
  'accreditation.suspended': (p) => ({ title: 'Accréditation suspendue', details: [...(text(p, 'text') ? [`Fondement : ${text(p, 'text')}`] : []), ...(text(p, 'hearingUntil') ? [`Observations jusqu’au ${formatShortDate(text(p, 'hearingUntil'))}`] : [])], strong: true }),
  'accreditation.restored': () => ({ title: 'Accréditation rétablie', details: [], strong: true }),
  'accreditation.act-released': (p) => ({ title: 'Acte retenu libéré', details: text(p, 'number') ? [`Dossier ${text(p, 'number')}`] : [] }),
  'accreditation.ended': (p) => ({ title: text(p, 'by') === 'company' ? 'L’entreprise renonce à son accréditation' : 'Fin de l’accréditation', details: text(p, 'text') ? [`Fondement : ${text(p, 'text')}`] : [], strong: true }),
};
