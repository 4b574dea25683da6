/** What every door draws of a démarche: questions, recap, fees, blockers, pieces, stages, information sheet. */
export { Afterwards } from './afterwards.tsx';
export { eventBy, type EventWords } from './actors.ts';
export { BackLink } from './back-link.tsx';
export { DemarcheFields, WhenAsked, NEW_QUESTIONS, readForm, unanswered, withoutLookups, WITHOUT_SCRIPT } from './fields.tsx';
export { Recap, answerText, type RecapProps } from './recap.tsx';
export { PieceFields, PieceList, pieceField, piecesSent, type SentPiece } from './pieces.tsx';
export { InformationSheet, type InformationSheetProps } from './sheet.tsx';
export { ChoiceList, DemarcheCards } from './cards.tsx';
export { AnswerForm, AppealAnswerForm, HearingForm, JudgmentForm, LodgeForm, RefusalForm, type StepForm } from './decision-forms.tsx';
export { DecisionPanel, SilenceNote, type DecisionPanelProps } from './decision-panel.tsx';
export { blockerViews, feeViews, type Cite } from './views.ts';
export { sampleOf, sheetOf } from './sample.ts';
export { stagesOf, stateWords, type StageEvent } from './stages.tsx';
export { stepErrors, stepFields, stepsFor, type Reader } from './steps.ts';
export { forCitizens } from './who.ts';
export { receivePieces } from './upload.ts';
