export type { Bundle } from './bundle.ts'
export type { Block, Cell, Column, Field, Hero, Issuer, Paper, PrintedCode, Signature } from './paper.ts'
export { closePaperThreads, PaperFailed, renderPaper } from './pool.ts'
