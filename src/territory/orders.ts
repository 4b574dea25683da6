import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';

/** Which authorities may order one kind of measure on a vehicle. */
export type OrderLine = Dated & { readonly measure: string; readonly authorities: readonly string[] };

const ordered = (measure: string, ...authorities: string[]): OrderLine => ({ measure, authorities, ...placeholder('oppositions') });

/** The measures are known, who may order each was not seen in a text: every line is a placeholder. A change is a new line with its `from`. */
export const orderLines: readonly OrderLine[] = [
  ordered('theft', 'police', 'gendarmerie', 'justice'),
  ordered('gage', 'bank', 'justice'),
  ordered('treasury', 'treasury'),
  ordered('seizure', 'bailiff', 'justice'),
  ordered('judicial', 'justice'),
  ordered('customs', 'customs'),
  ordered('immobilisation', 'police', 'gendarmerie', 'justice', 'dittt'),
  ordered('pound', 'police', 'gendarmerie', 'justice', 'pound'),
  ordered('damaged', 'police', 'gendarmerie', 'dittt'),
  ordered('inquiry', 'police', 'gendarmerie', 'justice', 'customs', 'dittt'),
  ordered('dispute', 'justice', 'dittt'),
  ordered('death', 'justice', 'dittt'),
  ordered('plate-theft', 'police', 'gendarmerie', 'justice', 'dittt'),
  ordered('identity-dispute', 'police', 'gendarmerie', 'justice', 'dittt'),
];

/** @returns the codes of the authorities that may order this measure on that day; none when nothing is known of it */
export function whoOrders(measure: string, on: LawDate): readonly string[] {
  return orderLines.find((one) => one.measure === measure && standsOn(one, on))?.authorities ?? [];
}
