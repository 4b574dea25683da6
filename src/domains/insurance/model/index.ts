export { columns, MOST_ROWS, readContracts, UnreadableContracts, type FileRow } from './file.ts';
export { contractNotice, endReasons, normalizeContract, type ContractNotice, type Cover, type EndReason, type Match, type RowOutcome } from './notice.ts';
