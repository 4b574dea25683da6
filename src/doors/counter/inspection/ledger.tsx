/** What inspections know of a vehicle, the same at the counter and for an inspector. */
import type { ComponentChildren } from 'preact';
import type { LawDate } from '../../../core/values/time.ts';
import { kilometres, odometerVerdict, pointsOf, readingWords, siteName, sourceWords, standingWords, visitKindWords, visitVerdictWords, type InspectionState } from '../../../domains/inspections/index.ts';
import { inspectionOf, type Registered } from '../../../domains/registrations/index.ts';
import { territory } from '../../../territory/index.ts';
import { DateFr, SummaryList, Table, Tag } from '../../../ui/index.ts';

const light = { none: 'neutral', unknown: 'neutral', valid: 'success', overdue: 'warning', refused: 'danger', deferred: 'warning' } as const;
const before = { none: '', unknown: '', valid: 'prochaine visite avant le', overdue: 'depuis le', refused: 'à représenter avant le', deferred: 'jusqu’au' } as const;

/** Where it stands, the next day (X.1), and why a visit is asked of it. */
export function NextVisit({ state, today }: { state: Registered; today: LawDate }) {
  const { status, due, why } = inspectionOf(state, today);
  return <p class="govuk-body"><Tag kind={light[status]}>{standingWords[status]}</Tag> {due ? <>{before[status]} <DateFr date={due} /></> : null}{why ? <span class="sitt-optional"><br />Une visite tous les {why.months} mois : {why.why}{why.toConfirm ? ' (fréquence à confirmer)' : ''}.</span> : null}</p>;
}

/** The visits of a vehicle, the latest first. @param photos of one visit, where this desk shows them */
export function Visits({ inspection: { visits }, photos }: { inspection: InspectionState; photos?: (visitId: string) => ComponentChildren }) {
  if (!visits.length) return <p class="govuk-body">Aucune visite connue de ce registre.</p>;
  return <SummaryList rows={visits.toReversed().map(({ id, kind, on, site, companyId, verdict, until, nextOn, defects, number }) => ({
    label: `${visitKindWords[kind]}`, value: <><DateFr date={on} />, {companyId ? 'centre agréé' : siteName(site)} <Tag kind={verdict === 'accepted' ? 'success' : verdict === 'refused' ? 'danger' : verdict === 'deferred' ? 'warning' : 'neutral'}>{visitVerdictWords[verdict]}</Tag>
      <span class="sitt-optional">{defects.length ? <><br />{pointsOf(defects, on).map(({ label, severity }) => `${label} (${territory.severityWords[severity]})`).join(' ; ')}</> : null}<br />N° {number}{nextOn ? <>, prochaine visite avant le <DateFr date={nextOn} /></> : null}{until ? <>, à représenter avant le <DateFr date={until} /></> : null}</span>{photos?.(id)}</>,
  }))} />;
}

/** The odometer's ledger, with what it is worth. */
export function Odometer({ inspection: { readings } }: { inspection: InspectionState }) {
  if (!readings.length) return <p class="govuk-body">Aucun relevé.</p>;
  const verdict = odometerVerdict(readings);
  return (
    <>
      <p class="govuk-body"><Tag kind={verdict === 'illogical' ? 'danger' : verdict === 'logical' ? 'success' : 'neutral'}>{readingWords[verdict]}</Tag></p>
      <Table caption="Relevés du compteur" captionHidden rows={readings.toReversed()} columns={[
        { label: 'Le', cell: ({ on }) => <DateFr date={on} /> }, { label: 'Compteur', numeric: true, cell: ({ km }) => kilometres(km) }, { label: 'Source', cell: ({ source }) => sourceWords[source] },
        { label: 'Avis', cell: ({ verdict: one, reason }) => <>{readingWords[one]}<br /><span class="sitt-optional">{reason}</span></> },
      ]} />
    </>
  );
}

