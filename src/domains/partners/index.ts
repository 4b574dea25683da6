/** The face of partners: the accreditation of professionals, their users, quotas, controls and stock. */
import type { AnyFacet } from '../../core/act/types.ts';
import type { PaperTemplates } from '../documents/index.ts';
import { accreditationFacet } from './facet.ts';
import { checkFacet } from './check-facet.ts';
import { checkTexts } from './check-reactions.ts';
import { endingTexts } from './ending.ts';
import { freezeTexts } from './freeze.ts';
import { grantedTexts } from './granted.ts';
import { heldTexts } from './held.ts';
import { releaseFacet } from './release-facet.ts';
import { undoingTexts } from './undoing/texts.ts';
import { webhookTexts } from './webhooks/index.ts';
import { undoingFacet } from './undoing/facet.ts';
import { partnerUserFacet } from './users.ts';

export const partnerFacets: readonly AnyFacet[] = [accreditationFacet, releaseFacet, checkFacet, undoingFacet, partnerUserFacet];
export { partnerDemarches } from './catalogue.ts';
export const partnerPapers: PaperTemplates = {};

export { partnerManager } from './views.ts';
export { accreditationFacet } from './facet.ts';
export type { OddFacts } from './anomaly.ts';
export { examinationOf, heldActs, oddActsOf, type Examined } from './store/examinations.ts';
export { NO_MATTER, NO_PAST, NOTHING_ODD, type Anomalies, type Evidence, type Matter, type Past, type Reason, type Signal, type Twin } from './model/index.ts';
export { forgetPrices } from './store/prices.ts';
export { checkFacet } from './check-facet.ts';
export { countToCheck, foundWrong, seedsOf, toCheck, trustedMonths, type TrustedAct, type TrustedMonth } from './store/trusted.ts';
export { isSampled, sealOf } from './sample.ts';
export { professionalControls, type ControlProviders } from './controls.ts';
export { partnerSentences, standsWords, statusWords } from './words.ts';
export { accreditationById, accreditationOf, allAccreditations, liveAccreditation, type Accreditation } from './store/accreditations.ts';
export { conventionOf as conventionFor } from './rules/convention.ts';
export { decisionsAbout, dossiersOf, type CompanyDecision, type CompanyDossier } from './store/dossiers.ts';
export { accountMoney } from './money.ts';
export { accountOf, balanceAt, deposit, DepositKnown, giveBackToAccount, movementsOf, movingSince, verifyAccounts, type Account, type Movement } from './store/accounts.ts';
export { BATCH, BatchKeyTaken, BatchRefused, batchTask, checkReceived, confirmBatch, resumeBatch, runSlice, sendBatch } from './batch/run.ts';
export { checkBatch, commitBatch } from './batch/rows.ts';
export { headerOf, questionOf, readTable, reportOf, SUBJECT, templateOf, type Table } from './batch/table.ts';
export { titlesOf } from './batch/titles.ts';
export { fileFor, type Filed } from './batch/files.ts';
export { abandonBatch, batchesOf, batchOf, heldLines, lacksOf, namesOfRows, outcomesOf, platesOf, reportRows, resumable, rowsOf, tally, type Batch, type BatchRow, type BatchState, type Lack, type Tally } from './batch/store.ts';
export { changeRole, contactOfUser, giveKey, hasUsers, inviteUser, openOrCloseUser, takeKey, UserRefused, usersOf, type CompanyUser, type UserAct, type UserBy } from './users.ts';
export { openToTrade } from './rules/trade.ts';
export { closedWhenStopped, stoppedBlocks } from './stopped.ts';
export { usedByDemarche, verifyQuotas } from './store/quotas.ts';
export { ACTING, answerIds, checkAnswers, companyRoles, conventionIn, coversAct, isPartnerKind, kindIds, partnerKinds, quotaOf, roleIds, keepsPapers, type AccreditationAct, type AccreditationState, type CheckAct, type CheckState, type CompanyRole, type Convention, type PartnerKind } from './model/index.ts';
export {
  addWebhook, deliveriesOf, messageId, openOrCloseWebhook, removeWebhook, renewSecret, replay, sweepTold, tellPing, urlFault, urlFaultWords, webhookOf, webhookSecret, webhooksOf, webhookTasks,
  type Delivery, type UrlFault, type Webhook, type WebhookEnv,
} from './webhooks/index.ts';
export { doneBy, type Done } from './store/done.ts';
export { FREEZE, freezeReactions, freezeTask } from './freeze.ts';
export { asOf, openSuspension } from './rules/freeze.ts';
export { checkReactions } from './check-reactions.ts';
export { undoingReactions } from './undoing/reactions.ts';
export { undoingChoices, type UndoingAct, type UndoingChoice, type UndoingState } from './model/index.ts';
/** The words of what companies and third parties are told. */
export const partnerTexts = { ...webhookTexts, ...undoingTexts, ...freezeTexts, ...grantedTexts, ...heldTexts, ...endingTexts, ...checkTexts };
export { grantedReactions } from './granted.ts';
export { heldReactions } from './held.ts';
export { ENDING, endingTask } from './ending.ts';
export { partnerLinks } from './entry-link.ts';
export { endsSoon } from './rules/ending.ts';
