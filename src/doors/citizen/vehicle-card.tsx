import { nextVisitWords } from '../../domains/inspections/index.ts';
import { holdRules } from '../../domains/registrations/index.ts';
import { DateFr, DateTimeFr, PlateBadge, TitleCard, type TagKind } from '../../ui/index.ts';
import type { MyVehicle } from './store.ts';

const TITLES: Readonly<Record<string, { label: string; kind: TagKind }>> = {
  valid: { label: 'En cours', kind: 'success' }, sold: { label: 'Cédé', kind: 'warning' }, revoked: { label: 'Remplacé', kind: 'neutral' },
  suspended: { label: 'Suspendu', kind: 'danger' }, destroyed: { label: 'Détruit', kind: 'neutral' },
};
const ROLES: Readonly<Record<string, string>> = { holder: 'titulaire', 'co-holder': 'co-titulaire', lessor: 'loueur', lessee: 'locataire', representative: 'représentant du titulaire' };

/** The next visit at a CCTV (X.1), where one is asked of this vehicle. */
function visitFact(standing: MyVehicle['inspection']) {
  const value = nextVisitWords(standing);
  return value ? [{ label: 'Visite technique', value }] : [];
}

/** One of my vehicles as its certificate: plate, number, status, its PDF, and the sale under way. `here`: on its own page. */
export function VehicleCard({ vehicle: v, level = 3, here }: { vehicle: MyVehicle; level?: 2 | 3; here?: boolean }) {
  const Heading = `h${level}` as const;
  if (!v.title) return <section class="sitt-card">{v.plate ? <PlateBadge plate={v.plate} /> : null}<Heading class="govuk-heading-s">{v.label}</Heading><p class="govuk-body">Aucun certificat en cours.</p></section>;
  return (
    <TitleCard
      kind="Certificat d’immatriculation" number={v.title.number} status={TITLES[v.title.status] ?? { label: v.title.status, kind: 'neutral' }}
      plate={v.plate ?? undefined} name={v.label} level={level}
      facts={[
        { label: 'Vous êtes', value: ROLES[v.role] ?? v.role },
        ...(v.sold_at ? [{ label: 'Vente déclarée', value: <>le <DateTimeFr at={v.sold_at} />, en attente de l’acheteur</> }] : []),
        ...(here ? [] : v.measures.map(({ type }) => ({ label: 'Mesure', value: <strong>{holdRules[type].label}</strong> }))),
        ...visitFact(v.inspection),
        ...(v.title.validUntil ? [{ label: 'Valable jusqu’au', value: <DateFr date={v.title.validUntil} /> }] : []),
      ]}
      actions={[
        ...(here ? [] : [{ href: `/usager/vehicules/${v.vehicle_id}`, label: 'Voir et agir' }]),
        ...(v.title.paper ? [{ href: `/usager/papiers/${v.title.number}`, label: 'Certificat (PDF)' }] : []),
      ]}
    />
  );
}
