/** What an agent found of an act that was done without one: as it should be, or not. */
export const checkVerdicts = { right: 'Conforme : les papiers sont ceux de l’acte', wrong: 'Écart : quelque chose ne va pas' } as const;
export type CheckVerdict = keyof typeof checkVerdicts;
export const verdictIds = Object.keys(checkVerdicts) as [CheckVerdict, ...CheckVerdict[]];

/** The check of an act that was done on trust. The note is private content. */
export type CheckAct = { kind: 'accreditation.act-checked'; payload: { dossierId: string; number: string; verdict: CheckVerdict } };

/** `note`: null once erased, or where nothing was noted. */
export type Check = { dossierId: string; number: string; verdict: CheckVerdict; note: string | null; at: string };
export type CheckState = { checks: Check[] };
export const initialChecks: CheckState = { checks: [] };
