/** The face of documents: papers ordered by acts, drawn later, checked by anyone. */
export { findPaper, mayReadPaper, orderPapers, papersOfDossier, papersOfSubject, type PaperRow, type PaperView } from './store.ts';
