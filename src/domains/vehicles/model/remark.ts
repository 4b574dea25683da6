/**
 * What a check has to say about a value. An 'error' cannot be right and stops the entry; an 'advice' is shown, a person
 * decides: real vehicles are stranger than rules.
 */
export type Remark = {
  readonly code: string;
  readonly severity: 'error' | 'advice';
  /** Harmonised code of the field it is about. */
  readonly field: string;
  readonly sentence: string;
  /** What the value should perhaps be. */
  readonly suggestion?: string;
};

export const advice = (code: string, field: string, sentence: string): Remark => ({ code, severity: 'advice', field, sentence });
export const error = (code: string, field: string, sentence: string): Remark => ({ code, severity: 'error', field, sentence });
