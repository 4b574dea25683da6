import { commune, communeByName, communes, provinceNames } from './communes.ts';
import { conditionLines, conditionsFor } from './conditions.ts';
import { defectCode, defectPoint, defectPoints, severityWords } from './defects.ts';
import { exemptionFor, exemptions } from './exemptions.ts';
import { addOpenDays, holidayOn, holidays, holidaysToConfirm, isOpenDay, nextOpenDay } from './holidays.ts';
import { office, offices } from './offices.ts';
import { motive, motiveLines, motives } from './motives.ts';
import { orderLines, whoOrders } from './orders.ts';
import { parameter, parameterLines, parameterNames } from './parameters/index.ts';
import { priorities } from './priorities.ts';
import { queueMotive, queueMotives, queuePriorities } from './queue.ts';
import { appealWays, procedure, silenceDelay } from './procedure.ts';
import { formatPhone, normalizePhone, takesTextMessages } from './phones.ts';
import { place } from './place.ts';
import { communeServedBy, postcodesOf, postOffices } from './postcodes.ts';
import { formatPlate, normalizePlate, parsePlate, plateOf, series, seriesOf } from './series.ts';
import { tariff, tariffGrid } from './tariffs.ts';
import { placeName, receivingPlace, receivingPlaces, tours } from './tours.ts';
import { citeText, legalText, legalTexts } from './texts.ts';

/** New Caledonia as data. Another country replaces this folder and keeps these names. */
export const territory = {
  ...place,
  communes, commune, communeByName, provinceNames, postOffices, postcodesOf, communeServedBy,
  holidays, holidayOn, holidaysToConfirm, isOpenDay, nextOpenDay, addOpenDays,
  series, seriesOf, normalizePlate, parsePlate, formatPlate, plateOf,
  legalTexts, legalText, citeText,
  parameter, parameterLines, parameterNames, appealWays, procedure, silenceDelay,
  tariff, tariffGrid, exemptions, exemptionFor,
  conditionLines, conditionsFor,
  orderLines, whoOrders,
  offices, office, receivingPlaces, receivingPlace, placeName, tours,
  motives, motive, motiveLines, priorities, queueMotives, queueMotive, queuePriorities,
  defectPoints, defectPoint, defectCode, severityWords,
  normalizePhone, formatPhone, takesTextMessages,
} as const;

export { communeCode } from './communes.ts';
export { phone } from './phones.ts';
export { postcode } from './postcodes.ts';
export type { Commune, Province } from './communes.ts';
export type { Condition, ConditionAct, ConditionHolder, ConditionLine, ConditionVehicle, Outcome } from './conditions.ts';
export type { Dated } from './dated.ts';
export type { DefectPoint, DefectSeverity } from './defects.ts';
export { motiveIds, resourceKinds, type Motive, type MotiveId, type ResourceKind } from './motives.ts';
export type { Office } from './offices.ts';
export type { ParameterAt, ParameterName, ParameterValue } from './parameters/index.ts';
export { priorityIds, type Priority, type PriorityId } from './priorities.ts';
export { queueMotiveIds, queuePriorityIds, type QueueMotive, type QueueMotiveId, type QueuePriority, type QueuePriorityId } from './queue.ts';
export type { ReceivingPlace, Tour } from './tours.ts';
export type { Series, SeriesId } from './series.ts';
export type { TariffCode, TariffContext, TariffLine } from './tariffs.ts';
export type { LegalText, TextId } from './texts.ts';
