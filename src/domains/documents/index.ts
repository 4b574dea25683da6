/** The face of documents: papers ordered by acts, drawn later, checked by anyone. */
export { DRAW, findPaper, insertPapers, mayReadPaper, orderPapers, papersOfDossier, papersOfSubject, type NewPaper, type PaperRow, type PaperView } from './store.ts';
export { describePaper, drawDescribed, drawTask, type Drawing } from './draw.ts';
export { checkTitle, type TitleCheck, type TitleStanding } from './check.ts';
export { asJson, quittance, recepisse, type Filing, type PaidReceipt } from './filing.ts';
export { FOOTER, issuerOf } from './issuer.ts';
export { paperWords } from './words.ts';
export { officeOf, signatureOf } from './signatory.ts';
export type { Signing } from './sign.ts';
export type { DrawEnv, Ordered, PaperTemplate, PaperTemplates, Vouched } from './template.ts';
