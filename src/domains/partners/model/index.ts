export { ACTING, companyRoles, isPartnerKind, kindIds, partnerKinds, roleIds, type CompanyRole, type PartnerKind } from './kinds.ts';
export { coversAct, keepsPapers, quotaOf, type Convention } from './convention.ts';
export { conventionIn, initialAccreditation, type AccreditationAct, type AccreditationState, type Distrust, type Suspension } from './acts.ts';
export { NO_MATTER, NO_PAST, NO_PRICES, NOTHING_ODD, type Anomalies, type Evidence, type Habits, type Matter, type Past, type Prices, type Reason, type Seen, type SharedPhotos, type Signal, type Twin } from './odd.ts';
export { answerIds, checkAnswers, checkVerdicts, initialChecks, unanswered, verdictIds, type Check, type CheckAct, type CheckAnswer, type CheckState, type CheckVerdict } from './check.ts';
export { initialRelease, type ReleaseAct, type ReleaseState } from './release.ts';
export { choiceIds, initialUndoing, undoingChoices, type UndoingAct, type UndoingChoice, type UndoingState } from './undoing.ts';
