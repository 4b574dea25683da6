import { formatDateTime, formatShortDate } from '../../core/values/time.ts';
import { checkAnswers, companyRoles, partnerKinds, type AccreditationAct, type CheckAct, type CheckAnswer, type CompanyRole, type PartnerKind, type ReleaseAct, type UndoingAct, type UndoingChoice, undoingChoices } from './model/index.ts';
import type { UserAct } from './users.ts';

/** What an accreditation is called as it stands: a freeze is no suspension yet. */
export const standsWords = ({ status, frozenUntil }: { status: keyof typeof statusWords; frozenUntil: Date | null }): string => (status === 'suspended' && frozenUntil ? 'Gelée' : statusWords[status]);
export const statusWords = { active: 'En cours', suspended: 'Suspendue', ended: 'Finie' } as const;

type Payload = Readonly<Record<string, unknown>>;
type Sentence = { title: string; details: readonly string[]; strong?: boolean };
const convention = (p: Payload): string[] => {
  const { from, to, kept } = (p['convention'] ?? {}) as { from?: string; to?: string; kept?: { acts: string[]; from: string } };
  return [...(from && to ? [`Du ${formatShortDate(from)} au ${formatShortDate(to)}`] : []), ...(kept ? [`Papiers gardés par l’entreprise à partir du ${formatShortDate(kept.from)} : ${kept.acts.join(', ')}`] : [])];
};
const text = (p: Payload, key: string): string => (typeof p[key] === 'string' ? p[key] : '');

const answer = (p: Payload): string[] => { const said = checkAnswers[text(p, 'answer') as CheckAnswer] as string | undefined; return said ? [said] : []; };
const choice = (p: Payload): string[] => { const said = undoingChoices[text(p, 'choice') as UndoingChoice] as string | undefined; return said ? [said] : []; };

/** What each act of this domain did, for the timeline of anything. */
export const partnerSentences: Readonly<Record<(AccreditationAct | CheckAct | ReleaseAct | UndoingAct | UserAct)['kind'], (payload: Payload) => Sentence>> = {
  'accreditation.granted': (p) => ({ title: `Accréditation accordée${partnerKinds[text(p, 'partnerKind') as PartnerKind] ? ` : ${partnerKinds[text(p, 'partnerKind') as PartnerKind].toLowerCase()}` : ''}`, details: [...(text(p, 'number') ? [`N° ${text(p, 'number')}`] : []), ...convention(p)], strong: true }),
  'accreditation.renewed': (p) => ({ title: 'Convention renouvelée ou modifiée', details: convention(p), strong: true }),
  'accreditation.suspended': (p) => ({ title: text(p, 'provisionalUntil') ? 'Accréditation gelée à titre provisoire' : 'Accréditation suspendue', details: [...(text(p, 'provisionalUntil') ? [`Jusqu’au ${formatDateTime(new Date(text(p, 'provisionalUntil')))}, sauf suspension signée`] : []), ...(text(p, 'text') ? [`Fondement : ${text(p, 'text')}`] : []), ...(text(p, 'hearingUntil') ? [`Observations jusqu’au ${formatShortDate(text(p, 'hearingUntil'))}`] : [])], strong: true }),
  'accreditation.restored': (p) => (p['lapsed'] === true ? { title: 'Fin du gel provisoire', details: ['Il n’a pas été confirmé à temps : l’accréditation vaut de nouveau'], strong: true } : { title: 'Accréditation rétablie', details: [], strong: true }),
  'accreditation.act-checked': (p) => ({ title: 'Acte fait sans agent, contrôlé', details: [...(text(p, 'number') ? [`Dossier ${text(p, 'number')}`] : []), text(p, 'verdict') === 'wrong' ? 'Écart' : 'Conforme'] }),
  'accreditation.check-answered': (p) => ({ title: 'Réponse à un écart constaté', details: [...(text(p, 'number') ? [`Dossier ${text(p, 'number')}`] : []), ...answer(p)] }),
  'accreditation.trust-withdrawn': (p) => ({ title: 'Les papiers sont de nouveau lus par un agent', details: [...(text(p, 'text') ? [`Fondement : ${text(p, 'text')}`] : []), ...(text(p, 'hearingUntil') ? [`Observations jusqu’au ${formatShortDate(text(p, 'hearingUntil'))}`] : [])], strong: true }),
  'accreditation.act-released': (p) => ({ title: 'Acte retenu libéré', details: text(p, 'number') ? [`Dossier ${text(p, 'number')}`] : [] }),
  'undoing.proposed': (p) => ({ title: 'Suite proposée à l’acte d’un professionnel', details: [...choice(p), ...(text(p, 'until') ? [`Observations jusqu’au ${formatShortDate(text(p, 'until'))}`] : [])] }),
  'undoing.answered': (p) => ({ title: 'Observations du professionnel reçues', details: p['late'] === true ? ['Hors délai'] : [] }),
  'undoing.decided': (p) => ({ title: text(p, 'outcome') === 'dropped' ? 'Proposition abandonnée' : 'Proposition retenue', details: choice(p), strong: true }),
  'accreditation.ended': (p) => ({ title: text(p, 'by') === 'company' ? 'L’entreprise renonce à son accréditation' : 'Fin de l’accréditation', details: text(p, 'text') ? [`Fondement : ${text(p, 'text')}`] : [], strong: true }),
  'partner-user.placed': (p) => ({ title: 'Accès d’un utilisateur de l’entreprise', details: (Array.isArray(p['roles']) ? p['roles'] as string[] : []).map((role) => companyRoles[role as CompanyRole] ?? role) }),
  'partner-user.closed': () => ({ title: 'Accès fermé', details: [] }),
  'partner-user.reopened': () => ({ title: 'Accès rouvert', details: [] }),
  'partner-user.invited': () => ({ title: 'Lien d’entrée fait', details: [] }),
  'partner-user.key-given': (p) => ({ title: 'Clé d’interface donnée', details: typeof p['perDay'] === 'number' ? [`${p['perDay']} de chaque démarche par jour`] : [] }),
  'partner-user.key-revoked': () => ({ title: 'Clé d’interface révoquée', details: [] }),
};
