export { matchAgain, pushContracts, sweepReports, type BatchCounts, type Pushed, type Sending } from './push.ts';
export { batchesOf, batchOf, batchRows, contractHistory, coversOf, gaps, ownCovers, plateKnown, type Batch, type BatchRow, type Gap, type Named, type NoticeLine, type OwnCover } from './read.ts';
