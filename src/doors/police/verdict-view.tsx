import { plateOf, vehicleView, type Registered } from '../../domains/registrations/index.ts';
import { chassisOf, technicalOf } from '../../domains/vehicles/index.ts';
import { Banner, PlateBadge, SummaryList, Tag, type TagKind } from '../../ui/index.ts';
import type { Light, Verdict } from './verdict.ts';

const BANNERS = { red: 'error', amber: 'warning', green: 'success' } as const;
const TAGS: Readonly<Record<Light, TagKind>> = { red: 'danger', amber: 'warning', green: 'success', unknown: 'neutral' };

/** The light, in words; then what to compare with the vehicle; then each finding. */
export function VerdictView({ state, verdict }: { state: Registered; verdict: Verdict }) {
  const plate = plateOf(state.registration);
  const colour = technicalOf(state.vehicle).R;
  const reasons = verdict.findings.filter(({ light }) => light === verdict.light && light !== 'green').map(({ label, said }) => `${label} : ${said}`);
  return (
    <section class={`sitt-verdict sitt-verdict--${verdict.light}`}>
      <h1 class="govuk-heading-l">{plate ? <PlateBadge plate={plate} size="l" /> : 'Sans numéro'}</h1>
      <Banner kind={BANNERS[verdict.light]} title={verdict.said}>{reasons.join('. ') || verdict.clear}</Banner>
      <SummaryList rows={[{ label: 'Véhicule', value: [vehicleView.label(state), colour?.toLowerCase()].filter(Boolean).join(', ') }, { label: 'Numéro de série', value: chassisOf(state.vehicle) ?? 'inconnu' }]} />
      <SummaryList rows={verdict.findings.map(({ label, said, light, detail }) => ({ label, value: <><Tag kind={TAGS[light]}>{said}</Tag>{detail ? <p class="govuk-body-s govuk-!-margin-bottom-0">{detail}</p> : null}</> }))} />
    </section>
  );
}

export function HolderAnswer({ said }: { said: string }) {
  return <Banner kind="information">{said}</Banner>;
}
