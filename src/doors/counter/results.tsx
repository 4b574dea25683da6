import type { PersonEntry } from '../../domains/people/index.ts';
import { lifeWords } from '../../domains/registrations/index.ts';
import { EmptyState, PlateBadge, Table, Tag } from '../../ui/index.ts';
import { stateWords } from '../../ui/demarche/index.ts';
import { personLine } from './lookup.ts';
import type { DossierLine, VehicleLine } from './store.ts';

type Props = {
  query: string; vehicles: readonly VehicleLine[]; dossiers: readonly DossierLine[]; persons: readonly PersonEntry[]; saleVehicleId: string | undefined; titleOf: (demarche: string) => string;
};

/** What one box found, exact first; every line is one link. */
export function Results({ query, vehicles, dossiers, persons, saleVehicleId, titleOf }: Props) {
  if (!vehicles.length && !dossiers.length && !persons.length && !saleVehicleId) {
    return <EmptyState title={`Rien ne répond à « ${query} »`}><p class="govuk-body">Essayez une autre partie du numéro ou du nom.</p></EmptyState>;
  }
  return (
    <>
      {saleVehicleId ? <p class="govuk-body"><a class="govuk-link" href={`/guichet/vehicules/${saleVehicleId}`}>Ce code est celui d’une vente en cours : ouvrir le véhicule et terminer l’achat</a></p> : null}
      {vehicles.length ? <Table caption="Véhicules" rows={vehicles} columns={[
        { label: 'Plaque', cell: ({ id, plate }) => <a class="govuk-link" href={`/guichet/vehicules/${id}`}>{plate ? <PlateBadge plate={plate} size="s" /> : 'Sans numéro'}</a> },
        { label: 'Véhicule', cell: ({ label }) => label }, { label: 'Situation', cell: ({ life }) => (life ? lifeWords[life as keyof typeof lifeWords] : 'Non immatriculé') },
      ]} /> : null}
      {dossiers.length ? <DossierTable caption="Dossiers" rows={dossiers} titleOf={titleOf} /> : null}
      {persons.length ? <Table caption="Personnes" rows={persons} columns={[
        { label: 'Nom', cell: (one) => <a class="govuk-link" href={`/guichet/personnes/${one.person_id}`}>{one.name}</a> }, { label: 'Pour la distinguer', cell: (one) => personLine(one) },
      ]} /> : null}
    </>
  );
}

/** Dossiers as lists show them. */
export function DossierTable({ caption, rows, titleOf, captionHidden }: { caption: string; rows: readonly DossierLine[]; titleOf: (demarche: string) => string; captionHidden?: boolean }) {
  return <Table caption={caption} captionHidden={captionHidden} rows={rows} columns={[
    { label: 'Dossier', cell: (one) => <a class="govuk-link" href={`/guichet/dossiers/${one.id}`}>{one.number}</a> }, { label: 'Démarche', cell: (one) => titleOf(one.demarche) },
    { label: 'Véhicule', cell: (one) => (one.plate ? <PlateBadge plate={one.plate} size="s" /> : '') },
    { label: 'État', cell: (one) => <Tag kind={stateWords(one.state).kind}>{stateWords(one.state).label}</Tag> },
  ]} />;
}
