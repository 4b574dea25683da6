import { SummaryList, Table, Tag } from '../../../ui/index.ts';
import { fleetWords, obstacles, type FleetLine, type FleetResults } from '../fleet-results.ts';

const kinds = { done: 'success', left: 'danger', waiting: 'neutral' } as const;
const count = (lines: readonly FleetLine[], outcome: FleetLine['outcome']): number => lines.filter((one) => one.outcome === outcome).length;

/** One line a vehicle, as a batch says one a row: done, stopped with what stops it and who can clear it. @param hrefOf where the vehicle is, at a door that shows it */
export function FleetTable({ results: { change, lines }, csv, hrefOf }: { results: FleetResults; csv: string; hrefOf?: (vehicleId: string) => string }) {
  return (
    <>
      <p class="govuk-body">{change === 'address' ? 'Nouvelle adresse de l’entreprise' : 'Flotte reprise par une autre entreprise'}, un acte par véhicule.</p>
      <SummaryList rows={(['done', 'left', 'waiting'] as const).filter((outcome) => outcome !== 'waiting' || count(lines, outcome)).map((outcome) => ({ label: { done: 'Faits', left: 'Arrêtés', waiting: 'En attente' }[outcome], value: String(count(lines, outcome)) }))} />
      <Table caption="Un résultat par véhicule" rows={lines} columns={[
        { label: 'Ligne', numeric: true, cell: ({ line }: FleetLine) => line },
        { label: 'Véhicule', cell: ({ plate, label, vehicleId }: FleetLine) => <>{hrefOf ? <a class="govuk-link" href={hrefOf(vehicleId)}>{plate}</a> : plate}<br /><span class="sitt-optional">{label}</span></> },
        { label: 'Résultat', cell: ({ outcome }: FleetLine) => <Tag kind={kinds[outcome]}>{fleetWords[outcome]}</Tag> },
        { label: 'Ce qui l’arrête, et qui peut le lever', cell: (one: FleetLine) => obstacles(one).map((said) => <div>{said}</div>) },
      ]} />
      <p class="govuk-body"><a class="govuk-link" href={csv}>Le compte rendu (CSV)</a></p>
    </>
  );
}
