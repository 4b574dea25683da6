import { act, type ActDraft } from '../core/act/types.ts';
import { deterministicId } from '../core/values/ids.ts';
import { parsePartialDate } from '../core/values/partial-date.ts';
import { recordPerson, type Person } from '../domains/people/index.ts';
import { usages, type Holder, type RegistrationAct, type Usage } from '../domains/registrations/index.ts';
import { technicalFields, vehicleRef, type ContestGround, type Technical, type VehicleAct, type VehicleState } from '../domains/vehicles/index.ts';
import { instantOf, type LawDate } from '../core/values/time.ts';
import { addressIn } from './address.ts';
import { holdActs, type StagedHold } from './holds.ts';

export type StagedRow = { line: number; key: string; plate: string | null; chassis: string | null; fields: Readonly<Record<string, string>> };
export type Operation = { ordering: number; month: string | null; code: string; cancelled: boolean };
export type Known = {
  source: string;
  operations: readonly Operation[];
  /** What the source says stands on the vehicle, and the day of the load. */
  holds: readonly StagedHold[];
  today: LawDate;
  /** Why the identity is contested, in French, on what grounds and by whom in the register; null when it is not. */
  contested: { reason: string; grounds: ContestGround[]; twins: string[] } | null;
  /** The holder, when the file names one that can be: their id, and whether the register has them already. */
  holder: { id: string; known: boolean } | null;
};

/** The same vehicle of the same source is always the same subject, whatever the file. */
export const vehicleId = (source: string, key: string): string => deterministicId('import-vehicle', source, key);

/** What one row of an old file becomes. Only what it says: an unknown date, holder or plate stays unknown. */
export function actsOfRow(row: StagedRow, { source, operations, holds, today, contested, holder }: Known): ActDraft[] {
  const vehicle = { ...vehicleRef(vehicleId(source, row.key)), fresh: true as const };
  const since = dayOf(row.fields['registeredOn']);
  const at = since ? { effectiveAt: since } : {};
  const drafts: ActDraft[] = [act<VehicleAct>({ kind: 'vehicle.described', subjects: [vehicle], ...at, payload: { chassis: row.chassis, technical: technicalIn(row.fields), approval: null } })];
  if (row.plate) {
    const holders: Holder[] = holder ? [{ personId: holder.id, role: 'holder', principal: true }] : [];
    drafts.push(act<RegistrationAct>({
      kind: 'registration.registered', subjects: [vehicle], ...at,
      payload: { plate: row.plate, series: row.fields['series'] ?? 'nc', titleNumber: row.fields['title'] as string, form: 'paper', holders, commune: row.fields['commune'] as string, usage: usageIn(row.fields), origin: 'legacy' },
    }));
  }
  if (operations.length) drafts.push(act<VehicleAct>({ kind: 'vehicle.legacy-operations', subjects: [vehicle], payload: { operations: operations.map((one) => toLegacy(source, one)) } }));
  drafts.push(...holdActs(vehicle, source, holds, today));
  if (contested) {
    drafts.push(act<VehicleAct>({ kind: 'vehicle.disputed', subjects: [vehicle], payload: contested }));
    if (row.plate) drafts.push(act<RegistrationAct>({ kind: 'registration.hold-set', subjects: [vehicle], payload: { holdId: deterministicId('import-hold', source, row.key), type: 'identity-dispute', authority: 'dittt', reference: `reprise ${source}`, basis: contested.reason, until: null } }));
  }
  if (holder && !holder.known) drafts.unshift(recordPerson(holder.id, { person: personIn(row.fields) as Person, address: addressIn(row.fields) ?? null, contact: null }));
  return drafts;
}

/** Who the file names, when it says enough to be told apart; undefined otherwise. */
export function personIn(fields: StagedRow['fields']): Person | undefined {
  const name = fields['holderName'];
  const ridet = fields['holderRidet']?.replace(/\D/g, '');
  if (name && ridet && /^\d{7}(\d{3})?$/.test(ridet)) return { kind: 'company', legalName: name, ridet, form: 'other' };
  const birthDate = parsePartialDate(fields['holderBirth'] ?? '');
  if (!name || !birthDate) return undefined;
  return { kind: 'natural', familyName: name, ...(fields['holderGiven'] ? { givenNames: fields['holderGiven'] } : {}), birthDate, civilStatus: 'common' };
}

/** Homonyms are never merged: only the source's own reference, or a RIDET, says that two holders are one. */
export function personId(source: string, row: StagedRow): string {
  const ref = row.fields['holderRef'];
  return ref ? deterministicId('import-person', source, ref) : deterministicId('import-person-of', source, row.key);
}

/** Technical values as read: codes of no list and zeros are kept; what is no number, or no date, is left out. */
export function technicalIn(fields: StagedRow['fields']): Technical {
  const read: Record<string, unknown> = {};
  for (const { key, type } of technicalFields) {
    const text = fields[key];
    if (text === undefined) continue;
    const value = type === 'number' ? numberIn(text) : type === 'partial-date' ? parsePartialDate(text) : text;
    if (value !== undefined) read[key] = value;
  }
  return read as Technical;
}

function numberIn(text: string): number | undefined {
  return /^\d{1,12}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : undefined;
}

/** An instant only for a day that is known: a month stays a month. Midnight in the country. */
function dayOf(text: string | undefined): string | undefined {
  const date = parsePartialDate(text ?? '');
  return date?.precision === 'day' ? instantOf(date.value, '00:00').toISOString() : undefined;
}

function usageIn({ usage }: StagedRow['fields']): Usage {
  return usage && Object.hasOwn(usages, usage) ? usage as Usage : 'private';
}

function toLegacy(source: string, { ordering, month, code, cancelled }: Operation): VehicleState['legacy'][number] {
  return { source: `opération reprise (source étrangère) : ${source}`, order: ordering, month, code, cancelled };
}
