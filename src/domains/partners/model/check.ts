/** What an agent found of an act that was done without one: as it should be, or not. */
export const checkVerdicts = { right: 'Conforme : les papiers sont ceux de l’acte', wrong: 'Écart : quelque chose ne va pas' } as const;
export type CheckVerdict = keyof typeof checkVerdicts;
export const verdictIds = Object.keys(checkVerdicts) as [CheckVerdict, ...CheckVerdict[]];

/** What the manager answers to a fault, once it was looked at. */
export const checkAnswers = {
  conform: 'Conforme : vu, rien à faire', noted: 'Défaut sans suite', correction: 'Correction demandée à l’entreprise', withdrawn: 'Retrait de confiance : un agent relit ses papiers',
} as const;
export type CheckAnswer = keyof typeof checkAnswers;
export const answerIds = Object.keys(checkAnswers) as [CheckAnswer, ...CheckAnswer[]];

/** The check of an act that was done on trust, and the manager's answer to a fault. The note and the words are private content. */
export type CheckAct =
  | { kind: 'accreditation.act-checked'; payload: { dossierId: string; number: string; verdict: CheckVerdict } }
  | { kind: 'accreditation.check-answered'; payload: { dossierId: string; number: string; answer: CheckAnswer } };

/** `note`, `words`: null once erased, or where nothing was written. */
export type Check = { dossierId: string; number: string; verdict: CheckVerdict; note: string | null; at: string; answer: { how: CheckAnswer; words: string | null; at: string } | null };
export type CheckState = { checks: Check[] };
export const initialChecks: CheckState = { checks: [] };

/** Faults that nobody has answered yet. */
export const unanswered = ({ checks }: CheckState): Check[] => checks.filter(({ verdict, answer }) => verdict === 'wrong' && answer === null);
