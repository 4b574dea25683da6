export { checkDigit, chassisNumber, chassisRemarks, hasRightCheckDigit, isVin, normalizeChassis, possibleModelYears } from './chassis.ts';
export { bodies, codeLabel, colours, energies, familyOf, familyWords, kinds, optionsOf } from './codes.ts';
export type { Code, Family, KindCode } from './codes.ts';
export { firstTitleCodes, missingCodes } from './needed.ts';
export { advices, plausibility, unknownZeros } from './plausibility.ts';
export type { Remark } from './remark.ts';
export { fieldsFor, knownNumber, technical, technicalFields } from './technical.ts';
export type { Technical, TechnicalField, TechnicalKey, TechnicalMeta } from './technical.ts';
