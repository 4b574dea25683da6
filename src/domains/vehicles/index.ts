/** The face of vehicles: the thing, its identifiers and technical data. */
export { chassisOf, familyIn, makeAndModel, technicalOf, vehicleRef, type ContestGround, type VehicleAct, type VehicleState } from './facet.ts';
export { vehicleFacet } from './store.ts';
export {
  chassisNumber, chassisRemarks, codeLabel, bodies, energies, familyOf, fieldsFor, firstTitleCodes, kinds, isVin, knownNumber, missingCodes, normalizeChassis, advices, plausibility, technical, technicalFields, unknownZeros,
  type Family, type Technical, type TechnicalField, type TechnicalKey,
} from './model/index.ts';
export { decodeLegacyMonth, technicalValue } from './words.ts';
