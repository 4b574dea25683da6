/** The face of the engine of démarches. */
export { accept, blocked, creates, demarche, existing, step } from './define.ts';
export type { Before, Ctx, Demarche, FactLoader, FeeLine, Party, Piece, Review, Step, SubjectView, TitleOrder, Unchecked, Verdict } from './define.ts';
export { blocker, type Blocker } from './blockers.ts';
export { fieldsFor, fieldsOf, type Field, type FieldMeta } from './fields.ts';
export { exampleOf, preparedExamples, recordExamples, type PreparedExample } from './example.ts';
export { flatten, isShown, missingSentence, unflatten, validate, validateSome, whole, type Flat, type InputError } from './flat.ts';
export { listed, offered, type Choices } from './choices.ts';
export { dossierEvents, signaturesOf, whyRead, type DossierEvent, type EventActor, type SignatureLine } from './events.ts';
export { unknownIn } from './unknown.ts';
export { evaluate, standsAs, viewOf, type Evaluation } from './evaluate.ts';
export { afterwardsOf } from './afterwards.ts';
export { readingSentence } from './looked-at.ts';
export type { Dossier, DossierState, Reason } from './dossier.ts';
export { transitions, WrongStage } from './dossier.ts';
export { needsApplicant, openToHelpers, openToProfessionals } from './define.ts';
export { addPiece, addSignature, broughtTo, designateApplicant, event, loadDossier, lockDossier, piecesOf, type DossierPiece } from './dossier-store.ts';
export {
  advance, approveDossier, askForMore, cancelDossier, demarcheOf, evaluateDossier, hashInput, InputChanged, openDossier, saveInput, signDossier, subjectOf, submitDossier, UnknownDossier,
  type Opening, type Outcome,
} from './life.ts';
export { advanceLeftStanding } from './left-standing.ts';
export { locateFor, MOST_WRONG, TooManyTries } from './locate.ts';
export type { Caller, Controlled, ControlledDossier, Controls, Quote, Trust, World } from './world.ts';
export { bringHeldToDecision, bringToRefusal, contestedOn, IncompleteRefusal, refuseDossier, type Refusal } from './refusal.ts';
export { decisionFacet, type Appeal, type AppealKind, type DecisionAct, type DecisionState, type Hearing, type Judgment, type JudgmentOutcome, type LodgedAppeal } from './decision-facet.ts';
export { decisionOf, ProcedureRefusal, type Procedure } from './procedure.ts';
export { answerHearing, hearingStanding, openHearing, type HearingStanding } from './hearing.ts';
export { appealNames, contestable, deadlinesOf, decideAppeal, lodgeAppeal, pendingAppeal } from './appeal.ts';
export { judgmentWords, recordJudgment, type GivenJudgment } from './judgment.ts';
export { completeOn, silenceOf, type Silence, type SilenceDelay } from './silence.ts';
